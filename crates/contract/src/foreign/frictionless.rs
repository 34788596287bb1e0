//! Frictionless Data: a Data Package, a Data Resource or a Table Schema of
//! version 1 or 2.
//!
//! What each type accepts is taken from the specification, and from
//! frictionless-py 5.21 where that leaves something open. A field may be null
//! unless it is `required`; a pattern matches a value as a whole.

use toml::Spanned;
use verdict::{cut, did_you_mean};

use super::node::Node;
use super::{ForeignTable, Wrong};

mod constraints;
mod dialect;
mod field;
mod keys;
mod schema;

pub(super) fn read(root: &Node) -> Result<Vec<ForeignTable>, Wrong> {
    if root.get("fields").is_some() {
        let mut table = ForeignTable {
            name: text_of(root, "name"),
            ..ForeignTable::default()
        };
        schema::read(root, &Files::default(), &mut table)?;
        return Ok(vec![table]);
    }
    let Some(resources) = root.get("resources") else {
        return Ok(vec![resource(
            root,
            &Files::of(std::slice::from_ref(root)),
        )?]);
    };
    let files = Files::of(resources.items());
    let mut tables: Vec<_> = resources
        .items()
        .iter()
        .map(|node| resource(node, &files))
        .collect::<Result<_, _>>()?;
    for table in &mut tables {
        table.contract.version = text_of(root, "version");
    }
    Ok(tables)
}

fn text_of(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::text).map(str::to_owned)
}

/// Files of a package's resources, for its foreign keys.
#[derive(Debug, Default)]
struct Files {
    /// Name and path of each resource that is one file.
    paths: Vec<(String, Spanned<String>)>,
    /// The resource at hand.
    own: Option<String>,
}

impl Files {
    fn of(resources: &[Node]) -> Self {
        let path = |node: &Node| {
            let path = node.get("path")?;
            let one = match path.items() {
                [one] => one,
                _ => path,
            };
            Some(one.spanned(one.text()?.to_owned()))
        };
        let paths = resources
            .iter()
            .filter_map(|node| Some((text_of(node, "name").unwrap_or_default(), path(node)?)))
            .collect();
        Self { paths, own: None }
    }

    /// The file of a resource; of the one at hand where there is no name.
    fn path(&self, name: &str) -> Option<&Spanned<String>> {
        let name = if name.is_empty() {
            self.own.as_deref()?
        } else {
            name
        };
        let found = self.paths.iter().find(|(other, _)| other == name)?;
        (!found.1.get_ref().contains("://")).then_some(&found.1)
    }
}

/// Keys of a resource that ask something; a resource may have any other.
const ASKING: [&str; 7] = [
    "bytes", "data", "dialect", "encoding", "hash", "schema", "stats",
];

fn resource(node: &Node, files: &Files) -> Result<ForeignTable, Wrong> {
    let name = text_of(node, "name");
    let mut table = ForeignTable {
        name: name.clone(),
        ..ForeignTable::default()
    };
    table.contract.name.clone_from(&name);
    table.contract.description = text_of(node, "description");
    let of = format!("resource `{}`", cut(name.as_deref().unwrap_or_default()));
    for (key, value) in node.entries() {
        resource_key(key, value, &of, &mut table);
    }
    let files = Files {
        paths: files.paths.clone(),
        own: Some(name.unwrap_or_default()),
    };
    match node.get("schema") {
        Some(schema) if schema.is_map() => schema::read(schema, &files, &mut table)?,
        Some(schema) => table.leave(
            schema.span.clone(),
            format!("schema of {of}"),
            "it stands in another file; give that file as a contract",
        ),
        None => table.leave(node.span.clone(), of.clone(), "it has no schema"),
    }
    if let Some(dialect) = node.get("dialect").filter(|dialect| dialect.is_map()) {
        dialect::read(dialect, &of, &mut table)?;
    }
    table.not_judged.sort_by_key(|left| left.span.start);
    Ok(table)
}

fn resource_key(key: &Spanned<String>, value: &Node, of: &str, table: &mut ForeignTable) {
    let what = format!("key `{}` of {of}", cut(key.get_ref()));
    match key.get_ref().as_str() {
        "dialect" if value.is_map() => {}
        "dialect" => table.leave(key.span(), what, "it stands in another file"),
        "encoding" if !is_utf8(value) => {
            table.leave(key.span(), what, "files are read as UTF-8");
        }
        "hash" | "bytes" | "stats" => {
            table.leave(
                key.span(),
                what,
                "the file's digest is in the verdict's subject",
            );
        }
        "data" => table.leave(key.span(), what, "rows within a contract are not judged"),
        word if !ASKING.contains(&word) && word.len() > 3 => {
            if let Some(near) = did_you_mean(word, ASKING) {
                let why = format!("the format has no such key; did you mean `{near}`?");
                table.leave(key.span(), what, why);
            }
        }
        _ => {}
    }
}

fn is_utf8(value: &Node) -> bool {
    let name = value.text().unwrap_or_default().to_lowercase();
    matches!(
        name.as_str(),
        "utf-8" | "utf8" | "utf-8-sig" | "ascii" | "us-ascii"
    )
}

#[cfg(test)]
mod tests;
