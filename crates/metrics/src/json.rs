//! JSON as Python writes it: with bare `NaN`, `Infinity` and `-Infinity`.

use std::borrow::Cow;

use verdict::{Fault, Place};

use crate::broken;
use crate::node::Node;

pub(crate) fn read(file: &str, text: &str) -> Result<Node, Fault> {
    serde_json::from_str(&quoted(text)).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        broken("JSON", message).at(Place::at_line(file, text, error.line(), error.column()))
    })
}

/// The text with Python's bare words in quotes. Lines stay where they are.
fn quoted(text: &str) -> Cow<'_, str> {
    const WORDS: [&str; 3] = ["NaN", "Infinity", "-Infinity"];
    if !text.contains("NaN") && !text.contains("Infinity") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let word = WORDS.iter().find(|word| rest.starts_with(**word));
        let taken = match (c, word) {
            ('"', _) => string_len(rest),
            (_, Some(word)) => word.len(),
            _ => c.len_utf8(),
        };
        match word {
            Some(word) => out.extend(["\"", word, "\""]),
            None => out.push_str(&rest[..taken]),
        }
        rest = &rest[taken..];
    }
    Cow::Owned(out)
}

/// The length of the JSON string that a text begins with.
fn string_len(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bare_words_are_quoted() {
        assert_eq!(
            quoted(r#"{"NaN\"": NaN, "b": [-Infinity]}"#),
            r#"{"NaN\"": "NaN", "b": ["-Infinity"]}"#
        );
        assert_eq!(quoted("\"NaN"), "\"NaN");
    }
}
