//! Primary, unique and foreign keys.

use toml::Spanned;
use verdict::cut;

use super::super::node::Node;
use super::super::{ForeignTable, Wrong, build};
use super::Files;
use crate::rule::{Reference, TableRule};

pub(super) fn read(schema: &Node, files: &Files, table: &mut ForeignTable) -> Result<(), Wrong> {
    if let Some(key) = schema.get("primaryKey") {
        let columns = columns(key)?;
        if !columns.is_empty() {
            table.contract.primary_key = Some(key.spanned(columns));
        }
    }
    for key in schema.get("uniqueKeys").map_or(&[][..], Node::items) {
        let rule = TableRule {
            unique: Some(key.spanned(columns(key)?)),
            ..TableRule::default()
        };
        table.rule(key.span.clone(), rule);
    }
    for key in schema.get("foreignKeys").map_or(&[][..], Node::items) {
        foreign(key, files, table)?;
    }
    Ok(())
}

/// A column, or a list of columns.
fn columns(key: &Node) -> Result<Vec<Spanned<String>>, Wrong> {
    let columns = build::texts(key);
    let all = if key.is_list() { key.items().len() } else { 1 };
    match columns.len() == all {
        true => Ok(columns),
        false => Err(
            Wrong::new(key.span.clone(), "a key that is not made of columns")
                .help("write names of fields, such as [\"id\"]"),
        ),
    }
}

fn foreign(key: &Node, files: &Files, table: &mut ForeignTable) -> Result<(), Wrong> {
    let (Some(fields), Some(reference)) = (key.get("fields"), key.get("reference")) else {
        let wrong = Wrong::new(
            key.span.clone(),
            "a foreign key without `fields` and `reference`",
        );
        return Err(wrong.help("say which fields refer to which ones of which resource"));
    };
    table.leave_unknown(
        key,
        "a foreign key",
        &["fields", "reference", "name", "title", "description"],
    );
    table.leave_unknown(reference, "a reference", &["resource", "fields", "package"]);
    let columns = columns(fields)?;
    let to = reference
        .get("fields")
        .map(self::columns)
        .transpose()?
        .unwrap_or_default();
    if !to.is_empty() && to.len() != columns.len() {
        return Err(Wrong::new(
            key.span.clone(),
            "a foreign key to another number of fields",
        )
        .help("name as many fields in `reference` as in `fields`"));
    }
    let name = reference
        .get("resource")
        .and_then(Node::text)
        .unwrap_or_default();
    let foreign_package = reference.get("package").is_some();
    let Some(file) = files.path(name).filter(|_| !foreign_package) else {
        let what = format!("foreign key to resource `{}`", cut(name));
        table.leave(
            key.span.clone(),
            what,
            "the contract does not say in which local file it is",
        );
        return Ok(());
    };
    let reference = Reference {
        columns,
        file: file.clone(),
        to: to.into_iter().map(Spanned::into_inner).collect(),
    };
    let rule = TableRule {
        references: Some(key.spanned(reference)),
        ..TableRule::default()
    };
    table.rule(key.span.clone(), rule);
    Ok(())
}
