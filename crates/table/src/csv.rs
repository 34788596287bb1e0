//! Comma- and otherwise separated values: a header, then one record a row.
//!
//! A UTF-8 byte order mark is passed over, and so are blank lines; in a table
//! of one column a blank line is an empty field. Line ends are LF, CRLF or CR. Quotes are `"`, doubled within quotes.

mod place;
mod records;

use verdict::Fault;

use crate::row::{Cells, Row};
use crate::source::Source;
use records::{Mark, Record, Records, Trouble};

/// A CSV file whose header is read.
pub(crate) struct Csv {
    delimiter: u8,
    start: Mark,
    columns: Vec<String>,
}

impl Csv {
    pub(crate) fn open(source: &Source, delimiter: u8) -> Result<Self, Fault> {
        if matches!(delimiter, b'"' | b'\r' | b'\n') || !delimiter.is_ascii() {
            return Err(Fault::new(
                "a quote, a line end or half a character can't stand between fields",
            )
            .help("common delimiters are `,`, `;`, `|` and the tab"));
        }
        let marked = source.head(3)? == b"\xef\xbb\xbf";
        let start = Mark {
            byte: if marked { 3 } else { 0 },
            line: 1,
        };
        let mut csv = Self {
            delimiter,
            start,
            columns: Vec::new(),
        };
        csv.columns = csv.header(source)?;
        Ok(csv)
    }

    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(crate) fn scan(
        &self,
        source: &Source,
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), Fault>,
    ) -> Result<u64, Fault> {
        let mut records = self.records(source)?;
        let mut number = 0;
        self.next(source, &mut records)?;
        if self.columns.len() == 1 {
            records.keep_blank_lines();
        }
        while let Some(record) = self.next(source, &mut records)? {
            number += 1;
            if record.ends.len() != self.columns.len() {
                return Err(self.ragged(source, &record, number));
            }
            let text = text(source, &record)?;
            each(&Row {
                number,
                line: Some(record.start.line),
                cells: Cells::Text {
                    text,
                    ends: record.ends,
                },
            })?;
        }
        Ok(number)
    }

    fn records<'a>(&self, source: &'a Source) -> Result<Records<'a>, Fault> {
        let input = source.read_from(self.start.byte);
        let input = input.map_err(|error| source.unreadable(&error))?;
        Ok(Records::new(input, self.delimiter, self.start))
    }

    fn next<'r>(
        &self,
        source: &Source,
        records: &'r mut Records<'_>,
    ) -> Result<Option<Record<'r>>, Fault> {
        records.next().map_err(|trouble| match trouble {
            Trouble::Io(error) => source.unreadable(&error),
            Trouble::Unclosed(mark) => place::unclosed(source, mark, self.delimiter),
            Trouble::TooLong(mark, what) => Fault::new(what)
                .at(place::of(source, mark))
                .help("a quote that is never closed may have swallowed what follows it"),
        })
    }

    fn header(&self, source: &Source) -> Result<Vec<String>, Fault> {
        let mut records = self.records(source)?;
        let Some(record) = self.next(source, &mut records)? else {
            return Err(Fault::new(format!(
                "{} has no header: all lines are blank",
                source.name
            ))
            .help("write the names of the columns on the first line"));
        };
        let text = text(source, &record)?;
        let row = Row {
            number: 0,
            line: None,
            cells: Cells::Text {
                text,
                ends: record.ends,
            },
        };
        let names: Vec<String> = (0..record.ends.len())
            .map(|at| match row.cell(at) {
                crate::Cell::Text(name) => name.to_owned(),
                _ => String::new(),
            })
            .collect();
        check_names(&names).map_err(|fault| fault.at(place::of(source, record.start)))?;
        Ok(names)
    }

    fn ragged(&self, source: &Source, record: &Record<'_>, number: u64) -> Fault {
        let (found, expected) = (record.ends.len(), self.columns.len());
        let first = record.start.line;
        let fault = Fault::new(format!(
            "row {number} has {}, the header has {expected}",
            fields(found)
        ))
        .at(place::of(source, record.start));
        if record.last_line > first {
            let last = record.last_line;
            return fault.help(format!(
                "the record runs over lines {first} to {last}: look for a quote that is not closed"
            ));
        }
        let delimiter = place::shown(self.delimiter);
        fault.help(format!(
            "put a field that holds {delimiter} in double quotes; if {delimiter} isn't what stands between fields, name the delimiter"
        ))
    }
}

/// The text of a record, when it and each of its fields is UTF-8.
fn text<'r>(source: &Source, record: &Record<'r>) -> Result<&'r str, Fault> {
    match std::str::from_utf8(record.text) {
        // Bytes of one character on both sides of a delimiter look whole.
        Ok(text) if record.ends.iter().all(|end| text.is_char_boundary(*end)) => Ok(text),
        _ => Err(place::not_utf8(source, record.start)),
    }
}

fn fields(count: usize) -> String {
    if count == 1 {
        "1 field".to_owned()
    } else {
        format!("{count} fields")
    }
}

/// Names must be there, and differ: a rule on a column has to mean one.
fn check_names(names: &[String]) -> Result<(), Fault> {
    if let Some(at) = names.iter().position(|name| name.trim().is_empty()) {
        return Err(Fault::new(format!("column {} of the header has no name", at + 1))
            .help("name it; pandas and R write their row index so: leave it out with `index=False` or `row.names = FALSE`"));
    }
    crate::table::check_distinct(names)
}

#[cfg(test)]
mod tests;
