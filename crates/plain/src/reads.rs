//! What a string without quotes is read as.
//!
//! Readers differ, so it is what any of them takes it for: the types of YAML
//! 1.1 (<https://yaml.org/type/>, as Helm's, Kubernetes' and Python's readers
//! have them), and the core schema of YAML 1.2
//! (<https://yaml.org/spec/1.2.2/#103-core-schema>).

/// What a string without quotes is read as, where that is no string; in the
/// words that follow "it is read as", such as `the number 1.2`.
#[must_use]
pub fn read_as(text: &str) -> Option<String> {
    word(text)
        .map(str::to_owned)
        .or_else(|| number(text))
        .or_else(|| date(text))
}

/// The words of <https://yaml.org/type/null.html>, `bool.html` and `float.html`;
/// those of 1.2 are among them.
fn word(text: &str) -> Option<&'static str> {
    Some(match text {
        "~" | "null" | "Null" | "NULL" => "no value at all (null)",
        "true" | "True" | "TRUE" => "the truth value true",
        "false" | "False" | "FALSE" => "the truth value false",
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => {
            "the truth value true by YAML 1.1"
        }
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            "the truth value false by YAML 1.1"
        }
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf" | "-.Inf" | "-.INF" => {
            "the number infinity"
        }
        ".nan" | ".NaN" | ".NAN" => "a number that is none (NaN)",
        _ => return None,
    })
}

fn number(text: &str) -> Option<String> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    // YAML 1.1 parts digits by them, as in `1_000`.
    let digits = unsigned.replace('_', "");
    let sign = if text.starts_with('-') { "-" } else { "" };
    let by_one = match digits.len() == unsigned.len() {
        true => "",
        false => " by YAML 1.1",
    };
    if let Some(value) = in_another_base(&digits) {
        return Some(format!("the number {sign}{value}{by_one}"));
    }
    if let Some(value) = base_60(&digits) {
        return Some(format!("the number {sign}{value} by YAML 1.1"));
    }
    if !is_decimal(&digits) {
        return None;
    }
    let decimal = shown(&digits)?;
    let octal = digits
        .strip_prefix('0')
        .and_then(|rest| u64::from_str_radix(rest, 8).ok());
    Some(match octal {
        Some(octal) if octal > 7 => {
            format!("the number {sign}{octal} by YAML 1.1 and {sign}{decimal} by YAML 1.2")
        }
        _ => format!("the number {sign}{decimal}{by_one}"),
    })
}

/// `0x1f`, `0o17` and `0b101`.
fn in_another_base(digits: &str) -> Option<String> {
    let (base, rest) = [(16, "0x"), (8, "0o"), (2, "0b")]
        .into_iter()
        .find_map(|(base, mark)| Some((base, digits.strip_prefix(mark)?)))?;
    if rest.is_empty() || !rest.chars().all(|c| c.is_digit(base)) {
        return None;
    }
    let digit = |c: char| f64::from(c.to_digit(base).unwrap_or(0));
    let value = rest
        .chars()
        .fold(0.0, |sum, c| sum * f64::from(base) + digit(c));
    Some(float(value))
}

/// `12:30`, as hours and minutes are counted.
fn base_60(digits: &str) -> Option<u64> {
    let mut parts = digits.split(':');
    let first = parts.next().filter(|first| !first.is_empty())?;
    let mut value: u64 = first.parse().ok()?;
    let mut count = 0;
    for part in parts {
        let part: u64 = part.parse().ok().filter(|part| *part < 60)?;
        value = value.checked_mul(60)?.checked_add(part)?;
        count += 1;
    }
    (count > 0).then_some(value)
}

/// `[0-9]+`, `[0-9]*.[0-9]*`, and either with `e9`; a digit is in it.
fn is_decimal(digits: &str) -> bool {
    let (number, exponent) = match digits.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (digits, None),
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let exponent_is_good = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && is_digits(exponent)
    });
    let is_number = is_digits(whole) && is_digits(part) && whole.len() + part.len() > 0;
    is_number && exponent_is_good
}

/// A number as most readers write it again.
fn shown(digits: &str) -> Option<String> {
    if let Ok(whole) = digits.parse::<u64>() {
        return Some(whole.to_string());
    }
    digits.parse().ok().map(float)
}

fn float(value: f64) -> String {
    if value.is_infinite() {
        "infinity".to_owned()
    } else if value == 0.0 || (1e-5..1e16).contains(&value) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// `2024-01-31` of <https://yaml.org/type/timestamp.html>, alone: with a time of
/// day it is one too.
fn date(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let mut next = |lengths: std::ops::RangeInclusive<usize>| {
        let part = parts.next().filter(|part| lengths.contains(&part.len()))?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then_some(())
    };
    next(4..=4)?;
    next(1..=2)?;
    next(1..=2)?;
    parts
        .next()
        .is_none()
        .then(|| "a date by YAML 1.1".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn says_what_it_is_read_as() {
        // The examples of https://yaml.org/type/ and of the YAML 1.2.2 core
        // schema, and what PyYAML 6 and Go's yaml.v3 answer for the others.
        for (tag, expected) in [
            ("1.20", "the number 1.2"),
            ("1.0", "the number 1"),
            ("1", "the number 1"),
            ("1e3", "the number 1000"),
            ("0777", "the number 511 by YAML 1.1 and 777 by YAML 1.2"),
            ("0899", "the number 899"),
            ("07", "the number 7"),
            ("0x1f", "the number 31"),
            ("0o14", "the number 12"),
            ("0b1010_0111", "the number 167 by YAML 1.1"),
            ("1_000", "the number 1000 by YAML 1.1"),
            ("685_230.15", "the number 685230.15 by YAML 1.1"),
            ("190:20:30", "the number 685230 by YAML 1.1"),
            ("12:30", "the number 750 by YAML 1.1"),
            ("-12", "the number -12"),
            ("1234567", "the number 1234567"),
            (
                "12345678901234567890123",
                "the number 1.2345678901234568e22",
            ),
            ("860191e4", "the number 8601910000"),
            ("12e4567", "the number infinity"),
            (".5", "the number 0.5"),
            ("5.", "the number 5"),
            (".inf", "the number infinity"),
            (".NaN", "a number that is none (NaN)"),
            ("true", "the truth value true"),
            ("on", "the truth value true by YAML 1.1"),
            ("No", "the truth value false by YAML 1.1"),
            ("null", "no value at all (null)"),
            ("~", "no value at all (null)"),
            ("2024-01-31", "a date by YAML 1.1"),
            ("2024-1-3", "a date by YAML 1.1"),
        ] {
            assert_eq!(read_as(tag).as_deref(), Some(expected), "{tag}");
        }
        for tag in [
            "v1",
            "1.2.3",
            "1.2.x",
            "e3",
            "1e",
            "1e3x",
            "0xg",
            "0x",
            "0b2",
            "sha-1234567",
            "truE",
            "nO",
            "inf",
            "nan",
            ".",
            "-",
            "2024-01",
            "2024-01-31-rc",
            "20-01-31",
            "latest",
            "main",
            "_1",
            "1-2",
            "",
        ] {
            assert_eq!(read_as(tag), None, "{tag}");
        }
    }

    /// The reader that the next test asks does tell numbers from text.
    #[test]
    fn the_reader_tells_numbers_from_text() {
        let read = |tag: &str| serde_saphyr::from_str::<Value>(tag).expect("YAML");
        for (tag, expected) in [
            ("1.20", serde_json::json!(1.2)),
            ("0x1f", serde_json::json!(31)),
            ("true", serde_json::json!(true)),
            ("null", Value::Null),
            ("v1.20", serde_json::json!("v1.20")),
        ] {
            assert_eq!(read(tag), expected, "{tag}");
        }
    }

    proptest! {
        /// Whatever a reader of YAML takes for no text is known here.
        #[test]
        fn a_reader_that_sees_no_text_is_foreseen(
            tag in prop_oneof![
                "[A-Za-z0-9_][A-Za-z0-9._-]{0,8}",
                "[0-9_.e+:x-]{1,8}",
                "[0-9]{1,4}[.e_][0-9]{1,4}",
                "(0[xob]|0)?[0-9a-f_]{1,8}",
                "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
                "[+-]?[.]?(true|False|NULL|yes|On|off|nan|Inf|INF|y|N)",
            ],
        ) {
            let read: Result<Value, _> = serde_saphyr::from_str(&tag);
            if let Ok(read) = read && !read.is_string() && !read.is_array() && !read.is_object() {
                prop_assert!(read_as(&tag).is_some(), "{} is {}", tag, read);
            }
        }
    }
}
