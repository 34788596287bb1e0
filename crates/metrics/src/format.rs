//! The formats, by name.

use std::fmt;
use std::str::FromStr;

use verdict::{Fault, did_you_mean};

/// Who made a metrics file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Any tree of numbers in JSON, YAML or TOML, as DVC reads it.
    Tree,
    /// A run's folder in `MLflow`'s file store.
    MlflowRun,
    /// A run as `MLflow`'s REST API gives it (`runs/get`).
    MlflowApi,
    /// `mlpipeline-metrics.json` of Kubeflow Pipelines v1, bare or in its
    /// `.tgz`.
    KfpV1,
    /// The executor's output of Kubeflow Pipelines v2.
    KfpV2,
    /// `wandb-summary.json`.
    WandbSummary,
    /// The record log (`.wandb`) of a W&B run.
    WandbLog,
    /// `classification_report(output_dict=True)` of scikit-learn.
    ClassificationReport,
    /// `all_results.json` and its like of Hugging Face's trainer.
    TrainerResults,
    /// `trainer_state.json` of Hugging Face's trainer.
    TrainerState,
    /// `model-index` in a Hugging Face model card.
    ModelIndex,
    /// A file of `.eval_results/` in a Hugging Face repository, or the folder.
    EvalResults,
    /// `results_….json` of lm-evaluation-harness.
    LmEval,
    /// `evaluation.json` and model quality statistics of `SageMaker`.
    SageMaker,
    /// Bencher Metric Format.
    Bencher,
    /// Custom results of github-action-benchmark.
    BenchmarkAction,
    /// `eval-….json` of `NeMo` Evaluator.
    Nemo,
    /// `OpenMetrics` or Prometheus text.
    OpenMetrics,
    /// `JUnit` XML.
    Junit,
    /// CSV or TSV: a row of named columns, or rows of name and value.
    Table,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::Tree,
        Self::MlflowRun,
        Self::MlflowApi,
        Self::KfpV1,
        Self::KfpV2,
        Self::WandbSummary,
        Self::WandbLog,
        Self::ClassificationReport,
        Self::TrainerResults,
        Self::TrainerState,
        Self::ModelIndex,
        Self::EvalResults,
        Self::LmEval,
        Self::SageMaker,
        Self::Bencher,
        Self::BenchmarkAction,
        Self::Nemo,
        Self::OpenMetrics,
        Self::Junit,
        Self::Table,
    ];

    /// The word by which a caller asks for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tree => "tree",
            Self::MlflowRun => "mlflow-run",
            Self::MlflowApi => "mlflow-api",
            Self::KfpV1 => "kfp-v1",
            Self::KfpV2 => "kfp-v2",
            Self::WandbSummary => "wandb-summary",
            Self::WandbLog => "wandb-log",
            Self::ClassificationReport => "classification-report",
            Self::TrainerResults => "trainer-results",
            Self::TrainerState => "trainer-state",
            Self::ModelIndex => "model-index",
            Self::EvalResults => "eval-results",
            Self::LmEval => "lm-eval",
            Self::SageMaker => "sagemaker",
            Self::Bencher => "bencher",
            Self::BenchmarkAction => "benchmark-action",
            Self::Nemo => "nemo",
            Self::OpenMetrics => "openmetrics",
            Self::Junit => "junit",
            Self::Table => "table",
        }
    }

    /// What it is, for a reader of a report.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Tree => "a tree of metrics",
            Self::MlflowRun => "a run of MLflow's file store",
            Self::MlflowApi => "a run of MLflow's REST API",
            Self::KfpV1 => "metrics of Kubeflow Pipelines v1",
            Self::KfpV2 => "an output of Kubeflow Pipelines v2",
            Self::WandbSummary => "a W&B summary",
            Self::WandbLog => "the record log of a W&B run",
            Self::ClassificationReport => "a classification report of scikit-learn",
            Self::TrainerResults => "results of Hugging Face's trainer",
            Self::TrainerState => "the state of Hugging Face's trainer",
            Self::ModelIndex => "the model-index of a Hugging Face model card",
            Self::EvalResults => "evaluation results of a Hugging Face repository",
            Self::LmEval => "results of lm-evaluation-harness",
            Self::SageMaker => "a SageMaker evaluation",
            Self::Bencher => "Bencher Metric Format",
            Self::BenchmarkAction => "results of github-action-benchmark",
            Self::Nemo => "results of NeMo Evaluator",
            Self::OpenMetrics => "OpenMetrics text",
            Self::Junit => "a JUnit report",
            Self::Table => "a table of metrics",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Format {
    type Err = Fault;

    fn from_str(word: &str) -> Result<Self, Fault> {
        if let Some(format) = Self::ALL.into_iter().find(|format| format.word() == word) {
            return Ok(format);
        }
        let words = Self::ALL.map(Self::word);
        let fault = Fault::new(format!(
            "no format of metrics is called `{}`",
            verdict::cut(word)
        ));
        Err(match did_you_mean(word, words) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help(format!("one of {}", words.join(", "))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_means_its_format_alone() {
        for format in Format::ALL {
            assert_eq!(format.word().parse(), Ok(format));
        }
        let fault = "lm_eval".parse::<Format>().expect_err("not a word");
        assert_eq!(fault.help, ["did you mean `lm-eval`?"]);
    }
}
