//! The rules: one a file behind one trait.

pub(crate) mod allowed_values;
pub(crate) mod columns;
pub(crate) mod length;
pub(crate) mod moment;
pub(crate) mod nulls;
pub(crate) mod number;
pub(crate) mod pattern;
pub(crate) mod range;
pub(crate) mod reading;
pub(crate) mod row_count;
pub(crate) mod tally;
pub(crate) mod type_of;
pub(crate) mod unique;

pub(crate) use reading::{Reader, Reading, Value};
pub(crate) use tally::Tally;

/// A rule that looks at the cells of one column, one after the other.
pub(crate) trait Rule {
    /// The rule's name: stable and kebab-case.
    fn id(&self) -> &'static str;

    /// What it asks of a column as the end of a sentence: verb and object,
    /// such as "is" and "between 0 and 120".
    fn asks(&self) -> (&'static str, String);

    /// Whether a cell breaks the rule. Shown every cell of a column once, in
    /// the order of rows.
    fn breaks(&mut self, row: u64, seen: &Reading<'_>) -> bool;

    /// What more there is to say of a cell that has just broken the rule.
    /// Asked only for the few that are shown.
    fn note(&self, _seen: &Reading<'_>) -> Option<String> {
        None
    }

    /// Whether so many broken cells of so many rows are let pass.
    fn tolerates(&self, broken: u64, _rows: u64) -> bool {
        broken == 0
    }

    /// Why the rule could not look at everything, in words.
    fn undecided(&self) -> Option<String> {
        None
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
