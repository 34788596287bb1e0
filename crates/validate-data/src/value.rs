//! What a cell means to the rules.

pub(crate) mod decimal;
pub(crate) mod iso;
pub(crate) mod moment;
pub(crate) mod number;

use jiff::civil::{Date, Time};

pub(crate) use moment::Moment;
pub(crate) use number::Number;

/// What a cell means to the rules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Reading<'a> {
    /// There is no value.
    Null,
    /// A value of the column's type.
    Value(Value<'a>),
    /// Something else, with a few words on why; only in a column with a type.
    Wrong(&'static str),
}

/// A value of a column's type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    /// A whole one where the column's type asks for that.
    Number(Number),
    Boolean(bool),
    Day(Date),
    Time(Time),
    Moment(Moment),
    /// NaN or an infinity; only in a column without a type.
    NotFinite(f64),
    /// Of a kind that is not looked into; only in a column without a type.
    Opaque,
    /// Not read: it may be null. Only in a column without a type.
    Unread,
}
