//! Count, range, mean and variance of a stream.

/// Count, range, mean and variance of a stream, in one pass and constant
/// memory. NaN and infinities are counted apart and touch nothing else.
///
/// Mean and variance by Welford's update (B. P. Welford, "Note on a method for
/// calculating corrected sums of squares and products", Technometrics 4, 1962),
/// halves of a stream by that of Chan, Golub and `LeVeque` (1979). Mean and
/// variance are meaningless for numbers beyond 1e154, whose squares overflow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    count: u64,
    not_a_number: u64,
    infinite: u64,
    min: f64,
    max: f64,
    mean: f64,
    /// Sum of squared distances from the mean.
    squares: f64,
}

impl Summary {
    /// Takes one number in.
    pub fn add(&mut self, x: f64) {
        if x.is_nan() {
            self.not_a_number += 1;
            return;
        }
        if x.is_infinite() {
            self.infinite += 1;
            return;
        }
        self.widen(x, x);
        self.count += 1;
        let before = x - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (x - self.mean);
    }

    /// Takes in all that another summary has seen.
    pub fn merge(&mut self, other: &Self) {
        self.not_a_number += other.not_a_number;
        self.infinite += other.infinite;
        if other.count == 0 {
            return;
        }
        self.widen(other.min, other.max);
        let (mine, theirs) = (self.count as f64, other.count as f64);
        let apart = other.mean - self.mean;
        self.count += other.count;
        self.mean += apart * theirs / (mine + theirs);
        self.squares += other.squares + apart * apart * mine * theirs / (mine + theirs);
    }

    fn widen(&mut self, low: f64, high: f64) {
        if self.count == 0 {
            (self.min, self.max) = (low, high);
        } else {
            self.min = self.min.min(low);
            self.max = self.max.max(high);
        }
    }

    /// How many finite numbers there were.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// How many NaNs there were.
    #[must_use]
    pub const fn not_a_number(&self) -> u64 {
        self.not_a_number
    }

    /// How many infinities there were, of both signs.
    #[must_use]
    pub const fn infinite(&self) -> u64 {
        self.infinite
    }

    /// The least finite number, if there was any.
    #[must_use]
    pub fn min(&self) -> Option<f64> {
        (self.count > 0).then_some(self.min)
    }

    /// The greatest finite number, if there was any.
    #[must_use]
    pub fn max(&self) -> Option<f64> {
        (self.count > 0).then_some(self.max)
    }

    /// The arithmetic mean of the finite numbers, if there was any.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// The sample variance (divisor: count − 1), from two finite numbers on.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }
}

impl Extend<f64> for Summary {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, numbers: I) {
        for x in numbers {
            self.add(x);
        }
    }
}

impl FromIterator<f64> for Summary {
    fn from_iter<I: IntoIterator<Item = f64>>(numbers: I) -> Self {
        let mut summary = Self::default();
        summary.extend(numbers);
        summary
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: Option<f64>, b: f64) -> bool {
        a.is_some_and(|a| (a - b).abs() <= 1e-12 * b.abs().max(1.0))
    }

    /// `NumPy` 2.4.6: `x.mean()`, `x.var(ddof=1)` of the wind speeds below, and
    /// of the same shifted by 1e9, where a sum of squares loses every digit.
    #[test]
    fn agrees_with_numpy() {
        let x = [7.4, 8.0, 12.6, 11.5, 14.3, 14.9, 8.6, 13.8, 20.1, 8.6];
        let plain: Summary = x.into_iter().collect();
        assert!(near(plain.mean(), 11.98));
        assert!(near(plain.variance(), 15.937_333_333_333_337));
        let far: Summary = x.into_iter().map(|x| x + 1e9).collect();
        let off = far.variance().expect("ten numbers") - 15.937_333;
        assert!(off.abs() < 1e-5, "off by {off}");
    }

    #[test]
    fn what_is_not_finite_is_counted_apart() {
        let summary: Summary = [f64::NAN, 2.0, f64::INFINITY, 4.0, f64::NEG_INFINITY]
            .into_iter()
            .collect();
        assert_eq!(
            (summary.count(), summary.not_a_number(), summary.infinite()),
            (2, 1, 2)
        );
        assert_eq!(
            (summary.min(), summary.max(), summary.mean()),
            (Some(2.0), Some(4.0), Some(3.0))
        );
    }

    #[test]
    fn nothing_has_no_mean() {
        let none = Summary::default();
        assert_eq!(
            (none.min(), none.max(), none.mean(), none.variance()),
            (None, None, None, None)
        );
        let one: Summary = [-0.5].into_iter().collect();
        assert_eq!((one.mean(), one.variance()), (Some(-0.5), None));
    }

    proptest! {
        #[test]
        fn merged_halves_are_the_whole(
            a in prop::collection::vec(-1e6..1e6f64, 0..50),
            b in prop::collection::vec(-1e6..1e6f64, 0..50),
        ) {
            let mut merged: Summary = a.iter().copied().collect();
            merged.merge(&b.iter().copied().collect());
            let whole: Summary = a.into_iter().chain(b).collect();
            prop_assert_eq!(merged.count(), whole.count());
            prop_assert_eq!((merged.min(), merged.max()), (whole.min(), whole.max()));
            let apart = (merged.mean().unwrap_or(0.0) - whole.mean().unwrap_or(0.0)).abs();
            prop_assert!(apart <= 1e-6, "means {apart} apart");
            let (m, w) = (merged.variance().unwrap_or(0.0), whole.variance().unwrap_or(0.0));
            prop_assert!((m - w).abs() <= 1e-9 * w.max(1.0), "variances {m} and {w}");
        }

        #[test]
        fn the_mean_lies_within_the_range(x in prop::collection::vec(-1e6..1e6f64, 1..50)) {
            let summary: Summary = x.into_iter().collect();
            let (min, mean, max) = (summary.min(), summary.mean(), summary.max());
            let slack = 1e-9;
            prop_assert!(min.expect("some") <= mean.expect("some") + slack);
            prop_assert!(mean.expect("some") <= max.expect("some") + slack);
        }
    }
}
