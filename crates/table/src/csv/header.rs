//! The first record of a CSV file: the names of the columns.

use std::collections::HashMap;

use verdict::{Fault, cut};

use super::careful;
use super::pieces::RECORD_LIMIT;
use super::place::{self, Mark};
use super::structure::{Dialect, FIELDS_LIMIT, line_ends};
use crate::FIELD_LIMIT;
use crate::line_end::LineEnd;
use crate::shape::{Shape, Spot};
use crate::source::Source;

/// Bytes in which a header is looked for first.
pub(super) const HEAD: u64 = 64 << 10;

/// The UTF-8 byte order mark.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The names of the columns, and what was seen on the way.
#[derive(Debug)]
pub(super) struct Header {
    /// Empty where a column has no name, or one that an earlier column has.
    pub(super) names: Vec<String>,
    /// Where the records begin that are rows.
    pub(super) end: Mark,
    /// What is to be said of the file so far.
    pub(super) shape: Shape,
}

/// The first record, as it stands in the first bytes of a file.
struct Record<'a> {
    head: &'a [u8],
    start: usize,
    end: LineEnd,
    fields: Vec<Vec<u8>>,
}

impl Header {
    /// Reads the header of a file, whose byte order mark is passed over.
    pub(super) fn read(source: &Source, dialect: Dialect, lossy: bool) -> Result<Self, Fault> {
        let mut size = HEAD;
        loop {
            let mut head = source.head(size)?;
            let whole = (head.len() as u64) < size;
            let ended = matches!(head.last(), Some(b'\n' | b'\r'));
            if whole && !ended {
                head.push(b'\n');
            }
            let start = first_byte(&head);
            // A line feed may follow a carriage return at the end.
            let seen = &head[..head.len() - usize::from(!whole)];
            let found = careful::fields(seen, start, dialect, FIELDS_LIMIT);
            if let Some((fields, end)) = found
                && let Some(end) = LineEnd::at(&head, end)
            {
                let record = Record {
                    head: &head,
                    start,
                    end,
                    fields,
                };
                let mut header = record.header(source, lossy)?;
                let last = end.next() == head.len();
                header.shape.last_line_ends = Some(ended || !last);
                return Ok(header);
            }
            if whole || head.len() > RECORD_LIMIT {
                return Err(none(source, &head, start, whole, dialect));
            }
            size *= 2;
        }
    }
}

/// Where the first record begins: behind the mark and blank lines.
fn first_byte(head: &[u8]) -> usize {
    let mark = if head.starts_with(MARK) {
        MARK.len()
    } else {
        0
    };
    let mut bytes = head[mark..].iter();
    let blank = bytes.position(|byte| !matches!(byte, b'\n' | b'\r'));
    blank.map_or(head.len(), |blank| mark + blank)
}

/// The fault of a file without a header.
fn none(source: &Source, head: &[u8], start: usize, whole: bool, dialect: Dialect) -> Fault {
    let mark = mark(head, start);
    if start == head.len() {
        let name = &source.name;
        return Fault::new(format!("{name} has no header: all lines are blank"))
            .help("write the names of the columns on the first line");
    }
    if whole {
        return place::unclosed(source, mark, dialect);
    }
    Fault::new("a record is longer than 64 MiB").at(place::of(source, mark))
}

fn mark(head: &[u8], at: usize) -> Mark {
    Mark {
        byte: at as u64,
        line: 1 + line_ends(head, 0, at),
    }
}

impl Record<'_> {
    fn header(self, source: &Source, lossy: bool) -> Result<Header, Fault> {
        let mark = mark(self.head, self.start);
        if self.fields.iter().any(|field| field.len() > FIELD_LIMIT) {
            return Err(Fault::new("a field is longer than 16 MiB").at(place::of(source, mark)));
        }
        if self.fields.len() > FIELDS_LIMIT {
            let fault = Fault::new("a record has more than 1,048,576 fields");
            return Err(fault.at(place::of(source, mark)));
        }
        let mut shape = self.shape();
        let mut names = Vec::new();
        for field in &self.fields {
            names.push(match String::from_utf8_lossy(field) {
                name if lossy => name.into_owned(),
                std::borrow::Cow::Borrowed(name) => name.to_owned(),
                std::borrow::Cow::Owned(_) => return Err(place::not_utf8(source, mark)),
            });
        }
        check_names(&mut names, mark, &mut shape);
        let end = self.end.next();
        let line = mark.line + line_ends(self.head, self.start, end);
        Ok(Header {
            names,
            end: Mark {
                byte: end as u64,
                line,
            },
            shape,
        })
    }

    /// What is to be said of the file up to the end of the header.
    fn shape(&self) -> Shape {
        let mut shape = Shape {
            bom: self.head.starts_with(MARK),
            ..Shape::default()
        };
        let mut at = if shape.bom { MARK.len() } else { 0 };
        while at < self.start
            && let Some(end) = LineEnd::at(self.head, at)
        {
            let spot = || Spot {
                byte: at as u64,
                line: mark(self.head, at).line,
                row: None,
                note: "a blank line".to_owned(),
            };
            shape.blank_lines.add(spot);
            end.kind.tell(&mut shape.line_ends, 1);
            at = end.next();
        }
        let line = mark(self.head, self.end.at).line;
        self.end.kind.tell(&mut shape.line_ends, line);
        shape
    }
}

/// Tells names that are missing or were there before, and takes them away:
/// nobody can mean such a column.
fn check_names(names: &mut [String], mark: Mark, shape: &mut Shape) {
    let mut seen = HashMap::new();
    for (at, name) in names.iter_mut().enumerate() {
        let spot = |note: String| Spot {
            byte: mark.byte,
            line: mark.line,
            row: None,
            note,
        };
        if name.trim().is_empty() {
            let note = || spot(format!("column {} has no name", at + 1));
            shape.blank_names.add(note);
            name.clear();
        } else if let Some(before) = seen.get(name) {
            let note = || {
                let shown = cut(name);
                spot(format!(
                    "columns {before} and {} are both named `{shown}`",
                    at + 1
                ))
            };
            shape.duplicate_names.add(note);
            name.clear();
        } else {
            seen.insert(name.clone(), at + 1);
        }
    }
}
