//! What a reader has found so far.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use verdict::{Fault, Location, cut};

use crate::Format;
use crate::metric::{Metric, Run};
use crate::node::{Leaf, MOST, Node, Value};
use crate::text::Text;

/// What stands at a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entry {
    /// A number.
    Number(Metric),
    /// Something else, as text.
    Other(String, Location),
}

impl Entry {
    pub(crate) fn location(&self) -> &Location {
        match self {
            Self::Number(metric) => &metric.location,
            Self::Other(_, location) => location,
        }
    }
}

/// What a reader has found so far in one text.
pub(crate) struct Found<'a> {
    pub(crate) source: Text<'a>,
    pub(crate) entries: BTreeMap<String, Entry>,
    /// Other names for the same, as they stand in the file.
    pub(crate) aliases: BTreeMap<String, String>,
    pub(crate) run: Option<Run>,
    clash: Option<String>,
    full: bool,
}

impl<'a> Found<'a> {
    pub(crate) fn new(source: Text<'a>) -> Self {
        Self {
            source,
            entries: BTreeMap::new(),
            aliases: BTreeMap::new(),
            run: None,
            clash: None,
            full: false,
        }
    }

    /// Adds what stands at a name. The first name that is there twice is
    /// remembered.
    pub(crate) fn put(&mut self, name: impl Into<String>, entry: Entry) {
        if self.entries.len() >= MOST {
            self.full = true;
            return;
        }
        match self.entries.entry(name.into()) {
            Slot::Vacant(slot) => drop(slot.insert(entry)),
            Slot::Occupied(slot) => drop(self.clash.get_or_insert_with(|| slot.key().clone())),
        }
    }

    /// Adds a metric.
    pub(crate) fn metric(&mut self, name: impl Into<String>, metric: Metric) {
        self.put(name, Entry::Number(metric));
    }

    /// A bare metric out of a leaf, if that is a number.
    pub(crate) fn of(&self, leaf: &Leaf) -> Option<Metric> {
        match leaf.value {
            Value::Number(value) => Some(Metric::new(value, self.source.location(leaf.line))),
            _ => None,
        }
    }

    /// Adds a leaf; what is no number is kept as what it is.
    pub(crate) fn leaf(&mut self, name: impl Into<String>, leaf: &Leaf) {
        let entry = self.entry(leaf);
        self.put(name, entry);
    }

    /// A leaf, whatever it is.
    pub(crate) fn entry(&self, leaf: &Leaf) -> Entry {
        match &leaf.value {
            Value::Number(value) => {
                Entry::Number(Metric::new(*value, self.source.location(leaf.line)))
            }
            Value::Text(text) | Value::Other(text) => {
                Entry::Other(cut(text), self.source.location(leaf.line))
            }
        }
    }

    /// Adds every leaf of a tree under its dotted path.
    pub(crate) fn tree(&mut self, path: &str, node: &Node) {
        match node {
            Node::Leaf(leaf) => self.leaf(path, leaf),
            Node::Map(entries) => {
                for (key, node) in entries {
                    self.tree(&under(path, key), node);
                }
            }
            Node::List(items) => {
                for (index, node) in items.iter().enumerate() {
                    self.tree(&under(path, &index.to_string()), node);
                }
            }
        }
    }

    /// Says that a metric also goes by another name.
    pub(crate) fn alias(&mut self, other: String, name: &str) {
        self.aliases.insert(other, name.to_owned());
    }

    /// The entries, if there are any and no two have one name.
    pub(crate) fn finish(&self, format: Format) -> Result<(), Fault> {
        let file = self.source.file;
        if self.full {
            return Err(Fault::new(format!("{file} holds more than {MOST} values")));
        }
        if let Some(name) = &self.clash {
            let name = cut(name);
            return Err(Fault::new(format!("{file} has two values at `{name}`"))
                .help("a nested key and a key with dots make the same path: rename one"));
        }
        // A file that is one bare word is no map; one bare number is.
        let named = |(name, entry): (&String, &Entry)| {
            !name.is_empty() || matches!(entry, Entry::Number(_))
        };
        if !self.entries.iter().any(named) {
            let fault = Fault::new(format!("{file} holds no metrics"));
            return Err(match format {
                Format::Tree => {
                    fault.help("write a map of names to numbers, such as {\"roc_auc\": 0.91}")
                }
                other => fault.help(format!("it was read as {}", other.title())),
            });
        }
        Ok(())
    }
}

/// A key under a path.
pub(crate) fn under(path: &str, key: &str) -> String {
    match path {
        "" => key.to_owned(),
        path => format!("{path}.{key}"),
    }
}
