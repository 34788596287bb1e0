//! Sums that keep what rounding would lose.

use std::ops::AddAssign;

/// A sum as the unevaluated sum of two floats, about 106 binary digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct DoubleDouble {
    high: f64,
    low: f64,
}

impl DoubleDouble {
    pub(crate) const ZERO: Self = Self {
        high: 0.0,
        low: 0.0,
    };

    pub(crate) const fn new(high: f64, low: f64) -> Self {
        Self { high, low }
    }

    /// Sum of numbers: in eight lanes, so that several are added at a time.
    pub(crate) fn sum(values: &[f64]) -> Self {
        let mut lanes = [Self::ZERO; 8];
        let (blocks, rest) = values.as_chunks::<8>();
        for block in blocks {
            for (lane, x) in lanes.iter_mut().zip(block) {
                lane.add(*x);
            }
        }
        for (lane, x) in lanes.iter_mut().zip(rest) {
            lane.add(*x);
        }
        let mut total = Self::ZERO;
        for lane in lanes {
            total += lane;
        }
        total
    }

    fn add(&mut self, x: f64) {
        let (high, error) = two_sum(self.high, x);
        self.high = high;
        self.low += error;
    }

    /// The sum, rounded once; not finite beyond the range of `f64`.
    pub(crate) fn value(self) -> f64 {
        self.high + self.low
    }

    /// This less another one.
    pub(crate) fn distance_from(self, other: Self) -> f64 {
        (self.high - other.high) + (self.low - other.low)
    }

    /// The sum divided by a count: the mean, nearly correctly rounded.
    pub(crate) fn divided_by(self, count: f64) -> f64 {
        let quotient = self.value() / count;
        let rest = quotient.mul_add(-count, self.high) + self.low;
        quotient + rest / count
    }
}

impl AddAssign for DoubleDouble {
    fn add_assign(&mut self, other: Self) {
        self.add(other.high);
        self.low += other.low;
        let (high, low) = two_sum(self.high, self.low);
        *self = Self { high, low };
    }
}

/// a + b and what rounding lost of it, without a branch (Knuth, The Art of
/// Computer Programming, volume 2, section 4.2.2, theorem B).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// Exact sum of whole numbers.
///
/// `keep` is as long as the values and says which ones count; without it all do.
#[must_use]
pub fn integer_sum(values: &[i64], keep: Option<&[bool]>) -> i128 {
    const BLOCK: usize = 1024;
    let Some(keep) = keep else {
        return values.chunks(BLOCK).map(block_sum).sum();
    };
    let mut kept = [0; BLOCK];
    let blocks = values.chunks(BLOCK).zip(keep.chunks(BLOCK));
    let masked = |(values, keep): (&[i64], &[bool])| {
        for ((kept, x), keep) in kept.iter_mut().zip(values).zip(keep) {
            *kept = if *keep { *x } else { 0 };
        }
        block_sum(&kept[..values.len().min(keep.len())])
    };
    blocks.map(masked).sum()
}

/// Sum of at most 2^31 numbers: the halves of each are added in 64 bits, which
/// the compiler does several at a time.
fn block_sum(values: &[i64]) -> i128 {
    let (mut low, mut high) = (0_u64, 0_i64);
    for x in values {
        low += x.cast_unsigned() & 0xffff_ffff;
        high += x >> 32;
    }
    (i128::from(high) << 32) + i128::from(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_lost_beside_large_numbers() {
        let tenths = DoubleDouble::sum(&[0.1; 10]);
        let found = [
            DoubleDouble::sum(&[1e100, 1.0, -1e100]).value(),
            tenths.value(),
            tenths.divided_by(10.0),
        ];
        assert_eq!(
            found.map(f64::to_bits),
            [1.0_f64, 1.0, 0.1].map(f64::to_bits)
        );
    }

    #[test]
    fn the_ends_of_the_integers_fit() {
        let values = [i64::MIN, i64::MIN, i64::MAX, -1];
        assert_eq!(integer_sum(&values, None), i128::from(i64::MIN) - 2);
    }

    proptest! {
        /// `keep` may be shorter than the values.
        #[test]
        fn integers_sum_exactly(rows in prop::collection::vec((any::<i64>(), any::<bool>()), 0..3000)) {
            let (values, keep): (Vec<i64>, Vec<bool>) = rows.iter().copied().unzip();
            let kept = rows.iter().filter(|row| row.1).map(|row| i128::from(row.0)).sum::<i128>();
            prop_assert_eq!(integer_sum(&values, Some(&keep)), kept);
            let all = values.iter().map(|x| i128::from(*x)).sum::<i128>();
            prop_assert_eq!(integer_sum(&values, None), all);
        }

        /// Multiples of 2^-20 below 2^40 sum exactly in whole numbers.
        #[test]
        fn floats_sum_as_if_exact(values in prop::collection::vec(-(1_i64 << 60)..(1_i64 << 60), 0..100)) {
            let unit = 1.0 / f64::from(1 << 20);
            let floats: Vec<f64> = values.iter().map(|x| (x >> 8) as f64 * unit).collect();
            let exact: i128 = values.iter().map(|x| i128::from(x >> 8)).sum();
            let found = DoubleDouble::sum(&floats).value();
            prop_assert_eq!(Some(found), Some(exact as f64 * unit));
        }
    }
}
