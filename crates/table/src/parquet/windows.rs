//! Pieces of a file that lies elsewhere: only the columns that are read, a
//! window of each at a time.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::reader::{ChunkReader, Length};
use bytes::{Buf, Bytes};
use remote::Object;

/// Most bytes of a column that are held, and most of all columns of one row
/// group.
const LONGEST: u64 = 8 << 20;
const TOGETHER: u64 = 128 << 20;

/// Fewest bytes that are asked for at once.
const SHORTEST: u64 = 64 << 10;

/// A file elsewhere, and what of its columns is at hand.
#[derive(Clone, Debug)]
pub(super) struct Windows {
    object: Object,
    /// The columns that are being read, by their first bytes.
    held: Arc<Mutex<BTreeMap<u64, Window>>>,
}

/// A column that is being read, and the part of it that is at hand.
#[derive(Clone, Debug)]
struct Window {
    end: u64,
    /// How many bytes are asked for at once.
    length: u64,
    at: u64,
    bytes: Bytes,
}

impl Window {
    fn part(&self, at: u64, length: u64) -> Option<Bytes> {
        let from = usize::try_from(at.checked_sub(self.at)?).ok()?;
        let to = from.checked_add(usize::try_from(length).ok()?)?;
        (to <= self.bytes.len()).then(|| self.bytes.slice(from..to))
    }

    /// What is at hand from a byte on.
    fn rest(&self, at: u64) -> Option<Bytes> {
        let from = usize::try_from(at.checked_sub(self.at)?).ok()?;
        (from < self.bytes.len()).then(|| self.bytes.slice(from..))
    }
}

impl Windows {
    pub(super) fn new(object: Object) -> Self {
        let held = Arc::default();
        Self { object, held }
    }

    /// Columns that will be read, by their places: their beginnings are asked
    /// for together. They are held until what comes back is dropped.
    pub(super) fn expect(&self, columns: &[Range<u64>]) -> io::Result<Expected> {
        let each = TOGETHER / columns.len().max(1) as u64;
        let length = each.clamp(SHORTEST, LONGEST);
        let first = |column: &Range<u64>| column.start..column.end.min(column.start + length);
        let firsts: Vec<Range<u64>> = columns.iter().map(first).collect();
        let all = self.object.read_all(&firsts)?;
        let mut held = self.held();
        for (column, bytes) in columns.iter().zip(all) {
            let window = Window {
                end: column.end,
                length,
                at: column.start,
                bytes,
            };
            held.insert(column.start, window);
        }
        Ok(Expected {
            windows: self.clone(),
            starts: columns.iter().map(|column| column.start).collect(),
        })
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<u64, Window>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The column around a byte, and where it begins.
    fn around(&self, at: u64) -> Option<(u64, Window)> {
        let held = self.held();
        let (start, window) = held.range(..=at).next_back()?;
        (at < window.end).then(|| (*start, window.clone()))
    }

    /// So many bytes at a place.
    fn bytes(&self, at: u64, length: u64) -> io::Result<Bytes> {
        let Some((start, mut window)) = self.around(at) else {
            return self.object.read(at..at.saturating_add(length));
        };
        if let Some(bytes) = window.part(at, length) {
            return Ok(bytes);
        }
        let end = at.saturating_add(length.max(window.length)).min(window.end);
        let end = end.max(at.saturating_add(length));
        window.bytes = self.object.read(at..end)?;
        window.at = at;
        let end = window
            .bytes
            .len()
            .min(usize::try_from(length).unwrap_or(usize::MAX));
        let bytes = window.bytes.slice(..end);
        if let Some(held) = self.held().get_mut(&start) {
            *held = window;
        }
        Ok(bytes)
    }
}

/// Columns that are held as long as this is.
pub(super) struct Expected {
    windows: Windows,
    starts: Vec<u64>,
}

impl Drop for Expected {
    fn drop(&mut self) {
        let mut held = self.windows.held();
        for start in &self.starts {
            held.remove(start);
        }
    }
}

impl Length for Windows {
    fn len(&self) -> u64 {
        self.object.size()
    }
}

impl ChunkReader for Windows {
    type T = From;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(From {
            windows: self.clone(),
            at: start,
            piece: Bytes::new(),
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // No more than the file has, whatever a footer says.
        let wanted = (length as u64).min(self.len());
        let bytes = self.bytes(start, wanted)?;
        if bytes.len() < length {
            return Err(ParquetError::EOF("it is shorter than it says".to_owned()));
        }
        Ok(bytes)
    }
}

/// All bytes from a place on: headers of pages are read so, which are short.
pub(super) struct From {
    windows: Windows,
    at: u64,
    piece: Bytes,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.piece.is_empty() {
            let at_hand = self.windows.around(self.at);
            let at_hand = at_hand.and_then(|(_, window)| window.rest(self.at));
            self.piece = match at_hand {
                Some(piece) => piece,
                None => self.windows.bytes(self.at, 1 << 10)?,
            };
            self.at += self.piece.len() as u64;
        }
        let count = buffer.len().min(self.piece.len());
        self.piece.copy_to_slice(&mut buffer[..count]);
        Ok(count)
    }
}
