//! Two models that are right or wrong on the same examples.
//!
//! Only the examples on which they differ tell them apart, and how many there
//! are says how much an example tells. So the pairs are kept: two separate
//! intervals would throw that away.

use crate::{Confidence, Interval, binomial, normal, proportion};

/// How many examples which of the two models is right on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Paired {
    /// Both are right.
    pub both: u64,
    /// Only the baseline is right.
    pub baseline_only: u64,
    /// Only the candidate is right.
    pub candidate_only: u64,
    /// None is right.
    pub neither: u64,
}

impl Paired {
    /// How many examples there are.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.both + self.discordant() + self.neither
    }

    /// On how many only one of the two is right.
    #[must_use]
    pub const fn discordant(&self) -> u64 {
        self.baseline_only + self.candidate_only
    }

    /// The accuracy of the candidate less that of the baseline; nothing of no
    /// examples.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        let difference = self.candidate_only as f64 - self.baseline_only as f64;
        Some(difference / self.some()?)
    }

    /// The p-value of Mc Nemar's exact test that both are right as often,
    /// two-sided. 1 where they never differ.
    #[must_use]
    pub fn mcnemar_exact(&self) -> f64 {
        (2.0 * self.tail()).min(1.0)
    }

    /// The same with half of the probability of what was seen: nearer to the
    /// level asked for, which it hardly ever exceeds (Fagerland, Lydersen and
    /// Laake, The Mc Nemar Test for Binary Matched-Pairs Data, 2013).
    #[must_use]
    pub fn mcnemar_mid_p(&self) -> f64 {
        let fewer = self.baseline_only.min(self.candidate_only);
        let seen = binomial::mass(fewer, self.discordant(), 0.5);
        (2.0 * self.tail() - seen).min(1.0)
    }

    fn tail(&self) -> f64 {
        let fewer = self.baseline_only.min(self.candidate_only);
        binomial::at_most(fewer, self.discordant(), 0.5)
    }

    /// Tango's score for a difference within −1 to 1: how many standard errors,
    /// as they would be were it true, the difference seen is above it
    /// (Equivalence Test and Confidence Interval for the Difference in
    /// Proportions for the Paired-Sample Design, 1998). Nothing of no examples,
    /// or outside.
    #[must_use]
    pub fn tango_score(&self, difference: f64) -> Option<f64> {
        let [fewer, more] = [self.baseline_only, self.candidate_only].map(|count| count as f64);
        let count = self.some()?;
        let within = (-1.0..=1.0).contains(&difference);
        within.then(|| match difference < 0.0 {
            // What a model loses the other one wins.
            true => -score(count, [more, fewer], -difference),
            false => score(count, [fewer, more], difference),
        })
    }

    /// Tango's score interval of the difference: all differences that the test
    /// does not reject. It has a length even where the models never differ.
    /// Nothing of no examples.
    #[must_use]
    pub fn tango(&self, confidence: Confidence) -> Option<Interval> {
        let (seen, z) = (self.difference()?, confidence.z());
        let score = |difference| self.tango_score(difference).unwrap_or_default();
        Some(Interval {
            low: halve([-1.0, seen], |difference| score(difference) > z),
            high: halve([seen, 1.0], |difference| score(difference) > -z),
        })
    }

    /// Newcombe's interval of the difference out of two Wilson intervals and
    /// the correlation, his method 10 (Improved Confidence Intervals for the
    /// Difference between Binomial Proportions Based on Paired Data, 1998).
    /// Nothing of no examples.
    #[must_use]
    pub fn newcombe(&self, confidence: Confidence) -> Option<Interval> {
        let seen = self.difference()?;
        let margins = [self.candidate_only, self.baseline_only].map(|only| self.both + only);
        let [candidate, baseline] =
            margins.map(|right| proportion::wilson(right, self.count(), confidence));
        let (candidate, baseline) = (candidate?, baseline?);
        let [above, below] = margins.map(|right| right as f64 / self.count() as f64);
        let correlation = self.correlation();
        let distance = |a: f64, b: f64| {
            let square = a * a - 2.0 * correlation * a * b + b * b;
            square.max(0.0).sqrt()
        };
        Some(Interval {
            low: seen - distance(above - candidate.low, baseline.high - below),
            high: seen + distance(candidate.high - above, below - baseline.low),
        })
    }

    /// The correlation φ of both being right, with Newcombe's correction for
    /// continuity; 0 where one of them is always or never right.
    fn correlation(&self) -> f64 {
        let cells = [
            self.both,
            self.candidate_only,
            self.baseline_only,
            self.neither,
        ];
        let [both, candidate, baseline, neither] = cells.map(|cell| cell as f64);
        let margins = (both + candidate) * (baseline + neither) * (both + baseline);
        let margins = margins * (candidate + neither);
        let cross = both * neither - candidate * baseline;
        let half = self.count() as f64 / 2.0;
        let cross = if cross > 0.0 {
            (cross - half).max(0.0)
        } else {
            cross
        };
        if margins > 0.0 {
            cross / margins.sqrt()
        } else {
            0.0
        }
    }

    /// The p-value against a candidate that is worse than the baseline by
    /// `margin` (within 0 to 1) or more, by Tango's score: small where the
    /// candidate is not inferior. Nothing of no examples.
    #[must_use]
    pub fn noninferiority(&self, margin: f64) -> Option<f64> {
        self.tango_score(-margin).map(|score| normal::cdf(-score))
    }

    /// The p-value against a candidate that is worse by less than `margin`:
    /// small where the candidate has lost more. Nothing of no examples.
    #[must_use]
    pub fn regression(&self, margin: f64) -> Option<f64> {
        self.tango_score(-margin).map(normal::cdf)
    }

    /// How many examples there are, if any.
    fn some(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then_some(count as f64)
    }
}

/// The score for a difference of at least 0, of what only the baseline and only
/// the candidate is right on.
fn score(count: f64, [baseline, candidate]: [f64; 2], difference: f64) -> f64 {
    // The likeliest share that only the baseline is right on solves
    // a q² + b q + c = 0, where c is never above 0.
    let a = 2.0 * count;
    let b = (2.0 * count - candidate + baseline) * difference - baseline - candidate;
    let c = -baseline * difference * (1.0 - difference);
    let root = (b * b - 4.0 * a * c).sqrt();
    let share = match b > 0.0 {
        true => -2.0 * c / (b + root),
        false => (root - b) / (2.0 * a),
    };
    let variance = count * (2.0 * share + difference * (1.0 - difference));
    let distance = candidate - baseline - count * difference;
    if distance == 0.0 {
        return 0.0;
    }
    distance / variance.max(0.0).sqrt()
}

/// The place where `before` stops to hold, by halving the range it lies in.
fn halve([mut low, mut high]: [f64; 2], before: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        match before(middle) {
            true => low = middle,
            false => high = middle,
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::near;
    use proptest::prelude::*;

    fn confidence(level: f64) -> Confidence {
        Confidence::two_sided(level).expect("within")
    }

    /// Of both, only the baseline, only the candidate, and none.
    fn pairs([both, baseline_only, candidate_only, neither]: [u64; 4]) -> Paired {
        Paired {
            both,
            baseline_only,
            candidate_only,
            neither,
        }
    }

    fn ends(interval: Option<Interval>) -> [f64; 2] {
        interval.map(|it| [it.low, it.high]).expect("defined")
    }

    /// statsmodels 0.15.0: `mcnemar([[0, b], [c, 0]], exact=True).pvalue`; and
    /// that with `SciPy` 1.17.1's `binom.pmf(min(b, c), b + c, .5)` less.
    #[test]
    fn mcnemar_agrees_with_statsmodels() {
        for (b, c, exact, mid) in [
            (6, 16, 0.052_478_790_283_203_125, 0.034_689_664_840_698_24),
            (0, 5, 0.0625, 0.031_25),
            (
                121,
                59,
                4.434_449_263_755_164_5e-6,
                3.266_646_795_774_573_3e-6,
            ),
            (
                1000,
                1100,
                0.030_720_707_864_242_49,
                0.029_110_633_685_909_233,
            ),
            (7, 7, 1.0, 1.0),
            (0, 0, 1.0, 1.0),
        ] {
            let pairs = pairs([10, b, c, 20]);
            near(
                &[pairs.mcnemar_exact() / exact, pairs.mcnemar_mid_p() / mid],
                &[1.0; 2],
                1e-12,
            );
        }
    }

    /// The likelihood maximised by `SciPy` 1.17.1 (`minimize_scalar`), the score
    /// solved by `brentq`; digits as far as those agree among themselves. R's
    /// `PropCIs::scoreci.mp(25, 28, 618, conf.level = 0.9)` has -0.0148 and
    /// 0.0247 for the fourth turned around.
    #[test]
    fn tango_agrees_with_a_numeric_likelihood() {
        for (cells, level, low, high, margin) in [
            (
                [100, 7, 16, 57],
                0.95,
                -0.002_392_381,
                0.106_601_389,
                0.000_300_547_7,
            ),
            (
                [100, 7, 16, 57],
                0.90,
                0.006_522_009,
                0.096_649_082,
                0.000_300_547_7,
            ),
            (
                [400, 28, 25, 165],
                0.95,
                -0.028_732_021,
                0.018_785_056,
                0.000_233_613_7,
            ),
            (
                [400, 28, 25, 165],
                0.90,
                -0.024_715_482,
                0.014_834_370,
                0.000_233_613_7,
            ),
            (
                [8, 3, 1, 2],
                0.95,
                -0.432_663_850,
                0.166_974_511,
                0.747_843_390,
            ),
        ] {
            let pairs = pairs(cells);
            near(&ends(pairs.tango(confidence(level))), &[low, high], 1e-8);
            near(
                &[pairs.noninferiority(0.05).expect("defined")],
                &[margin],
                1e-8,
            );
        }
    }

    /// Published, as collected in the tests of R's `ratesci` (`pairbinci`, whose
    /// difference is the first less the second): Tango 1998, Agresti and Min
    /// 2005, Fagerland et al. 2014, Tang et al. 2010, Chang 2024.
    #[test]
    fn tango_agrees_with_publications() {
        for (cells, level, expected, precision) in [
            ([4, 3, 9, 16], 0.95, [-0.027, 0.390], 5e-4),
            ([43, 1, 0, 0], 0.90, [-0.096, 0.037], 5e-4),
            ([53, 8, 16, 9], 0.95, [-0.020, 0.207], 5e-4),
            ([1, 7, 1, 12], 0.95, [-0.517, -0.026], 5e-4),
            ([8, 1, 3, 2], 0.95, [-0.1670, 0.4327], 5e-5),
            ([7, 2, 25, 68], 0.95, [0.139, 0.321], 5e-4),
        ] {
            near(
                &ends(pairs(cells).tango(confidence(level))),
                &expected,
                precision,
            );
        }
    }

    /// Likewise: Newcombe 1998, Fagerland et al. 2014, Tang et al. 2010.
    #[test]
    fn newcombe_agrees_with_publications() {
        for (cells, expected, precision) in [
            ([20, 2, 12, 16], [0.0562, 0.3292], 5e-5),
            ([1, 7, 1, 12], [-0.507, -0.026], 5e-4),
            ([8, 1, 3, 2], [-0.1574, 0.4136], 5e-5),
        ] {
            near(
                &ends(pairs(cells).newcombe(confidence(0.95))),
                &expected,
                precision,
            );
        }
    }

    #[test]
    fn models_that_never_differ_are_not_known_to_be_the_same() {
        let pairs = pairs([90, 0, 0, 10]);
        let z = confidence(0.95).z();
        let reach = z * z / (100.0 + z * z);
        near(
            &ends(pairs.tango(confidence(0.95))),
            &[-reach, reach],
            1e-14,
        );
        assert_eq!(pairs.tango_score(0.0), Some(0.0));
        near(&[pairs.mcnemar_exact()], &[1.0], 0.0);
    }

    #[test]
    fn nothing_is_known_of_no_examples() {
        let none = Paired::default();
        assert_eq!(
            (
                pairs([1; 4]).tango_score(1.1),
                pairs([1; 4]).tango_score(f64::NAN)
            ),
            (None, None)
        );
        assert_eq!(
            (none.difference(), none.tango(confidence(0.9))),
            (None, None)
        );
        assert_eq!(
            (none.newcombe(confidence(0.9)), none.noninferiority(0.1)),
            (None, None)
        );
    }

    /// The probability of an outcome of `count` pairs, of which only one model
    /// is right on the shares given, summed over those that hold.
    fn probability(count: u64, shares: [f64; 2], holds: impl Fn(&Paired) -> bool) -> f64 {
        let [baseline, candidate] = shares;
        let mut sum = 0.0;
        for b in 0..=count {
            for c in 0..=count - b {
                let pairs = pairs([0, b, c, count - b - c]);
                if holds(&pairs) {
                    let other = binomial::mass(b, count, baseline);
                    sum += other * binomial::mass(c, count - b, candidate / (1.0 - baseline));
                }
            }
        }
        sum
    }

    #[test]
    fn tango_is_as_sure_as_it_says() {
        let z = confidence(0.9).z();
        for [baseline, candidate] in [[0.1, 0.1], [0.05, 0.15], [0.2, 0.05], [0.3, 0.3]] {
            let holds = |pairs: &Paired| {
                pairs
                    .tango_score(candidate - baseline)
                    .is_some_and(|score| score.abs() <= z)
            };
            let covered = probability(60, [baseline, candidate], holds);
            assert!(
                (covered - 0.9).abs() < 0.02,
                "{baseline} {candidate}: {covered}"
            );
        }
    }

    #[test]
    fn a_candidate_at_the_margin_rarely_passes() {
        for [baseline, candidate] in [[0.15, 0.05], [0.2, 0.1], [0.11, 0.01]] {
            let ships = |pairs: &Paired| pairs.noninferiority(0.1).is_some_and(|p| p <= 0.05);
            let passed = probability(100, [baseline, candidate], ships);
            assert!((0.03..0.065).contains(&passed), "{baseline}: {passed}");
        }
    }

    proptest! {
        #[test]
        fn ends_have_the_score_of_the_confidence(cells in prop::array::uniform4(0..400_u64), level in 0.6..0.999_f64) {
            prop_assume!(cells.iter().sum::<u64>() > 0);
            let (pairs, confidence) = (pairs(cells), confidence(level));
            let it = pairs.tango(confidence).expect("defined");
            let score = |difference| pairs.tango_score(difference).expect("defined");
            prop_assert!(-1.0 <= it.low && it.low < it.high && it.high <= 1.0);
            prop_assert!(it.contains(pairs.difference().expect("defined")));
            prop_assert!(it.low <= -1.0 || (score(it.low) - confidence.z()).abs() < 1e-9);
            prop_assert!(it.high >= 1.0 || (score(it.high) + confidence.z()).abs() < 1e-9);
        }

        #[test]
        fn the_score_falls_with_the_difference(cells in prop::array::uniform4(0..50_u64), at in -0.99..0.98_f64) {
            prop_assume!(cells.iter().sum::<u64>() > 0);
            let score = |difference| pairs(cells).tango_score(difference).expect("defined");
            prop_assert!(score(at) >= score(at + 0.01));
        }

        #[test]
        fn a_change_of_sides_turns_everything(cells in prop::array::uniform4(0..400_u64), level in 0.6..0.999_f64) {
            prop_assume!(cells.iter().sum::<u64>() > 0);
            let [both, b, c, neither] = cells;
            let (here, there) = (pairs(cells), pairs([both, c, b, neither]));
            let confidence = confidence(level);
            for (here, there) in [
                (here.tango(confidence), there.tango(confidence)),
                (here.newcombe(confidence), there.newcombe(confidence)),
            ] {
                let ([low, high], [turned_low, turned_high]) = (ends(here), ends(there));
                prop_assert!((low + turned_high).abs() < 1e-12 && (high + turned_low).abs() < 1e-12);
            }
            near(&[here.mcnemar_exact()], &[there.mcnemar_exact()], 0.0);
        }
    }
}
