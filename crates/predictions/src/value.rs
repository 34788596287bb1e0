//! What a cell says, whatever the format.

use std::borrow::Cow;

use distinct::Fingerprint;
use table::{Cell, Column, Decimal};

use crate::wrong::Wrong;

/// What a cell says. Texts are UTF-8 and, once they are understood, never
/// empty: an empty text is no value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Boolean(bool),
    Integer(i128),
    /// NaN and infinities included.
    Number(f64),
    Text(Cow<'a, [u8]>),
    /// Nothing that can be looked into, with a word for its kind.
    Opaque(&'static str),
}

/// Whole numbers up to here are the same as floating-point numbers.
const EXACT: u128 = 1 << f64::MANTISSA_DIGITS;

impl<'a> Value<'a> {
    /// The cell of a row of a block.
    pub(crate) fn at(column: &Column<'a>, row: usize) -> Self {
        if let Column::Texts(texts) = column {
            return texts
                .get(row)
                .map_or(Self::Null, |text| Self::Text(Cow::Borrowed(text)));
        }
        match column.cell(row) {
            Cell::Null => Self::Null,
            Cell::Text(text) => Self::Text(Cow::Borrowed(text.as_bytes())),
            Cell::Integer(x) => Self::Integer(x),
            Cell::Decimal(x) => Self::Number(nearest(x)),
            Cell::Number(x) => Self::Number(x),
            Cell::Boolean(x) => Self::Boolean(x),
            Cell::Date(date) => Self::written(date.to_string()),
            Cell::Timestamp { at, utc: true } => Self::written(format!("{at}Z")),
            Cell::Timestamp { at, utc: false } => Self::written(at.to_string()),
            Cell::Opaque(kind) | Cell::Unread(kind) => Self::Opaque(kind),
        }
    }

    fn written(text: String) -> Self {
        Self::Text(Cow::Owned(text.into_bytes()))
    }

    /// The value as a class or a group: what reads like a number or a boolean
    /// is one, and NaN is no value.
    pub(crate) fn named(self) -> Self {
        match self {
            Self::Text(text) => match plain(&text) {
                Some(value) => value,
                None => Self::Text(text),
            },
            Self::Number(x) => of_number(x),
            other => other,
        }
    }

    /// The value as an id: whole numbers are numbers, everything else is a text.
    pub(crate) fn id(self) -> Self {
        match self {
            Self::Text(text) if text.is_empty() => Self::Null,
            Self::Text(text) => match whole(text.strip_suffix(b".0").unwrap_or(&text)) {
                Some(number) => Self::Integer(number),
                None => Self::Text(text),
            },
            Self::Number(x) => match of_number(x) {
                Self::Number(x) => Self::written(x.to_string()),
                other => other,
            },
            Self::Boolean(x) => Self::written(x.to_string()),
            other => other,
        }
    }

    /// The value as a number that is one.
    pub(crate) fn number(&self) -> Result<f64, Wrong> {
        let number = match self {
            Self::Number(x) => *x,
            Self::Integer(x) => *x as f64,
            Self::Text(text) => match parsed(text) {
                Some(x) => x,
                None if text.trim_ascii().is_empty() => return Err(Wrong::Nothing),
                None => return Err(Wrong::NoNumber(self.shown())),
            },
            Self::Null => return Err(Wrong::Nothing),
            Self::Boolean(_) => return Err(Wrong::NoNumber(self.shown())),
            Self::Opaque(kind) => return Err(Wrong::Opaque(kind)),
        };
        match number.is_finite() {
            true => Ok(number),
            false => Err(Wrong::NotFinite(number)),
        }
    }

    /// The value as it is shown, cut where it is long.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Boolean(x) => x.to_string(),
            Self::Integer(x) => x.to_string(),
            Self::Number(x) => x.to_string(),
            Self::Text(text) => verdict::cut(&String::from_utf8_lossy(text)),
            Self::Opaque(kind) => (*kind).to_owned(),
        }
    }

    /// The key of an id.
    pub(crate) fn key(&self) -> u128 {
        let mut key = Fingerprint::new();
        match self {
            Self::Text(text) => key.bytes(text),
            Self::Integer(x) => {
                // Where a text has its length, which is never so large.
                key.word(u64::MAX - 1);
                let bits = x.cast_unsigned();
                let halves = [bits >> 64, bits & u128::from(u64::MAX)];
                for half in halves {
                    key.word(u64::try_from(half).unwrap_or_default());
                }
            }
            _ => key.null(),
        }
        key.finish()
    }

    /// The value as bytes, behind others: two values have the same if and only
    /// if they are the same. Read alike from all formats, in every process.
    pub(crate) fn encode(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Null => bytes.push(0),
            Self::Boolean(x) => bytes.extend([1, u8::from(*x)]),
            Self::Integer(x) if x.unsigned_abs() <= EXACT => {
                Self::Number(*x as f64).encode(bytes);
            }
            Self::Number(x) => {
                bytes.push(2);
                bytes.extend(x.to_le_bytes());
            }
            Self::Integer(x) => {
                bytes.push(3);
                bytes.extend(x.to_le_bytes());
            }
            Self::Text(text) => {
                bytes.push(4);
                bytes.extend((text.len() as u64).to_le_bytes());
                bytes.extend_from_slice(text);
            }
            Self::Opaque(_) => bytes.push(5),
        }
    }
}

/// What a text means as a class: none where it means itself.
fn plain(text: &[u8]) -> Option<Value<'static>> {
    let trimmed = text.trim_ascii();
    match trimmed.first() {
        None => Some(Value::Null),
        Some(b'-' | b'0'..=b'9') => numeral(trimmed),
        Some(b't' | b'T' | b'f' | b'F' | b'n' | b'N') => word(trimmed),
        Some(_) => None,
    }
}

fn word(text: &[u8]) -> Option<Value<'static>> {
    let is = |word: &[u8]| text.eq_ignore_ascii_case(word);
    match () {
        () if is(b"true") => Some(Value::Boolean(true)),
        () if is(b"false") => Some(Value::Boolean(false)),
        () if is(b"nan") => Some(Value::Null),
        () => None,
    }
}

/// A number as it is usually written: without zeros before it.
fn numeral(text: &[u8]) -> Option<Value<'static>> {
    if let Some(number) = whole(text) {
        return Some(Value::Integer(number));
    }
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let usual = match digits {
        [b'0', second, ..] => !second.is_ascii_digit(),
        [first, ..] => first.is_ascii_digit(),
        [] => false,
    };
    let fraction = digits.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
    let number = parsed(text).filter(|x| usual && fraction && x.is_finite())?;
    Some(of_number(number))
}

/// A whole number as it is usually written, of up to 38 digits.
fn whole(text: &[u8]) -> Option<i128> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let usual = match digits {
        [b'0'] => true,
        [b'1'..=b'9', ..] => digits.len() <= 38,
        _ => false,
    };
    if !usual || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let magnitude = match digits.len() {
        ..=18 => i128::from(
            digits
                .iter()
                .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')),
        ),
        _ => std::str::from_utf8(digits).ok()?.parse().ok()?,
    };
    Some(if digits.len() < text.len() {
        -magnitude
    } else {
        magnitude
    })
}

/// A number as a class: whole where it is whole.
fn of_number(x: f64) -> Value<'static> {
    if x.is_nan() {
        return Value::Null;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "within the range, which is asked"
    )]
    match x.fract() == 0.0 && x.abs() <= EXACT as f64 {
        true => Value::Integer(x as i128),
        false => Value::Number(x),
    }
}

/// A text as a number, with blanks around it.
fn parsed(text: &[u8]) -> Option<f64> {
    std::str::from_utf8(text.trim_ascii()).ok()?.parse().ok()
}

pub(crate) fn nearest(decimal: Decimal) -> f64 {
    let exact = decimal.quick_nearest();
    exact.unwrap_or_else(|| decimal.to_string().parse().unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Value<'_> {
        Value::Text(Cow::Borrowed(text.as_bytes()))
    }

    #[test]
    fn one_class_is_one_however_it_is_written() {
        for one in ["1", "1.0", "1e0", "10e-1", " 1 ", "1.000"] {
            assert_eq!(text(one).named(), Value::Integer(1), "{one}");
        }
        assert_eq!(Value::Number(1.0).named(), Value::Integer(1));
        for zero in ["0", "-0", "0.0", "-0.0"] {
            assert_eq!(text(zero).named(), Value::Integer(0), "{zero}");
        }
        for yes in ["true", "True", "TRUE"] {
            assert_eq!(text(yes).named(), Value::Boolean(true));
        }
        for none in ["", " ", "nan", "NaN"] {
            assert_eq!(text(none).named(), Value::Null, "{none:?}");
        }
        assert_eq!(text("0.5").named(), Value::Number(0.5));
        let large = "123456789012345678901234567890";
        assert_eq!(text(large).named().shown(), large);
        for itself in [
            "007", "00", "-", "1a", "1.2.3", "tru", "inf", "1e999", "+1", ".5", "-x",
        ] {
            assert_eq!(text(itself).named(), text(itself));
        }
    }

    #[test]
    fn ids_that_are_whole_numbers_are_numbers_and_others_texts() {
        for seven in [
            text("7"),
            text("7.0"),
            Value::Number(7.0),
            Value::Integer(7),
        ] {
            assert_eq!(seven.id(), Value::Integer(7));
        }
        for itself in ["007", "7.00", "7e0", "1e5", "1.10", " 7", "true", "nan"] {
            assert_eq!(text(itself).id(), text(itself));
        }
        assert_eq!(Value::Number(0.5).id(), text("0.5"));
        assert_eq!(text("").id(), Value::Null);
        assert_eq!(Value::Number(f64::NAN).id(), Value::Null);
    }

    #[test]
    fn numbers_are_numbers() {
        assert_eq!(text(" 0.25 ").number(), Ok(0.25));
        assert_eq!(text("").number(), Err(Wrong::Nothing));
        assert_eq!(Value::Null.number(), Err(Wrong::Nothing));
        assert_eq!(text("0,5").number(), Err(Wrong::NoNumber("0,5".to_owned())));
        assert_eq!(
            Value::Boolean(true).number(),
            Err(Wrong::NoNumber("true".to_owned()))
        );
        assert_eq!(
            text("-inf").number(),
            Err(Wrong::NotFinite(f64::NEG_INFINITY))
        );
        assert_eq!(Value::Opaque("list").number(), Err(Wrong::Opaque("list")));
    }

    fn values() -> impl Strategy<Value = Value<'static>> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Boolean),
            (-3..3_i128).prop_map(Value::Integer),
            any::<i128>().prop_map(Value::Integer),
            (-9..9).prop_map(|x| Value::Number(f64::from(x) / 4.0).named()),
            "[01ab]{1,3}".prop_map(|text| Value::written(text).named()),
        ]
    }

    proptest! {
        #[test]
        fn bytes_are_the_same_if_and_only_if_the_values_are(
            one in prop::collection::vec(values(), 0..3),
            other in prop::collection::vec(values(), 0..3),
        ) {
            let bytes = |values: &[Value<'_>]| {
                let mut bytes = Vec::new();
                for value in values {
                    value.encode(&mut bytes);
                }
                bytes
            };
            prop_assert_eq!(bytes(&one) == bytes(&other), one == other);
        }

        #[test]
        fn numbers_that_are_written_are_read_as_they_were(x in any::<f64>()) {
            prop_assume!(x.is_finite());
            prop_assert_eq!(text(&format!("{x:?}")).number(), Ok(x));
            // What is large is written with many digits.
            prop_assume!(x.abs() < 1e15);
            let written = x.to_string();
            prop_assert_eq!(text(&written).named(), Value::Number(x).named());
        }

        #[test]
        fn any_bytes_are_understood(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let value = Value::Text(Cow::Borrowed(&bytes[..]));
            let _ = (value.clone().named().shown(), value.number(), value.id().key());
        }
    }
}
