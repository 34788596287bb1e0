//! The list of an `in`.

use std::collections::HashSet;

use crate::node::Node;
use crate::trouble::Trouble;
use crate::value::Value;
use crate::{compare, kind::Kind};

/// The list of an `in`.
#[derive(Clone, Debug, Default)]
pub(crate) struct List {
    /// Integers that 64 bits hold, in order.
    pub(crate) integers: Vec<i64>,
    texts: HashSet<String>,
    /// All constants, those two kinds included.
    values: Vec<Value<'static>>,
    /// Whether null is among them.
    pub(crate) null: bool,
    /// What differs from row to row.
    pub(crate) nodes: Vec<Node>,
}

impl List {
    pub(crate) fn new(nodes: Vec<Node>) -> Self {
        let mut list = Self::default();
        for node in nodes {
            match node {
                Node::Constant(Value::Null) => list.null = true,
                Node::Constant(value) => list.values.push(value),
                node => list.nodes.push(node),
            }
        }
        for value in &list.values {
            match value {
                Value::Integer(x) => list.integers.extend(i64::try_from(*x).ok()),
                Value::Text(text) => drop(list.texts.insert(text.to_string())),
                _ => {}
            }
        }
        list.integers.sort_unstable();
        list
    }

    /// Whether all of it are integers of 64 bits.
    pub(crate) fn is_integers(&self) -> bool {
        self.integers.len() == self.values.len() && self.nodes.is_empty()
    }

    /// Whether all of it are texts.
    pub(crate) fn is_texts(&self) -> bool {
        let mut values = self.values.iter();
        values.all(|value| value.kind() == Kind::Text) && self.nodes.is_empty()
    }

    /// Whether a text is among them.
    pub(crate) fn has_text(&self, text: &str) -> bool {
        /// So few are looked through faster than hashed.
        const FEW: usize = 8;
        if self.texts.len() <= FEW {
            return self.texts.iter().any(|known| known == text);
        }
        self.texts.contains(text)
    }

    /// Whether a value, which is not null, is among the constants.
    pub(crate) fn has(&self, value: &Value<'_>) -> Result<bool, Trouble> {
        match value {
            Value::Text(text) if self.is_texts() => Ok(self.has_text(text)),
            Value::Integer(x) if self.is_integers() => {
                Ok(i64::try_from(*x).is_ok_and(|x| self.integers.binary_search(&x).is_ok()))
            }
            value => self.has_slowly(value),
        }
    }

    fn has_slowly(&self, value: &Value<'_>) -> Result<bool, Trouble> {
        let mut trouble = None;
        for other in &self.values {
            match compare::order(value, other) {
                Ok(order) if order.is_eq() => return Ok(true),
                Ok(_) => {}
                Err(error) => trouble = trouble.or(Some(error)),
            }
        }
        trouble.map_or(Ok(false), Err)
    }
}
