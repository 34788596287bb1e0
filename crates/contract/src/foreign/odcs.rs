//! The Open Data Contract Standard, 3.0 to 3.2: one table for each object of
//! its schema.
//!
//! A property is a column by its `physicalName`, else by its `name`; it may
//! be null unless it is `required`. `servers`, `team`, `roles`, `price` and
//! the like describe the contract, and say nothing of the rows.

use verdict::cut;

use super::node::Node;
use super::sql::Names;
use super::{ForeignTable, Wrong};

mod limits;
mod options;
mod property;
mod quality;
mod relationship;
mod service;

/// Keys of the document.
const DOCUMENT: [&str; 22] = [
    "apiVersion",
    "authoritativeDefinitions",
    "context",
    "contractCreatedTs",
    "customProperties",
    "dataProduct",
    "description",
    "domain",
    "id",
    "kind",
    "name",
    "price",
    "roles",
    "schema",
    "servers",
    "slaDefaultElement",
    "slaProperties",
    "status",
    "support",
    "tags",
    "team",
    "tenant",
];

/// Keys of an object of the schema; `id` to `tags` are those of a property
/// too.
const OBJECT: [&str; 16] = [
    "authoritativeDefinitions",
    "businessName",
    "context",
    "customProperties",
    "dataGranularityDescription",
    "deprecated",
    "description",
    "id",
    "logicalType",
    "name",
    "physicalName",
    "physicalType",
    "properties",
    "quality",
    "relationships",
    "synonyms",
];

pub(super) fn read(root: &Node) -> Result<Vec<ForeignTable>, Wrong> {
    check_version(root)?;
    let mut tables = Vec::new();
    for object in root.get("schema").map(Node::items).unwrap_or_default() {
        tables.push(read_object(root, object)?);
    }
    // What is said of the data as a whole has to be told somewhere.
    if tables.is_empty() && root.get("slaProperties").is_some() {
        tables.push(ForeignTable::default());
    }
    let single = tables.len() == 1;
    for table in &mut tables {
        service::read(root, single, table);
    }
    if let Some(first) = tables.first_mut() {
        let known: Vec<_> = DOCUMENT.iter().chain(&["version"]).copied().collect();
        first.leave_unknown(root, "the contract", &known);
    }
    Ok(tables)
}

fn check_version(root: &Node) -> Result<(), Wrong> {
    let Some(version) = root.get("apiVersion") else {
        return Ok(());
    };
    let shown = version.shown();
    let number = shown.trim_start_matches('v');
    if number == "3" || number.starts_with("3.") {
        return Ok(());
    }
    let message = format!("version {shown} of the Open Data Contract Standard is not known");
    Err(Wrong::new(version.span.clone(), message).help("write it as version 3.0 or later"))
}

/// A table of the contract.
struct Object<'a> {
    node: &'a Node,
    /// Names of its columns, for SQL.
    names: Names,
    /// Names of the table, for SQL.
    tables: Vec<&'a str>,
}

fn read_object(root: &Node, node: &Node) -> Result<ForeignTable, Wrong> {
    let Some(name) = node.get("name").and_then(Node::text) else {
        let message = "an object of the schema has no `name`";
        return Err(Wrong::new(node.span.clone(), message));
    };
    let object = Object::of(node, name);
    let mut table = ForeignTable {
        name: Some(name.to_owned()),
        ..ForeignTable::default()
    };
    head(root, node, name, &mut table);
    let known: Vec<_> = OBJECT.iter().chain(&["tags"]).copied().collect();
    table.leave_unknown(node, &format!("object `{}`", cut(name)), &known);
    for property in node.get("properties").map(Node::items).unwrap_or_default() {
        property::read(&object, property, &mut table)?;
    }
    table.contract.primary_key = property::primary_key(node);
    for rule in node.get("quality").map(Node::items).unwrap_or_default() {
        quality::of_object(&object, rule, &mut table)?;
    }
    for relationship in node
        .get("relationships")
        .map(Node::items)
        .unwrap_or_default()
    {
        relationship::of_object(root, &object, relationship, &mut table);
    }
    for property in node.get("properties").map(Node::items).unwrap_or_default() {
        relationship::of_property(root, &object, property, &mut table);
    }
    Ok(table)
}

/// What describes the table.
fn head(root: &Node, object: &Node, name: &str, table: &mut ForeignTable) {
    let shown = |node: &Node| node.bound().map(|bound| bound.to_string());
    let whole = root.get("description");
    let purpose = whole.map(|whole| whole.get("purpose").unwrap_or(whole));
    table.contract.name = Some(name.to_owned());
    table.contract.version = root.get("version").and_then(shown);
    table.contract.description = object
        .get("description")
        .and_then(shown)
        .or_else(|| purpose.and_then(shown));
}

impl<'a> Object<'a> {
    fn of(node: &'a Node, name: &'a str) -> Self {
        let properties = node.get("properties").map(Node::items).unwrap_or_default();
        let known = properties
            .iter()
            .filter_map(|property| {
                let name = property.get("name")?.text()?;
                Some((
                    name.to_owned(),
                    property::column(property)?.text()?.to_owned(),
                ))
            })
            .collect();
        let mut tables = vec![name, PLACE_OF_TABLE];
        tables.extend(node.get("physicalName").and_then(Node::text));
        Self {
            node,
            names: Names { known, open: false },
            tables,
        }
    }

    /// The column that a rule's text means: a property by its name.
    fn column(&self, name: &str) -> Option<&str> {
        let mut known = self.names.known.iter();
        known
            .find(|(property, column)| property == name || column == name)
            .map(|(_, column)| column.as_str())
    }
}

/// What a query's `{object}` is replaced by before it is read.
const PLACE_OF_TABLE: &str = "__object__";

#[cfg(test)]
mod tests;
