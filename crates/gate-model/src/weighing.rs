//! Rules to findings: which numbers a rule takes, out of which evidence, and
//! what they say.

mod against;
mod files;
mod slices;
mod terms;

use predictions::Slice;
use sha2::{Digest, Sha256};
use verdict::Fault;

use crate::evidence::Evidence;
use crate::examples::{Examples, Unit};
use crate::finding::{Finding, Found};
use crate::inference::Test;
use crate::rules::{Rule, What};
use crate::scale;
use crate::statistic::Statistic;
use crate::trial::{Asked, Drawing, Measured};
use against::Against;

/// The fewest examples of a slice that is judged.
const FEWEST: u64 = 30;

/// What the rules come to.
pub(crate) struct Weighed {
    /// What each comes to, in their order.
    pub(crate) findings: Vec<Finding>,
    /// The slices of columns that have too few examples to be judged.
    pub(crate) small: Vec<String>,
}

/// What every rule comes to, on its own.
pub(crate) fn weigh(
    rules: &[Rule<'_>],
    evidence: &Evidence,
    drawing: Drawing,
) -> Result<Weighed, Fault> {
    let mut weighing = Weighing {
        rules,
        evidence,
        drawing,
        findings: Vec::new(),
        small: Vec::new(),
        jobs: Vec::new(),
    };
    for (at, rule) in rules.iter().enumerate() {
        for against in evidence.against(rule) {
            weighing.resolve(at, rule, against)?;
        }
    }
    weighing.measure()?;
    let Weighing {
        mut findings,
        small,
        ..
    } = weighing;
    findings.sort_by_key(|finding| finding.rule);
    Ok(Weighed { findings, small })
}

/// A statistic that is to be measured on examples.
struct Job<'a> {
    rule: usize,
    against: Against,
    statistic: Statistic<'a>,
}

struct Weighing<'a> {
    rules: &'a [Rule<'a>],
    evidence: &'a Evidence,
    drawing: Drawing,
    findings: Vec<Finding>,
    small: Vec<String>,
    jobs: Vec<Job<'a>>,
}

impl<'a> Weighing<'a> {
    /// Finds the numbers of a rule: what only takes files is decided at once.
    fn resolve(&mut self, at: usize, rule: &'a Rule<'a>, against: Against) -> Result<(), Fault> {
        self.refuse_no_groups(rule)?;
        let statistic = match self.statistic(rule, against)? {
            Ok(statistic) => statistic,
            Err(found) => {
                let value = match &rule.what {
                    What::Change { metric, .. } => self.given(metric)?,
                    _ => None,
                };
                self.findings.push(Finding {
                    value,
                    ..self.finding(at, against, found)
                });
                return Ok(());
            }
        };
        if statistic.needs_predictions() {
            self.jobs.push(Job {
                rule: at,
                against,
                statistic,
            });
            return Ok(());
        }
        if !rule.gate.slices.is_empty() || rule.gate.by.is_some() {
            return Err(Fault::new(format!(
                "gate `{}` asks for slices or groups of a metric that is not computed from predictions",
                rule.name
            ))
            .help("give the candidate's --predictions, and name a metric that is computed from them"));
        }
        let finding = self.of_files(at, rule, against, &statistic)?;
        self.findings.push(finding);
        Ok(())
    }

    pub(super) fn finding(&self, rule: usize, against: Against, found: Found) -> Finding {
        Finding {
            rule,
            slice: None,
            column: None,
            against: self.evidence.name_of(against),
            value: None,
            base: None,
            examples: None,
            unit: Unit::Examples,
            location: None,
            found,
        }
    }

    /// The candidate's metric in its files.
    fn given(&self, metric: &str) -> Result<Option<f64>, Fault> {
        match self.evidence.holder(metric)? {
            Some(holder) => holder.get(metric),
            None => Ok(None),
        }
    }

    /// Holds what was measured against the limit.
    pub(super) fn tested(
        &self,
        at: usize,
        against: Against,
        measured: Measured,
        examples: Option<u64>,
    ) -> Finding {
        let rule = &self.rules[at];
        let Measured { terms, known } = measured;
        let [value, base] = [terms.first(), terms.get(1)].map(|term| term.copied().flatten());
        let change = matches!(rule.what, What::Change { .. });
        let relative = matches!(rule.what, What::Change { relative: true, .. });
        let scale = match (relative, value, base) {
            (false, Some(value), Some(base)) if change => value.abs().max(base.abs()),
            _ => 0.0,
        };
        let found = match known {
            Ok(known) => {
                let test = Test {
                    known,
                    side: rule.side,
                    limit: rule.limit,
                    strict: rule.strict,
                    scale,
                    confidence: rule.confidence,
                };
                let call = test.call();
                Found::Tested(test, call)
            }
            Err(why) => {
                let help = why
                    .contains("fraction of 0")
                    .then_some("use max-drop for this metric");
                Found::Undecided(why, help)
            }
        };
        let examples = examples.or_else(|| match &found {
            Found::Tested(test, _) => test.known.units(),
            _ => None,
        });
        Finding {
            value: value.filter(|_| !matches!(rule.what, What::Formula(_))),
            base: base.filter(|_| change),
            examples,
            ..self.finding(at, against, found)
        }
    }

    /// Measures all that takes predictions, on all examples and on slices.
    fn measure(&mut self) -> Result<(), Fault> {
        let jobs = std::mem::take(&mut self.jobs);
        let mut places: Vec<Option<usize>> = Vec::new();
        for job in &jobs {
            let place = job.place();
            if !places.contains(&place) {
                places.push(place);
            }
        }
        for place in places {
            let own: Vec<&Job<'_>> = jobs.iter().filter(|job| job.place() == place).collect();
            let Some(examples) = self.examples(place) else {
                continue;
            };
            self.on(&examples, None, &own)?;
            for slice in examples.slices() {
                let wanted = |job: &&&Job<'_>| self.rules[job.rule].gate.slices.contains(&slice.of);
                let own: Vec<&Job<'_>> = own.iter().filter(wanted).copied().collect();
                if !own.is_empty() {
                    self.slice(&examples, slice, &own)?;
                }
            }
            for job in own {
                self.without_slices(job, examples);
            }
        }
        Ok(())
    }

    fn examples(&self, place: Option<usize>) -> Option<Examples<'a>> {
        match place {
            None => self.evidence.predictions.as_ref().map(Examples::Alone),
            Some(at) => self.evidence.pairs[at]
                .pair
                .as_ref()
                .ok()
                .map(Examples::Paired),
        }
    }

    /// Measures statistics on some examples.
    pub(super) fn on(
        &mut self,
        examples: &Examples<'_>,
        slice: Option<&Slice>,
        jobs: &[&Job<'_>],
    ) -> Result<(), Fault> {
        let asked = jobs.iter().map(|job| Asked {
            statistic: &job.statistic,
            by_chance: self.rules[job.rule].confidence.is_some(),
            fewest: self.rules[job.rule].gate.min_n.unwrap_or(FEWEST),
        });
        let asked: Vec<Asked<'_>> = asked.collect();
        let mut hash = Sha256::new();
        hash.update(self.drawing.seed);
        hash.update(slice.map_or("", |slice| &slice.name));
        let drawing = Drawing {
            seed: hash.finalize().into(),
            ..self.drawing
        };
        let measured = examples.measure(&asked, drawing)?;
        for (job, measured) in jobs.iter().zip(measured) {
            scale::refuse(&self.rules[job.rule], &measured.terms, true)?;
            let rows = Some(examples.rows() as u64);
            let finding = Finding {
                slice: slice.map(|slice| slice.name.clone()),
                column: slice.and_then(column),
                unit: examples.unit(),
                ..self.tested(job.rule, job.against, measured, rows)
            };
            self.findings.push(finding);
        }
        Ok(())
    }
}

/// The column that a slice is one value of.
fn column(slice: &Slice) -> Option<String> {
    (slice.of != slice.name).then(|| slice.of.clone())
}

impl Job<'_> {
    /// The pair that it is measured on; none: the candidate's own examples.
    fn place(&self) -> Option<usize> {
        match self.against {
            Against::Pair(at) if self.statistic.needs_pair() => Some(at),
            _ => None,
        }
    }
}
