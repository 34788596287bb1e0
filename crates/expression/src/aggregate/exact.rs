//! Sums of floating-point numbers without rounding.
//!
//! A float is a whole number of units of 2 to the -1074th, and so is any sum
//! of floats: it is kept as such a number of some 2100 bits. That makes a sum
//! the same in whatever order its rows come (Neal, "Fast exact summation using
//! small and large superaccumulators", 2015).

use crate::trouble::Trouble;

/// Digits of 32 bits each, the lowest first: the units of all floats (64 of
/// them), and more for sums of many.
const DIGITS: usize = 68;

/// Additions after which a digit might outgrow its 63 bits.
const MOST: u32 = 1 << 30;

const BASE: i64 = 1 << 32;

/// A sum of floats.
#[derive(Clone, Debug)]
pub(super) struct Exact {
    /// Each may be negative, and larger than its 32 bits until it is carried.
    digits: [i64; DIGITS],
    /// Additions since digits were carried.
    pending: u32,
    /// The sum of what is not finite; zero when there is none.
    special: f64,
}

impl Default for Exact {
    fn default() -> Self {
        Self {
            digits: [0; DIGITS],
            pending: 0,
            special: 0.0,
        }
    }
}

impl Exact {
    /// Adds a float.
    #[inline]
    pub(super) fn add(&mut self, x: f64) {
        let bits = x.to_bits();
        let exponent = ((bits >> 52) & 0x7ff) as usize;
        let fraction = bits & ((1 << 52) - 1);
        // How many units, and how far these are shifted.
        let (units, shift) = match exponent {
            0x7ff => {
                self.special += x;
                return;
            }
            0 => (fraction, 0),
            exponent => (fraction | 1 << 52, exponent - 1),
        };
        let wide = u128::from(units) << (shift % 32);
        let sign = if x.is_sign_negative() { -1 } else { 1 };
        let first = shift / 32;
        for (place, digit) in self.digits.iter_mut().skip(first).take(3).enumerate() {
            let part = (wide >> (32 * place)) & u128::from(u32::MAX);
            *digit += sign * i64::try_from(part).unwrap_or(0);
        }
        self.pending += 1;
        if self.pending >= MOST {
            self.carry();
        }
    }

    /// Adds another sum.
    pub(super) fn merge(&mut self, other: &Self) {
        let mut other = other.clone();
        other.carry();
        self.carry();
        for (mine, theirs) in self.digits.iter_mut().zip(other.digits) {
            *mine += theirs;
        }
        self.pending = 1;
        self.special += other.special;
    }

    /// Brings every digit but the last between 0 and its 32 bits.
    fn carry(&mut self) {
        let mut carried = 0;
        let last = DIGITS - 1;
        for digit in &mut self.digits[..last] {
            let sum = *digit + carried;
            *digit = sum.rem_euclid(BASE);
            carried = sum.div_euclid(BASE);
        }
        self.digits[last] += carried;
        self.pending = 0;
    }

    /// The float nearest to the sum: infinite when none is large enough.
    pub(super) fn float(&self) -> f64 {
        if self.special != 0.0 || self.special.is_nan() {
            return self.special;
        }
        let mut sum = self.clone();
        sum.carry();
        let negative = sum.digits[DIGITS - 1] < 0;
        if negative {
            sum.digits.iter_mut().for_each(|digit| *digit = -*digit);
            sum.carry();
        }
        let size = sum.size();
        if negative { -size } else { size }
    }

    /// Of a sum that is carried and not negative.
    fn size(&self) -> f64 {
        let Some(top) = self.digits.iter().rposition(|digit| *digit != 0) else {
            return 0.0;
        };
        // Three digits hold more bits than a float. What is below them only
        // matters by being there.
        let low = top.saturating_sub(2);
        let seen = self.digits[low..=top].iter().rev();
        let seen = seen.fold(0_u128, |sum, digit| {
            (sum << 32) | u128::from(digit.unsigned_abs())
        });
        let below = self.digits[..low].iter().any(|digit| *digit != 0);
        let rounded = (seen | u128::from(below)) as f64;
        scaled(rounded, low)
    }

    /// The same; too large a sum of finite numbers is trouble.
    pub(super) fn finite_float(&self) -> Result<f64, Trouble> {
        let float = self.float();
        let finite = self.special == 0.0;
        if finite && float.is_infinite() {
            return Err(Trouble::Overflow);
        }
        Ok(float)
    }

    /// The sum as a float, and as another one what that leaves away.
    pub(super) fn pair(&self) -> (f64, f64) {
        let high = self.float();
        let mut rest = self.clone();
        rest.add(-high);
        (high, rest.float())
    }
}

/// Times two to the 32 times `digits`, minus 1074th.
fn scaled(x: f64, digits: usize) -> f64 {
    let power = i32::try_from(digits).unwrap_or(i32::MAX / 64) * 32 - 1074;
    // In two steps: the smallest power is no float that has an inverse.
    let half = power / 2;
    x * 2_f64.powi(half) * 2_f64.powi(power - half)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(xs: &[f64]) -> f64 {
        let mut sum = Exact::default();
        for x in xs {
            sum.add(*x);
        }
        sum.float()
    }

    /// Python 3.11: `math.fsum`.
    #[test]
    fn sums_agree_with_python() {
        for (xs, expected) in [
            (vec![0.1; 10], 1.0_f64),
            (vec![1e308, 1e308, -1e308], 1e308),
            (vec![1e16, 1.0, -1e16], 1.0),
            (vec![1.0, 1e100, 1.0, -1e100], 2.0),
            (vec![5e-324, 5e-324], 1e-323),
            (vec![2_f64.powi(53), 1.0, 5e-324], 9_007_199_254_740_994.0),
            (vec![2_f64.powi(53), 1.0], 9_007_199_254_740_992.0),
            (vec![-2.5, 0.25], -2.25),
            (vec![f64::MAX, -f64::MAX], 0.0),
            (vec![], 0.0),
        ] {
            assert_eq!(sum(&xs).to_bits(), expected.to_bits(), "{xs:?}");
        }
        assert!(sum(&[f64::MAX, f64::MAX]).is_infinite());
        assert!(sum(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
    }

    proptest! {
        #[test]
        fn one_float_is_itself(x in any::<f64>().prop_filter("finite", |x| x.is_finite())) {
            prop_assert_eq!(sum(&[x]).to_bits(), (x + 0.0).to_bits());
        }

        #[test]
        fn two_floats_are_rounded_once(x in any::<f64>(), y in any::<f64>()) {
            let expected = x + y;
            prop_assert!(sum(&[x, y]).to_bits() == (expected + 0.0).to_bits() || expected.is_nan());
        }

        #[test]
        fn order_and_pieces_do_not_matter(xs in prop::collection::vec(-1e18_f64..1e18, 0..40), at in 0_usize..40) {
            let at = at.min(xs.len());
            let (mut left, mut right) = (Exact::default(), Exact::default());
            xs[at..].iter().rev().for_each(|x| left.add(*x));
            xs[..at].iter().for_each(|x| right.add(*x));
            left.merge(&right);
            prop_assert_eq!(left.float().to_bits(), sum(&xs).to_bits());
        }
    }
}
