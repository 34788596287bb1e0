//! The pieces of a CSV file, one after the other: each begins with a record
//! and ends with one.

use std::io::{self, Read};

use verdict::Fault;

use super::Csv;
use super::lines::Lines;
use super::masks::find_fast;
use super::place::{self, Mark};
use super::structure::{FIELDS_LIMIT, PADDING};
use crate::FIELD_LIMIT;
use crate::block::Block;
use crate::column::Span;
use crate::line_end::LineEnd;
use crate::source::{Source, fill};
use crate::turns::{Pieces, Progress};

/// Longest record: all its fields together, in bytes.
pub(super) const RECORD_LIMIT: usize = 64 << 20;

/// Most bytes of a value that has not ended that are not part of it: its quotes
/// and a carriage return.
const QUOTES: usize = 3;

/// How far a CSV file is read.
pub(super) struct CsvPieces<'a> {
    csv: &'a Csv,
    source: &'a Source,
    input: Box<dyn Read + Send + 'a>,
    /// What was read of the record that the next piece begins with.
    tail: Vec<u8>,
    /// Where the next piece begins.
    here: Mark,
    progress: Progress,
}

impl Pieces for CsvPieces<'_> {
    /// Reads the next piece and finds its structure.
    fn next(&mut self, block: &mut Block) -> Result<bool, Fault> {
        let Some(lines) = block.lines_mut() else {
            return Ok(false);
        };
        if self.progress.last_line_ends.is_some() {
            return Ok(false);
        }
        let read = self.read(lines);
        if read.is_err() {
            self.progress.last_line_ends = Some(true);
        }
        if !read? {
            return Ok(false);
        }
        lines.byte = self.here.byte;
        lines.line = self.here.line;
        lines.records.first = self.progress.rows + 1;
        self.progress.rows += lines.count_records(self.csv.header.names.len());
        self.here.byte += lines.length as u64;
        self.here.line += lines.structure.lines;
        self.progress.pieces += 1;
        Ok(true)
    }

    fn progress(&self) -> Progress {
        self.progress
    }
}

impl<'a> CsvPieces<'a> {
    /// The pieces of a file, whose input stands behind its header.
    pub(super) fn new(csv: &'a Csv, source: &'a Source, input: Box<dyn Read + Send + 'a>) -> Self {
        Self {
            csv,
            source,
            input,
            tail: Vec::new(),
            here: csv.header.end,
            progress: Progress::default(),
        }
    }

    /// Reads until there is a whole record. False: there is nothing to read.
    fn read(&mut self, lines: &mut Lines) -> Result<bool, Fault> {
        let mut goal = self.csv.piece;
        let mut length = self.tail.len();
        lines.make_room(goal.max(length));
        lines.text[..length].copy_from_slice(&self.tail);
        lines.carried = length;
        loop {
            lines.make_room(goal.max(length));
            let read = fill(&mut *self.input, &mut lines.text[length..goal.max(length)]);
            let read = read.map_err(|(more, error)| self.broken(lines, length + more, &error))?;
            length += read;
            let ended = length < goal;
            lines.read = length;
            if ended && length == 0 {
                self.progress.last_line_ends = Some(true);
                return Ok(false);
            }
            self.find(lines, length, ended);
            self.check_limits(lines, length)?;
            if lines.structure.consumed > 0 || ended {
                self.cut(lines, length, ended);
                return Ok(true);
            }
            goal = (2 * length).min(RECORD_LIMIT + 1);
        }
    }

    /// Finds the structure of what was read, which at the end of the file gets
    /// the line end that it may lack.
    fn find(&self, lines: &mut Lines, length: usize, ended: bool) {
        let text = &mut lines.text;
        text[length..length + 1 + PADDING].fill(b' ');
        let last = length.checked_sub(1).map(|at| text[at]);
        let length = match last {
            Some(b'\r') if !ended => length - 1,
            Some(b'\n' | b'\r') => length,
            _ if ended => {
                text[length] = b'\n';
                length + 1
            }
            _ => length,
        };
        find_fast(text, length, self.csv.dialect, &mut lines.structure);
    }

    /// Keeps for the next piece what is not a whole record.
    fn cut(&mut self, lines: &mut Lines, length: usize, ended: bool) {
        let end = lines.structure.consumed.min(length);
        self.tail.clear();
        lines.unclosed = None;
        lines.length = end;
        if !ended || lines.structure.stopped {
            self.tail.extend_from_slice(&lines.text[end..length]);
            return;
        }
        let last = lines.text[length - 1];
        self.progress.last_line_ends = Some(matches!(last, b'\n' | b'\r'));
        if end < length {
            lines.unclosed = Some(Span::new(end, length));
            lines.length = length;
        }
    }

    fn check_limits(&self, lines: &Lines, length: usize) -> Result<(), Fault> {
        let found = &lines.structure;
        let open = found.too_many_fields.then_some(found.consumed);
        let long = match found.count > FIELDS_LIMIT {
            true => lines.long_record(self.csv.dialect.quote).or(open),
            false => open,
        };
        if let Some(start) = long {
            return Err(self.too_long(lines, start, "a record has more than 1,048,576 fields"));
        }
        if length <= FIELD_LIMIT {
            return Ok(());
        }
        if length.saturating_sub(found.consumed) > RECORD_LIMIT {
            let what = "a record is longer than 64 MiB";
            return Err(self.too_long(lines, found.consumed, what));
        }
        let what = "a field is longer than 16 MiB";
        let mut values = found.values[..found.count].iter();
        if let Some(long) = values.find(|value| value.length() > FIELD_LIMIT) {
            return Err(self.too_long(lines, long.start as usize, what));
        }
        if length.saturating_sub(found.open) > FIELD_LIMIT + QUOTES {
            return Err(self.too_long(lines, found.consumed, what));
        }
        Ok(())
    }

    /// The fault of an error behind so many bytes.
    fn broken(&self, lines: &Lines, length: usize, error: &io::Error) -> Fault {
        let fault = self.source.unreadable(error);
        match self.source.packing {
            Some(_) => fault.at(place::behind(self.source, self.here, &lines.text[..length])),
            None => fault,
        }
    }

    fn too_long(&self, lines: &Lines, at: usize, what: &str) -> Fault {
        let mark = Mark {
            byte: self.here.byte + at as u64,
            line: self.here.line + super::structure::line_ends(&lines.text, 0, at),
        };
        Fault::new(what)
            .at(place::of(self.source, mark))
            .help("a quote that is never closed may have swallowed what follows it")
    }
}

impl Lines {
    /// Where the first whole record begins that has more fields than it may
    /// have.
    fn long_record(&self, quote: u8) -> Option<usize> {
        let (mut start, mut fields) = (None, 0);
        for value in &self.structure.values[..self.structure.count] {
            let first = *start.get_or_insert(value.start as usize);
            fields += 1;
            if fields > FIELDS_LIMIT {
                return Some(first);
            }
            if LineEnd::behind(&self.text, *value, quote).is_some() {
                (start, fields) = (None, 0);
            }
        }
        None
    }

    /// Makes room for so many bytes, one more and the padding; and no more.
    fn make_room(&mut self, length: usize) {
        self.text.resize(length + 1 + PADDING, 0);
    }

    /// How many records there are, those included that will be left out.
    fn count_records(&mut self, columns: usize) -> u64 {
        self.columns = columns;
        let found = &self.structure;
        let blanks = if columns == 1 { 0 } else { found.blanks };
        let unclosed = usize::from(self.unclosed.is_some());
        (found.records + found.strays.len() + unclosed - blanks) as u64
    }
}
