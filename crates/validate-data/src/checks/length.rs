//! `length`: values have so many characters.

use super::CellRule;
use crate::seen::{Seen, State, Vector};
use crate::value::{Reading, Value};
use crate::words::counted;

/// Values have so many characters.
pub(crate) struct Length {
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
}

impl Length {
    /// Whether a text has too few or too many characters: bytes, but for
    /// those that go on with a character.
    fn is_off(&self, text: &[u8]) -> bool {
        let bytes = text.len() as u64;
        let fits = |length: u64| {
            self.min.is_none_or(|min| length >= min) && self.max.is_none_or(|max| length <= max)
        };
        // A character has one to four bytes: most texts need no counting.
        if fits(bytes) && fits(bytes.div_ceil(4)) {
            return false;
        }
        let more = text.iter().filter(|byte| **byte & 0xc0 == 0x80).count();
        !fits(bytes - more as u64)
    }
}

impl CellRule for Length {
    fn id(&self) -> &'static str {
        "length"
    }

    fn asks(&self) -> (&'static str, String) {
        let what = match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => counted(min, "character"),
            (Some(min), Some(max)) => format!("{min} to {}", counted(max, "character")),
            (Some(min), None) => format!("at least {}", counted(min, "character")),
            (None, Some(max)) => format!("at most {}", counted(max, "character")),
            (None, None) => "any number of characters".to_owned(),
        };
        ("has", what)
    }

    fn breaks(&self, seen: &Reading<'_>) -> bool {
        match seen {
            Reading::Value(Value::Text(text)) => self.is_off(text.as_bytes()),
            Reading::Value(_) => true,
            _ => false,
        }
    }

    fn mark(&self, seen: &Seen<'_>, broken: &mut [bool]) {
        let Vector::Texts(texts) = &seen.vector else {
            for (at, broken) in broken.iter_mut().enumerate() {
                *broken |= self.breaks(&seen.reading(at));
            }
            return;
        };
        for ((text, state), broken) in texts.iter().zip(&seen.states).zip(broken) {
            *broken |= *state == State::Value && self.is_off(text.unwrap_or_default());
        }
    }

    fn note(&self, seen: &Reading<'_>) -> Option<String> {
        match seen {
            Reading::Value(Value::Text(text)) => {
                Some(counted(text.chars().count() as u64, "character"))
            }
            _ => Some("not stored as a string".to_owned()),
        }
    }
}
