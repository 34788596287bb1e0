//! The lines of one block of JSON Lines.

use super::column::Values;
use crate::batch::Batch;
use crate::block::LeftOut;
use crate::column::{Column, Span};
use crate::line_end::Count;
use crate::records::Records;

/// The lines of one block of JSON Lines. All of it is used again for the next
/// block.
#[derive(Debug, Default)]
pub(crate) struct Objects {
    /// The bytes of the file, then texts that had to be written anew.
    pub(super) text: Vec<u8>,
    /// How many bytes of `text` are those of whole lines.
    pub(super) length: usize,
    /// How many of these were read for the block before.
    pub(super) carried: usize,
    /// How many were read, the beginnings of the next block included.
    pub(super) read: usize,
    /// Where `text` begins in the file.
    pub(super) byte: u64,
    /// The line on which `text` begins.
    pub(super) line: u64,
    /// The lines that are not blank, without their ends.
    pub(super) lines: Vec<Span>,
    /// Where blank lines are.
    pub(super) blanks: Vec<usize>,
    pub(super) ends: Count,
    pub(super) records: Records,
    pub(super) values: Vec<Values>,
}

impl Objects {
    pub(crate) fn rows(&self) -> usize {
        self.records.rows.len()
    }

    pub(crate) fn number(&self, at: usize) -> u64 {
        self.records.number(at)
    }

    pub(crate) fn line(&self, at: usize) -> Option<u64> {
        let record = self.records.rows.get(at)?;
        Some(self.line_of(record.start as usize))
    }

    /// The line that a byte of the text is on.
    pub(super) fn line_of(&self, at: usize) -> u64 {
        let before = self.text.get(..at).unwrap_or_default();
        self.line + memchr::memchr_iter(b'\n', before).count() as u64
    }

    pub(crate) fn column(&self, column: usize) -> Column<'_> {
        match self.values.get(column) {
            Some(values) => values.column(&self.text),
            None => Batch::nothing().column(),
        }
    }

    pub(crate) fn raw(&self, at: usize) -> Option<&[u8]> {
        self.records.rows.get(at)?.of(&self.text)
    }

    pub(crate) fn left_out(&self) -> impl Iterator<Item = LeftOut<'_>> {
        self.records.shown_left_out(&self.text)
    }

    /// The bytes that no piece before has had.
    pub(crate) fn fresh(&self) -> &[u8] {
        self.text.get(self.carried..self.read).unwrap_or_default()
    }
}
