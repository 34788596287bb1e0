//! What broke a rule: how much, and the first of it.

use table::{Cell, Row};
use verdict::{Check, Location, Sample, cut};

use super::{Reading, Rule};
use crate::words::{counted, grouped};

/// What broke a rule: how much, and the first of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// How many cells.
    pub(crate) count: u64,
    /// The row of the first.
    first: u64,
    samples: Vec<Sample>,
    locations: Vec<Location>,
}

impl Tally {
    /// Shows a rule a cell, and takes note when the cell breaks it.
    pub(crate) fn look(
        &mut self,
        rule: &mut dyn Rule,
        row: &Row<'_>,
        cell: Cell<'_>,
        seen: &Reading<'_>,
        most: usize,
    ) {
        if !rule.breaks(row.number, seen) {
            return;
        }
        self.count += 1;
        if self.count == 1 {
            self.first = row.number;
        }
        if self.samples.len() < most {
            self.samples.push(Sample {
                row: Some(row.number),
                line: row.line,
                value: shown(cell),
                note: rule.note(seen),
            });
        }
        // Where to look is said even when no value is to be shown.
        if self.locations.len() < most.max(1) {
            self.locations.push(Location {
                row: Some(row.number),
                line: row.line,
                ..Location::default()
            });
        }
    }

    /// The check of a rule that has seen all rows.
    pub(crate) fn check(self, rule: &dyn Rule, check: Check, file: &str, rows: u64) -> Check {
        let mut check = check.observed(self.count);
        let plural = if self.count == 1 { "" } else { "s" };
        check.unit = Some(format!("{}{plural}", rule.unit()));
        if rule.tolerates(self.count, rows) {
            return match rule.undecided() {
                Some(cause) => check.undecided(cause),
                None => check,
            };
        }
        let (count, first) = (grouped(self.count), grouped(self.first));
        let cause = match self.count {
            1 => format!("1 of {}: row {first}", counted(rows, "row")),
            _ => format!("{count} of {}: first at row {first}", counted(rows, "row")),
        };
        let mut check = check.broken(cause);
        check.help = rule.help().map(str::to_owned);
        check.samples = self.samples;
        for location in self.locations {
            check = check.at(Location {
                file: file.to_owned(),
                ..location
            });
        }
        check
    }
}

/// A cell as it stands in the table, cut when long.
fn shown(cell: Cell<'_>) -> String {
    match cell {
        Cell::Null => "null".to_owned(),
        Cell::Text(text) => cut(text),
        Cell::Date(day) => day.to_string(),
        Cell::Timestamp { at, utc: true } => format!("{at}Z"),
        Cell::Timestamp { at, utc: false } => at.to_string(),
        Cell::Integer(x) => x.to_string(),
        Cell::Number(x) => x.to_string(),
        Cell::Boolean(x) => x.to_string(),
        Cell::Opaque(word) | Cell::Unread(word) => format!("({word})"),
    }
}
