//! One value.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;

use crate::calendar;
use crate::kind::Kind;
use crate::trouble::Trouble;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// None there.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i128),
    /// Another number; NaN and infinities included.
    Number(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A day.
    Date(Date),
    /// Nanoseconds since 1970 in UTC.
    Moment(i128),
}

/// A value of a row, or why there is none.
pub(crate) type Cell<'a> = Result<Value<'a>, Trouble>;

impl<'a> Value<'a> {
    /// A text that is borrowed.
    #[must_use]
    pub const fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// What it is; [`Kind::Any`] of null.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Any,
            Self::Boolean(_) => Kind::Boolean,
            Self::Integer(_) => Kind::Integer,
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
            Self::Date(_) => Kind::Date,
            Self::Moment(_) => Kind::Moment,
        }
    }

    /// The same, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(x) => Value::Boolean(x),
            Self::Integer(x) => Value::Integer(x),
            Self::Number(x) => Value::Number(x),
            Self::Text(x) => Value::Text(Cow::Owned(x.into_owned())),
            Self::Date(x) => Value::Date(x),
            Self::Moment(x) => Value::Moment(x),
        }
    }

    /// The number, to the nearest one that a float can hold.
    pub(crate) fn float(&self) -> Option<f64> {
        match self {
            Self::Integer(x) => Some(*x as f64),
            Self::Number(x) => Some(*x),
            _ => None,
        }
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(x) => write!(f, "{x}"),
            Self::Integer(x) => write!(f, "{x}"),
            Self::Number(x) => write!(f, "{x}"),
            Self::Text(x) => f.write_str(x),
            Self::Date(x) => write!(f, "{x}"),
            Self::Moment(x) => calendar::write_moment(*x, f),
        }
    }
}
