//! YAML and JSON as one tree whose every value knows where it stands.

use std::ops::Range;

use toml::Spanned;
use verdict::cut;

use crate::bound::Bound;

mod scalar;
mod tree;

pub(crate) use tree::parse;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What stands there.
    pub value: Value,
}

/// What can stand in YAML or JSON. Dates are texts; `NaN` and `Infinity`, as
/// Python writes them to JSON, are numbers.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// The value of a key; none where this is no map.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|(_, value)| value)
    }

    /// A key and its value.
    pub(crate) fn entry(&self, key: &str) -> Option<&(Spanned<String>, Self)> {
        self.entries()
            .iter()
            .find(|(name, _)| name.get_ref() == key)
    }

    /// The entries of a map; none of anything else.
    pub(crate) fn entries(&self) -> &[(Spanned<String>, Self)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    pub(crate) fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.value, Value::List(_))
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn boolean(&self) -> Option<bool> {
        match self.value {
            Value::Boolean(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn number(&self) -> Option<f64> {
        match self.value {
            Value::Integer(value) => Some(value as f64),
            Value::Number(value) => Some(value),
            _ => None,
        }
    }

    /// A whole number that is not negative; `2.0` is one.
    pub(crate) fn count(&self) -> Option<u64> {
        match self.value {
            Value::Integer(value) => u64::try_from(value).ok(),
            Value::Number(value) => {
                scalar::whole(value).and_then(|value| u64::try_from(value).ok())
            }
            _ => None,
        }
    }

    /// A scalar other than null, as a contract's value.
    pub(crate) fn bound(&self) -> Option<Bound> {
        match &self.value {
            Value::Boolean(value) => Some(Bound::Boolean(*value)),
            Value::Integer(value) => Some(Bound::Integer(*value)),
            Value::Number(value) => Some(Bound::Number(*value)),
            Value::Text(value) => Some(Bound::Text(value.clone())),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// A value of the contract that stands here.
    pub(crate) fn spanned<T>(&self, value: T) -> Spanned<T> {
        Spanned::new(self.span.clone(), value)
    }

    /// The value as a message shows it: one line, cut where it is long.
    pub(crate) fn shown(&self) -> String {
        match &self.value {
            Value::Null => "null".to_owned(),
            Value::Boolean(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Number(value) => value.to_string(),
            Value::Text(value) => cut(value),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a map".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
