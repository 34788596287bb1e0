//! Rows out of the structure of a piece.

use memchr::memchr;

use super::irregular::Walk;
use super::lines::Lines;
use super::structure::Dialect;
use crate::column::Span;
use crate::line_end::{Count, LineEnd};
use crate::shape::Shape;
use crate::wanted::Wanted;

/// How rows are made.
#[derive(Clone, Copy)]
pub(super) struct Making<'a> {
    pub(super) wanted: &'a Wanted,
    pub(super) dialect: Dialect,
    /// Whether bytes that are not UTF-8 become U+FFFD.
    pub(super) lossy: bool,
}

impl Making<'_> {
    /// Makes rows of a piece: what can't be one is left out, and told in a
    /// shape.
    pub(super) fn make(self, lines: &mut Lines, shape: &mut Shape) {
        lines.records.clear();
        let text = &lines.text[..lines.length];
        let utf8 = !lines.structure.content.beyond_ascii || std::str::from_utf8(text).is_ok();
        if !(utf8 && self.regular(lines, shape)) {
            Walk::over(self, lines, shape, utf8);
        }
        lines.tell_nul(shape);
        self.rewrite(lines);
    }

    /// Makes rows where every record has its fields and nothing else is odd.
    /// False: that is not so, and nothing was told.
    fn regular(self, lines: &mut Lines, shape: &mut Shape) -> bool {
        let (found, columns) = (&mut lines.structure, lines.columns);
        let odd = !found.strays.is_empty() || lines.unclosed.is_some();
        let blank = columns > 1 && found.blanks > 0;
        if odd || blank || found.records * columns != found.count {
            return false;
        }
        let (mut start, mut ends) = (0, Count::default());
        // Every line end has been counted: where each row ends with one, none
        // is within a row.
        for row in found.values[..found.count].chunks_exact_mut(columns) {
            let Some(last) = row.last_mut() else { continue };
            let Some(end) = LineEnd::behind(&lines.text, *last, self.dialect.quote) else {
                lines.records.clear();
                return false;
            };
            last.end = last.end.min(Span::new(0, end.at).end);
            if end.at < lines.length {
                ends.add(end);
            }
            lines.records.rows.push(Span::new(start, end.at));
            start = end.next();
        }
        ends.tell(&mut shape.line_ends, |at| lines.line_of(at));
        true
    }

    /// Writes anew the values that don't stand in the file as they are.
    fn rewrite(self, lines: &mut Lines) {
        let anew = std::mem::take(&mut lines.structure.doubled);
        for at in &anew {
            if self.wanted.column(at % lines.columns) {
                self.rewrite_value(lines, *at);
            }
        }
        lines.structure.doubled = anew;
    }

    /// A doubled quote becomes one, and bytes that are not UTF-8 (which are
    /// there only where they may be) become U+FFFD.
    fn rewrite_value(self, lines: &mut Lines, at: usize) {
        let text = &mut lines.text;
        let value = &mut lines.structure.values[at];
        let (mut from, end, start) = (value.start as usize, value.end as usize, text.len());
        while let Some(quote) = memchr(self.dialect.quote, &text[from..end]) {
            text.extend_from_within(from..=from + quote);
            from = (from + quote + 2).min(end);
        }
        text.extend_from_within(from..end);
        if self.lossy && std::str::from_utf8(&text[start..]).is_err() {
            let anew = String::from_utf8_lossy(&text[start..]).into_owned();
            text.truncate(start);
            text.extend_from_slice(anew.as_bytes());
        }
        *value = Span::new(start, text.len());
    }
}

impl Lines {
    /// Tells which rows have NUL bytes in them.
    fn tell_nul(&self, shape: &mut Shape) {
        if !self.structure.content.nul {
            return;
        }
        for (at, record) in self.records.rows.iter().enumerate() {
            let bytes = record.of(&self.text).unwrap_or_default();
            if let Some(nul) = memchr(0, bytes) {
                let number = self.number(at);
                let byte = record.start as usize + nul;
                shape
                    .nul
                    .add(|| self.spot(byte, Some(number), "a NUL byte".to_owned()));
            }
        }
    }
}
