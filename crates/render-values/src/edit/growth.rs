//! Where a new key goes: behind its siblings, indented as they are.

use plain::stands_plain;
use yaml_edit::{Mapping, YamlNode};

use crate::edit::scalar::{Style, double};
use crate::edit::source::{Site, Source, keys};
use crate::path::Step;

impl Source<'_> {
    /// The place of a new key: behind the last of its map.
    pub(super) fn new_site(&self, map: &Mapping, key: &str, parent: &[Step], flow: bool) -> Site {
        let keys_quoted =
            last_key(map).is_some_and(|last| self.text[self.span(&last)].starts_with('"'));
        let shown_key = if !keys_quoted && stands_plain(key, flow) {
            key.to_owned()
        } else {
            double(key)
        };
        let (at, before) = if map.is_flow_style() {
            let start = self.span(&YamlNode::Mapping(map.clone())).start;
            match content_end(self, &YamlNode::Mapping(map.clone()), true) {
                Some(end) => (end, format!(", {shown_key}: ")),
                None => (start + 1, format!("{shown_key}: ")),
            }
        } else {
            self.new_line(map, &shown_key, parent)
        };
        Site {
            span: at..at,
            before,
            style: if keys_quoted {
                Style::Double
            } else {
                Style::Plain
            },
            flow,
            beside: Some(keys(map)),
        }
    }

    /// The end of a block map's last line, and a new line for a key.
    fn new_line(&self, map: &Mapping, key: &str, parent: &[Step]) -> (usize, String) {
        let node = YamlNode::Mapping(map.clone());
        let end = content_end(self, &node, false).unwrap_or(self.text.len());
        let rest = &self.text[end..];
        let line = rest.split('\n').next().unwrap_or_default();
        let at = end + line.trim_end_matches('\r').len();
        let crlf = if rest.contains('\n') {
            line.ends_with('\r')
        } else {
            self.text.contains("\r\n")
        };
        let start = self.span(&node).start;
        let column = match self.text[..start].rfind('\n') {
            Some(line_end) => self.text[line_end + 1..start].chars().count(),
            None => 0,
        };
        let indent = " ".repeat(if parent.is_empty() { 0 } else { column });
        (
            at,
            format!("{}{indent}{key}: ", if crlf { "\r\n" } else { "\n" }),
        )
    }
}

fn last_key(map: &Mapping) -> Option<YamlNode> {
    map.entries().last().and_then(|entry| entry.key_node())
}

/// The byte behind the last value of a node, without the comments and blank
/// lines that follow. `inside` looks for the last value within `{…}` itself.
fn content_end(source: &Source<'_>, node: &YamlNode, inside: bool) -> Option<usize> {
    let span = source.span(node);
    let end = span.start + source.text[span.clone()].trim_end().len();
    match node {
        YamlNode::Mapping(map) if inside || !map.is_flow_style() => {
            let entry = map.entries().last()?;
            match entry.value_node() {
                Some(value) if !source.span(&value).is_empty() => {
                    content_end(source, &value, false)
                }
                _ => source
                    .behind_colon(&entry)
                    .or_else(|| Some(source.span(&entry.key_node()?).end)),
            }
        }
        YamlNode::Sequence(list) if !list.is_flow_style() => {
            content_end(source, &list.values().last()?, false)
        }
        YamlNode::Scalar(_) if span.is_empty() => Some(
            source.text[..span.start]
                .trim_end_matches([' ', '\t'])
                .len(),
        ),
        _ => Some(end),
    }
}
