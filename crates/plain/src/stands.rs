//! Which strings may stand without quotes.

use crate::reads::read_as;

/// Whether a string may stand without quotes; within a flow collection fewer
/// may.
#[must_use]
pub fn stands_plain(text: &str, flow: bool) -> bool {
    starts_plain(text)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.starts_with("---")
        && !text.starts_with("...")
        && !(flow && text.contains([',', '[', ']', '{', '}']))
        && text.chars().all(prints_plain)
        && !reads_as_other(text)
}

/// Whether the first character of a string is no sign of YAML's own.
fn starts_plain(text: &str) -> bool {
    let mut letters = text.chars();
    match letters.next() {
        Some('-') => letters
            .next()
            .is_some_and(|next| next == '-' || next.is_alphanumeric()),
        Some(first) => !"?:,[]{}#&*!|>'\"%@`=<~ ".contains(first),
        None => false,
    }
}

/// Whether a character may stand as it is, on one line, in every reader.
fn prints_plain(letter: char) -> bool {
    letter == ' ' || !(letter.is_control() || letter.is_whitespace() || is_hidden(letter))
}

/// Characters that no one sees, or that some readers take for a line break.
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    matches!(letter, '\u{85}' | '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}')
}

/// Whether an unquoted string reads as null, a boolean, a number, a date or a
/// merge key, or nearly does: quotes do no harm.
fn reads_as_other(text: &str) -> bool {
    is_word(text) || read_as(text).is_some() || is_moment(text) || is_base_60(text)
}

/// Nulls, booleans and the numbers that have names, in any case.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 15] = [
        "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", "=", "none",
        "nan",
    ];
    let lower = text.to_ascii_lowercase();
    let unsigned = lower.trim_start_matches(['+', '-']);
    WORDS.contains(&&*lower) || matches!(unsigned, ".inf" | ".nan" | "inf" | "infinity" | "nan")
}

/// A date with a time after it.
fn is_moment(text: &str) -> bool {
    let date = text.split(['T', 't', ' ']).next().unwrap_or_default();
    let time = text[date.len()..].trim_start_matches(['T', 't', ' ']);
    read_as(date).is_some_and(|read| read.starts_with("a date"))
        && time.starts_with(|letter: char| letter.is_ascii_digit())
}

/// YAML 1.1's `20:30.15` to base 60, whatever its parts.
fn is_base_60(text: &str) -> bool {
    let is_part = |part: &str| {
        part.contains(|letter: char| letter.is_ascii_digit())
            && part.matches('.').count() <= 1
            && part
                .chars()
                .all(|letter| matches!(letter, '0'..='9' | '_' | '.'))
    };
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    text.contains(':') && text.split(':').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The types and their spellings: <https://yaml.org/type/> (1.1) and
    /// <https://yaml.org/spec/1.2.2/#1032-tag-resolution>.
    #[test]
    fn strings_that_read_as_something_else_are_quoted() {
        let others = [
            "",
            "~",
            "null",
            "Null",
            "NULL",
            "true",
            "False",
            "yes",
            "NO",
            "on",
            "Off",
            "y",
            "N",
            "<<",
            "=",
            "1",
            "0",
            "-1",
            "+1",
            "0123",
            "0o17",
            "0x1F",
            "0b11",
            "1_000",
            "1.10",
            "1.",
            ".5",
            "1e5",
            "72044e0",
            "12e345",
            "1.5E-3",
            "-.inf",
            ".NaN",
            "inf",
            "nan",
            "190:20:30",
            "1:30",
            "20:30.15",
            "2024-01-31",
            "2024-1-3",
            "2001-12-14t21:59:43.10-05:00",
            "2001-12-14 21:59:43",
            "1234567",
        ];
        for text in others {
            assert!(!stands_plain(text, false), "{text}");
        }
    }

    #[test]
    fn strings_that_mean_yaml_are_quoted() {
        let signs = [
            "- a",
            "-",
            "? a",
            ": a",
            "a: b",
            "a:",
            "a #b",
            "#a",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "'a",
            "\"a",
            "%a",
            "@a",
            "`a",
            "[a",
            "{a",
            " a",
            "a ",
            "a\nb",
            "a\tb",
            "---",
            "--- a",
            "...",
            "a\u{feff}",
            "a\u{85}b",
            "a\u{2028}b",
            "\u{7}",
        ];
        for text in signs {
            assert!(!stands_plain(text, false), "{text:?}");
        }
        for text in ["a,b", "a]", "a}", "a{b", "a[b"] {
            assert!(!stands_plain(text, true), "{text}");
            assert!(stands_plain(text, false), "{text}");
        }
    }

    #[test]
    fn everyday_values_stay_plain() {
        let plain = [
            "v1.2.3",
            "1.2.3",
            "1.2.3-rc.1",
            "main-72044e0",
            "ghcr.io/a/b",
            "ghcr.io/a/b:v1",
            "v1@sha256:0123abcd",
            "sha256:72044e0",
            "https://a.example/b?c=d",
            "app,web",
            "a b",
            "100m",
            "1Gi",
            "10.0.0.1",
            "grüße",
            "--log-level=info",
            "-Xmx1g",
            "/data",
            "$(HOME)",
            "a#b",
            "it's",
            "2024-01-31-nightly",
            "e5",
            "0xyz",
            "abcdef1",
            "_a",
            "(a)",
            "1.2.3.4:80",
        ];
        for text in plain {
            assert!(stands_plain(text, false), "{text}");
        }
    }
}
