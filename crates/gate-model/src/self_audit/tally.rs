//! What a rule came to on all drawn test sets.

use report::six_digits;
use stats::{Confidence, normal};
use verdict::{Check, Outcome};

use crate::inference::{Call, Known, Side, Test};
use crate::rules::{Rule, What};

/// With which probability a drop has to be found to be called detectable.
const POWER: f64 = 0.8;

/// What a rule came to on all drawn test sets.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) outcomes: [u64; 3],
    pub(super) estimates: Vec<f64>,
}

impl Tally {
    /// A rule that compares two models of which none is better must not find
    /// one broken more often than it says.
    pub(super) fn check(&self, rule: &Rule<'_>, target: &str) -> Check {
        let level = rule.confidence.map_or(0.0, Confidence::tail);
        let id = "false-fail-rate";
        let title = match rule.confidence {
            None => format!("{}, compared as it is", rule.title),
            Some(_) => format!(
                "{} is found broken by chance at most once in {} times",
                rule.title,
                six_digits(1.0 / level)
            ),
        };
        let [_, _, broken] = self.outcomes;
        let of = self.outcomes.iter().sum();
        let check = Check::pass(id, title)
            .on(format!("{}({target})", rule.id))
            .expected(level)
            .observed(broken as f64 / of as f64)
            .at(rule.location.clone());
        if self.estimates.is_empty() {
            return check.undecided("no drawn test set could be decided");
        }
        let by_chance = rule.confidence.is_some();
        if !by_chance || !matches!(rule.what, What::Change { .. }) || !rule.id.contains("drop") {
            return check;
        }
        let test = Test {
            known: Known::Share { hits: broken, of },
            side: Side::AtMost,
            limit: level,
            strict: false,
            scale: 0.0,
            confidence: Confidence::one_sided(0.95),
        };
        match test.call() {
            Call::Broken(_) => check.broken(format!("it was so in {broken} of {of} test sets")),
            // It is not shown to be wrong, which is all that draws can show.
            _ => check,
        }
    }

    pub(super) fn row(&self, rule: &Rule<'_>, target: &str) -> Vec<String> {
        let mut row = vec![
            target.to_owned(),
            format!("{} {}", rule.id, six_digits(rule.limit)),
        ];
        row.extend(shares(self.outcomes));
        let reach = self.reach(rule);
        let shown = |figure: Option<f64>| figure.map_or_else(|| "–".to_owned(), six_digits);
        row.push(shown(reach));
        row.push(shown(reach.map(|reach| rule.limit + reach)));
        row
    }

    /// From which margin on an equal model passes four times of five; a model
    /// that is worse by that much more than the limit is found as often.
    fn reach(&self, rule: &Rule<'_>) -> Option<f64> {
        let compares = matches!(rule.what, What::Change { .. }) && rule.id.contains("drop");
        let count = self.estimates.len() as f64;
        let tail = rule.confidence.filter(|_| compares && count > 1.0)?.tail();
        let mean = self.estimates.iter().sum::<f64>() / count;
        let squares = self.estimates.iter().map(|figure| (figure - mean).powi(2));
        let deviation = (squares.sum::<f64>() / (count - 1.0)).sqrt();
        Some(deviation * (normal::quantile(1.0 - tail) + normal::quantile(POWER)))
    }
}

/// Shares of passes, undecided and broken ones, and how often two runs differ.
pub(super) fn shares(outcomes: [u64; 3]) -> Vec<String> {
    let all = outcomes.iter().sum::<u64>().max(1) as f64;
    let parts = outcomes.map(|count| count as f64 / all);
    let flips = 1.0 - parts.iter().map(|part| part * part).sum::<f64>();
    let shares = parts.into_iter().chain([flips]);
    shares
        .map(|share| format!("{:.1} %", 100.0 * share))
        .collect()
}

pub(super) const fn place(outcome: Outcome) -> usize {
    match outcome {
        Outcome::Pass | Outcome::Warn => 0,
        Outcome::Inconclusive => 1,
        Outcome::Fail => 2,
    }
}
