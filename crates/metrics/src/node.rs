//! A tree of named values, out of any format that serde reads.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::Leaf;

/// A tree of named values.
#[derive(Debug)]
pub(crate) enum Node {
    Leaf(Leaf),
    Map(BTreeMap<String, Node>),
    List(Vec<Node>),
}

impl Node {
    /// Puts every leaf under its dotted path. Gives the path that two leaves
    /// would have, if there is one.
    pub(crate) fn flatten(
        self,
        path: String,
        leaves: &mut BTreeMap<String, Leaf>,
    ) -> Result<(), String> {
        let under = |key: String| match path.as_str() {
            "" => key,
            path => format!("{path}.{key}"),
        };
        match self {
            Self::Leaf(leaf) => match leaves.insert(path.clone(), leaf) {
                Some(_) => Err(path),
                None => Ok(()),
            },
            Self::Map(map) => map
                .into_iter()
                .try_for_each(|(key, node)| node.flatten(under(key), leaves)),
            Self::List(list) => list
                .into_iter()
                .enumerate()
                .try_for_each(|(index, node)| node.flatten(under(index.to_string()), leaves)),
        }
    }

    fn number(number: f64) -> Self {
        Self::Leaf(Leaf::Number(number))
    }

    fn other(text: impl fmt::Display) -> Self {
        Self::Leaf(Leaf::Other(text.to_string().chars().take(80).collect()))
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a map of names to numbers")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::other(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::number(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(match text {
            "NaN" | "nan" => Node::number(f64::NAN),
            "Infinity" | "inf" => Node::number(f64::INFINITY),
            "-Infinity" | "-inf" => Node::number(f64::NEG_INFINITY),
            _ => Node::other(text),
        })
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::other("null"))
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = entries.next_key::<String>()? {
            if map.contains_key(&key) {
                return Err(de::Error::custom(format!("duplicate key `{key}`")));
            }
            map.insert(key, entries.next_value()?);
        }
        Ok(Node::Map(map))
    }
}
