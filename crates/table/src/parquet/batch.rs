//! The cells of one column for a few rows.

use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{ByteArray, DataType, FixedLenByteArray, Int96};
use ::parquet::errors::ParquetError;
use jiff::civil::{Date, DateTime};

use super::convert::{day, moment, nanoseconds, whole, widen32, widen64};
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
    /// None: beyond 128 bits.
    Integers(Vec<Option<i128>>),
    Numbers(Vec<f64>),
    /// Slices of the decoded page: a text that a dictionary holds once is held
    /// once here too.
    Bytes(Vec<ByteArray>),
    /// None: beyond the calendar of 9,999 years.
    Days(Vec<Option<Date>>),
    /// None: beyond the calendar of 9,999 years.
    Moments(Vec<Option<DateTime>>),
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
        match (self.kind, self.slots.get(row)) {
            (Kind::List { nullable: true }, _) => Cell::Unread("list"),
            (Kind::List { nullable: false }, _) => Cell::Opaque("list"),
            (_, Some(Some(slot))) => self.value(*slot as usize),
            _ => Cell::Null,
        }
    }

    fn value(&self, at: usize) -> Cell<'_> {
        let cell = match &self.values {
            Values::Booleans(values) => values.get(at).copied().map(Cell::Boolean),
            Values::Integers(values) => values.get(at).copied().flatten().map(Cell::Integer),
            Values::Numbers(values) => values.get(at).copied().map(Cell::Number),
            Values::Bytes(values) => values.get(at).map(text),
            Values::Days(values) => values.get(at).copied().flatten().map(Cell::Date),
            Values::Moments(values) => values
                .get(at)
                .copied()
                .flatten()
                .map(|at| self.timestamp(at)),
            Values::Opaque => None,
        };
        cell.unwrap_or(Cell::Opaque(match self.kind {
            Kind::Opaque(word) => word,
            Kind::Date | Kind::Timestamp(..) => "time beyond the year 9999",
            _ => "value",
        }))
    }

    fn timestamp(&self, at: DateTime) -> Cell<'_> {
        let utc = matches!(self.kind, Kind::Timestamp(_, true));
        Cell::Timestamp { at, utc }
    }

    /// Takes at most so many of the next rows from a reader, and says how
    /// many there were. `most` is the definition level of a value that is not
    /// null.
    pub(super) fn load(
        &mut self,
        reader: &mut ColumnReader,
        most: i16,
        rows: usize,
    ) -> Result<usize, ParquetError> {
        let read = Read { most, rows };
        let unsigned = self.kind == Kind::Unsigned;
        self.values = match reader {
            ColumnReader::BoolColumnReader(reader) => Values::Booleans(self.take(reader, read)?),
            ColumnReader::Int32ColumnReader(reader) => {
                let values = self.take(reader, read)?;
                self.integers(values.into_iter().map(|x| Some(widen32(x, unsigned))))
            }
            ColumnReader::Int64ColumnReader(reader) => {
                let values = self.take(reader, read)?;
                self.integers(values.into_iter().map(|x| Some(widen64(x, unsigned))))
            }
            ColumnReader::Int96ColumnReader(reader) => {
                let values: Vec<Int96> = self.take(reader, read)?;
                self.integers(values.iter().map(|stamp| Some(nanoseconds(stamp))))
            }
            ColumnReader::FloatColumnReader(reader) => {
                let values: Vec<f32> = self.take(reader, read)?;
                Values::Numbers(values.into_iter().map(f64::from).collect())
            }
            ColumnReader::DoubleColumnReader(reader) => Values::Numbers(self.take(reader, read)?),
            ColumnReader::ByteArrayColumnReader(reader) => {
                let values = self.take(reader, read)?;
                self.bytes(values)
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                let values: Vec<FixedLenByteArray> = self.take(reader, read)?;
                self.bytes(values.into_iter().map(ByteArray::from).collect())
            }
        };
        Ok(self.slots.len())
    }

    /// How many rows it holds.
    #[cfg(test)]
    pub(crate) fn rows(&self) -> usize {
        self.slots.len()
    }

    /// Whether one of the values is longer than a cell may be.
    pub(super) fn is_too_long(&self) -> bool {
        matches!(&self.values, Values::Bytes(values) if values.iter().any(|x| x.len() > FIELD_LIMIT))
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
                break;
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

    fn integers(&self, values: impl Iterator<Item = Option<i128>>) -> Values {
        match self.kind {
            Kind::Decimal(scale) if scale != 0 => {
                let divisor = 10f64.powi(scale);
                let numbers = values.map(|x| x.map_or(f64::NAN, |x| x as f64 / divisor));
                Values::Numbers(numbers.collect())
            }
            Kind::Date => Values::Days(values.map(|days| day(days?)).collect()),
            Kind::Timestamp(unit, _) => {
                let moments = values.map(|x| moment(x?.checked_mul(i128::from(unit))?));
                Values::Moments(moments.collect())
            }
            Kind::Opaque(_) => Values::Opaque,
            _ => Values::Integers(values.collect()),
        }
    }

    fn bytes(&self, values: Vec<ByteArray>) -> Values {
        match self.kind {
            Kind::Decimal(_) => self.integers(values.iter().map(whole)),
            Kind::Text => Values::Bytes(values),
            _ => Values::Opaque,
        }
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
