//! SQL's truth of a row, and one more for a row that can't be computed.

use crate::trouble::Trouble;
use crate::value::{Cell, Value};
use crate::{kind::Kind, read};

/// What a condition says of a row.
///
/// `and`, `or` and `not` are those of SQL, where unknown is what null makes of
/// a comparison. An error is like an unknown that is remembered: `false and
/// error` is false and `true or error` is true, whatever the order; else an
/// error stays one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Truth {
    /// It does not hold.
    False,
    /// A null stands in the way.
    Unknown,
    /// It holds.
    True,
    /// It can't be computed, as in a division by zero.
    Error,
}

impl Truth {
    /// SQL's `and`.
    #[must_use]
    #[inline]
    pub fn and(self, other: Self) -> Self {
        if self == Self::False || other == Self::False {
            Self::False
        } else if self == Self::Error || other == Self::Error {
            Self::Error
        } else if self == Self::Unknown || other == Self::Unknown {
            Self::Unknown
        } else {
            Self::True
        }
    }

    /// SQL's `or`.
    #[must_use]
    #[inline]
    pub fn or(self, other: Self) -> Self {
        self.negated().and(other.negated()).negated()
    }

    /// SQL's `not`.
    #[must_use]
    #[inline]
    pub fn negated(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            other => other,
        }
    }

    /// Of a value that is a boolean or reads like one.
    pub(crate) fn of(cell: &Cell<'_>) -> Self {
        match cell {
            Ok(value) => boolean(value).map_or(Self::Error, Self::from),
            Err(_) => Self::Error,
        }
    }
}

impl From<bool> for Truth {
    #[inline]
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

impl From<Option<bool>> for Truth {
    fn from(holds: Option<bool>) -> Self {
        holds.map_or(Self::Unknown, Self::from)
    }
}

/// The boolean that a value is or reads like; none of null.
pub(crate) fn boolean(value: &Value<'_>) -> Result<Option<bool>, Trouble> {
    match value {
        Value::Null => Ok(None),
        Value::Boolean(x) => Ok(Some(*x)),
        Value::Text(text) => read::boolean(text).map(Some),
        other => Err(Trouble::Other(other.kind(), Kind::Boolean)),
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{Error as E, False as F, True as T, Unknown as U};
    use super::*;

    /// SQL:2016, part 2, 8.23: the truth tables of AND, OR and NOT.
    #[test]
    fn the_standard_s_truth_tables() {
        let all = [T, F, U];
        let and = [[T, F, U], [F, F, F], [U, F, U]];
        let or = [[T, T, T], [T, F, U], [T, U, U]];
        for (i, a) in all.into_iter().enumerate() {
            for (j, b) in all.into_iter().enumerate() {
                assert_eq!(a.and(b), and[i][j], "{a:?} and {b:?}");
                assert_eq!(a.or(b), or[i][j], "{a:?} or {b:?}");
            }
        }
        assert_eq!(all.map(Truth::negated), [F, T, U]);
    }

    #[test]
    fn an_error_stays_one_unless_the_rest_decides() {
        assert_eq!([T, F, U, E].map(|x| x.and(E)), [E, F, E, E]);
        assert_eq!([T, F, U, E].map(|x| x.or(E)), [T, E, E, E]);
        assert_eq!(E.negated(), E);
    }
}
