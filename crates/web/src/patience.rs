//! How long to try again.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

/// How often and how long a request is tried.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// Tries in all.
    pub(crate) tries: u32,
    /// The pause behind the first try; it doubles each time.
    pub(crate) pause: Duration,
    /// All tries and pauses together.
    pub(crate) whole: Duration,
}

impl Patience {
    pub(crate) const USUAL: Self = Self {
        tries: 4,
        pause: Duration::from_millis(500),
        whole: Duration::from_mins(1),
    };
}

/// The tries of one request.
pub(crate) struct Tries {
    patience: Patience,
    began: Instant,
    pub(crate) made: u32,
}

impl Tries {
    pub(crate) fn new(patience: Patience) -> Self {
        Self {
            patience,
            began: Instant::now(),
            made: 0,
        }
    }

    /// How long the next try may take.
    pub(crate) fn left(&self) -> Duration {
        let left = self.patience.whole.saturating_sub(self.began.elapsed());
        left.max(Duration::from_millis(1))
    }

    /// Waits before the next try: as long as the server asked for, or a while
    /// with jitter, so that many jobs don't come back at once. False: that was
    /// the last one.
    pub(crate) fn wait(&mut self, asked: Option<Duration>) -> bool {
        self.made += 1;
        let doubled = self.patience.pause * 2u32.pow((self.made - 1).min(10));
        let jitter = RandomState::new().hash_one(self.made) % 1000;
        let jittered = doubled / 2 + doubled * u32::try_from(jitter).unwrap_or(0) / 1000;
        let pause = asked.unwrap_or(jittered);
        if self.made >= self.patience.tries || pause > self.left() {
            return false;
        }
        std::thread::sleep(pause);
        true
    }
}
