//! The forms that a file of values may have.

use std::path::Path;

use verdict::{Fault, Place};

use crate::leaf::Leaf;
use crate::tree::Tree;
use crate::yaml;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// YAML: what is neither of the others by its name.
    Yaml,
    /// JSON, without comments.
    Json,
    /// TOML.
    Toml,
}

impl Form {
    /// The form of a file, by the ending of its name.
    pub(crate) fn of(file: &Path) -> Self {
        let ending = file.extension().and_then(|ending| ending.to_str());
        match ending.unwrap_or_default().to_ascii_lowercase().as_str() {
            "json" => Self::Json,
            "toml" => Self::Toml,
            _ => Self::Yaml,
        }
    }

    /// The form of a file that is to be edited. HCL looks like none of them.
    pub(crate) fn of_edited(file: &Path) -> Result<Self, Fault> {
        let ending = file.extension().and_then(|ending| ending.to_str());
        match ending.unwrap_or_default() {
            "tfvars" | "hcl" | "tf" => Err(Fault::new(format!(
                "{} is HCL, which is not edited yet",
                tool::shown(file)
            ))
            .help("Terraform reads variables as JSON too: keep them in a `.tfvars.json`")),
            _ => Ok(Self::of(file)),
        }
    }

    /// What people call it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::Json => "JSON",
            Self::Toml => "TOML",
        }
    }

    /// Reads one document. Errors carry their place; duplicate keys are errors.
    pub(crate) fn read(self, file: &str, text: &str) -> Result<Tree, Fault> {
        match self {
            Self::Yaml => yaml::read(file, text),
            Self::Json => serde_json::from_str(text).map_err(|error| no_json(file, text, &error)),
            Self::Toml => match toml::from_str(text) {
                Ok(table) => Ok(of_toml(toml::Value::Table(table))),
                Err(error) => Err(tool::toml_fault(file, text, &error)),
            },
        }
    }
}

/// The fault of a text that is no JSON.
pub(crate) fn no_json(file: &str, text: &str, error: &serde_json::Error) -> Fault {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let place = Place::at_line(file, text, error.line(), error.column());
    match message.starts_with("the key `") {
        true => Fault::new(message).help("delete one of the two"),
        false => Fault::new(format!("not JSON: {message}")),
    }
    .at(place)
}

/// TOML as values. A date goes by its text.
pub(crate) fn of_toml(value: toml::Value) -> Tree {
    Tree::Leaf(match value {
        toml::Value::String(text) => Leaf::Text(text),
        toml::Value::Integer(number) => Leaf::Int(number.into()),
        toml::Value::Float(number) => Leaf::Float(number),
        toml::Value::Boolean(value) => Leaf::Bool(value),
        toml::Value::Datetime(date) => Leaf::Text(date.to_string()),
        toml::Value::Array(list) => return Tree::List(list.into_iter().map(of_toml).collect()),
        toml::Value::Table(table) => {
            let entries = table.into_iter();
            return Tree::Map(entries.map(|(key, value)| (key, of_toml(value))).collect());
        }
    })
}
