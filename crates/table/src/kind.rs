//! What the values of a typed column mean.

/// What the values of a column mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Boolean,
    Integer,
    /// Whole numbers without a sign, stored as if they had one.
    Unsigned,
    Number,
    /// Whole numbers to be divided by ten to a power.
    Decimal(i32),
    /// Days since 1970.
    Date,
    /// Time since 1970: nanoseconds of one unit, and whether it is in UTC.
    Timestamp(i64, bool),
    Text,
    /// Values that are not looked into, with a word for them.
    Opaque(&'static str),
    /// Many values a row; not even read, so that no one knows which are null
    /// where some may be.
    List {
        nullable: bool,
    },
}
