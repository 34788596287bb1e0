//! `nulls`: no more cells without a value than are allowed; and `min-nulls`:
//! no fewer than are asked for.

use super::{CellRule, Over};
use crate::seen::{Seen, State, Vector};
use crate::value::{Reading, Value};
use crate::words::counted;

/// No cell is without a value. How many may be is the check's tolerance.
pub(crate) struct Nulls {
    /// At most so many, as the title says it.
    pub(crate) most: Most,
}

/// How many nulls are allowed.
#[derive(Clone, Copy)]
pub(crate) enum Most {
    /// At most so many.
    Count(u64),
    /// At most this part of the rows, within 0 to 1.
    Fraction(f64),
}

impl CellRule for Nulls {
    fn id(&self) -> &'static str {
        "nulls"
    }

    fn counts_nulls(&self) -> bool {
        true
    }

    fn asks(&self) -> (&'static str, String) {
        let what = match self.most {
            Most::Count(0) => "no nulls".to_owned(),
            Most::Count(most) => format!("at most {}", counted(most, "null")),
            Most::Fraction(most) => format!("at most {most} of its rows null"),
        };
        ("has", what)
    }

    fn breaks(&self, seen: &Reading<'_>) -> bool {
        matches!(seen, Reading::Null)
    }

    fn mark(&self, seen: &Seen<'_>, broken: &mut [bool]) {
        if seen.nulls > 0 {
            for (state, broken) in seen.states.iter().zip(broken) {
                *broken |= *state == State::Null;
            }
        }
    }

    fn looks_at(&self) -> Over {
        Over::Rows
    }

    fn blind(&self, seen: &Seen<'_>) -> u64 {
        let Vector::Mixed(readings) = &seen.vector else {
            return 0;
        };
        let unread = |reading: &&Reading<'_>| matches!(reading, Reading::Value(Value::Unread));
        readings.iter().filter(unread).count() as u64
    }

    fn unit(&self) -> &'static str {
        "null"
    }

    fn help(&self) -> Option<&'static str> {
        Some(
            "where a value may be missing, allow it with `nullable`, `max-nulls` or `max-null-fraction`",
        )
    }
}

/// No cell has a value. How many may have is the check's tolerance.
pub(crate) struct Empty {
    /// At least this part of the rows is null, within 0 to 1.
    pub(crate) least: f64,
}

impl CellRule for Empty {
    fn id(&self) -> &'static str {
        "min-nulls"
    }

    fn asks(&self) -> (&'static str, String) {
        let what = match self.least {
            1.0 => "nothing but nulls".to_owned(),
            least => format!("at least {least} of its rows null"),
        };
        ("has", what)
    }

    fn breaks(&self, seen: &Reading<'_>) -> bool {
        !matches!(seen, Reading::Null)
    }

    fn looks_at(&self) -> Over {
        Over::Rows
    }

    fn unit(&self) -> &'static str {
        "value"
    }
}
