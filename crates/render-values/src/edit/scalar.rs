//! Writing a value in the style of the one it takes the place of.

use std::fmt::Write as _;

use plain::{is_hidden, stands_plain};

use crate::edit::block::Block;
use crate::leaf::Leaf;

/// How a value stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `|` or `>` and lines below.
    Block(Block),
    /// Any value of JSON that is no string: strings stand in `"…"`.
    Json,
    /// Any value of TOML that is no string: strings stand in `"…"`.
    Toml,
    /// `'…'` of TOML, which knows no escapes.
    Literal,
}

impl Style {
    /// The style of a value as it stands in the file.
    pub(crate) fn of(source: &str) -> Self {
        match source.bytes().next() {
            Some(b'\'') => Self::Single,
            Some(b'"') => Self::Double,
            Some(b'|' | b'>') => Self::Block(Block::of(source)),
            _ => Self::Plain,
        }
    }

    /// What a value becomes where one of this style stands: a quoted string
    /// stays a string.
    pub(crate) fn settle(&self, leaf: Leaf) -> Leaf {
        match (self, leaf) {
            (Self::Plain | Self::Json | Self::Toml, leaf)
            | (_, leaf @ (Leaf::Text(_) | Leaf::Null)) => leaf,
            (_, leaf) => Leaf::Text(leaf.to_string()),
        }
    }

    /// A value in this style, or in the nearest that can hold it.
    pub(crate) fn write(&self, leaf: &Leaf, flow: bool) -> String {
        let written = match (self, leaf) {
            (Self::Block(block), Leaf::Text(text)) => block.write(text),
            (Self::Single, Leaf::Text(text)) => single(text),
            (Self::Plain, Leaf::Text(text)) => stands_plain(text, flow).then(|| text.clone()),
            (Self::Literal, Leaf::Text(text)) => literal(text),
            (_, Leaf::Text(_)) => None,
            (_, leaf) => Some(leaf.to_string()),
        };
        let written = written.unwrap_or_else(|| match leaf {
            Leaf::Text(text) => double(text),
            leaf => leaf.to_string(),
        });
        match self {
            // The comment beside the `|` outlives the block.
            Self::Block(block) if !written.contains('\n') => written + block.comment(),
            _ => written,
        }
    }
}

/// `'…'`; none of a text that such quotes can't hold on one line.
fn single(text: &str) -> Option<String> {
    let fits = !text.contains(needs_escape);
    fits.then(|| format!("'{}'", text.replace('\'', "''")))
}

/// `'…'` of TOML; none of a text that it can't hold.
fn literal(text: &str) -> Option<String> {
    let fits = !text.contains('\'') && !text.contains(needs_escape);
    fits.then(|| format!("'{text}'"))
}

/// `"…"`: holds any text on one line, in YAML, JSON and TOML alike.
pub(crate) fn double(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            letter if needs_escape(letter) => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Characters that stand only in double quotes, by an escape. All of them are
/// below U+10000.
pub(crate) fn needs_escape(letter: char) -> bool {
    letter.is_control() || is_hidden(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(old: &str, new: &str) -> String {
        Style::of(old).write(&Leaf::Text(new.to_owned()), false)
    }

    #[test]
    fn the_old_quotes_are_kept() {
        assert_eq!(write("v1", "v2"), "v2");
        assert_eq!(write("'v1'", "v2"), "'v2'");
        assert_eq!(write("\"v1\"", "v2"), "\"v2\"");
        assert_eq!(write("\"1.0\"", "1.10"), "\"1.10\"");
        assert_eq!(write("'a'", "it's"), "'it''s'");
        assert_eq!(write("\"a\"", "say \"hi\"\\"), "\"say \\\"hi\\\"\\\\\"");
    }

    #[test]
    fn text_that_the_old_style_cannot_hold_goes_to_double_quotes() {
        assert_eq!(write("v1", "72044e0"), "\"72044e0\"");
        assert_eq!(write("v1", ""), "\"\"");
        assert_eq!(write("'v1'", "a\nb\u{85}"), "\"a\\nb\\u0085\"");
    }

    #[test]
    fn a_quoted_string_stays_a_string() {
        let number = Leaf::Int(9090);
        assert_eq!(
            Style::of("\"8080\"").settle(number.clone()),
            Leaf::Text("9090".into())
        );
        assert_eq!(Style::of("8080").settle(number.clone()), number);
        assert_eq!(Style::of("'x'").settle(Leaf::Null), Leaf::Null);
        assert_eq!(Style::Plain.write(&Leaf::Float(1.0), false), "1.0");
        assert_eq!(Style::Double.write(&Leaf::Null, false), "null");
    }
}
