//! Rules to findings: which numbers a rule takes, out of which evidence, and
//! what they say.

use metrics::Metrics;
use predictions::{Pair, Sheet, Slice};
use sha2::{Digest, Sha256};
use verdict::Fault;

use crate::baseline::Absent;
use crate::evidence::Evidence;
use crate::finding::{Finding, Found};
use crate::inference::{Known, Test};
use crate::rules::{Rule, What, direction};
use crate::scale;
use crate::statistic::{Combine, Figure, Statistic, Term};
use crate::trial::{Asked, Drawing, Examples, Measured, Unit};

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

/// What a rule is held against.
#[derive(Clone, Copy, PartialEq)]
enum Against {
    /// Nothing: it does not compare, or there is no baseline.
    None,
    /// One of the baselines' predictions.
    Pair(usize),
    /// One of the baselines' metrics.
    Metrics(usize),
}

impl Evidence {
    /// What a rule is held against: of what is computed from predictions, the
    /// predictions of the baselines; else their metrics.
    fn against(&self, rule: &Rule<'_>) -> Vec<Against> {
        let names = rule.names();
        let computed = names.iter().any(|name| self.computed(name).is_some());
        if !rule.compares() {
            return vec![Against::None];
        }
        let pairs = (0..self.pairs.len())
            .filter(|_| computed)
            .map(Against::Pair);
        let paired = computed && !self.pairs.is_empty();
        // Beside predictions a file counts for the metrics that it has.
        let better = |name: &str| direction(rule.gate, name);
        let has = |at: &usize| {
            names
                .iter()
                .all(|name| self.baselines[*at].holder(name, better(name)).is_ok())
        };
        let files = (0..self.baselines.len()).filter(|at| !paired || has(at));
        let mut all: Vec<Against> = pairs.chain(files.map(Against::Metrics)).collect();
        if all.is_empty() {
            all.push(Against::None);
        }
        all
    }

    /// Its name, where there are several to tell apart.
    fn name_of(&self, against: Against) -> Option<String> {
        if self.pairs.len() + self.baselines.len() < 2 {
            return None;
        }
        match against {
            Against::Pair(at) => Some(self.pairs[at].source.clone()),
            Against::Metrics(at) => Some(self.baselines[at].name.clone()),
            Against::None => None,
        }
    }
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

    fn finding(&self, rule: usize, against: Against, found: Found) -> Finding {
        Finding {
            rule,
            slice: None,
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

    /// What a rule's number is made of; else what it comes to without.
    fn statistic(
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
    fn refuse_no_groups(&self, rule: &Rule<'_>) -> Result<(), Fault> {
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

    /// A rule that takes nothing but files.
    fn of_files(
        &self,
        at: usize,
        rule: &Rule<'_>,
        against: Against,
        statistic: &Statistic<'_>,
    ) -> Result<Finding, Fault> {
        let numbers: Vec<(f64, Option<f64>)> = statistic
            .terms
            .iter()
            .filter_map(|term| match term {
                Term::Given { value, error } => Some((*value, *error)),
                _ => None,
            })
            .collect();
        let values: Vec<f64> = numbers.iter().map(|(value, _)| *value).collect();
        scale::refuse(
            rule,
            &values.iter().copied().map(Some).collect::<Vec<_>>(),
            false,
        )?;
        let known = match (&statistic.combine, &rule.what) {
            (Combine::Only, What::Value(metric)) => self.of_file(metric)?,
            (Combine::Change { sign, relative }, _) => changed(&numbers, *sign, *relative),
            _ => statistic.combine.value(&values).map(Known::Point),
        };
        let measured = Measured {
            terms: values.into_iter().map(Some).collect(),
            known,
        };
        let mut finding = self.tested(at, against, measured, None);
        if let What::Value(metric) | What::Change { metric, .. } = &rule.what {
            let holder = self.evidence.holder(metric)?;
            finding.location = holder.map(|holder| holder.location(metric));
            if let (None, [baseline]) = (finding.base, &*self.evidence.baselines)
                && let Ok(base) = baseline.holder(metric, direction(rule.gate, metric))
            {
                finding.base = base.get(metric)?;
            }
        }
        Ok(finding)
    }

    /// What a file says of how sure a metric is.
    fn of_file(&self, name: &str) -> Result<Result<Known, String>, Fault> {
        let metric = match self.evidence.holder(name)? {
            Some(holder) => holder.metric(name)?,
            None => None,
        };
        let Some(metric) = metric else {
            return Ok(Err("it is not there".to_owned()));
        };
        Ok(Ok(match (metric.standard_error, share(metric)) {
            (_, Some(known)) => known,
            (Some(error), None) if error > 0.0 => Known::Normal {
                value: metric.value,
                error,
                of: metric.n,
            },
            (Some(_), None) => {
                return Ok(Err(format!(
                    "it is {} with a standard error of 0, which tells nothing of chance",
                    report::six_digits(metric.value)
                )));
            }
            (None, None) => Known::Point(metric.value),
        }))
    }

    /// Holds what was measured against the limit.
    fn tested(
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

    fn slice(
        &mut self,
        examples: &Examples<'_>,
        slice: &Slice,
        jobs: &[&Job<'_>],
    ) -> Result<(), Fault> {
        let count = slice.rows.len() as u64;
        let few = |job: &&&Job<'_>| {
            let fewest = self.rules[job.rule].gate.min_n.unwrap_or(FEWEST);
            count < fewest.max(1)
        };
        let (few, enough): (Vec<_>, Vec<_>) = jobs.iter().partition(few);
        for job in few {
            self.too_few(slice, job);
        }
        let (whole, enough): (Vec<_>, Vec<_>) = enough
            .into_iter()
            .partition(|job| job.statistic.holds_given());
        for job in whole {
            let help = "give the baseline's predictions with --baseline-predictions";
            let words = "a metrics file tells nothing of the slice".to_owned();
            self.undecided(slice, job, Found::Undecided(words, Some(help)));
        }
        if enough.is_empty() {
            return Ok(());
        }
        match examples {
            Examples::Alone(sheet) => {
                let sheet: Sheet = sheet.take(&slice.rows);
                self.on(&Examples::Alone(&sheet), Some(&slice.name), &enough)
            }
            Examples::Paired(pair) => {
                let pair: Pair = pair.take(&slice.rows);
                self.on(&Examples::Paired(&pair), Some(&slice.name), &enough)
            }
        }
    }

    /// A slice of too few examples is not judged: one of a column's many is
    /// remembered, one that was asked for by a condition is undecided.
    fn too_few(&mut self, slice: &Slice, job: &Job<'_>) {
        let count = slice.rows.len() as u64;
        if slice.of != slice.name {
            if !self.small.contains(&slice.name) {
                self.small.push(slice.name.clone());
            }
            return;
        }
        let words = match count {
            0 => "no example is in it".to_owned(),
            1 => "1 example is in it".to_owned(),
            _ => format!("{} examples are in it", report::grouped(count)),
        };
        let help = "widen the slice, or lower min-n knowing that few examples tell little";
        self.undecided(slice, job, Found::Undecided(words, Some(help)));
    }

    fn undecided(&mut self, slice: &Slice, job: &Job<'_>, found: Found) {
        self.findings.push(Finding {
            slice: Some(slice.name.clone()),
            examples: Some(slice.rows.len() as u64),
            ..self.finding(job.rule, job.against, found)
        });
    }

    /// A column of which no value has enough examples was not judged at all.
    fn without_slices(&mut self, job: &Job<'_>, examples: Examples<'_>) {
        let gate = self.rules[job.rule].gate;
        let fewest = gate.min_n.unwrap_or(FEWEST);
        for column in &gate.slices {
            let mut of = examples.slices().iter().filter(|slice| slice.of == *column);
            let judged =
                |slice: &Slice| slice.of == slice.name || slice.rows.len() as u64 >= fewest;
            if of.any(judged) {
                continue;
            }
            let found = Found::Undecided(
                format!(
                    "no value of `{}` has {fewest} examples",
                    verdict::cut(column)
                ),
                Some(
                    "slice by something coarser, or lower min-n knowing that few examples tell little",
                ),
            );
            self.findings.push(Finding {
                slice: Some(column.clone()),
                ..self.finding(job.rule, job.against, found)
            });
        }
    }

    /// Measures statistics on some examples.
    fn on(
        &mut self,
        examples: &Examples<'_>,
        slice: Option<&str>,
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
        hash.update(slice.unwrap_or_default());
        let drawing = Drawing {
            seed: hash.finalize().into(),
            ..self.drawing
        };
        let measured = examples.measure(&asked, drawing)?;
        for (job, measured) in jobs.iter().zip(measured) {
            scale::refuse(&self.rules[job.rule], &measured.terms, true)?;
            let rows = Some(examples.rows() as u64);
            let finding = Finding {
                slice: slice.map(str::to_owned),
                unit: examples.unit(),
                ..self.tested(job.rule, job.against, measured, rows)
            };
            self.findings.push(finding);
        }
        Ok(())
    }
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

/// A share of so many examples, where the file says that it is one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count"
)]
fn share(metric: &metrics::Metric) -> Option<Known> {
    let of = metric.n.filter(|of| metric.share && *of > 0)?;
    let hits = (metric.value * of as f64).round().max(0.0) as u64;
    Some(Known::Share { hits, of })
}

/// How a metric changed, of two files: as if each had a test set of its own.
fn changed(numbers: &[(f64, Option<f64>)], sign: f64, relative: bool) -> Result<Known, String> {
    let values: Vec<f64> = numbers.iter().map(|(value, _)| *value).collect();
    let value = Combine::Change { sign, relative }.value(&values)?;
    let [(one, Some(error)), (other, Some(base))] = *numbers else {
        return Ok(Known::Point(value));
    };
    let error = match relative {
        false => error.hypot(base),
        true => error.hypot(base * one / other) / other.abs(),
    };
    match error > 0.0 {
        true => Ok(Known::Normal {
            value,
            error,
            of: None,
        }),
        false => Err("both have a standard error of 0, which tells nothing of chance".to_owned()),
    }
}
