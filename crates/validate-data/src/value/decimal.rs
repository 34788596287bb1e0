//! Numbers with a fraction of decimal digits, none of which is lost.

use std::cmp::Ordering;
use std::fmt;

/// Most digits that a decimal may have, before and behind the point together.
pub(crate) const MOST_DIGITS: u32 = 38;

/// A number with a fraction: so many times 10 to the power of minus the scale.
/// It is no whole number, and no number of 64 bits is the same: those are
/// kept as such, so that there is one way only to keep a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Decimal {
    /// Below 10^38 in size, and no multiple of ten.
    digits: i128,
    /// Within 1 to 38.
    scale: u32,
}

impl Decimal {
    /// The caller has made sure of what the fields say.
    pub(super) const fn new(digits: i128, scale: u32) -> Self {
        Self { digits, scale }
    }

    /// The number without its point, and how many of its digits stand behind
    /// the point.
    pub(crate) const fn parts(self) -> (i128, u32) {
        (self.digits, self.scale)
    }

    const fn unit(self) -> i128 {
        10i128.pow(self.scale)
    }

    /// The greatest whole number below.
    pub(crate) const fn floor(self) -> i128 {
        self.digits.div_euclid(self.unit())
    }

    /// The nearest number of 64 bits.
    pub(crate) fn nearest(self) -> f64 {
        // Both are exact then, so that their quotient is the nearest number
        // (Clinger 1990).
        if self.digits.unsigned_abs() < 1 << 53 && self.scale <= 22 {
            return self.digits as f64 / 10f64.powi(self.scale.cast_signed());
        }
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// How it lies to a number of 64 bits, which is never the same.
    pub(super) fn to_binary(self, other: f64) -> Ordering {
        let negative = self.digits < 0;
        if negative != (other < 0.0) {
            return if negative {
                Ordering::Less
            } else {
                Ordering::Greater
            };
        }
        let sizes = self.size_to(other.abs());
        if negative { sizes.reverse() } else { sizes }
    }

    /// The same for two sizes: whole parts first, then fractions bit by bit.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative, and beyond 128 bits the greatest of them"
    )]
    fn size_to(self, other: f64) -> Ordering {
        let unit = self.unit().unsigned_abs();
        let size = self.digits.unsigned_abs();
        let whole = (size / unit).cmp(&(other.trunc() as u128));
        let (mut rest, mut other) = (size % unit, other.fract());
        let mut order = whole;
        while order == Ordering::Equal && other > 0.0 {
            (rest, other) = (rest * 2, other * 2.0);
            order = (rest >= unit).cmp(&(other >= 1.0));
            rest -= if rest >= unit { unit } else { 0 };
            other = other.fract();
        }
        match order {
            Ordering::Equal => rest.cmp(&0),
            order => order,
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        // The fraction in units of 10^-38: below 10^38, so within 128 bits.
        let fraction = |x: &Self| x.digits.rem_euclid(x.unit()) * 10i128.pow(MOST_DIGITS - x.scale);
        let whole = self.floor().cmp(&other.floor());
        whole.then_with(|| fraction(self).cmp(&fraction(other)))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (size, unit) = (self.digits.unsigned_abs(), self.unit().unsigned_abs());
        let sign = if self.digits < 0 { "-" } else { "" };
        let (whole, fraction, places) = (size / unit, size % unit, self.scale as usize);
        write!(f, "{sign}{whole}.{fraction:0places$}")
    }
}
