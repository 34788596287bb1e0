//! One rule, and what the evidence said of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Outcome, Severity};

/// What one rule came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// The rule's name: stable and kebab-case, such as `max-drop`.
    pub id: String,
    /// What the rule was applied to: a column, a metric, a path. With `id` it
    /// names the check within its verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// What it came to.
    pub outcome: Outcome,
    /// What it would weigh when broken.
    pub severity: Severity,
    /// The rule as a sentence, without a full stop.
    pub title: String,
    /// What was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Value>,
    /// What the rule asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Value>,
    /// The unit of `observed` and `expected`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How sure `observed` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// Why it is not a pass, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Where to look, the worst place first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Location>,
    /// The first pieces of evidence against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<Sample>,
}

impl Check {
    /// A rule that holds, of severity `error`.
    #[must_use]
    pub fn pass(id: &str, title: impl Into<String>) -> Self {
        Self {
            id: id.to_owned(),
            target: None,
            outcome: Outcome::Pass,
            severity: Severity::Error,
            title: title.into(),
            observed: None,
            expected: None,
            unit: None,
            interval: None,
            cause: None,
            help: None,
            locations: Vec::new(),
            samples: Vec::new(),
        }
    }

    /// The same rule, broken at its severity, with the cause in words.
    #[must_use]
    pub fn broken(mut self, cause: impl Into<String>) -> Self {
        self.outcome = self.severity.when_broken();
        self.cause = Some(cause.into());
        self
    }

    /// The same rule, undecided, with the cause in words. A rule of severity
    /// `warning` only warns of it.
    #[must_use]
    pub fn undecided(mut self, cause: impl Into<String>) -> Self {
        self.outcome = match self.severity {
            Severity::Warning => Outcome::Warn,
            Severity::Error => Outcome::Inconclusive,
        };
        self.cause = Some(cause.into());
        self
    }

    /// The same rule on a target.
    #[must_use]
    pub fn on(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// The same rule with another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// What was seen.
    #[must_use]
    pub fn observed(mut self, value: impl Into<Value>) -> Self {
        self.observed = Some(value.into());
        self
    }

    /// What the rule asks for.
    #[must_use]
    pub fn expected(mut self, value: impl Into<Value>) -> Self {
        self.expected = Some(value.into());
        self
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// One more place to look.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.locations.push(location);
        self
    }

    /// The check's name within its verdict: `id` or `id(target)`.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.target {
            Some(target) => format!("{}({target})", self.id),
            None => self.id.clone(),
        }
    }
}

/// A confidence interval of an observed number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Interval {
    /// Lower end, in the unit of the observed value.
    pub low: f64,
    /// Upper end, in the unit of the observed value.
    pub high: f64,
    /// Coverage promised, within 0 to 1.
    pub confidence: f64,
}

/// A place in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Path with forward slashes, relative to the working directory where
    /// possible.
    pub file: String,
    /// Line, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Column of the line in characters, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
    /// Row of a table, counted from 1, without the header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
}

impl Location {
    /// A whole file.
    #[must_use]
    pub fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            ..Self::default()
        }
    }

    /// A line of a file, counted from 1.
    #[must_use]
    pub fn line(file: impl Into<String>, line: u64) -> Self {
        Self {
            file: file.into(),
            line: Some(line),
            ..Self::default()
        }
    }
}

/// One piece of evidence: a cell of a table, most often.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sample {
    /// Row, counted from 1, without the header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Line of the file, counted from 1, where the format has lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The value as it stands in the evidence, cut when long.
    pub value: String,
    /// What more there is to say of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Longest piece of a value that is kept as evidence, in characters.
const SHOWN: usize = 80;

/// A text from outside as evidence shows it: cut where it is long.
#[must_use]
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
