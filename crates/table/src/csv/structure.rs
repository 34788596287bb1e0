#![expect(
    clippy::inline_always,
    reason = "one search is compiled for registers of each width: what is not inlined is not"
)]
//! The structure of a piece of a CSV file: where each value of each record
//! stands.

mod quotes;

use super::careful;
use super::masks::{Content, Masks};
use crate::column::Span;
pub(super) use quotes::line_ends;

/// Most fields of a record.
pub(super) const FIELDS_LIMIT: usize = 1 << 20;

/// Most values of a piece, but for one chunk: a piece is cut behind the record
/// that reaches it. Twice the fields of a record, so that there is one.
const VALUES_LIMIT: usize = 2 * FIELDS_LIMIT;

/// Bytes that must stand behind a piece, whatever they are: whole chunks are
/// looked at.
pub(super) const PADDING: usize = CHUNK;

/// Bytes that are looked at together.
const CHUNK: usize = 64;

/// What stands between fields, and around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    pub(crate) quote: u8,
}

/// What was found in a piece. All positions count from its first byte.
#[derive(Debug, Default)]
pub(super) struct Structure {
    /// The values of all whole records that keep the rules, one after the
    /// other, without their quotes; a carriage return before a line feed is
    /// still part of an unquoted value. Only the first [`Structure::count`] are
    /// meant.
    pub(super) values: Vec<Span>,
    pub(super) count: usize,
    /// Which values have doubled quotes in them.
    pub(super) doubled: Vec<usize>,
    /// Records that break the rules of quoting.
    pub(super) strays: Vec<Stray>,
    /// How many records are in `values`, blank lines included.
    pub(super) records: usize,
    /// How many of them are blank lines.
    pub(super) blanks: usize,
    /// How many lines end in what was consumed.
    pub(super) lines: u64,
    /// Where the last whole record ends, its line end included.
    pub(super) consumed: usize,
    /// Where the value begins that doesn't end in the piece.
    pub(super) open: usize,
    /// Whether the last record, which is not whole, has more fields than a
    /// record may have.
    pub(super) too_many_fields: bool,
    /// Whether the search ended before the piece did: it has many values.
    pub(super) stopped: bool,
    pub(super) content: Content,
}

/// A record that breaks the rules of quoting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stray {
    /// How many values stand before it.
    pub(super) values: usize,
    /// Where it stands, without its line end.
    pub(super) record: Span,
    /// The first byte that breaks the rules.
    pub(super) byte: usize,
}

/// What is carried from one chunk to the next: the lowest bit of a mask, when
/// it stands for one byte.
struct Carry {
    /// All bits set within quotes.
    inside: u64,
    /// A quote may open here.
    may_open: u64,
    /// The byte before closes quotes.
    closed: u64,
    /// The byte before is a carriage return.
    cr: u64,
    /// The byte before ends a line.
    line_end: u64,
}

impl Carry {
    /// What holds at the first byte of a record.
    const RECORD: Self = Self {
        inside: 0,
        may_open: 1,
        closed: 0,
        cr: 0,
        line_end: 1,
    };
}

/// Finds the structure of a piece that begins with a record: the first
/// `length` bytes of a text that has [`PADDING`] more. `masks` looks at one
/// chunk after the other, of which some may come twice.
///
/// The rules are strict: a quote opens only at the start of a field and closes
/// only at its end. A record that breaks them is a [`Stray`], and ends where a
/// careful reader says.
#[inline(always)]
pub(super) fn find(
    text: &[u8],
    length: usize,
    dialect: Dialect,
    structure: &mut Structure,
    mut masks: impl FnMut(&[u8; CHUNK]) -> Masks,
) {
    let mut search = Search::new(text, length, dialect, structure);
    while search.at < length {
        let Some(chunk) = text.get(search.at..).and_then(<[u8]>::first_chunk) else {
            break;
        };
        if !search.look(masks(chunk)) {
            break;
        }
    }
    search.finish();
}

/// How far the search is.
struct Search<'a> {
    text: &'a [u8],
    length: usize,
    dialect: Dialect,
    found: &'a mut Structure,
    /// Where the next chunk begins.
    at: usize,
    /// Where the value begins that has not ended yet.
    start: usize,
    /// Whether that value begins with a quote.
    quoted: bool,
    carry: Carry,
    /// How many values were found before the last stray, and where that ends:
    /// no record begins before.
    floor: (usize, usize),
}

impl<'a> Search<'a> {
    fn new(text: &'a [u8], length: usize, dialect: Dialect, found: &'a mut Structure) -> Self {
        found.forget();
        Self {
            text,
            length,
            dialect,
            found,
            at: 0,
            start: 0,
            quoted: false,
            carry: Carry::RECORD,
            floor: (0, 0),
        }
    }

    /// Takes the masks of the next chunk. False: the search is at its end.
    #[inline(always)]
    fn look(&mut self, masks: Masks) -> bool {
        if !self.found.has_room() && !self.make_room() {
            return false;
        }
        let left = self.length - self.at;
        let valid = if left < CHUNK {
            (1 << left) - 1
        } else {
            u64::MAX
        };
        let masks = Masks {
            quote: masks.quote & valid,
            delimiter: masks.delimiter & valid,
            lf: masks.lf & valid,
            cr: masks.cr & valid,
        };
        let lone = self.lone_returns(masks);
        if masks.quote | lone | u64::from(self.quoted) == 0 {
            self.plain(masks);
            true
        } else {
            self.quotes(masks, lone)
        }
    }

    /// Carriage returns that no line feed follows.
    #[inline(always)]
    fn lone_returns(&self, masks: Masks) -> u64 {
        if masks.cr == 0 {
            return 0;
        }
        let next = u64::from(self.text[self.at + CHUNK] == b'\n');
        masks.cr & !(masks.lf >> 1 | next << (CHUNK - 1))
    }

    /// A chunk without quotes, and outside of them.
    #[inline(always)]
    fn plain(&mut self, masks: Masks) {
        self.count_lines(masks.lf, masks.cr);
        self.found.lines += u64::from(masks.lf.count_ones());
        let mut ends = masks.delimiter | masks.lf;
        let count = ends.count_ones() as usize;
        let from = self.found.count;
        if let Some(values) = self.found.values.get_mut(from..from + CHUNK) {
            let mut start = narrow(self.start);
            let base = narrow(self.at);
            // Eight whether or not there are so many: few chunks have more,
            // and what is too much is written over.
            for value in &mut values[..8] {
                let end = base + ends.trailing_zeros();
                *value = Span { start, end };
                start = end + 1;
                ends &= ends.wrapping_sub(1);
            }
            if count > 8 {
                for value in &mut values[8..count] {
                    let end = base + ends.trailing_zeros();
                    *value = Span { start, end };
                    start = end + 1;
                    ends &= ends.wrapping_sub(1);
                }
            }
            if count > 0 {
                self.start = values[count - 1].end as usize + 1;
            }
        }
        self.found.count += count;
        self.carry.may_open = (masks.delimiter | masks.lf | masks.cr) >> (CHUNK - 1);
        self.carry.closed = 0;
        self.at += CHUNK;
    }

    /// Counts the records that end in a chunk, and those that are blank lines,
    /// from the line ends that are not within quotes.
    #[inline(always)]
    fn count_lines(&mut self, lf: u64, cr: u64) {
        let all = lf | cr;
        // A line feed behind a carriage return ends no line of its own.
        let first = cr | (lf & !(cr << 1 | self.carry.cr));
        let blank = first & (all << 1 | self.carry.line_end);
        self.found.records += first.count_ones() as usize;
        self.found.blanks += blank.count_ones() as usize;
        self.carry.cr = cr >> (CHUNK - 1);
        self.carry.line_end = all >> (CHUNK - 1);
    }
}

impl Structure {
    fn forget(&mut self) {
        self.count = 0;
        self.doubled.clear();
        self.strays.clear();
        self.records = 0;
        self.blanks = 0;
        self.lines = 0;
        self.too_many_fields = false;
        self.stopped = false;
    }

    /// Whether the values of one more chunk fit.
    #[inline(always)]
    fn has_room(&self) -> bool {
        self.count + CHUNK <= self.values.len()
    }
}

/// A position as it is stored. Pieces are far shorter than 4 GiB.
#[inline(always)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "a piece has at most 129 MiB"
)]
fn narrow(position: usize) -> u32 {
    position as u32
}
