//! `length`: values have so many characters.

use super::{Reading, Rule, Value};
use crate::words::counted;

/// Values have so many characters.
pub(crate) struct Length {
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
}

impl Rule for Length {
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

    fn breaks(&mut self, _row: u64, seen: &Reading<'_>) -> bool {
        match seen {
            Reading::Value(Value::Text(text)) => {
                let length = text.chars().count() as u64;
                self.min.is_some_and(|min| length < min) || self.max.is_some_and(|max| length > max)
            }
            Reading::Value(_) => true,
            _ => false,
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
