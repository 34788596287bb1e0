//! A row and its cells.

use jiff::civil::{Date, DateTime};

use crate::parquet::Batch;

/// One row of a table, as long as the scan stands on it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Number of the row, counted from 1, without the header.
    pub number: u64,
    /// The line on which the row begins, counted from 1, in formats that have
    /// lines.
    pub line: Option<u64>,
    pub(crate) cells: Cells<'a>,
}

/// Where the cells of a row are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cells<'a> {
    /// The fields of a CSV record, one behind the other, and where each ends.
    Text { text: &'a str, ends: &'a [usize] },
    /// A row of a batch, counted from 0.
    Batch { columns: &'a [Batch], at: usize },
}

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// No value, in a format that can say so. CSV can't: an empty field is
    /// an empty text.
    Null,
    /// A text. Every cell of a CSV file is one.
    Text(&'a str),
    /// A whole number: of 64 bits with a sign or without, or a decimal.
    Integer(i128),
    /// Another number; NaN and infinities included.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A point in time.
    Timestamp {
        /// Day and time of day.
        at: DateTime,
        /// Whether that is in UTC; else it is of no zone.
        utc: bool,
    },
    /// A value that is there but isn't looked into, with a word for its kind:
    /// `list`, `binary`.
    Opaque(&'static str),
    /// Not read, so that it may be there or not, with a word for its kind.
    Unread(&'static str),
}

impl<'a> Row<'a> {
    /// The cell of a column, counted from 0; [`Cell::Null`] past the last.
    #[must_use]
    pub fn cell(&self, column: usize) -> Cell<'a> {
        match self.cells {
            Cells::Text { text, ends } => field(text, ends, column).map_or(Cell::Null, Cell::Text),
            Cells::Batch { columns, at } => columns
                .get(column)
                .map_or(Cell::Null, |batch| batch.cell(at)),
        }
    }
}

/// One of the fields that stand one behind the other.
fn field<'a>(text: &'a str, ends: &[usize], at: usize) -> Option<&'a str> {
    let end = *ends.get(at)?;
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    text.get(start..end)
}
