//! The words a user sees.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use metrics::Format;
use verdict::Fault;

/// Options of `gate-model`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Metrics of the candidate: files of any common format, folders of runs, `-` for standard input
    ///
    /// JSON, YAML and TOML trees (DVC), `MLflow` runs, Kubeflow Pipelines, W&B
    /// summaries and offline runs, scikit-learn, Hugging Face, lm-eval,
    /// `SageMaker`, Bencher, github-action-benchmark, `OpenMetrics`, `JUnit`, CSV.
    /// Nested keys are reached by dotted paths. Several files are read as one;
    /// a metric that two of them hold is an error.
    #[arg(value_name = "METRICS", value_delimiter = '\n')]
    pub metrics: Vec<PathBuf>,

    /// The format of the metrics; told by their names and contents when not given
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    pub metrics_format: Option<String>,

    /// The policy: which metrics must reach what, in TOML
    #[arg(long, short, value_name = "FILE")]
    pub policy: Option<PathBuf>,

    /// Metrics of the baseline: a file, or git:REV:PATH
    ///
    /// Takes the place of the policy's own `baseline`. Without any, rules that
    /// compare are inconclusive.
    #[arg(long, value_name = "FILE|git:REV:PATH")]
    pub baseline: Option<String>,
}

impl Args {
    /// The format that was asked for.
    pub(crate) fn format(&self) -> Result<Option<Format>, Fault> {
        self.metrics_format.as_deref().map(str::parse).transpose()
    }
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.word()))
}
