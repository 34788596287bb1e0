//! The pieces of a file of JSON Lines, one after the other: each is a run of
//! whole lines.

use std::io::Read;

use memchr::{memchr_iter, memrchr};
use verdict::{Fault, Place};

use super::objects::Objects;
use super::{Json, LINE_LIMIT, too_long};
use crate::block::Block;
use crate::column::Span;
use crate::line_end::{Count, Kind, LineEnd};
use crate::source::{Source, fill};
use crate::turns::{Pieces, Progress};

/// Most cells of a block, unless it has few rows.
const CELLS: usize = 4 << 20;

/// Most rows of a block, which may have that many in any case.
const FEW: usize = 512;

/// How far a file of JSON Lines is read.
pub(super) struct JsonPieces<'a> {
    json: &'a Json,
    source: &'a Source,
    input: Box<dyn Read + Send + 'a>,
    /// What was read of the lines that the next piece begins with.
    tail: Vec<u8>,
    /// Where the next piece begins, and on which line.
    byte: u64,
    line: u64,
    progress: Progress,
}

impl<'a> JsonPieces<'a> {
    /// The pieces of a file, whose input stands behind its byte order mark.
    pub(super) fn new(
        json: &'a Json,
        source: &'a Source,
        input: Box<dyn Read + Send + 'a>,
    ) -> Self {
        Self {
            json,
            source,
            input,
            tail: Vec::new(),
            byte: json.begin(),
            line: 1,
            progress: Progress::default(),
        }
    }

    /// Reads until there is a whole line. False: there is nothing to read.
    fn read(&mut self, objects: &mut Objects) -> Result<bool, Fault> {
        let mut goal = self.json.piece.max(self.tail.len() + 1);
        let mut length = self.tail.len();
        objects.text.clear();
        objects.text.extend_from_slice(&self.tail);
        objects.carried = length;
        loop {
            objects.text.resize(goal, 0);
            let read = fill(&mut *self.input, &mut objects.text[length..]);
            let read = read.map_err(|(more, error)| {
                let fault = self.source.unreadable(&error);
                let lines = memchr_iter(b'\n', &objects.text[..length + more]).count();
                let line = self.line.saturating_add(lines as u64);
                let line = usize::try_from(line).unwrap_or(usize::MAX);
                match self.source.packing {
                    Some(_) => fault.at(Place::in_line(&*self.source.name, line, 1, 1, "")),
                    None => fault,
                }
            })?;
            length += read;
            let ended = length < goal;
            objects.text.truncate(length);
            objects.read = length;
            if ended && length == 0 {
                return Ok(false);
            }
            let whole = match ended {
                true => Some(length),
                false => memrchr(b'\n', &objects.text).map(|at| at + 1),
            };
            if let Some(whole) = whole {
                self.split(objects, whole)?;
                let all = ended && objects.length == length;
                self.progress.last_line_ends = all.then(|| objects.text.ends_with(b"\n"));
                return Ok(true);
            }
            self.check_length(&objects.text, 0)?;
            goal = (2 * length).min(LINE_LIMIT + 1);
        }
    }

    /// Finds the lines of so many bytes, and keeps for the next piece what is
    /// behind them.
    fn split(&mut self, objects: &mut Objects, whole: usize) -> Result<(), Fault> {
        let most = (CELLS / self.json.columns.len().max(1)).max(FEW);
        objects.lines.clear();
        objects.blanks.clear();
        objects.ends = Count::default();
        let (mut start, mut lines) = (0, 0);
        let ends = memchr_iter(b'\n', &objects.text[..whole]).chain([whole]);
        for end in ends {
            if start == whole || lines == most {
                break;
            }
            let line = &objects.text[start..end];
            self.check_length(line, lines)?;
            let stop = match line {
                [.., b'\r'] if end < whole => {
                    objects.ends.add(LineEnd {
                        at: end - 1,
                        kind: Kind::CrLf,
                    });
                    end - 1
                }
                _ if end < whole => {
                    objects.ends.add(LineEnd {
                        at: end,
                        kind: Kind::Lf,
                    });
                    end
                }
                _ => end,
            };
            // What begins with anything else is not blank, which is quick to
            // see.
            match line.first() {
                Some(b'{') => objects.lines.push(Span::new(start, stop)),
                _ if line.trim_ascii().is_empty() => objects.blanks.push(start),
                _ => objects.lines.push(Span::new(start, stop)),
            }
            start = (end + 1).min(whole);
            lines += 1;
        }
        objects.length = start;
        self.tail.clear();
        self.tail.extend_from_slice(&objects.text[start..]);
        objects.byte = self.byte;
        objects.line = self.line;
        self.byte += start as u64;
        self.line += lines as u64;
        Ok(())
    }

    fn check_length(&self, line: &[u8], before: usize) -> Result<(), Fault> {
        if line.len() <= LINE_LIMIT {
            return Ok(());
        }
        let number = self.line + before as u64;
        let what = "a line is longer than 64 MiB";
        Err(too_long(self.source, number, line, what))
    }
}

impl Pieces for JsonPieces<'_> {
    fn next(&mut self, block: &mut Block) -> Result<bool, Fault> {
        let Some(objects) = block.objects_mut() else {
            return Ok(false);
        };
        if self.progress.last_line_ends.is_some() {
            return Ok(false);
        }
        let read = self.read(objects);
        if !matches!(read, Ok(true)) {
            self.progress.last_line_ends = Some(true);
        }
        if !read? {
            return Ok(false);
        }
        objects.records.first = self.progress.rows + 1;
        self.progress.rows += objects.lines.len() as u64;
        self.progress.pieces += 1;
        Ok(true)
    }

    fn progress(&self) -> Progress {
        self.progress
    }
}
