//! Contracts of others, turned into ours.
//!
//! Every value keeps the bytes of the text it came from. What a contract says
//! that ours can't say, or that can't be judged on one table, is listed
//! ([`NotJudged`]): it is never dropped.

use std::fmt;
use std::ops::Range;

use crate::model::Contract;

mod build;
mod clash;
mod dates;
mod dbt;
mod dialect;
mod directives;
mod frictionless;
mod great_expectations;
mod json_schema;
mod node;
mod odcs;
mod pattern;
mod piece;
mod sql;
mod types;

use node::Node;

/// Whose contract it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Open Data Contract Standard 3.0 to 3.2.
    OpenDataContract,
    /// A data package, a resource or a table schema of Frictionless Data.
    Frictionless,
    /// A JSON Schema of a row.
    JsonSchema,
    /// Properties of dbt: models, seeds, snapshots, sources.
    Dbt,
    /// A suite of Great Expectations, 0.18 or 1.x.
    GreatExpectations,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OpenDataContract => "Open Data Contract Standard",
            Self::Frictionless => "Frictionless Data",
            Self::JsonSchema => "JSON Schema",
            Self::Dbt => "dbt properties",
            Self::GreatExpectations => "Great Expectations suite",
        })
    }
}

/// A contract of others, read.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// Whose it is.
    pub format: Format,
    /// What it says of each table, in its order.
    pub tables: Vec<ForeignTable>,
}

/// What it says of one table.
#[derive(Clone, Debug, Default)]
pub struct ForeignTable {
    /// What it calls the table: a schema object, a resource, a model, a suite.
    pub name: Option<String>,
    /// The same in our words.
    pub contract: Contract,
    /// What has no words of ours.
    pub not_judged: Vec<NotJudged>,
}

/// A rule that is not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotJudged {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What it is: "expectation `…` of column `a`".
    pub what: String,
    /// Why it is not judged, as a fragment.
    pub why: String,
}

/// Why a contract can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Bytes of the text.
    pub span: Option<Range<usize>>,
    /// What is wrong: a lower-case fragment without a full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Wrong {
    pub(crate) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            span: Some(span),
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Reads a contract of others, whichever it is: its keys tell. `None` where
/// they tell of none that is known; wrong where the text is neither YAML nor
/// JSON, or does not keep to its own format.
pub fn read(text: &str) -> Result<Option<Foreign>, Wrong> {
    let root = node::parse(text)?;
    let Some(format) = detect(&root) else {
        return Ok(None);
    };
    let tables = match format {
        Format::OpenDataContract => odcs::read(&root),
        Format::Frictionless => frictionless::read(&root),
        Format::JsonSchema => json_schema::read(&root),
        Format::Dbt => dbt::read(&root),
        Format::GreatExpectations => great_expectations::read(&root),
    }?;
    Ok(Some(Foreign { format, tables }))
}

fn detect(root: &Node) -> Option<Format> {
    let list = |key| root.get(key).is_some_and(Node::is_list);
    let map = |key| root.get(key).is_some_and(Node::is_map);
    let kind = root.get("kind").and_then(Node::text);
    if kind == Some("DataContract") || (root.get("apiVersion").is_some() && list("schema")) {
        Some(Format::OpenDataContract)
    } else if list("expectations") {
        Some(Format::GreatExpectations)
    } else if list("resources") || list("fields") || is_resource(root) {
        Some(Format::Frictionless)
    } else if dbt::KINDS.iter().any(|kind| list(kind)) {
        Some(Format::Dbt)
    } else if map("properties") || root.get("$schema").is_some() {
        Some(Format::JsonSchema)
    } else {
        None
    }
}

/// A resource of Frictionless: a file and the schema of its table.
fn is_resource(root: &Node) -> bool {
    let schema = root.get("schema");
    schema
        .and_then(|schema| schema.get("fields"))
        .is_some_and(Node::is_list)
        || (schema.is_some() && root.get("path").is_some())
}
