//! The four outcomes and the severities of a rule.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a check, or a whole run, came to. Ordered from best to worst.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The rule holds.
    Pass,
    /// A rule of severity `warning` was broken.
    Warn,
    /// The evidence can't decide: too little of it, or no baseline.
    Inconclusive,
    /// A rule of severity `error` was broken.
    Fail,
}

impl Outcome {
    /// The word a user sees.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Inconclusive => "inconclusive",
            Self::Fail => "fail",
        }
    }

    /// Whether the gate is open: nothing broken but perhaps a warning.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pass | Self::Warn)
    }

    /// The worst of several outcomes; [`Outcome::Pass`] of none.
    #[must_use]
    pub fn worst(outcomes: impl IntoIterator<Item = Self>) -> Self {
        outcomes.into_iter().max().unwrap_or(Self::Pass)
    }
}

/// How much a broken rule weighs.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A broken rule is worth a look, and lets the run pass.
    Warning,
    /// A broken rule stops the run.
    #[default]
    Error,
}

impl Severity {
    /// The outcome of a broken rule of this severity.
    #[must_use]
    pub const fn when_broken(self) -> Outcome {
        match self {
            Self::Warning => Outcome::Warn,
            Self::Error => Outcome::Fail,
        }
    }
}
