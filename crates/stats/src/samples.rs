//! How many examples it takes.
//!
//! Sizes are nothing where no size does: without room for an error, or with
//! figures that can't be.

use crate::beta;
use crate::paired::Paired;
use crate::{Confidence, Interval, binomial, normal};

/// What a commit's author learns, as ease.ml/ci has it (Renggli et al.,
/// Continuous Integration of Machine Learning Models with ease.ml/ci, 2019).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adaptivity {
    /// Nothing that the next model could be fitted to; or, as with its
    /// `firstChange`, the first thing learnt ends the use of the examples.
    None,
    /// Whether it passed. Then every way that the answers can go is a model of
    /// its own.
    Full,
}

/// How often a set of examples is used, and how surely it has to be right every
/// time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliability {
    /// The probability that all estimates are within their tolerance: below 1.
    pub level: f64,
    /// How many clauses a condition has, each with a tolerance of its own.
    pub clauses: u32,
    /// How many models are tested.
    pub steps: u32,
    /// What is learnt from a test.
    pub adaptivity: Adaptivity,
}

impl Reliability {
    /// −ln δ for each of so many estimates that a clause has.
    fn exponent(&self, estimates: usize) -> f64 {
        let steps = f64::from(self.steps);
        let tests = match self.adaptivity {
            Adaptivity::None => steps.ln(),
            Adaptivity::Full => steps * std::f64::consts::LN_2,
        };
        tests + (estimates as f64 * f64::from(self.clauses)).ln() - (1.0 - self.level).ln()
    }
}

/// The examples for a clause by Hoeffding's inequality: with the factors of the
/// variables (1 for `n > c`; 1 and −1 for `n - o > c`), each of which is
/// estimated on its own, and the tolerance of the clause.
#[must_use]
pub fn hoeffding(tolerance: f64, factors: &[f64], reliability: &Reliability) -> Option<u64> {
    let factor = factors
        .iter()
        .fold(0.0_f64, |most, factor| most.max(factor.abs()));
    let range = factor * factors.len() as f64 / tolerance;
    let size = range * range * reliability.exponent(factors.len()) / 2.0;
    whole(size, tolerance > 0.0)
}

/// The examples for the mean of figures within −1 to 1 of at most this variance
/// by Bennett's inequality: for `n - o > c` that is the share of examples on
/// which both models differ, and only those need a label.
#[must_use]
pub fn bennett(tolerance: f64, variance: f64, reliability: &Reliability) -> Option<u64> {
    let ratio = tolerance / variance;
    let rate = variance * ((1.0 + ratio) * ratio.ln_1p() - ratio);
    let valid = tolerance > 0.0 && variance > 0.0;
    whole(reliability.exponent(1) / rate, valid)
}

/// The examples from which on a share of at least ½ is not measured too high by
/// the tolerance, by the binomial distribution itself: fewer by far than by an
/// inequality where the share is near 1.
#[must_use]
pub fn exact(share: f64, tolerance: f64, reliability: &Reliability) -> Option<u64> {
    let limit = share + tolerance;
    if !(share >= 0.5 && tolerance > 0.0 && limit <= 1.0) {
        return None;
    }
    let risk = (-reliability.exponent(1)).exp();
    // The binomial tail with a count that need not be whole: it falls steadily,
    // and the tail itself is never above it.
    let enough = |n: u64| {
        let n = n as f64;
        beta::cdf(n * limit, n * (1.0 - limit) + 1.0, share) <= risk
    };
    first(enough)
}

/// The pairs that show a candidate not to be worse than the baseline by `margin`
/// with this power, where they differ on the share `discordance` of the
/// examples and the candidate's accuracy is above the baseline's by
/// `difference`.
#[must_use]
pub fn noninferiority(
    confidence: Confidence,
    power: f64,
    [discordance, difference]: [f64; 2],
    margin: f64,
) -> Option<u64> {
    let z = confidence.z() + normal::quantile(power);
    let distance = margin + difference;
    let variance = discordance - difference * difference;
    let valid = distance > 0.0 && z > 0.0 && possible(discordance, difference);
    whole(z * z * variance / (distance * distance), valid)
}

/// The pairs with which Mc Nemar's test finds a difference, by Connor (Sample
/// Size for Testing Differences in Proportions for the Paired-Sample Design,
/// 1987).
#[must_use]
pub fn superiority(
    confidence: Confidence,
    power: f64,
    [discordance, difference]: [f64; 2],
) -> Option<u64> {
    let variance = discordance - difference * difference;
    let z = confidence.z() * discordance.sqrt() + normal::quantile(power) * variance.sqrt();
    let valid = difference != 0.0 && z > 0.0 && possible(discordance, difference);
    whole(z * z / (difference * difference), valid)
}

/// Whether models can differ that often with such a difference.
fn possible(discordance: f64, difference: f64) -> bool {
    discordance <= 1.0 && difference.abs() <= discordance
}

/// The probability that Tango's test shows the candidate not to be worse by
/// `margin`, of so many pairs, up to a billion.
///
/// It is summed over all outcomes that are not less probable than 1e-15. Beyond
/// some million pairs, where neighbours hardly differ, each stands for some.
#[must_use]
pub fn noninferiority_power(
    count: u64,
    confidence: Confidence,
    [discordance, difference]: [f64; 2],
    margin: f64,
) -> Option<f64> {
    const MOST: u64 = 1_000_000_000;
    let counted = (1..=MOST).contains(&count);
    if !counted || discordance <= 0.0 || !possible(discordance, difference) {
        return None;
    }
    let gain = f64::midpoint(discordance, difference) / discordance;
    let z = confidence.z();
    let shows = |differ: u64, candidate_only: u64| {
        let pairs = Paired {
            baseline_only: differ - candidate_only,
            candidate_only,
            neither: count - differ,
            both: 0,
        };
        pairs.tango_score(-margin).is_some_and(|score| score >= z)
    };
    let outcomes = likely(count, discordance);
    let each = ((outcomes.end() - outcomes.start()) / 4096).max(1);
    let stride = usize::try_from(each).unwrap_or(usize::MAX);
    let power = outcomes.step_by(stride).map(|differ| {
        let needed = least(differ, |wins| shows(differ, wins));
        binomial::mass(differ, count, discordance) * binomial::at_least(needed, differ, gain)
    });
    Some((power.sum::<f64>() * each as f64).min(1.0))
}

/// The counts about the mean of a binomial distribution, to nine standard
/// deviations and a few more for skewed ones.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and cut to the count"
)]
fn likely(count: u64, share: f64) -> std::ops::RangeInclusive<u64> {
    let mean = count as f64 * share;
    let reach = 9.0 * (mean * (1.0 - share)).sqrt() + 30.0;
    let high = ((mean + reach).ceil() as u64).min(count);
    (mean - reach).max(0.0) as u64..=high
}

/// The least count up to `most` that does, or the one after: those that do come
/// after those that don't.
fn least(most: u64, does: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, most + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        match does(middle) {
            true => high = middle,
            false => low = middle + 1,
        }
    }
    low
}

/// The least count above 0 that does; nothing beyond 10¹².
fn first(does: impl Fn(u64) -> bool) -> Option<u64> {
    const MOST: u64 = 1_000_000_000_000;
    let mut high = 1;
    while !does(high) {
        high = (high < MOST).then_some(high * 2)?;
    }
    Some(least(high, |count| count > 0 && does(count)))
}

/// About how many more units let the interval end short of a limit, should the
/// estimate stay as it is: intervals shrink with the root of their number. 0
/// where it does already; nothing where the estimate is at the limit.
#[must_use]
pub fn more(units: u64, estimate: f64, interval: Interval, limit: f64) -> Option<u64> {
    let reach = match limit < estimate {
        true => estimate - interval.low,
        false => interval.high - estimate,
    };
    let ratio = reach / (estimate - limit).abs();
    let needed = units as f64 * (ratio * ratio - 1.0);
    whole(needed.max(0.0).round(), ratio.is_finite())
}

/// Rounded up; nothing of what is no count.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within the range of counts"
)]
fn whole(size: f64, valid: bool) -> Option<u64> {
    let count = size.ceil();
    (valid && (0.0..1e18).contains(&count)).then_some(count as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::near;
    use proptest::prelude::*;

    fn reliability(level: f64, adaptivity: Adaptivity) -> Reliability {
        Reliability {
            level,
            clauses: 1,
            steps: 32,
            adaptivity,
        }
    }

    /// Computed apart by the formula in ease.ml/ci's code: of 32 models, for
    /// `n > c` without and with full adaptivity, and for `n - o > c` likewise.
    #[test]
    fn agrees_with_ease_ml_ci() {
        for (level, tolerance, expected) in [
            (0.99, 0.1, [404, 1340, 1753, 5496]),
            (0.99, 0.05, [1615, 5358, 7012, 21_984]),
            (0.99, 0.025, [6457, 21_429, 28_045, 87_933]),
            (0.99, 0.01, [40_355, 133_930, 175_282, 549_581]),
            (0.999, 0.1, [519, 1455, 2214, 5957]),
            (0.999, 0.05, [2075, 5818, 8854, 23_826]),
            (0.999, 0.025, [8299, 23_271, 35_414, 95_302]),
            (0.999, 0.01, [51_868, 145_443, 221_333, 595_633]),
            (0.9999, 0.1, [634, 1570, 2674, 6417]),
            (0.9999, 0.05, [2536, 6279, 10_696, 25_668]),
            (0.9999, 0.025, [10_141, 25_113, 42_782, 102_670]),
            (0.9999, 0.01, [63_381, 156_956, 267_385, 641_684]),
        ] {
            let factors: [&[f64]; 2] = [&[1.0], &[1.0, -1.0]];
            let sizes = factors.into_iter().flat_map(|factors| {
                [Adaptivity::None, Adaptivity::Full].map(|adaptivity| {
                    hoeffding(tolerance, factors, &reliability(level, adaptivity))
                })
            });
            assert_eq!(sizes.collect::<Option<Vec<u64>>>(), Some(expected.to_vec()));
        }
        let bennett = bennett(0.01, 0.1, &reliability(0.9999, Adaptivity::None));
        assert_eq!(bennett, Some(26_184));
    }

    /// `SciPy` 1.17.1: `brentq` of `betainc(n * t, n * (1 - t) + 1, p) - risk`
    /// has 9190.75 and 377.47. Hoeffding's takes 63381 and 1615.
    #[test]
    fn the_binomial_distribution_takes_fewer() {
        let sure = reliability(0.9999, Adaptivity::None);
        assert_eq!(exact(0.95, 0.01, &sure), Some(9191));
        assert_eq!(
            exact(0.9, 0.05, &reliability(0.99, Adaptivity::None)),
            Some(378)
        );
        assert_eq!(exact(0.4, 0.01, &sure), None);
        assert_eq!(exact(0.95, 0.1, &sure), None);
    }

    /// The formulas by hand, in Python with `SciPy` 1.17.1's `norm.ppf`:
    /// 1545.64, 6176.37 and 154.60 pairs.
    #[test]
    fn agrees_with_the_formulas() {
        let one = Confidence::one_sided(0.95).expect("within");
        assert_eq!(noninferiority(one, 0.8, [0.1, 0.0], 0.02), Some(1546));
        assert_eq!(noninferiority(one, 0.8, [0.1, -0.01], 0.02), Some(6177));
        let two = Confidence::two_sided(0.95).expect("within");
        assert_eq!(superiority(two, 0.8, [0.2, 0.1]), Some(155));
    }

    #[test]
    fn what_cannot_be_has_no_size() {
        let one = Confidence::one_sided(0.95).expect("within");
        assert_eq!(noninferiority(one, 0.8, [0.1, -0.02], 0.02), None);
        assert_eq!(noninferiority(one, 0.8, [0.1, 0.2], 0.02), None);
        assert_eq!(superiority(one, 0.8, [0.1, 0.0]), None);
        assert_eq!(noninferiority_power(0, one, [0.1, 0.0], 0.02), None);
        let sure = reliability(1.0, Adaptivity::None);
        assert_eq!(hoeffding(0.1, &[1.0], &sure), None);
        assert_eq!(
            hoeffding(0.0, &[1.0], &reliability(0.9, Adaptivity::None)),
            None
        );
        assert_eq!(bennett(0.1, 0.0, &reliability(0.9, Adaptivity::None)), None);
    }

    /// `SciPy` 1.17.1: `multinomial.pmf` of every outcome, summed where Tango's
    /// score by the same formula rejects.
    #[test]
    fn power_agrees_with_every_outcome() {
        let found = [
            (100, 0.95, [0.2, 0.0], 0.1),
            (100, 0.95, [0.2, -0.1], 0.1),
            (60, 0.9, [0.3, 0.05], 0.02),
        ]
        .map(|(count, level, truth, margin)| {
            let confidence = Confidence::one_sided(level).expect("within");
            noninferiority_power(count, confidence, truth, margin).expect("defined")
        });
        let expected = [
            0.707_438_029_480_037_4,
            0.049_183_097_030_685_8,
            0.396_376_600_435_649_9,
        ];
        near(&found, &expected, 1e-11);
    }

    /// What it tends to: the normal distribution, after so many pairs.
    #[test]
    fn power_of_many_pairs_is_that_of_the_formula() {
        let one = Confidence::one_sided(0.95).expect("within");
        let size = noninferiority(one, 0.8, [0.1, 0.0], 0.0002).expect("defined");
        let power = noninferiority_power(size, one, [0.1, 0.0], 0.0002).expect("defined");
        assert!((power - 0.8).abs() < 1e-4, "{power}");
    }

    #[test]
    fn the_size_has_the_power() {
        let one = Confidence::one_sided(0.95).expect("within");
        let size = noninferiority(one, 0.8, [0.1, 0.0], 0.02).expect("defined");
        let power = noninferiority_power(size, one, [0.1, 0.0], 0.02).expect("defined");
        assert!((power - 0.8).abs() < 0.01, "{power}");
    }

    #[test]
    fn four_times_as_many_halve_an_interval() {
        let interval = Interval {
            low: -0.03,
            high: 0.05,
        };
        assert_eq!(more(1000, 0.01, interval, -0.01), Some(3000));
        assert_eq!(more(1000, 0.01, interval, 0.03), Some(3000));
        assert_eq!(more(1000, 0.01, interval, -0.04), Some(0));
        assert_eq!(more(1000, 0.01, interval, 0.01), None);
    }

    proptest! {
        #[test]
        fn more_pairs_are_needed_for_a_narrower_margin(
            discordance in 0.01..0.5_f64, margin in 0.01..0.1_f64, power in 0.6..0.99_f64,
        ) {
            let one = Confidence::one_sided(0.95).expect("within");
            let size = |margin| noninferiority(one, power, [discordance, 0.0], margin);
            prop_assert!(size(margin / 2.0) >= size(margin));
            prop_assert!(size(margin).is_some());
        }
    }
}
