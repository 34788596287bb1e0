//! The values of one key for the rows of a block.

use super::value::{Value, str_of};
use crate::batch::Batch;
use crate::cell::Cell;
use crate::column::{Cells, CellsOf, Column, Nulls, Span, Texts};

/// The values of one key for the rows of a block. As long as they are of one
/// kind, they stand in a list of that kind.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// How many rows have a value or are null; those behind are null.
    rows: usize,
    /// How many of them are null.
    null_rows: usize,
    /// A bit a row, the lowest first, set where null; what is behind is not.
    nulls: Vec<u64>,
    list: List,
}

/// One value a row, and any where null.
#[derive(Debug, Default)]
enum List {
    #[default]
    Nothing,
    Integers(Vec<i64>),
    Numbers(Vec<f64>),
    Booleans(Vec<bool>),
    Texts(Vec<Span>),
    Mixed(Vec<Value>),
}

/// Values of several kinds, and the text in which their texts are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mixed<'a> {
    values: &'a [Value],
    text: &'a [u8],
}

impl<'a> Mixed<'a> {
    pub(crate) fn cell(self, at: usize) -> Cell<'a> {
        let value = self.values.get(at);
        value.map_or(Cell::Null, |value| value.cell(self.text))
    }

    /// A list or an object as it is written.
    pub(crate) fn json(self, at: usize) -> Option<&'a str> {
        match self.values.get(at) {
            Some(Value::Nested(span, _)) => str_of(*span, self.text),
            _ => None,
        }
    }
}

impl Values {
    /// Makes ready for another block.
    pub(super) fn clear(&mut self) {
        self.truncate(0);
    }

    /// Whether a row, and no row behind it, has a value.
    pub(super) fn has(&self, row: usize) -> bool {
        self.rows == row + 1
    }

    /// Only notes that a row has a value.
    pub(super) fn touch(&mut self, row: usize) {
        self.rows = row + 1;
    }

    /// Forgets the values from a row on.
    pub(super) fn truncate(&mut self, rows: usize) {
        for row in rows..self.rows {
            if self.is_null(row) {
                self.nulls[row / 64] &= !(1 << (row % 64));
                self.null_rows -= 1;
            }
        }
        self.rows = self.rows.min(rows);
        match &mut self.list {
            List::Nothing => {}
            List::Integers(values) => values.truncate(rows),
            List::Numbers(values) => values.truncate(rows),
            List::Booleans(values) => values.truncate(rows),
            List::Texts(values) => values.truncate(rows),
            List::Mixed(values) => values.truncate(rows),
        }
    }

    /// Puts a value into a row behind all that have one.
    #[inline]
    pub(super) fn put(&mut self, row: usize, value: Value) {
        if self.rows < row {
            self.pad(row);
        }
        match (&mut self.list, value) {
            (_, Value::Null) => return self.pad(row + 1),
            (List::Integers(values), Value::Integer(value)) => values.push(value),
            (List::Numbers(values), Value::Number(value)) => values.push(value),
            (List::Numbers(values), Value::Integer(value))
                if self.null_rows < self.rows && is_exact(value) =>
            {
                values.push(value as f64);
            }
            (List::Booleans(values), Value::Boolean(value)) => values.push(value),
            (List::Texts(values), Value::Text(value)) => values.push(value),
            (List::Mixed(values), value @ (Value::Nested(..) | Value::Whole(_))) => {
                values.push(value);
            }
            // What was a mixture in another block may be of one kind here, and
            // numbers there may be whole here: the threads must not matter.
            (List::Mixed(values), value) if self.null_rows < self.rows => values.push(value),
            _ => {
                self.turn(value);
                return self.put(row, value);
            }
        }
        self.rows += 1;
    }

    /// Makes rows null, up to one.
    pub(super) fn pad(&mut self, rows: usize) {
        self.nulls
            .resize(self.nulls.len().max(rows.div_ceil(64)), 0);
        for row in self.rows..rows {
            self.nulls[row / 64] |= 1 << (row % 64);
            self.null_rows += 1;
        }
        self.rows = self.rows.max(rows);
        match &mut self.list {
            List::Nothing => {}
            List::Integers(values) => values.resize(rows, 0),
            List::Numbers(values) => values.resize(rows, 0.0),
            List::Booleans(values) => values.resize(rows, false),
            List::Texts(values) => values.resize(rows, Span::NONE),
            List::Mixed(values) => values.resize(rows, Value::Null),
        }
    }

    /// Makes null what has no value in a block of so many rows. A column
    /// without a value in any row stays without a list.
    pub(super) fn end(&mut self, rows: usize) {
        if self.null_rows < self.rows {
            self.pad(rows);
        }
    }

    /// Becomes a list that a value fits into.
    fn turn(&mut self, value: Value) {
        let rows = self.rows;
        let any = self.null_rows < rows;
        self.list = match (&self.list, value) {
            (List::Integers(values), Value::Number(_))
                if any && values.iter().all(|value| is_exact(*value)) =>
            {
                List::Numbers(values.iter().map(|value| *value as f64).collect())
            }
            _ if any => List::Mixed((0..rows).map(|row| self.value(row)).collect()),
            (_, Value::Integer(_)) => List::Integers(vec![0; rows]),
            (_, Value::Number(_)) => List::Numbers(vec![0.0; rows]),
            (_, Value::Boolean(_)) => List::Booleans(vec![false; rows]),
            (_, Value::Text(_)) => List::Texts(vec![Span::NONE; rows]),
            _ => List::Mixed(vec![Value::Null; rows]),
        };
    }

    fn value(&self, row: usize) -> Value {
        if self.is_null(row) {
            return Value::Null;
        }
        let value = match &self.list {
            List::Nothing => None,
            List::Integers(values) => values.get(row).copied().map(Value::Integer),
            List::Numbers(values) => values.get(row).copied().map(Value::Number),
            List::Booleans(values) => values.get(row).copied().map(Value::Boolean),
            List::Texts(values) => values.get(row).copied().map(Value::Text),
            List::Mixed(values) => values.get(row).copied(),
        };
        value.unwrap_or(Value::Null)
    }

    fn is_null(&self, row: usize) -> bool {
        self.shown_nulls().is_null(row)
    }

    fn shown_nulls(&self) -> Nulls<'_> {
        Nulls {
            bits: (self.null_rows > 0).then_some(&self.nulls[..]),
        }
    }

    /// All cells at once, with the text in which their texts are.
    pub(super) fn column<'a>(&'a self, text: &'a [u8]) -> Column<'a> {
        if self.null_rows == self.rows {
            return Batch::nothing().column();
        }
        let nulls = self.shown_nulls();
        match &self.list {
            List::Nothing => Batch::nothing().column(),
            List::Integers(values) => Column::Integers { values, nulls },
            List::Numbers(values) => Column::Numbers { values, nulls },
            List::Booleans(values) => Column::Booleans { values, nulls },
            List::Texts(spans) => Column::Texts(Texts {
                bytes: text,
                spans,
                stride: 1,
                rows: self.rows,
            }),
            List::Mixed(values) => Column::Cells(Cells(CellsOf::Mixed(Mixed { values, text }))),
        }
    }
}

/// Whether a whole number is the same as a floating-point number.
fn is_exact(value: i64) -> bool {
    value.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS
}
