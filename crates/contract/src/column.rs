//! What a column must look like.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use verdict::Severity;

use crate::bound::{Bound, Limits};
use crate::model::is_default;

/// What a column must look like. A column that is named is required and has
/// no nulls, unless it says otherwise. Rules with an own severity, tolerance
/// or condition stand in `rules`: each entry there has the keys of a column.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ColumnRules {
    /// What its values are. Without it they may be anything.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<ColumnType>")]
    pub column_type: Option<Spanned<ColumnType>>,
    /// How values are written. Dates and times: directives such as
    /// `%d.%m.%Y`. Strings: `uuid`, `email`, `uri`, `hostname`, `ip`, `ipv4`,
    /// `ipv6`, `country` (ISO 3166-1 alpha-2), `country3` (alpha-3),
    /// `currency` (ISO 4217), `json`, `base64`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub format: Option<Spanned<String>>,
    /// Words for yes, instead of true, yes, t and 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<String>>")]
    pub true_values: Option<Spanned<Vec<String>>>,
    /// Words for no, instead of false, no, f and 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<String>>")]
    pub false_values: Option<Spanned<Vec<String>>>,
    /// What stands before the fraction of a number, instead of `.`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub decimal_mark: Option<Spanned<String>>,
    /// What stands between groups of digits; nothing by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub group_mark: Option<Spanned<String>>,
    /// How many digits a decimal has at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<u32>")]
    pub precision: Option<Spanned<u32>>,
    /// How many of them stand behind the point at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<u32>")]
    pub scale: Option<Spanned<u32>>,
    /// Texts that mean that there is no value, instead of the contract's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<String>>,
    /// Whether the column may be absent.
    #[serde(skip_serializing_if = "is_default")]
    pub optional: bool,
    /// Whether its values may not be shown: they are masked everywhere.
    #[serde(skip_serializing_if = "is_default")]
    pub sensitive: bool,

    /// Whether there may be nulls. No by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<bool>")]
    pub nullable: Option<Spanned<bool>>,
    /// At most so many nulls.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<u64>")]
    pub max_nulls: Option<Spanned<u64>>,
    /// At most this part of the rows is null, within 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub max_null_fraction: Option<Spanned<f64>>,
    /// At least this part of the rows is null, within 0 to 1: a column that
    /// has to be empty has 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub min_null_fraction: Option<Spanned<f64>>,

    /// The least value allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Bound>")]
    pub min: Option<Spanned<Bound>>,
    /// The greatest value allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Bound>")]
    pub max: Option<Spanned<Bound>>,
    /// Every value is greater than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Bound>")]
    pub above: Option<Spanned<Bound>>,
    /// Every value is less than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Bound>")]
    pub below: Option<Spanned<Bound>>,
    /// Every value is a multiple of this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Bound>")]
    pub multiple_of: Option<Spanned<Bound>>,
    /// The only values allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<Bound>>")]
    pub values: Option<Spanned<Vec<Spanned<Bound>>>>,
    /// Values that are not allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<Bound>>")]
    pub forbidden_values: Option<Spanned<Vec<Spanned<Bound>>>>,
    /// A regular expression that each whole value matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub pattern: Option<Spanned<String>>,
    /// A regular expression that no whole value matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub forbidden_pattern: Option<Spanned<String>>,
    /// The least length in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<u64>")]
    pub min_length: Option<Spanned<u64>>,
    /// The greatest length in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<u64>")]
    pub max_length: Option<Spanned<u64>>,
    /// Whether each value is as far from the mean as this many standard
    /// deviations, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub max_z_score: Option<Spanned<f64>>,
    /// How many standard deviations above the mean each value lies (below it:
    /// less than 0). For `max-z-score = 3`, both sides: `{ min = -3, max = 3 }`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub z_score: Option<Spanned<Limits>>,
    /// Whether no value may come twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<bool>")]
    pub unique: Option<Spanned<bool>>,
    /// How values follow one another, nulls passed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Order>")]
    pub order: Option<Spanned<Order>>,

    /// How many different values there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub distinct: Option<Spanned<Limits>>,
    /// How many different values there are, as a part of all values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub distinct_fraction: Option<Spanned<Limits>>,
    /// Values each of which is there at least once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<Bound>>")]
    pub required_values: Option<Spanned<Vec<Spanned<Bound>>>>,
    /// The most common value is one of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<Bound>>")]
    pub most_common: Option<Spanned<Vec<Spanned<Bound>>>>,
    /// Whether `most-common` holds where one of several values that are
    /// equally common is among them; by default a tie breaks it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<bool>")]
    pub allow_ties: Option<Spanned<bool>>,
    /// The least of all values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub least: Option<Spanned<Limits>>,
    /// The greatest of all values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub greatest: Option<Spanned<Limits>>,
    /// The mean of all values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub mean: Option<Spanned<Limits>>,
    /// The middle of all values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub median: Option<Spanned<Limits>>,
    /// Quantiles by their level within 0 to 1, such as `"0.95"`, between the
    /// two nearest values by line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<BTreeMap<String, Limits>>")]
    pub quantiles: Option<Spanned<BTreeMap<Spanned<String>, Limits>>>,
    /// Which value a quantile is that lies between two: on the line between
    /// them, by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<QuantileMethod>")]
    pub quantile_method: Option<Spanned<QuantileMethod>>,
    /// The sum of all values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub sum: Option<Spanned<Limits>>,
    /// The variance of all values, as a sample: divided by n − 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub variance: Option<Spanned<Limits>>,
    /// The standard deviation of all values, as a sample: divided by n − 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub standard_deviation: Option<Spanned<Limits>>,
    /// The skewness of all values: m₃ / m₂^1.5.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub skewness: Option<Spanned<Limits>>,
    /// The excess kurtosis of all values: m₄ / m₂² − 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub kurtosis: Option<Spanned<Limits>>,
    /// The entropy of the values' frequencies in nats.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub entropy: Option<Spanned<Limits>>,
    /// How old the latest date or time may be at the time of the run, such as
    /// `"36h"` or `"2d"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub max_age: Option<Spanned<String>>,

    /// Only rows for which this SQL expression is true are looked at.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub condition: Option<Spanned<String>>,
    /// The part of the values that has to keep a rule, within 0 to 1; all of
    /// them by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub mostly: Option<Spanned<f64>>,
    /// How many values may break a rule; none by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<u64>")]
    pub max_breaches: Option<Spanned<u64>>,
    /// What a broken rule weighs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// What to say where a rule is broken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Words by which rules are chosen (`--only`, `--skip`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What the column holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// More rules on the column, each with its own severity, tolerance,
    /// condition, message and tags. Keys that say how values are read
    /// (`type`, `format`, `missing`, …) have no place there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<ColumnRules>")]
    pub rules: Vec<Spanned<ColumnRules>>,
}

/// How values follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// None is less than the one before.
    Increasing,
    /// Each is greater than the one before.
    StrictlyIncreasing,
    /// None is greater than the one before.
    Decreasing,
    /// Each is less than the one before.
    StrictlyDecreasing,
}

/// Which value a quantile is that lies between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuantileMethod {
    /// On the line between them (type 7 of Hyndman and Fan).
    Linear,
    /// The one before.
    Lower,
    /// The one behind.
    Higher,
    /// Halfway between them.
    Midpoint,
    /// The nearer one; from halfway, the one with the even index.
    Nearest,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// Any text.
    String,
    /// A whole number of 64 bits.
    Integer,
    /// A finite number.
    Number,
    /// A number with all of its digits, `precision` and `scale`.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A day of the calendar, `YYYY-MM-DD`.
    Date,
    /// A time of day, `HH:MM:SS`.
    Time,
    /// A point in time, `YYYY-MM-DDTHH:MM:SS`, with fraction and zone or without.
    Datetime,
}

impl ColumnType {
    /// The word of the contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Decimal => "decimal",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Time => "time",
            Self::Datetime => "datetime",
        }
    }
}
