//! Where the records of a block stand, in formats of lines.

use crate::block::LeftOut;
use crate::column::Span;

/// Where the records of a block stand in its text.
#[derive(Debug, Default)]
pub(crate) struct Records {
    /// The number of the first record, counted from 1.
    pub(crate) first: u64,
    /// Those of rows, each without its line end.
    pub(crate) rows: Vec<Span>,
    /// Those that were left out: how many rows are before each, and where it
    /// stands.
    pub(crate) left_out: Vec<(usize, Span)>,
}

impl Records {
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.left_out.clear();
    }

    /// The number of a row in the table.
    pub(crate) fn number(&self, at: usize) -> u64 {
        let left_out = self.left_out.partition_point(|(rows, _)| *rows <= at);
        self.first + (at + left_out) as u64
    }

    /// The number of the record that comes next.
    pub(crate) fn next_number(&self) -> u64 {
        self.first + (self.rows.len() + self.left_out.len()) as u64
    }

    /// Leaves out the record that comes next.
    pub(crate) fn leave_out(&mut self, record: Span) {
        self.left_out.push((self.rows.len(), record));
    }

    /// The records that were left out, with their bytes in a text.
    pub(crate) fn shown_left_out<'a>(
        &'a self,
        text: &'a [u8],
    ) -> impl Iterator<Item = LeftOut<'a>> {
        let left_out = self.left_out.iter().enumerate();
        left_out.map(move |(before, (rows, span))| LeftOut {
            number: self.first + (rows + before) as u64,
            raw: span.of(text).unwrap_or_default(),
        })
    }
}
