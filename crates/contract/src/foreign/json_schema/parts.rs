//! Schemas that hold at once: a schema, what it refers to, and its `allOf`.

use std::cell::Cell;
use std::collections::HashMap;

use super::super::node::{Node, Value};

/// How many schemas may hold at once.
const MOST: usize = 256;
/// How many references a document may have.
const MOST_REFERENCES: usize = 10_000;

/// Why something is not judged, as a fragment.
pub(super) type Why = String;

/// A schema as a whole, in which references point.
pub(super) struct Document<'a> {
    root: &'a Node,
    /// Schemas with a name of their own (`$anchor`).
    anchors: HashMap<&'a str, &'a Node>,
    /// Up to draft 7 nothing counts beside a reference.
    alone: bool,
    /// How many references were followed.
    followed: Cell<usize>,
}

impl<'a> Document<'a> {
    pub(super) fn new(root: &'a Node) -> Self {
        let schema = root.get("$schema").and_then(Node::text).unwrap_or_default();
        let old = ["draft-03", "draft-04", "draft-05", "draft-06", "draft-07"];
        let mut anchors = HashMap::new();
        find_anchors(root, &mut anchors);
        Self {
            root,
            anchors,
            followed: Cell::new(0),
            alone: old.iter().any(|draft| schema.contains(draft)),
        }
    }

    /// All schemas that hold where this one does. Those that can't be found
    /// are handed over with the reason.
    pub(super) fn parts(
        &self,
        schema: &'a Node,
        mut leave: impl FnMut(&'a Node, Why),
    ) -> Vec<&'a Node> {
        let mut found: Vec<&Node> = Vec::new();
        let mut open = vec![schema];
        while let Some(part) = open.pop() {
            if found.iter().any(|other| std::ptr::eq(*other, part)) {
                continue;
            }
            if found.len() == MOST {
                leave(part, format!("more than {MOST} schemas hold at once"));
                break;
            }
            let reference = part.get("$ref");
            if let Some(reference) = reference {
                match self.target(reference) {
                    Ok(target) => open.push(target),
                    Err(why) => leave(reference, why),
                }
            }
            if reference.is_none() || !self.alone {
                open.extend(part.get("allOf").map_or(&[][..], Node::items));
                found.push(part);
            }
        }
        found
    }

    /// What a reference within the document points to.
    fn target(&self, reference: &Node) -> Result<&'a Node, Why> {
        self.followed.set(self.followed.get() + 1);
        if self.followed.get() > MOST_REFERENCES {
            return Err(format!("more than {MOST_REFERENCES} references"));
        }
        let text = reference.text().ok_or("its reference is no text")?;
        let shown = verdict::cut(text);
        let Some(pointer) = text.strip_prefix('#') else {
            return Err(format!("`{shown}` stands in another document"));
        };
        let found = match pointer.strip_prefix('/') {
            None if pointer.is_empty() => Some(self.root),
            None => self.anchors.get(pointer).copied(),
            Some(path) => path.split('/').try_fold(self.root, step),
        };
        found.ok_or_else(|| format!("`{shown}` points to nothing"))
    }
}

/// One step of a JSON pointer, which may be written as in an address.
fn step<'a>(node: &'a Node, step: &str) -> Option<&'a Node> {
    let step = unescaped(step).replace("~1", "/").replace("~0", "~");
    match &node.value {
        Value::List(items) => items.get(step.parse::<usize>().ok()?),
        _ => node.get(&step),
    }
}

/// `%25` is `%`.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        if let (b'%', Some(code)) = (first, code) {
            bytes.push(code);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn find_anchors<'a>(node: &'a Node, anchors: &mut HashMap<&'a str, &'a Node>) {
    if let Some(name) = node.get("$anchor").and_then(Node::text) {
        anchors.insert(name, node);
    }
    let items = node.items().iter();
    for value in items.chain(node.entries().iter().map(|(_, value)| value)) {
        find_anchors(value, anchors);
    }
}
