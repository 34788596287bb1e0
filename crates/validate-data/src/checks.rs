//! The rules that look at one cell at a time: one a file behind one trait.

pub(crate) mod allowed_values;
mod automaton;
pub(crate) mod columns;
pub(crate) mod length;
pub(crate) mod multiple;
pub(crate) mod nulls;
pub(crate) mod pattern;
pub(crate) mod range;
pub(crate) mod row_count;
mod short_texts;
pub(crate) mod type_of;

use crate::seen::Seen;
use crate::value::Reading;

/// A rule that looks at the cells of one column, each by itself.
pub(crate) trait CellRule: Send + Sync {
    /// The rule's name: stable and kebab-case.
    fn id(&self) -> &'static str;

    /// What it asks of a column as the end of a sentence: verb and object,
    /// such as "is" and "between 0 and 120".
    fn asks(&self) -> (&'static str, String);

    /// Whether a cell breaks the rule.
    fn breaks(&self, seen: &Reading<'_>) -> bool;

    /// Which cells of a block break the rule: sets those, and leaves the
    /// others as they are. One entry a row.
    fn mark(&self, seen: &Seen<'_>, broken: &mut [bool]) {
        for (at, broken) in broken.iter_mut().enumerate() {
            *broken |= self.breaks(&seen.reading(at));
        }
    }

    /// What more there is to say of a cell that breaks the rule. Asked only
    /// for the few that are shown.
    fn note(&self, _seen: &Reading<'_>) -> Option<String> {
        None
    }

    /// Which cells it looks at: the rest can't break it.
    fn looks_at(&self) -> Over {
        Over::Values
    }

    /// How many cells of a block it can't judge.
    fn blind(&self, _seen: &Seen<'_>) -> u64 {
        0
    }

    /// Whether nulls, and nothing else, break it.
    fn counts_nulls(&self) -> bool {
        false
    }

    /// Whether all values between two that keep it keep it too.
    fn is_convex(&self) -> bool {
        false
    }

    /// What it counts, one of them.
    fn unit(&self) -> &'static str {
        "cell"
    }

    /// What to do when the rule is broken.
    fn help(&self) -> Option<&'static str> {
        None
    }
}

/// Which cells a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    /// Those with a value of the column's type.
    Values,
    /// Those that are not null.
    Present,
    /// All.
    Rows,
}
