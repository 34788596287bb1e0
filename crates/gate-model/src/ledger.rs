//! How often a test set has decided, in a file that shows when it was touched.
//!
//! Every decision on the same examples may be wrong, and who tunes a model
//! until it passes finds the wrong ones. So each decision is an entry in a
//! ledger (JSON Lines) that is kept beside the policy, and a budget in the
//! policy's `[holdout]` says how many there may be.
//!
//! Each line holds the SHA-256 of the line before it (the first: of nothing)
//! and one of its own, so that a line that was edited, moved or removed is
//! found. What can't be found is that the last lines were cut off: for that a
//! run gives the head, the digest of the last line, and `--ledger-head` holds a
//! later run against it.
//!
//! ```text
//! let mut ledger = Ledger::open(path)?;            // locked until dropped
//! let uses = ledger.uses(&decision, holdout.adaptivity);
//! holdout.admit(&uses, &policy)?;                  // the budget
//! let level = holdout.confidence(level, &policy)?; // each decision's own
//! // … judge at that confidence …
//! ledger.append(&decision, outcome, level, now)?;
//! ```

mod chain;
mod entry;
mod file;
mod holdout;
mod lock;
mod told;

pub(crate) use entry::{Decision, Entry};
pub(crate) use file::Ledger;
pub use holdout::Holdout;
