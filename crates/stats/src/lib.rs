//! Tollgate's mathematics: numbers in, numbers out. Pure: no input, no output,
//! no other crate of the workspace.
//!
//! What is here looks at a stream once, in bounded memory.

mod histogram;

pub use histogram::Histogram;
