//! Tables: rows out of CSV, JSON Lines, Parquet and Arrow, a block at a time over several
//! threads, in bounded memory.
//!
//! ```
//! # fn main() -> Result<(), verdict::Fault> {
//! use tollgate_table::{Column, CsvOptions, Table, Wanted};
//!
//! let text = b"name,age\nAda,36\nBob,41,?\nEve,29\n".to_vec();
//! let table = Table::from_bytes("people.csv", text, CsvOptions::default())?;
//! assert_eq!(table.columns(), ["name", "age"]);
//! let wanted = Wanted { columns: vec![false, true], threads: 2, ..Wanted::all(2) };
//! let (scan, sums) = table.scan_blocks(&wanted, &|| 0, &|sum, block| {
//!     if let Column::Texts(ages) = block.column(1) {
//!         *sum += ages.iter().flatten().map(<[u8]>::len).sum::<usize>();
//!     }
//!     Ok(())
//! })?;
//! assert_eq!(sums.into_iter().sum::<usize>(), 4);
//! assert_eq!((scan.rows, scan.shape.left_out), (3, 1));
//! assert_eq!(scan.shape.ragged.first[0].note, "3 fields instead of 2");
//! # Ok(())
//! # }
//! ```
//!
//! One file a format: [`Table`] finds out which it is. A file that can't be
//! read as a table is a [`Fault`](verdict::Fault) with its place. Records that
//! can't be read are left out, and told in the [`Shape`] of the file; what is
//! wrong *within* a well-formed row is for others to judge.

mod arrow;
mod batch;
mod block;
mod cell;
mod column;
mod csv;
mod digest;
mod json;
mod kind;
mod line_end;
mod parquet;
mod partition;
mod records;
mod shape;
mod source;
mod table;
mod time;
mod turns;
#[cfg(test)]
mod types;
mod wanted;
mod workers;

pub use block::{Block, LeftOut};
pub use cell::{Cell, Decimal};
pub use column::{Cells, Column, Nulls, Short, Texts};
pub use parquet::{GroupStatistics, RowCopy};

pub use shape::{Ends, Irregular, LineEnds, PLACES, Shape, Spot};
pub use source::Watch;
pub use table::{CsvOptions, Dialect, Table, Typing};
pub use wanted::{Scan, Wanted};

/// Longest cell, in bytes.
const FIELD_LIMIT: usize = 16 << 20;
