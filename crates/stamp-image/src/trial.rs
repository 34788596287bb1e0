//! An entry tried on many refs, in bounded time.
//!
//! Patterns are JavaScript's, whose engines go back and try again: some take
//! longer than anyone waits for, over names that others choose. So the work is
//! done on a thread that is left behind when its time is over, and ends with
//! the process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use verdict::Fault;

use crate::change::Change;
use crate::stamp::Request;
use crate::tags::entry::Entry;
use crate::tags::flavor::Flavor;
use crate::tags::list::Block;
use crate::tags::make::Maker;
use crate::tags::pattern::Patterns;
use crate::tags::safe::Rules;
use crate::tags::template::{Escape, Templates};

/// How long one entry may take for all refs.
pub(crate) const LIMIT: Duration = Duration::from_secs(5);

/// Bytes of the thread's stack, as the main thread has them.
const STACK: usize = 8 << 20;

/// An entry with all that it needs to make tags.
pub(crate) struct Trial {
    block: Block,
    entry: Entry,
    flavor: Flavor,
    rules: Rules,
    escape: Escape,
    change: Change,
}

/// What came of the refs, in their order, and why it ends where it does.
pub(crate) struct Tried<T> {
    pub(crate) found: Vec<T>,
    pub(crate) end: End,
}

/// Why a trial ended.
pub(crate) enum End {
    /// It is done with all refs.
    Done,
    /// The next ref can't be judged.
    Fault(Fault),
    /// The next ref was not done in time.
    OutOfTime,
}

impl Trial {
    /// An entry, to be tried on refs that are pushed.
    pub(crate) fn new(request: &Request, change: &Change, entry: &Entry) -> Self {
        Self {
            block: request.block.clone(),
            entry: entry.clone(),
            flavor: request.flavor.clone(),
            rules: request.rules,
            escape: Request::escape(request.strict),
            change: Change {
                event: "push".to_owned(),
                base: String::new(),
                head_branch: String::new(),
                merge_queue: None,
                ..change.clone()
            },
        }
    }

    /// Tries it on refs in their full form, until the first one that can't be
    /// judged.
    pub(crate) fn on<T: Send + 'static>(
        self,
        refs: &Arc<Vec<String>>,
        limit: Duration,
        look: impl Fn(&Maker<'_>, &Entry) -> Result<T, Fault> + Send + 'static,
    ) -> Tried<T> {
        let found = Arc::new(Mutex::new(Vec::new()));
        let given_up = Arc::new(AtomicBool::new(false));
        let (tell, told) = mpsc::channel();
        let (refs, to_find, is_over) = (refs.clone(), found.clone(), given_up.clone());
        let work = move || {
            let give = |found| {
                let mut all = to_find.lock().unwrap_or_else(PoisonError::into_inner);
                all.push(found);
                !is_over.load(Ordering::Relaxed)
            };
            // Nobody may be there to hear it any more.
            let _ = tell.send(self.each(&refs, look, give));
        };
        let thread = thread::Builder::new().stack_size(STACK).spawn(work);
        let end = match thread.map(|_| told.recv_timeout(limit)) {
            Ok(Ok(Ok(()))) => End::Done,
            Ok(Ok(Err(fault))) => End::Fault(fault),
            Ok(Err(_)) => End::OutOfTime,
            Err(error) => End::Fault(Fault::new(format!("can't start a thread: {error}"))),
        };
        given_up.store(true, Ordering::Relaxed);
        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
        Tried {
            found: std::mem::take(&mut found),
            end,
        }
    }

    /// Gives what comes of each ref, as long as it is wanted.
    fn each<T>(
        self,
        refs: &[String],
        look: impl Fn(&Maker<'_>, &Entry) -> Result<T, Fault>,
        give: impl Fn(T) -> bool,
    ) -> Result<(), Fault> {
        let templates = Templates::of_change(&self.change, self.escape);
        let patterns = Patterns::default();
        let mut change = self.change;
        for name in refs {
            change.reference.clone_from(name);
            let maker = Maker {
                block: &self.block,
                change: &change,
                flavor: &self.flavor,
                templates: &templates.for_ref(&change),
                patterns: &patterns,
                rules: self.rules,
            };
            if !give(look(&maker, &self.entry)?) {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Args;
    use crate::change::tests::change;

    fn tried(tags: &str, refs: &[&str], limit: Duration) -> Tried<Option<String>> {
        let args = Args {
            tags: vec![tags.to_owned()],
            ..Args::default()
        };
        let request = Request::read(&args).expect("a request");
        let refs = refs
            .iter()
            .map(|name| format!("refs/tags/{name}"))
            .collect();
        let trial = Trial::new(&request, &change("schedule", ""), &request.entries[0]);
        trial.on(&Arc::new(refs), limit, |maker, entry| {
            Ok(maker.make(entry)?.name().map(str::to_owned))
        })
    }

    #[test]
    fn every_ref_has_its_own_names() {
        let tags = "type=semver,pattern={{version}},suffix=-{{tag}}";
        let tried = tried(tags, &["v1.0.0", "x", "v2.0.0"], LIMIT);
        assert!(matches!(tried.end, End::Done));
        let names: Vec<Option<&str>> = tried.found.iter().map(Option::as_deref).collect();
        assert_eq!(names, [Some("1.0.0-v1.0.0"), None, Some("2.0.0-v2.0.0")]);
    }

    #[test]
    fn it_ends_at_a_ref_that_it_can_not_judge() {
        let tags = "type=semver,pattern={{version}},match=v(1.*)?";
        let tried = tried(tags, &["v1.0.0", "v2.0.0", "v1.2.0"], LIMIT);
        assert_eq!(tried.found.len(), 1);
        assert!(matches!(tried.end, End::Fault(_)));
    }

    #[test]
    fn it_ends_when_its_time_is_over() {
        // It takes about 2^26 steps, and comes to an end.
        let slow = format!("{}!", "a".repeat(26));
        let limit = Duration::from_millis(50);
        let tried = tried("type=match,pattern=^(a+)+$", &["a", &slow], limit);
        assert!(matches!(tried.end, End::OutOfTime));
        assert_eq!(tried.found.len(), 1);
    }
}
