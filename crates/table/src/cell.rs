//! A cell.

use jiff::civil::{Date, DateTime};

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
