//! Foreign keys.

use toml::Spanned;
use verdict::cut;

use super::Object;
use crate::foreign::ForeignTable;
use crate::foreign::build;
use crate::foreign::node::Node;
use crate::rule::{Reference, TableRule};

/// Endings of files that can be looked into.
const FILES: [&str; 7] = ["csv", "tsv", "parquet", "jsonl", "ndjson", "arrow", "gz"];

/// One that stands beside the columns: with `from` and `to`.
pub(super) fn of_object(root: &Node, object: &Object<'_>, node: &Node, table: &mut ForeignTable) {
    let from = node.get("from").map(build::texts).unwrap_or_default();
    let columns = from
        .iter()
        .filter_map(|from| {
            let column = last(object.node, from.get_ref());
            Some(Spanned::new(from.span(), object.column(column)?.to_owned()))
        })
        .collect::<Vec<_>>();
    if columns.is_empty() || columns.len() != from.len() {
        let why = "its `from` does not name columns of this object";
        return leave(node, table, why);
    }
    read(root, node, columns, table);
}

/// Those that stand within a column.
pub(super) fn of_property(
    root: &Node,
    object: &Object<'_>,
    property: &Node,
    table: &mut ForeignTable,
) {
    let name = property
        .get("name")
        .and_then(Node::text)
        .unwrap_or_default();
    for node in property
        .get("relationships")
        .map(Node::items)
        .unwrap_or_default()
    {
        match object.column(name) {
            Some(column) => read(root, node, vec![node.spanned(column.to_owned())], table),
            None => leave(node, table, "its property is no column"),
        }
    }
}

fn leave(node: &Node, table: &mut ForeignTable, why: &str) {
    let to = node.get("to").map(build::texts).unwrap_or_default();
    let to: Vec<_> = to.iter().map(|to| cut(to.get_ref())).collect();
    table.leave(
        node.span.clone(),
        format!("relationship to `{}`", to.join("`, `")),
        why,
    );
}

fn read(root: &Node, node: &Node, columns: Vec<Spanned<String>>, table: &mut ForeignTable) {
    let to = node.get("to").map(build::texts).unwrap_or_default();
    let Some(other) = to.first().and_then(|to| object_of(root, to.get_ref())) else {
        return leave(node, table, "its `to` is no object of this contract");
    };
    if to.len() != columns.len() {
        return leave(node, table, "`from` and `to` differ in length");
    }
    let Some(file) = file(other) else {
        let why = "the contract does not name the file of the other table";
        return leave(node, table, why);
    };
    let reference = Reference {
        columns,
        file,
        to: to.iter().map(|to| column_of(other, to.get_ref())).collect(),
    };
    let rule = TableRule {
        references: Some(node.spanned(reference)),
        ..TableRule::default()
    };
    table.rule(node.span.clone(), rule);
}

/// The object of a reference: `customers.id`, or `schema/ID/properties/ID`.
fn object_of<'a>(root: &'a Node, reference: &str) -> Option<&'a Node> {
    if reference.contains('#') {
        return None;
    }
    let (key, name) = match reference.trim_start_matches('/').strip_prefix("schema/") {
        Some(rest) => ("id", rest.split('/').next()?),
        None => ("name", reference.split('.').next()?),
    };
    let mut objects = root.get("schema")?.items().iter();
    objects.find(|object| object.get(key).and_then(Node::text) == Some(name))
}

/// The name of the property that a reference means.
fn last<'a>(object: &'a Node, reference: &'a str) -> &'a str {
    if !reference.contains('/') {
        return reference.rsplit('.').next().unwrap_or(reference);
    }
    let id = reference.rsplit('/').next().unwrap_or(reference);
    let properties = object
        .get("properties")
        .map(Node::items)
        .unwrap_or_default();
    let found = properties
        .iter()
        .find(|property| property.get("id").and_then(Node::text) == Some(id));
    found
        .and_then(|property| property.get("name")?.text())
        .unwrap_or(id)
}

fn column_of(object: &Node, reference: &str) -> String {
    let name = last(object, reference);
    let properties = object
        .get("properties")
        .map(Node::items)
        .unwrap_or_default();
    let found = properties
        .iter()
        .find(|property| property.get("name").and_then(Node::text) == Some(name));
    let column = found.and_then(|property| super::property::column(property)?.text());
    column.unwrap_or(name).to_owned()
}

/// The file of an object, where its physical name is one.
fn file(object: &Node) -> Option<Spanned<String>> {
    let name = object.get("physicalName").or_else(|| object.get("name"))?;
    let text = name.text()?;
    let (_, ending) = text.rsplit_once('.')?;
    FILES
        .contains(&ending.to_lowercase().as_str())
        .then(|| name.spanned(text.to_owned()))
}
