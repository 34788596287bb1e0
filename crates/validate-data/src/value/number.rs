//! Numbers that are compared exactly, whole ones and others.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::decimal::{Decimal, MOST_DIGITS};

/// 2^127, where the whole numbers of 128 bits end.
const END: f64 = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;

/// A finite number. Whole numbers are kept as such, so that none of their
/// digits is lost; two numbers are equal when they are the same number.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    /// Below 2^127 in size.
    Whole(i128),
    /// With a fraction that no number of 64 bits has.
    Decimal(Decimal),
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

    /// So many times 10 to the power of minus the scale. None: it has more
    /// than 38 digits before the point and behind it.
    pub(crate) fn decimal(mut digits: i128, mut scale: u32) -> Option<Self> {
        while scale > 0 && digits % 10 == 0 {
            (digits, scale) = (digits / 10, scale - 1);
        }
        if scale == 0 {
            return Some(digits.into());
        }
        if scale > MOST_DIGITS || digits.unsigned_abs() >= 10u128.pow(MOST_DIGITS) {
            return None;
        }
        let decimal = Decimal::new(digits, scale);
        Some(match binary(digits, scale) {
            Some(x) => Self::Other(x),
            None => Self::Decimal(decimal),
        })
    }

    /// The decimal that a number of 64 bits is written as: 0.1 is a tenth.
    /// None for NaN and infinities.
    pub(crate) fn as_written(x: f64) -> Option<Self> {
        let written = || {
            let text = x.to_string();
            let (whole, fraction) = text.split_once('.')?;
            let digits = format!("{whole}{fraction}").parse().ok()?;
            Self::decimal(digits, u32::try_from(fraction.len()).ok()?)
        };
        match Self::new(x) {
            // Smaller ones have more digits behind the point than are kept.
            Some(Self::Other(x)) if x.abs() > 1e-38 => written().or(Some(Self::Other(x))),
            number => number,
        }
    }

    /// The number without its point, and how many of its digits stand behind
    /// the point. None: they are too many.
    pub(crate) fn parts(self) -> Option<(i128, u32)> {
        match self {
            Self::Whole(x) => Some((x, 0)),
            Self::Decimal(x) => Some(x.parts()),
            Self::Other(x) => decimal_parts(x),
        }
    }

    /// Whether it is a whole multiple of another one above 0, exactly. None:
    /// there are too many digits to say.
    pub(crate) fn is_multiple_of(self, of: Self) -> Option<bool> {
        let ((x, places), (of, of_places)) = (self.parts()?, of.parts()?);
        let most = places.max(of_places);
        let scaled = |x: i128, places| x.checked_mul(10i128.checked_pow(most - places)?);
        scaled(x, places)?
            .checked_rem(scaled(of, of_places)?)
            .map(|rest| rest == 0)
    }

    /// The nearest number of 64 bits.
    pub(crate) fn nearest(self) -> f64 {
        match self {
            Self::Whole(x) => x as f64,
            Self::Decimal(x) => x.nearest(),
            Self::Other(x) => x,
        }
    }

    /// The same number in 64 bits. None: some of its digits would be lost.
    pub(crate) fn exactly(self) -> Option<f64> {
        match self {
            Self::Whole(x) if x.unsigned_abs() <= 1 << 53 => Some(x as f64),
            Self::Whole(_) | Self::Decimal(_) => None,
            Self::Other(x) => Some(x),
        }
    }

    /// The same number, when it is whole.
    pub(crate) fn whole(self) -> Option<i128> {
        match self {
            Self::Whole(x) => Some(x),
            Self::Decimal(_) | Self::Other(_) => None,
        }
    }

    /// The least whole number that is not below.
    pub(crate) fn ceil(self) -> Self {
        match self {
            Self::Whole(_) => self,
            Self::Decimal(x) => Self::Whole(x.floor() + 1),
            Self::Other(x) => Self::new(x.ceil()).unwrap_or(self),
        }
    }

    /// The greatest whole number that is not above.
    pub(crate) fn floor(self) -> Self {
        match self {
            Self::Whole(_) => self,
            Self::Decimal(x) => Self::Whole(x.floor()),
            Self::Other(x) => Self::new(x.floor()).unwrap_or(self),
        }
    }
}

/// The same number in 64 bits: a fraction of halves, quarters and so on, with
/// digits enough. Not a multiple of ten, so that no smaller scale would do.
fn binary(digits: i128, scale: u32) -> Option<f64> {
    let fives = 5i128.checked_pow(scale)?;
    if digits % fives != 0 {
        return None;
    }
    let over = digits / fives;
    let exact = over.unsigned_abs() < 1 << 53;
    exact.then(|| over as f64 / 2f64.powi(scale.cast_signed()))
}

/// A number of 64 bits with all of its decimal digits.
#[expect(clippy::cast_possible_truncation, reason = "whole and of 53 bits")]
fn decimal_parts(mut x: f64) -> Option<(i128, u32)> {
    let mut scale = 0;
    while x.fract() != 0.0 && scale < MOST_DIGITS {
        (x, scale) = (x * 2.0, scale + 1);
    }
    let whole = x.fract() == 0.0 && (-END..END).contains(&x);
    let digits = whole.then_some(x as i128)?;
    Some((digits.checked_mul(5i128.checked_pow(scale)?)?, scale))
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
            (Self::Decimal(x), Self::Decimal(y)) => x.cmp(y),
            (Self::Whole(x), Self::Other(y)) => whole_to_other(*x, *y),
            (Self::Other(x), Self::Whole(y)) => whole_to_other(*y, *x).reverse(),
            (Self::Whole(x), Self::Decimal(y)) => whole_to_decimal(*x, *y),
            (Self::Decimal(x), Self::Whole(y)) => whole_to_decimal(*y, *x).reverse(),
            (Self::Decimal(x), Self::Other(y)) => x.to_binary(*y),
            (Self::Other(x), Self::Decimal(y)) => y.to_binary(*x).reverse(),
        }
    }
}

/// A decimal is never whole, so never equal.
fn whole_to_decimal(whole: i128, decimal: Decimal) -> Ordering {
    match whole > decimal.floor() {
        true => Ordering::Greater,
        false => Ordering::Less,
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
            Self::Decimal(x) => x.hash(hasher),
            Self::Other(x) => x.to_bits().hash(hasher),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(x) => x.fmt(f),
            Self::Decimal(x) => x.fmt(f),
            Self::Other(x) => x.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests;
