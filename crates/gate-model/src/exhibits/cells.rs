//! What stands in the cells of tables.

use report::six_digits;
use verdict::{Outcome, Severity};

use crate::finding::Finding;
use crate::rules::{Rule, What};

/// The baseline's number, the candidate's, and the change.
pub(super) fn numbers(rule: &Rule<'_>, finding: &Finding) -> [String; 3] {
    let number = |number: Option<f64>| number.map_or_else(nothing, |number| digits(number, 5));
    let alone = || finding.test().map(|test| test.known.estimate());
    let candidate = finding
        .value
        .or_else(|| alone().filter(|_| !rule.compares()));
    let change = finding.value.zip(finding.base);
    let change = change.map(|(value, base)| value - base);
    [
        number(finding.base),
        number(candidate),
        change.map_or_else(nothing, signed),
    ]
}

pub(super) fn nothing() -> String {
    "–".to_owned()
}

/// The rule's word and its limit.
pub(super) fn limit(rule: &Rule<'_>) -> String {
    match &rule.what {
        What::Formula(_) => rule.title.clone(),
        _ => format!("{} {}", rule.id, six_digits(rule.limit)),
    }
}

/// The gate, and its metric where that has another name.
pub(super) fn name(rule: &Rule<'_>, target: &str) -> String {
    match &rule.what {
        What::Value(metric) | What::Change { metric, .. } if *metric != rule.name => {
            format!("{target}: {metric}")
        }
        _ => target.to_owned(),
    }
}

/// What it came to, as its severity has it.
pub(super) fn outcome(rule: &Rule<'_>, finding: &Finding) -> Outcome {
    match (finding.outcome(), rule.gate.severity()) {
        (Outcome::Pass, _) => Outcome::Pass,
        (_, Severity::Warning) => Outcome::Warn,
        (outcome, Severity::Error) => outcome,
    }
}

/// A percentage that is not said to be 100 where it is less.
pub(super) fn percent(share: f64) -> String {
    match six_digits(share).as_str() {
        "100" => format!("100 - {}", digits(100.0 - share, 2)),
        shown => shown.to_owned(),
    }
}

fn signed(change: f64) -> String {
    let sign = if change > 0.0 { "+" } else { "" };
    format!("{sign}{}", digits(change, 4))
}

/// A number with so many digits that say something.
fn digits(number: f64, count: usize) -> String {
    let rounded = format!("{number:.*e}", count - 1).parse::<f64>();
    six_digits(rounded.unwrap_or(number))
}

/// The interval of the metric, or of its change from baseline to candidate.
pub(super) fn interval(rule: &Rule<'_>, finding: &Finding) -> String {
    let Some(test) = finding.test() else {
        return nothing();
    };
    let Some(interval) = test.interval() else {
        return match test.is_by_points() {
            true => "as it is".to_owned(),
            false => nothing(),
        };
    };
    let (low, high, sign) = match rule.what {
        What::Change { sign, .. } if sign < 0.0 => {
            (-interval.high, -interval.low, signed as fn(f64) -> String)
        }
        What::Change { .. } => (interval.low, interval.high, signed as fn(f64) -> String),
        _ => (
            interval.low,
            interval.high,
            (|end| digits(end, 4)) as fn(f64) -> String,
        ),
    };
    let of = match rule.what {
        What::Change { relative: true, .. } => ", relative",
        _ => "",
    };
    format!("{} to {}{of}", sign(low), sign(high))
}
