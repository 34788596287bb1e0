//! One model's predictions.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use scores::Predictions;
use table::{CsvOptions, Table};
use verdict::{Fault, Location, Subject};

use crate::binding::{Maker, Party};
use crate::class::Classes;
use crate::columns::Columns;
use crate::examples::{Category, Examples, Grid, Said, are_all, taken};
use crate::places::Lines;
use crate::read::read;
use crate::slice::{Slice, slices};
use crate::value::Value;
use crate::wanted::Wanted;

/// One model's predictions: some rows of its file. Cheap to clone.
#[derive(Clone)]
pub struct Sheet {
    pub(crate) origin: Arc<Origin>,
    /// Of each row the row of the file; none where they are the same.
    pub(crate) places: Option<Arc<Vec<u32>>>,
    pub(crate) examples: Arc<Examples>,
    pub(crate) said: Arc<Said>,
    slices: OnceLock<Vec<Slice>>,
}

/// Where predictions come from, and what holds for all of them.
pub(crate) struct Origin {
    pub(crate) table: Table,
    pub(crate) subject: Subject,
    /// The column of ids.
    pub(crate) id: Option<usize>,
    /// The column of labels.
    pub(crate) label: Option<usize>,
    pub(crate) slices: Vec<Maker>,
    pub(crate) lines: Lines,
    pub(crate) holdout: String,
    /// Which classes its codes are of.
    pub(crate) classes: Arc<()>,
    pub(crate) positive: Option<u32>,
    pub(crate) costs: Option<Grid>,
}

impl Sheet {
    /// Reads predictions of a candidate, with what is true of the examples: a
    /// CSV, Parquet, JSON Lines or Arrow file, `-` for standard input. Only
    /// columns that are wanted are read. New classes are added to `classes`.
    ///
    /// # Errors
    ///
    /// A column is missing; a cell of one that is needed is empty or can't be
    /// read; an id is there twice; there are no rows, or more than 2^30; the
    /// positive class is not known but needed, or is among no labels.
    pub fn read(
        path: &Path,
        columns: &Columns,
        wanted: &Wanted,
        classes: &mut Classes,
    ) -> Result<Self, Fault> {
        let table = Table::open(path, CsvOptions::default())?;
        read(table, columns, wanted, classes, Party::Candidate)
    }

    /// Reads predictions of a baseline, of which [`pair`](crate::pair) takes
    /// what is true of the examples from the candidate: labels may be missing,
    /// and weights, queries, clusters, groups and slices are not looked at.
    /// Labels that are there must be the candidate's. To be read after the
    /// candidate.
    ///
    /// # Errors
    ///
    /// As [`Sheet::read`], of what the model said.
    pub fn read_baseline(
        path: &Path,
        columns: &Columns,
        wanted: &Wanted,
        classes: &mut Classes,
    ) -> Result<Self, Fault> {
        let table = Table::open(path, CsvOptions::default())?;
        read(table, columns, wanted, classes, Party::Baseline)
    }

    pub(crate) fn new(origin: Origin, examples: Arc<Examples>, said: Arc<Said>) -> Self {
        Self {
            origin: Arc::new(origin),
            places: None,
            examples,
            said,
            slices: OnceLock::new(),
        }
    }

    /// The path as it is shown, `<stdin>` for standard input.
    #[must_use]
    pub fn name(&self) -> &str {
        self.origin.table.name()
    }

    /// The file as the subject of a verdict: its name and SHA-256.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.origin.subject.clone()
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.examples.rows
    }

    /// Whether rows are told apart by ids, and not by their order.
    #[must_use]
    pub fn has_ids(&self) -> bool {
        self.examples.ids.is_some()
    }

    /// The columns that metrics are computed from. `group` is one of
    /// [`Wanted::groups`] or of the columns among [`Wanted::slices`]; there are
    /// no groups if it is neither.
    #[must_use]
    pub fn predictions(&self, group: Option<&str>) -> Predictions<'_> {
        let (examples, said) = (&self.examples, &self.said);
        let groups = group.and_then(|column| self.category(column));
        Predictions {
            labels: examples.labels.as_deref(),
            predicted: said.predicted.as_deref(),
            scores: said.scores.as_deref(),
            probabilities: said.probabilities.as_ref().and_then(Grid::matrix),
            targets: examples.targets.as_deref(),
            forecasts: said.forecasts.as_deref(),
            queries: examples.queries.as_deref(),
            groups: groups.map(|category| &category.codes[..]),
            weights: examples.weights.as_deref(),
            positive: self.origin.positive,
            costs: self.origin.costs.as_ref().and_then(Grid::matrix),
            ..Predictions::default()
        }
    }

    /// The names of the groups of a column by code: by size where all are
    /// numbers, else by their texts; `null` for rows without a value comes
    /// last, and is there where such rows are. Empty: the column is none of
    /// those that were wanted.
    #[must_use]
    pub fn groups(&self, column: &str) -> Vec<String> {
        let Some(category) = self.category(column) else {
            return Vec::new();
        };
        let nothing = u32::try_from(category.names.len()).unwrap_or(u32::MAX);
        let null = category.codes.contains(&nothing).then(|| "null".to_owned());
        category.names.iter().cloned().chain(null).collect()
    }

    fn category(&self, column: &str) -> Option<&Category> {
        let mut categories = self.examples.categories.iter();
        categories.find(|category| category.column == column)
    }

    /// Which examples belong together: a code a row, from 0 in the order of
    /// the file. None: no column says so.
    #[must_use]
    pub fn clusters(&self) -> Option<&[u32]> {
        self.examples.clusters.as_deref()
    }

    /// The slices that were wanted, in that order; those of one column by size
    /// or text of the value. Of a subset, a slice may have no rows.
    #[must_use]
    pub fn slices(&self) -> &[Slice] {
        self.slices
            .get_or_init(|| slices(&self.origin.slices, &self.examples))
    }

    /// Some of the rows, in that order: for a slice. Rows that are not there
    /// are left out.
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        let there = |row: &u32| (*row as usize) < self.rows();
        if !rows.iter().all(there) {
            let rows: Vec<u32> = rows.iter().copied().filter(there).collect();
            return self.take(&rows);
        }
        if are_all(rows, self.rows()) {
            return self.clone();
        }
        self.with(rows, Arc::new(self.examples.take(rows)))
    }

    /// What was said of some rows, which are there, as said of some examples.
    pub(crate) fn with(&self, rows: &[u32], examples: Arc<Examples>) -> Self {
        let all = are_all(rows, self.rows());
        let places = match &self.places {
            Some(places) => taken(places, rows),
            None => rows.to_vec(),
        };
        Self {
            origin: Arc::clone(&self.origin),
            places: if all {
                self.places.clone()
            } else {
                Some(Arc::new(places))
            },
            examples,
            said: match all {
                true => Arc::clone(&self.said),
                false => Arc::new(self.said.take(rows)),
            },
            slices: OnceLock::new(),
        }
    }

    /// Rows that were drawn with replacement, of which each is there: a unit a
    /// row, in which rows were drawn together. What was drawn twice are two
    /// clusters, and two queries.
    #[must_use]
    pub fn drawn(&self, rows: &[u32], units: &[u32]) -> Self {
        self.with(rows, Arc::new(self.examples.drawn(rows, units)))
    }

    /// What another model said of the examples with a mark, and this one of the
    /// others.
    pub(crate) fn saying(&self, other: &Self, marks: &[bool]) -> Self {
        Self {
            said: Arc::new(self.said.mixed(&other.said, marks)),
            ..self.clone()
        }
    }

    /// A digest that names the test set: SHA-256 of the ids and labels of all
    /// rows of the file, whatever their order and whatever the model said;
    /// without ids, of the labels in their order. A subset has that of the
    /// whole.
    #[must_use]
    pub fn holdout(&self) -> String {
        self.origin.holdout.clone()
    }

    /// Where a row, counted from 0, stands. The line is told in formats that
    /// have lines, where the rows around have one each.
    #[must_use]
    pub fn location(&self, row: usize) -> Location {
        let place = self.place(row);
        Location {
            row: Some(place as u64 + 1),
            line: self.origin.lines.line(place),
            ..Location::file(self.name())
        }
    }

    /// The row of the file, from 0.
    pub(crate) fn place(&self, row: usize) -> usize {
        let places = self.places.as_ref();
        places.map_or(row, |places| {
            places.get(row).map_or(row, |place| *place as usize)
        })
    }

    /// The id of a row as it is shown; its number where there are no ids.
    pub(crate) fn id(&self, row: usize) -> Result<String, Fault> {
        let id = self.cell(self.origin.id, row)?;
        Ok(id.unwrap_or_else(|| (self.place(row) + 1).to_string()))
    }

    /// The label of a row as it is shown.
    pub(crate) fn label(&self, row: usize) -> Result<String, Fault> {
        let label = self.cell(self.origin.label, row)?;
        Ok(label.unwrap_or_default())
    }

    fn cell(&self, column: Option<usize>, row: usize) -> Result<Option<String>, Fault> {
        let place = u32::try_from(self.place(row)).unwrap_or(u32::MAX);
        Ok(self.origin.cells(column, &[place])?.pop())
    }
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sheet({}, {} rows)", self.name(), self.rows())
    }
}

impl Origin {
    /// Cells of some rows of the file, counted from 0 and in order, as they are
    /// shown: read again, as texts are not kept. Empty where there is no column.
    pub(crate) fn cells(&self, column: Option<usize>, rows: &[u32]) -> Result<Vec<String>, Fault> {
        let Some(column) = column.filter(|_| !rows.is_empty()) else {
            return Ok(Vec::new());
        };
        let mut columns = vec![false; self.table.columns().len()];
        columns[column] = true;
        let wanted = table::Wanted {
            columns,
            ..table::Wanted::all(0)
        };
        let (_, states) = self
            .table
            .scan_blocks(&wanted, &Vec::new, &|found, block| {
                let first = block.number(0).saturating_sub(1);
                for row in rows {
                    let at = u64::from(*row).checked_sub(first);
                    let at = at.and_then(|at| usize::try_from(at).ok());
                    if let Some(at) = at.filter(|at| *at < block.rows()) {
                        found.push(Value::at(&block.column(column), at).shown());
                    }
                }
                Ok(())
            })?;
        Ok(states.into_iter().flatten().collect())
    }
}
