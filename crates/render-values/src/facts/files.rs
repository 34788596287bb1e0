//! Files of facts: JSON, YAML or TOML.

use std::path::Path;

use serde_json::Value;
use tool::{read_text, toml_fault};
use verdict::{Fault, sha256_of_bytes};

use crate::form::no_json;
use crate::leaf::Leaf;
use crate::yaml::read;

/// A file of facts and its digest, read by its extension.
pub(super) fn read_file(file: &str) -> Result<(Value, String), Fault> {
    let path = Path::new(file);
    let extension = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    let parse = match extension.to_ascii_lowercase().as_str() {
        "json" => json_facts,
        "yaml" | "yml" => yaml_facts,
        "toml" => toml_facts,
        _ => {
            return Err(
                Fault::new(format!("can't tell the format of the facts in {file}"))
                    .help("the name must end in .json, .yaml, .yml or .toml"),
            );
        }
    };
    let text = read_text(path)?;
    Ok((parse(file, &text)?, sha256_of_bytes(text.as_bytes())))
}

fn json_facts(file: &str, text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|error| no_json(file, text, &error))
}

fn yaml_facts(file: &str, text: &str) -> Result<Value, Fault> {
    read(file, text).map(|tree| tree.to_fact())
}

fn toml_facts(file: &str, text: &str) -> Result<Value, Fault> {
    let table: toml::Table =
        toml::from_str(text).map_err(|error| toml_fault(file, text, &error))?;
    Ok(of_toml(toml::Value::Table(table)))
}

fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Leaf::Float(number).to_fact(),
        toml::Value::Boolean(value) => Value::from(value),
        // JSON has no dates: they go by their text.
        toml::Value::Datetime(date) => Value::from(date.to_string()),
        toml::Value::Array(list) => list.into_iter().map(of_toml).collect(),
        toml::Value::Table(table) => table
            .into_iter()
            .map(|(key, value)| (key, of_toml(value)))
            .collect(),
    }
}
