//! The bytes of a file, at a place or one after the other, unpacked.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

use bytes::Bytes;
use lz4_flex::frame::FrameDecoder;
use zstd::stream::read::Decoder;

use super::elsewhere::Elsewhere;
use super::wrong::{Result, Wrong, wrong};
use crate::source::{Placed, RandomAccess};

/// Bytes that are unpacked at a time.
const PIECE: usize = 64 << 10;

/// Longest Zstandard buffer: of these the decoder may hold all that came before.
const ZSTD_LIMIT: u64 = 256 << 20;

/// Logarithms of the least and the greatest window of Zstandard that is let in.
const WINDOWS: (u32, u32) = (23, 28);

/// A file, read at any place by several threads.
pub(super) struct Access {
    inner: Inner,
    /// In bytes.
    pub(super) length: u64,
}

enum Inner {
    File(Arc<File>),
    Memory(Bytes),
    Elsewhere(Elsewhere),
}

/// How the buffers of a batch are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Codec {
    Lz4,
    Zstd,
}

impl Access {
    /// A file of so many bytes.
    pub(super) fn new(access: RandomAccess, length: u64) -> Self {
        let inner = match access {
            RandomAccess::File(file) => Inner::File(file),
            RandomAccess::Memory(bytes) => Inner::Memory(bytes),
            RandomAccess::Remote(object) => Inner::Elsewhere(Elsewhere::new(object)),
        };
        Self { inner, length }
    }

    /// So many bytes from a place on; fails when the file doesn't have them.
    pub(super) fn read(&self, start: u64, length: u64) -> Result<Bytes> {
        let size = usize::try_from(length).map_err(|_| Wrong::new(OUTSIDE))?;
        if start
            .checked_add(length)
            .is_none_or(|end| end > self.length)
        {
            return wrong(OUTSIDE);
        }
        match &self.inner {
            Inner::Elsewhere(file) => file.read(start, size).map_err(|error| Wrong::io(&error)),
            Inner::Memory(bytes) => {
                let start = usize::try_from(start).map_err(|_| Wrong::new(OUTSIDE))?;
                Ok(bytes.slice(start..start + size))
            }
            Inner::File(file) => {
                let mut bytes = Vec::with_capacity(size);
                let mut from = Placed::new(file, start).take(length);
                let read = from.read_to_end(&mut bytes);
                match read.map_err(|error| Wrong::io(&error))? < size {
                    true => wrong("it is shorter than it was"),
                    false => Ok(bytes.into()),
                }
            }
        }
    }

    fn stream(&self, start: u64, length: u64) -> Result<Box<dyn Read + '_>> {
        Ok(match &self.inner {
            Inner::Elsewhere(_) => Box::new(Pieces {
                access: self,
                at: start,
                end: start.saturating_add(length),
            }),
            Inner::Memory(_) => Box::new(Cursor::new(self.read(start, length)?)),
            Inner::File(file) => Box::new(Placed::new(file, start).take(length)),
        })
    }
}

/// A part of a file, one piece after the other.
struct Pieces<'a> {
    access: &'a Access,
    at: u64,
    end: u64,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.end.saturating_sub(self.at);
        let count = left.min(buffer.len().min(PIECE) as u64);
        let piece = self.access.read(self.at, count);
        let piece = piece.map_err(|wrong| io::Error::other(wrong.text()))?;
        buffer[..piece.len()].copy_from_slice(&piece);
        self.at += count;
        Ok(piece.len())
    }
}

const OUTSIDE: &str = "it names a place outside of itself";

/// The content of a buffer, one byte after the other.
pub(super) struct Content<'a> {
    input: Input<'a>,
    /// In bytes, from the beginning.
    at: u64,
    length: u64,
}

enum Input<'a> {
    /// Stands in the file so, from a place on.
    Plain(&'a Access, u64),
    Packed(Box<dyn Read + 'a>),
}

impl<'a> Content<'a> {
    /// A buffer that stands in the file so.
    pub(super) fn plain(access: &'a Access, start: u64, length: u64) -> Self {
        Self {
            input: Input::Plain(access, start),
            at: 0,
            length,
        }
    }

    /// A buffer of a batch whose buffers are packed: the length of the content
    /// comes first; -1 is one that did not get shorter.
    pub(super) fn packed(
        access: &'a Access,
        codec: Codec,
        start: u64,
        length: u64,
    ) -> Result<Self> {
        if length == 0 {
            return Ok(Self::plain(access, start, 0));
        }
        let Some(rest) = length.checked_sub(8) else {
            return wrong("a compressed buffer is shorter than its own length");
        };
        let head = access.read(start, 8)?;
        let stated = head
            .first_chunk()
            .map_or(0, |head| i64::from_le_bytes(*head));
        if stated == -1 {
            return Ok(Self::plain(access, start + 8, rest));
        }
        let Ok(stated) = u64::try_from(stated) else {
            return wrong("a compressed buffer has a length below zero");
        };
        let stream = access.stream(start + 8, rest)?;
        Ok(Self {
            input: Input::Packed(unpack(codec, stream, stated)?),
            at: 0,
            length: stated,
        })
    }

    /// How many bytes there are in all, as the file says.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Whether its bytes can't be had but one after the other.
    pub(super) fn is_packed(&self) -> bool {
        matches!(self.input, Input::Packed(_))
    }

    /// So many bytes from a place on, of what stands in the file so.
    pub(super) fn piece(&self, at: u64, count: u64) -> Result<Bytes> {
        let end = at.checked_add(count).filter(|end| *end <= self.length);
        match &self.input {
            Input::Plain(access, start) if end.is_some() => access.read(start + at, count),
            _ => wrong(SHORT),
        }
    }

    /// Passes over all bytes up to a place, which may not lie behind.
    pub(super) fn skip_to(&mut self, at: u64) -> Result<()> {
        let Some(count) = at.checked_sub(self.at).filter(|_| at <= self.length) else {
            return wrong(SHORT);
        };
        if let Input::Packed(input) = &mut self.input {
            let passed = io::copy(&mut input.take(count), &mut io::sink());
            if passed.map_err(|_| Wrong::new(BROKEN))? < count {
                return wrong(SHORT);
            }
        }
        self.at = at;
        Ok(())
    }

    /// The next so many bytes.
    pub(super) fn take(&mut self, count: usize) -> Result<Bytes> {
        let end = self.at.checked_add(count as u64);
        let Some(end) = end.filter(|end| *end <= self.length) else {
            return wrong(SHORT);
        };
        let bytes = match &mut self.input {
            Input::Plain(access, start) => access.read(*start + self.at, count as u64)?,
            Input::Packed(input) => {
                // What it holds may be less than it says.
                let mut bytes = Vec::with_capacity(count.min(PIECE));
                let read = input.take(count as u64).read_to_end(&mut bytes);
                if read.map_err(|_| Wrong::new(BROKEN))? < count {
                    return wrong(SHORT);
                }
                bytes.into()
            }
        };
        self.at = end;
        Ok(bytes)
    }
}

const SHORT: &str = "a buffer holds less than its rows need";
const BROKEN: &str = "a compressed buffer can't be unpacked";

fn unpack<'a>(codec: Codec, stream: Box<dyn Read + 'a>, length: u64) -> Result<Box<dyn Read + 'a>> {
    if codec == Codec::Lz4 {
        return Ok(Box::new(FrameDecoder::new(stream)));
    }
    if length > ZSTD_LIMIT {
        return Err(Wrong::with_help(
            "a buffer in Zstandard is longer than 256 MiB",
            "write it in smaller record batches, or with LZ4, or without compression",
        ));
    }
    let window = length.next_power_of_two().trailing_zeros();
    let unpacked = || {
        let mut decoder = Decoder::new(stream)?;
        decoder.window_log_max(window.clamp(WINDOWS.0, WINDOWS.1))?;
        Ok(Box::new(decoder) as Box<dyn Read>)
    };
    unpacked().map_err(|error: io::Error| Wrong::io(&error))
}
