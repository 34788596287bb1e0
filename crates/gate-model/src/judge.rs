//! Evidence to judgement.

use std::collections::BTreeMap;
use std::path::Path;

use mlflow::{Origin, Source};
use report::Exhibit;
use sha2::{Digest, Sha256};
use stats::Confidence;
use tool::{Context, Judgement, Policy, read_policy};
use verdict::{Check, Fault, Outcome, Subject};

use crate::Args;
use crate::adaptivity::Uses;
use crate::conditions::{Ready, exhibit};
use crate::evidence::Evidence;
use crate::exhibits;
use crate::finding::{Finding, Found};
use crate::groups;
use crate::inference::{Call, corrected};
use crate::policy::{GatePolicy, Sureness, refuse_nonsense};
use crate::rules::{self, Rule, Tree};
use crate::trial::Drawing;
use crate::use_of_holdout::{Use, level};
use crate::weighing::{Weighed, weigh};

/// A policy, and what is judged by it.
pub(crate) struct Case<'a> {
    policy: &'a Policy<GatePolicy>,
    pub(crate) rules: Vec<Rule<'a>>,
    trees: Vec<Tree<'a>>,
    conditions: Vec<Ready>,
    pub(crate) evidence: Evidence,
    pub(crate) drawing: Drawing,
}

pub(crate) fn judge(args: &Args, context: &Context) -> Result<Judgement, Fault> {
    let policy = policy(args)?;
    let case = Case::read(&policy, args, context)?;
    let usage = Use::begin(args, &policy, &case.evidence)?;
    context.progress.on("the gates");
    let weighed = weighed(&case.rules, &case.evidence, case.drawing)?;
    let findings = &weighed.findings;
    let mut checks = groups::checks(&case.trees, &case.rules, findings);
    checks.extend(groups::score(&policy, &case.trees, findings));
    let mut exhibits = exhibits::exhibits(&policy, &case.rules, &weighed, &case.evidence);
    let before = usage.as_ref().map(|usage| usage.before);
    let (ruled, exhibit) = conditions(&case, &before.unwrap_or_default());
    checks.extend(ruled);
    exhibits.extend(exhibit);
    let open = checks.iter().all(|check| check.outcome.is_open());
    let mut outputs = vec![("broken", broken(&checks)), ("blessed", open.to_string())];
    let promote = promotion(args, &policy).filter(|_| open);
    outputs.extend(promote.map(|command| ("promote", command)));
    if let Some(usage) = usage {
        let outcome = Outcome::worst(checks.iter().map(|check| check.outcome));
        let (check, exhibit, head) = usage.end(outcome, context)?;
        checks.push(check);
        exhibits.push(exhibit);
        outputs.push(("ledger-head", head));
    }
    Ok(Judgement {
        outputs,
        exhibits,
        subjects: case.evidence.subjects.clone(),
        configuration: case.configuration(),
        checks,
        ..Judgement::default()
    })
}

/// What the conditions of ease.ml/ci come to.
fn conditions(case: &Case<'_>, before: &Uses) -> (Vec<Check>, Option<Exhibit>) {
    let mut checks = Vec::new();
    let mut rulings = Vec::new();
    for ready in &case.conditions {
        match case.evidence.compared_rows() {
            Ok(evidence) => {
                let ruling = ready.judge(&evidence, before);
                checks.push(ruling.check.clone());
                rulings.push(ruling);
            }
            Err(why) => checks.push(ready.undecided(why)),
        }
    }
    let exhibit = (!rulings.is_empty()).then(|| exhibit(&rulings));
    (checks, exhibit)
}

/// The policy, which means what it says.
pub(crate) fn policy(args: &Args) -> Result<Policy<GatePolicy>, Fault> {
    let policy = read_policy::<GatePolicy>(policy_path(args)?)?;
    refuse_nonsense(&policy)?;
    Ok(policy)
}

/// What every rule comes to, among all that are looked at.
pub(crate) fn weighed(
    rules: &[Rule<'_>],
    evidence: &Evidence,
    drawing: Drawing,
) -> Result<Weighed, Fault> {
    let mut weighed = weigh(rules, evidence, drawing)?;
    correct(rules, &mut weighed.findings);
    Ok(weighed)
}

impl<'a> Case<'a> {
    pub(crate) fn read(
        policy: &'a Policy<GatePolicy>,
        args: &Args,
        context: &Context,
    ) -> Result<Self, Fault> {
        let sure = |own: Option<Sureness>, chances: f64| {
            let level = level(policy, own.unwrap_or(policy.value.confidence))?;
            let each = level.map(|level| 1.0 - (1.0 - level) / chances);
            Ok(each.and_then(Confidence::one_sided))
        };
        let (rules, trees) = rules::rules(policy, sure)?;
        let conditions = policy.value.conditions.iter().enumerate();
        let conditions = conditions.map(|(at, condition)| condition.read(policy, at + 1));
        let conditions = conditions.collect::<Result<Vec<_>, _>>()?;
        let evidence = Evidence::read(args, policy, &rules, context)?;
        let drawing = drawing(policy, &evidence, &rules);
        Ok(Self {
            policy,
            rules,
            trees,
            conditions,
            evidence,
            drawing,
        })
    }

    /// What gates and score come to, conditions aside.
    pub(crate) fn outcome(&self, findings: &[Finding]) -> Outcome {
        let mut checks = groups::checks(&self.trees, &self.rules, findings);
        checks.extend(groups::score(self.policy, &self.trees, findings));
        Outcome::worst(checks.iter().map(|check| check.outcome))
    }

    /// What it is judged by: the policy, and what it is compared with.
    pub(crate) fn configuration(&self) -> Vec<Subject> {
        let compared = self.evidence.compared();
        [self.policy.subject()]
            .into_iter()
            .chain(compared)
            .collect()
    }
}

fn policy_path(args: &Args) -> Result<&Path, Fault> {
    args.policy.as_deref().ok_or_else(|| {
        Fault::new("no policy was given")
            .help("name one with --policy FILE; it says which metrics must reach what")
    })
}

/// What is drawn follows from the evidence and the policy alone, so that a
/// verdict can be had again.
fn drawing(policy: &Policy<GatePolicy>, evidence: &Evidence, rules: &[Rule<'_>]) -> Drawing {
    let mut hash = Sha256::new();
    let subjects = evidence
        .subjects
        .clone()
        .into_iter()
        .chain(evidence.compared());
    for Subject { digest, .. } in subjects {
        for (kind, value) in &digest {
            hash.update(format!("{kind}:{value}\n"));
        }
    }
    // A decision at level α needs replicates beyond α.
    let tail = rules.iter().filter_map(|rule| rule.confidence);
    let tail = tail.map(Confidence::tail).fold(0.5, f64::min);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within 0 and 100,000"
    )]
    let least = (20.0 / tail).clamp(0.0, 100_000.0) as u32;
    Drawing {
        resamples: policy.value.resamples().max(least),
        least,
        seed: hash.finalize().into(),
    }
}

/// Takes back what may be broken by chance alone, given how many rules, and how
/// many slices of each, were looked at.
fn correct(rules: &[Rule<'_>], findings: &mut [Finding]) {
    let mut families: BTreeMap<Option<(usize, Option<String>)>, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let family = finding
            .slice
            .as_ref()
            .map(|_| (finding.rule, finding.against.clone()));
        if finding.test().is_some() {
            families.entry(family).or_default().push(at);
        }
    }
    for (family, members) in families {
        let tests: Vec<_> = members
            .iter()
            .filter_map(|at| findings[*at].test())
            .collect();
        let adjusted = corrected(&tests, family.is_some());
        for (at, p) in members.into_iter().zip(adjusted) {
            let Finding { rule, found, .. } = &mut findings[at];
            let tail = rules[*rule].confidence.map_or(0.0, Confidence::tail);
            if let (Found::Tested(_, call @ Call::Broken(Some(_))), Some(p)) = (found, p) {
                *call = match p <= tail {
                    true => Call::Broken(Some(p)),
                    false => Call::Undecidable(format!(
                        "of so many comparisons one may well come out so by chance (adjusted p = {p:.2})"
                    )),
                };
            }
        }
    }
}

/// The command that lets the candidate take the place of the model that it was
/// compared with, where that is an alias of a registry. Names that a shell could
/// take for more make none.
fn promotion(args: &Args, policy: &Policy<GatePolicy>) -> Option<String> {
    let sources = match args.baseline.is_empty() {
        true => policy.value.baseline.all(),
        false => &args.baseline,
    };
    let source = sources
        .iter()
        .find_map(|source| Source::parse(source).ok()?)?;
    let Origin::Alias(model, alias) = source.origin else {
        return None;
    };
    let given = args
        .metrics
        .iter()
        .find_map(|path| Source::parse(path.to_str()?).ok()?);
    let version = match given.map(|given| given.origin) {
        Some(Origin::Version(of, version)) if of == model => version.to_string(),
        _ => "VERSION".to_owned(),
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let safe = |name: &str| name.chars().all(plain) && !name.starts_with('-');
    (safe(&model) && safe(&alias)).then(|| {
        format!("gate-model promote VERDICT --model {model} --version {version} --alias {alias}")
    })
}

/// The checks that are not open, one a line.
fn broken(checks: &[Check]) -> String {
    let closed = checks.iter().filter(|check| !check.outcome.is_open());
    let names = closed.map(|check| report::plain(&check.name()));
    names.collect::<Vec<_>>().join("\n")
}
