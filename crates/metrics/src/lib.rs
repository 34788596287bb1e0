//! Named numbers out of metrics files of every common format, and what the
//! files say about them: units, standard errors, sample sizes, steps.
//!
//! # Names
//!
//! - In a tree (JSON, YAML, TOML), nested keys become dotted paths
//!   (`test.roc_auc`) as DVC reads them, and list items, which DVC leaves
//!   out, their index (`confusion.0.1`). A key stays as it is written, dots,
//!   spaces and slashes included: `macro avg.f1-score`.
//! - Where a tool has names of its own, they stay as they are: an `MLflow` key
//!   is `val/acc`, a Prometheus sample `loss{set="test"}`.
//! - What a format wraps around names is left out, and each format's file says
//!   how: `results` of lm-eval, `model-index` of a model card.
//!
//! Python writes `NaN` and `Infinity` into JSON, and some tools write them as
//! strings: both are read as what they mean, so that whoever needs a finite
//! number can say which is not.

mod detect;
mod format;
mod formats;
mod found;
mod json;
mod metric;
mod node;
mod open;
mod protobuf;
mod text;
mod toml_tree;
mod yaml;

pub use format::Format;
pub use metric::{Metric, Run};

use std::collections::BTreeMap;

use verdict::{Fault, Location, Subject, did_you_mean, sha256_of_bytes};

use detect::{Shape, shape};
use formats::{
    bencher, benchmark_action, classification_report, eval_results, junit, kfp_v1, kfp_v2, lm_eval,
    mlflow_api, model_index, nemo, open_metrics, sagemaker, table, trainer_results, trainer_state,
    wandb_summary,
};
use found::{Entry, Found};
use node::Node;
use text::{Text, whole_line};

/// Named numbers of one file, or one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    file: String,
    format: Format,
    digest: String,
    /// The texts that faults may show, by file.
    texts: BTreeMap<String, String>,
    entries: BTreeMap<String, Entry>,
    aliases: BTreeMap<String, String>,
    run: Option<Box<Run>>,
}

impl Metrics {
    /// Reads metrics out of a text. The format follows from the file's name
    /// and the text itself.
    pub fn read(file: &str, text: &str) -> Result<Self, Fault> {
        Self::read_as(file, text, None)
    }

    /// Reads metrics out of a text of a format, or of the one that it seems to
    /// be of. [`Format::MlflowRun`] and [`Format::WandbLog`] are no texts: see
    /// [`Metrics::open`].
    pub fn read_as(file: &str, text: &str, format: Option<Format>) -> Result<Self, Fault> {
        if let Some(format @ (Format::MlflowRun | Format::WandbLog)) = format {
            return Err(Fault::new(format!("{file} is not {}", format.title())));
        }
        let source = Text { file, text };
        let (format, found) = match shape(&source, format)? {
            Shape::Plain(format) => (format, of_lines(source, format)?),
            Shape::Tree(format, root) => (format, of_tree(source, format, &root)?),
        };
        let mut metrics = Self::of(file, format, found)?;
        metrics.digest = sha256_of_bytes(text.as_bytes());
        metrics.texts.insert(file.to_owned(), text.to_owned());
        Ok(metrics)
    }

    /// What a reader finds in something that is no text.
    fn gather(
        file: &str,
        format: Format,
        read: impl FnOnce(&mut Found) -> Result<(), Fault>,
    ) -> Result<Self, Fault> {
        let mut found = Found::new(Text { file, text: "" });
        read(&mut found)?;
        Self::of(file, format, found)
    }

    fn of(file: &str, format: Format, found: Found) -> Result<Self, Fault> {
        found.finish(format)?;
        let mut entries = found.entries;
        entries.retain(|name, entry| !name.is_empty() || matches!(entry, Entry::Number(_)));
        Ok(Self {
            file: file.to_owned(),
            format,
            digest: String::new(),
            texts: BTreeMap::new(),
            entries,
            aliases: found.aliases,
            run: found.run.map(Box::new),
        })
    }

    /// Takes in another file's metrics; no name may be in both.
    fn join(&mut self, other: Self) -> Result<(), Fault> {
        if let Some(name) = other
            .entries
            .keys()
            .find(|name| self.entries.contains_key(*name))
        {
            let message = format!(
                "two results of `{}`, one of them in {}",
                verdict::cut(name),
                other.file
            );
            return Err(Fault::new(message).help("keep one of them"));
        }
        self.entries.extend(other.entries);
        self.aliases.extend(other.aliases);
        self.texts.extend(other.texts);
        Ok(())
    }

    /// The name of the file or folder.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The format that was read.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The evidence by name and digest: of the file's bytes, or of a folder's
    /// list of the files that were read, each with its own digest.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::new(&*self.file, &*self.digest)
    }

    /// The run that the metrics are of, where the format tells.
    #[must_use]
    pub fn run(&self) -> Option<&Run> {
        self.run.as_deref()
    }

    /// A finite number; none if the file has no such metric. What is there
    /// but is no finite number is a fault at its place.
    pub fn get(&self, name: &str) -> Result<Option<f64>, Fault> {
        Ok(self.metric(name)?.map(|metric| metric.value))
    }

    /// A metric with a finite value, and all that its file says about it; else
    /// as [`Metrics::get`].
    pub fn metric(&self, name: &str) -> Result<Option<&Metric>, Fault> {
        match self.entry(name) {
            None => Ok(None),
            Some(Entry::Number(metric)) if metric.value.is_finite() => Ok(Some(metric)),
            Some(entry) => Err(self.not_finite(name, entry)),
        }
    }

    /// Whether something stands at a name, be it a number or not.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// All numbers by name, sorted, NaN and infinities included.
    pub fn numbers(&self) -> impl Iterator<Item = (&str, &Metric)> {
        self.entries.iter().filter_map(|(name, entry)| match entry {
            Entry::Number(metric) => Some((name.as_str(), metric)),
            Entry::Other(..) => None,
        })
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The name that was meant by one that is not there: near in spelling, or
    /// the same under another path.
    #[must_use]
    pub fn near(&self, name: &str) -> Option<&str> {
        let last = |path: &str| {
            path.rsplit(['.', '/'])
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let wanted = last(name);
        let twin = self.names().find(|path| last(path) == wanted);
        twin.or_else(|| did_you_mean(name, self.names()))
    }

    /// Where a metric stands: its line where the format has lines.
    #[must_use]
    pub fn location(&self, name: &str) -> Location {
        self.entry(name).map_or_else(
            || Location::file(&*self.file),
            |entry| entry.location().clone(),
        )
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        let other = || self.entries.get(self.aliases.get(name)?);
        self.entries.get(name).or_else(other)
    }

    fn not_finite(&self, name: &str, entry: &Entry) -> Fault {
        let what = match entry {
            Entry::Number(metric) if metric.value.is_nan() => "NaN".to_owned(),
            Entry::Number(_) => "infinite".to_owned(),
            Entry::Other(text, _) => format!("not a number: {text}"),
        };
        let fault = Fault::new(format!("metric `{name}` is {what}")).help(
            "look at how the metric is computed: an empty test set or one class only makes NaN",
        );
        let Location { file, line, .. } = entry.location();
        match (line, self.texts.get(file)) {
            (Some(line), Some(text)) => fault.at(whole_line(file, text, *line)),
            _ => Fault {
                message: format!("{file}: {}", fault.message),
                ..fault
            },
        }
    }
}

fn of_lines(source: Text, format: Format) -> Result<Found, Fault> {
    let mut found = Found::new(source);
    match format {
        Format::OpenMetrics => open_metrics::read(&source, &mut found)?,
        Format::Junit => junit::read(&source, &mut found)?,
        _ => table::read(&source, &mut found)?,
    }
    Ok(found)
}

fn of_tree<'a>(source: Text<'a>, format: Format, root: &Node) -> Result<Found<'a>, Fault> {
    let mut found = Found::new(source);
    let read = match format {
        Format::MlflowApi => {
            mlflow_api::read(root, &mut found)?;
            return Ok(found);
        }
        Format::KfpV1 => kfp_v1::read,
        Format::KfpV2 => kfp_v2::read,
        Format::WandbSummary => wandb_summary::read,
        Format::ClassificationReport => classification_report::read,
        Format::TrainerResults => trainer_results::read,
        Format::TrainerState => trainer_state::read,
        Format::ModelIndex => model_index::read,
        Format::EvalResults => eval_results::read,
        Format::LmEval => lm_eval::read,
        Format::SageMaker => sagemaker::read,
        Format::Bencher => bencher::read,
        Format::BenchmarkAction => benchmark_action::read,
        Format::Nemo => nemo::read,
        _ => |root: &Node, found: &mut Found| found.tree("", root),
    };
    read(root, &mut found);
    Ok(found)
}

#[cfg(test)]
mod tests;
