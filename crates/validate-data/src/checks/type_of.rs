//! `type`: values are what the column says they are.

use super::{Reading, Rule};
use crate::policy::ColumnType;

/// Values are what the column says they are.
pub(crate) struct TypeOf(pub(crate) ColumnType);

impl Rule for TypeOf {
    fn id(&self) -> &'static str {
        "type"
    }

    fn asks(&self) -> (&'static str, String) {
        let what = match self.0 {
            ColumnType::String => "a string",
            ColumnType::Integer => "an integer",
            ColumnType::Number => "a number",
            ColumnType::Boolean => "a boolean",
            ColumnType::Date => "a date (YYYY-MM-DD)",
            ColumnType::Datetime => "a date and time (YYYY-MM-DDTHH:MM:SS)",
        };
        ("is", what.to_owned())
    }

    fn breaks(&mut self, _row: u64, seen: &Reading<'_>) -> bool {
        matches!(seen, Reading::Wrong(_))
    }

    fn note(&self, seen: &Reading<'_>) -> Option<String> {
        match seen {
            Reading::Wrong(note) => Some((*note).to_owned()),
            _ => None,
        }
    }
}
