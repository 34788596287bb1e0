//! Count, sum, mean, extremes, variance, skewness, kurtosis.

use crate::powers::{Powers, extremes};
use crate::sum::DoubleDouble;

/// How far up moments are computed: what isn't asked for isn't paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MomentOrder {
    /// Count, sum, mean, least and greatest.
    First,
    /// Those, the variance and the standard deviation.
    Second,
    /// Those, the skewness and the kurtosis.
    Fourth,
}

/// The moments of numbers, mergeable.
///
/// Within a block they are computed in two passes, around the block's own
/// mean (the corrected two-pass algorithm of Chan, Golub and `LeVeque`,
/// Algorithms for Computing the Sample Variance, 1983); blocks are merged by
/// the formulas of Pébay (Formulas for Robust, One-Pass Parallel Computation
/// of Covariances and Arbitrary-Order Statistical Moments, SAND2008-6212).
/// The sum is compensated.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    order: MomentOrder,
    count: u64,
    sum: DoubleDouble,
    min: f64,
    max: f64,
    /// The mean that the sums of powers are about. That of the sum can differ
    /// in the last digits.
    centre: DoubleDouble,
    powers: Powers,
}

/// Numbers that are looked at together: 8 KiB stay in the fastest cache
/// between the two passes.
const BLOCK: usize = 1024;

impl Moments {
    /// The moments of no numbers.
    #[must_use]
    pub const fn new(order: MomentOrder) -> Self {
        Self {
            order,
            count: 0,
            sum: DoubleDouble::ZERO,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            centre: DoubleDouble::ZERO,
            powers: Powers::ZERO,
        }
    }

    /// The moments of numbers.
    ///
    /// `keep` is as long as the numbers and says which ones count; without it
    /// all do. Leave NaN and infinities out: no figure is defined with them.
    #[must_use]
    pub fn of(values: &[f64], keep: Option<&[bool]>, order: MomentOrder) -> Self {
        let mut moments = Self::new(order);
        let Some(keep) = keep else {
            for block in values.chunks(BLOCK) {
                moments.merge(&Self::of_block(block, order));
            }
            return moments;
        };
        let mut kept = [0.0; BLOCK];
        for (values, keep) in values.chunks(BLOCK).zip(keep.chunks(BLOCK)) {
            let block = gather(values, keep, &mut kept);
            moments.merge(&Self::of_block(block, order));
        }
        moments
    }

    fn of_block(values: &[f64], order: MomentOrder) -> Self {
        let mut moments = Self::new(order);
        moments.count = values.len() as u64;
        moments.sum = DoubleDouble::sum(values);
        (moments.min, moments.max) = extremes(values);
        if order > MomentOrder::First && !values.is_empty() {
            let mean = moments.within(moments.sum.value() / values.len() as f64);
            let (offset, powers) = match order {
                MomentOrder::Fourth => Powers::fourth(values, mean),
                MomentOrder::First | MomentOrder::Second => Powers::second(values, mean),
            };
            moments.centre = DoubleDouble::new(mean, offset);
            moments.powers = powers;
        }
        moments
    }

    /// Takes the numbers of another one in. What isn't known of both is not
    /// known afterwards.
    pub fn merge(&mut self, other: &Self) {
        self.order = self.order.min(other.order);
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            let order = self.order;
            self.clone_from(other);
            self.order = order;
            return;
        }
        let (here, there) = (self.count as f64, other.count as f64);
        self.count += other.count;
        self.sum += other.sum;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        if self.order > MomentOrder::First {
            let distance = other.centre.distance_from(self.centre);
            self.centre += DoubleDouble::new(distance * (there / (here + there)), 0.0);
            self.powers = self.powers.merged(&other.powers, [here, there], distance);
        }
    }

    /// A mean can't lie outside; rounding could put it there. With all numbers
    /// alike it is exact.
    fn within(&self, mean: f64) -> f64 {
        mean.max(self.min).min(self.max)
    }

    /// How many numbers there were.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their sum; 0 of none, nothing beyond the range of `f64`.
    #[must_use]
    pub fn sum(&self) -> Option<f64> {
        finite(self.sum.value())
    }

    /// Their mean; nothing of none.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let mean = self.sum.divided_by(self.some()?);
        finite(self.within(finite(mean)?))
    }

    /// The least; nothing of none.
    #[must_use]
    pub fn min(&self) -> Option<f64> {
        finite(self.min)
    }

    /// The greatest; nothing of none.
    #[must_use]
    pub fn max(&self) -> Option<f64> {
        finite(self.max)
    }

    /// The variance of a sample, divided by n − 1; nothing of fewer than two,
    /// or where only the first moment was computed.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        let known = self.order >= MomentOrder::Second && self.count > 1;
        let variance = self.powers.second / (self.some()? - 1.0);
        known.then(|| finite(variance)).flatten()
    }

    /// The square root of the variance.
    #[must_use]
    pub fn standard_deviation(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }

    /// The skewness of the population, m₃ / m₂^1.5; nothing where all are the
    /// same, or where the fourth moment was not asked for.
    #[must_use]
    pub fn skewness(&self) -> Option<f64> {
        let root = self.spread()?.sqrt();
        finite(self.powers.third / self.some()? / (root * root * root))
    }

    /// The excess kurtosis of the population, m₄ / m₂² − 3; nothing where all
    /// are the same, or where the fourth moment was not asked for.
    #[must_use]
    pub fn kurtosis(&self) -> Option<f64> {
        let spread = self.spread()?;
        finite(self.powers.fourth / self.some()? / (spread * spread) - 3.0)
    }

    /// m₂ where shapes are defined.
    fn spread(&self) -> Option<f64> {
        let known = self.order >= MomentOrder::Fourth && self.min < self.max;
        let spread = self.powers.second / self.some()?;
        (known && spread > 0.0).then_some(spread)
    }

    /// How many numbers there were, if any.
    fn some(&self) -> Option<f64> {
        (self.count > 0).then_some(self.count as f64)
    }
}

/// The numbers that are kept, side by side. Without a branch, since which ones
/// are kept can't be foreseen.
fn gather<'a>(values: &'a [f64], keep: &[bool], kept: &'a mut [f64; BLOCK]) -> &'a [f64] {
    if values.len() == keep.len() && keep.iter().all(|keep| *keep) {
        return values;
    }
    let mut count = 0;
    for (x, keep) in values.iter().zip(keep) {
        kept[count % BLOCK] = *x;
        count += usize::from(*keep);
    }
    &kept[..count.min(BLOCK)]
}

fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::near;
    use proptest::prelude::*;

    /// Mean, variance, skewness, kurtosis.
    fn shape(moments: &Moments) -> [f64; 4] {
        [
            moments.mean(),
            moments.variance(),
            moments.skewness(),
            moments.kurtosis(),
        ]
        .map(|figure| figure.expect("defined"))
    }

    /// `NumPy` 2.4.6 and `SciPy` 1.17.1: `i = np.arange(5000)`,
    /// `x = (i * 7919 % 5003) / 8 - 100 + (i % 7)**2`; `sum`, `mean`,
    /// `var(ddof=1)`, `st.skew`, `st.kurtosis`.
    #[test]
    fn agrees_with_scipy() {
        let moments = Moments::of(&sample(), None, MomentOrder::Fourth);
        assert_eq!((moments.count(), moments.sum()), (5000, Some(1_128_098.0)));
        assert_eq!((moments.min(), moments.max()), (Some(-100.0), Some(561.0)));
        let expected = [
            225.6196,
            32_754.252_871_414_283,
            -5.589_100_104_282_575e-5,
            -1.189_016_039_091_759_7,
        ];
        near(&shape(&moments), &expected, 1e-12);
        near(
            &[moments.standard_deviation().expect("defined")],
            &[180.981_360_563_496_37],
            1e-14,
        );
    }

    /// Likewise, of `x[i * 31 % 10 < 7]`.
    #[test]
    fn agrees_with_scipy_on_what_is_kept() {
        let keep: Vec<bool> = (0..5000).map(|i| i * 31 % 10 < 7).collect();
        let moments = Moments::of(&sample(), Some(&keep), MomentOrder::Fourth);
        assert_eq!((moments.count(), moments.sum()), (3500, Some(790_584.125)));
        let expected = [
            225.881_178_571_428_56,
            32_709.287_503_790_623,
            -7.290_499_792_243_91e-4,
            -1.191_538_966_887_723_6,
        ];
        near(&shape(&moments), &expected, 1e-12);
    }

    fn sample() -> Vec<f64> {
        (0..5000).map(crate::sample).collect()
    }

    /// Python's `fractions`, exactly, of `1e9 + (i * 7919 % 1000) / 1000` for
    /// `i` below 3000.
    #[test]
    fn a_far_mean_costs_no_digits() {
        let values: Vec<f64> = (0..3000)
            .map(|i| 1e9 + f64::from(i * 7919 % 1000) / 1000.0)
            .collect();
        let moments = Moments::of(&values, None, MomentOrder::Fourth);
        let [mean, variance, _, kurtosis] = shape(&moments);
        let expected = [
            1_000_000_000.499_5,
            0.083_361_037_014_246_62,
            -1.200_002_399_969_106_7,
        ];
        near(&[mean, variance, kurtosis], &expected, 1e-13);
    }

    #[test]
    fn what_is_not_defined_is_nothing() {
        let none = Moments::new(MomentOrder::Fourth);
        assert_eq!(
            (none.sum(), none.mean(), none.min(), none.max()),
            (Some(0.0), None, None, None)
        );
        let one = Moments::of(&[3.0], None, MomentOrder::Fourth);
        assert_eq!(
            (one.mean(), one.variance(), one.skewness()),
            (Some(3.0), None, None)
        );
        let same = Moments::of(&vec![0.1; 5001], None, MomentOrder::Fourth);
        assert_eq!((same.mean(), same.variance()), (Some(0.1), Some(0.0)));
        assert_eq!((same.skewness(), same.kurtosis()), (None, None));
        let first = Moments::of(&[1.0, 2.0], None, MomentOrder::First);
        assert_eq!((first.mean(), first.variance()), (Some(1.5), None));
        let second = Moments::of(&[1.0, 2.0], None, MomentOrder::Second);
        assert_eq!((second.variance(), second.skewness()), (Some(0.5), None));
    }

    #[test]
    fn a_merge_knows_what_both_know() {
        let mut both = Moments::of(&[1.0, 2.0], None, MomentOrder::Fourth);
        both.merge(&Moments::new(MomentOrder::Second));
        assert_eq!((both.variance(), both.skewness()), (Some(0.5), None));
        let mut none = Moments::new(MomentOrder::First);
        none.merge(&both);
        assert_eq!((none.mean(), none.variance()), (Some(1.5), None));
    }

    #[test]
    fn what_is_beyond_f64_is_nothing() {
        let huge = Moments::of(&[f64::MAX; 3], None, MomentOrder::Fourth);
        assert_eq!(
            (huge.sum(), huge.mean(), huge.max()),
            (None, None, Some(f64::MAX))
        );
        let odd = Moments::of(&[f64::NAN, 1.0, f64::INFINITY], None, MomentOrder::Fourth);
        assert_eq!(
            (odd.sum(), odd.mean(), odd.variance(), odd.skewness()),
            (None, None, None, None)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_merge_is_the_whole(
            values in prop::collection::vec(-1e3..1e6_f64, 2..2500),
            cuts in prop::collection::vec(0..2500_usize, 0..6),
        ) {
            let whole = Moments::of(&values, None, MomentOrder::Fourth);
            let mut merged = Moments::new(MomentOrder::Fourth);
            for part in crate::split(&values, cuts) {
                merged.merge(&Moments::of(part, None, MomentOrder::Fourth));
            }
            prop_assert_eq!(merged.count(), whole.count());
            prop_assert_eq!((merged.min(), merged.max()), (whole.min(), whole.max()));
            near(&shape(&merged), &shape(&whole), 1e-9);
        }

        #[test]
        fn what_is_left_out_does_not_count(
            rows in prop::collection::vec((-1e3..1e6_f64, any::<bool>()), 0..2500),
        ) {
            let (values, keep): (Vec<f64>, Vec<bool>) = rows.iter().copied().unzip();
            let kept: Vec<f64> = rows.iter().filter(|row| row.1).map(|row| row.0).collect();
            let masked = Moments::of(&values, Some(&keep), MomentOrder::Second);
            let plain = Moments::of(&kept, None, MomentOrder::Second);
            prop_assert_eq!((masked.count(), masked.min(), masked.max()), (plain.count(), plain.min(), plain.max()));
            let figures = |of: &Moments| [of.mean(), of.variance()].map(Option::unwrap_or_default);
            near(&figures(&masked), &figures(&plain), 1e-9);
        }
    }
}
