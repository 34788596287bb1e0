//! Work that recurses, on a stack that is large enough.

use std::panic::resume_unwind;
use std::thread;

/// Bytes of that stack. 50 levels of the parser, its limit, take up to 8 MiB
/// without optimisation.
const STACK: usize = 32 << 20;

/// Does the work. With optimisation, be it for size, it takes less than 1.5 MiB
/// of the 2 MiB that a thread has; without, a thread of its own is made for it.
pub(crate) fn deep<T: Send>(work: impl FnOnce() -> T + Send + Copy) -> T {
    if cfg!(not(debug_assertions)) {
        return work();
    }
    thread::scope(|scope| {
        let spawned = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work);
        match spawned {
            Ok(handle) => handle.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => work(),
        }
    })
}
