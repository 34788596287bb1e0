//! Checks that the footer of a file proves, so that no page is read for them.
//!
//! Only exact statistics of every row group are trusted: counts of nulls, and
//! bounds that are not cut. Of floating-point numbers nothing is proved but
//! where the footer counts their NaN. Texts are read: bounds say nothing of
//! their encoding.

use std::collections::HashMap;

use table::{Cell, GroupStatistics, Table};

use super::tally::Tally;
use super::{Pass, Work};
use crate::checks::{CellRule, Over};
use crate::read::Reader;

/// What is known before a page is read.
pub(super) struct Known {
    /// What is known of checks, a job.
    pub(super) proved: HashMap<usize, Tally>,
    /// Which columns have to be read.
    pub(super) needed: Vec<bool>,
}

impl Pass<'_> {
    /// What the footer of a file says, when it is trusted.
    pub(super) fn known(&self, table: &Table, trust: bool) -> Known {
        let proved = match trust {
            true => self.proved(table),
            false => HashMap::new(),
        };
        Known {
            needed: self.needed(&proved),
            proved,
        }
    }

    /// What is known of checks from the footer alone, a job. Checks that are
    /// broken are none of them: their rows have to be found.
    fn proved(&self, table: &Table) -> HashMap<usize, Tally> {
        let mut proved = HashMap::new();
        for (at, job) in self.jobs.iter().enumerate() {
            let Work::Cells { column, rule } = &job.work else {
                continue;
            };
            let used = &self.columns[*column];
            let Some(groups) = table.statistics(used.index) else {
                continue;
            };
            let tally = tally(*rule, &used.reader, &groups);
            let tally = tally.filter(|tally| {
                let passes = job.weight.tolerance.lets_pass(tally.broken, tally.judged);
                passes && job.condition.is_none()
            });
            if let Some(tally) = tally {
                proved.insert(at, tally);
            }
        }
        proved
    }

    /// Which of its columns have to be read: those that some job or gather
    /// looks at that is not proved.
    fn needed(&self, proved: &HashMap<usize, Tally>) -> Vec<bool> {
        let mut needed = vec![false; self.columns.len()];
        for (at, used) in self.columns.iter().enumerate() {
            needed[at] = !used.named || self.key.contains(&at) || !self.conditions.is_empty();
        }
        for (at, job) in self.jobs.iter().enumerate() {
            if !proved.contains_key(&at) {
                job.work
                    .columns()
                    .iter()
                    .for_each(|column| needed[*column] = true);
            }
        }
        let gathered = self.gathers.iter().flat_map(|plan| &plan.columns);
        gathered.for_each(|column| needed[*column] = true);
        // An aggregate doesn't say which columns it looks at.
        let blind = self.gathers.iter().any(|plan| plan.columns.is_empty());
        match blind || proved.is_empty() {
            true => vec![true; self.columns.len()],
            false => needed,
        }
    }
}

/// What the footer says of a rule; none: not enough.
fn tally(rule: &dyn CellRule, reader: &Reader, groups: &[GroupStatistics<'_>]) -> Option<Tally> {
    let mut tally = Tally::default();
    for group in groups {
        let nulls = group.nulls?;
        tally.judged += match rule.looks_at() {
            Over::Rows => group.rows,
            Over::Values | Over::Present => group.rows - nulls,
        };
        if rule.counts_nulls() {
            tally.broken += nulls;
        } else if nulls < group.rows {
            let ends = [group.min?, group.max?];
            let whole = ends.iter().all(|end| keeps(rule, reader, end, group.nans));
            whole.then_some(())?;
        }
    }
    Some(tally)
}

/// Whether a rule that holds for all values between two that keep it is kept
/// by one end.
fn keeps(rule: &dyn CellRule, reader: &Reader, end: &Cell<'_>, nans: Option<u64>) -> bool {
    let ordered = match end {
        Cell::Integer(_) | Cell::Decimal(_) | Cell::Date(_) | Cell::Timestamp { .. } => true,
        Cell::Number(_) => nans == Some(0),
        _ => false,
    };
    ordered && rule.is_convex() && !rule.breaks(&reader.read(*end))
}
