//! The bootstrap: what a statistic could as well have been.
//!
//! [`Units`] says what is drawn, [`Bootstrap`] draws it as often as asked for
//! and hands how often each row was drawn to a statistic, or to many at once;
//! [`Replicates`] makes intervals and p-values of what comes out.
//!
//! What is drawn follows from the seed alone: every resample has a stream of
//! its own, so that it is the same on every machine and for any number of
//! threads.

mod counts;
mod draw;
mod replicates;
mod units;

pub use draw::Bootstrap;
pub use replicates::{Degenerate, Replicates, acceleration};
pub use units::Units;
