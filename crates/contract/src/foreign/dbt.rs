//! Properties of dbt: models, seeds, snapshots and tables of sources.
//!
//! A column may be null unless it is tested for it, and may be absent where
//! nothing is asked of it. An enforced contract forbids other columns.

use toml::Spanned;
use verdict::cut;

use super::node::Node;
use super::sql::Names;
use super::{ForeignTable, Wrong, build, types};
use crate::column::ColumnRules;
use crate::model::ExtraColumns;

mod constraint;
mod expectations;
mod freshness;
mod manner;
mod meaning;
mod test;
mod utils;
mod version;

#[cfg(test)]
mod tests;

/// What dbt's properties describe.
pub(super) const KINDS: [&str; 4] = ["models", "seeds", "snapshots", "sources"];

/// Other keys of the document.
const DOCUMENT: [&str; 13] = [
    "analyses",
    "anchors",
    "data_tests",
    "exposures",
    "functions",
    "groups",
    "macros",
    "metrics",
    "saved_queries",
    "semantic_models",
    "time_spine",
    "unit_tests",
    "version",
];

/// Keys of a model, a seed, a snapshot or a table of a source.
const RESOURCE: [&str; 29] = [
    "access",
    "agg_time_dimension",
    "alias",
    "columns",
    "config",
    "constraints",
    "data_tests",
    "deprecation_date",
    "derived_semantics",
    "description",
    "docs",
    "external",
    "freshness",
    "group",
    "identifier",
    "latest_version",
    "loaded_at_field",
    "loaded_at_query",
    "loader",
    "meta",
    "name",
    "primary_entity",
    "quoting",
    "relation",
    "semantic_model",
    "tags",
    "tests",
    "time_spine",
    "versions",
];

/// Keys of a column.
const COLUMN: [&str; 17] = [
    "config",
    "constraints",
    "data_tests",
    "data_type",
    "derived_dimension",
    "description",
    "dimension",
    "docs",
    "entity",
    "granularity",
    "identifier",
    "meta",
    "name",
    "policy_tags",
    "quote",
    "tags",
    "tests",
];

pub(super) fn read(root: &Node) -> Result<Vec<ForeignTable>, Wrong> {
    let mut tables = Vec::new();
    for kind in ["models", "seeds", "snapshots"] {
        for node in items(root, kind) {
            for resource in version::resources(node)? {
                tables.push(read_resource(&resource)?);
            }
        }
    }
    for source in items(root, "sources") {
        for node in items(source, "tables") {
            let mut resource = Resource::of(node)?;
            resource.source = Some(source);
            tables.push(read_resource(&resource)?);
        }
    }
    if let Some(first) = tables.first_mut() {
        let known: Vec<_> = DOCUMENT.iter().chain(&KINDS).copied().collect();
        first.leave_unknown(root, "the document", &known);
    }
    Ok(tables)
}

fn items<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).map(Node::items).unwrap_or_default()
}

/// The tests of a model or a column, by their old and their new key.
fn tests_of(node: &Node) -> impl Iterator<Item = &Node> {
    items(node, "tests").iter().chain(items(node, "data_tests"))
}

/// A key of a node, or of its `config`.
fn setting<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    let within = node.get("config").and_then(|config| config.get(key));
    within.or_else(|| node.get(key))
}

/// A table of the project.
struct Resource<'a> {
    node: &'a Node,
    /// What replaces parts of it: one of its versions.
    version: Option<&'a Node>,
    source: Option<&'a Node>,
    name: String,
    columns: Vec<&'a Node>,
}

impl<'a> Resource<'a> {
    fn of(node: &'a Node) -> Result<Self, Wrong> {
        let Some(name) = node.get("name").and_then(Node::text) else {
            let message = "a resource has no `name`";
            return Err(Wrong::new(node.span.clone(), message));
        };
        Ok(Self {
            node,
            version: None,
            source: None,
            name: name.to_owned(),
            columns: items(node, "columns").iter().collect(),
        })
    }

    /// A key of the version, else of the resource.
    fn get(&self, key: &str) -> Option<&'a Node> {
        let own = self.version.and_then(|version| version.get(key));
        own.or_else(|| self.node.get(key))
    }

    /// The node that says what tests the resource has as a whole.
    fn tested(&self) -> &'a Node {
        let version = self
            .version
            .filter(|version| tests_of(version).next().is_some());
        version.unwrap_or(self.node)
    }

    fn is_enforced(&self) -> bool {
        let of = |node: &Node| setting(node, "contract")?.get("enforced")?.boolean();
        self.version
            .and_then(of)
            .or_else(|| of(self.node))
            .unwrap_or(false)
    }

    fn names(&self) -> Names {
        let known = self.columns.iter().filter_map(|column| {
            let name = column.get("name")?.text()?;
            Some((name.to_owned(), name.to_owned()))
        });
        Names {
            known: known.collect(),
            // Not every column of a model is described.
            open: !self.is_enforced(),
        }
    }
}

fn read_resource(resource: &Resource<'_>) -> Result<ForeignTable, Wrong> {
    let mut table = ForeignTable {
        name: Some(resource.name.clone()),
        ..ForeignTable::default()
    };
    let contract = &mut table.contract;
    contract.name = Some(resource.name.clone());
    contract.description = resource.get("description").and_then(plain);
    if resource.is_enforced() {
        contract.extra_columns = ExtraColumns::Forbid;
    }
    table.leave_unknown(
        resource.node,
        &format!("`{}`", cut(&resource.name)),
        &RESOURCE,
    );
    let names = resource.names();
    for column in &resource.columns {
        read_column(resource, column, &names, &mut table)?;
    }
    for constraint in resource
        .get("constraints")
        .map(Node::items)
        .unwrap_or_default()
    {
        constraint::of_table(constraint, &names, &mut table);
    }
    for node in tests_of(resource.tested()) {
        meaning::read(node, None, &names, &mut table)?;
    }
    freshness::read(resource, &names, &mut table);
    Ok(table)
}

fn read_column(
    resource: &Resource<'_>,
    node: &Node,
    names: &Names,
    table: &mut ForeignTable,
) -> Result<(), Wrong> {
    let Some((name_node, name)) = node.get("name").and_then(|node| Some((node, node.text()?)))
    else {
        return Err(Wrong::new(node.span.clone(), "a column has no `name`"));
    };
    let name = name_node.spanned(name.to_owned());
    if table.contract.columns.contains_key(&name) {
        let message = format!("column `{}` stands twice in one table", cut(name.get_ref()));
        return Err(Wrong::new(name.span(), message).help("keep one of the two"));
    }
    let tags: Vec<_> = setting(node, "tags").map(build::texts).unwrap_or_default();
    let tags: Vec<_> = tags.into_iter().map(Spanned::into_inner).collect();
    let asked = tests_of(node).next().is_some() || !items(node, "constraints").is_empty();
    *table.column(&name) = ColumnRules {
        optional: !asked && !resource.is_enforced(),
        nullable: Some(Spanned::new(name.span(), true)),
        sensitive: is_sensitive(node, &tags),
        description: node.get("description").and_then(plain),
        tags,
        ..ColumnRules::default()
    };
    let of = format!("column `{}`", cut(name.get_ref()));
    table.leave_unknown(node, &of, &COLUMN);
    read_type(node, &name, table);
    for constraint in items(node, "constraints") {
        constraint::of_column(constraint, &name, names, table);
    }
    for test in tests_of(node) {
        meaning::read(test, Some(&name), names, table)?;
    }
    Ok(())
}

/// A text that is no template.
fn plain(node: &Node) -> Option<String> {
    let text = node.text().filter(|text| !text.contains("{{"))?;
    Some(text.trim_end().to_owned())
}

fn is_sensitive(node: &Node, tags: &[String]) -> bool {
    let meta = setting(node, "meta").map(Node::entries).unwrap_or_default();
    let mut flags = meta
        .iter()
        .filter(|(_, value)| value.boolean() != Some(false) && !value.is_null());
    tags.iter().any(|tag| build::is_sensitive(tag))
        || flags.any(|(key, _)| build::is_sensitive(key.get_ref()))
}

fn read_type(node: &Node, name: &Spanned<String>, table: &mut ForeignTable) {
    let Some((node, word)) = node
        .get("data_type")
        .and_then(|node| Some((node, node.text()?)))
    else {
        return;
    };
    if let Some(found) = types::of_sql(word) {
        table.column(name).column_type = Some(node.spanned(found));
        return;
    }
    let what = format!("type `{}` of column `{}`", cut(word), cut(name.get_ref()));
    table.leave(node.span.clone(), what, "columns have no such type");
}
