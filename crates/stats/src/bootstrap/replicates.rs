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
