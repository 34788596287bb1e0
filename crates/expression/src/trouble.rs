//! Why the expression of a row can't be computed.

use std::fmt;

use crate::kind::Kind;

/// Why the expression of a row can't be computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    DivisionByZero,
    /// More than a number can hold.
    Overflow,
    /// More than a calendar holds.
    Calendar,
    /// A text that is none of that kind.
    Unreadable(Box<str>, Kind),
    /// Two values that have nothing to do with each other.
    Apart(Kind, Kind),
    /// A value of another kind than is asked for.
    Other(Kind, Kind),
    /// Nothing that the function is defined for.
    Undefined(&'static str),
    /// A text beyond [`LONGEST`].
    TooLong,
    /// More distinct values than are held.
    TooMany,
}

/// The longest text that an expression may build, in bytes.
pub(crate) const LONGEST: usize = 16 << 20;

impl Trouble {
    pub(crate) fn unreadable(text: &str, kind: Kind) -> Self {
        Self::Unreadable(verdict::cut(text).into(), kind)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DivisionByZero => f.write_str("division by zero"),
            Self::Overflow => f.write_str("the number grows too large"),
            Self::Calendar => f.write_str("beyond the calendar's years"),
            Self::Unreadable(text, kind) => write!(f, "`{text}` is not {}", kind.words()),
            Self::Apart(left, right) => {
                write!(f, "{} is held against {}", left.words(), right.words())
            }
            Self::Other(found, wanted) => {
                write!(f, "{} instead of {}", found.words(), wanted.words())
            }
            Self::Undefined(what) => f.write_str(what),
            Self::TooLong => f.write_str("the text grows longer than 16 MiB"),
            Self::TooMany => f.write_str("more distinct values than 256 MiB can hold"),
        }
    }
}
