//! How many values differ.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::trouble::Trouble;
use crate::value::Value;

/// The values seen so far, held in memory up to a limit.
#[derive(Clone, Debug, Default)]
pub(super) struct Distinct {
    seen: HashSet<Key>,
    bytes: usize,
}

/// The most memory that one of them takes, in bytes.
const MOST: usize = 256 << 20;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Boolean(bool),
    Integer(i128),
    /// By its bits; never one that is an integer.
    Number(u64),
    Text(Box<str>),
    Date(Date),
    Moment(i128),
}

impl Key {
    fn of(value: &Value<'_>) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Boolean(x) => Self::Boolean(*x),
            Value::Integer(x) => Self::Integer(*x),
            Value::Number(x) => Self::of_number(*x),
            Value::Text(text) => Self::Text(text.as_ref().into()),
            Value::Date(date) => Self::Date(*date),
            Value::Moment(at) => Self::Moment(*at),
        })
    }

    /// What is equal has the same key.
    fn of_number(x: f64) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "compared with what it came from"
        )]
        let whole = x as i128;
        if crate::compare::integer_and_float(whole, x).is_eq() {
            Self::Integer(whole)
        } else if x.is_nan() {
            Self::Number(f64::NAN.to_bits())
        } else {
            Self::Number(x.to_bits())
        }
    }

    fn bytes(&self) -> usize {
        let text = match self {
            Self::Text(text) => text.len(),
            _ => 0,
        };
        // A table of keys is up to half empty.
        2 * size_of::<Self>() + text
    }
}

impl Distinct {
    pub(super) fn add(&mut self, value: &Value<'_>) -> Result<(), Trouble> {
        Key::of(value).map_or(Ok(()), |key| self.insert(key))
    }

    pub(super) fn merge(&mut self, other: Self) -> Result<(), Trouble> {
        other.seen.into_iter().try_for_each(|key| self.insert(key))
    }

    pub(super) fn len(&self) -> usize {
        self.seen.len()
    }

    fn insert(&mut self, key: Key) -> Result<(), Trouble> {
        let bytes = key.bytes();
        if self.seen.contains(&key) {
            return Ok(());
        }
        if self.bytes + bytes > MOST {
            return Err(Trouble::TooMany);
        }
        self.bytes += bytes;
        self.seen.insert(key);
        Ok(())
    }
}
