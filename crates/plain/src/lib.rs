//! Strings without quotes in YAML, its plain scalars: what they are read as,
//! and which may stand so.
//!
//! Readers of YAML 1.1 and 1.2 live side by side (Helm and Kubernetes read the
//! former), so what either takes for something else is no string.

mod reads;
mod stands;

pub use reads::read_as;
pub use stands::{is_hidden, stands_plain};
