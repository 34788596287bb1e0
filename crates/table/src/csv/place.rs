//! Places of troubles in a CSV file. The file is read again from the record
//! that is in trouble: this happens once a run, so that the good path need not
//! keep what it has read.

use verdict::{Fault, Place};

use super::careful;
use super::structure::{Dialect, line_ends};
use crate::source::Source;

/// Most bytes that are read again: a record within its limits, all quoted.
const PIECE: u64 = 160 << 20;

/// Most bytes of a line that are read to show it.
const LINE: u64 = 4 << 10;

/// Where a record begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Offset in the file.
    pub(super) byte: u64,
    /// Line, counted from 1.
    pub(super) line: u64,
}

/// The place where a record begins.
pub(super) fn of(source: &Source, start: Mark) -> Place {
    let piece = source.piece(start.byte, LINE).unwrap_or_default();
    within(source, start, &piece, 0)
}

/// The place behind the last byte of a piece that begins at a mark.
pub(super) fn behind(source: &Source, start: Mark, piece: &[u8]) -> Place {
    within(source, start, piece, piece.len())
}

/// The fault of a quote that is never closed.
pub(super) fn unclosed(source: &Source, start: Mark, dialect: Dialect) -> Fault {
    let piece = source.piece(start.byte, PIECE).unwrap_or_default();
    let at = careful::open_quote(&piece, 0, dialect).unwrap_or_default();
    Fault::new("this quote is never closed, so the rest of the file is one field")
        .at(within(source, start, &piece, at))
        .help("close it; a quote within quotes is written twice (`\"\"`)")
}

/// The fault of the first byte from a record on that is not UTF-8.
pub(super) fn not_utf8(source: &Source, start: Mark) -> Fault {
    let piece = source.piece(start.byte, PIECE).unwrap_or_default();
    let at = std::str::from_utf8(&piece).map_or_else(|error| error.valid_up_to(), str::len);
    let value = piece
        .get(at)
        .map_or(String::new(), |byte| format!(" 0x{byte:02x}"));
    Fault::new(format!(
        "byte{value} at offset {} is not UTF-8 text",
        start.byte + at as u64
    ))
    .at(within(source, start, &piece, at))
    .help("convert the file, for example with `iconv -f WINDOWS-1252 -t UTF-8`")
}

/// The place of a byte of a piece that begins at a mark.
fn within(source: &Source, start: Mark, piece: &[u8], at: usize) -> Place {
    let before = &piece[..at.min(piece.len())];
    let line_start = before
        .iter()
        .rposition(|byte| matches!(byte, b'\n' | b'\r'))
        .map_or(0, |at| at + 1);
    let ends = usize::try_from(line_ends(before, 0, before.len())).unwrap_or(usize::MAX);
    let line = piece[line_start..]
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .next();
    let line = String::from_utf8_lossy(line.unwrap_or_default());
    let number = usize::try_from(start.line)
        .unwrap_or(usize::MAX)
        .saturating_add(ends);
    let column = String::from_utf8_lossy(&before[line_start..])
        .chars()
        .count()
        + 1;
    Place::in_line(&*source.name, number, column, 1, &line)
}
