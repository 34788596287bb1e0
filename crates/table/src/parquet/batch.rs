//! The cells of one column for a few rows.

use std::fmt::Write as _;

use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{ByteArray, DataType, FixedLenByteArray, Int96};
use ::parquet::errors::ParquetError;
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

use super::kind::Kind;
use crate::FIELD_LIMIT;
use crate::row::Cell;

/// The cells of one column for a few rows.
#[derive(Debug)]
pub(crate) struct Batch {
    kind: Kind,
    /// Which value each row has; none for null.
    slots: Vec<Option<u32>>,
    values: Values,
    definitions: Vec<i16>,
}

/// The values that are not null.
#[derive(Debug)]
enum Values {
    Booleans(Vec<bool>),
    Integers(Vec<i64>),
    Numbers(Vec<f64>),
    /// Slices of the decoded page: a text that a dictionary holds once is held
    /// once here too.
    Bytes(Vec<ByteArray>),
    /// One behind the other, and where each ends.
    Written(String, Vec<usize>),
    /// Present, and that's all.
    Opaque,
}

impl Batch {
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            slots: Vec::new(),
            values: Values::Opaque,
            definitions: Vec::new(),
        }
    }

    /// The cell of a row, counted from 0.
    pub(crate) fn cell(&self, row: usize) -> Cell<'_> {
        match self.slots.get(row) {
            Some(Some(slot)) => self.value(*slot as usize),
            Some(None) => Cell::Null,
            None => Cell::Opaque("list"),
        }
    }

    fn value(&self, at: usize) -> Cell<'_> {
        let cell = match &self.values {
            Values::Booleans(values) => values.get(at).copied().map(Cell::Boolean),
            Values::Integers(values) => values.get(at).map(|x| self.integer(*x)),
            Values::Numbers(values) => values.get(at).copied().map(Cell::Number),
            Values::Bytes(values) => values.get(at).map(|bytes| text(bytes)),
            Values::Written(texts, ends) => self.written(texts, ends, at),
            Values::Opaque => None,
        };
        cell.unwrap_or(match self.kind {
            Kind::Opaque(word) => Cell::Opaque(word),
            _ => Cell::Opaque("value"),
        })
    }

    #[expect(
        clippy::cast_sign_loss,
        reason = "the sign is a stored bit of the number"
    )]
    fn integer(&self, x: i64) -> Cell<'_> {
        match self.kind {
            // Beyond the signed range: the nearest number.
            Kind::Unsigned if x < 0 => Cell::Number(x as u64 as f64),
            _ => Cell::Integer(x),
        }
    }

    fn written<'a>(&'a self, texts: &'a str, ends: &[usize], at: usize) -> Option<Cell<'a>> {
        let start = at.checked_sub(1).map_or(0, |before| ends[before]);
        let text = texts.get(start..*ends.get(at)?)?;
        Some(match self.kind {
            _ if text.is_empty() => Cell::Opaque("time beyond the year 9999"),
            Kind::Date => Cell::Date(text),
            _ => Cell::Timestamp(text),
        })
    }

    /// Takes the next rows from a reader. False: a value is too long.
    /// `most` is the definition level of a value that is not null.
    pub(super) fn load(
        &mut self,
        reader: &mut ColumnReader,
        most: i16,
        rows: usize,
    ) -> Result<bool, ParquetError> {
        let read = Read { most, rows };
        self.values = match reader {
            ColumnReader::BoolColumnReader(reader) => Values::Booleans(self.take(reader, read)?),
            ColumnReader::Int32ColumnReader(reader) => {
                let values: Vec<i32> = self.take(reader, read)?;
                let unsigned = self.kind == Kind::Unsigned;
                self.integers(values.into_iter().map(|x| widen(x, unsigned)))
            }
            ColumnReader::Int64ColumnReader(reader) => {
                let values = self.take(reader, read)?;
                self.integers(values.into_iter())
            }
            ColumnReader::Int96ColumnReader(reader) => {
                let values: Vec<Int96> = self.take(reader, read)?;
                self.integers(values.iter().map(nanoseconds))
            }
            ColumnReader::FloatColumnReader(reader) => {
                let values: Vec<f32> = self.take(reader, read)?;
                Values::Numbers(values.into_iter().map(f64::from).collect())
            }
            ColumnReader::DoubleColumnReader(reader) => Values::Numbers(self.take(reader, read)?),
            ColumnReader::ByteArrayColumnReader(reader) => {
                let values = self.take(reader, read)?;
                return Ok(self.bytes(values));
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                let values: Vec<FixedLenByteArray> = self.take(reader, read)?;
                return Ok(self.bytes(values.into_iter().map(ByteArray::from).collect()));
            }
        };
        Ok(true)
    }

    /// Reads values, and notes which row has which.
    fn take<T: DataType>(
        &mut self,
        reader: &mut ColumnReaderImpl<T>,
        Read { most, rows }: Read,
    ) -> Result<Vec<T::T>, ParquetError> {
        let mut values = Vec::new();
        self.definitions.clear();
        self.slots.clear();
        // A page may hold fewer rows than are asked for.
        while self.slots.len() < rows {
            let before = self.definitions.len();
            let left = rows - self.slots.len();
            let (records, _, _) =
                reader.read_records(left, Some(&mut self.definitions), None, &mut values)?;
            if records == 0 {
                return Err(ParquetError::General(
                    "it has fewer values than the file has rows".to_owned(),
                ));
            }
            if most == 0 {
                self.slots.resize(self.slots.len() + records, Some(0));
            } else {
                let levels = &self.definitions[before..];
                self.slots
                    .extend(levels.iter().map(|level| (*level == most).then_some(0)));
            }
        }
        let present = self.slots.iter_mut().flatten();
        present.zip(0..).for_each(|(slot, at)| *slot = at);
        Ok(values)
    }

    fn integers(&self, values: impl Iterator<Item = i64>) -> Values {
        match self.kind {
            Kind::Decimal(scale) if scale != 0 => {
                Values::Numbers(values.map(|x| x as f64 / 10f64.powi(scale)).collect())
            }
            Kind::Date => write_all(values, |texts, days| {
                day(days).is_some_and(|day| write!(texts, "{day}").is_ok())
            }),
            Kind::Timestamp(unit, utc) => write_all(values, |texts, x| {
                let time = Timestamp::from_nanosecond(i128::from(x) * i128::from(unit));
                time.is_ok_and(|time| {
                    let local = Offset::UTC.to_datetime(time);
                    write!(texts, "{local}{}", if utc { "Z" } else { "" }).is_ok()
                })
            }),
            Kind::Opaque(_) => Values::Opaque,
            _ => Values::Integers(values.collect()),
        }
    }

    /// False: a value is too long.
    fn bytes(&mut self, values: Vec<ByteArray>) -> bool {
        let short = values.iter().all(|bytes| bytes.len() <= FIELD_LIMIT);
        self.values = match self.kind {
            Kind::Decimal(scale) => {
                let numbers = values.iter().map(|bytes| decimal(bytes.data(), scale));
                Values::Numbers(numbers.collect())
            }
            Kind::Text => Values::Bytes(values),
            _ => Values::Opaque,
        };
        short
    }
}

/// What to read: so many rows, of the definition level `most` where not null.
#[derive(Clone, Copy)]
struct Read {
    most: i16,
    rows: usize,
}

fn text(bytes: &ByteArray) -> Cell<'_> {
    std::str::from_utf8(bytes.data()).map_or(Cell::Opaque("binary"), Cell::Text)
}

#[expect(
    clippy::cast_sign_loss,
    reason = "the sign is a stored bit of the number"
)]
fn widen(x: i32, unsigned: bool) -> i64 {
    if unsigned {
        i64::from(x as u32)
    } else {
        i64::from(x)
    }
}

/// Writes each value; one that can't be written is left empty.
fn write_all(
    values: impl Iterator<Item = i64>,
    mut write: impl FnMut(&mut String, i64) -> bool,
) -> Values {
    let mut texts = String::new();
    let ends = values.map(|value| {
        let before = texts.len();
        if !write(&mut texts, value) {
            texts.truncate(before);
        }
        texts.len()
    });
    let ends = ends.collect();
    Values::Written(texts, ends)
}

/// The day so many days after the first of 1970, within jiff's 9,999 years.
fn day(days: i64) -> Option<Date> {
    let span = Span::new().try_days(days).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

/// Nanoseconds since 1970 of a day by its Julian number and the nanoseconds of
/// that day; the end of the scale where they are beyond it.
fn nanoseconds(stamp: &Int96) -> i64 {
    const EPOCH: i64 = 2_440_588;
    let [low, high, day] = *stamp.data() else {
        return i64::MAX;
    };
    let within = (u64::from(high) << 32) | u64::from(low);
    let days = (i64::from(day) - EPOCH).saturating_mul(86_400_000_000_000);
    days.saturating_add(i64::try_from(within).unwrap_or(i64::MAX))
}

/// A whole number in big-endian two's complement, divided by ten to a power.
/// NaN when it has more than 16 bytes, which no decimal of 38 digits needs.
fn decimal(bytes: &[u8], scale: i32) -> f64 {
    if bytes.is_empty() || bytes.len() > 16 {
        return f64::NAN;
    }
    let sign = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
    let whole = bytes
        .iter()
        .fold(sign, |sum: i128, byte| (sum << 8) | i128::from(*byte));
    whole as f64 / 10f64.powi(scale)
}
