//! What a person would want to see: the rules and what they came to, the
//! slices, the intervals, the curves.

mod cells;
mod curves;

use metrics::{Format, Metrics};
use report::{Estimate, Exhibit, grouped};
use tool::Policy;

use crate::evidence::Evidence;
use crate::finding::{Finding, both_ends, worst_first};
use crate::policy::GatePolicy;
use crate::rules::{Rule, What};
use crate::weighing::Weighed;
use cells::{interval, limit, name, nothing, numbers, outcome, percent};
use curves::curves;

/// Slices that are shown, the worst first.
const SLICES: usize = 50;

/// Slices whose intervals are drawn.
const DRAWN: usize = 20;

/// All of it.
pub(crate) fn exhibits(
    policy: &Policy<GatePolicy>,
    rules: &[Rule<'_>],
    weighed: &Weighed,
    evidence: &Evidence,
) -> Vec<Exhibit> {
    let (slices, whole): (Vec<_>, Vec<_>) = weighed
        .findings
        .iter()
        .partition(|finding| finding.slice.is_some());
    let mut exhibits = Vec::new();
    if !whole.is_empty() {
        exhibits.push(Exhibit::Table {
            title: title(policy, evidence),
            header: header(&whole),
            rows: whole
                .iter()
                .map(|finding| row(rules, finding, by_chance(&whole)))
                .collect(),
        });
    }
    let slices = worst_first(slices);
    exhibits.extend(sliced(rules, &slices, &weighed.small));
    let (changes, values): (Vec<_>, Vec<_>) = whole
        .iter()
        .partition(|finding| matches!(rules[finding.rule].what, What::Change { .. }));
    exhibits.extend(intervals(rules, "changes", &changes));
    exhibits.extend(intervals(rules, "values", &values));
    let worst = &slices[..slices.len().min(DRAWN)];
    exhibits.extend(intervals(rules, "slices, the worst first,", worst));
    exhibits.extend(curves(evidence));
    exhibits
}

fn title(policy: &Policy<GatePolicy>, evidence: &Evidence) -> String {
    let name = policy.value.name.as_deref().unwrap_or("metrics");
    let formats = evidence.metrics.iter().map(Metrics::format);
    let mut told: Vec<String> = formats
        .filter(|format| *format != Format::Tree)
        .map(|format| format.title().to_owned())
        .collect();
    if let Some(sheet) = &evidence.predictions {
        told.push(format!("{} predictions", grouped(sheet.rows() as u64)));
    }
    match told.is_empty() {
        true => format!("{name}: candidate and baseline"),
        false => format!("{name}: candidate ({}) and baseline", told.join(", ")),
    }
}

/// Whether chance was a part of any decision.
fn by_chance(findings: &[&Finding]) -> bool {
    let mut tests = findings.iter().filter_map(|finding| finding.test());
    tests.any(|test| !test.is_by_points())
}

fn header(findings: &[&Finding]) -> Vec<String> {
    let mut header = vec!["gate", "baseline", "candidate", "change"];
    if by_chance(findings) {
        header.push("interval");
    }
    header.extend(["rule", "outcome"]);
    header.into_iter().map(str::to_owned).collect()
}

fn row(rules: &[Rule<'_>], finding: &Finding, by_chance: bool) -> Vec<String> {
    let rule = &rules[finding.rule];
    let mut row = vec![name(rule, &finding.target(rule))];
    row.extend(numbers(rule, finding));
    if by_chance {
        row.push(interval(rule, finding));
    }
    row.extend([limit(rule), outcome(rule, finding).word().to_owned()]);
    row
}

/// The slices that are shown.
fn sliced(rules: &[Rule<'_>], slices: &[&Finding], small: &[String]) -> Option<Exhibit> {
    if slices.is_empty() && small.is_empty() {
        return None;
    }
    let header = [
        "slice",
        "examples",
        "baseline",
        "candidate",
        "change",
        "interval",
        "rule",
        "outcome",
    ];
    let shown = slices.iter().take(SLICES).map(|finding| {
        let rule = &rules[finding.rule];
        let mut row = vec![
            finding.slice.clone().unwrap_or_default(),
            finding.examples.map_or_else(nothing, grouped),
        ];
        row.extend(numbers(rule, finding));
        let gate = name(rule, &format!("{}{}", rule.name, finding.versus()));
        row.extend([
            interval(rule, finding),
            format!("{gate} {}", limit(rule)),
            outcome(rule, finding).word().to_owned(),
        ]);
        row
    });
    let more = match slices.len().saturating_sub(SLICES) {
        0 => String::new(),
        more => format!(", {more} more not shown"),
    };
    let few = match small {
        [] => String::new(),
        [one] => format!("; not judged for too few examples: {one}"),
        [first, ..] => format!(
            "; {} not judged for too few examples, such as {first}",
            small.len()
        ),
    };
    Some(Exhibit::Table {
        title: format!("slices, the worst first{more}{few}"),
        rows: shown.collect(),
        header: header.map(str::to_owned).to_vec(),
    })
}

/// What is held against limits, with its interval.
fn intervals(rules: &[Rule<'_>], what: &str, findings: &[&Finding]) -> Option<Exhibit> {
    let mut confidence = None;
    let estimates: Vec<Estimate> = findings
        .iter()
        .filter_map(|finding| {
            let test = finding.test()?;
            let interval = test.interval()?;
            confidence = confidence.or(test.confidence);
            let rule = &rules[finding.rule];
            let count = finding.examples.map_or_else(String::new, |count| {
                format!(", {} examples", grouped(count))
            });
            Some(Estimate {
                name: format!("{} {}", name(rule, &finding.target(rule)), rule.id),
                value: test.known.estimate(),
                low: interval.low,
                high: interval.high,
                limit: Some(test.limit),
                outcome: outcome(rule, finding),
                note: format!("{}{count}", test.known.method()),
            })
        })
        .collect();
    let sure = 100.0 * both_ends(confidence?);
    Some(Exhibit::Intervals {
        title: format!(
            "{what} against their limits, with intervals of {} %, each end {} % sure",
            percent(sure),
            percent(50.0 + sure / 2.0)
        ),
        estimates,
    })
}
