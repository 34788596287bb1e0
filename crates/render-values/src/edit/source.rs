//! Where a value stands in the text, by a syntax tree that keeps every byte.
//!
//! The tree is only asked for places: the text itself is spliced by us, so
//! that nothing but the value is ever written anew.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use verdict::{Fault, Place, cut};
use yaml_edit::{Mapping, MappingEntry, Sequence, YamlFile, YamlNode};

use crate::edit::scalar::Style;
use crate::path::{Step, ValuePath, shown};

/// A values file and its syntax tree.
pub(crate) struct Source<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    root: YamlNode,
    /// What was looked up before, by the bytes of the map or list.
    maps: RefCell<HashMap<Range<usize>, Rc<Entries>>>,
    lists: RefCell<HashMap<Range<usize>, Vec<YamlNode>>>,
}

/// The entries of a map by their keys.
type Entries = HashMap<String, MappingEntry>;

/// A text that can say where its values stand.
pub(crate) trait Places {
    /// Where the leaf of a path stands, or would stand beside its siblings.
    fn locate(&self, path: &ValuePath) -> Result<Site, Fault>;

    /// Whether a path leads through an alias or a merge key, so that its value
    /// stands elsewhere.
    fn is_shared(&self, _steps: &[Step]) -> bool {
        false
    }
}

/// Where a value stands, or is to stand.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// The bytes to replace; empty where there is no value yet.
    pub(crate) span: Range<usize>,
    /// What comes before the value: the key of a new one.
    pub(crate) before: String,
    /// The style of the value that is there, or of those beside it.
    pub(crate) style: Style,
    /// Whether it is within `{…}` or `[…]`.
    pub(crate) flow: bool,
    /// For a new key: the keys that are there.
    pub(crate) beside: Option<Vec<String>>,
}

impl<'a> Source<'a> {
    /// Parses a text that is known to be one YAML document.
    pub(crate) fn parse(file: &'a str, text: &'a str) -> Result<Self, Fault> {
        let parsed = YamlFile::parse(text);
        if let Some(error) = parsed.positioned_errors().first() {
            let span = error.range.start as usize..error.range.end as usize;
            return Err(
                Fault::new(format!("can't edit this YAML: {}", cut(&error.message)))
                    .at(Place::in_text(file, text, span)),
            );
        }
        let tree = parsed.tree();
        if tree.to_string() != text {
            return Err(Fault::new(format!(
                "can't edit {file} without changing its form"
            )));
        }
        let document = tree.document();
        let root = document.and_then(|document| {
            let map = document.as_mapping().map(YamlNode::Mapping);
            map.or_else(|| document.as_sequence().map(YamlNode::Sequence))
        });
        match root {
            Some(root) => Ok(Self {
                file,
                text,
                root,
                maps: RefCell::default(),
                lists: RefCell::default(),
            }),
            None => Err(Fault::new(format!("{file} holds no map and no list"))
                .help("write its first key by hand")),
        }
    }

    /// The value one step below a node; none where the map lacks the key.
    fn child(
        &self,
        node: &YamlNode,
        step: &Step,
        here: &[Step],
    ) -> Result<Option<YamlNode>, Fault> {
        match (node, step) {
            (YamlNode::Mapping(map), Step::Key(key)) => match self.value_of(map, key) {
                Some(Some(value)) => Ok(Some(value)),
                Some(None) => Err(self.fault(node, format!("`{key}` has no place for a value"))),
                None if self.merges(map) => Err(self.merged(node, key, here)),
                None => Ok(None),
            },
            (YamlNode::Sequence(list), Step::Index(index)) => match self.entry(list, *index) {
                Some(value) => Ok(Some(value)),
                None => Err(self.fault(
                    node,
                    format!(
                        "{} has {} entries, counted from 0; there is no [{index}]",
                        shown(here),
                        list.len(),
                    ),
                )),
            },
            _ => Err(self.wrong_kind(node, step, here)),
        }
    }

    /// The place of a leaf that is there.
    fn leaf(
        &self,
        node: &YamlNode,
        path: &ValuePath,
        parent: &YamlNode,
        flow: bool,
    ) -> Result<Site, Fault> {
        let span = self.span(node);
        match node {
            YamlNode::Scalar(_) if span.is_empty() => self.nothing(node, path, parent, flow),
            YamlNode::Scalar(_) => {
                let source = &self.text[span.clone()];
                Ok(Site {
                    span: span.start..span.start + source.trim_end().len(),
                    before: String::new(),
                    style: Style::of(source),
                    flow,
                    beside: None,
                })
            }
            YamlNode::Alias(alias) => Err(self.alias(node, &alias.name(), &path.0)),
            YamlNode::TaggedNode(_) => Err(self
                .fault(
                    node,
                    format!("{path} has a tag, which a new value may not fit"),
                )
                .help("edit it by hand")),
            YamlNode::Mapping(map) => {
                let fault = self.fault(node, format!("{path} is a map, not a single value"));
                Err(match keys(map).into_iter().next() {
                    Some(key) => fault.help(format!(
                        "name a value in it, such as `{path}.{}`",
                        cut(&key)
                    )),
                    None => fault.help("name a key in it"),
                })
            }
            YamlNode::Sequence(_) => Err(self
                .fault(node, format!("{path} is a list, not a single value"))
                .help(format!("name an entry of it, such as `{path}[0]`"))),
        }
    }

    /// The place behind the `:` or `-` that has nothing behind it.
    fn nothing(
        &self,
        node: &YamlNode,
        path: &ValuePath,
        parent: &YamlNode,
        flow: bool,
    ) -> Result<Site, Fault> {
        let at =
            if let (YamlNode::Mapping(map), Step::Key(key)) = (parent, path.parent_and_last().1) {
                self.find(map, key)
                    .and_then(|entry| self.behind_colon(&entry))
            } else {
                let ahead = self.text[..self.span(node).start].trim_end_matches([' ', '\t']);
                ahead.ends_with('-').then_some(ahead.len())
            };
        let Some(at) = at else {
            return Err(self
                .fault(
                    node,
                    format!("{path} is empty and has no plain place for a value"),
                )
                .help("write the value by hand once"));
        };
        Ok(Site {
            span: at..at,
            before: " ".to_owned(),
            style: Style::Plain,
            flow,
            beside: None,
        })
    }

    /// The byte behind the `:` of an entry; none when it has none.
    pub(super) fn behind_colon(&self, entry: &MappingEntry) -> Option<usize> {
        let key_end = self.span(&entry.key_node()?).end;
        let rest = self.text[key_end..].trim_start_matches([' ', '\t']);
        rest.starts_with(':')
            .then(|| self.text.len() - rest.len() + 1)
    }

    /// The entry of a key: none when the map lacks it, some none when it has no
    /// value at all.
    #[expect(
        clippy::option_option,
        reason = "no key and a key without a value are two things"
    )]
    fn value_of(&self, map: &Mapping, key: &str) -> Option<Option<YamlNode>> {
        self.find(map, key).map(|entry| entry.value_node())
    }

    fn find(&self, map: &Mapping, key: &str) -> Option<MappingEntry> {
        self.entries(map).get(key).cloned()
    }

    fn merges(&self, map: &Mapping) -> bool {
        self.entries(map).contains_key("<<")
    }

    /// The entries of a map by their keys, read once.
    fn entries(&self, map: &Mapping) -> Rc<Entries> {
        let at = self.span(&YamlNode::Mapping(map.clone()));
        let mut known = self.maps.borrow_mut();
        let entries = known.entry(at).or_insert_with(|| {
            let entries = map.entries();
            let by_key = |entry: MappingEntry| Some((text_of(&entry.key_node()?)?, entry));
            Rc::new(entries.filter_map(by_key).collect())
        });
        Rc::clone(entries)
    }

    /// An entry of a list, whose entries are read once.
    fn entry(&self, list: &Sequence, index: usize) -> Option<YamlNode> {
        let at = self.span(&YamlNode::Sequence(list.clone()));
        let mut known = self.lists.borrow_mut();
        let entries = known.entry(at).or_insert_with(|| list.values().collect());
        entries.get(index).cloned()
    }

    /// The bytes of a node.
    pub(super) fn span(&self, node: &YamlNode) -> Range<usize> {
        let range = node.byte_range();
        let end = (range.end as usize).min(self.text.len());
        (range.start as usize).min(end)..end
    }
}

impl Places for Source<'_> {
    fn locate(&self, path: &ValuePath) -> Result<Site, Fault> {
        let (parent, last) = path.parent_and_last();
        let mut node = self.root.clone();
        let mut flow = is_flow(&node);
        for (depth, step) in parent.iter().enumerate() {
            node = match self.child(&node, step, &path.0[..depth])? {
                Some(child) => child,
                None => return Err(self.no_parent(&node, step, &path.0[..depth])),
            };
            flow |= is_flow(&node);
        }
        match (self.child(&node, last, parent)?, &node, last) {
            (Some(leaf), ..) => self.leaf(&leaf, path, &node, flow),
            (None, YamlNode::Mapping(map), Step::Key(key)) => {
                Ok(self.new_site(map, key, parent, flow))
            }
            (None, ..) => Err(self.no_parent(&node, last, parent)),
        }
    }

    fn is_shared(&self, steps: &[Step]) -> bool {
        let mut node = self.root.clone();
        for step in steps {
            let child = match (&node, step) {
                (YamlNode::Mapping(map), Step::Key(key)) => match self.value_of(map, key) {
                    Some(child) => child,
                    None => return self.merges(map),
                },
                (YamlNode::Sequence(list), Step::Index(index)) => self.entry(list, *index),
                _ => return node.is_alias(),
            };
            match child {
                Some(child) => node = child,
                None => return false,
            }
        }
        node.is_alias()
    }
}

fn text_of(key: &YamlNode) -> Option<String> {
    key.as_scalar().map(yaml_edit::Scalar::as_string)
}

/// The keys of a map that are single values.
pub(super) fn keys(map: &Mapping) -> Vec<String> {
    let keys = map.entries().filter_map(|entry| entry.key_node());
    keys.filter_map(|key| text_of(&key)).collect()
}

fn is_flow(node: &YamlNode) -> bool {
    match node {
        YamlNode::Mapping(map) => map.is_flow_style(),
        YamlNode::Sequence(list) => list.is_flow_style(),
        _ => false,
    }
}
