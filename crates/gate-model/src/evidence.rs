//! What is judged: metrics and predictions of a candidate, and those of its
//! baselines.

use std::path::Path;
use std::rc::Rc;

use metrics::Metrics;
use predictions::{Classes, Columns, Pair, Sheet, Unmatched, Wanted};
use scores::{Metric, Need};
use stats::paired::Paired;
use tool::{Context, Policy};
use verdict::{Fault, Subject};

use crate::Args;
use crate::baseline::Baseline;
use crate::conditions::Evidence as Compared;
use crate::policy::GatePolicy;
use crate::rules::Rule;
use crate::source::{self, Sourced};

/// What is judged.
pub(crate) struct Evidence {
    /// The candidate's metrics.
    pub(crate) metrics: Rc<[Metrics]>,
    /// What was judged, by name and digest.
    pub(crate) subjects: Vec<Subject>,
    /// Its predictions.
    pub(crate) predictions: Option<Sheet>,
    /// The metrics that it is compared with.
    pub(crate) baselines: Rc<[Baseline]>,
    /// The predictions that it is compared with, on the same examples.
    pub(crate) pairs: Vec<Other>,
    /// What becomes of examples that only one of them has.
    pub(crate) unmatched: Unmatched,
}

/// The predictions of a baseline beside the candidate's.
pub(crate) struct Other {
    /// What they came from.
    pub(crate) source: String,
    /// The file by name and digest, where it is there.
    pub(crate) subject: Option<Subject>,
    /// The examples of both, or why there are none yet.
    pub(crate) pair: Result<Pair, String>,
}

impl Evidence {
    /// Reads all of it.
    pub(crate) fn read(
        args: &Args,
        policy: &Policy<GatePolicy>,
        rules: &[Rule<'_>],
        context: &Context,
    ) -> Result<Self, Fault> {
        if args.metrics.is_empty() && args.predictions.is_none() {
            return Err(Fault::new("no metrics were given").help(
                "name the candidate's metrics file, such as metrics.json, or its --predictions",
            ));
        }
        if args.predictions.is_none() && !args.baseline_predictions.is_empty() {
            return Err(
                Fault::new("predictions of a baseline, and none of the candidate")
                    .help("give the candidate's --predictions"),
            );
        }
        let files = args.metrics.iter().chain(&args.predictions);
        let files = files.filter_map(|path| path.to_str());
        let others = args.baseline.iter().chain(&args.baseline_predictions);
        if files
            .chain(others.map(String::as_str))
            .filter(|name| *name == "-")
            .count()
            > 1
        {
            return Err(
                Fault::new("standard input is named twice, and can be read once")
                    .help("write one of both to a file"),
            );
        }
        let format = args.format()?;
        let given = args.metrics.iter().map(|path| {
            let name = path.to_string_lossy();
            source::metrics(&name, format, context)?.needed(&name)
        });
        let given = given.collect::<Result<Vec<_>, _>>()?;
        let (metrics, mut subjects): (Vec<_>, Vec<_>) = given.into_iter().unzip();
        let sources = match args.baseline.is_empty() {
            true => policy.value.baseline.all(),
            false => &args.baseline,
        };
        let baselines = sources.iter().map(|source| Baseline::read(source, context));
        let baselines = baselines.collect::<Result<Vec<_>, _>>()?;
        let columns = policy.value.predictions.clone().unwrap_or_default();
        let (predictions, pairs) = match &args.predictions {
            Some(path) => {
                let mut wanted = wanted(rules, context);
                if !policy.value.conditions.is_empty() {
                    wanted.needs.extend([Need::Labels, Need::Predicted]);
                }
                context.progress.on("the predictions");
                let sources = match args.baseline_predictions.is_empty() {
                    true => policy.value.baseline_predictions.all(),
                    false => &args.baseline_predictions,
                };
                let reading = Reading {
                    columns: &columns,
                    wanted: &wanted,
                    context,
                };
                let (sheet, subject, pairs) = reading.all(path, sources)?;
                subjects.push(subject);
                (Some(sheet), pairs)
            }
            None => (None, Vec::new()),
        };
        Ok(Self {
            metrics: metrics.into(),
            subjects,
            predictions,
            baselines: baselines.into(),
            pairs,
            unmatched: columns.unmatched,
        })
    }

    /// What it was compared with.
    pub(crate) fn compared(&self) -> Vec<Subject> {
        let metrics = self.baselines.iter().filter_map(Baseline::subject);
        let pairs = self.pairs.iter().filter_map(|other| other.subject.clone());
        metrics.chain(pairs).collect()
    }

    /// Why two models can't be compared example by example, where some were asked
    /// of one alone.
    pub(crate) fn left_over(&self, pair: &Pair) -> Option<String> {
        let left = [pair.candidate_only, pair.baseline_only];
        if self.unmatched == Unmatched::Drop || left == [0, 0] {
            return None;
        }
        let mut ids = pair
            .candidate_only_ids
            .iter()
            .chain(&pair.baseline_only_ids);
        let such = ids
            .next()
            .map_or_else(String::new, |id| format!(", such as {id}"));
        let [candidate, baseline] = left.map(report::grouped);
        Some(format!(
            "examples that only one model was asked about: {candidate} of the candidate, {baseline} of the baseline{such}"
        ))
    }

    /// On how many examples which of both models is right, and on how many they
    /// say another thing: of the candidate and its first baseline.
    pub(crate) fn compared_rows(&self) -> Result<Compared, String> {
        let other = match &self.pairs[..] {
            [] => return Err("no predictions of a baseline were given".to_owned()),
            [other] => other,
            _ => {
                return Err(
                    "a condition compares with one baseline, and there are several".to_owned(),
                );
            }
        };
        let pair = other.pair.as_ref();
        let pair = pair.map_err(|why| format!("there is no baseline yet: {why}"))?;
        if let Some(why) = self.left_over(pair) {
            return Err(why);
        }
        let (one, base) = pair.predictions(None);
        if one.weights.is_some() || pair.candidate.clusters().is_some() {
            return Err("a condition takes examples that count the same and stand for themselves, without weights or clusters".to_owned());
        }
        let (Some(said), Some(before)) = (one.predicted, base.predicted) else {
            return Err("there are no predicted classes".to_owned());
        };
        let changed = said
            .iter()
            .zip(before)
            .filter(|(one, other)| one != other)
            .count();
        let Some(labels) = one.labels else {
            return Err("there are no labels".to_owned());
        };
        let mut pairs = Paired::default();
        for ((label, one), other) in labels.iter().zip(said).zip(before) {
            *match (one == label, other == label) {
                (true, true) => &mut pairs.both,
                (true, false) => &mut pairs.candidate_only,
                (false, true) => &mut pairs.baseline_only,
                (false, false) => &mut pairs.neither,
            } += 1;
        }
        Ok(Compared::labelled(pairs, changed as u64))
    }

    /// The metric of a name, where it is computed from predictions.
    pub(crate) fn computed(&self, name: &str) -> Option<Metric> {
        self.predictions.as_ref()?;
        Metric::parse(name)
    }

    /// Whether a rule takes nothing but predictions.
    pub(crate) fn is_computed(&self, rule: &Rule<'_>) -> bool {
        rule.names()
            .into_iter()
            .all(|name| self.computed(name).is_some())
    }

    /// The file that holds a metric; none if no file does.
    pub(crate) fn holder(&self, metric: &str) -> Result<Option<&Metrics>, Fault> {
        let mut holders = self.metrics.iter().filter(|metrics| metrics.has(metric));
        let first = holders.next();
        if let (Some(first), Some(second)) = (first, holders.next()) {
            let message = format!(
                "both {} and {} hold the metric `{metric}`",
                first.file(),
                second.file()
            );
            return Err(
                Fault::new(message).help("leave one out, or name the metric by its full path")
            );
        }
        Ok(first)
    }
}

/// How predictions are read.
struct Reading<'a> {
    columns: &'a Columns,
    wanted: &'a Wanted,
    context: &'a Context,
}

impl Reading<'_> {
    /// The candidate's predictions and those of its baselines.
    fn all(&self, path: &Path, others: &[String]) -> Result<(Sheet, Subject, Vec<Other>), Fault> {
        let mut classes = Classes::default();
        let name = path.to_string_lossy();
        let file = source::predictions(&name, self.context)?.needed(&name)?;
        let sheet = Sheet::read(&file.path, self.columns, self.wanted, &mut classes)?;
        let subject = file.subject.unwrap_or_else(|| sheet.subject());
        let others = others
            .iter()
            .map(|source| self.other(source, &sheet, &mut classes));
        Ok((sheet.clone(), subject, others.collect::<Result<_, _>>()?))
    }

    fn other(&self, source: &str, sheet: &Sheet, classes: &mut Classes) -> Result<Other, Fault> {
        let found = source::predictions(source, self.context)?;
        let (subject, pair) = match found {
            Sourced::Missing(why) => (None, Err(why)),
            Sourced::Found(file) => {
                let baseline =
                    Sheet::read_baseline(&file.path, self.columns, self.wanted, classes)?;
                let subject = file.subject.unwrap_or_else(|| baseline.subject());
                (Some(subject), Ok(predictions::pair(sheet, &baseline)?))
            }
        };
        Ok(Other {
            source: source.to_owned(),
            subject,
            pair,
        })
    }
}

/// What the rules need of predictions.
fn wanted(rules: &[Rule<'_>], context: &Context) -> Wanted {
    let mut wanted = Wanted {
        now: context.now,
        ..Wanted::default()
    };
    for rule in rules {
        let known: Vec<Metric> = rule.names().into_iter().filter_map(Metric::parse).collect();
        for need in known.iter().flat_map(Metric::needs) {
            // What another model says is the baseline's, of the same columns.
            let need = match need {
                Need::Reference => Need::Predicted,
                need => *need,
            };
            if !wanted.needs.contains(&need) {
                wanted.needs.push(need);
            }
        }
        for (column, list) in [
            (rule.gate.by.as_slice(), &mut wanted.groups),
            (rule.gate.slices.as_slice(), &mut wanted.slices),
        ] {
            for name in column {
                if !list.contains(name) {
                    list.push(name.clone());
                }
            }
        }
    }
    wanted
}
