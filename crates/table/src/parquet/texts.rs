//! Texts of a column, and the numbers by which its pages name them.
//!
//! The crate's reader of texts makes a counted reference for every value. So
//! it gets numbers instead: its pages are rewritten to name texts, which are
//! kept here.

use ::parquet::basic::Encoding;

use super::delta;
use crate::FIELD_LIMIT;
use crate::column::Span;

/// What is wrong with a page, in words.
pub(super) type Wrong = &'static str;

/// Most bytes of the texts of one page.
const PAGE_LIMIT: usize = 256 << 20;

/// Texts by number: zero and above for those of the dictionary, below zero
/// for those of data pages, from -1 down and around.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// The dictionary's, then those of the pages that are held.
    pub(super) bytes: Vec<u8>,
    spans: Vec<Span>,
    /// How many spans and bytes are the dictionary's.
    dictionary: (usize, usize),
    /// How many texts of data pages were forgotten, modulo 2³¹.
    forgotten: u32,
    /// How many spans and bytes each page has that is held, and how many values
    /// the column has up to its end.
    pages: std::collections::VecDeque<(usize, usize, u64)>,
    /// Whether one of them is not UTF-8.
    pub(super) binary: bool,
}

/// How the values of a page are stored.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) encoding: Encoding,
    /// Bytes of each value, where all have as many.
    pub(super) fixed: Option<usize>,
    /// Most values that there may be.
    pub(super) most: u64,
}

impl Texts {
    /// Takes a dictionary of so many values, and says how many there are.
    pub(super) fn take_dictionary(
        &mut self,
        values: &[u8],
        layout: Layout,
    ) -> Result<usize, Wrong> {
        *self = Self::default();
        let count = self.add(values, layout)?;
        self.dictionary = (self.spans.len(), self.bytes.len());
        Ok(count)
    }

    /// Takes the values of a data page that ends the column's first so many,
    /// and gives the numbers by which they can be had, four bytes each.
    pub(super) fn take_page(
        &mut self,
        values: &[u8],
        layout: Layout,
        end: u64,
    ) -> Result<Vec<u8>, Wrong> {
        let before = self.spans.len() - self.dictionary.0;
        let bytes = self.bytes.len();
        let count = self.add(values, layout)?;
        self.pages.push_back((count, self.bytes.len() - bytes, end));
        let first = self
            .forgotten
            .wrapping_add(u32::try_from(before).map_err(|_| TOO_MANY)?);
        let count = u32::try_from(count).map_err(|_| TOO_MANY)?;
        let numbers = (0..count).map(|at| !(first.wrapping_add(at) & MASK));
        Ok(numbers.flat_map(u32::to_le_bytes).collect())
    }

    /// Forgets the pages that hold none but the column's first so many values.
    pub(super) fn forget(&mut self, done: u64) {
        let (mut spans, mut bytes) = (0, 0);
        while let Some((more, longer, end)) = self.pages.front().copied()
            && end <= done
        {
            (spans, bytes) = (spans + more, bytes + longer);
            self.pages.pop_front();
        }
        if spans == 0 {
            return;
        }
        let (first, start) = self.dictionary;
        self.bytes.drain(start..start + bytes);
        self.spans.drain(first..first + spans);
        for span in &mut self.spans[first..] {
            *span = Span::new(span.start as usize - bytes, span.end as usize - bytes);
        }
        self.forgotten = self.forgotten.wrapping_add(Span::new(0, spans).end);
    }

    /// How many bytes there are of the pages that are held.
    pub(super) fn held(&self) -> usize {
        self.bytes.len().saturating_sub(self.dictionary.1)
    }

    /// Where a text stands.
    pub(super) fn span(&self, number: i32) -> Option<Span> {
        if number >= 0 {
            let at = usize::try_from(number).ok()?;
            return self.spans[..self.dictionary.0].get(at).copied();
        }
        let at = (!number).cast_unsigned().wrapping_sub(self.forgotten) & MASK;
        self.spans.get(self.dictionary.0 + at as usize).copied()
    }

    /// Takes values, and says how many there are.
    fn add(&mut self, values: &[u8], layout: Layout) -> Result<usize, Wrong> {
        let before = self.spans.len();
        let start = self.bytes.len();
        match (layout.encoding, layout.fixed) {
            (Encoding::PLAIN, None) => self.add_plain(values)?,
            (Encoding::PLAIN, Some(size)) => self.add_fixed(values, size)?,
            (Encoding::BYTE_STREAM_SPLIT, Some(size)) => {
                let count = values.len().checked_div(size).unwrap_or_default();
                let joined = (0..count * size).map(|at| values[at % size * count + at / size]);
                let joined: Vec<u8> = joined.collect();
                self.add_fixed(&joined, size)?;
            }
            (Encoding::DELTA_LENGTH_BYTE_ARRAY, None) => {
                let (lengths, rest) = delta::texts(values, layout.most)?;
                self.add_lengths(&lengths, rest);
            }
            (Encoding::DELTA_BYTE_ARRAY, _) => {
                let (lengths, joined) = delta::joined(values, layout.most, PAGE_LIMIT)?;
                if layout
                    .fixed
                    .is_some_and(|size| lengths.iter().any(|length| *length != size))
                {
                    return Err(BAD_TEXTS);
                }
                self.add_lengths(&lengths, &joined);
            }
            _ => return Err("a page of texts has an encoding that texts can't have"),
        }
        let added = &self.spans[before..];
        if added.iter().any(|span| span.length() > FIELD_LIMIT) {
            return Err("a cell is longer than 16 MiB");
        }
        let bytes = &self.bytes;
        let text = |span: &Span| std::str::from_utf8(span.of(bytes).unwrap_or_default()).is_ok();
        self.binary = self.binary || !(bytes[start..].is_ascii() || added.iter().all(text));
        Ok(added.len())
    }

    /// Texts that stand one behind the other, each with its length in four
    /// bytes before it.
    fn add_plain(&mut self, values: &[u8]) -> Result<(), Wrong> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(values);
        let mut at = 0;
        while let Some(length) = values.get(at..).and_then(<[u8]>::first_chunk::<4>) {
            let from = at + 4;
            at = usize::try_from(u32::from_le_bytes(*length))
                .ok()
                .and_then(|length| from.checked_add(length))
                .filter(|end| *end <= values.len())
                .ok_or(BAD_TEXTS)?;
            self.spans.push(Span::new(start + from, start + at));
        }
        if at == values.len() {
            Ok(())
        } else {
            Err(BAD_TEXTS)
        }
    }

    fn add_fixed(&mut self, values: &[u8], size: usize) -> Result<(), Wrong> {
        if size == 0 || !values.len().is_multiple_of(size) {
            return Err(BAD_TEXTS);
        }
        let lengths = vec![size; values.len() / size];
        self.add_lengths(&lengths, values);
        Ok(())
    }

    fn add_lengths(&mut self, lengths: &[usize], joined: &[u8]) {
        let mut start = self.bytes.len();
        self.bytes.extend_from_slice(joined);
        for length in lengths {
            self.spans.push(Span::new(start, start + length));
            start += length;
        }
    }
}

pub(super) const BAD_TEXTS: Wrong = "a page holds other texts than it says";

const TOO_MANY: Wrong = "a page holds more texts than it may";

/// The bits of a number but for its sign.
const MASK: u32 = 0x7fff_ffff;
