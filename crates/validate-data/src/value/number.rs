//! Numbers that are compared exactly, whole ones and others.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// 2^127, where the whole numbers of 128 bits end.
const END: f64 = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;

/// A finite number. Whole numbers are kept as such, so that none of their
/// digits is lost; two numbers are equal when they are the same number.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    /// Below 2^127 in size.
    Whole(i128),
    /// With a fraction, or not below 2^127 in size.
    Other(f64),
}

impl Number {
    /// None for NaN and infinities.
    #[expect(clippy::cast_possible_truncation, reason = "whole and within 128 bits")]
    pub(crate) fn new(x: f64) -> Option<Self> {
        let whole = x.fract() == 0.0 && (-END..END).contains(&x);
        match whole {
            true => Some(Self::Whole(x as i128)),
            false => x.is_finite().then_some(Self::Other(x)),
        }
    }

    /// The nearest number of 64 bits.
    pub(crate) fn nearest(self) -> f64 {
        match self {
            Self::Whole(x) => x as f64,
            Self::Other(x) => x,
        }
    }

    /// The least whole number that is not below.
    pub(crate) fn ceil(self) -> Self {
        self.whole_by(f64::ceil)
    }

    /// The greatest whole number that is not above.
    pub(crate) fn floor(self) -> Self {
        self.whole_by(f64::floor)
    }

    fn whole_by(self, round: fn(f64) -> f64) -> Self {
        match self {
            Self::Whole(_) => self,
            Self::Other(x) => Self::new(round(x)).unwrap_or(self),
        }
    }
}

impl From<i128> for Number {
    fn from(x: i128) -> Self {
        Self::Whole(x)
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Whole(x), Self::Whole(y)) => x.cmp(y),
            (Self::Other(x), Self::Other(y)) => x.total_cmp(y),
            (Self::Whole(x), Self::Other(y)) => whole_to_other(*x, *y),
            (Self::Other(x), Self::Whole(y)) => whole_to_other(*y, *x).reverse(),
        }
    }
}

/// The other is never whole within 128 bits, so never equal.
#[expect(clippy::cast_possible_truncation, reason = "within 128 bits")]
fn whole_to_other(whole: i128, other: f64) -> Ordering {
    if other >= END {
        Ordering::Less
    } else if other < -END || whole > other.floor() as i128 {
        Ordering::Greater
    } else {
        Ordering::Less
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        match self {
            Self::Whole(x) => x.hash(hasher),
            Self::Other(x) => x.to_bits().hash(hasher),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(x) => x.fmt(f),
            Self::Other(x) => x.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_digit_of_a_whole_number_is_lost() {
        let (low, high) = (1i128 << 53, (1i128 << 53) + 1);
        assert_ne!(Number::from(low), Number::from(high));
        assert_eq!(Number::new(9_007_199_254_740_992.0), Some(low.into()));
        assert!(Number::new(4.5) < Some(5.into()) && Number::new(4.5) > Some(4.into()));
        assert!(Number::new(-4.5) > Some((-5).into()) && Number::new(-4.5) < Some((-4).into()));
        assert!(Number::new(1e300) > Some(i128::MAX.into()));
        assert!(Number::new(-1e300) < Some(i128::MIN.into()));
        assert_eq!(Number::new(-0.0), Number::new(0.0));
        assert_eq!(
            (Number::new(f64::NAN), Number::new(f64::INFINITY)),
            (None, None)
        );
        assert_eq!(Number::new(0.2).map(Number::ceil), Some(1.into()));
        assert_eq!(Number::new(-0.2).map(Number::floor), Some((-1).into()));
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_f64(x in prop::num::f64::NORMAL, y in prop::num::f64::NORMAL) {
            let numbers = Number::new(x).zip(Number::new(y));
            let order = numbers.map(|(x, y)| x.cmp(&y));
            prop_assert_eq!(order, x.partial_cmp(&y));
        }
    }
}
