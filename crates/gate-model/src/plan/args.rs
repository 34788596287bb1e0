//! The words of `gate-model plan`.

use std::path::PathBuf;

use crate::Adaptivity;
use crate::conditions::{Mode, RELIABILITY, STEPS};

/// Options of `gate-model plan`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// How much worse the candidate may be: 0.01 where nothing else is asked for
    #[arg(long, value_name = "MARGIN", help_heading = "What to tell")]
    pub margin: Option<f64>,

    /// What can be told with so many examples
    #[arg(long, value_name = "N", help_heading = "What to tell")]
    pub examples: Option<u64>,

    /// A condition of ease.ml/ci, such as "n - o > 0.02 +/- 0.01"
    ///
    /// May be given several times.
    #[arg(long, value_name = "CONDITION", help_heading = "What to tell")]
    pub condition: Vec<String>,

    /// The max-drop of each gate of this policy, and its conditions
    ///
    /// Its confidence and the budget of its [holdout] count too.
    #[arg(long, short, value_name = "FILE", help_heading = "What to tell")]
    pub policy: Option<PathBuf>,

    /// How surely a decision has to be right: 0.95 unless the policy says
    /// otherwise
    #[arg(long, value_name = "SHARE", help_heading = "How surely")]
    pub confidence: Option<f64>,

    /// How surely it has to be found what is there
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.8,
        help_heading = "How surely"
    )]
    pub power: f64,

    /// How surely the estimates of a condition are all within their tolerance
    #[arg(long, value_name = "SHARE", default_value_t = RELIABILITY, help_heading = "How surely")]
    pub reliability: f64,

    /// How many models a condition is to decide on
    #[arg(long, value_name = "N", default_value_t = STEPS, help_heading = "How surely")]
    pub steps: u32,

    /// What those who make the next model learn from a condition
    #[arg(
        long,
        value_name = "WHAT",
        default_value = "full",
        help_heading = "How surely"
    )]
    pub adaptivity: Adaptivity,

    /// What an estimate within the tolerance counts as
    #[arg(
        long,
        value_name = "MODE",
        default_value = "fp-free",
        help_heading = "How surely"
    )]
    pub mode: Mode,

    /// The accuracy of the baseline
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.9,
        help_heading = "What is assumed"
    )]
    pub accuracy: f64,

    /// How much better the candidate's accuracy truly is
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.0,
        allow_negative_numbers = true,
        help_heading = "What is assumed"
    )]
    pub difference: f64,

    /// On which share of the examples only one of the two is right
    ///
    /// If it is not given: half of what it can be at most, as where each model
    /// shares half of its errors with the other one.
    #[arg(long, value_name = "SHARE", help_heading = "What is assumed")]
    pub discordance: Option<f64>,

    /// The area under the ROC curve of a model
    #[arg(
        long,
        value_name = "AREA",
        default_value_t = 0.9,
        help_heading = "What is assumed"
    )]
    pub auc: f64,

    /// Which share of the examples is positive
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.5,
        help_heading = "What is assumed"
    )]
    pub prevalence: f64,

    /// How to print the plan
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Format,
}

/// How a plan is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// For machines
    Json,
}
