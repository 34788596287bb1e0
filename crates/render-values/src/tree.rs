//! YAML as values: what a text says, whatever it looks like.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use verdict::cut;

use crate::leaf::Leaf;
use crate::path::{Step, ValuePath};

/// What a YAML text says. Aliases and merge keys are resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    /// A value that holds no other.
    Leaf(Leaf),
    /// A list.
    List(Vec<Tree>),
    /// A map; a key goes by its text, whatever its type.
    Map(BTreeMap<String, Tree>),
}

impl Tree {
    /// The tree as JSON has it.
    pub(crate) fn to_fact(&self) -> Value {
        match self {
            Self::Leaf(leaf) => leaf.to_fact(),
            Self::List(list) => list.iter().map(Self::to_fact).collect(),
            Self::Map(map) => map
                .iter()
                .map(|(key, tree)| (key.clone(), tree.to_fact()))
                .collect(),
        }
    }

    /// The paths of all values that hold no other, in the order of their keys.
    pub(crate) fn leaves(&self) -> Vec<ValuePath> {
        let mut found = Vec::new();
        self.collect(&mut Vec::new(), &mut found);
        found
    }

    fn collect(&self, here: &mut Vec<Step>, found: &mut Vec<ValuePath>) {
        let mut into = |step, child: &Self| {
            here.push(step);
            child.collect(here, found);
            here.pop();
        };
        match self {
            Self::Leaf(_) => found.push(ValuePath(here.clone())),
            Self::List(list) => list
                .iter()
                .enumerate()
                .for_each(|(at, child)| into(Step::Index(at), child)),
            Self::Map(map) => map
                .iter()
                .for_each(|(key, child)| into(Step::Key(key.clone()), child)),
        }
    }

    /// What stands at a path.
    pub(crate) fn get(&self, steps: &[Step]) -> Option<&Self> {
        steps
            .iter()
            .try_fold(self, |tree, step| match (tree, step) {
                (Self::Map(map), Step::Key(key)) => map.get(key),
                (Self::List(list), Step::Index(index)) => list.get(*index),
                _ => None,
            })
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

/// What is wrong with a key that stands twice.
pub(crate) fn twice(key: &str) -> String {
    format!("the key `{}` stands twice in one map", cut(key))
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Leaf(Leaf::Null))
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Leaf(Leaf::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Leaf(Leaf::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Leaf(Leaf::Int(value.into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Leaf(Leaf::Int(value.into())))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Tree, E> {
        Ok(Tree::Leaf(Leaf::Int(value)))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Tree, E> {
        Ok(Tree::Leaf(match i128::try_from(value) {
            Ok(value) => Leaf::Int(value),
            Err(_) => Leaf::Float(value as f64),
        }))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Leaf(Leaf::Float(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Leaf(Leaf::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element()? {
            list.push(entry);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
        let mut map = BTreeMap::new();
        // A key asked for as a string comes as it is written: `on`, `8080`.
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value()?;
            // Of YAML only keys of two types come so far: `1` and `"1"`.
            if map.contains_key(&key) {
                return Err(A::Error::custom(twice(&key)));
            }
            map.insert(key, value);
        }
        Ok(Tree::Map(map))
    }
}
