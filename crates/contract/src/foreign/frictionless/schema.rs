//! A Table Schema.

use toml::Spanned;

use super::super::node::Node;
use super::super::{ForeignTable, Wrong};
use super::{Files, field, keys};
use crate::model::ExtraColumns;

/// Keys of a schema.
const SCHEMA: [&str; 14] = [
    "$schema",
    "profile",
    "name",
    "title",
    "description",
    "version",
    "keywords",
    "homepage",
    "fields",
    "fieldsMatch",
    "missingValues",
    "primaryKey",
    "foreignKeys",
    "uniqueKeys",
];

pub(super) fn read(node: &Node, files: &Files, table: &mut ForeignTable) -> Result<(), Wrong> {
    table.leave_unknown(node, "the schema", &SCHEMA);
    if let Some(values) = node.get("missingValues") {
        table.contract.missing = Some(missing(values)?);
    }
    let fields = node.get("fields").map_or(&[][..], Node::items);
    for one in fields {
        field::read(one, table)?;
    }
    fields_match(node, table)?;
    keys::read(node, files, table)
}

/// Texts that mean that there is no value: texts, or maps with a `value`.
pub(super) fn missing(node: &Node) -> Result<Vec<String>, Wrong> {
    let wrong = |item: &Node| {
        Wrong::new(item.span.clone(), format!("`{}` is no text", item.shown()))
            .help("write words for missing values in quotes")
    };
    if !node.is_list() {
        return Err(wrong(node));
    }
    let text = |item: &Node| {
        let value = item.get("value").unwrap_or(item);
        value.text().map(str::to_owned).ok_or_else(|| wrong(value))
    };
    node.items().iter().map(text).collect()
}

/// How the fields go with the table's columns.
fn fields_match(node: &Node, table: &mut ForeignTable) -> Result<(), Wrong> {
    let given = node.get("fieldsMatch");
    // An early draft of version 2 had a list of one.
    let word = given.map(|given| given.items().first().unwrap_or(given));
    let (span, word) = match word {
        None => (node.span.clone(), "exact"),
        Some(word) => (word.span.clone(), word.text().unwrap_or_default()),
    };
    let (extra, optional) = match word {
        "exact" | "equal" => (ExtraColumns::Forbid, false),
        "subset" => (ExtraColumns::Allow, false),
        "superset" => (ExtraColumns::Forbid, true),
        "partial" => (ExtraColumns::Allow, true),
        other => {
            let message = format!("`{}` is no way to match fields", verdict::cut(other));
            let help = "`fieldsMatch` is exact, equal, subset, superset or partial";
            return Err(Wrong::new(span, message).help(help));
        }
    };
    table.contract.extra_columns = extra;
    for rules in table.contract.columns.values_mut() {
        rules.optional = optional;
    }
    if word == "exact" {
        table.contract.ordered = Some(Spanned::new(span, true));
    } else if optional {
        let why = "that one of its fields is there at least is not judged";
        table.leave(span, format!("`fieldsMatch` of `{word}`"), why);
    }
    Ok(())
}
