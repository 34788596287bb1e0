//! How a record ends.

use crate::column::Span;
use crate::shape::{Ends, LineEnds};

/// The end of a line that ends a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LineEnd {
    /// Its first byte.
    pub(crate) at: usize,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Lf,
    CrLf,
    Cr,
}

impl LineEnd {
    /// The line end behind a value, when it is the last of its record. The
    /// value may still hold the carriage return of it.
    #[inline]
    pub(crate) fn behind(text: &[u8], value: Span, quote: u8) -> Option<Self> {
        let end = value.end as usize;
        let behind = *text.get(end)?;
        if behind == b'\n' {
            // A quoted value is followed by its quote.
            let crlf = value.length() > 0 && text[end - 1] == b'\r';
            return Some(match crlf {
                true => Self {
                    at: end - 1,
                    kind: Kind::CrLf,
                },
                false => Self {
                    at: end,
                    kind: Kind::Lf,
                },
            });
        }
        Self::at(text, end + usize::from(behind == quote))
    }

    /// The line end that begins at a byte.
    #[inline]
    pub(crate) fn at(text: &[u8], at: usize) -> Option<Self> {
        let kind = match text.get(at)? {
            b'\n' => Kind::Lf,
            b'\r' if text.get(at + 1) == Some(&b'\n') => Kind::CrLf,
            b'\r' => Kind::Cr,
            _ => return None,
        };
        Some(Self { at, kind })
    }

    /// The first byte behind it.
    #[inline]
    pub(crate) fn next(self) -> usize {
        self.at + if self.kind == Kind::CrLf { 2 } else { 1 }
    }
}

/// The line ends of one piece: how many of each kind, and the first byte of
/// the first.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    kinds: [(u64, usize); 3],
}

impl Count {
    #[inline]
    pub(crate) fn add(&mut self, end: LineEnd) {
        let (count, first) = &mut self.kinds[end.kind as usize];
        if *count == 0 {
            *first = end.at;
        }
        *count += 1;
    }

    /// Adds all to those of the file; `line_of` knows the line of a byte.
    pub(crate) fn tell(self, ends: &mut LineEnds, line_of: impl Fn(usize) -> u64) {
        let all = [&mut ends.lf, &mut ends.crlf, &mut ends.cr];
        for (ends, (count, first)) in all.into_iter().zip(self.kinds) {
            if count > 0 && ends.count == 0 {
                ends.first = line_of(first);
            }
            ends.count += count;
        }
    }
}

impl Kind {
    /// Adds one to those of the file.
    pub(crate) fn tell(self, ends: &mut LineEnds, line: u64) {
        let kind: &mut Ends = match self {
            Self::Lf => &mut ends.lf,
            Self::CrLf => &mut ends.crlf,
            Self::Cr => &mut ends.cr,
        };
        kind.add(line);
    }
}
