//! A file that is not on this disk, read a window at a time.

use std::collections::VecDeque;
use std::io;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use remote::Object;

/// Fewest bytes that are asked for at once.
const WINDOW: u64 = 512 << 10;

/// Most windows that are held: every thread reads in several places at once,
/// some of each column.
const HELD: usize = 256;

/// A file that is not on this disk, and what of it was asked for last.
pub(super) struct Elsewhere {
    object: Object,
    /// Where each window begins, the latest first.
    held: Mutex<VecDeque<(u64, Bytes)>>,
}

impl Elsewhere {
    pub(super) fn new(object: Object) -> Self {
        let held = Mutex::default();
        Self { object, held }
    }

    /// So many bytes from a place on, which the file has.
    pub(super) fn read(&self, start: u64, length: usize) -> io::Result<Bytes> {
        if let Some(bytes) = self.at_hand(start, length) {
            return Ok(bytes);
        }
        // The lock is not held while it waits.
        let end = start.saturating_add(WINDOW.max(length as u64));
        let window = self.object.read(start..end)?;
        let bytes = part(&window, 0, length).ok_or(io::ErrorKind::UnexpectedEof)?;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.push_front((start, window));
        held.truncate(HELD);
        Ok(bytes)
    }

    fn at_hand(&self, start: u64, length: usize) -> Option<Bytes> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, found) = held.iter().enumerate().find_map(|(at, (first, window))| {
            let from = usize::try_from(start.checked_sub(*first)?).ok()?;
            Some((at, part(window, from, length)?))
        })?;
        if let Some(used) = held.remove(at) {
            held.push_front(used);
        }
        Some(found)
    }
}

fn part(bytes: &Bytes, from: usize, length: usize) -> Option<Bytes> {
    let to = from.checked_add(length)?;
    (to <= bytes.len()).then(|| bytes.slice(from..to))
}
