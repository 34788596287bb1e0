//! Rules on several columns, on rows and on the table as a whole.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use verdict::Severity;

use crate::bound::Limits;
use crate::model::is_default;

/// A rule on several columns, on rows or on the table as a whole: exactly one
/// of `expression`, `unique`, `references`, `depends`, `correlation`,
/// `aggregate`, `equals` says what it asks.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct TableRule {
    /// Its name: what reports and `--only` call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A SQL expression over the columns that is not false for any row.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub expression: Option<Spanned<String>>,
    /// Columns by which no two rows are alike; rows with a null in one of
    /// them are passed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<String>>")]
    pub unique: Option<Spanned<Vec<Spanned<String>>>>,
    /// Whether `unique` takes two nulls for alike, instead of passing over rows
    /// with a null.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<bool>")]
    pub nulls_alike: Option<Spanned<bool>>,
    /// Values that must stand in another file too: a foreign key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Reference>")]
    pub references: Option<Spanned<Reference>>,
    /// Columns that follow from others: a functional dependency.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Dependency>")]
    pub depends: Option<Spanned<Dependency>>,
    /// How two columns go together.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Correlation>")]
    pub correlation: Option<Spanned<Correlation>>,
    /// A figure of the table: a SQL expression of aggregates, such as
    /// `sum(paid) / count(*)`. It lies within `limits`, or equals that of
    /// another file (`equals`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub aggregate: Option<Spanned<String>>,
    /// Between what the figure lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub limits: Option<Spanned<Limits>>,
    /// The figure of another file that this one equals.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Aggregate>")]
    pub equals: Option<Spanned<Aggregate>>,

    /// Only rows for which this SQL expression is true are looked at.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub condition: Option<Spanned<String>>,
    /// The part of the rows that has to keep the rule, within 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub mostly: Option<Spanned<f64>>,
    /// How many rows may break the rule; none by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<u64>")]
    pub max_breaches: Option<Spanned<u64>>,
    /// What it weighs when broken.
    #[serde(skip_serializing_if = "is_default")]
    pub severity: Severity,
    /// What to say where it is broken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Words by which rules are chosen (`--only`, `--skip`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reference {
    /// Columns of this table.
    #[schemars(with = "Vec<String>")]
    pub columns: Vec<Spanned<String>>,
    /// The other file, relative to the contract.
    #[schemars(with = "String")]
    pub file: Spanned<String>,
    /// Its columns, in the same order; the same names when not given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
}

/// A functional dependency: rows alike in `columns` are alike in `determine`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dependency {
    /// What determines.
    #[schemars(with = "Vec<String>")]
    pub columns: Vec<Spanned<String>>,
    /// What is determined.
    #[schemars(with = "Vec<String>")]
    pub determine: Vec<Spanned<String>>,
}

/// Pearson's correlation of two columns over the rows in which both have a
/// value.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Correlation {
    /// The two columns.
    #[schemars(with = "[String; 2]")]
    pub columns: [Spanned<String>; 2],
    /// Between what it lies, within −1 to 1.
    pub limits: Limits,
}

/// A figure of another file.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Aggregate {
    /// The other file, relative to the contract.
    #[schemars(with = "String")]
    pub file: Spanned<String>,
    /// The figure; the same expression when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub aggregate: Option<Spanned<String>>,
    /// By how much the two may differ, as a part of the other; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub tolerance: Option<Spanned<f64>>,
}
