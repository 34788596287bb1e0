//! JSON Schema of a row: an object whose properties are the columns. Drafts
//! 4, 6, 7, 2019-09 and 2020-12.
//!
//! A property that is not `required` may be absent, and its column too; it
//! may be null then. A property's keywords ask something of values of some
//! type only: without a `type`, the column has that type here. Patterns match
//! any part of a value. `if`, `dependentRequired`, `anyOf` and the like become
//! expressions over a row, where they can be written as one.

use toml::Spanned;

use super::node::{Node, Value};
use super::{ForeignTable, Wrong};

mod keyword;
mod kind;
mod parts;
mod predicate;
mod property;
mod row;

use parts::Document;

/// Keywords that ask nothing.
const IDLE: [&str; 19] = [
    "$schema",
    "$id",
    "id",
    "$anchor",
    "$dynamicAnchor",
    "$vocabulary",
    "$comment",
    "$defs",
    "definitions",
    "title",
    "description",
    "default",
    "examples",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$ref",
    "allOf",
];

/// Whether a keyword asks nothing: extensions (`x-…`) do neither.
fn is_idle(keyword: &str) -> bool {
    IDLE.contains(&keyword) || keyword.starts_with("x-")
}

pub(super) fn read(root: &Node) -> Result<Vec<ForeignTable>, Wrong> {
    let mut table = ForeignTable {
        name: root.get("title").and_then(Node::text).map(str::to_owned),
        ..ForeignTable::default()
    };
    table.contract.name.clone_from(&table.name);
    let description = root.get("description").and_then(Node::text);
    table.contract.description = description.map(str::to_owned);
    row::read(&Document::new(root), row_of(root)?, &mut table)?;
    table.not_judged.sort_by_key(|left| left.span.start);
    Ok(vec![table])
}

/// The schema of a row: a schema of a list of rows has it in `items`.
fn row_of(root: &Node) -> Result<&Node, Wrong> {
    let Some(kind) = root.get("type") else {
        return Ok(root);
    };
    let is = |word: &str| {
        kind.text() == Some(word) || kind.items().iter().any(|item| item.text() == Some(word))
    };
    match (is("object"), is("array"), root.get("items")) {
        (true, ..) => Ok(root),
        (
            false,
            true,
            Some(
                items @ Node {
                    value: Value::Map(_),
                    ..
                },
            ),
        ) => row_of(items),
        _ => Err(Wrong::new(
            kind.span.clone(),
            format!("the schema is not one of a row, but of `{}`", kind.shown()),
        )
        .help("a row is an object, whose `properties` are the columns")),
    }
}

/// A list of texts.
fn names(node: &Node) -> Option<Vec<Spanned<String>>> {
    let items = node.is_list().then(|| node.items())?;
    items
        .iter()
        .map(|item| Some(item.spanned(item.text()?.to_owned())))
        .collect()
}

#[cfg(test)]
mod tests;
