//! The contract: what a table must look like.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;
use toml::value::Datetime;
use verdict::Severity;

/// What a table must look like.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Contract {
    /// Name of the contract.
    pub name: Option<String>,
    /// What the table holds.
    pub description: Option<String>,
    /// Texts that mean that there is no value, in formats that have no word
    /// for it (CSV).
    #[serde(default = "empty_is_missing")]
    pub missing: Vec<String>,
    /// Whether the table may have columns that the contract does not name.
    #[serde(default)]
    pub extra_columns: ExtraColumns,
    /// What stands between the fields of a CSV file: one character.
    #[schemars(with = "Option<String>")]
    pub delimiter: Option<Spanned<String>>,
    /// How many rows there must be.
    #[serde(default)]
    pub rows: RowRules,
    /// The columns by name.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, ColumnRules>")]
    pub columns: BTreeMap<Spanned<String>, ColumnRules>,
}

/// Whether the table may have columns that the contract does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExtraColumns {
    /// It may; they are not looked at.
    #[default]
    Allow,
    /// It may not.
    Forbid,
}

/// How many rows there must be.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RowRules {
    /// At least so many.
    #[schemars(with = "Option<u64>")]
    pub min: Option<Spanned<u64>>,
    /// At most so many.
    #[schemars(with = "Option<u64>")]
    pub max: Option<Spanned<u64>>,
}

/// What a column must look like. A column that is named is required and has
/// no nulls, unless it says otherwise.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ColumnRules {
    /// What its values are. Without it they may be anything.
    #[serde(rename = "type")]
    #[schemars(with = "Option<ColumnType>")]
    pub column_type: Option<Spanned<ColumnType>>,
    /// Whether the column may be absent.
    #[serde(default)]
    pub optional: bool,
    /// Whether there may be nulls. No by default.
    #[schemars(with = "Option<bool>")]
    pub nullable: Option<Spanned<bool>>,
    /// At most so many nulls.
    #[schemars(with = "Option<u64>")]
    pub max_nulls: Option<Spanned<u64>>,
    /// At most this part of the rows is null, within 0 to 1.
    #[schemars(with = "Option<f64>")]
    pub max_null_fraction: Option<Spanned<f64>>,
    /// The least value allowed.
    #[schemars(with = "Option<Bound>")]
    pub min: Option<Spanned<Bound>>,
    /// The greatest value allowed.
    #[schemars(with = "Option<Bound>")]
    pub max: Option<Spanned<Bound>>,
    /// The only values allowed.
    #[schemars(with = "Option<Vec<Bound>>")]
    pub values: Option<Spanned<Vec<Spanned<Bound>>>>,
    /// A regular expression that each whole value matches.
    #[schemars(with = "Option<String>")]
    pub pattern: Option<Spanned<String>>,
    /// Whether no value may come twice.
    #[schemars(with = "Option<bool>")]
    pub unique: Option<Spanned<bool>>,
    /// The least length in characters.
    #[schemars(with = "Option<u64>")]
    pub min_length: Option<Spanned<u64>>,
    /// The greatest length in characters.
    #[schemars(with = "Option<u64>")]
    pub max_length: Option<Spanned<u64>>,
    /// What a broken rule of this column weighs.
    #[serde(default)]
    pub severity: Severity,
    /// What the column holds.
    pub description: Option<String>,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// Any text.
    String,
    /// A whole number of 64 bits.
    Integer,
    /// A finite number.
    Number,
    /// Yes or no.
    Boolean,
    /// A day of the calendar, `YYYY-MM-DD`.
    Date,
    /// A point in time, `YYYY-MM-DDTHH:MM:SS`, with fraction and zone or without.
    Datetime,
}

/// A value in a contract. Dates and times are texts.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(untagged)]
pub enum Bound {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Number(f64),
    /// A text, a date or a time.
    Text(String),
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::Text(value) => value.fmt(f),
        }
    }
}

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OfBound)
    }
}

/// Takes what TOML can write for a bound; its own dates become texts.
struct OfBound;

impl<'de> Visitor<'de> for OfBound {
    type Value = Bound;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, a string, a date or a boolean")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Bound, E> {
        Ok(Bound::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Bound, E> {
        Ok(Bound::Integer(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Bound, E> {
        Ok(Bound::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Bound, E> {
        Ok(Bound::Text(value.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Bound, A::Error> {
        // A table is none, and toml's own words on that help nobody.
        let date = Datetime::deserialize(MapAccessDeserializer::new(map))
            .map_err(|_| A::Error::invalid_type(Unexpected::Map, &self))?;
        Ok(Bound::Text(date.to_string()))
    }
}

impl ColumnType {
    /// The word of the contract.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Datetime => "datetime",
        }
    }
}

fn empty_is_missing() -> Vec<String> {
    vec![String::new()]
}
