//! A run of rows.

use std::sync::Arc;

use crate::batch::Batch;
use crate::cell::Cell;
use crate::column::Column;
use crate::csv::Lines;
use crate::json::Objects;
use crate::partition::Constants;

/// A run of rows in the file's order.
#[derive(Debug)]
pub struct Block {
    pub(crate) index: u64,
    /// The number of its first row, counted from 1.
    pub(crate) first: u64,
    /// Columns behind those of the file.
    pub(crate) constants: Arc<Constants>,
    pub(crate) body: Body,
}

#[derive(Debug)]
pub(crate) enum Body {
    Lines(Box<Lines>),
    Objects(Box<Objects>),
    Batches { rows: usize, columns: Vec<Batch> },
}

/// A record that was left out: see [`Shape`](crate::Shape).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut<'a> {
    /// Number of the row it would have been, counted from 1.
    pub number: u64,
    /// The record as it stands in the file, without its line end.
    pub raw: &'a [u8],
}

impl Block {
    /// A block of records that are still to be read.
    pub(crate) fn of_lines() -> Self {
        Self {
            index: 0,
            first: 1,
            constants: Arc::default(),
            body: Body::Lines(Box::default()),
        }
    }

    /// A block of objects that are still to be read.
    pub(crate) fn of_objects() -> Self {
        Self {
            body: Body::Objects(Box::default()),
            ..Self::of_lines()
        }
    }

    pub(crate) fn objects_mut(&mut self) -> Option<&mut Objects> {
        match &mut self.body {
            Body::Objects(objects) => Some(objects),
            Body::Lines(_) | Body::Batches { .. } => None,
        }
    }

    pub(crate) fn lines_mut(&mut self) -> Option<&mut Lines> {
        match &mut self.body {
            Body::Lines(lines) => Some(lines),
            Body::Objects(_) | Body::Batches { .. } => None,
        }
    }

    /// The bytes of the file that no block before has had, in formats of lines.
    pub(crate) fn fresh(&self) -> &[u8] {
        match &self.body {
            Body::Lines(lines) => lines.fresh(),
            Body::Objects(objects) => objects.fresh(),
            Body::Batches { .. } => &[],
        }
    }

    /// Rises from block to block of a file, not always by one, and does not
    /// depend on the number of threads.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// How many rows can be read here; it may be none.
    #[must_use]
    pub fn rows(&self) -> usize {
        match &self.body {
            Body::Lines(lines) => lines.rows(),
            Body::Objects(objects) => objects.rows(),
            Body::Batches { rows, .. } => *rows,
        }
    }

    /// The number of a row in the table, counted from 1. Rows that were left
    /// out are counted too. `at` counts the rows of the block from 0.
    #[must_use]
    pub fn number(&self, at: usize) -> u64 {
        match &self.body {
            Body::Lines(lines) => lines.number(at),
            Body::Objects(objects) => objects.number(at),
            Body::Batches { .. } => self.first + at as u64,
        }
    }

    /// The line on which a row begins, counted from 1, in formats that have
    /// lines. Lines are counted when asked: this is for samples.
    #[must_use]
    pub fn line(&self, at: usize) -> Option<u64> {
        match &self.body {
            Body::Lines(lines) => lines.line(at),
            Body::Objects(objects) => objects.line(at),
            Body::Batches { .. } => None,
        }
    }

    /// The cells of a column. One that was not wanted, or that is past the
    /// last, holds nothing: [`Cells`] that are all null.
    #[must_use]
    pub fn column(&self, column: usize) -> Column<'_> {
        if let Some(constant) = self.constants.column(column, self.rows()) {
            return constant;
        }
        match &self.body {
            Body::Lines(lines) => Column::Texts(lines.column(column)),
            Body::Objects(objects) => objects.column(column),
            Body::Batches { columns, .. } => match columns.get(column) {
                Some(batch) => batch.column(),
                None => Batch::nothing().column(),
            },
        }
    }

    /// One cell. For a whole column [`Block::column`] is faster.
    #[must_use]
    pub fn cell(&self, column: usize, at: usize) -> Cell<'_> {
        self.column(column).cell(at)
    }

    /// The record of a row as it stands in the file, without its line end.
    /// None: the format has no records, or they were not asked for by
    /// [`Wanted::raw`](crate::Wanted::raw) (formats of lines have them anyway).
    #[must_use]
    pub fn raw(&self, at: usize) -> Option<&[u8]> {
        match &self.body {
            Body::Lines(lines) => lines.raw(at),
            Body::Objects(objects) => objects.raw(at),
            Body::Batches { .. } => None,
        }
    }

    /// The records that were left out here, in the file's order.
    pub fn left_out(&self) -> impl Iterator<Item = LeftOut<'_>> {
        let (lines, objects) = match &self.body {
            Body::Lines(lines) => (Some(lines), None),
            Body::Objects(objects) => (None, Some(objects)),
            Body::Batches { .. } => (None, None),
        };
        let lines = lines.into_iter().flat_map(|lines| lines.left_out());
        lines.chain(objects.into_iter().flat_map(|objects| objects.left_out()))
    }
}
