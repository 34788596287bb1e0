//! How two columns vary together.

/// The moments of pairs of numbers, mergeable: what the correlation needs.
///
/// Blocks are computed around their own means, and merged by the formulas of
/// Pébay (SAND2008-6212), as [`Moments`](crate::Moments) are.
#[derive(Clone, Debug, PartialEq)]
pub struct Comoments {
    count: u64,
    sides: [Side; 2],
    /// Sum of the products of both distances to the means.
    products: f64,
}

/// What is known of one column.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Side {
    mean: f64,
    /// Sum of the squared distances to the mean.
    squares: f64,
    min: f64,
    max: f64,
}

/// Pairs that are looked at together.
const BLOCK: usize = 1024;

impl Comoments {
    /// Those of no pairs.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            count: 0,
            sides: [Side::EMPTY; 2],
            products: 0.0,
        }
    }

    /// Those of the pairs of two columns of the same length.
    ///
    /// `keep` is as long as they are and says which pairs count; without it
    /// all do. Leave pairs with NaN and infinities out.
    #[must_use]
    pub fn of(x: &[f64], y: &[f64], keep: Option<&[bool]>) -> Self {
        let length = x.len().min(y.len());
        let kept = |at: &usize| keep.is_none_or(|keep| keep.get(*at).is_some_and(|keep| *keep));
        let mut all = Self::new();
        let mut pairs = Vec::with_capacity(BLOCK.min(length));
        for start in (0..length).step_by(BLOCK) {
            pairs.clear();
            let rows = (start..length.min(start + BLOCK)).filter(kept);
            pairs.extend(rows.map(|at| [x[at], y[at]]));
            all.merge(&Self::of_block(&pairs));
        }
        all
    }

    fn of_block(pairs: &[[f64; 2]]) -> Self {
        let mut sides = [0, 1].map(|side| Side::around_mean(pairs.iter().map(|pair| pair[side])));
        let mut products = 0.0;
        for pair in pairs {
            let distances = [pair[0] - sides[0].mean, pair[1] - sides[1].mean];
            sides[0].squares += distances[0] * distances[0];
            sides[1].squares += distances[1] * distances[1];
            products += distances[0] * distances[1];
        }
        Self {
            count: pairs.len() as u64,
            sides,
            products,
        }
    }

    /// Takes the pairs of another one in.
    pub fn merge(&mut self, other: &Self) {
        if self.count == 0 || other.count == 0 {
            if self.count == 0 {
                self.clone_from(other);
            }
            return;
        }
        let (here, there) = (self.count as f64, other.count as f64);
        let part = there / (here + there);
        let distances = [0, 1].map(|side| other.sides[side].mean - self.sides[side].mean);
        for (side, other) in self.sides.iter_mut().zip(&other.sides) {
            side.merge(other, here, part);
        }
        self.products += other.products + distances[0] * distances[1] * here * part;
        self.count += other.count;
    }

    /// How many pairs there were.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Pearson's correlation, within −1 to 1; nothing where either column has
    /// no two different numbers, or a figure is beyond the range of `f64`.
    #[must_use]
    pub fn correlation(&self) -> Option<f64> {
        let defined = |side: &Side| side.min < side.max && side.squares.is_finite();
        let defined = self.sides.iter().all(defined);
        let [x, y] = self.sides.map(|side| side.squares.sqrt());
        let correlation = self.products / x / y;
        (defined && correlation.is_finite()).then(|| correlation.clamp(-1.0, 1.0))
    }
}

impl Default for Comoments {
    fn default() -> Self {
        Self::new()
    }
}

impl Side {
    const EMPTY: Self = Self {
        mean: 0.0,
        squares: 0.0,
        min: f64::INFINITY,
        max: f64::NEG_INFINITY,
    };

    /// The mean and the ends of numbers; the squares are yet to come.
    fn around_mean(values: impl ExactSizeIterator<Item = f64>) -> Self {
        let count = values.len() as f64;
        let mut side = Self::EMPTY;
        let mut sum = 0.0;
        for x in values {
            sum += x;
            side.min = if x < side.min { x } else { side.min };
            side.max = if x > side.max { x } else { side.max };
        }
        side.mean = side.within(sum / count);
        side
    }

    fn merge(&mut self, other: &Self, here: f64, part: f64) {
        let distance = other.mean - self.mean;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.mean = self.within(self.mean + distance * part);
        self.squares += other.squares + distance * distance * here * part;
    }

    /// A mean can't lie outside; rounding could put it there. With all numbers
    /// alike it is exact.
    fn within(&self, mean: f64) -> f64 {
        mean.max(self.min).min(self.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::near;
    use proptest::prelude::*;

    /// `SciPy` 1.17.1: `i = np.arange(5000)`,
    /// `x = (i * 7919 % 5003) / 8 - 100 + (i % 7)**2`,
    /// `y = (i * 104729 % 4999) / 16 + x / 2`; `st.pearsonr` of all and of
    /// those with `i * 31 % 10 < 7`.
    #[test]
    fn agrees_with_scipy() {
        let x: Vec<f64> = (0..5000).map(crate::sample).collect();
        let y: Vec<f64> = (0_i64..)
            .zip(&x)
            .map(|(i, x)| (i * 104_729 % 4999) as f64 / 16.0 + x / 2.0)
            .collect();
        let keep: Vec<bool> = (0..5000).map(|i| i * 31 % 10 < 7).collect();
        let all = Comoments::of(&x, &y, None).correlation();
        let kept = Comoments::of(&x, &y, Some(&keep)).correlation();
        let found = [all, kept].map(|figure| figure.expect("defined"));
        near(
            &found,
            &[0.709_445_764_375_312, 0.732_258_473_282_696_9],
            1e-14,
        );
    }

    #[test]
    fn a_column_that_never_varies_has_none() {
        assert_eq!(Comoments::new().correlation(), None);
        assert_eq!(Comoments::of(&[1.0], &[2.0], None).correlation(), None);
        assert_eq!(
            Comoments::of(&vec![0.1; 3000], &vec![1.0; 3000], None).correlation(),
            None
        );
        assert_eq!(
            Comoments::of(&[1.0, 2.0], &[0.1; 2], None).correlation(),
            None
        );
        assert_eq!(
            Comoments::of(&[f64::MAX, 2.0], &[1.0, 2.0], None).correlation(),
            None
        );
        assert_eq!(
            Comoments::of(&[1.0, f64::NAN], &[1.0, 2.0], None).correlation(),
            None
        );
    }

    #[test]
    fn a_line_has_one() {
        let x: Vec<f64> = (0..3000).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| 7.0 - x / 3.0).collect();
        assert_eq!(Comoments::of(&x, &x, None).correlation(), Some(1.0));
        near(
            &[Comoments::of(&x, &y, None).correlation().expect("defined")],
            &[-1.0],
            1e-14,
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_merge_is_the_whole(
            pairs in prop::collection::vec((-1e3..1e6_f64, -1.0..1.0_f64), 20..2500),
            cuts in prop::collection::vec(0..2500_usize, 0..6),
        ) {
            let of = |pairs: &[(f64, f64)]| {
                let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
                Comoments::of(&x, &y, None)
            };
            let whole = of(&pairs);
            let mut merged = Comoments::new();
            for part in crate::split(&pairs, cuts) {
                merged.merge(&of(part));
            }
            prop_assert_eq!(merged.count(), whole.count());
            let [merged, whole] = [merged, whole].map(|of| of.correlation().expect("defined"));
            prop_assert!((merged - whole).abs() < 1e-12, "{} {}", merged, whole);
        }
    }
}
