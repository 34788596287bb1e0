//! Texts: one behind the other with their ends, or as views.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::bits::is_set;
use super::bytes::Content;
use super::fields::Scalar;
use super::values::numbers;
use super::wrong::{Result, Wrong, wrong};
use crate::FIELD_LIMIT;
use crate::batch::Values;
use crate::column::Span;

/// Most bytes of texts of all columns that are shown at once, but for one row.
pub(super) const AT_ONCE: u64 = 16 << 20;

/// Most bytes between texts that are read along with them.
const GAPS: u64 = 16 << 20;

/// Most bytes of the compressed long texts of a column in a batch: a view may
/// point to any of them.
const HEAPS_LIMIT: u64 = 256 << 20;

/// Longest text of a view that is in the view itself.
const SHORT: usize = 12;

const TOO_LONG: &str = "a cell is longer than 16 MiB";

/// How many of the first rows have at most so many bytes together; at least
/// one.
fn fitting(lengths: impl Iterator<Item = u64>, most: u64) -> usize {
    let mut sum = 0u64;
    let fits = |length: &u64| {
        sum = sum.saturating_add(*length);
        sum <= most
    };
    lengths.take_while(fits).count().max(1)
}

/// Texts that stand one behind the other.
pub(super) struct Texts<'a> {
    ends: Content<'a>,
    size: usize,
    data: Content<'a>,
    /// Where the next text begins, and where it and some more end.
    start: u64,
    pending: Vec<u64>,
}

impl<'a> Texts<'a> {
    /// From one row on.
    pub(super) fn new(
        mut ends: Content<'a>,
        data: Content<'a>,
        wide: bool,
        from: u64,
    ) -> Result<Self> {
        let size = if wide { 8 } else { 4 };
        // A column without rows need not even say where the first would begin.
        let start = if ends.length() == 0 {
            0
        } else {
            ends.skip_to(from * size as u64)?;
            ends_of(&ends.take(size)?, size).next().unwrap_or(Ok(0))?
        };
        Ok(Self {
            ends,
            size,
            data,
            start,
            pending: Vec::new(),
        })
    }

    /// Looks ahead for so many rows, and says how many of them have at most so
    /// many bytes, at least one.
    pub(super) fn step(&mut self, rows: usize, most: u64) -> Result<usize> {
        let missing = rows.saturating_sub(self.pending.len());
        let more = self.ends.take(missing * self.size)?;
        let mut before = self.pending.last().copied().unwrap_or(self.start);
        for end in ends_of(&more, self.size) {
            let end = end?;
            if end < before {
                return wrong("a text ends before it begins");
            }
            if end - before > FIELD_LIMIT as u64 {
                return wrong(TOO_LONG);
            }
            before = end;
            self.pending.push(end);
        }
        if before > self.data.length() {
            return wrong("a text ends behind the last byte of the texts");
        }
        let starts = [self.start].into_iter().chain(self.pending.iter().copied());
        let lengths = starts.zip(&self.pending).map(|(start, end)| end - start);
        Ok(fitting(lengths.take(rows), most))
    }

    /// The next so many rows, for which was looked ahead.
    pub(super) fn load(&mut self, rows: usize, nulls: &[u64]) -> Result<Values> {
        let ends: Vec<u64> = self.pending.drain(..rows).collect();
        let end = ends.last().copied().unwrap_or(self.start);
        self.data.skip_to(self.start)?;
        let size = usize::try_from(end - self.start).map_err(|_| Wrong::new(TOO_LONG))?;
        let bytes = self.data.take(size)?;
        let mut spans = Vec::with_capacity(rows);
        let mut start = 0;
        for (row, end) in ends.into_iter().enumerate() {
            let end = usize::try_from(end - self.start).map_err(|_| Wrong::new(TOO_LONG))?;
            if end - start > FIELD_LIMIT {
                return wrong(TOO_LONG);
            }
            spans.push(match is_set(nulls, row) {
                true => Span::NONE,
                false => Span::new(start, end),
            });
            start = end;
        }
        self.start = end;
        Ok(values(bytes.into(), spans))
    }
}

fn ends_of(bytes: &[u8], size: usize) -> impl Iterator<Item = Result<u64>> {
    numbers(bytes, Scalar::Signed(size)).map(|end| {
        u64::try_from(end).map_err(|_| Wrong::new("a text begins before the first byte"))
    })
}

fn values(bytes: Vec<u8>, spans: Vec<Span>) -> Values {
    let text = |span: &Span| std::str::from_utf8(span.of(&bytes).unwrap_or_default()).is_ok();
    let binary = !(bytes.is_ascii() || spans.iter().all(text));
    Values::Texts {
        bytes,
        spans,
        binary,
    }
}

/// Texts as views of 16 bytes: the length, and either the text itself or where
/// it stands.
pub(super) struct Views<'a> {
    content: Content<'a>,
    pending: Vec<[u8; 16]>,
    heaps: Vec<Heap<'a>>,
    /// How many bytes of compressed heaps are held.
    held: u64,
}

/// A buffer of long texts.
enum Heap<'a> {
    Closed(Content<'a>),
    Unpacked(Bytes),
}

/// Where a long text stands.
#[derive(Clone, Copy)]
struct Long {
    heap: usize,
    start: u64,
    length: usize,
}

impl<'a> Views<'a> {
    /// From one row on.
    pub(super) fn new(mut views: Content<'a>, heaps: Vec<Content<'a>>, from: u64) -> Result<Self> {
        views.skip_to(from * 16)?;
        Ok(Self {
            content: views,
            pending: Vec::new(),
            heaps: heaps.into_iter().map(Heap::Closed).collect(),
            held: 0,
        })
    }

    /// Looks ahead for so many rows, and says how many of them have at most so
    /// many bytes, at least one.
    pub(super) fn step(&mut self, rows: usize, most: u64) -> Result<usize> {
        let missing = rows.saturating_sub(self.pending.len());
        let more = self.content.take(missing * 16)?;
        self.pending.extend_from_slice(more.as_chunks().0);
        let lengths = self
            .pending
            .iter()
            .take(rows)
            .map(|view| u64::try_from(length(*view)).unwrap_or_default());
        Ok(fitting(lengths, most))
    }

    /// The next so many rows, for which was looked ahead.
    pub(super) fn load(&mut self, rows: usize, nulls: &[u64]) -> Result<Values> {
        let views: Vec<[u8; 16]> = self.pending.drain(..rows).collect();
        let views = || {
            views
                .iter()
                .enumerate()
                .filter(|(row, _)| !is_set(nulls, *row))
        };
        let mut ranges: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
        for (_, view) in views() {
            if let Some(long) = self.long(*view)? {
                let (low, high) = ranges.entry(long.heap).or_insert((u64::MAX, 0));
                *low = long.start.min(*low);
                *high = (long.start + long.length as u64).max(*high);
            }
        }
        let (mut bytes, mut bases, mut gaps) = (Vec::new(), BTreeMap::new(), 0u64);
        for (heap, (low, high)) in ranges {
            gaps += high - low;
            if gaps <= AT_ONCE + GAPS {
                bases.insert(heap, (bytes.len(), low));
                let size = usize::try_from(high - low).unwrap_or(usize::MAX);
                bytes.extend_from_slice(&self.read(heap, low, size)?);
            }
        }
        let mut spans = vec![Span::NONE; rows];
        for (row, view) in views() {
            let start = match self.long(*view)? {
                None => {
                    bytes.extend_from_slice(&view[4..4 + short(*view)]);
                    bytes.len() - short(*view)
                }
                Some(long) => {
                    if let Some((base, low)) = bases.get(&long.heap) {
                        base + usize::try_from(long.start - low).unwrap_or(usize::MAX)
                    } else {
                        bytes.extend_from_slice(&self.read(long.heap, long.start, long.length)?);
                        bytes.len() - long.length
                    }
                }
            };
            let length = usize::try_from(length(*view)).unwrap_or_default();
            spans[row] = Span::new(start, start + length);
        }
        Ok(values(bytes, spans))
    }

    /// Where the text of a view stands. None: in the view.
    fn long(&self, view: [u8; 16]) -> Result<Option<Long>> {
        let number = |at: usize| {
            let bytes = view.get(at..).and_then(<[u8]>::first_chunk);
            bytes.map_or(-1, |bytes| i32::from_le_bytes(*bytes))
        };
        let Ok(length) = usize::try_from(length(view)) else {
            return wrong("a text has a length below zero");
        };
        if length <= SHORT {
            return Ok(None);
        }
        if length > FIELD_LIMIT {
            return wrong(TOO_LONG);
        }
        let heap = usize::try_from(number(8)).ok();
        let long = heap.zip(u64::try_from(number(12)).ok());
        let long = long.filter(|(heap, start)| match self.heaps.get(*heap) {
            Some(Heap::Closed(content)) => start + length as u64 <= content.length(),
            Some(Heap::Unpacked(bytes)) => start + length as u64 <= bytes.len() as u64,
            None => false,
        });
        match long {
            Some((heap, start)) => Ok(Some(Long {
                heap,
                start,
                length,
            })),
            None => wrong("a text stands where there is none"),
        }
    }

    fn read(&mut self, heap: usize, start: u64, size: usize) -> Result<Bytes> {
        let Some(heap) = self.heaps.get_mut(heap) else {
            return wrong("a text stands where there is none");
        };
        if let Heap::Closed(content) = heap {
            if !content.is_packed() {
                return content.piece(start, size as u64);
            }
            self.held = self.held.saturating_add(content.length());
            if self.held > HEAPS_LIMIT {
                return Err(Wrong::with_help(
                    "its long texts in one record batch are longer than 256 MiB, and compressed",
                    "write it in smaller record batches, or without compression",
                ));
            }
            let length = usize::try_from(content.length()).unwrap_or(usize::MAX);
            *heap = Heap::Unpacked(content.take(length)?);
        }
        match heap {
            Heap::Unpacked(bytes) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX);
                let range = start..start.saturating_add(size);
                match range.end <= bytes.len() {
                    true => Ok(bytes.slice(range)),
                    false => wrong("a text stands where there is none"),
                }
            }
            Heap::Closed(_) => Ok(Bytes::new()),
        }
    }
}

fn length(view: [u8; 16]) -> i32 {
    view.first_chunk()
        .map_or(0, |bytes| i32::from_le_bytes(*bytes))
}

/// The length of a text that is in its view.
fn short(view: [u8; 16]) -> usize {
    usize::try_from(length(view)).unwrap_or_default().min(SHORT)
}
