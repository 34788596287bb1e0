//! Tollgate's mathematics: numbers in, numbers out. Pure: no input, no output,
//! no other crate of the workspace.
//!
//! What is here looks at a stream once, in bounded memory, and two halves of a
//! stream can be merged.

mod histogram;
mod summary;

pub use histogram::Histogram;
pub use summary::Summary;
