//! Rows of one column out of the crate's readers.

use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{DataType, Int96};
use ::parquet::errors::ParquetError;

use super::convert::{nanoseconds, whole, widen32, widen64};
use super::general;
use super::pages::Pages;
use super::texts::Texts;
use crate::batch::{Batch, Values};
use crate::column::Span;
use crate::kind::Kind;
use crate::time::moment;

/// What is used again from one batch to the next.
#[derive(Default)]
pub(super) struct Scratch {
    definitions: Vec<i16>,
    integers: Vec<i32>,
}

/// What to read: so many rows, of the definition level `most` where not null.
#[derive(Clone, Copy)]
pub(super) struct Read {
    pub(super) most: i16,
    pub(super) rows: usize,
}

impl Batch {
    /// Takes at most so many of the next rows from a reader, and says how many
    /// there were. The reader of texts gives their numbers.
    pub(super) fn load(
        &mut self,
        reader: &mut ColumnReader,
        read: Read,
        scratch: &mut Scratch,
        texts: Option<&Pages>,
    ) -> Result<usize, ParquetError> {
        let values = std::mem::replace(&mut self.values, Values::Opaque);
        self.values = match reader {
            ColumnReader::BoolColumnReader(reader) => {
                let mut values = if let Values::Booleans(values) = values {
                    values
                } else {
                    Vec::new()
                };
                self.take(reader, read, scratch, &mut values)?;
                Values::Booleans(values)
            }
            ColumnReader::Int32ColumnReader(reader) => {
                let mut integers = std::mem::take(&mut scratch.integers);
                let taken = self.take(reader, read, scratch, &mut integers);
                let made = taken.and_then(|()| match texts {
                    Some(pages) => self.texts(&integers, &mut pages.held().texts, values),
                    None => Ok(self.integers32(&integers, values)),
                });
                scratch.integers = integers;
                made?
            }
            ColumnReader::Int64ColumnReader(reader) => {
                let mut values = match values {
                    Values::Integers(values) | Values::Moments(values) => values,
                    _ => Vec::new(),
                };
                self.take(reader, read, scratch, &mut values)?;
                self.integers64(values)
            }
            ColumnReader::Int96ColumnReader(reader) => {
                let mut values: Vec<Int96> = Vec::new();
                self.take(reader, read, scratch, &mut values)?;
                Values::OldMoments(values.iter().map(|x| moment(nanoseconds(x))).collect())
            }
            ColumnReader::FloatColumnReader(reader) => {
                let mut values: Vec<f32> = Vec::new();
                self.take(reader, read, scratch, &mut values)?;
                Values::Numbers(values.into_iter().map(f64::from).collect())
            }
            ColumnReader::DoubleColumnReader(reader) => {
                let mut values = if let Values::Numbers(values) = values {
                    values
                } else {
                    Vec::new()
                };
                self.take(reader, read, scratch, &mut values)?;
                Values::Numbers(values)
            }
            // Their pages are made of numbers, which the 32-bit reader reads.
            ColumnReader::ByteArrayColumnReader(_)
            | ColumnReader::FixedLenByteArrayColumnReader(_) => Values::Opaque,
        };
        Ok(self.rows)
    }

    /// Reads values and puts each where its row is.
    fn take<T: DataType>(
        &mut self,
        reader: &mut ColumnReaderImpl<T>,
        Read { most, rows }: Read,
        scratch: &mut Scratch,
        values: &mut Vec<T::T>,
    ) -> Result<(), ParquetError> {
        let definitions = &mut scratch.definitions;
        definitions.clear();
        values.clear();
        self.rows = 0;
        while self.rows < rows {
            let left = rows - self.rows;
            let (records, _, _) = reader.read_records(left, Some(definitions), None, values)?;
            if records == 0 {
                break;
            }
            self.rows += records;
        }
        self.nulls.clear();
        if most > 0 && values.len() < self.rows {
            self.spread(definitions, most, values);
        }
        Ok(())
    }

    /// Moves values from the front to where their rows are, and notes which
    /// rows have none.
    fn spread<T: Default + Clone>(&mut self, definitions: &[i16], most: i16, values: &mut Vec<T>) {
        let mut from = values.len();
        values.resize(self.rows, T::default());
        for (row, definition) in definitions.iter().enumerate().take(self.rows).rev() {
            if *definition == most && from > 0 {
                from -= 1;
                values.swap(from, row);
            }
        }
        let words = definitions.chunks(64).map(|chunk| {
            let bits = chunk.iter().rev();
            bits.fold(0, |word, definition| {
                word << 1 | u64::from(*definition != most)
            })
        });
        self.nulls.extend(words);
        for (row, value) in values.iter_mut().enumerate() {
            if self.nulls[row / 64] >> (row % 64) & 1 == 1 {
                *value = T::default();
            }
        }
    }

    fn integers32(&self, integers: &[i32], values: Values) -> Values {
        match self.kind {
            Kind::Date => Values::Days(integers.to_vec()),
            Kind::Opaque(_) => Values::Opaque,
            _ => {
                let mut wide = if let Values::Integers(values) = values {
                    values
                } else {
                    Vec::new()
                };
                let unsigned = self.kind == Kind::Unsigned;
                wide.clear();
                wide.extend(integers.iter().map(|x| widen32(*x, unsigned)));
                self.integers64(wide)
            }
        }
    }

    fn integers64(&self, values: Vec<i64>) -> Values {
        match self.kind {
            Kind::Decimal(scale) if scale != 0 => {
                Values::Decimals(values.into_iter().map(i128::from).collect())
            }
            Kind::Timestamp(..) => Values::Moments(values),
            Kind::Opaque(_) => Values::Opaque,
            Kind::Unsigned if values.iter().any(|x| *x < 0) => {
                Values::Whole(values.into_iter().map(|x| Some(widen64(x))).collect())
            }
            _ => Values::Integers(values),
        }
    }

    /// The texts by their numbers, or what they mean.
    fn texts(
        &self,
        numbers: &[i32],
        texts: &mut Texts,
        before: Values,
    ) -> Result<Values, ParquetError> {
        let mut spans = if let Values::Texts { spans, .. } = before {
            spans
        } else {
            Vec::new()
        };
        spans.clear();
        for (row, number) in numbers.iter().enumerate().take(self.rows) {
            let null = self
                .nulls
                .get(row / 64)
                .is_some_and(|word| word >> (row % 64) & 1 == 1);
            let span = match null {
                true => Span::NONE,
                false => texts
                    .span(*number)
                    .ok_or_else(|| general("a page names a text that is not there"))?,
            };
            spans.push(span);
        }
        Ok(match self.kind {
            Kind::Text => Values::Texts {
                bytes: std::mem::take(&mut texts.bytes),
                spans,
                binary: texts.binary,
            },
            Kind::Decimal(scale) => {
                let values = spans.iter().map(|span| match *span {
                    Span::NONE => Some(0),
                    span => whole(span.of(&texts.bytes)?),
                });
                Values::decimals(values.collect(), scale)
            }
            _ => Values::Opaque,
        })
    }
}
