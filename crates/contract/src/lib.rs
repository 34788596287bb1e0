//! Data contracts: what a table must look like.
//!
//! [`Contract`] is Tollgate's own, in TOML. Those of others are turned into
//! it, with the byte ranges of the text they came from, so that every message
//! points into the file that the user wrote.

mod bound;
mod column;
pub mod diff;
pub mod foreign;
mod model;
mod rule;
mod write;

pub use bound::{Bound, Limits};
pub use column::{ColumnRules, ColumnType, Order, QuantileMethod};
pub use model::{Contract, ExtraColumns, FileRules, LineEnds, Permission, RowRules};
pub use rule::{Aggregate, Correlation, Dependency, Reference, TableRule};
pub use write::to_toml;

/// A value of a contract and where it stands.
pub use toml::Spanned;
