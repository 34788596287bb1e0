//! SQL expressions over the columns of some rows.
//!
//! An [`Expression`] says of every row whether a condition holds, with SQL's
//! three-valued logic; an [`Aggregate`] is a value of a whole table, such as
//! `sum(amount) / count(*)`, computed in pieces that can be merged in any order
//! to the same result. Names, kinds and patterns are checked when a text is
//! parsed, so that what is [`Wrong`] is said once, with its place.
//!
//! The language is that part of SQL which looks at one row, as `DuckDB` and
//! `PostgreSQL` understand it. Where both differ, or both would surprise:
//!
//! - `/` keeps the fraction, of whole numbers too; `//` cuts it off.
//! - Whole numbers are exact, to 128 bits, and compared exactly with others.
//! - Division by zero, overflow and texts that can't be read are an error of
//!   their row ([`Truth::Error`]), never null; `try_cast` gives null.
//! - Dates and timestamps without an offset are in UTC; `now()` is the time
//!   that the [`Scope`] was given.
//! - `~` and `regexp_matches` look for a match anywhere in the text.

mod aggregate;
mod arithmetic;
mod block;
mod calendar;
mod compare;
mod convert;
mod deep;
mod dialect;
mod expression;
mod functions;
mod kind;
mod lanes;
mod list;
mod lower;
mod node;
mod parse;
mod read;
mod row;
mod rows;
mod scope;
#[cfg(test)]
mod tests;
mod trouble;
mod truth;
mod value;
mod wrong;

pub use aggregate::{Aggregate, Totals};
pub use expression::Expression;
pub use kind::Kind;
pub use rows::{Cells, Rows, Vector};
pub use scope::Scope;
pub use truth::Truth;
pub use value::Value;
pub use wrong::Wrong;
