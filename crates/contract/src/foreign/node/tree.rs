//! Events of the parser, put together to a tree.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use toml::Spanned;
use verdict::cut;

use super::{Node, Value, scalar};
use crate::foreign::Wrong;

/// How deep lists and maps may stand in one another.
const DEEPEST: usize = 100;
/// How many values a document may have, those that aliases repeat included.
const MOST: usize = 1_000_000;

/// Reads a document: YAML 1.2, of which JSON is a part.
pub(crate) fn parse(text: &str) -> Result<Node, Wrong> {
    let options = granit_parser::options! {
        // A JSON text on one line has keys after any number of characters.
        simple_key_max_lookahead: 65_536,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
        emit_comments: false,
    };
    let mut tree = Tree::default();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| not_yaml(&error))?;
        tree.take(event, &span)?;
    }
    let empty = Node {
        span: 0..0,
        value: Value::Null,
    };
    Ok(tree.root.unwrap_or(empty))
}

fn not_yaml(error: &ScanError) -> Wrong {
    let at = error.marker().byte_offset();
    Wrong {
        span: at.map(|at| at..at + 1),
        message: format!(
            "neither YAML nor JSON: {}",
            error.info().replace('\n', ", ")
        ),
        help: None,
    }
}

/// A tree on its way up.
#[derive(Default)]
struct Tree {
    open: Vec<Open>,
    anchors: HashMap<usize, (Node, usize)>,
    root: Option<Node>,
    documents: usize,
    count: usize,
}

/// A list or a map that is not closed yet.
struct Open {
    start: usize,
    anchor: usize,
    /// How many values stood before it.
    before: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map {
        entries: Vec<(Spanned<String>, Node)>,
        names: HashSet<String>,
        merges: Vec<Node>,
        key: Option<Spanned<String>>,
    },
}

impl Tree {
    fn take(&mut self, event: Event<'_>, span: &Span) -> Result<(), Wrong> {
        let span = span.byte_range().unwrap_or(0..0);
        match event {
            Event::DocumentStart(..) => self.next_document(span),
            Event::Alias(id) => self.repeat(id, span),
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag
                    .as_ref()
                    .and_then(|tag| tag.core_suffix().map(str::to_owned));
                let plain = style == ScalarStyle::Plain;
                let value = scalar::resolve(&text, plain, tag.as_deref());
                self.count += 1;
                self.add(Node { span, value }, anchor, 1, Some(text.as_ref()))
            }
            Event::SequenceStart(_, anchor, _) => {
                self.open(anchor, &span, Content::List(Vec::new()))
            }
            Event::MappingStart(_, anchor, _) => self.open(anchor, &span, Content::new_map()),
            Event::SequenceEnd | Event::MappingEnd => self.close(&span),
            _ => Ok(()),
        }
    }

    fn next_document(&mut self, span: Range<usize>) -> Result<(), Wrong> {
        self.documents += 1;
        match self.documents {
            0 | 1 => Ok(()),
            _ => Err(Wrong::new(span, "a second document begins here")
                .help("keep one document in a file")),
        }
    }

    fn open(&mut self, anchor: usize, span: &Range<usize>, content: Content) -> Result<(), Wrong> {
        if self.open.len() >= DEEPEST {
            return Err(Wrong::new(
                span.clone(),
                format!("nested more than {DEEPEST} deep"),
            ));
        }
        let before = self.count;
        self.count += 1;
        self.open.push(Open {
            start: span.start,
            anchor,
            before,
            content,
        });
        Ok(())
    }

    fn close(&mut self, span: &Range<usize>) -> Result<(), Wrong> {
        let Some(Open {
            start,
            anchor,
            before,
            content,
        }) = self.open.pop()
        else {
            return Ok(());
        };
        let value = content.finish();
        // A block ends where its last value does, not where the next begins.
        let last = match &value {
            Value::List(items) => items.last().map(|item| item.span.end),
            Value::Map(entries) => entries.last().map(|(_, value)| value.span.end),
            _ => None,
        };
        let end = if span.is_empty() {
            last.unwrap_or(span.end)
        } else {
            span.end
        };
        let span = start..end.max(start);
        self.add(Node { span, value }, anchor, self.count - before, None)
    }

    /// Repeats what an anchor named; it stands where the anchor is.
    fn repeat(&mut self, id: usize, span: Range<usize>) -> Result<(), Wrong> {
        let Some((node, size)) = self.anchors.get(&id) else {
            return Err(Wrong::new(span, "an alias of a value within itself"));
        };
        self.count += size;
        if self.count > MOST {
            return Err(Wrong::new(
                span,
                format!("aliases make more than {MOST} values"),
            ));
        }
        let (node, size) = (node.clone(), *size);
        let text = node.text().map(str::to_owned);
        self.add(node, 0, size, text.as_deref())
    }

    /// Adds a value to what is open; `written` is a scalar as it was written.
    fn add(
        &mut self,
        node: Node,
        anchor: usize,
        size: usize,
        written: Option<&str>,
    ) -> Result<(), Wrong> {
        if self.count > MOST {
            return Err(Wrong::new(node.span, format!("more than {MOST} values")));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
        if let Some(open) = self.open.last_mut() {
            return open.content.add(node, written);
        }
        self.root = Some(node);
        Ok(())
    }
}

impl Content {
    fn new_map() -> Self {
        Self::Map {
            entries: Vec::new(),
            names: HashSet::new(),
            merges: Vec::new(),
            key: None,
        }
    }

    fn add(&mut self, node: Node, written: Option<&str>) -> Result<(), Wrong> {
        match self {
            Self::List(items) => items.push(node),
            Self::Map {
                entries,
                names,
                merges,
                key,
            } => match key.take() {
                None => *key = Some(name(&node, written, names)?),
                Some(name) if name.get_ref() == "<<" => merges.push(node),
                Some(name) => entries.push((name, node)),
            },
        }
        Ok(())
    }

    fn finish(self) -> Value {
        match self {
            Self::List(items) => Value::List(items),
            Self::Map {
                mut entries,
                mut names,
                merges,
                ..
            } => {
                for merge in merges {
                    merge_into(&mut entries, &mut names, merge);
                }
                Value::Map(entries)
            }
        }
    }
}

/// A key, which no other of the map is like.
fn name(
    node: &Node,
    written: Option<&str>,
    names: &mut HashSet<String>,
) -> Result<Spanned<String>, Wrong> {
    let Some(written) = written else {
        return Err(Wrong::new(node.span.clone(), "a key that is no text"));
    };
    if !names.insert(written.to_owned()) {
        let message = format!("`{}` stands twice in one map", cut(written));
        return Err(Wrong::new(node.span.clone(), message).help("keep one of the two"));
    }
    Ok(node.spanned(written.to_owned()))
}

/// `<<: *other`: keys of the other map, or of a list of them, where the map
/// itself has none of the name.
fn merge_into(
    entries: &mut Vec<(Spanned<String>, Node)>,
    names: &mut HashSet<String>,
    other: Node,
) {
    match other.value {
        Value::Map(more) => entries.extend(
            more.into_iter()
                .filter(|(name, _)| names.insert(name.get_ref().clone())),
        ),
        Value::List(maps) => {
            for map in maps {
                merge_into(entries, names, map);
            }
        }
        _ => {}
    }
}
