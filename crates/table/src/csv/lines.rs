//! The records of one block of a CSV file.

use super::structure::{Structure, line_ends};
use crate::block::LeftOut;
use crate::column::{Span, Texts};
use crate::records::Records;

/// The records of one block of a CSV file. All of it is used again for the
/// next block.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// The bytes of the file, some that have no meaning, then values that had
    /// to be written anew.
    pub(super) text: Vec<u8>,
    /// How many bytes of `text` are those of the file.
    pub(super) length: usize,
    /// How many of these were read for the block before.
    pub(super) carried: usize,
    /// How many were read, the beginnings of the next block included.
    pub(super) read: usize,
    /// Where `text` begins in the file.
    pub(super) byte: u64,
    /// The line on which `text` begins.
    pub(super) line: u64,
    /// Fields of a row.
    pub(super) columns: usize,
    /// Where everything stands; once the block is settled, the values of its
    /// rows and no others.
    pub(super) structure: Structure,
    pub(super) records: Records,
    /// The record at the end of the file whose quotes are never closed.
    pub(super) unclosed: Option<Span>,
}

impl Lines {
    pub(crate) fn rows(&self) -> usize {
        self.records.rows.len()
    }

    /// The number of a row in the table.
    pub(crate) fn number(&self, at: usize) -> u64 {
        self.records.number(at)
    }

    pub(crate) fn line(&self, at: usize) -> Option<u64> {
        let record = self.records.rows.get(at)?;
        Some(self.line_of(record.start as usize))
    }

    /// The line that a byte of the text is on.
    pub(super) fn line_of(&self, at: usize) -> u64 {
        self.line + line_ends(&self.text, 0, at)
    }

    pub(crate) fn column(&self, column: usize) -> Texts<'_> {
        let values = match column < self.columns {
            true => self
                .structure
                .values
                .get(column..self.rows() * self.columns),
            false => None,
        };
        Texts {
            bytes: &self.text,
            spans: values.unwrap_or_default(),
            stride: self.columns,
            rows: self.rows(),
        }
    }

    pub(crate) fn raw(&self, at: usize) -> Option<&[u8]> {
        self.records.rows.get(at)?.of(&self.text)
    }

    /// The records that were left out.
    pub(crate) fn left_out(&self) -> impl Iterator<Item = LeftOut<'_>> {
        self.records.shown_left_out(&self.text)
    }

    /// The bytes that no piece before has had.
    pub(crate) fn fresh(&self) -> &[u8] {
        self.text.get(self.carried..self.read).unwrap_or_default()
    }
}
