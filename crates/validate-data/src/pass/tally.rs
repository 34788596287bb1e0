//! What broke a rule: how much, and the first of it.

use table::{Block, Cell};
use verdict::{Location, Sample, cut};

use super::unsure::Unsure;
use super::{Job, Pass, Work};
use crate::seen::{Seen, State};

/// What broke a rule: how much, and the first of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// How many cells or rows were looked at.
    pub(crate) judged: u64,
    /// How many of them break it.
    pub(crate) broken: u64,
    /// How many could not be judged.
    pub(super) blind: u64,
    /// Rows for which it can't be said whether the rule is on them.
    pub(super) unsure: Unsure,
    /// The row of the first that breaks it.
    pub(super) first: u64,
    /// In the order of rows.
    pub(super) samples: Vec<Sample>,
}

/// Where a cell that breaks a rule is, for those that are shown.
pub(super) struct Spot<'a> {
    pub(super) pass: &'a Pass<'a>,
    pub(super) block: &'a Block,
    pub(super) seen: &'a [Seen<'a>],
    /// The columns whose values are shown.
    pub(super) columns: &'a [usize],
}

impl Tally {
    /// Takes note of the rows of a block that are marked as broken. `note`
    /// says more of one of them.
    pub(super) fn add(
        &mut self,
        broken: &[bool],
        most: usize,
        spot: &Spot<'_>,
        note: &dyn Fn(usize) -> Option<String>,
    ) {
        let count = count(broken);
        if count == 0 {
            return;
        }
        let rows = (0..).zip(broken).filter(|(_, broken)| **broken);
        let rows = rows.map(|(at, _)| at);
        // Where to look is said even when no value is to be shown.
        let missing = most.max(1).saturating_sub(self.samples.len());
        for at in rows.take(missing) {
            self.samples.push(spot.sample(at, most > 0, note));
        }
        if self.broken == 0 {
            self.first = self
                .samples
                .first()
                .and_then(|sample| sample.row)
                .unwrap_or_default();
        }
        self.broken += count;
    }

    /// The same, of as many that were looked at as another tally of the rule
    /// says.
    pub(crate) fn of(self, all: &Self) -> Self {
        Self {
            judged: all.judged,
            unsure: all.unsure.clone(),
            ..self
        }
    }

    /// With what another thread has seen.
    pub(super) fn merge(&mut self, other: Self, most: usize) {
        self.first = match (self.broken, other.broken) {
            (0, _) => other.first,
            (_, 0) => self.first,
            _ => self.first.min(other.first),
        };
        self.judged += other.judged;
        self.broken += other.broken;
        self.blind += other.blind;
        self.unsure.merge(other.unsure);
        self.samples.extend(other.samples);
        self.samples.sort_by_key(|sample| sample.row);
        self.samples.truncate(most.max(1));
    }

    /// The samples as places of a file.
    pub(super) fn locations(&self, file: &str) -> impl Iterator<Item = Location> {
        self.samples.iter().map(move |sample| Location {
            file: file.to_owned(),
            row: sample.row,
            line: sample.line,
            column: None,
        })
    }
}

pub(super) fn count(marks: &[bool]) -> u64 {
    crate::seen::count(marks, |mark| *mark)
}

impl Spot<'_> {
    pub(super) fn sample(
        &self,
        at: usize,
        shown: bool,
        note: &dyn Fn(usize) -> Option<String>,
    ) -> Sample {
        let mut sample = Sample {
            row: Some(self.block.number(at)),
            line: self.block.line(at),
            ..Sample::default()
        };
        if !shown {
            return sample;
        }
        let values = self.columns.iter().map(|column| self.value(*column, at));
        sample.value = values.collect::<Vec<_>>().join(", ");
        let masked = self
            .columns
            .iter()
            .any(|at| self.pass.columns[*at].sensitive);
        let key = self.pass.key.iter().filter(|at| !self.columns.contains(at));
        let key: Vec<String> = key
            .map(|column| {
                let name = cut(&self.pass.columns[*column].name);
                format!("{name} = {}", self.value(*column, at))
            })
            .collect();
        // A note may tell the value.
        let note = if masked { None } else { note(at) };
        let notes: Vec<String> = note.into_iter().chain(key).collect();
        sample.note = (!notes.is_empty()).then(|| notes.join("; "));
        sample
    }

    fn value(&self, column: usize, at: usize) -> String {
        let used = &self.pass.columns[column];
        match (used.sensitive, self.seen[column].states.get(at)) {
            (true, state) if state != Some(&State::Null) => "(masked)".to_owned(),
            _ => shown(self.block.cell(used.index, at)),
        }
    }
}

/// A cell as it stands in the table, cut when long.
pub(super) fn shown(cell: Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => cut(text),
        cell => whole(cell),
    }
}

/// A cell as it stands in the table.
pub(super) fn whole(cell: Cell<'_>) -> String {
    match cell {
        Cell::Null => "null".to_owned(),
        Cell::Text(text) => text.to_owned(),
        Cell::Date(day) => day.to_string(),
        Cell::Timestamp { at, utc: true } => format!("{at}Z"),
        Cell::Timestamp { at, utc: false } => at.to_string(),
        Cell::Integer(x) => x.to_string(),
        Cell::Decimal(x) => x.to_string(),
        Cell::Number(x) => x.to_string(),
        Cell::Boolean(x) => x.to_string(),
        Cell::Opaque(word) | Cell::Unread(word) => format!("({word})"),
    }
}

/// The job whose cells are looked at, for its note on one of them.
pub(super) fn nothing_more(_at: usize) -> Option<String> {
    None
}

/// Whether a job's message and condition take part in what it says.
pub(super) fn suffix(job: &Job<'_>) -> String {
    let condition = job.weight.condition.as_ref();
    let condition = condition.map(|text| format!(" where {}", cut(text.get_ref())));
    // A figure is within its limits or it is not.
    let is_figure = matches!(job.work, Work::Figure { .. } | Work::Table { .. });
    let tolerance = job.weight.tolerance.words().filter(|_| !is_figure);
    condition.unwrap_or_default() + &tolerance.unwrap_or_default()
}
