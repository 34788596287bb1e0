//! A histogram of a stream whose range is not known beforehand.

/// The finest grid: bins of 2^-1000. Smaller numbers count as zero there, so
/// that no scale leaves the normal range of `f64`.
const FINEST: i32 = -1000;

/// The least number of bins that can hold everything from `f64::MIN` to
/// `f64::MAX`: bins of 2^1023 from -2^1024 to 2^1024.
const FEWEST: usize = 4;

/// A histogram of a stream whose range is not known beforehand, in one pass
/// and bounded memory.
///
/// The bins have the width 2^k, and their edges are multiples of it. When a
/// number comes that the allowed count of bins can't reach, k grows: two
/// neighbours on the coarser grid are exactly one bin there, so no number is
/// ever moved across an edge. The law: k depends on the least, the greatest
/// and the largest number alone, so the bins are the same for every order of
/// the stream, and always those that a second pass over the data would give.
///
/// Once the stream is wide enough, more than half of the allowed bins are in
/// use. NaN and infinities are not taken in.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// Most bins allowed, at least [`FEWEST`].
    most: usize,
    /// Bins have the width 2^`scale`.
    scale: i32,
    /// Index of the first bin: it starts at `first` * 2^`scale`.
    first: i64,
    /// Counts, from the bin of the least to that of the greatest number.
    bins: Vec<u64>,
}

impl Histogram {
    /// An empty histogram of at most so many bins (at least 4).
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self::from_scale(most, FINEST)
    }

    /// An empty histogram for whole numbers: no bin is narrower than 1.
    #[must_use]
    pub fn of_integers(most: usize) -> Self {
        Self::from_scale(most, 0)
    }

    fn from_scale(most: usize, scale: i32) -> Self {
        Self {
            most: most.max(FEWEST),
            scale,
            first: 0,
            bins: Vec::new(),
        }
    }

    /// Takes one number in; NaN and infinities are passed over.
    pub fn add(&mut self, x: f64) {
        if x.is_finite() {
            self.coarsen_to(exact_scale(x));
            self.put(index(x, self.scale));
        }
    }

    /// Counts of the equal-width bins from that of the least to that of the
    /// greatest number; empty before the first number.
    #[must_use]
    pub fn bins(&self) -> &[u64] {
        &self.bins
    }

    /// Adds one to the bin of an index on the present grid.
    fn put(&mut self, mut at: i64) {
        while self.span_with(at) > self.most as u64 {
            self.coarsen_to(self.scale + 1);
            at >>= 1;
        }
        if self.bins.is_empty() {
            self.first = at;
        }
        if at < self.first {
            let missing = self.first.abs_diff(at);
            self.bins.splice(0..0, (0..missing).map(|_| 0));
            self.first = at;
        }
        let offset = usize::try_from(at.abs_diff(self.first)).unwrap_or(usize::MAX);
        if offset >= self.bins.len() {
            self.bins.resize(offset + 1, 0);
        }
        self.bins[offset] += 1;
    }

    /// How many bins there would be with that of an index.
    fn span_with(&self, at: i64) -> u64 {
        if self.bins.is_empty() {
            return 1;
        }
        let last = self.first.saturating_add_unsigned(self.bins.len() as u64) - 1;
        at.max(last).abs_diff(at.min(self.first)) + 1
    }

    /// Joins neighbours until bins have at least the width 2^`scale`.
    fn coarsen_to(&mut self, scale: i32) {
        let steps = scale - self.scale;
        if steps <= 0 {
            return;
        }
        self.scale = scale;
        let steps = steps.min(63);
        let first = self.first >> steps;
        let mut bins: Vec<u64> = Vec::new();
        for (at, count) in (self.first..).zip(&self.bins) {
            let offset = usize::try_from((at >> steps) - first).unwrap_or_default();
            bins.resize(bins.len().max(offset + 1), 0);
            bins[offset] += count;
        }
        (self.first, self.bins) = (first, bins);
    }
}

/// The finest scale at which a number's index is exact: the place of its last
/// binary digit.
fn exact_scale(x: f64) -> i32 {
    let biased = (x.abs().to_bits() >> 52) as i32;
    (biased - 1023 - 52).max(FINEST)
}

/// Index of the bin of width 2^`scale` that holds a number. Exact for scales
/// from [`exact_scale`] on: a power of two moves the point and no digit.
#[expect(
    clippy::cast_possible_truncation,
    reason = "below 2^53 in size by the choice of the scale"
)]
fn index(x: f64, scale: i32) -> i64 {
    (x / power(scale)).floor() as i64
}

/// 2^`scale`, exactly, for scales from [`FINEST`] to 1023.
fn power(scale: i32) -> f64 {
    let biased = u64::try_from(scale.clamp(FINEST, 1023) + 1023).unwrap_or_default();
    f64::from_bits(biased << 52)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Histogram {
        fn width(&self) -> f64 {
            power(self.scale)
        }

        /// Lower edge of the first bin.
        fn start(&self) -> f64 {
            self.first as f64 * self.width()
        }

        fn count(&self) -> u64 {
            self.bins.iter().sum()
        }
    }

    fn of(numbers: &[f64], most: usize) -> Histogram {
        let mut histogram = Histogram::new(most);
        for x in numbers {
            histogram.add(*x);
        }
        histogram
    }

    /// `NumPy` 2.4.6: `np.histogram(np.sin(np.arange(200)) * 1000,
    /// bins=np.arange(-1024, 1025, 128))`.
    #[test]
    fn agrees_with_numpy() {
        let numbers: Vec<f64> = (0..200).map(|i| f64::from(i).sin() * 1000.0).collect();
        let histogram = of(&numbers, 16);
        assert_eq!((histogram.start(), histogram.width()), (-1024.0, 128.0));
        let expected = [29, 15, 11, 10, 9, 9, 8, 8, 9, 9, 8, 9, 10, 11, 16, 29];
        assert_eq!(histogram.bins(), expected);
    }

    #[test]
    fn whole_numbers_get_a_bin_each_while_they_fit() {
        let mut histogram = Histogram::of_integers(8);
        for x in [3.0, 1.0, 1.0, 5.0, 3.0, 3.0] {
            histogram.add(x);
        }
        assert_eq!((histogram.start(), histogram.width()), (1.0, 1.0));
        assert_eq!(histogram.bins(), [2, 0, 3, 0, 1]);
    }

    #[test]
    fn the_ends_of_f64_fit() {
        let numbers = [
            f64::MAX,
            f64::MIN,
            0.0,
            -0.0,
            5e-324,
            -5e-324,
            f64::NAN,
            f64::INFINITY,
        ];
        let histogram = of(&numbers, 0);
        assert_eq!(histogram.count(), 6);
        assert!(histogram.bins().len() <= FEWEST);
    }

    /// Numbers of very different sizes, and many that lie on edges.
    fn numbers() -> impl Strategy<Value = Vec<f64>> {
        let one = prop_oneof![
            (-100i32..100).prop_map(f64::from),
            (-100i32..100).prop_map(|x| f64::from(x) / 8.0),
            prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO,
        ];
        prop::collection::vec(one, 0..40)
    }

    proptest! {
        #[test]
        fn the_bins_sum_to_the_count(x in numbers(), most in 4usize..40) {
            let histogram = of(&x, most);
            prop_assert_eq!(histogram.count(), x.len() as u64);
            prop_assert!(histogram.bins().len() <= most);
        }

        #[test]
        fn order_does_not_matter(x in numbers(), most in 4usize..40) {
            let mut turned = x.clone();
            turned.reverse();
            prop_assert_eq!(of(&turned, most), of(&x, most));
            turned.sort_by(f64::total_cmp);
            prop_assert_eq!(of(&turned, most), of(&x, most));
        }

        #[test]
        fn a_second_pass_finds_the_same(x in prop::collection::vec(-1e9..1e9f64, 1..40)) {
            let histogram = of(&x, 16);
            let (start, width) = (histogram.start(), histogram.width());
            for (at, count) in histogram.bins().iter().enumerate() {
                let low = start + at as f64 * width;
                let within = x.iter().filter(|x| (low..low + width).contains(x)).count();
                prop_assert_eq!(within as u64, *count);
            }
        }
    }
}
