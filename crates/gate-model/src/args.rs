//! The words a user sees.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use metrics::Format;
use verdict::Fault;

/// Options of `gate-model`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Metrics of the candidate: files of any common format, folders or `MLflow` runs, `-` for standard input
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

    /// Predictions of the candidate on examples that are labelled: CSV, Parquet, JSON Lines, Arrow
    ///
    /// Metrics that have a usual name (`roc_auc`, `f1_macro`, `rmse`) are then
    /// computed from them, and decisions are as sure as the policy's
    /// `confidence` asks for. The policy's [predictions] say which columns hold
    /// what. A file that an `MLflow` run logged is `runs:/RUN_ID/PATH`.
    #[arg(long, value_name = "FILE")]
    pub predictions: Option<PathBuf>,

    /// Metrics of the baseline: a file, git:REV:PATH, best:FILE, or a run of `MLflow`
    ///
    /// `best:FILE` takes each metric's best of many runs, a line each. A run of
    /// an `MLflow` server (`MLFLOW_TRACKING_URI`) is named by
    /// `models:/NAME@ALIAS`, `models:/NAME/VERSION`, `runs:/RUN_ID` or
    /// `mlflow:experiment:NAME`, which is the run that finished last.
    ///
    /// Takes the place of the policy's own `baseline`. Of several, rules that
    /// compare must hold against each. Without any, they are inconclusive.
    #[arg(
        long,
        value_name = "FILE|git:REV:PATH|models:/NAME@ALIAS",
        value_delimiter = '\n'
    )]
    pub baseline: Vec<String>,

    /// Predictions of the baseline on the same examples
    ///
    /// Takes the place of the policy's own `baseline-predictions`. A file that
    /// an `MLflow` run logged is `models:/NAME@ALIAS#PATH`.
    #[arg(long, value_name = "FILE", value_delimiter = '\n')]
    pub baseline_predictions: Vec<String>,

    /// The file that counts what each test set decided: JSON Lines, one added a decision
    ///
    /// Who tunes a model until it passes finds the decisions that are wrong by
    /// chance. The ledger says how probable that is by now; the policy's
    /// [holdout] says how often a test set may decide.
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,

    /// The head that an earlier run gave: a ledger without it was cut off
    #[arg(long, value_name = "DIGEST")]
    pub ledger_head: Option<String>,
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
