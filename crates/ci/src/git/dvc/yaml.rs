//! The part of YAML that DVC writes: mappings and lists in block form, of plain
//! and quoted texts. What else a value may be is passed over as
//! [`Node::Other`]; a text that has no such form is not read at all.

/// Deepest nesting.
const DEEPEST: usize = 64;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Text(String),
    Map(Vec<(String, Node)>),
    List(Vec<Node>),
    /// Something that is not looked into.
    Other,
}

impl Node {
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let found = self.entries().iter().find(|(name, _)| name == key);
        found.map(|(_, node)| node)
    }

    pub(super) fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(nodes) => Some(nodes),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The mapping that a text holds.
pub(super) fn read(text: &str) -> Option<Node> {
    let lines = text.lines().map(line).filter(|line| !line.is_nothing());
    let lines: Vec<Line> = lines.collect();
    if lines.iter().any(|line| line.text.starts_with('\t')) {
        return None;
    }
    let mut lines = Lines {
        all: lines,
        at: 0,
        depth: 0,
    };
    let root = lines.block(0)?;
    (lines.at == lines.all.len() && matches!(root, Node::Map(_))).then_some(root)
}

/// A line that holds something, and how many blanks stand before it.
struct Line<'a> {
    indent: usize,
    text: &'a str,
}

fn line(text: &str) -> Line<'_> {
    let inner = text.trim_start_matches(' ');
    Line {
        indent: text.len() - inner.len(),
        text: inner.trim_end(),
    }
}

impl Line<'_> {
    /// Whether it is empty, a comment or the mark of a document.
    fn is_nothing(&self) -> bool {
        let mark = self.indent == 0 && self.text == "---";
        self.text.is_empty() || self.text.starts_with('#') || mark
    }
}

struct Lines<'a> {
    all: Vec<Line<'a>>,
    at: usize,
    depth: usize,
}

impl<'a> Lines<'a> {
    fn peek(&self) -> Option<&Line<'a>> {
        self.all.get(self.at)
    }

    /// What stands at an indent from here on.
    fn block(&mut self, indent: usize) -> Option<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let node = match is_item(self.peek()?.text) {
            true => self.list(indent),
            false => self.map(indent),
        };
        self.depth -= 1;
        node
    }

    fn map(&mut self, indent: usize) -> Option<Node> {
        let mut entries = Vec::new();
        while let Some(line) = self.peek() {
            if line.indent != indent || is_item(line.text) {
                break;
            }
            let (key, value) = key_and_value(line.text)?;
            self.at += 1;
            let node = self.value(value, indent, true)?;
            entries.push((key, node));
        }
        self.ended(indent).then_some(Node::Map(entries))
    }

    fn list(&mut self, indent: usize) -> Option<Node> {
        let mut nodes = Vec::new();
        while let Some(line) = self.peek() {
            if line.indent != indent || !is_item(line.text) {
                break;
            }
            let rest = line.text[1..].trim_start_matches(' ');
            let inner = indent + line.text.len() - rest.len();
            if key_and_value(rest).is_some() || is_item(rest) {
                // What stands behind the dash begins a block of its own.
                self.all[self.at] = Line {
                    indent: inner,
                    text: rest,
                };
                nodes.push(self.block(inner)?);
            } else {
                self.at += 1;
                nodes.push(self.value(rest, indent, false)?);
            }
        }
        self.ended(indent).then_some(Node::List(nodes))
    }

    /// Whether the block ends as one does: with what stands further left, or a
    /// key beside the list that is its neighbour's value.
    fn ended(&self, indent: usize) -> bool {
        self.peek().is_none_or(|line| line.indent <= indent)
    }

    /// The value behind a key or a dash.
    fn value(&mut self, text: &'a str, indent: usize, of_key: bool) -> Option<Node> {
        let text = without_comment(text);
        let next = self.peek().map(|line| (line.indent, is_item(line.text)));
        if text.is_empty() {
            return match next {
                Some((inner, _)) if inner > indent => self.block(inner),
                Some((inner, true)) if of_key && inner == indent => self.block(inner),
                _ => Some(Node::Other),
            };
        }
        let mut whole = text.to_owned();
        while let Some(line) = self.peek().filter(|line| line.indent > indent) {
            whole.push(' ');
            whole.push_str(without_comment(line.text));
            self.at += 1;
        }
        Some(scalar(&whole))
    }
}

fn is_item(text: &str) -> bool {
    text == "-" || text.starts_with("- ")
}

/// The key of a line and the text behind it.
fn key_and_value(text: &str) -> Option<(String, &str)> {
    if let Some(quote) = text.chars().next().filter(|it| matches!(it, '\'' | '"')) {
        let (key, rest) = text[1..].split_once(quote)?;
        let value = rest.strip_prefix(':')?;
        let plain = !key.contains('\\') && (value.is_empty() || value.starts_with(' '));
        return plain.then(|| (key.to_owned(), value.trim_start()));
    }
    if text.starts_with(['{', '[', '&', '*', '!', '|', '>', '?', '%', '@', '`']) {
        return None;
    }
    match text.split_once(": ") {
        Some((key, value)) => Some((key.to_owned(), value.trim_start())),
        None => Some((text.strip_suffix(':')?.to_owned(), "")),
    }
}

/// A value without the comment behind it. A `#` within quotes is none.
fn without_comment(text: &str) -> &str {
    if text.starts_with(['\'', '"']) {
        let quote = text.get(..1).unwrap_or_default();
        let end = text.rfind(quote).unwrap_or(0);
        let behind = text.get(end + 1..).unwrap_or_default().trim_start();
        return match end > 0 && behind.starts_with('#') {
            true => &text[..=end],
            false => text,
        };
    }
    if text.starts_with('#') {
        return "";
    }
    text.split(" #").next().unwrap_or_default().trim_end()
}

fn scalar(text: &str) -> Node {
    let quoted = |quote: char| {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        Some(inner).filter(|_| text.len() > 1)
    };
    if text.starts_with('\'') {
        let inner = quoted('\'').filter(|inner| !inner.replace("''", "").contains('\''));
        return inner.map_or(Node::Other, |inner| Node::Text(inner.replace("''", "'")));
    }
    if text.starts_with('"') {
        let inner = quoted('"').filter(|inner| !inner.contains(['\\', '"']));
        return inner.map_or(Node::Other, |inner| Node::Text(inner.to_owned()));
    }
    match text.starts_with(['{', '[', '&', '*', '!', '|', '>', '%', '@', '`']) {
        true => Node::Other,
        false => Node::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn blocks_nest() {
        let text = |text: &str| Node::Text(text.to_owned());
        let read = read(
            "a: 1\nb:\n- x\n- y: 'z'\n  w: >-\n    q\n\n    r\n-\n  - 2\nc:\n  d: \"e\" # f\ng:\n",
        )
        .expect("a mapping");
        let key = |key: &str| read.get(key).cloned();
        assert_eq!(key("a"), Some(text("1")));
        let inner = Node::Map(vec![
            ("y".to_owned(), text("z")),
            ("w".to_owned(), Node::Other),
        ]);
        let last = Node::List(vec![text("2")]);
        assert_eq!(key("b"), Some(Node::List(vec![text("x"), inner, last])));
        assert_eq!(key("c"), Some(Node::Map(vec![("d".to_owned(), text("e"))])));
        assert_eq!(key("g"), Some(Node::Other));
    }

    #[test]
    fn what_is_not_in_block_form_is_not_read() {
        for text in [
            "",
            "a",
            "- a",
            "a: b\n c: d\n  e",
            "{a: b}",
            "a: 1\n - b\nc",
        ] {
            assert!(
                read(text).is_none_or(|node| node.get("e").is_none()),
                "{text}"
            );
        }
        assert!(read(&"- ".repeat(1000)).is_none());
        let deep: Vec<String> = (0..1000).map(|at| " ".repeat(at) + "a:").collect();
        let deep = deep.join("\n");
        assert!(read(&deep).is_none());
    }

    #[test]
    fn a_text_of_many_lines_is_read_in_time() {
        let lines = 400_000;
        let folded = format!("a: x\n{}b: y\n", "  x\n".repeat(lines));
        let started = std::time::Instant::now();
        let read = read(&folded).expect("a mapping");
        let length = read.get("a").and_then(Node::text).map(str::len);
        assert_eq!(length, Some(2 * lines + 1));
        assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    }

    proptest! {
        #[test]
        fn any_text_ends(text in "[ \\-a:#'\"\n\t|{é]{0,60}") {
            let _ = read(&text);
        }
    }
}
