//! What one metric must reach.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use verdict::Severity;

/// What one metric must reach. At least one rule is needed.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Gate {
    /// The metric: a name that is computed from predictions, or the dotted path
    /// of one in the metrics files; the gate's own name if not given.
    pub metric: Option<String>,
    /// A comparison of metrics in place of one, such as
    /// `recall_at_90_precision - 0.2 * fpr >= 0.5`; `baseline.NAME` is the
    /// baseline's.
    #[schemars(with = "Option<String>")]
    pub expression: Option<Spanned<String>>,
    /// The column of the predictions with the groups of a fairness metric.
    pub by: Option<String>,
    /// Which direction is better: known of metrics that have a usual name,
    /// else `higher`.
    pub direction: Option<Direction>,
    /// The smallest value allowed.
    #[schemars(with = "Option<f64>")]
    pub min: Option<Spanned<f64>>,
    /// The largest value allowed.
    #[schemars(with = "Option<f64>")]
    pub max: Option<Spanned<f64>>,
    /// How much worse than the baseline it may be, in the metric's own unit.
    #[schemars(with = "Option<f64>")]
    pub max_drop: Option<Spanned<f64>>,
    /// How much worse than the baseline it may be, as a fraction of the
    /// baseline's absolute value.
    #[schemars(with = "Option<f64>")]
    pub max_relative_drop: Option<Spanned<f64>>,
    /// How much better than the baseline it must be, in the metric's own unit.
    #[schemars(with = "Option<f64>")]
    pub min_gain: Option<Spanned<f64>>,
    /// How much better than the baseline it must be, as a fraction of the
    /// baseline's absolute value.
    #[schemars(with = "Option<f64>")]
    pub min_relative_gain: Option<Spanned<f64>>,
    /// How sure the decision has to be, in place of the policy's own.
    pub confidence: Option<Sureness>,
    /// Where the same must hold besides: on every value of a column, or on the
    /// rows of an SQL condition over columns.
    #[serde(default)]
    pub slices: Vec<String>,
    /// The fewest examples of a slice that is judged: 30 unless said otherwise.
    pub min_n: Option<u64>,
    /// What it counts as that nobody knows whether a rule holds: `inconclusive`
    /// unless said otherwise, or `warning`, which lets the run pass.
    #[serde(default)]
    pub undecided: Undecided,
    /// Gates of which all must hold, in place of a metric.
    #[serde(default)]
    #[schemars(with = "Vec<Gate>")]
    pub all: Vec<Spanned<Gate>>,
    /// Gates of which one must hold, in place of a metric.
    #[serde(default)]
    #[schemars(with = "Vec<Gate>")]
    pub any: Vec<Spanned<Gate>>,
    /// What the gate counts for in the score; it then closes nothing itself.
    #[schemars(with = "Option<f64>")]
    pub weight: Option<Spanned<f64>>,
    /// What a broken rule weighs: `error`, or `warning` for a gate with a weight.
    pub severity: Option<Severity>,
    /// Why the gate is there.
    pub description: Option<String>,
}

/// Which direction of a metric is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Such as accuracy.
    #[default]
    Higher,
    /// Such as log loss.
    Lower,
}

/// What it counts as that nobody knows whether a rule holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Undecided {
    /// The run is undecided.
    #[default]
    Inconclusive,
    /// It is worth a look.
    Warning,
}

/// How sure a decision has to be.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a number above 0.5 and below 1, or false")]
pub enum Sureness {
    /// `false`: the numbers are compared as they are.
    Whether(bool),
    /// The chance that a decision is right, above 0.5 and below 1.
    Level(f64),
}

impl Default for Sureness {
    fn default() -> Self {
        Self::Level(0.95)
    }
}

impl Sureness {
    /// The level; none where numbers are compared as they are.
    pub(crate) fn level(self) -> Option<f64> {
        match self {
            Self::Whether(false) => None,
            Self::Whether(true) => Self::default().level(),
            Self::Level(level) => Some(level),
        }
    }
}

/// A rule that holds a number against a limit: its word, and the limit.
pub(crate) type Limit<'a> = (&'static str, &'a Spanned<f64>);

impl Gate {
    /// The limits that were given.
    pub(crate) fn limits(&self) -> Vec<Limit<'_>> {
        [
            ("min", &self.min),
            ("max", &self.max),
            ("max-drop", &self.max_drop),
            ("max-relative-drop", &self.max_relative_drop),
            ("min-gain", &self.min_gain),
            ("min-relative-gain", &self.min_relative_gain),
        ]
        .into_iter()
        .filter_map(|(rule, limit)| limit.as_ref().map(|limit| (rule, limit)))
        .collect()
    }

    /// Whether it is made of others.
    pub(crate) fn is_group(&self) -> bool {
        !self.all.is_empty() || !self.any.is_empty()
    }

    /// What breaking it weighs.
    pub(crate) fn severity(&self) -> Severity {
        let own = match self.weight {
            Some(_) => Severity::Warning,
            None => Severity::Error,
        };
        self.severity.unwrap_or(own)
    }
}
