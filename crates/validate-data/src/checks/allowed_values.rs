//! `allowed-values` and `forbidden-values`: values are among those that the
//! contract lists, or are not.

use std::collections::HashSet;

use table::Texts;
use verdict::did_you_mean;

use super::CellRule;
use super::short_texts::ShortTexts;
use crate::seen::{Seen, State, Vector};
use crate::value::{Moment, Number, Reading, Value};
use crate::words::listed;

/// Most values that are named in a title.
const NAMED: usize = 6;

/// Values are among those that the contract lists, or are not.
pub(crate) struct AllowedValues {
    /// Whether they are to be among them.
    allowed: bool,
    /// As the contract writes them.
    shown: Vec<String>,
    /// Those that are texts.
    texts: HashSet<Box<[u8]>, foldhash::fast::RandomState>,
    short: ShortTexts,
    /// The others.
    others: HashSet<Key>,
}

/// A value that is not a text, as a key.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Number(Number),
    Boolean(bool),
    Day(jiff::civil::Date),
    Time(jiff::civil::Time),
    Moment(Moment),
}

impl AllowedValues {
    /// The values in the type of the column, and as the contract writes them.
    pub(crate) fn new(allowed: bool, values: &[Value<'_>], shown: Vec<String>) -> Self {
        let texts = values.iter().filter_map(|value| match value {
            Value::Text(text) => Some(text.as_bytes().into()),
            _ => None,
        });
        let texts = texts.collect();
        let short = ShortTexts::of(&texts);
        let others = values.iter().filter_map(key).collect();
        Self {
            allowed,
            shown,
            texts,
            short,
            others,
        }
    }

    /// Whether the text of a row is listed.
    #[inline]
    fn lists_text(&self, texts: &Texts<'_>, at: usize) -> bool {
        match texts.short(at) {
            Some(text) if self.short.is_whole => self.short.contains(text),
            _ => self.texts.contains(texts.get(at).unwrap_or_default()),
        }
    }

    /// Whether a value is listed.
    fn lists(&self, value: &Value<'_>) -> bool {
        match value {
            Value::Text(text) => self.texts.contains(text.as_bytes()),
            other => key(other).is_some_and(|key| self.others.contains(&key)),
        }
    }
}

fn key(value: &Value<'_>) -> Option<Key> {
    Some(match value {
        Value::Number(x) => Key::Number(*x),
        Value::Boolean(x) => Key::Boolean(*x),
        Value::Day(x) => Key::Day(*x),
        Value::Time(x) => Key::Time(*x),
        Value::Moment(x) => Key::Moment(*x),
        Value::Text(_) | Value::NotFinite(_) | Value::Opaque | Value::Unread => return None,
    })
}

impl CellRule for AllowedValues {
    fn id(&self) -> &'static str {
        match self.allowed {
            true => "allowed-values",
            false => "forbidden-values",
        }
    }

    fn asks(&self) -> (&'static str, String) {
        let shown = &self.shown;
        let what = match shown.len() {
            1 => listed(shown, 1),
            count if count <= NAMED => format!("one of {}", listed(shown, NAMED)),
            count => format!("one of {count} values"),
        };
        (
            "is",
            if self.allowed {
                what
            } else {
                format!("not {what}")
            },
        )
    }

    fn breaks(&self, seen: &Reading<'_>) -> bool {
        matches!(seen, Reading::Value(value) if self.lists(value) != self.allowed)
    }

    fn mark(&self, seen: &Seen<'_>, broken: &mut [bool]) {
        let Vector::Texts(texts) = &seen.vector else {
            seen.each_value(|at, value| broken[at] |= self.lists(&value) != self.allowed);
            return;
        };
        for (at, (state, broken)) in seen.states.iter().zip(broken).enumerate() {
            if *state == State::Value {
                *broken |= self.lists_text(texts, at) != self.allowed;
            }
        }
    }

    fn note(&self, seen: &Reading<'_>) -> Option<String> {
        let Reading::Value(Value::Text(text)) = seen else {
            return None;
        };
        if !self.allowed {
            return None;
        }
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
