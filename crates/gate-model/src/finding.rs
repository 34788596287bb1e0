//! What one rule came to, on all examples or on a slice of them.

use report::{grouped, six_digits as shown};
use stats::Confidence;
use verdict::{Check, Location, Outcome};

use crate::examples::Unit;
use crate::inference::{Call, Side, Test};
use crate::rules::{Rule, What};

/// What one rule came to, on all examples or on a slice of them, against one
/// of the baselines.
pub(crate) struct Finding {
    /// The rule's place among all.
    pub(crate) rule: usize,
    /// The slice; none: all examples.
    pub(crate) slice: Option<String>,
    /// The column that the slice is one value of.
    pub(crate) column: Option<String>,
    /// Which baseline it was, where there are several.
    pub(crate) against: Option<String>,
    /// The candidate's metric.
    pub(crate) value: Option<f64>,
    /// The baseline's.
    pub(crate) base: Option<f64>,
    /// On how many examples.
    pub(crate) examples: Option<u64>,
    /// What is drawn of them, where chance is the matter.
    pub(crate) unit: Unit,
    /// Where the candidate's metric stands.
    pub(crate) location: Option<Location>,
    /// What was found.
    pub(crate) found: Found,
}

/// What was found.
pub(crate) enum Found {
    /// A number was held against the limit.
    Tested(Test, Call),
    /// There is nothing to hold against it.
    Undecided(String, Option<&'static str>),
    /// What has to be there is not.
    Lacking(String, Option<String>),
}

impl Finding {
    /// Its name: `gate`, `gate[slice]`, `gate vs baseline`.
    pub(crate) fn target(&self, rule: &Rule<'_>) -> String {
        let slice = self.slice.as_ref();
        let slice = slice.map_or_else(String::new, |slice| format!("[{slice}]"));
        format!("{}{slice}{}", rule.name, self.versus())
    }

    /// Which baseline it was, where there are several.
    pub(crate) fn versus(&self) -> String {
        let against = self.against.as_ref();
        against.map_or_else(String::new, |against| format!(" vs {against}"))
    }

    /// The test that was made.
    pub(crate) fn test(&self) -> Option<&Test> {
        match &self.found {
            Found::Tested(test, _) => Some(test),
            _ => None,
        }
    }

    /// What it comes to, were a broken rule an error.
    pub(crate) fn outcome(&self) -> Outcome {
        match &self.found {
            Found::Tested(_, Call::Holds) => Outcome::Pass,
            Found::Tested(_, Call::Broken(_)) | Found::Lacking(..) => Outcome::Fail,
            Found::Tested(..) | Found::Undecided(..) => Outcome::Inconclusive,
        }
    }

    /// Its check.
    pub(crate) fn check(&self, rule: &Rule<'_>) -> Check {
        let check = rule.check().on(self.target(rule));
        match &self.found {
            Found::Undecided(cause, help) => {
                let check = check.undecided(cause);
                match help {
                    Some(help) => check.help(*help),
                    None => check,
                }
            }
            Found::Lacking(cause, help) => {
                let check = check.broken(cause);
                match help {
                    Some(help) => check.help(help),
                    None => check,
                }
            }
            Found::Tested(test, call) => self.tested(rule, check, test, call),
        }
    }

    fn tested(&self, rule: &Rule<'_>, check: Check, test: &Test, call: &Call) -> Check {
        let mut check = check.observed(test.known.estimate());
        if let (Some(interval), Some(confidence)) = (test.interval(), test.confidence) {
            check.interval = Some(verdict::Interval {
                low: interval.low,
                high: interval.high,
                confidence: both_ends(confidence),
            });
        }
        let at = |check: Check| match &self.location {
            Some(location) => check.at(location.clone()),
            None => check,
        };
        match call {
            Call::Holds => check,
            Call::Broken(p) => at(check.broken(self.words(rule, test, *p))),
            Call::Undecidable(why) => {
                check.undecided(format!("{}, and {why}", self.seen(rule, test)))
            }
            Call::Open(more) => {
                let check = check.undecided(self.open(rule, test));
                match more.filter(|more| *more > 0) {
                    Some(more) => check.help(format!(
                        "about {} more {} would settle it, should the numbers stay as they are",
                        grouped(rounded(more)),
                        self.counted(test)
                    )),
                    None if test.is_at_its_limit() => {
                        check.help("the number is at its limit: no test set settles that")
                    }
                    None => check,
                }
            }
        }
    }

    /// What more of would settle it.
    fn counted(&self, test: &Test) -> String {
        let all = self.examples.unwrap_or_default();
        let some = test.known.units().is_some_and(|units| units < all);
        match self.unit {
            Unit::Examples if some => "examples that count for it".to_owned(),
            unit => unit.word().to_owned(),
        }
    }

    /// What was seen, in words.
    fn seen(&self, rule: &Rule<'_>, test: &Test) -> String {
        let estimate = test.known.estimate();
        match (&rule.what, self.value, self.base) {
            (What::Change { relative, .. }, Some(value), Some(base)) => {
                let drop = rule.id.contains("drop");
                let word = match (drop, estimate >= 0.0) {
                    (true, true) | (false, false) => "worse",
                    _ => "better",
                };
                let unit = if *relative { " of the baseline" } else { "" };
                format!(
                    "it is {} where the baseline is {}: {word} by {}{unit}",
                    shown(value),
                    shown(base),
                    shown(estimate.abs())
                )
            }
            _ => format!("it is {}", shown(estimate)),
        }
    }

    fn words(&self, rule: &Rule<'_>, test: &Test, p: Option<f64>) -> String {
        let seen = self.seen(rule, test);
        match (p, self.examples) {
            (Some(p), Some(examples)) => format!(
                "{seen}, on {} examples; chance alone does that {}",
                grouped(examples),
                once_in(p)
            ),
            _ => seen,
        }
    }

    /// Why nobody knows.
    fn open(&self, rule: &Rule<'_>, test: &Test) -> String {
        let seen = self.seen(rule, test);
        let examples = self.examples.map_or_else(String::new, |count| {
            format!(", on {} examples", grouped(count))
        });
        let range = test.interval().map_or_else(String::new, |interval| {
            format!(
                "; the truth may be {} to {}",
                shown(interval.low),
                shown(interval.high)
            )
        });
        format!("{seen}{examples}{range}")
    }
}

/// The worst first: by what they came to, then by how far they are from their
/// limit.
pub(crate) fn worst_first(mut findings: Vec<&Finding>) -> Vec<&Finding> {
    let room = |finding: &Finding| {
        finding.test().map_or(f64::NEG_INFINITY, |test| {
            let apart = test.known.estimate() - test.limit;
            match test.side {
                Side::AtLeast => apart,
                Side::AtMost => -apart,
            }
        })
    };
    findings.sort_by(|a, b| {
        let outcomes = b.outcome().cmp(&a.outcome());
        outcomes.then_with(|| room(a).total_cmp(&room(b)))
    });
    findings
}

/// The coverage of an interval whose ends are each as sure as a decision.
pub(crate) fn both_ends(confidence: Confidence) -> f64 {
    1.0 - 2.0 * confidence.tail()
}

/// A p-value in words.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within 1 and a million"
)]
fn once_in(p: f64) -> String {
    match 1.0 / p {
        times if times < 1e6 => format!("once in {} times at most", grouped(times as u64)),
        _ => "less than once in a million times".to_owned(),
    }
}

/// Two digits that say something.
fn rounded(count: u64) -> u64 {
    let digits = count.checked_ilog10().unwrap_or(0);
    let unit = 10_u64.pow(digits.saturating_sub(1));
    count.div_ceil(unit) * unit
}
