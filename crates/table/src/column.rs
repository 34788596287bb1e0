//! The cells of one column of a block.

use crate::batch::Batch;
use crate::cell::{Cell, decimal};
use crate::json::Mixed;
use crate::time::{date, timestamp};

/// The cells of one column of a block: one a row, so that each list is as long
/// as the block has rows.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    /// Texts. Every column of a CSV file is one.
    Texts(Texts<'a>),
    /// Whole numbers, 0 where null.
    Integers {
        /// One a row.
        values: &'a [i64],
        /// Which rows have none.
        nulls: Nulls<'a>,
    },
    /// Decimals, 0 where null.
    Decimals {
        /// Without their points, one a row.
        values: &'a [i128],
        /// Which rows have none.
        nulls: Nulls<'a>,
        /// How many digits stand behind the point.
        scale: u32,
    },
    /// Other numbers, NaN and infinities included; 0 where null.
    Numbers {
        /// One a row.
        values: &'a [f64],
        /// Which rows have none.
        nulls: Nulls<'a>,
    },
    /// Yes or no; no where null.
    Booleans {
        /// One a row.
        values: &'a [bool],
        /// Which rows have none.
        nulls: Nulls<'a>,
    },
    /// Days since 1970-01-01, 0 where null.
    Days {
        /// One a row.
        values: &'a [i32],
        /// Which rows have none.
        nulls: Nulls<'a>,
    },
    /// Points in time since 1970-01-01T00:00:00, 0 where null.
    Timestamps {
        /// One a row, in a unit.
        values: &'a [i64],
        /// Which rows have none.
        nulls: Nulls<'a>,
        /// How many nanoseconds the unit has: 1, or a thousand, a million or a
        /// billion.
        nanoseconds: i64,
        /// Whether they are in UTC; else they are of no zone.
        utc: bool,
    },
    /// Everything else, or a mixture: one cell at a time.
    Cells(Cells<'a>),
}

/// Texts of one column.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    pub(crate) bytes: &'a [u8],
    /// From the span of the first row on.
    pub(crate) spans: &'a [Span],
    /// How many spans one row is behind the one before it.
    pub(crate) stride: usize,
    pub(crate) rows: usize,
}

/// From one byte of a block up to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    /// What is nowhere: a null.
    pub(crate) const NONE: Self = Self {
        start: u32::MAX,
        end: 0,
    };

    /// Positions in a block, which is far shorter than 4 GiB.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a block has at most some hundred MiB"
    )]
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// In bytes.
    #[inline]
    pub(crate) fn length(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    #[inline]
    pub(crate) fn of(self, bytes: &[u8]) -> Option<&[u8]> {
        bytes.get(self.start as usize..self.end as usize)
    }
}

impl<'a> Texts<'a> {
    /// How many there are: one a row.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The text of a row, counted from 0: valid UTF-8. None: it is null, or
    /// past the last row.
    #[inline]
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&'a [u8]> {
        self.spans.get(at * self.stride)?.of(self.bytes)
    }

    /// The text of a row that has at most 16 bytes. None: it has more, or is
    /// null, or too near to the beginning of the block's bytes;
    /// [`Texts::get`] knows.
    #[inline]
    #[must_use]
    pub fn short(&self, at: usize) -> Option<Short> {
        let (bytes, length) = self.tail(at)?;
        Short::end_of(bytes, length)
    }

    /// The text of a row as the last of 16 bytes, and how many it has, which
    /// may be more. None: it is null, or too near to the beginning of the
    /// block's bytes.
    #[inline]
    #[must_use]
    pub fn tail(&self, at: usize) -> Option<(&'a [u8; 16], usize)> {
        let span = self.spans.get(at * self.stride)?;
        let before = self.bytes.get(..span.end as usize)?;
        let length = span.end.checked_sub(span.start)?;
        Some((before.last_chunk()?, length as usize))
    }

    /// How many bytes the text of each row has, none of which is looked at; 0
    /// for a null.
    #[inline]
    pub fn lengths(&self) -> impl Iterator<Item = usize> + use<'a> {
        let spans = self.spans.iter().step_by(self.stride.max(1));
        spans.map(|span| span.length())
    }

    /// The texts of all rows, one after the other; None for a null.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&'a [u8]>> + use<'a> {
        let texts = *self;
        (0..self.rows).map(move |at| texts.get(at))
    }
}

/// A text of at most 16 bytes as one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// Its last byte is the highest; before its first are zeros.
    pub word: u128,
    /// In bytes.
    pub length: usize,
}

/// The bytes of a text of so many, the last byte the highest.
const BYTES_OF: [u128; 17] = {
    let mut masks = [0; 17];
    let mut length = 1;
    while length <= 16 {
        masks[length] = u128::MAX << (128 - 8 * length);
        length += 1;
    }
    masks
};

impl Short {
    /// None: it has more than 16 bytes.
    #[must_use]
    pub fn of(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; 16];
        let start = bytes.len().checked_sub(text.len())?;
        bytes[start..].copy_from_slice(text);
        Self::end_of(&bytes, text.len())
    }

    /// The last of 16 bytes.
    #[inline]
    fn end_of(bytes: &[u8; 16], length: usize) -> Option<Self> {
        let word = u128::from_le_bytes(*bytes) & BYTES_OF.get(length)?;
        Some(Self { word, length })
    }
}

/// Which rows of a column are null.
#[derive(Clone, Copy, Debug)]
pub struct Nulls<'a> {
    /// A bit a row, the lowest first, set where null. None: no row is.
    pub(crate) bits: Option<&'a [u64]>,
}

impl Nulls<'_> {
    /// Whether some row is null.
    #[must_use]
    pub fn any(&self) -> bool {
        self.bits.is_some()
    }

    /// How many rows are null.
    #[must_use]
    pub fn count(&self) -> usize {
        let words = self.bits.unwrap_or_default().iter();
        words.map(|word| word.count_ones() as usize).sum()
    }

    /// Whether a row, counted from 0, is null.
    #[inline]
    #[must_use]
    pub fn is_null(&self, at: usize) -> bool {
        match self.bits {
            None => false,
            Some(words) => words
                .get(at / 64)
                .is_some_and(|word| word >> (at % 64) & 1 == 1),
        }
    }
}

/// Cells of a column, one at a time.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a>(pub(crate) CellsOf<'a>);

/// Where cells are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum CellsOf<'a> {
    Batch(&'a Batch),
    Mixed(Mixed<'a>),
}

impl<'a> Cells<'a> {
    /// The cell of a row, counted from 0; [`Cell::Null`] past the last.
    #[must_use]
    pub fn get(&self, at: usize) -> Cell<'a> {
        match self.0 {
            CellsOf::Batch(batch) => batch.cell(at),
            CellsOf::Mixed(mixed) => mixed.cell(at),
        }
    }

    /// The JSON text of a cell of JSON Lines that is [`Cell::Opaque`]: an
    /// object or a list as it is written.
    #[must_use]
    pub fn json(&self, at: usize) -> Option<&'a str> {
        match self.0 {
            CellsOf::Batch(_) => None,
            CellsOf::Mixed(mixed) => mixed.json(at),
        }
    }
}

impl<'a> Column<'a> {
    /// The cell of a row, counted from 0; [`Cell::Null`] past the last.
    #[must_use]
    pub fn cell(&self, at: usize) -> Cell<'a> {
        match self {
            Self::Texts(texts) => texts
                .get(at)
                .and_then(|text| std::str::from_utf8(text).ok())
                .map_or(Cell::Null, Cell::Text),
            Self::Integers { values, nulls } => {
                of(values, nulls, at).map_or(Cell::Null, |value| Cell::Integer(value.into()))
            }
            Self::Decimals {
                values,
                nulls,
                scale,
            } => of(values, nulls, at).map_or(Cell::Null, |digits| decimal(digits, *scale)),
            Self::Numbers { values, nulls } => {
                of(values, nulls, at).map_or(Cell::Null, Cell::Number)
            }
            Self::Booleans { values, nulls } => {
                of(values, nulls, at).map_or(Cell::Null, Cell::Boolean)
            }
            Self::Days { values, nulls } => of(values, nulls, at).map_or(Cell::Null, date),
            Self::Timestamps {
                values,
                nulls,
                nanoseconds,
                utc,
            } => of(values, nulls, at)
                .map_or(Cell::Null, |value| timestamp(value, *nanoseconds, *utc)),
            Self::Cells(cells) => cells.get(at),
        }
    }
}

fn of<T: Copy>(values: &[T], nulls: &Nulls<'_>, at: usize) -> Option<T> {
    let value = values.get(at).copied();
    value.filter(|_| !nulls.is_null(at))
}
