//! The checks of gates: of their rules, of those that are made of gates, and of
//! the score of those with a weight.

use std::ops::Range;

use tool::Policy;
use verdict::{Check, Outcome, Sample};

use crate::finding::{Finding, worst_first};
use crate::policy::{Gate, GatePolicy, Undecided};
use crate::rules::{Parts, Rule, Tree};

/// Values of a column that a check shows.
const SHOWN: usize = 20;

/// The checks of all gates: one a rule, one for a rule on all values of a
/// column, and one for a gate that is made of others.
pub(crate) fn checks(trees: &[Tree<'_>], rules: &[Rule<'_>], findings: &[Finding]) -> Vec<Check> {
    let mut checks = Vec::new();
    for tree in trees {
        let own = match &tree.parts {
            Parts::Rules(places) => of_rules(places, rules, findings),
            Parts::All(_) | Parts::Any(_) => vec![group(tree, rules, findings)],
        };
        checks.extend(own.into_iter().map(|check| weighed(check, tree.gate)));
    }
    checks
}

/// An undecided check as its gate has it.
fn weighed(mut check: Check, gate: &Gate) -> Check {
    if check.outcome == Outcome::Inconclusive && gate.undecided == Undecided::Warning {
        check.outcome = Outcome::Warn;
    }
    check
}

fn of_rules(places: &Range<usize>, rules: &[Rule<'_>], findings: &[Finding]) -> Vec<Check> {
    let own = findings
        .iter()
        .filter(|finding| places.contains(&finding.rule));
    let mut checks = Vec::new();
    let mut columns: Vec<(usize, &Option<String>, &str, Vec<&Finding>)> = Vec::new();
    for finding in own {
        let Some(column) = &finding.column else {
            checks.push(finding.check(&rules[finding.rule]));
            continue;
        };
        let key = (finding.rule, &finding.against, column.as_str());
        match columns.iter_mut().find(|of| (of.0, of.1, of.2) == key) {
            Some(of) => of.3.push(finding),
            None => columns.push((key.0, key.1, key.2, vec![finding])),
        }
    }
    let columns = columns.into_iter();
    checks.extend(columns.map(|(rule, _, column, values)| by_value(&rules[rule], column, values)));
    checks
}

/// A rule on all values of a column, with the worst of them as samples.
fn by_value(rule: &Rule<'_>, column: &str, values: Vec<&Finding>) -> Check {
    let count = |outcome| values.iter().filter(|of| of.outcome() == outcome).count();
    let (broken, open) = (count(Outcome::Fail), count(Outcome::Inconclusive));
    let versus = values
        .first()
        .map_or_else(String::new, |first| first.versus());
    let mut check = rule.check().on(format!("{}[{column}]{versus}", rule.name));
    check.title = format!("{} on every value of `{column}`", check.title);
    let all = report::grouped(values.len() as u64);
    let is_broken = broken > 0;
    let check = match (broken, open) {
        (0, 0) => return check,
        (0, open) => check.undecided(format!("{open} of {all} values are undecided")),
        (broken, 0) => check.broken(format!("{broken} of {all} values break it")),
        (broken, open) => check.broken(format!(
            "{broken} of {all} values break it, and {open} are undecided"
        )),
    };
    let worst = worst_first(values).into_iter();
    let samples = worst.filter(|of| of.outcome() != Outcome::Pass).take(SHOWN);
    let samples = samples.map(|finding| Sample {
        value: finding.slice.clone().unwrap_or_default(),
        note: finding.check(rule).cause,
        ..Sample::default()
    });
    Check {
        samples: samples.collect(),
        help: (!is_broken).then(|| {
            "slice by something coarser, raise min-n, or say undecided = \"warning\"".to_owned()
        }),
        ..check
    }
}

fn group(tree: &Tree<'_>, rules: &[Rule<'_>], findings: &[Finding]) -> Check {
    let any = matches!(tree.parts, Parts::Any(_));
    let (id, words) = match any {
        true => ("any", "one of the gates that it is made of holds"),
        false => ("all", "all gates that it is made of hold"),
    };
    let check = Check::pass(id, format!("{}: {words}", tree.name))
        .on(tree.name)
        .severity(tree.gate.severity())
        .at(tree.location.clone());
    let causes = causes(tree, rules, findings).join("; ");
    match outcome(tree, findings) {
        Outcome::Pass | Outcome::Warn => check,
        Outcome::Inconclusive => check.undecided(causes),
        Outcome::Fail => check.broken(causes),
    }
}

/// What a gate comes to: of `any` the best part counts, else the worst.
fn outcome(tree: &Tree<'_>, findings: &[Finding]) -> Outcome {
    match &tree.parts {
        Parts::Rules(places) => {
            let own = findings
                .iter()
                .filter(|finding| places.contains(&finding.rule));
            Outcome::worst(own.map(Finding::outcome))
        }
        Parts::All(parts) => Outcome::worst(parts.iter().map(|part| outcome(part, findings))),
        Parts::Any(parts) => {
            let outcomes = parts.iter().map(|part| outcome(part, findings));
            outcomes.min().unwrap_or(Outcome::Fail)
        }
    }
}

/// Why its parts do not hold, in words.
fn causes(tree: &Tree<'_>, rules: &[Rule<'_>], findings: &[Finding]) -> Vec<String> {
    match &tree.parts {
        Parts::Rules(places) => {
            let checks = of_rules(places, rules, findings).into_iter();
            let cause = |check: Check| Some(format!("{}: {}", check.title, check.cause?));
            checks.filter_map(cause).collect()
        }
        Parts::All(parts) | Parts::Any(parts) => {
            let each = parts.iter().flat_map(|part| causes(part, rules, findings));
            each.collect()
        }
    }
}

/// What the gates that have a weight reach together. What is undecided may
/// count or not: the score is known where that changes nothing.
pub(crate) fn score(
    policy: &Policy<GatePolicy>,
    trees: &[Tree<'_>],
    findings: &[Finding],
) -> Option<Check> {
    let score = policy.value.score.as_ref()?;
    let limit = *score.min.get_ref();
    let (mut least, mut most, mut all) = (0.0, 0.0, 0.0);
    for tree in trees {
        let Some(weight) = tree.gate.weight.as_ref().map(|weight| *weight.get_ref()) else {
            continue;
        };
        let outcome = outcome(tree, findings);
        all += weight;
        least += if outcome == Outcome::Pass {
            weight
        } else {
            0.0
        };
        most += if outcome == Outcome::Fail {
            0.0
        } else {
            weight
        };
    }
    let (least, most): (f64, f64) = (least / all, most / all);
    let [bound, low, high] = [limit, least, most].map(report::six_digits);
    let title = format!("the gates that hold have at least {bound} of all weight");
    let check = Check::pass("score", title)
        .expected(limit)
        .observed(least)
        .at(policy.location(score.min.span()));
    Some(if least >= limit - ROUNDING {
        check
    } else if most < limit - ROUNDING {
        check.broken(format!("they have {high}"))
    } else {
        check.undecided(format!(
            "they have {low}, and {high} should all that is undecided hold"
        ))
    })
}

/// By what a sum of weights may be off.
const ROUNDING: f64 = 1e-12;
