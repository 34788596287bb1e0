//! `type`: values are what the column says they are.

use super::{CellRule, Over};
use crate::seen::{Seen, State};
use crate::value::Reading;

/// Values are what the column says they are.
pub(crate) struct TypeOf {
    /// The type with its article, such as "an integer".
    pub(crate) shown: String,
}

impl CellRule for TypeOf {
    fn id(&self) -> &'static str {
        "type"
    }

    fn is_convex(&self) -> bool {
        true
    }

    fn asks(&self) -> (&'static str, String) {
        ("is", self.shown.clone())
    }

    fn breaks(&self, seen: &Reading<'_>) -> bool {
        matches!(seen, Reading::Wrong(_))
    }

    fn mark(&self, seen: &Seen<'_>, broken: &mut [bool]) {
        if seen.wrong > 0 {
            for (state, broken) in seen.states.iter().zip(broken) {
                *broken |= *state == State::Wrong;
            }
        }
    }

    fn note(&self, seen: &Reading<'_>) -> Option<String> {
        match seen {
            Reading::Wrong(note) => Some((*note).to_owned()),
            _ => None,
        }
    }

    fn looks_at(&self) -> Over {
        Over::Present
    }
}
