//! Intervals of a proportion: so many successes of so many trials.
//!
//! They are nothing of no trials, or with more successes than trials. With no
//! success the lower end is exactly 0, with no failure the upper exactly 1.

use crate::beta;
use crate::{Confidence, Interval};

/// Wilson's score interval (1927): on average as sure as it says, which makes
/// it the default of the field.
#[must_use]
pub fn wilson(successes: u64, trials: u64, confidence: Confidence) -> Option<Interval> {
    let z = confidence.z();
    interval(successes, trials, |hits, misses| {
        let trials = hits + misses;
        let spread = z * (hits * (misses / trials) + z * z / 4.0).sqrt();
        let upper = (hits + z * z / 2.0 + spread) / (trials + z * z);
        // Both ends solve one quadratic equation: their product loses no digits.
        hits * (hits / trials) / ((trials + z * z) * upper)
    })
}

/// Clopper and Pearson's exact interval (1934): never less sure than it says,
/// and so wider than need be.
#[must_use]
pub fn clopper_pearson(successes: u64, trials: u64, confidence: Confidence) -> Option<Interval> {
    interval(successes, trials, |hits, misses| {
        beta::quantile(hits, misses + 1.0, confidence.tail())
    })
}

/// The interval between quantiles of the posterior of Jeffreys' prior, with
/// the ends at 0 and 1 that Brown, Cai and `DasGupta` advise (Interval
/// Estimation for a Binomial Proportion, 2001).
#[must_use]
pub fn jeffreys(successes: u64, trials: u64, confidence: Confidence) -> Option<Interval> {
    interval(successes, trials, |hits, misses| {
        beta::quantile(hits + 0.5, misses + 0.5, confidence.tail())
    })
}

/// The interval with a lower end out of successes and failures. What is sought
/// above is the same with both exchanged.
fn interval(successes: u64, trials: u64, lower: impl Fn(f64, f64) -> f64) -> Option<Interval> {
    let failures = trials.checked_sub(successes)?;
    let lower = |hits: u64, misses: u64| match hits {
        0 => 0.0,
        _ => lower(hits as f64, misses as f64),
    };
    (trials > 0).then(|| Interval {
        low: lower(successes, failures),
        high: 1.0 - lower(failures, successes),
    })
}
