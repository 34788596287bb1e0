//! A tree of named values, out of any format that serde reads.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// How many values a file may hold.
pub(crate) const MOST: usize = 500_000;

/// A tree of named values, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Leaf(Leaf),
    Map(Vec<(String, Node)>),
    List(Vec<Node>),
}

/// A value at the end of a path.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) value: Value,
    /// Its line, counted from 1, where it is known.
    pub(crate) line: Option<u64>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A number, perhaps NaN or infinite.
    Number(f64),
    /// A text.
    Text(String),
    /// What is neither: a truth value, null, a date.
    Other(String),
}

impl Node {
    pub(crate) fn new(value: Value) -> Self {
        Self::Leaf(Leaf { value, line: None })
    }

    /// A text, or the number that it spells where JSON has no word for it.
    pub(crate) fn text(text: &str) -> Self {
        Self::new(match text {
            "NaN" | "nan" => Value::Number(f64::NAN),
            "Infinity" | "inf" => Value::Number(f64::INFINITY),
            "-Infinity" | "-inf" => Value::Number(f64::NEG_INFINITY),
            _ => Value::Text(text.to_owned()),
        })
    }

    /// The value of a key, if this is a map that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let mut entries = self.entries().iter();
        entries.find(|(name, _)| name == key).map(|(_, node)| node)
    }

    /// The value at a path of keys.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The entries of a map; none of all else.
    pub(crate) fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of all else.
    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn is_map(&self) -> bool {
        matches!(self, Self::Map(_))
    }

    pub(crate) fn leaf(&self) -> Option<&Leaf> {
        match self {
            Self::Leaf(leaf) => Some(leaf),
            _ => None,
        }
    }

    pub(crate) fn number(&self) -> Option<f64> {
        match self.leaf()?.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A text as it stands, without what only looks like one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.leaf()?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A count: a whole number from 0.
    pub(crate) fn count(&self) -> Option<u64> {
        count(self.number()?)
    }

    /// Calls `take` with every leaf, in the order of the file.
    pub(crate) fn each_leaf(&mut self, take: &mut impl FnMut(&mut Leaf)) {
        match self {
            Self::Leaf(leaf) => take(leaf),
            Self::Map(entries) => entries
                .iter_mut()
                .for_each(|(_, node)| node.each_leaf(take)),
            Self::List(items) => items.iter_mut().for_each(|node| node.each_leaf(take)),
        }
    }

    /// Gives the leaves their lines, in the order of the file. Gives none, and
    /// says so, if there are not as many: then which belongs to which is not
    /// known.
    pub(crate) fn number_lines(&mut self, lines: &[u64]) -> bool {
        let mut leaves = 0;
        self.each_leaf(&mut |_| leaves += 1);
        if leaves != lines.len() {
            return false;
        }
        let mut lines = lines.iter().copied();
        self.each_leaf(&mut |leaf| leaf.line = lines.next());
        true
    }
}

/// A whole number from 0, as a count.
pub(crate) fn count(number: f64) -> Option<u64> {
    let whole = number >= 0.0 && number.fract() == 0.0 && number <= 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, from 0 and within 2^53"
    )]
    whole.then_some(number as u64)
}

/// A whole number, as a step.
pub(crate) fn step(number: f64) -> Option<i64> {
    let size = count(number.abs())?;
    let size = i64::try_from(size).ok()?;
    Some(if number < 0.0 { -size } else { size })
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Seed(&Cell::new(0)).deserialize(deserializer)
    }
}

/// Reads a node and counts it, so that a file can't hold too many.
#[derive(Clone, Copy)]
struct Seed<'a>(&'a Cell<usize>);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.0.set(self.0.get() + 1);
        if self.0.get() > MOST {
            return Err(de::Error::custom(format!("more than {MOST} values")));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a map of names to numbers")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::new(Value::Other(value.to_string())))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::new(Value::Number(value as f64)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::new(Value::Number(value as f64)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::new(Value::Number(value)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::text(text))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::new(Value::Other("null".to_owned())))
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        let mut names = HashSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            if !names.insert(key.clone()) {
                let key = verdict::cut(&key);
                return Err(de::Error::custom(format!("duplicate key `{key}`")));
            }
            map.push((key, entries.next_value_seed(self)?));
        }
        Ok(Node::Map(map))
    }
}
