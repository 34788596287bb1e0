//! JSON as Python writes it: with bare `NaN`, `Infinity` and `-Infinity`.

use std::borrow::Cow;

use verdict::{Fault, Place};

use crate::node::{Node, Value};
use crate::text::broken;

pub(crate) fn read(file: &str, text: &str) -> Result<Node, Fault> {
    let mut root: Node = serde_json::from_str(&quoted(text)).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        broken("JSON", message).at(Place::at_line(file, text, error.line(), error.column()))
    })?;
    let tokens = tokens(text);
    let lines: Vec<_> = tokens.iter().map(|(line, _)| *line).collect();
    if root.number_lines(&lines) {
        exactly(&mut root, &tokens);
    }
    Ok(root)
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
            ('"', _) => string_len(rest.as_bytes()),
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
fn string_len(text: &[u8]) -> usize {
    let mut escaped = false;
    for (at, byte) in text.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Reads every number anew: the parser is fast, but may be off by the last bit.
fn exactly(root: &mut Node, tokens: &[(u64, &str)]) {
    let mut tokens = tokens.iter();
    root.each_leaf(&mut |leaf| {
        let exact = tokens.next().and_then(|(_, token)| token.parse().ok());
        if let (Value::Number(number), Some(exact)) = (&mut leaf.value, exact) {
            *number = exact;
        }
    });
}

/// The line and text of every value that is no list and no map, in their order. The
/// text is known to be JSON, so that a key is a string before a colon.
fn tokens(text: &str) -> Vec<(u64, &str)> {
    let bytes = text.as_bytes();
    let (mut tokens, mut line, mut at) = (Vec::new(), 1, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => line += 1,
            // What stood before was a key.
            b':' => drop(tokens.pop()),
            b'{' | b'}' | b'[' | b']' | b',' | b' ' | b'\t' | b'\r' => {}
            _ => {
                let rest = &bytes[at..];
                let word = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                let length = match byte {
                    b'"' => string_len(rest),
                    _ => rest.iter().take_while(word).count().max(1),
                };
                tokens.push((line, text.get(at..at + length).unwrap_or_default()));
                at += length - 1;
            }
        }
        at += 1;
    }
    tokens
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

    #[test]
    fn every_value_has_its_line() {
        let text =
            "{\"a:\\\"\": 1,\n\"b\": [\n-1e-5, NaN,\n\"x:y\", null], \"c\": {},\n\"d\": true}";
        let lines: Vec<_> = tokens(text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 3, 3, 4, 4, 5]);
        assert_eq!(tokens(" 3 "), [(1, "3")]);
    }
}
