//! Gates that are made of gates, and the score of those with a weight.

use tool::Policy;
use verdict::{Check, Outcome};

use crate::finding::Finding;
use crate::policy::GatePolicy;
use crate::rules::{Parts, Rule, Tree};

/// The checks of all gates: one a rule, and one for a gate that is made of
/// others.
pub(crate) fn checks(trees: &[Tree<'_>], rules: &[Rule<'_>], findings: &[Finding]) -> Vec<Check> {
    let mut checks = Vec::new();
    for tree in trees {
        match &tree.parts {
            Parts::Rules(places) => {
                let own = findings
                    .iter()
                    .filter(|finding| places.contains(&finding.rule));
                checks.extend(own.map(|finding| finding.check(&rules[finding.rule])));
            }
            Parts::All(_) | Parts::Any(_) => checks.push(group(tree, rules, findings)),
        }
    }
    checks
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
            let own = findings
                .iter()
                .filter(|finding| places.contains(&finding.rule));
            let checks = own.map(|finding| finding.check(&rules[finding.rule]));
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
