//! The numbers that a rule takes, and what it comes to where one is not there.

use metrics::Metrics;
use verdict::Fault;

use super::Weighing;
use super::against::Against;
use super::files::share;
use crate::baseline::Absent;
use crate::finding::Found;
use crate::rules::{Rule, What, direction};
use crate::statistic::{Combine, Figure, Statistic, Term};

impl<'a> Weighing<'a> {
    /// What a rule's number is made of; else what it comes to without.
    pub(super) fn statistic(
        &self,
        rule: &'a Rule<'a>,
        against: Against,
    ) -> Result<Result<Statistic<'a>, Found>, Fault> {
        let names: Vec<(bool, &str)> = match &rule.what {
            What::Value(metric) => vec![(false, *metric)],
            What::Change { metric, .. } => vec![(false, *metric), (true, *metric)],
            What::Formula(formula) => {
                let each = formula.names.iter();
                each.map(|name| (name.of_baseline, &*name.metric)).collect()
            }
        };
        let combine = match &rule.what {
            What::Value(_) => Combine::Only,
            What::Change { sign, relative, .. } => Combine::Change {
                sign: *sign,
                relative: *relative,
            },
            What::Formula(formula) => Combine::Formula(formula),
        };
        let mut terms = Vec::new();
        for (of_baseline, name) in names {
            let term = match of_baseline {
                false => self.of_candidate(rule, name, against)?,
                true => self.of_baseline(rule, name, against)?,
            };
            match term {
                Ok(term) => terms.push(term),
                Err(found) => return Ok(Err(found)),
            }
        }
        Ok(Ok(Statistic { terms, combine }))
    }

    /// A fairness metric needs its groups.
    pub(super) fn refuse_no_groups(&self, rule: &Rule<'_>) -> Result<(), Fault> {
        let needs = |name: &str| {
            let metric = self.evidence.computed(name);
            metric.is_some_and(|metric| metric.needs().contains(&scores::Need::Groups))
        };
        match rule.gate.by.is_none() && rule.names().into_iter().any(needs) {
            false => Ok(()),
            true => Err(Fault::new(format!(
                "{}:{}: gate `{}` compares groups, and does not say by which column",
                rule.location.file,
                rule.location.line.unwrap_or_default(),
                rule.name
            ))
            .help("name it, such as:  by = \"sex\"")),
        }
    }

    fn figure(&self, rule: &Rule<'_>, name: &str) -> Option<Figure> {
        Some(Figure {
            metric: self.evidence.computed(name)?,
            by: rule.gate.by.clone(),
        })
    }

    fn of_candidate(
        &self,
        rule: &Rule<'_>,
        name: &str,
        against: Against,
    ) -> Result<Result<Term, Found>, Fault> {
        if let Some(figure) = self.figure(rule, name) {
            let alone = !figure.metric.needs().contains(&scores::Need::Reference);
            return Ok(match (alone, against) {
                (true, _) => Ok(Term::Candidate(figure)),
                (false, Against::Pair(at)) => {
                    self.unpaired(at).map_or(Ok(Term::Candidate(figure)), Err)
                }
                _ => Err(without_baseline()),
            });
        }
        let Some(holder) = self.evidence.holder(name)? else {
            return Ok(Err(self.lacking(name)));
        };
        Ok(given(holder, name)?.ok_or_else(|| self.lacking(name)))
    }

    fn of_baseline(
        &self,
        rule: &Rule<'_>,
        metric: &str,
        against: Against,
    ) -> Result<Result<Term, Found>, Fault> {
        match against {
            Against::Pair(at) => {
                if let Some(figure) = self.figure(rule, metric) {
                    return Ok(self.unpaired(at).map_or(Ok(Term::Baseline(figure)), Err));
                }
                match self.evidence.baselines.is_empty() {
                    true => Ok(Err(without_baseline())),
                    false => self.of_baseline(rule, metric, Against::Metrics(0)),
                }
            }
            Against::Metrics(at) => {
                let baseline = &self.evidence.baselines[at];
                let absent = || {
                    let name = &baseline.name;
                    Found::Undecided(
                        format!("the baseline {name} has no metric `{metric}`"),
                        None,
                    )
                };
                match baseline.holder(metric, direction(rule.gate, metric)) {
                    Ok(metrics) => Ok(given(metrics, metric)?.ok_or_else(absent)),
                    Err(Absent::Metric) => Ok(Err(absent())),
                    Err(Absent::Baseline(why)) => Ok(Err(first_run(&why))),
                }
            }
            Against::None => Ok(Err(without_baseline())),
        }
    }

    /// Why the candidate can't be compared with a baseline, example by example.
    fn unpaired(&self, at: usize) -> Option<Found> {
        let pair = match &self.evidence.pairs[at].pair {
            Ok(pair) => pair,
            Err(why) => return Some(first_run(why)),
        };
        let why = self.evidence.left_over(pair)?;
        Some(Found::Undecided(
            why,
            Some(
                "predict the same examples with both models, or say unmatched = \"drop\" under [predictions]",
            ),
        ))
    }

    /// A candidate that lacks a gated metric has not reached it.
    fn lacking(&self, name: &str) -> Found {
        let files: Vec<&str> = self.evidence.metrics.iter().map(Metrics::file).collect();
        let near = self
            .evidence
            .metrics
            .iter()
            .find_map(|metrics| metrics.near(name));
        let computed = self.evidence.predictions.as_ref();
        let near = near.or_else(|| {
            computed.and_then(|_| verdict::did_you_mean(name, scores::Metric::names()))
        });
        let whose = match (&files[..], computed) {
            ([], Some(sheet)) => format!(
                "{name} can't be computed from the predictions {}",
                sheet.name()
            ),
            ([file], None) => format!("the candidate {file} has no metric `{name}`"),
            (_, None) => format!("none of {} has a metric `{name}`", files.join(", ")),
            (_, Some(_)) => format!(
                "no file has a metric `{name}`, and it can't be computed from the predictions"
            ),
        };
        Found::Lacking(
            whose,
            near.map(|near| format!("did you mean `metric = \"{near}\"`?")),
        )
    }
}

fn without_baseline() -> Found {
    undecided("no baseline was named".to_owned())
}

fn first_run(why: &str) -> Found {
    undecided(format!("there is no baseline yet: {why}"))
}

fn undecided(why: String) -> Found {
    Found::Undecided(
        why,
        Some("name one with --baseline, or say with --on-inconclusive what a first run counts as"),
    )
}

/// A metric of a file as a number of a statistic.
fn given(metrics: &Metrics, name: &str) -> Result<Option<Term>, Fault> {
    let metric = metrics.metric(name)?;
    Ok(metric.map(|metric| Term::Given {
        value: metric.value,
        error: metric
            .standard_error
            .or_else(|| share(metric)?.standard_error()),
    }))
}
