//! JSON Lines: one object a line, whose keys are the columns.
//!
//! A UTF-8 byte order mark is passed over, and so are blank lines. Keys that
//! come later than the first lines are told, and not read.

mod column;
mod objects;
mod pieces;
mod row;
mod scan;
mod value;

use std::collections::HashMap;

use verdict::{Fault, Place};

use crate::source::Source;
use crate::table::CsvOptions;
pub(crate) use column::Mixed;
pub(crate) use objects::Objects;

/// Bytes of a piece, which one thread reads at a time.
const PIECE: usize = 256 << 10;

/// How many lines are looked at for the names of the columns.
const LINES: usize = 1000;

/// Most bytes of these lines, but for the first.
const HEAD: u64 = 16 << 20;

/// Longest line, in bytes.
const LINE_LIMIT: usize = 64 << 20;

/// Most columns: a block of rows has a place for each.
const COLUMNS_LIMIT: usize = 16_384;

/// The UTF-8 byte order mark.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A file of JSON Lines whose first lines are read.
pub(crate) struct Json {
    columns: Vec<String>,
    /// Which column a key is.
    places: HashMap<String, usize>,
    /// Whether bytes that are not UTF-8 become U+FFFD.
    lossy: bool,
    /// Whether the file begins with a byte order mark.
    bom: bool,
    /// Bytes of a piece.
    piece: usize,
}

impl Json {
    /// Reads the first lines for the keys they have.
    pub(crate) fn open(source: &Source, options: CsvOptions) -> Result<Self, Fault> {
        let (head, whole) = head(source)?;
        let mut json = Self {
            columns: Vec::new(),
            places: HashMap::new(),
            lossy: options.lossy,
            bom: head.starts_with(MARK),
            piece: PIECE,
        };
        let text = head.strip_prefix(MARK).unwrap_or(&head);
        let mut any = false;
        for (at, line) in text.split_inclusive(|byte| *byte == b'\n').enumerate() {
            // What is cut off is only the end of the last line.
            if at == LINES || (at > 0 && !whole && !line.ends_with(b"\n")) {
                break;
            }
            any |= json.take_keys(line);
        }
        if !any {
            return Err(no_object(source, text));
        }
        if json.columns.len() > COLUMNS_LIMIT {
            let message = format!("{} has more than 16,384 keys", source.name);
            return Err(Fault::new(message).help("put what belongs together into one object"));
        }
        Ok(json)
    }

    /// Takes the keys of a line. False: it is no object.
    fn take_keys(&mut self, line: &[u8]) -> bool {
        let line = match self.lossy {
            true => String::from_utf8_lossy(line),
            false => match std::str::from_utf8(line) {
                Ok(line) => line.into(),
                Err(_) => return false,
            },
        };
        let Ok(keys) = row::keys(&line) else {
            return false;
        };
        for key in keys {
            // One more than may be is enough to say so.
            if self.columns.len() <= COLUMNS_LIMIT && !self.places.contains_key(&key) {
                self.places.insert(key.clone(), self.columns.len());
                self.columns.push(key);
            }
        }
        true
    }

    /// The keys, in order of first sight.
    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }
}

/// The first bytes, in which the first lines are; and whether that is all.
fn head(source: &Source) -> Result<(Vec<u8>, bool), Fault> {
    let mut size = 512 << 10;
    loop {
        let head = source.head(size)?;
        let whole = (head.len() as u64) < size;
        let lines = memchr::memchr_iter(b'\n', &head).take(LINES).count();
        if lines == 0 && head.len() > LINE_LIMIT {
            return Err(too_long(source, 1, &head, "a line is longer than 64 MiB"));
        }
        if whole || lines == LINES || (lines > 0 && size >= HEAD) {
            return Ok((head, whole));
        }
        size *= 4;
    }
}

/// The fault of a line that breaks a limit.
fn too_long(source: &Source, line: u64, text: &[u8], what: &str) -> Fault {
    let line = usize::try_from(line).unwrap_or(usize::MAX);
    let text = String::from_utf8_lossy(&text[..text.len().min(1 << 10)]);
    Fault::new(what)
        .at(Place::in_line(&*source.name, line, 1, 1, &text))
        .help("in JSON Lines every object stands on a line of its own")
}

/// The fault of a file whose first lines hold nothing.
fn no_object(source: &Source, text: &[u8]) -> Fault {
    let first = text.trim_ascii_start().first();
    let fault = Fault::new(match first {
        None => format!("{} has no objects: all lines are blank", source.name),
        Some(b'[') => format!("{} is a JSON array, not JSON Lines", source.name),
        Some(_) => format!(
            "none of the first lines of {} is a JSON object",
            source.name
        ),
    });
    fault.help(match first {
        Some(b'[') => "write one object a line, for example with `jq -c '.[]'`",
        _ => "write one object a line, for example with `jq -c .`",
    })
}

#[cfg(test)]
mod tests;
