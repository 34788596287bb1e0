//! How many different keys there are, which come more than once, and which is
//! the most common: exactly, in bounded memory, from many threads.
//!
//! A key is 64 or 128 bits. What has a reversible form of that size (integers,
//! dates, points in time, floats by their bits, two of them side by side) is
//! its own key and is told apart exactly. Everything else (texts, several
//! columns) is told apart by its [`Fingerprint`].
//!
//! Every thread pushes into a [`Part`] of its own, which deals the keys out to
//! partitions by some bits of a mix of them. [`Keys::finish`]
//! counts one partition at a time in a table that fits the cache. What does
//! not fit the [`Budget`] waits on disk, partition by partition.

mod budget;
mod count;
mod distinct;
mod fingerprint;
mod hot;
mod key;
mod keys;
mod part;
mod set;
mod spill;
mod table;
mod tally;

pub use budget::{Budget, Lease};
pub use distinct::Distinct;
pub use fingerprint::{Fingerprint, fingerprint};
pub use key::Key;
pub use keys::Keys;
pub use part::Part;
pub use set::KeySet;
