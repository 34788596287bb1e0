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
    /// Whether so many characters are neither too few nor too many.
    #[inline]
    fn fits(&self, length: u64) -> bool {
        self.min.is_none_or(|min| length >= min) && self.max.is_none_or(|max| length <= max)
    }

    /// Whether that can be said of a text of so many bytes: a character has one
    /// to four. Most texts need no counting.
    #[inline]
    fn surely_fits(&self, bytes: usize) -> bool {
        self.fits(bytes as u64) && self.fits(bytes.div_ceil(4) as u64)
    }

    /// Whether a text has too few or too many characters: bytes, but for
    /// those that go on with a character.
    fn is_off(&self, text: &[u8]) -> bool {
        let more = || text.iter().filter(|byte| **byte & 0xc0 == 0x80).count();
        !self.surely_fits(text.len()) && !self.fits((text.len() - more()) as u64)
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
        let cells = texts.lengths().zip(&seen.states).zip(broken).enumerate();
        for (at, ((length, state), broken)) in cells {
            if *state == State::Value && !self.surely_fits(length) {
                *broken |= self.is_off(texts.get(at).unwrap_or_default());
            }
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
