//! Predictions of models: out of CSV, Parquet, JSON Lines and Arrow as
//! [`scores::Predictions`], paired by example.
//!
//! A [`Sheet`] is one model's file, a [`Pair`] the same examples of two models
//! in one order. [`Columns`] says which columns hold what, [`Wanted`] what is to
//! be computed of them; only columns that this needs are read.
//!
//! Values are the same in all formats: `1`, `1.0` and a typed 1 are one class,
//! `true`, `True` and a typed yes are one, an empty text is no value. Ids that
//! are whole numbers are the same however they are typed (`7`, `7.0` and a
//! typed 7); every other id, `007` among them, is a text that matches itself
//! alone.
//!
//! What can't be read is a [`Fault`](verdict::Fault) with file and row, never a
//! row less.

mod assembly;
mod binder;
mod binding;
mod block_rows;
mod class;
mod class_names;
mod columns;
mod condition;
mod costs;
mod decision;
mod dictionary;
mod examples;
mod holdout;
mod missing;
mod order;
mod pair;
mod piece;
mod places;
mod positive;
mod read;
mod sheet;
mod slice;
#[cfg(test)]
mod tests;
mod value;
mod wanted;
mod worker;
mod wrong;

pub use class::Classes;
pub use columns::{Columns, Unmatched};
pub use pair::{Pair, pair};
pub use sheet::Sheet;
pub use slice::Slice;
pub use wanted::Wanted;
