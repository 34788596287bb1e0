//! Rows out of a piece that has something irregular in it.

use std::ops::RangeInclusive;

use super::careful;
use super::lines::Lines;
use super::rows::Making;
use super::structure::{Stray, Structure};
use crate::column::Span;
use crate::line_end::{Count, LineEnd};
use crate::shape::{Shape, Spot};

/// A walk from record to record.
pub(super) struct Walk<'a> {
    making: Making<'a>,
    lines: &'a mut Lines,
    shape: &'a mut Shape,
    /// Whether the whole piece is UTF-8.
    utf8: bool,
    /// Where the next record begins.
    start: usize,
    ends: Count,
    /// The values that were kept.
    kept: Vec<Span>,
    /// Which of these must be written anew.
    anew: Vec<usize>,
}

impl Walk<'_> {
    /// Makes rows of a piece, and leaves out what can't be one.
    pub(super) fn over(making: Making<'_>, lines: &mut Lines, shape: &mut Shape, utf8: bool) {
        let mut found = std::mem::take(&mut lines.structure);
        let mut walk = Walk {
            making,
            lines,
            shape,
            utf8,
            start: 0,
            ends: Count::default(),
            kept: Vec::with_capacity(found.values.len()),
            anew: Vec::new(),
        };
        walk.all(&mut found);
        walk.unclosed();
        let (ends, anew, kept) = (walk.ends, walk.anew, walk.kept);
        ends.tell(&mut shape.line_ends, |at| lines.line_of(at));
        found.count = kept.len();
        found.values = kept;
        found.doubled = anew;
        lines.structure = found;
    }

    fn all(&mut self, found: &mut Structure) {
        let strays = std::mem::take(&mut found.strays);
        let mut next_stray = strays.iter().peekable();
        let mut at = 0;
        loop {
            while let Some(stray) = next_stray.next_if(|stray| stray.values == at) {
                self.stray(*stray);
            }
            let Some((last, end)) = self.last_value(&found.values[at..found.count]) else {
                break;
            };
            self.record(found, at..=at + last, end);
            at += last + 1;
        }
        found.strays = strays;
    }

    /// The last value of the record that begins with the first value, and its
    /// line end.
    fn last_value(&self, values: &[Span]) -> Option<(usize, LineEnd)> {
        let (text, quote) = (&self.lines.text, self.making.dialect.quote);
        let mut ends = values
            .iter()
            .map(|value| LineEnd::behind(text, *value, quote));
        let at = ends.position(|end| end.is_some())?;
        Some((at, LineEnd::behind(text, values[at], quote)?))
    }

    /// A record that keeps the rules of quoting, and the places of its values.
    fn record(&mut self, found: &Structure, values: RangeInclusive<usize>, end: LineEnd) {
        let record = Span::new(self.start, end.at);
        self.step_over(end);
        let fields = values.end() - values.start() + 1;
        if record.is_empty() && self.lines.columns > 1 {
            let (blank, lines) = ("a blank line".to_owned(), &*self.lines);
            let spot = || lines.spot(record.start as usize, None, blank);
            return self.shape.blank_lines.add(spot);
        }
        let broken = self.broken(record);
        if self.is_row(record, fields, broken) {
            self.keep(found, *values.start(), record, broken.is_some());
        } else {
            self.leave_out(record);
        }
    }

    /// The first byte of a record that is not UTF-8.
    fn broken(&self, record: Span) -> Option<usize> {
        if self.utf8 {
            return None;
        }
        let bytes = record.of(&self.lines.text)?;
        let error = std::str::from_utf8(bytes).err()?;
        Some(record.start as usize + error.valid_up_to())
    }

    /// Whether a record of so many fields can be a row; tells what speaks
    /// against it.
    fn is_row(&mut self, record: Span, fields: usize, broken: Option<usize>) -> bool {
        let (number, lines) = (self.number(), &*self.lines);
        if let Some(byte) = broken {
            self.shape.not_utf8.add(|| {
                let note = format!("byte 0x{:02x}", lines.text[byte]);
                lines.spot(byte, Some(number), note)
            });
            if !self.making.lossy {
                return false;
            }
        }
        if fields != lines.columns {
            self.shape.ragged.add(|| {
                let note = format!("{} instead of {}", super::fields(fields), lines.columns);
                lines.spot(record.start as usize, Some(number), note)
            });
        }
        fields == lines.columns
    }

    /// Makes a row of a record whose values begin with one.
    fn keep(&mut self, found: &Structure, first: usize, record: Span, broken: bool) {
        let columns = self.lines.columns;
        for at in first..first + columns {
            let mut value = found.values[at];
            value.end = value.end.min(record.end);
            let bytes = value.of(&self.lines.text).unwrap_or_default();
            let doubled = found.doubled.binary_search(&at).is_ok();
            if doubled || (broken && !is_utf8(bytes)) {
                self.anew.push(self.kept.len());
            }
            self.kept.push(value);
        }
        self.lines.records.rows.push(record);
    }

    fn stray(&mut self, stray: Stray) {
        let (number, lines) = (self.number(), &*self.lines);
        let quote = lines.text[stray.byte] == self.making.dialect.quote;
        self.shape.stray_quotes.add(|| {
            let note = match quote {
                true => "a quote within an unquoted field",
                false => "text behind a closing quote",
            };
            lines.spot(stray.byte, Some(number), note.to_owned())
        });
        if let Some(end) = LineEnd::at(&self.lines.text, stray.record.end as usize) {
            self.step_over(end);
        }
        self.careful_record(stray.record);
    }

    /// A record that breaks the rules of quoting, as the careful reader
    /// understands it.
    fn careful_record(&mut self, record: Span) {
        let (columns, dialect) = (self.lines.columns, self.making.dialect);
        let (text, from) = (
            &self.lines.text[..record.end as usize],
            record.start as usize,
        );
        let (count, _) = careful::count(text, from, dialect);
        let broken = self.broken(record);
        if !self.is_row(record, count, broken) {
            return self.leave_out(record);
        }
        let text = &mut self.lines.text;
        let Some((fields, _)) = careful::fields(text, from, dialect, columns) else {
            return self.leave_out(record);
        };
        for field in fields {
            let start = text.len();
            text.extend_from_slice(String::from_utf8_lossy(&field).as_bytes());
            self.kept.push(Span::new(start, text.len()));
        }
        self.lines.records.rows.push(record);
    }

    /// The record at the end of the file whose quotes are never closed.
    fn unclosed(&mut self) {
        let Some(record) = self.lines.unclosed else {
            return;
        };
        let from = record.start as usize;
        let text = &self.lines.text[..record.end as usize];
        let open = careful::open_quote(text, from, self.making.dialect).unwrap_or(from);
        let note = "a quote that is never closed".to_owned();
        let spot = self.lines.spot(open, Some(self.number()), note);
        self.shape.unclosed_quote.add(|| spot);
        self.leave_out(record);
    }

    fn leave_out(&mut self, record: Span) {
        self.shape.left_out += 1;
        self.lines.records.leave_out(record);
    }

    /// The number of the record that comes next.
    fn number(&self) -> u64 {
        self.lines.records.next_number()
    }

    fn step_over(&mut self, end: LineEnd) {
        // At the end of the file there may be none: then it was made up.
        if end.at < self.lines.length {
            self.ends.add(end);
        }
        self.start = end.next();
    }
}

fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok()
}

impl Lines {
    /// What is to be said of a byte of the text.
    pub(super) fn spot(&self, at: usize, row: Option<u64>, note: String) -> Spot {
        Spot {
            byte: self.byte + at as u64,
            line: self.line_of(at),
            row,
            note,
        }
    }
}
