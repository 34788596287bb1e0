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
    /// Proportions for the Paired-Sample Design, 1998). Nothing of no examples.
    #[must_use]
    pub fn tango_score(&self, difference: f64) -> Option<f64> {
        let [fewer, more] = [self.baseline_only, self.candidate_only].map(|count| count as f64);
        let count = self.some()?;
        Some(match difference < 0.0 {
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
    /// `margin` (at least 0) or more, by Tango's score: small where the
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
