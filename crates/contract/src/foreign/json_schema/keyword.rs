//! Keywords of a value, as types and values of ours.

use toml::Spanned;

use super::super::node::{Node, Value};
use super::parts::Why;
use crate::bound::Bound;
use crate::column::ColumnType;

/// What values may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds {
    /// Whether null is one of them.
    pub(super) null: bool,
    /// The others.
    pub(super) words: Vec<String>,
}

/// What `type` allows.
pub(super) fn kinds(node: &Node) -> Result<Kinds, Why> {
    let items = match node.is_list() {
        true => node.items(),
        false => std::slice::from_ref(node),
    };
    let mut kinds = Kinds::default();
    for item in items {
        match item.text() {
            Some("null") => kinds.null = true,
            Some(word @ ("string" | "integer" | "number" | "boolean" | "object" | "array")) => {
                kinds.words.push(word.to_owned());
            }
            _ => return Err(format!("`{}` is no type", item.shown())),
        }
    }
    Ok(kinds)
}

impl Kinds {
    /// What both allow.
    pub(super) fn both(self, other: &Self) -> Self {
        let allows = |word: &String| {
            other.words.contains(word)
                || (word == "integer" && other.words.iter().any(|w| w == "number"))
        };
        let integer = !self.words.iter().any(|w| w == "integer")
            && self.words.iter().any(|w| w == "number")
            && other.words.iter().any(|w| w == "integer")
            && !other.words.iter().any(|w| w == "number");
        let mut words: Vec<_> = self.words.into_iter().filter(allows).collect();
        if integer {
            words.push("integer".to_owned());
        }
        Self {
            null: self.null && other.null,
            words,
        }
    }

    /// The type of the column; none where it holds nulls only.
    pub(super) fn column_type(&self) -> Result<Option<ColumnType>, Why> {
        let words: Vec<_> = self.words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] => Ok(None),
            ["string"] => Ok(Some(ColumnType::String)),
            ["boolean"] => Ok(Some(ColumnType::Boolean)),
            ["integer"] => Ok(Some(ColumnType::Integer)),
            words
                if words
                    .iter()
                    .all(|word| matches!(*word, "integer" | "number")) =>
            {
                Ok(Some(ColumnType::Number))
            }
            [one] => Err(format!("a value of type `{one}` is not looked into")),
            _ => Err("a column of ours has one type, and it allows several".to_owned()),
        }
    }
}

/// Values that may be, and whether null is one of them.
pub(super) struct Listed {
    pub(super) null: bool,
    pub(super) values: Vec<Spanned<Bound>>,
}

/// The values of `enum` or of `const`.
pub(super) fn listed(keyword: &str, node: &Node) -> Result<Listed, Why> {
    let items = match keyword {
        "const" => std::slice::from_ref(node),
        _ => node.items(),
    };
    if items.is_empty() {
        return Err("it has no values".to_owned());
    }
    let mut listed = Listed {
        null: false,
        values: Vec::new(),
    };
    for item in items {
        match item.bound() {
            Some(bound) => listed.values.push(item.spanned(bound)),
            None if item.is_null() => listed.null = true,
            None => return Err("one of its values is a list or a map".to_owned()),
        }
    }
    Ok(listed)
}

/// A number; those of draft 4 stand beside a flag.
pub(super) fn number(node: &Node) -> Result<Bound, Why> {
    match &node.value {
        Value::Integer(value) => Ok(Bound::Integer(*value)),
        Value::Number(value) if value.is_finite() => Ok(Bound::Number(*value)),
        _ => Err("it is no number".to_owned()),
    }
}

/// The lower or upper limit of a schema that a keyword says, and whether it
/// is open. None where another keyword says it.
pub(super) fn limit(
    keyword: &str,
    node: &Node,
    schema: &Node,
) -> Result<Option<(Bound, bool)>, Why> {
    let flag = |key: &str| schema.get(key).and_then(Node::boolean) == Some(true);
    match (keyword, node.boolean()) {
        // Draft 4: a flag on `minimum` or `maximum`.
        ("exclusiveMinimum" | "exclusiveMaximum", Some(_)) => Ok(None),
        ("exclusiveMinimum" | "exclusiveMaximum", None) => Ok(Some((number(node)?, true))),
        ("minimum", _) => Ok(Some((number(node)?, flag("exclusiveMinimum")))),
        _ => Ok(Some((number(node)?, flag("exclusiveMaximum")))),
    }
}

/// Texts of a `format` as a type, or as a format of ours.
pub(super) enum Format {
    Type(ColumnType),
    Word(&'static str),
}

pub(super) fn format(word: &str) -> Option<Format> {
    Some(match word {
        "date" => Format::Type(ColumnType::Date),
        "time" => Format::Type(ColumnType::Time),
        "date-time" => Format::Type(ColumnType::Datetime),
        "uuid" => Format::Word("uuid"),
        "email" => Format::Word("email"),
        "uri" => Format::Word("uri"),
        "hostname" => Format::Word("hostname"),
        "ipv4" | "ip-address" => Format::Word("ipv4"),
        "ipv6" => Format::Word("ipv6"),
        _ => return None,
    })
}
