//! Bytes that are asked for ahead of who reads them.

use std::io::{self, Read};
use std::ops::Range;

use bytes::{Buf, Bytes};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use tokio::sync::mpsc::{self, Receiver};

use super::{runtime, why};
use crate::Trouble;

/// How many requests for what comes next are under way.
pub(super) const AHEAD: usize = 3;

/// Bytes of the first request, and of the longest.
const FIRST: u64 = 256 << 10;
const LONGEST: u64 = 8 << 20;

/// What to ask for from a byte on: little at first, as many look at no more.
pub(super) fn ranges(from: u64, size: u64) -> impl Iterator<Item = Range<u64>> + Send + 'static {
    let mut next = from;
    let mut length = FIRST;
    std::iter::from_fn(move || {
        let range = next..size.min(next.saturating_add(length));
        next = range.end;
        length = (length * 2).min(LONGEST);
        (!range.is_empty()).then_some(range)
    })
}

/// A reader of pieces that come from beside it.
pub(super) struct Ahead {
    pieces: Receiver<Result<Bytes, Trouble>>,
    piece: Bytes,
    /// How many bytes are still to come, and the name of what gives them,
    /// where nobody else counts.
    expected: Option<(String, u64)>,
}

impl Ahead {
    pub(super) fn new(
        mut from: BoxStream<'static, Result<Bytes, Trouble>>,
        expected: Option<(String, u64)>,
    ) -> Self {
        let (sender, pieces) = mpsc::channel(1);
        runtime::spawn(async move {
            while let Some(piece) = from.next().await {
                // Nobody reads any more.
                if sender.send(piece).await.is_err() {
                    break;
                }
            }
        });
        Self {
            pieces,
            piece: Bytes::new(),
            expected,
        }
    }

    /// Fails when fewer bytes came than were announced.
    fn end(&self) -> io::Result<usize> {
        match &self.expected {
            Some((name, left)) if *left > 0 => Err(why::cut_off(name).into()),
            _ => Ok(0),
        }
    }
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.pieces.blocking_recv() {
                Some(piece) => self.piece = piece?,
                None => return self.end(),
            }
        }
        let count = buffer.len().min(self.piece.len());
        self.piece.copy_to_slice(&mut buffer[..count]);
        if let Some((_, left)) = &mut self.expected {
            *left = left.saturating_sub(count as u64);
        }
        Ok(count)
    }
}
