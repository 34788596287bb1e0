//! The contract as a whole.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use verdict::Severity;

use crate::bound::Limits;
use crate::column::ColumnRules;
use crate::rule::TableRule;

/// What a table must look like.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Contract {
    /// Name of the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Version of the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What the table holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Texts that mean that there is no value, in formats that have no word
    /// for it (CSV). The empty text, when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<String>>,
    /// Whether the table may have columns that the contract does not name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub extra_columns: ExtraColumns,
    /// Whether the columns come in the contract's order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<bool>")]
    pub ordered: Option<Spanned<bool>>,
    /// How many columns there must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Limits>")]
    pub column_count: Option<Spanned<Limits>>,
    /// What stands between the fields of a CSV file: one character.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub delimiter: Option<Spanned<String>>,
    /// What stands around a field of a CSV file that holds a delimiter: one
    /// character; `"` when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub quote: Option<Spanned<String>>,
    /// The columns that tell the rows apart: never null, and no two rows
    /// alike. Samples show them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<String>>")]
    pub primary_key: Option<Spanned<Vec<Spanned<String>>>>,
    /// How the file itself must be.
    #[serde(default, skip_serializing_if = "is_default")]
    pub file: FileRules,
    /// How many rows there must be, and how.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rows: RowRules,
    /// The columns by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", with = "named")]
    #[schemars(with = "BTreeMap<String, ColumnRules>")]
    pub columns: BTreeMap<Spanned<String>, ColumnRules>,
    /// Rules on several columns, on rows and on the table as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<TableRule>")]
    pub rules: Vec<Spanned<TableRule>>,
}

/// Writes the columns in the order in which the contract names them.
mod named {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};
    use toml::Spanned;

    use crate::column::ColumnRules;

    type Columns = BTreeMap<Spanned<String>, ColumnRules>;

    pub(super) fn serialize<S: Serializer>(
        columns: &Columns,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut columns: Vec<_> = columns.iter().collect();
        columns.sort_by_key(|(name, _)| name.span().start);
        serializer.collect_map(
            columns
                .into_iter()
                .map(|(name, rules)| (name.get_ref(), rules)),
        )
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Columns, D::Error> {
        Columns::deserialize(deserializer)
    }
}

/// Whether the table may have columns that the contract does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExtraColumns {
    /// It may; they are not looked at.
    #[default]
    Allow,
    /// It may not.
    Forbid,
}

/// How the file itself must be. What a format can't have is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileRules {
    /// Records with too many or too few fields; forbidden by default. They
    /// are left out of every other rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Permission>")]
    pub ragged_rows: Option<Spanned<Permission>>,
    /// Quotes within unquoted fields, text behind a closing quote, and quotes
    /// that are never closed; forbidden by default. Such records are left out
    /// of every other rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Permission>")]
    pub stray_quotes: Option<Spanned<Permission>>,
    /// Bytes that are not UTF-8; forbidden by default. Such records are left
    /// out of every other rule; where allowed, the bytes become U+FFFD.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Permission>")]
    pub invalid_utf8: Option<Spanned<Permission>>,
    /// NUL bytes within texts; forbidden by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Permission>")]
    pub nul_bytes: Option<Spanned<Permission>>,
    /// Blank and equal names in the header; forbidden by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Permission>")]
    pub unclear_header: Option<Spanned<Permission>>,
    /// Blank lines; allowed by default, and passed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Permission>")]
    pub blank_rows: Option<Spanned<Permission>>,
    /// A byte order mark; allowed by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Permission>")]
    pub byte_order_mark: Option<Spanned<Permission>>,
    /// How lines end; anyhow, by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<LineEnds>")]
    pub line_ends: Option<Spanned<LineEnds>>,
    /// What a broken rule on the file weighs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub severity: Severity,
}

/// Whether something may be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// It may.
    Allow,
    /// It may not.
    Forbid,
    /// It has to be.
    Require,
}

/// How the lines of a file end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LineEnds {
    /// All alike.
    Consistent,
    /// With a line feed, as on Unix.
    Lf,
    /// With carriage return and line feed, as RFC 4180 has it.
    Crlf,
}

/// How many rows there must be, and how.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RowRules {
    /// At least so many.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<u64>")]
    pub min: Option<Spanned<u64>>,
    /// At most so many.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<u64>")]
    pub max: Option<Spanned<u64>>,
    /// No row is like another in every column.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<bool>")]
    pub unique: Option<Spanned<bool>>,
    /// The part by which the count may differ from the median of the history
    /// (`--history FILE`): 0.2 is twenty percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub max_change: Option<Spanned<f64>>,
    /// What a broken rule on the rows weighs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub severity: Severity,
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
