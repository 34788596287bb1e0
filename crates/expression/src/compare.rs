//! Values held against each other.

use std::cmp::Ordering;

use crate::trouble::Trouble;
use crate::value::Value;
use crate::{calendar, kind::Kind, read};

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// Whether it holds of values in that order.
    pub(crate) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }

    /// The same with its sides swapped.
    pub(crate) fn swapped(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same => same,
        }
    }
}

/// The order of two values that are not null. A text is read as what the other
/// is. Texts are ordered by their characters' numbers; NaN equals itself and
/// is above all other numbers, as in `PostgreSQL` and `DuckDB`.
pub(crate) fn order(left: &Value<'_>, right: &Value<'_>) -> Result<Ordering, Trouble> {
    use Value as V;
    Ok(match (left, right) {
        (V::Integer(a), V::Integer(b)) | (V::Moment(a), V::Moment(b)) => a.cmp(b),
        (V::Number(a), V::Number(b)) => floats(*a, *b),
        (V::Integer(a), V::Number(b)) => integer_and_float(*a, *b),
        (V::Number(a), V::Integer(b)) => integer_and_float(*b, *a).reverse(),
        (V::Text(a), V::Text(b)) => a.cmp(b),
        (V::Boolean(a), V::Boolean(b)) => a.cmp(b),
        (V::Date(a), V::Date(b)) => a.cmp(b),
        (V::Date(a), V::Moment(b)) => calendar::midnight(*a).cmp(b),
        (V::Moment(a), V::Date(b)) => a.cmp(&calendar::midnight(*b)),
        (V::Null, _) | (_, V::Null) => return Err(Trouble::Apart(left.kind(), right.kind())),
        (V::Text(a), b) => return order(&as_other(a, b)?, b),
        (a, V::Text(b)) => return order(a, &as_other(b, a)?),
        _ => return Err(Trouble::Apart(left.kind(), right.kind())),
    })
}

/// A text read as what another value is.
fn as_other(text: &str, other: &Value<'_>) -> Result<Value<'static>, Trouble> {
    let kind = match other.kind() {
        Kind::Integer => Kind::Number,
        Kind::Date if text.len() > 10 => Kind::Moment,
        kind => kind,
    };
    read::text(text, kind)
}

/// Of two floats, NaN being the largest.
#[inline]
pub(crate) fn floats(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b)
        .unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

/// Exactly, where turning the integer into a float would lose digits.
#[inline]
pub(crate) fn integer_and_float(a: i128, b: f64) -> Ordering {
    /// 2 to the 127th: the first that is too large.
    const END: f64 = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;
    if b.is_nan() || b >= END {
        Ordering::Less
    } else if b < -END {
        Ordering::Greater
    } else {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "within 128 bits, see above"
        )]
        let whole = b.trunc() as i128;
        a.cmp(&whole).then_with(|| floats(0.0, b - b.trunc()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_and_floats_are_compared_exactly() {
        use Ordering::{Equal, Greater, Less};
        let past = 9_007_199_254_740_993_i128;
        for (a, b, order) in [
            (past, 9_007_199_254_740_992.0, Greater),
            (past - 1, 9_007_199_254_740_992.0, Equal),
            (2, 2.5, Less),
            (-2, -2.5, Greater),
            (0, -0.0, Equal),
            (i128::MAX, f64::INFINITY, Less),
            (i128::MIN, f64::NEG_INFINITY, Greater),
            (i128::MAX, f64::NAN, Less),
            (i128::MAX, i128::MAX as f64, Less),
            (i128::MIN, i128::MIN as f64, Equal),
        ] {
            assert_eq!(integer_and_float(a, b), order, "{a} {b}");
        }
    }

    #[test]
    fn a_text_is_read_as_what_it_is_held_against() {
        let text = Value::text("10");
        assert_eq!(order(&text, &Value::Integer(9)), Ok(Ordering::Greater));
        assert_eq!(order(&text, &Value::text("9")), Ok(Ordering::Less));
        assert!(order(&Value::text("x"), &Value::Integer(9)).is_err());
        assert!(order(&Value::Boolean(true), &Value::Integer(1)).is_err());
    }
}
