//! The TOML that says which metrics must reach what.

mod gate;
mod refuse;

pub use gate::{Direction, Gate, Sureness, Undecided};
pub(crate) use refuse::refuse_nonsense;

use std::collections::BTreeMap;

use predictions::Columns;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::conditions::Condition;
use crate::ledger::Holdout;

/// Which metrics must reach what.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct GatePolicy {
    /// The policy's name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Metrics of the baseline: a file, or `git:REV:PATH`. Several in a list:
    /// rules that compare must hold against each.
    #[serde(default)]
    pub baseline: Sources,
    /// Predictions of the baseline on the same examples: a file, or several.
    #[serde(default)]
    pub baseline_predictions: Sources,
    /// How sure a decision has to be: 0.95 unless said otherwise; `false`
    /// compares the numbers as they are.
    #[serde(default)]
    pub confidence: Sureness,
    /// How often examples are drawn anew where no formula tells how far off a
    /// metric may be: 2,000 unless said otherwise.
    #[schemars(with = "Option<u32>", range(min = 200, max = 100_000))]
    pub resamples: Option<Spanned<u32>>,
    /// Which columns of the predictions hold what.
    pub predictions: Option<Columns>,
    /// What the gates that have a `weight` must reach together.
    pub score: Option<Score>,
    /// Conditions of ease.ml/ci on the accuracy of both models and on how many
    /// predictions changed.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// How often the test set may decide.
    #[serde(default)]
    pub holdout: Holdout,
    /// The gates by name.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Gate>")]
    pub gates: BTreeMap<String, Spanned<Gate>>,
}

/// One source, or several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a source, or a list of sources")]
pub enum Sources {
    /// None.
    #[default]
    #[serde(skip)]
    None,
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Sources {
    /// All of them.
    pub(crate) fn all(&self) -> &[String] {
        match self {
            Self::None => &[],
            Self::One(source) => std::slice::from_ref(source),
            Self::Several(sources) => sources,
        }
    }
}

/// What the gates that have a `weight` must reach together.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Score {
    /// The smallest share of all weight that gates which hold must have.
    #[schemars(with = "f64", range(min = 0.0, max = 1.0))]
    pub min: Spanned<f64>,
}

impl GatePolicy {
    /// The gates in the order of the file.
    pub(crate) fn in_order(&self) -> Vec<(&str, &Spanned<Gate>)> {
        let mut gates: Vec<_> = self
            .gates
            .iter()
            .map(|(name, gate)| (name.as_str(), gate))
            .collect();
        gates.sort_by_key(|(_, gate)| gate.span().start);
        gates
    }

    /// How often examples are drawn anew.
    pub(crate) fn resamples(&self) -> u32 {
        self.resamples
            .as_ref()
            .map_or(2000, |count| *count.get_ref())
    }
}
