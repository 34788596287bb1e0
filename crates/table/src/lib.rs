//! Tables: rows out of CSV and Parquet, one after the other, in bounded
//! memory.
//!
//! ```
//! # fn main() -> Result<(), verdict::Fault> {
//! use tollgate_table::{Cell, CsvOptions, Table};
//!
//! let text = b"name,age\nAda,36\n".to_vec();
//! let table = Table::from_bytes("people.csv", text, CsvOptions::default())?;
//! assert_eq!(table.columns(), ["name", "age"]);
//! let rows = table.scan(&mut |row| {
//!     assert_eq!((row.number, row.line), (1, Some(2)));
//!     assert_eq!(row.cell(1), Cell::Text("36"));
//!     Ok(())
//! })?;
//! assert_eq!(rows, 1);
//! # Ok(())
//! # }
//! ```
//!
//! One file a format: [`Table`] finds out which it is. A file that can't be
//! read as a table is a [`Fault`](verdict::Fault) with its place: what is
//! wrong *within* a well-formed table is for others to judge.

mod csv;
mod parquet;
mod row;
mod source;
mod table;

pub use row::{Cell, Row};
pub use table::{CsvOptions, Table};

/// Longest cell, in bytes.
const FIELD_LIMIT: usize = 16 << 20;
