//! `allowed-values`: values are among those that the contract lists.

use std::collections::HashSet;

use verdict::did_you_mean;

use super::moment::Moment;
use super::number::Number;
use super::{Reading, Rule, Value};
use crate::words::listed;

/// Most values that are named in a title.
const NAMED: usize = 6;

/// Values are among those that the contract lists.
pub(crate) struct AllowedValues {
    /// As the contract writes them.
    shown: Vec<String>,
    /// Those that are texts.
    texts: HashSet<String>,
    /// The others.
    others: HashSet<Key>,
}

/// A value that is not a text, as a key.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Number(Number),
    Boolean(bool),
    Day(jiff::civil::Date),
    Moment(Moment),
}

impl AllowedValues {
    /// The values in the type of the column, and as the contract writes them.
    pub(crate) fn new(values: &[Value<'_>], shown: Vec<String>) -> Self {
        let texts = values.iter().filter_map(|value| match value {
            Value::Text(text) => Some((*text).to_owned()),
            _ => None,
        });
        let texts = texts.collect();
        let others = values.iter().filter_map(key).collect();
        Self {
            shown,
            texts,
            others,
        }
    }

    fn allows(&self, value: &Value<'_>) -> bool {
        match value {
            Value::Text(text) => self.texts.contains(*text),
            other => key(other).is_some_and(|key| self.others.contains(&key)),
        }
    }
}

fn key(value: &Value<'_>) -> Option<Key> {
    Some(match value {
        Value::Number(x) => Key::Number(*x),
        Value::Boolean(x) => Key::Boolean(*x),
        Value::Day(x) => Key::Day(*x),
        Value::Moment(x) => Key::Moment(*x),
        Value::Text(_) | Value::NotFinite(_) | Value::Opaque | Value::Unread => return None,
    })
}

impl Rule for AllowedValues {
    fn id(&self) -> &'static str {
        "allowed-values"
    }

    fn asks(&self) -> (&'static str, String) {
        let shown = &self.shown;
        let what = match shown.len() {
            1 => listed(shown, 1),
            count if count <= NAMED => format!("one of {}", listed(shown, NAMED)),
            count => format!("one of {count} values"),
        };
        ("is", what)
    }

    fn breaks(&mut self, _row: u64, seen: &Reading<'_>) -> bool {
        matches!(seen, Reading::Value(value) if !self.allows(value))
    }

    fn note(&self, seen: &Reading<'_>) -> Option<String> {
        let Reading::Value(Value::Text(text)) = seen else {
            return None;
        };
        // The distance of two words takes time by the product of their lengths.
        let short = |text: &str| text.len() <= 80;
        let known = self
            .shown
            .iter()
            .map(String::as_str)
            .filter(|known| short(known));
        let near = short(text).then(|| did_you_mean(text, known)).flatten()?;
        Some(format!("did you mean `{near}`?"))
    }
}
