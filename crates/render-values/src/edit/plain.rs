//! Which strings may stand in YAML without quotes.
//!
//! Readers of YAML 1.1 and 1.2 live side by side (Helm reads the former), so a
//! string that either takes for something else is quoted.

/// Whether a string may stand without quotes; within a flow collection fewer
/// may.
pub(crate) fn stands_plain(text: &str, flow: bool) -> bool {
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
pub(crate) fn is_hidden(letter: char) -> bool {
    matches!(letter, '\u{85}' | '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}')
}

/// Whether an unquoted string reads as null, a boolean, a number, a date or a
/// merge key, by YAML 1.1 or 1.2.
fn reads_as_other(text: &str) -> bool {
    is_word(text) || is_number(text) || is_date(text)
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

/// Whole numbers in any base, floats, and YAML 1.1's `190:20:30` to base 60.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = text.to_ascii_lowercase();
    if let Some(digits) = lower.strip_prefix("0x") {
        return all_digits(digits, 16);
    }
    if let Some(digits) = lower
        .strip_prefix("0o")
        .or_else(|| lower.strip_prefix("0b"))
    {
        return all_digits(digits, 10);
    }
    if lower.contains(':') {
        return lower.split(':').all(is_decimal);
    }
    match lower.split_once('e') {
        Some((number, power)) => {
            let power = power.strip_prefix(['+', '-']).unwrap_or(power);
            is_decimal(number) && all_digits(power, 10)
        }
        None => is_decimal(&lower),
    }
}

/// Digits with at most one point, and `_` between them.
fn is_decimal(text: &str) -> bool {
    let digits = text.replacen('.', "", 1);
    all_digits(&digits, 10)
}

fn all_digits(text: &str, base: u32) -> bool {
    text.contains(|letter: char| letter.is_digit(base))
        && text
            .chars()
            .all(|letter| letter == '_' || letter.is_digit(base))
}

/// `2024-01-31`, alone or with a time after it.
fn is_date(text: &str) -> bool {
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], &text[at..]),
        None => (text, ""),
    };
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts[..] else {
        return false;
    };
    let digits = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let time = rest.trim_start_matches(['T', 't', ' ']);
    digits(year, 4..=4)
        && digits(month, 1..=2)
        && digits(day, 1..=2)
        && (rest.is_empty() || time.starts_with(|letter: char| letter.is_ascii_digit()))
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
