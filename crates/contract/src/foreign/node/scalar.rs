//! What a scalar means: YAML's core schema, and Python's words for numbers.

use super::Value;

/// The value of a scalar; a quoted one is a text, unless its tag says more.
pub(super) fn resolve(text: &str, plain: bool, tag: Option<&str>) -> Value {
    match (tag, plain) {
        (Some("str"), _) | (None, false) => Value::Text(text.to_owned()),
        _ => word(text)
            .or_else(|| integer(text))
            .or_else(|| number(text).map(Value::Number))
            .unwrap_or_else(|| Value::Text(text.to_owned())),
    }
}

fn word(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Boolean(true)),
        "false" | "False" | "FALSE" => Some(Value::Boolean(false)),
        ".nan" | ".NaN" | ".NAN" | "NaN" => Some(Value::Number(f64::NAN)),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "Infinity" => Some(Value::Number(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" | "-Infinity" => Some(Value::Number(f64::NEG_INFINITY)),
        _ => None,
    }
}

fn integer(text: &str) -> Option<Value> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let based = |prefix, base| {
        let digits = text.strip_prefix(prefix)?;
        i64::from_str_radix(digits, base).ok().map(Value::Integer)
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return based("0x", 16).or_else(|| based("0o", 8));
    }
    text.parse().ok().map(Value::Integer)
}

fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let shaped = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.contains(|c: char| c.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    if shaped { text.parse().ok() } else { None }
}

/// A number without a fraction, where it fits.
pub(super) fn whole(value: f64) -> Option<i64> {
    // Beyond 2^53 not every whole number is one of these.
    let exact = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
    exact.then_some(value as i64)
}
