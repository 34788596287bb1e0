//! Records of a CSV file, one after the other, in bounded memory.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::FIELD_LIMIT;

/// Longest record: all its fields together, in bytes.
const RECORD_LIMIT: usize = 64 << 20;

/// Most fields of a record.
const FIELDS_LIMIT: usize = 1 << 20;

/// Records, one after the other.
///
/// This is `csv-core`, the engine of the `csv` crate, and not that crate
/// itself: there a record may grow without bound, a quote that is never closed
/// swallows the rest of the file unnoticed, and the line of a record is one
/// too low after CRLF and after blank lines.
pub(crate) struct Records<'a> {
    input: Box<dyn BufRead + 'a>,
    engine: Reader,
    here: Mark,
    /// The byte before.
    last: u8,
    /// Whether a blank line is a record of one empty field.
    blank_is_a_record: bool,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// Where a record begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Offset in the file.
    pub(crate) byte: u64,
    /// Line, counted from 1.
    pub(crate) line: u64,
}

/// One record.
pub(crate) struct Record<'a> {
    pub(crate) start: Mark,
    /// The line on which it ends: another one when a field holds a line break.
    pub(crate) last_line: u64,
    /// The fields without their quotes, one behind the other.
    pub(crate) text: &'a [u8],
    /// Where each field ends in `text`.
    pub(crate) ends: &'a [usize],
}

/// Why there is no next record. The mark is where it begins.
pub(crate) enum Trouble {
    Io(io::Error),
    /// The file ends within quotes.
    Unclosed(Mark),
    /// A limit is broken: it is said in words.
    TooLong(Mark, &'static str),
}

impl<'a> Records<'a> {
    /// The records of a content from a mark on.
    pub(crate) fn new(input: Box<dyn BufRead + 'a>, delimiter: u8, start: Mark) -> Self {
        let engine = ReaderBuilder::new().delimiter(delimiter).build();
        Self {
            input,
            engine,
            here: start,
            last: 0,
            blank_is_a_record: false,
            text: vec![0; 1 << 12],
            ends: vec![0; 1 << 6],
        }
    }

    /// From here on a blank line is a record of one empty field, as it has to
    /// be where records have one field: there is no other way to write it
    /// without quotes.
    pub(crate) fn keep_blank_lines(&mut self) {
        self.blank_is_a_record = true;
    }

    /// The next record; blank lines are passed over, unless they are kept.
    pub(crate) fn next(&mut self) -> Result<Option<Record<'_>>, Trouble> {
        let Some(blank) = self.skip_line_ends().map_err(Trouble::Io)? else {
            return Ok(None);
        };
        let start = self.here;
        if blank {
            self.consume(1);
            return Ok(Some(Record {
                start,
                last_line: start.line,
                text: &[],
                ends: &[0],
            }));
        }
        let (mut written, mut fields) = (0, 0);
        loop {
            let (result, out, ends) = self.feed(written, fields, start)?;
            written += out;
            fields += ends;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.grow_text(written, fields, start)?,
                ReadRecordResult::OutputEndsFull => self.grow_ends(start)?,
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        self.check_lengths(fields, start)?;
        Ok(Some(Record {
            start,
            last_line: self.here.line - u64::from(is_line_end(self.last)),
            text: &self.text[..written],
            ends: &self.ends[..fields],
        }))
    }

    /// Goes to the first byte of the next record, and says whether that is the
    /// end of a blank line. None at the end of the file.
    fn skip_line_ends(&mut self) -> io::Result<Option<bool>> {
        loop {
            let buffer = self.input.fill_buf()?;
            let Some(first) = buffer.first().copied() else {
                return Ok(None);
            };
            if self.blank_is_a_record {
                // The second half of CRLF still belongs to the line before.
                if (self.last, first) == (b'\r', b'\n') {
                    self.consume(1);
                    continue;
                }
                return Ok(Some(is_line_end(first)));
            }
            let ends = buffer.iter().take_while(|byte| is_line_end(**byte)).count();
            let more = ends < buffer.len();
            self.consume(ends);
            if more {
                return Ok(Some(false));
            }
        }
    }

    /// Goes on by so many bytes of what is at hand, and counts lines: LF, CRLF
    /// and CR end one.
    fn consume(&mut self, count: usize) {
        let buffer = self.input.fill_buf().unwrap_or_default();
        let taken = &buffer[..count.min(buffer.len())];
        if let Some(last) = taken.last().copied() {
            self.here.line += line_ends(self.last, taken);
            self.last = last;
        }
        self.here.byte += taken.len() as u64;
        let count = taken.len();
        self.input.consume(count);
    }

    /// Lets the engine have what is at hand.
    fn feed(
        &mut self,
        written: usize,
        fields: usize,
        start: Mark,
    ) -> Result<(ReadRecordResult, usize, usize), Trouble> {
        let buffer = self.input.fill_buf().map_err(Trouble::Io)?;
        // At the end of the file a line end completes the record; when it
        // does not, it has become part of a field that is still in quotes.
        let (input, at_end) = if buffer.is_empty() {
            (&b"\n"[..], true)
        } else {
            (buffer, false)
        };
        let (text, ends) = (&mut self.text[written..], &mut self.ends[fields..]);
        let (result, taken, out, ends) = self.engine.read_record(input, text, ends);
        if at_end && result == ReadRecordResult::InputEmpty {
            return Err(Trouble::Unclosed(start));
        }
        if !at_end {
            self.consume(taken);
        }
        Ok((result, out, ends))
    }

    fn grow_text(&mut self, written: usize, fields: usize, start: Mark) -> Result<(), Trouble> {
        if written >= RECORD_LIMIT {
            return Err(Trouble::TooLong(start, "a record is longer than 64 MiB"));
        }
        let field_start = fields.checked_sub(1).map_or(0, |last| self.ends[last]);
        if written - field_start > FIELD_LIMIT {
            return Err(Trouble::TooLong(start, FIELD_TOO_LONG));
        }
        self.text.resize(self.text.len() * 2, 0);
        Ok(())
    }

    fn grow_ends(&mut self, start: Mark) -> Result<(), Trouble> {
        if self.ends.len() >= FIELDS_LIMIT {
            return Err(Trouble::TooLong(
                start,
                "a record has more than 1,048,576 fields",
            ));
        }
        self.ends.resize(self.ends.len() * 2, 0);
        Ok(())
    }

    fn check_lengths(&self, fields: usize, start: Mark) -> Result<(), Trouble> {
        let mut before = 0;
        for end in &self.ends[..fields] {
            if end - before > FIELD_LIMIT {
                return Err(Trouble::TooLong(start, FIELD_TOO_LONG));
            }
            before = *end;
        }
        Ok(())
    }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// How many lines end in some bytes that follow a byte.
#[expect(
    clippy::naive_bytecount,
    reason = "as fast as reading is, without one more crate"
)]
pub(super) fn line_ends(before: u8, bytes: &[u8]) -> u64 {
    let of = |end: u8| bytes.iter().filter(|byte| **byte == end).count();
    let within = bytes.windows(2).filter(|pair| *pair == b"\r\n").count();
    let across = before == b'\r' && bytes.first() == Some(&b'\n');
    (of(b'\n') + of(b'\r') - within - usize::from(across)) as u64
}

const FIELD_TOO_LONG: &str = "a field is longer than 16 MiB";
