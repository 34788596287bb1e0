//! Threads that read a table together.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use std::thread::Builder;

use verdict::Fault;

/// The fault of a block, by its index.
pub(crate) type BlockFault = (u64, Fault);

/// Whether a thread has met a fault, so that the others need not go on.
#[derive(Debug, Default)]
pub(crate) struct Stop(AtomicBool);

impl Stop {
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Relaxed)
    }
}

/// Lets so many threads work, and hands back what each has made. Of several
/// faults that of the first block counts: blocks are begun in the file's order
/// and every one that was begun is finished, so that it is always the same.
pub(crate) fn run<T: Send>(
    threads: usize,
    work: &(dyn Fn(&Stop) -> Result<T, BlockFault> + Sync),
) -> Result<Vec<T>, Fault> {
    let stop = Stop::default();
    let guarded = || {
        let result = work(&stop);
        if result.is_err() {
            stop.0.store(true, Relaxed);
        }
        result
    };
    let results = if threads <= 1 {
        vec![guarded()]
    } else {
        std::thread::scope(|scope| {
            // Where the system has no more threads, fewer do.
            let spawn = |_| Builder::new().spawn_scoped(scope, guarded);
            let others: Vec<_> = (1..threads).map_while(|at| spawn(at).ok()).collect();
            let mut results = vec![guarded()];
            for other in others {
                match other.join() {
                    Ok(result) => results.push(result),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            results
        })
    };
    let (mut made, mut faults) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(one) => made.push(one),
            Err(fault) => faults.push(fault),
        }
    }
    match faults.into_iter().min_by_key(|(block, _)| *block) {
        Some((_, fault)) => Err(fault),
        None => Ok(made),
    }
}
