//! The documents of a text: where each begins, what it is called, and which of
//! them are meant.

use std::fmt;

use verdict::{Fault, cut};

use crate::form::Form;
use crate::path::Step;
use crate::tree::Tree;

/// One document of a text.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    /// Its bytes, from its `---` to the next.
    pub(crate) text: &'a str,
    /// Lines of the file before it.
    pub(crate) lines_before: usize,
    /// What it says.
    pub(crate) tree: Tree,
    /// Its place among the documents, counted from 1.
    number: usize,
}

impl Document<'_> {
    /// What a person calls it: `Deployment/web`, or by its number.
    pub(crate) fn label(&self) -> String {
        match (self.text_at(&["kind"]), self.text_at(&["metadata", "name"])) {
            (Some(kind), Some(name)) => cut(&format!("{kind}/{name}")),
            _ => format!("document {}", self.number),
        }
    }

    /// Whether it holds a map or a list: what stands behind a last `---` may
    /// hold nothing.
    pub(crate) const fn holds_values(&self) -> bool {
        !matches!(self.tree, Tree::Leaf(_))
    }

    fn text_at(&self, keys: &[&str]) -> Option<String> {
        let steps: Vec<Step> = keys.iter().map(|&key| Step::Key(key.to_owned())).collect();
        match self.tree.get(&steps)? {
            Tree::Leaf(leaf) => leaf.text().map(str::to_owned),
            _ => None,
        }
    }
}

/// Reads the documents of a text: of JSON and TOML the one. Faults have their
/// places in the whole.
pub(crate) fn documents<'a>(
    file: &str,
    form: Form,
    text: &'a str,
) -> Result<Vec<Document<'a>>, Fault> {
    let mut documents = Vec::new();
    let mut lines_before = 0;
    let parts = match form {
        Form::Yaml => parts(text),
        Form::Json | Form::Toml => vec![text],
    };
    for part in parts {
        let tree = form
            .read(file, part)
            .map_err(|fault| shifted(fault, lines_before))?;
        let number = documents.len() + 1;
        documents.push(Document {
            text: part,
            lines_before,
            tree,
            number,
        });
        lines_before += part.bytes().filter(|byte| *byte == b'\n').count();
    }
    Ok(documents)
}

/// A text cut before each `---` that begins another document. What stands
/// before the first belongs to it, unless it is a document itself.
fn parts(text: &str) -> Vec<&str> {
    let mut starts = vec![0];
    let (mut at, mut begun) = (0, false);
    for line in text.split_inclusive('\n') {
        let marker = line
            .strip_prefix("---")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']));
        let bare = line.trim_start_matches('\u{feff}').trim();
        if marker && begun {
            starts.push(at);
        }
        begun |= marker || !(bare.is_empty() || bare.starts_with(['#', '%']));
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| &text[start..end])
        .collect()
}

/// A fault of a document, with its place in the whole text.
pub(crate) fn shifted(mut fault: Fault, lines: usize) -> Fault {
    if let Some(place) = &mut fault.place {
        place.line += lines;
    }
    fault
}

/// Which documents are meant: `Deployment/web`, `Deployment/prod/web` with its
/// namespace, or `Deployment/*` for all of the kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Selector {
    kind: String,
    namespace: Option<String>,
    /// None: whatever the name, and as many as there are.
    name: Option<String>,
}

impl Selector {
    /// The selector before the `:` of a path, and the path.
    pub(crate) fn before(text: &str) -> (Option<Self>, &str) {
        let read = || {
            let end = text.find([':', '='])?;
            let (head, path) = (&text[..end], text[end..].strip_prefix(':')?);
            let (kind, name) = head.split_once('/')?;
            let is_kind = kind.starts_with(|c: char| c.is_ascii_uppercase())
                && kind.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let (namespace, name) = match name.split_once('/') {
                Some((namespace, name)) => (Some(namespace.to_owned()), name),
                None => (None, name),
            };
            let named = !name.is_empty() && !name.contains('/');
            (is_kind && named).then(|| {
                let selector = Self {
                    kind: kind.to_owned(),
                    namespace,
                    name: (name != "*").then(|| name.to_owned()),
                };
                (selector, path)
            })
        };
        match read() {
            Some((selector, path)) => (Some(selector), path),
            None => (None, text),
        }
    }

    /// Whether it means a document.
    pub(crate) fn is(&self, document: &Document<'_>) -> bool {
        let has = |keys: &[&str], wanted: &str| document.text_at(keys).as_deref() == Some(wanted);
        has(&["kind"], &self.kind)
            && self
                .name
                .iter()
                .all(|name| has(&["metadata", "name"], name))
            && self
                .namespace
                .iter()
                .all(|name| has(&["metadata", "namespace"], name))
    }

    /// Whether it may mean several.
    pub(crate) const fn is_all(&self) -> bool {
        self.name.is_none()
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/", self.kind)?;
        if let Some(namespace) = &self.namespace {
            write!(f, "{namespace}/")?;
        }
        f.write_str(self.name.as_deref().unwrap_or("*"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_cut_at_their_markers() {
        let cases: [(&str, &[&str]); 8] = [
            ("", &[""]),
            ("a: 1\n", &["a: 1\n"]),
            ("# c\n---\na: 1\n", &["# c\n---\na: 1\n"]),
            ("%YAML 1.2\n---\na: 1\n", &["%YAML 1.2\n---\na: 1\n"]),
            ("a: 1\n---\nb: 1", &["a: 1\n", "---\nb: 1"]),
            (
                "a: 1\r\n--- # x\r\nb: 1\r\n",
                &["a: 1\r\n", "--- # x\r\nb: 1\r\n"],
            ),
            ("a: |\n  ---\n----: 1\n", &["a: |\n  ---\n----: 1\n"]),
            (
                "---\na: 1\n---\n---\nb: 1",
                &["---\na: 1\n", "---\n", "---\nb: 1"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(parts(text), expected, "{text:?}");
            assert_eq!(parts(text).concat(), text);
        }
    }

    #[test]
    fn documents_have_labels_and_lines() {
        let text = "kind: A\nmetadata: {name: x, namespace: prod}\n---\nb: 1\n---\nkind: B\n";
        let documents = documents("f", Form::Yaml, text).expect("YAML");
        let labels: Vec<String> = documents.iter().map(Document::label).collect();
        assert_eq!(labels, ["A/x", "document 2", "document 3"]);
        assert_eq!(documents[2].lines_before, 4);
        let fault =
            super::documents("f", Form::Yaml, "a: 1\n---\nb: 1\nb: 2\n").expect_err("twice");
        assert_eq!(fault.place.expect("a place").line, 4);
        for (selector, expected) in [
            ("A/x", true),
            ("A/prod/x", true),
            ("A/*", true),
            ("A/m/x", false),
            ("B/x", false),
        ] {
            let text = format!("{selector}:a");
            let (read, path) = Selector::before(&text);
            assert_eq!(path, "a");
            assert_eq!(
                read.expect("a selector").is(&documents[0]),
                expected,
                "{selector}"
            );
        }
        for text in ["image=ghcr.io/a:1", "a/b:c", "A:b", "Kind/:x", "a.b"] {
            assert_eq!(Selector::before(text), (None, text));
        }
    }
}
