//! The schema of a row.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use verdict::cut;

use super::super::node::{Node, Value};
use super::super::{ForeignTable, Wrong};
use super::parts::{Document, Why};
use super::predicate::{self, Predicate};
use super::{is_idle, names, property};
use crate::column::ColumnRules;
use crate::model::ExtraColumns;
use crate::rule::TableRule;

pub(super) fn read<'a>(
    document: &Document<'a>,
    row: &'a Node,
    table: &mut ForeignTable,
) -> Result<(), Wrong> {
    let mut left = Vec::new();
    let parts = document.parts(row, |node, why| left.push((node.span.clone(), why)));
    for (span, why) in left {
        table.leave(span, "a reference of the row", why);
    }
    let required = required(&parts)?;
    let mut properties: BTreeMap<Spanned<String>, Vec<&Node>> = BTreeMap::new();
    for part in &parts {
        for (name, schema) in part.get("properties").map_or(&[][..], Node::entries) {
            properties.entry(name.clone()).or_default().push(schema);
        }
    }
    for name in properties.keys().chain(required.iter()) {
        add(name, required.contains(name), table);
    }
    for (name, schemas) in &properties {
        property::read(document, name, schemas, table);
    }
    for part in &parts {
        for (key, value) in part.entries() {
            let made = keyword(document, key.get_ref(), value, part, &properties, table);
            if let Err(why) = made {
                table.leave(
                    key.span(),
                    format!("keyword `{}` of the row", cut(key.get_ref())),
                    why,
                );
            }
        }
    }
    Ok(())
}

/// Names of the properties that have to be there.
fn required(parts: &[&Node]) -> Result<BTreeSet<Spanned<String>>, Wrong> {
    let mut all = BTreeSet::new();
    for list in parts.iter().filter_map(|part| part.get("required")) {
        // Draft 3 had a flag.
        if list.boolean().is_some() {
            continue;
        }
        let Some(names) = names(list) else {
            let wrong = Wrong::new(list.span.clone(), "`required` is no list of names");
            return Err(wrong.help("list names of properties, such as [\"id\"]"));
        };
        all.extend(names);
    }
    Ok(all)
}

/// Adds a column where there is none of the name.
fn add(name: &Spanned<String>, required: bool, table: &mut ForeignTable) {
    table
        .contract
        .columns
        .entry(name.clone())
        .or_insert_with(|| ColumnRules {
            nullable: Some(Spanned::new(name.span(), !required)),
            optional: !required,
            ..ColumnRules::default()
        });
}

fn keyword<'a>(
    document: &Document<'a>,
    key: &str,
    value: &'a Node,
    part: &'a Node,
    properties: &BTreeMap<Spanned<String>, Vec<&Node>>,
    table: &mut ForeignTable,
) -> Result<(), Why> {
    match key {
        _ if is_idle(key) => Ok(()),
        "additionalProperties" | "unevaluatedProperties" => {
            additional(key, value, part, properties, table)
        }
        "if" | "anyOf" | "oneOf" | "not" | "dependentRequired" => {
            let types = predicate::kinds(table);
            let predicate = Predicate::new(document, &types);
            let condition = predicate.of_row(key, value, part)?;
            holds(condition, value, &predicate.named.into_inner(), table);
            Ok(())
        }
        "dependentSchemas" | "dependencies" => dependencies(document, value, table),
        "patternProperties" | "propertyNames" => {
            Err("names of columns by a pattern are not judged".to_owned())
        }
        "minProperties" | "maxProperties" => {
            Err("how many values a row has is not judged".to_owned())
        }
        "enum" | "const" => Err("whole rows are not compared".to_owned()),
        // Read already, or they ask nothing of an object.
        "type" | "properties" | "required" | "then" | "else" | "items" | "minItems"
        | "maxItems" | "uniqueItems" | "contains" | "prefixItems" | "minimum" | "maximum"
        | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" | "pattern" | "minLength"
        | "maxLength" | "format" | "additionalItems" | "unevaluatedItems" => Ok(()),
        _ => Err("the format has no such keyword".to_owned()),
    }
}

/// Adds a rule on rows, and the columns that it names: they may be absent.
fn holds(
    condition: Option<String>,
    value: &Node,
    named: &[Spanned<String>],
    table: &mut ForeignTable,
) {
    let Some(condition) = condition else {
        return;
    };
    for name in named {
        add(name, false, table);
    }
    let rule = TableRule {
        expression: Some(value.spanned(condition)),
        ..TableRule::default()
    };
    table.rule(value.span.clone(), rule);
}

/// Whether there may be columns that are not named.
fn additional(
    key: &str,
    value: &Node,
    part: &Node,
    properties: &BTreeMap<Spanned<String>, Vec<&Node>>,
    table: &mut ForeignTable,
) -> Result<(), Why> {
    match (value.boolean(), &value.value) {
        (Some(true), _) => Ok(()),
        (None, Value::Map(entries)) if entries.is_empty() => Ok(()),
        (None, _) => Err("columns that are not named are not looked into".to_owned()),
        _ if part.get("patternProperties").is_some() => {
            Err("names of columns by a pattern are not judged".to_owned())
        }
        // It looks at the properties beside it only.
        _ if key == "additionalProperties"
            && part.get("properties").map_or(0, |own| own.entries().len()) < properties.len() =>
        {
            Err("it forbids properties that another part of the schema names".to_owned())
        }
        _ => {
            table.contract.extra_columns = ExtraColumns::Forbid;
            Ok(())
        }
    }
}

/// Where a property is there: others have to be, or a schema has to hold.
fn dependencies<'a>(
    document: &Document<'a>,
    map: &'a Node,
    table: &mut ForeignTable,
) -> Result<(), Why> {
    let types = predicate::kinds(table);
    for (name, value) in map.entries() {
        let predicate = Predicate::new(document, &types);
        let condition = match value.is_list() {
            true => {
                let others = names(value).ok_or("it is no list of names")?;
                let others: Vec<_> = others
                    .iter()
                    .map(|other| {
                        format!("{} is not null", super::super::sql::name(other.get_ref()))
                    })
                    .collect();
                let name = super::super::sql::name(name.get_ref());
                (!others.is_empty())
                    .then(|| format!("{name} is null or ({})", others.join(" and ")))
            }
            false => Some(predicate.where_present(name.get_ref(), value)?),
        };
        let mut named = predicate.named.into_inner();
        named.push(name.clone());
        if value.is_list() {
            named.extend(names(value).unwrap_or_default());
        }
        holds(condition, value, &named, table);
    }
    Ok(())
}
