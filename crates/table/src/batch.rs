//! The cells of one column for a few rows.

use jiff::civil::DateTime;

use crate::cell::{Cell, decimal};
use crate::column::{Cells, CellsOf, Column, Nulls, Span, Texts};
use crate::kind::Kind;

/// The cells of one column for a few rows.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) kind: Kind,
    pub(crate) rows: usize,
    /// A bit a row, the lowest first, set where null. Empty: no row is.
    pub(crate) nulls: Vec<u64>,
    pub(crate) values: Values,
}

/// The values: one a row, and any where null.
#[derive(Debug)]
pub(crate) enum Values {
    Booleans(Vec<bool>),
    Integers(Vec<i64>),
    /// None: beyond 128 bits.
    Whole(Vec<Option<i128>>),
    /// To be divided by ten to the power of the column's scale.
    Decimals(Vec<i128>),
    Numbers(Vec<f64>),
    Texts {
        bytes: Vec<u8>,
        spans: Vec<Span>,
        /// Whether some may not be UTF-8.
        binary: bool,
    },
    Days(Vec<i32>),
    /// So many of the column's units since 1970.
    Moments(Vec<i64>),
    /// None: beyond the calendar of 9,999 years.
    OldMoments(Vec<Option<DateTime>>),
    /// Present, and that's all.
    Opaque,
}

impl Values {
    /// Digits of decimals with so many of them behind the point; None: beyond
    /// 128 bits.
    pub(crate) fn decimals(digits: Vec<Option<i128>>, scale: i32) -> Self {
        if scale == 0 {
            let small = |x: &Option<i128>| i64::try_from((*x)?).ok();
            let small: Option<Vec<i64>> = digits.iter().map(small).collect();
            return small.map_or(Self::Whole(digits), Self::Integers);
        }
        let all: Option<Vec<i128>> = digits.iter().copied().collect();
        all.map_or(Self::Whole(digits), Self::Decimals)
    }
}

impl Batch {
    pub(crate) const fn new(kind: Kind) -> Self {
        Self {
            kind,
            rows: 0,
            nulls: Vec::new(),
            values: Values::Opaque,
        }
    }

    /// A column without rows.
    pub(crate) fn nothing() -> &'static Self {
        static NOTHING: Batch = Batch::new(Kind::Opaque("value"));
        &NOTHING
    }

    /// All cells at once.
    pub(crate) fn column(&self) -> Column<'_> {
        let nulls = self.nulls();
        match &self.values {
            Values::Integers(values) => Column::Integers { values, nulls },
            Values::Numbers(values) => Column::Numbers { values, nulls },
            Values::Booleans(values) => Column::Booleans { values, nulls },
            Values::Decimals(values) => Column::Decimals {
                values,
                nulls,
                scale: self.scale(),
            },
            Values::Days(values) => Column::Days { values, nulls },
            Values::Moments(values) => match self.kind {
                Kind::Timestamp(nanoseconds, utc) => Column::Timestamps {
                    values,
                    nulls,
                    nanoseconds,
                    utc,
                },
                _ => Column::Cells(Cells(CellsOf::Batch(self))),
            },
            Values::Texts {
                bytes,
                spans,
                binary: false,
            } => Column::Texts(Texts {
                bytes,
                spans,
                stride: 1,
                rows: self.rows,
            }),
            _ => Column::Cells(Cells(CellsOf::Batch(self))),
        }
    }

    /// How many digits stand behind the point.
    fn scale(&self) -> u32 {
        match self.kind {
            Kind::Decimal(scale) => u32::try_from(scale).unwrap_or_default(),
            _ => 0,
        }
    }

    fn nulls(&self) -> Nulls<'_> {
        Nulls {
            bits: (!self.nulls.is_empty()).then_some(&self.nulls[..]),
        }
    }

    /// The cell of a row, counted from 0, of what has no list of its own.
    pub(crate) fn cell(&self, row: usize) -> Cell<'_> {
        if row >= self.rows || self.nulls().is_null(row) {
            return Cell::Null;
        }
        let value = match &self.values {
            Values::Whole(values) => values
                .get(row)
                .copied()
                .flatten()
                .map(|digits| decimal(digits, self.scale())),
            Values::OldMoments(values) => values.get(row).copied().flatten().map(old_timestamp),
            Values::Texts { bytes, spans, .. } => {
                spans.get(row).and_then(|span| text(*span, bytes))
            }
            _ => None,
        };
        value.unwrap_or(match self.kind {
            Kind::List { nullable: true } => Cell::Unread("list"),
            Kind::List { nullable: false } => Cell::Opaque("list"),
            Kind::Opaque(word) => Cell::Opaque(word),
            Kind::Timestamp(..) => Cell::Opaque("time beyond the year 9999"),
            Kind::Decimal(_) => Cell::Opaque("decimal of more than 38 digits"),
            Kind::Text => Cell::Opaque("binary"),
            _ => Cell::Opaque("value"),
        })
    }
}

fn text(span: Span, bytes: &[u8]) -> Option<Cell<'_>> {
    std::str::from_utf8(span.of(bytes)?).ok().map(Cell::Text)
}

/// A time as it was stored before there were timestamps, which is in no zone.
fn old_timestamp(at: DateTime) -> Cell<'static> {
    Cell::Timestamp { at, utc: false }
}
