//! Areas under ROC curves and their difference, by `DeLong`, `DeLong` and
//! Clarke-Pearson (Comparing the Areas under Two or More Correlated Receiver
//! Operating Characteristic Curves, 1988), in the O(n log n) of Sun and Xu
//! (Fast Implementation of `DeLong`'s Algorithm, 2014).
//!
//! All sums are of whole numbers, and exact: a variance is 0 when it is.

use crate::{Confidence, Interval, normal};
use std::fmt;

/// Why there is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undefined {
    /// Labels and scores are not equally many.
    Lengths,
    /// A score is NaN.
    NotANumber,
    /// Fewer than two positive or fewer than two negative labels.
    OneClass,
    /// The variance is 0, as where an area is 1: there is no interval, and no
    /// test where there is a difference. Resampling finds none either.
    NoVariance,
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lengths => "labels and scores are not equally many",
            Self::NotANumber => "a score is not a number",
            Self::OneClass => "fewer than two positive or fewer than two negative labels",
            Self::NoVariance => "the variance is 0",
        })
    }
}

impl std::error::Error for Undefined {}

/// A figure with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// The area under the curve: how probably a positive example has a higher
    /// score than a negative one, ties counting half.
    pub area: f64,
    /// Its variance.
    pub variance: f64,
}

impl Area {
    /// The interval of the area, by its standard error, cut to 0 to 1.
    pub fn interval(&self, confidence: Confidence) -> Result<Interval, Undefined> {
        let interval = around(self.area, self.variance, confidence)?;
        Ok(Interval {
            low: interval.low.max(0.0),
            high: interval.high.min(1.0),
        })
    }
}

/// The areas under the curves of two models on the same examples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Areas {
    /// The baseline's.
    pub baseline: Area,
    /// The candidate's.
    pub candidate: Area,
    /// The covariance of both.
    pub covariance: f64,
    /// The variance of their difference.
    pub variance: f64,
}

impl Areas {
    /// The area of the candidate less that of the baseline.
    #[must_use]
    pub fn difference(&self) -> f64 {
        self.candidate.area - self.baseline.area
    }

    /// How many standard errors the difference is above `difference`. 0 where
    /// it is exactly that.
    pub fn z(&self, difference: f64) -> Result<f64, Undefined> {
        let above = self.difference() - difference;
        if above == 0.0 {
            return Ok(0.0);
        }
        if self.variance == 0.0 {
            return Err(Undefined::NoVariance);
        }
        Ok(above / self.variance.sqrt())
    }

    /// The two-sided p-value that both areas are the same. 1 for curves that
    /// are.
    pub fn p_value(&self) -> Result<f64, Undefined> {
        let z = self.z(0.0)?;
        Ok((2.0 * normal::cdf(-z.abs())).min(1.0))
    }

    /// The p-value against a candidate that is worse than the baseline by
    /// `margin` or more: small where the candidate is not inferior.
    pub fn noninferiority(&self, margin: f64) -> Result<f64, Undefined> {
        Ok(normal::cdf(-self.z(-margin)?))
    }

    /// The p-value against a candidate that is worse by less than `margin`:
    /// small where the candidate has lost more.
    pub fn regression(&self, margin: f64) -> Result<f64, Undefined> {
        Ok(normal::cdf(self.z(-margin)?))
    }

    /// The interval of the difference.
    pub fn interval(&self, confidence: Confidence) -> Result<Interval, Undefined> {
        around(self.difference(), self.variance, confidence)
    }
}

fn around(figure: f64, variance: f64, confidence: Confidence) -> Result<Interval, Undefined> {
    if variance == 0.0 {
        return Err(Undefined::NoVariance);
    }
    let half = confidence.z() * variance.sqrt();
    Ok(Interval {
        low: figure - half,
        high: figure + half,
    })
}

/// The area under the curve of one model. Infinite scores have their place.
pub fn area(positive: &[bool], scores: &[f64]) -> Result<Area, Undefined> {
    let placements = Placements::new(positive, scores)?;
    Ok(placements.area())
}

/// The areas of two models on the same examples, in the same order.
pub fn areas(positive: &[bool], baseline: &[f64], candidate: &[f64]) -> Result<Areas, Undefined> {
    let baseline = Placements::new(positive, baseline)?;
    let candidate = Placements::new(positive, candidate)?;
    Ok(Areas {
        baseline: baseline.area(),
        candidate: candidate.area(),
        covariance: baseline.covariance(&candidate),
        variance: candidate.less(&baseline).variance(),
    })
}

/// For every positive example, twice the number of negative ones below it, ties
/// counting half; for every negative one, of the positive ones above it.
struct Placements {
    positives: Vec<i64>,
    negatives: Vec<i64>,
}

impl Placements {
    fn new(positive: &[bool], scores: &[f64]) -> Result<Self, Undefined> {
        if positive.len() != scores.len() {
            return Err(Undefined::Lengths);
        }
        if scores.iter().any(|score| score.is_nan()) {
            return Err(Undefined::NotANumber);
        }
        let [positives, negatives] = counts(positive);
        if positives < 2 || negatives < 2 {
            return Err(Undefined::OneClass);
        }
        let doubled = doubled(positive, scores, positives);
        let class = |wanted: bool| {
            let rows = positive.iter().zip(&doubled);
            let rows = rows.filter(|(positive, _)| **positive == wanted);
            rows.map(|(_, placement)| *placement).collect()
        };
        Ok(Self {
            positives: class(true),
            negatives: class(false),
        })
    }

    /// Positive times negative examples.
    fn pairs(&self) -> f64 {
        self.positives.len() as f64 * self.negatives.len() as f64
    }

    fn area(&self) -> Area {
        let sum: i128 = self.positives.iter().map(|x| i128::from(*x)).sum();
        Area {
            area: sum as f64 / (2.0 * self.pairs()),
            variance: self.variance(),
        }
    }

    fn variance(&self) -> f64 {
        self.covariance(self)
    }

    fn covariance(&self, other: &Self) -> f64 {
        let positives = class_covariance(&self.positives, &other.positives);
        let negatives = class_covariance(&self.negatives, &other.negatives);
        let [m, n] = [&self.positives, &self.negatives].map(|class| class.len() as f64);
        positives / (4.0 * n * n) / m + negatives / (4.0 * m * m) / n
    }

    fn less(&self, other: &Self) -> Self {
        let less = |a: &[i64], b: &[i64]| a.iter().zip(b).map(|(a, b)| a - b).collect();
        Self {
            positives: less(&self.positives, &other.positives),
            negatives: less(&self.negatives, &other.negatives),
        }
    }
}

/// How many are positive and negative.
fn counts(positive: &[bool]) -> [usize; 2] {
    let positives = positive.iter().filter(|positive| **positive).count();
    [positives, positive.len() - positives]
}

/// The placements doubled, in the order of the examples.
fn doubled(positive: &[bool], scores: &[f64], positives: usize) -> Vec<i64> {
    let mut order: Vec<(f64, usize)> = scores.iter().copied().zip(0..).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut doubled = vec![0; scores.len()];
    let mut below = [0_usize; 2];
    for ties in order.chunk_by(|a, b| a.0 >= b.0) {
        let hits = ties.iter().filter(|(_, row)| positive[*row]).count();
        let level = [hits, ties.len() - hits];
        let above = positives - below[0] - level[0];
        for (_, row) in ties {
            let twice = match positive[*row] {
                true => 2 * below[1] + level[1],
                false => 2 * above + level[0],
            };
            doubled[*row] = i64::try_from(twice).unwrap_or(i64::MAX);
        }
        below = [below[0] + level[0], below[1] + level[1]];
    }
    doubled
}

/// The covariance within a class, divided by one less than its size.
fn class_covariance(x: &[i64], y: &[i64]) -> f64 {
    let count = x.len() as i128;
    let sum = |values: &[i64]| -> i128 { values.iter().map(|x| i128::from(*x)).sum() };
    let products = x
        .iter()
        .zip(y)
        .map(|(x, y)| i128::from(*x) * i128::from(*y));
    let spread = count * products.sum::<i128>() - sum(x) * sum(y);
    spread as f64 / (count as f64 * (count as f64 - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::near;
    use proptest::prelude::*;

    fn confidence() -> Confidence {
        Confidence::two_sided(0.95).expect("within")
    }

    /// `NumPy` 2 and `SciPy` 1.17.1: the matrix of all pairs of a positive and a
    /// negative example, `np.cov` of its means by row and by column, and
    /// `norm.sf`; of `i` below 200 with `positive = i * 7919 % 5003 % 3 == 0`
    /// and scores with many ties.
    #[test]
    fn agrees_with_all_pairs() {
        let positive: Vec<bool> = (0..200).map(|i| i * 7919 % 5003 % 3 == 0).collect();
        let scores = |[by, of, within, gain]: [i32; 4]| -> Vec<f64> {
            let score = |(i, positive): (i32, &bool)| {
                f64::from(i * by % of % within + gain * i32::from(*positive))
            };
            (0..).zip(&positive).map(score).collect()
        };
        let (baseline, candidate) = (scores([31, 101, 17, 4]), scores([57, 103, 29, 5]));
        let areas = areas(&positive, &baseline, &candidate).expect("defined");
        let interval = areas.interval(confidence()).expect("defined");
        let found = [
            areas.baseline.area,
            areas.candidate.area,
            areas.baseline.variance,
            areas.candidate.variance,
            areas.covariance,
            areas.z(0.0).expect("defined"),
            areas.p_value().expect("defined"),
            interval.low,
            interval.high,
        ];
        let expected = [
            0.716_025_137_470_542,
            0.629_390_640_781_057_1,
            0.001_424_999_690_876_803,
            0.001_655_977_190_156_813_8,
            0.000_158_969_115_352_890_64,
            -1.648_152_435_885_332,
            0.099_321_394_430_209_4,
            -0.189_659_247_090_641_64,
            0.016_390_253_711_671_923,
        ];
        near(&found, &expected, 1e-13);
        assert_eq!(area(&positive, &baseline), Ok(areas.baseline));
    }

    #[test]
    fn the_same_curves_are_the_same() {
        let positive = [true, false, true, false, true];
        let scores = [0.9, 0.8, 0.7, 0.1, 0.05];
        let moved = scores.map(f64::exp);
        let areas = areas(&positive, &scores, &moved).expect("defined");
        assert_eq!((areas.difference(), areas.p_value()), (0.0, Ok(1.0)));
        assert_eq!(areas.interval(confidence()), Err(Undefined::NoVariance));
        assert_eq!(areas.noninferiority(0.1), Err(Undefined::NoVariance));
    }

    #[test]
    fn a_perfect_curve_has_no_interval() {
        let positive = [true, true, false, false];
        let perfect = area(&positive, &[4.0, 3.0, 2.0, f64::NEG_INFINITY]).expect("defined");
        assert_eq!((perfect.area, perfect.variance), (1.0, 0.0));
        assert_eq!(perfect.interval(confidence()), Err(Undefined::NoVariance));
        let worst =
            areas(&positive, &[4.0, 3.0, 2.0, 1.0], &[1.0, 2.0, 3.0, 4.0]).expect("defined");
        assert_eq!(
            (worst.difference(), worst.p_value()),
            (-1.0, Err(Undefined::NoVariance))
        );
    }

    #[test]
    fn what_has_no_area_is_named() {
        let of = |positive: &[bool], scores: &[f64]| area(positive, scores).err();
        assert_eq!(of(&[true], &[]), Some(Undefined::Lengths));
        assert_eq!(of(&[true, false], &[0.5, 0.1]), Some(Undefined::OneClass));
        assert_eq!(of(&[true; 4], &[0.5; 4]), Some(Undefined::OneClass));
        assert_eq!(
            of(&[true, false, true, false], &[0.5, f64::NAN, 0.1, 0.2]),
            Some(Undefined::NotANumber)
        );
        let same = area(&[true, false, true, false], &[0.0, -0.0, 0.0, 0.0]).expect("defined");
        assert_eq!((same.area, same.variance), (0.5, 0.0));
    }

    proptest! {
        #[test]
        fn orders_and_sides_keep_their_laws(
            rows in prop::collection::vec((any::<bool>(), 0..9_i32, 0..9_i32), 4..80), turn in 1..40_usize,
        ) {
            let areas_of = |rows: &[(bool, i32, i32)], sign: i32| {
                let positive: Vec<bool> = rows.iter().map(|row| row.0).collect();
                let of = |score: fn(&(bool, i32, i32)) -> i32| -> Vec<f64> {
                    rows.iter().map(|row| f64::from(sign * score(row))).collect()
                };
                areas(&positive, &of(|row| row.1), &of(|row| row.2))
            };
            let Ok(here) = areas_of(&rows, 1) else { return Ok(()) };
            let mut moved = rows.clone();
            moved.rotate_left(turn % rows.len());
            prop_assert_eq!(areas_of(&moved, 1), Ok(here));
            let turned = areas_of(&rows, -1).expect("defined");
            prop_assert!((here.baseline.area + turned.baseline.area - 1.0).abs() < 1e-15);
            prop_assert!((here.variance - turned.variance).abs() < 1e-15);
            let sum = here.baseline.variance + here.candidate.variance - 2.0 * here.covariance;
            prop_assert!((here.variance - sum).abs() < 1e-14);
        }
    }
}
