//! Intervals and p-values out of replicates.

use crate::{Confidence, Interpolation, Interval, normal, quantiles};
use std::fmt;

/// Why there is no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Degenerate {
    /// There are no replicates.
    Empty,
    /// So many of the replicates, of the figures of a jackknife, or the
    /// estimate itself are NaN or infinite.
    Undefined(usize),
    /// All replicates are the same: there is nothing to tell how far off the
    /// estimate is.
    NoVariance,
    /// No replicate lies on one side of the estimate.
    Bias,
    /// The statistic is too skewed for the acceleration to hold.
    Acceleration,
    /// Fewer than one replicate would lie beyond an end: more resamples are
    /// needed.
    TooFew,
}

impl fmt::Display for Degenerate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self {
            Self::Undefined(count) => {
                return write!(f, "the statistic is undefined on {count} resamples");
            }
            Self::Empty => "there are no resamples",
            Self::NoVariance => "the statistic is the same on all resamples",
            Self::Bias => "the statistic of all resamples is on one side of the estimate",
            Self::Acceleration => "the statistic is too skewed",
            Self::TooFew => "there are too few resamples for this confidence",
        };
        f.write_str(why)
    }
}

impl std::error::Error for Degenerate {}

/// An estimate and its replicates: the same statistic on every resample.
#[derive(Clone, Debug)]
pub struct Replicates {
    estimate: f64,
    values: Vec<f64>,
}

impl Replicates {
    /// Takes replicates that an interval can be made of.
    ///
    /// None may be undefined: whoever leaves some out has to say so.
    pub fn new(estimate: f64, values: Vec<f64>) -> Result<Self, Degenerate> {
        let undefined = undefined(&values) + undefined(&[estimate]);
        let first = *values.first().ok_or(Degenerate::Empty)?;
        if undefined > 0 {
            return Err(Degenerate::Undefined(undefined));
        }
        if values.iter().all(|value| value.total_cmp(&first).is_eq()) {
            return Err(Degenerate::NoVariance);
        }
        Ok(Self { estimate, values })
    }

    /// The interval between quantiles of the replicates.
    pub fn percentile(&self, confidence: Confidence) -> Result<Interval, Degenerate> {
        self.between([confidence.tail(), 1.0 - confidence.tail()])
    }

    /// The same turned around the estimate: what the replicates are to the
    /// estimate, the estimate is to the truth.
    pub fn basic(&self, confidence: Confidence) -> Result<Interval, Degenerate> {
        let interval = self.percentile(confidence)?;
        Ok(Interval {
            low: 2.0 * self.estimate - interval.high,
            high: 2.0 * self.estimate - interval.low,
        })
    }

    /// Efron's bias-corrected and accelerated interval (Better Bootstrap
    /// Confidence Intervals, 1987), with the [`acceleration`] of the statistic:
    /// right to a higher order than the others, and the same for every
    /// transformation of the statistic.
    pub fn bca(&self, acceleration: f64, confidence: Confidence) -> Result<Interval, Degenerate> {
        let (bias, z) = (self.bias()?, confidence.z());
        let level = |z: f64| {
            let distance = bias + z;
            let scale = 1.0 - acceleration * distance;
            let level = normal::cdf(bias + distance / scale);
            (scale > 0.0)
                .then_some(level)
                .ok_or(Degenerate::Acceleration)
        };
        self.between([level(-z)?, level(z)?])
    }

    /// How sure the statistic is at most `figure`: the tail of the accelerated
    /// interval that ends there, and so the p-value against it, never below
    /// one of all resamples.
    ///
    /// Where a gain is good, `below(-margin)` is the p-value against a
    /// candidate that is worse by the margin or more, and 1 less it against
    /// one that is not.
    pub fn below(&self, figure: f64, acceleration: f64) -> Result<f64, Degenerate> {
        let bias = self.bias()?;
        let least = 1.0 / (self.values.len() as f64 + 1.0);
        let share = self.share_below(figure).clamp(least, 1.0 - least);
        let distance = normal::quantile(share) - bias;
        let scale = 1.0 + acceleration * distance;
        let tail = normal::cdf(distance / scale - bias);
        let valid = scale > 0.0 && !figure.is_nan();
        let tail = valid.then_some(tail).ok_or(Degenerate::Acceleration)?;
        Ok(tail.clamp(least, 1.0 - least))
    }

    /// How far the estimate is from the median of the replicates.
    fn bias(&self) -> Result<f64, Degenerate> {
        let bias = normal::quantile(self.share_below(self.estimate));
        bias.is_finite().then_some(bias).ok_or(Degenerate::Bias)
    }

    /// The share of replicates below, ties counting half.
    fn share_below(&self, figure: f64) -> f64 {
        let below = self.values.iter().filter(|value| **value < figure).count();
        let up_to = self.values.iter().filter(|value| **value <= figure).count();
        f64::midpoint(below as f64, up_to as f64) / self.values.len() as f64
    }

    fn between(&self, levels: [f64; 2]) -> Result<Interval, Degenerate> {
        let least = 1.0 / self.values.len() as f64;
        if levels[0] < least || levels[1] > 1.0 - least {
            return Err(Degenerate::TooFew);
        }
        let ends = quantiles(&mut self.values.clone(), &levels, Interpolation::Linear);
        match ends.as_deref() {
            Some(&[low, high]) => Ok(Interval { low, high }),
            _ => Err(Degenerate::TooFew),
        }
    }
}

/// The acceleration of a statistic, of its figures with each group of units left
/// out: a sixth of the skewness of the groups' influence. 0 where no group has
/// any.
pub fn acceleration(jackknife: &[f64]) -> Result<f64, Degenerate> {
    let undefined = undefined(jackknife);
    if undefined > 0 {
        return Err(Degenerate::Undefined(undefined));
    }
    let mean = jackknife.iter().sum::<f64>() / jackknife.len() as f64;
    let power = |power| -> f64 {
        let influences = jackknife.iter().map(|figure| mean - figure);
        influences.map(|influence| influence.powi(power)).sum()
    };
    let acceleration = power(3) / (6.0 * power(2).powf(1.5));
    Ok(if acceleration.is_finite() {
        acceleration
    } else {
        0.0
    })
}

fn undefined(values: &[f64]) -> usize {
    values.iter().filter(|value| !value.is_finite()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bootstrap::{Bootstrap, Units};
    use crate::near;
    use proptest::prelude::*;

    fn confidence(level: f64) -> Confidence {
        Confidence::two_sided(level).expect("within")
    }

    fn ends(interval: Result<Interval, Degenerate>) -> [f64; 2] {
        interval.map(|it| [it.low, it.high]).expect("defined")
    }

    fn mean(values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / values.len() as f64
    }

    /// `SciPy` 1.17.1, `bootstrap((data,), np.mean, n_resamples=0,
    /// bootstrap_result=r, method=…)`, of `data = ((i * 37) % 23)**2 / 10` for
    /// `i` below 20 and `r.bootstrap_distribution = data.mean() +
    /// (i * 7919 % 1009 / 100 - 5)**3 / 40` for `i` below 999.
    #[test]
    fn agrees_with_scipy() {
        let data: Vec<f64> = (0..20)
            .map(|i| f64::from(i * 37 % 23).powi(2) / 10.0)
            .collect();
        let around = (0..999).map(|i| (f64::from(i * 7919 % 1009) / 100.0 - 5.0).powi(3) / 40.0);
        let values = around.map(|distance| mean(&data) + distance).collect();
        let replicates = Replicates::new(mean(&data), values).expect("defined");
        let without = |at: usize| mean(&[&data[..at], &data[at + 1..]].concat());
        let jackknife: Vec<f64> = (0..20).map(without).collect();
        let acceleration = acceleration(&jackknife).expect("defined");
        let found = [0.95, 0.9].map(confidence).map(|confidence| {
            [
                replicates.percentile(confidence),
                replicates.basic(confidence),
                replicates.bca(acceleration, confidence),
            ]
            .map(ends)
        });
        let expected = [
            [14.189_855_248_749_996, 19.687_841_321_249_998],
            [14.052_158_678_749_997, 19.550_144_751_25],
            [14.257_629_104_227_233, 19.756_392_909_559_544],
            [14.590_352_872_499_997, 19.273_374_467_499_995],
            [14.466_625_532_5, 19.149_647_127_499_996],
            [14.652_686_594_505_095, 19.340_006_521_659_273],
        ];
        for (found, expected) in found.as_flattened().iter().zip(expected) {
            near(found, &expected, 1e-12);
        }
    }

    #[test]
    fn what_tells_nothing_is_named() {
        let why = |estimate, values: &[f64]| Replicates::new(estimate, values.to_vec()).err();
        assert_eq!(why(1.0, &[]), Some(Degenerate::Empty));
        assert_eq!(why(1.0, &[1.0; 50]), Some(Degenerate::NoVariance));
        assert_eq!(
            why(1.0, &[1.0, f64::NAN, f64::INFINITY]),
            Some(Degenerate::Undefined(2))
        );
        assert_eq!(why(f64::NAN, &[1.0, 2.0]), Some(Degenerate::Undefined(1)));
        let values: Vec<f64> = (0..1000).map(f64::from).collect();
        let outside = Replicates::new(-1.0, values.clone()).expect("defined");
        assert_eq!(outside.bca(0.0, confidence(0.9)), Err(Degenerate::Bias));
        assert_eq!(outside.below(3.0, 0.0), Err(Degenerate::Bias));
        let skewed = Replicates::new(500.0, values).expect("defined");
        assert_eq!(
            skewed.bca(0.7, confidence(0.9)),
            Err(Degenerate::Acceleration)
        );
        assert_eq!(
            skewed.percentile(confidence(0.999)),
            Err(Degenerate::TooFew)
        );
        assert_eq!(
            acceleration(&[1.0, f64::NAN]),
            Err(Degenerate::Undefined(1))
        );
        assert_eq!(acceleration(&[1.0; 5]), Ok(0.0));
        assert_eq!(acceleration(&[]), Ok(0.0));
    }

    #[test]
    fn ties_with_the_estimate_are_no_bias() {
        let values = [[-1.0; 300], [0.0; 300], [1.0; 300]].concat();
        let replicates = Replicates::new(0.0, values).expect("defined");
        let surely = confidence(0.9);
        assert_eq!(replicates.bca(0.0, surely), replicates.percentile(surely));
    }

    /// Numbers that look drawn: the middle of a million by their order.
    fn drawn(seed: u64, count: usize) -> Vec<f64> {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
        };
        (0..20 + count).map(|_| next()).skip(20).collect()
    }

    /// An interval of the mean by resampling.
    fn interval(data: &[f64], seed: u8, confidence: Confidence) -> Result<Interval, Degenerate> {
        let bootstrap = Bootstrap {
            seed: [seed; 32],
            resamples: 500,
            threads: 1,
        };
        let weighted = |counts: &[u8], figures: &mut [f64]| {
            let total: f64 = counts.iter().map(|count| f64::from(*count)).sum();
            let sum: f64 = counts
                .iter()
                .zip(data)
                .map(|(n, x)| f64::from(*n) * x)
                .sum();
            figures[0] = sum / total;
        };
        let units = Units::rows(u32::try_from(data.len()).expect("few"));
        let mut replicates = bootstrap.replicates(&units, 1, weighted);
        let jackknife = bootstrap.jackknife(&units, 200, 1, weighted);
        let values = replicates.pop().unwrap_or_default();
        Replicates::new(mean(data), values)?.bca(acceleration(&jackknife[0])?, confidence)
    }

    /// How many of so many intervals of a mean hold the truth.
    fn coverage(times: u32, truth: f64, data: impl Fn(u64) -> Vec<f64>) -> f64 {
        let holds = (0..times).filter(|time| {
            let seed = u8::try_from(time % 251).unwrap_or_default();
            let interval = interval(&data(u64::from(*time) + 1), seed, confidence(0.9));
            interval.is_ok_and(|it| it.contains(truth))
        });
        holds.count() as f64 / f64::from(times)
    }

    /// Within four standard deviations of the study, and what the bootstrap of
    /// 40 examples is known to lack.
    #[test]
    fn an_accelerated_interval_is_as_sure_as_it_says() {
        let exponential = |seed| drawn(seed, 40).into_iter().map(|u| -u.ln()).collect();
        let covered = coverage(400, 1.0, exponential);
        assert!(
            (0.9 - 0.02 - 0.06..0.9 + 0.06).contains(&covered),
            "{covered}"
        );
        // Differences of two models that are right as often: −1, 0 and 1.
        let paired = |seed| {
            let step = |u: f64| f64::from(u8::from(u > 0.85)) - f64::from(u8::from(u < 0.15));
            drawn(seed, 100).into_iter().map(step).collect()
        };
        let covered = coverage(400, 0.0, paired);
        assert!((covered - 0.9).abs() < 0.06, "{covered}");
    }

    proptest! {
        #[test]
        fn without_bias_and_acceleration_it_is_the_percentile(half in prop::collection::vec(0.01..9.0_f64, 100..300)) {
            let values = half.iter().flat_map(|x| [*x, -*x]).collect();
            let replicates = Replicates::new(0.0, values).expect("defined");
            let surely = confidence(0.9);
            let (bca, percentile) = (ends(replicates.bca(0.0, surely)), ends(replicates.percentile(surely)));
            near(&bca, &percentile, 1e-9);
            near(&ends(replicates.basic(surely)), &percentile, 1e-9);
        }

        #[test]
        fn an_end_has_the_p_value_of_its_tail(
            values in prop::collection::vec(-9.0..9.0_f64, 400..900), acceleration in -0.1..0.1_f64, level in 0.5..0.95_f64,
        ) {
            let replicates = Replicates::new(0.5, values).expect("defined");
            let surely = confidence(level);
            let [low, high] = ends(replicates.bca(acceleration, surely));
            let below = |figure| replicates.below(figure, acceleration).expect("defined");
            // Ends lie between replicates: so fine is the grid of p-values.
            prop_assert!((below(low) - surely.tail()).abs() < 0.01, "{} {}", below(low), surely.tail());
            prop_assert!((1.0 - below(high) - surely.tail()).abs() < 0.01);
            prop_assert!(below(-10.0) > 0.0 && below(10.0) < 1.0);
        }

        #[test]
        fn surer_is_wider(values in prop::collection::vec(-9.0..9.0_f64, 400..900), acceleration in -0.05..0.05_f64) {
            let replicates = Replicates::new(0.0, values).expect("defined");
            let [narrow, wide] = [0.5, 0.9].map(|level| ends(replicates.bca(acceleration, confidence(level))));
            prop_assert!(wide[0] <= narrow[0] && narrow[1] <= wide[1]);
        }
    }
}
