//! Where a value stands in TOML.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use verdict::{Fault, Place, cut, did_you_mean};

use crate::edit::scalar::{Style, double};
use crate::edit::source::{Places, Site};
use crate::path::{Step, ValuePath, shown};

/// A TOML text and its tables.
pub(crate) struct Toml<'a> {
    file: &'a str,
    text: &'a str,
    root: Spanned<DeTable<'a>>,
}

/// A value, or the whole.
#[derive(Clone, Copy)]
enum Node<'t, 'a> {
    Table(&'t DeTable<'a>, &'t Spanned<DeValue<'a>>),
    Root(&'t DeTable<'a>),
    Value(&'t Spanned<DeValue<'a>>),
}

impl<'t, 'a> Node<'t, 'a> {
    fn of(value: &'t Spanned<DeValue<'a>>) -> Self {
        match value.get_ref() {
            DeValue::Table(table) => Self::Table(table, value),
            _ => Self::Value(value),
        }
    }

    fn table(self) -> Option<&'t DeTable<'a>> {
        match self {
            Self::Table(table, _) | Self::Root(table) => Some(table),
            Self::Value(_) => None,
        }
    }

    fn span(self) -> Range<usize> {
        match self {
            Self::Table(_, value) | Self::Value(value) => value.span(),
            Self::Root(_) => 0..0,
        }
    }
}

impl<'a> Toml<'a> {
    /// Parses a text that is known to be TOML.
    pub(crate) fn parse(file: &'a str, text: &'a str) -> Result<Self, Fault> {
        let root = DeTable::parse(text).map_err(|error| tool::toml_fault(file, text, &error))?;
        Ok(Self { file, text, root })
    }

    fn fault(&self, node: Node<'_, '_>, message: String) -> Fault {
        let span = node.span();
        let line = self.text[span.clone()].lines().next().unwrap_or_default();
        Fault::new(message).at(Place::in_text(
            self.file,
            self.text,
            span.start..span.start + line.len(),
        ))
    }

    /// The value one step below another; none where a table lacks the key.
    fn child<'t>(
        &self,
        node: Node<'t, 'a>,
        step: &Step,
        here: &[Step],
    ) -> Result<Option<Node<'t, 'a>>, Fault> {
        let value = match node {
            Node::Value(value) => Some(value.get_ref()),
            _ => None,
        };
        match (node.table(), value, step) {
            (Some(table), _, Step::Key(key)) => Ok(table.get(&**key).map(Node::of)),
            (_, Some(DeValue::Array(array)), Step::Index(index)) => match array.get(*index) {
                Some(element) => Ok(Some(Node::of(element))),
                None => Err(self.fault(
                    node,
                    format!(
                        "{} has {} entries, counted from 0; there is no [{index}]",
                        shown(here),
                        array.len()
                    ),
                )),
            },
            _ => Err(self.fault(node, format!("{} has no such step", shown(here)))),
        }
    }

    fn no_parent(&self, node: Node<'_, '_>, step: &Step, here: &[Step]) -> Fault {
        let (Step::Key(key), Some(table)) = (step, node.table()) else {
            return self.fault(node, format!("{} has no such entry", shown(here)));
        };
        let whole = match here {
            [] => self.file.to_owned(),
            _ => shown(here),
        };
        let fault = self.fault(node, format!("there is no `{}` in {whole}", cut(key)));
        match did_you_mean(key, table.keys().map(|key| &**key.get_ref())) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help(
                "only a value is added, never a table on the way to it: write that by hand once",
            ),
        }
    }

    /// The place of a new key: a line of its own behind the last plain value
    /// of its table. A table without one, or on one line, has no such place.
    fn new_site(&self, node: Node<'_, '_>, key: &str, path: &ValuePath) -> Result<Site, Fault> {
        let table = node.table().into_iter().flatten();
        let last = table
            .filter(|(_, value)| !matches!(value.get_ref(), DeValue::Table(_)))
            .filter(|(key, value)| self.begins_line(key.span().start) && !self.is_headed(value))
            .max_by_key(|(_, value)| value.span().end);
        let Some((_, value)) = last else {
            let fault = self.fault(node, format!("there is no plain place for {path}"));
            return Err(fault.help("write the key by hand once"));
        };
        let end = value.span().end;
        let rest = self.text[end..].split('\n').next().unwrap_or_default();
        let at = end + rest.trim_end_matches('\r').len();
        let line_end = if rest.ends_with('\r') { "\r\n" } else { "\n" };
        let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let shown_key = match key.chars().all(bare) && !key.is_empty() {
            true => key.to_owned(),
            false => double(key),
        };
        let keys = node.table().into_iter().flat_map(|table| table.keys());
        Ok(Site {
            span: at..at,
            before: format!("{line_end}{shown_key} = "),
            style: Style::Toml,
            flow: false,
            beside: Some(keys.map(|key| key.get_ref().to_string()).collect()),
        })
    }

    /// Whether only blanks stand before a byte on its line.
    fn begins_line(&self, at: usize) -> bool {
        let ahead = &self.text[..at];
        let line = &ahead[ahead.rfind('\n').map_or(0, |at| at + 1)..];
        line.trim().is_empty()
    }

    /// Whether a list is one of `[[tables]]`.
    fn is_headed(&self, value: &Spanned<DeValue<'_>>) -> bool {
        matches!(value.get_ref(), DeValue::Array(_))
            && self.text[value.span().start..].starts_with("[[")
            && self.begins_line(value.span().start)
    }
}

impl Places for Toml<'_> {
    fn locate(&self, path: &ValuePath) -> Result<Site, Fault> {
        let (parent, last) = path.parent_and_last();
        let mut node = Node::Root(self.root.get_ref());
        for (depth, step) in parent.iter().enumerate() {
            let here = &path.0[..depth];
            node = match self.child(node, step, here)? {
                Some(child) => child,
                None => return Err(self.no_parent(node, step, here)),
            };
        }
        let found = self.child(node, last, parent)?;
        match (found, last) {
            (Some(Node::Value(value)), _) => {
                let style = match value.get_ref() {
                    DeValue::String(_) if self.text[value.span()].starts_with('"') => Style::Double,
                    DeValue::String(_) => Style::Literal,
                    DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => Style::Toml,
                    DeValue::Datetime(_) => {
                        let fault = self.fault(Node::Value(value), format!("{path} is a date"));
                        return Err(fault.help("edit it by hand"));
                    }
                    DeValue::Array(_) | DeValue::Table(_) => {
                        let message = format!("{path} is a list, not a single value");
                        let fault = self.fault(Node::Value(value), message);
                        return Err(fault.help(format!("name an entry of it, such as `{path}[0]`")));
                    }
                };
                Ok(Site {
                    span: value.span(),
                    before: String::new(),
                    style,
                    flow: true,
                    beside: None,
                })
            }
            (Some(table), _) => Err(self
                .fault(table, format!("{path} is a table, not a single value"))
                .help("name a key in it")),
            (None, Step::Key(key)) => self.new_site(node, key, path),
            (None, Step::Index(_)) => Err(self.no_parent(node, last, parent)),
        }
    }
}
