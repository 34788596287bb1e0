//! `schemas/*.json`: JSON Schemas of everything that is read and written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Arg, ArgAction};
use serde_json::{Map, Value, json};

use super::{Entry, help};

pub(super) fn render(entries: &[Entry], files: &mut BTreeMap<PathBuf, String>) -> Result<()> {
    let schemas = [
        (
            "verdict",
            schemars::schema_for!(verdict::Verdict).to_value(),
        ),
        (
            "contract",
            schemars::schema_for!(validate_data::Contract).to_value(),
        ),
        (
            "gate",
            schemars::schema_for!(gate_model::GatePolicy).to_value(),
        ),
        ("tollgate", configuration(entries)),
    ];
    for (name, schema) in schemas {
        let mut text = serde_json::to_string_pretty(&schema)?;
        text.push('\n');
        files.insert(format!("schemas/{name}.schema.json").into(), text);
    }
    Ok(())
}

/// The schema of `tollgate.toml`: options of every tool at the top, one
/// section a tool.
fn configuration(entries: &[Entry]) -> Value {
    let shared = tool::shared_keys();
    let mut properties = Map::new();
    for entry in entries {
        let args = || tool::layered_args(&entry.command);
        let section: Map<String, Value> = args().map(|arg| (tool::key(arg), option(arg))).collect();
        for arg in args().filter(|arg| shared.contains(&tool::key(arg))) {
            properties.insert(tool::key(arg), option(arg));
        }
        properties.insert(
            entry.spec.name.to_owned(),
            json!({
                "description": entry.spec.about,
                "type": "object",
                "additionalProperties": false,
                "properties": section,
            }),
        );
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tollgate.toml",
        "description": "Options of Tollgate's tools; the environment and the command line come before it",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn option(arg: &Arg) -> Value {
    let mut schema = match arg.get_action() {
        ArgAction::SetTrue => json!({ "type": "boolean" }),
        ArgAction::Append => json!({
            "anyOf": [scalar(arg), { "type": "array", "items": scalar(arg) }],
        }),
        _ => scalar(arg),
    };
    schema["description"] = help(arg).into();
    schema
}

fn scalar(arg: &Arg) -> Value {
    let possible: Vec<Value> = arg
        .get_possible_values()
        .iter()
        .map(|value| value.get_name().into())
        .collect();
    if possible.is_empty() {
        json!({ "type": ["string", "number"] })
    } else {
        json!({ "enum": possible })
    }
}
