//! Sums over a block of numbers, several numbers at a time.

/// Sums of powers of the distances to a centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Powers {
    pub(crate) second: f64,
    pub(crate) third: f64,
    pub(crate) fourth: f64,
}

impl Powers {
    pub(crate) const ZERO: Self = Self {
        second: 0.0,
        third: 0.0,
        fourth: 0.0,
    };

    /// Those of a block around its mean, and how far the exact mean is from
    /// the rounded one: that much is taken out of the sums again.
    pub(crate) fn second(values: &[f64], mean: f64) -> (f64, Self) {
        let [first, second] = sums(values, |x| {
            let distance = x - mean;
            [distance, distance * distance]
        });
        let offset = first / values.len() as f64;
        let powers = Self {
            second: not_below_zero(second - offset * first),
            ..Self::ZERO
        };
        (offset, powers)
    }

    /// Likewise, with the third and fourth.
    pub(crate) fn fourth(values: &[f64], mean: f64) -> (f64, Self) {
        let [first, second, third, fourth] = sums(values, |x| {
            let distance = x - mean;
            let square = distance * distance;
            [distance, square, square * distance, square * square]
        });
        let offset = first / values.len() as f64;
        let square = offset * offset;
        let powers = Self {
            second: not_below_zero(second - offset * first),
            third: third - 3.0 * offset * second + 2.0 * square * first,
            fourth: fourth - 4.0 * offset * third + 6.0 * square * second
                - 3.0 * square * offset * first,
        };
        (offset, powers)
    }

    /// Those of two sets whose centres are so far apart (Pébay, equations 2.1
    /// with p = 2 to 4).
    pub(crate) fn merged(&self, other: &Self, [here, there]: [f64; 2], distance: f64) -> Self {
        let both = here + there;
        let (a, b) = (here / both, there / both);
        let square = distance * distance;
        let between = square * (here * b);
        Self {
            second: self.second + other.second + between,
            third: self.third
                + other.third
                + between * distance * (a - b)
                + 3.0 * distance * (a * other.second - b * self.second),
            fourth: self.fourth
                + other.fourth
                + between * square * (a * a - a * b + b * b)
                + 6.0 * square * (a * a * other.second + b * b * self.second)
                + 4.0 * distance * (a * other.third - b * self.third),
        }
    }
}

/// A sum of squares that rounding put below 0. NaN stays.
fn not_below_zero(squares: f64) -> f64 {
    if squares < 0.0 { 0.0 } else { squares }
}

/// Sums of terms of each number: in eight lanes, so that several numbers are
/// looked at at a time.
fn sums<const TERMS: usize>(values: &[f64], terms: impl Fn(f64) -> [f64; TERMS]) -> [f64; TERMS] {
    let mut lanes = [[0.0; 8]; TERMS];
    let (blocks, rest) = values.as_chunks::<8>();
    for block in blocks {
        for (at, x) in block.iter().enumerate() {
            for (sums, term) in lanes.iter_mut().zip(terms(*x)) {
                sums[at] += term;
            }
        }
    }
    for x in rest {
        for (sums, term) in lanes.iter_mut().zip(terms(*x)) {
            sums[0] += term;
        }
    }
    lanes.map(|sums| sums.iter().sum())
}

/// The least and the greatest, likewise.
pub(crate) fn extremes(values: &[f64]) -> (f64, f64) {
    let less = |a: f64, b: f64| if b < a { b } else { a };
    let more = |a: f64, b: f64| if b > a { b } else { a };
    let (mut min, mut max) = ([f64::INFINITY; 8], [f64::NEG_INFINITY; 8]);
    let (blocks, rest) = values.as_chunks::<8>();
    for block in blocks {
        for at in 0..8 {
            min[at] = less(min[at], block[at]);
            max[at] = more(max[at], block[at]);
        }
    }
    let ends = min.into_iter().zip(max);
    let ends = ends.chain(rest.iter().map(|x| (*x, *x)));
    ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), (a, b)| {
        (less(min, a), more(max, b))
    })
}
