//! Versions of a model: each is a table of its own.

use super::{Resource, items};
use crate::foreign::Wrong;
use crate::foreign::build;
use crate::foreign::node::Node;

/// A model's versions, as `orders_v2`; the model itself where it has none.
pub(super) fn resources(node: &Node) -> Result<Vec<Resource<'_>>, Wrong> {
    let versions = items(node, "versions");
    if versions.is_empty() {
        return Ok(vec![Resource::of(node)?]);
    }
    versions.iter().map(|version| one(node, version)).collect()
}

fn one<'a>(node: &'a Node, version: &'a Node) -> Result<Resource<'a>, Wrong> {
    let mut resource = Resource::of(node)?;
    let Some(word) = version.get("v").and_then(Node::bound) else {
        return Err(Wrong::new(version.span.clone(), "a version has no `v`"));
    };
    resource.name = match super::setting(version, "alias").and_then(Node::text) {
        Some(alias) => alias.to_owned(),
        None => format!("{}_v{word}", resource.name),
    };
    resource.version = Some(version);
    resource.columns = columns(node, version);
    Ok(resource)
}

/// The model's columns but for those left out, and the version's own.
fn columns<'a>(node: &'a Node, version: &'a Node) -> Vec<&'a Node> {
    let own = items(version, "columns");
    let choice = own
        .iter()
        .find(|item| item.get("include").or(item.get("exclude")).is_some());
    let names = |key| {
        let list = choice.and_then(|choice| choice.get(key));
        list.map(build::texts).map(|names| {
            let names = names.into_iter().map(toml::Spanned::into_inner);
            names.collect::<Vec<String>>()
        })
    };
    let everything = |names: &[String]| matches!(names, [one] if one == "all" || one == "*");
    let (include, exclude) = (names("include"), names("exclude").unwrap_or_default());
    let called = |column: &Node| column.get("name").and_then(Node::text).map(str::to_owned);
    let replaced: Vec<_> = own.iter().filter_map(called).collect();
    let inherited = items(node, "columns").iter().filter(|column| {
        let Some(name) = called(column) else {
            return true;
        };
        let wanted = include
            .as_ref()
            .is_none_or(|include| everything(include) || include.contains(&name));
        wanted && !exclude.contains(&name) && !replaced.contains(&name)
    });
    let added = own.iter().filter(|column| column.get("name").is_some());
    inherited.chain(added).collect()
}
