//! The words a user sees.

use std::path::PathBuf;

/// Options of `gate-model`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Metrics of the candidate: JSON, YAML or TOML, `-` for JSON or YAML on standard input
    ///
    /// Nested keys are reached by dotted paths. Several files are read as one;
    /// a metric that two of them hold is an error.
    #[arg(value_name = "METRICS", value_delimiter = '\n')]
    pub metrics: Vec<PathBuf>,

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
