//! One JSON value of a row.

use memchr::memchr;

use crate::cell::Cell;
use crate::column::Span;

/// One JSON value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Integer(i64),
    /// A whole number beyond 64 bits.
    Whole(i128),
    Number(f64),
    Boolean(bool),
    /// A text, without its quotes.
    Text(Span),
    /// A list or an object as it is written, with a word for which it is.
    Nested(Span, &'static str),
}

impl Value {
    pub(super) fn cell(self, text: &[u8]) -> Cell<'_> {
        match self {
            Self::Null => Cell::Null,
            Self::Integer(value) => Cell::Integer(value.into()),
            Self::Whole(value) => Cell::Integer(value),
            Self::Number(value) => Cell::Number(value),
            Self::Boolean(value) => Cell::Boolean(value),
            Self::Text(span) => str_of(span, text).map_or(Cell::Null, Cell::Text),
            Self::Nested(_, word) => Cell::Opaque(word),
        }
    }
}

/// The text that stands somewhere.
pub(super) fn str_of(span: Span, text: &[u8]) -> Option<&str> {
    std::str::from_utf8(span.of(text)?).ok()
}

/// What a value is that is written so.
pub(super) enum Written<'a> {
    Value(Value),
    /// A text without escapes, without its quotes.
    Plain(&'a str),
    /// A text as it is written, quotes and escapes and all.
    Escaped(&'a str),
    /// A list or an object, with a word for which it is.
    Nested(&'static str),
}

impl<'a> Written<'a> {
    /// What a valid JSON value means.
    pub(super) fn of(json: &'a str) -> Self {
        match json.as_bytes() {
            [b'"', inner @ .., b'"'] => match memchr(b'\\', inner) {
                None => Self::Plain(&json[1..json.len() - 1]),
                Some(_) => Self::Escaped(json),
            },
            [b'{', ..] => Self::Nested("object"),
            [b'[', ..] => Self::Nested("list"),
            [b't', ..] => Self::Value(Value::Boolean(true)),
            [b'f', ..] => Self::Value(Value::Boolean(false)),
            [b'n', ..] => Self::Value(Value::Null),
            _ => Self::Value(number(json)),
        }
    }
}

/// A number is whole when it is written without a fraction and an exponent.
fn number(json: &str) -> Value {
    if let Some(value) = small(json.as_bytes()) {
        return Value::Integer(value);
    }
    if !json.contains(['.', 'e', 'E']) {
        if let Ok(value) = json.parse() {
            return Value::Integer(value);
        }
        if let Ok(value) = json.parse() {
            return Value::Whole(value);
        }
    }
    Value::Number(json.parse().unwrap_or(f64::NAN))
}

/// A whole number of few digits.
fn small(json: &[u8]) -> Option<i64> {
    let (digits, sign) = match json {
        [b'-', digits @ ..] => (digits, -1),
        digits => (digits, 1),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value = 0;
    for digit in digits {
        match digit {
            b'0'..=b'9' => value = 10 * value + i64::from(digit - b'0'),
            _ => return None,
        }
    }
    Some(sign * value)
}
