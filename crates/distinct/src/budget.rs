//! Memory that is shared.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Memory that all counters of a run share. A clone is the same memory.
///
/// It bounds the keys that wait to be counted. Beyond it, each part keeps up
/// to 2 MiB of buffers, and each thread that counts has a table of up to 24
/// MiB: 1 MiB for 5 million keys.
#[derive(Clone, Debug)]
pub struct Budget(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    most: usize,
    held: AtomicUsize,
}

impl Budget {
    /// So many bytes.
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        Self(Arc::new(Shared {
            most: bytes,
            held: AtomicUsize::new(0),
        }))
    }

    /// A lease of nothing yet.
    #[must_use]
    pub fn lease(&self) -> Lease {
        Lease {
            budget: self.clone(),
            bytes: 0,
        }
    }
}

/// How many bytes one holder has of a [`Budget`]; given back when dropped.
#[derive(Debug)]
pub struct Lease {
    budget: Budget,
    bytes: usize,
}

impl Lease {
    /// Takes so many bytes more. Not done: the budget doesn't have them.
    pub fn grow(&mut self, bytes: usize) -> bool {
        let shared = &self.budget.0;
        let held = shared.held.fetch_add(bytes, Ordering::Relaxed);
        let fits = held.saturating_add(bytes) <= shared.most;
        if fits {
            self.bytes += bytes;
        } else {
            shared.held.fetch_sub(bytes, Ordering::Relaxed);
        }
        fits
    }

    /// Gives so many bytes back.
    pub fn shrink(&mut self, bytes: usize) {
        let bytes = bytes.min(self.bytes);
        self.bytes -= bytes;
        self.budget.0.held.fetch_sub(bytes, Ordering::Relaxed);
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.shrink(self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_is_there_again() {
        let budget = Budget::new(10);
        let mut first = budget.lease();
        assert!(first.grow(6) && !first.grow(5));
        let mut second = budget.clone().lease();
        assert!(second.grow(4) && !second.grow(1));
        first.shrink(2);
        assert!(second.grow(2) && !second.grow(1));
        drop(first);
        assert!(second.grow(4) && !second.grow(1));
    }
}
