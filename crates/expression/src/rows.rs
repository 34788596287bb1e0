//! The rows that an expression is evaluated over, column by column.

use crate::value::Value;

/// Some rows.
pub trait Rows {
    /// How many.
    fn rows(&self) -> usize;

    /// The values of a column, counted as in the [`crate::Scope`]; as many as
    /// there are rows. Those that lack are taken for null.
    fn vector(&self, column: usize) -> Vector<'_>;
}

/// The values of a column, one a row. Numbers and texts that stand side by
/// side are the fast ones.
#[derive(Clone, Copy)]
pub enum Vector<'a> {
    /// Whole numbers.
    Integers {
        /// One a row, whatever it is where there is none.
        values: &'a [i64],
        /// True in rows without a value; none when every row has one.
        nulls: Option<&'a [bool]>,
    },
    /// Floating-point numbers.
    Numbers {
        /// One a row, whatever it is where there is none.
        values: &'a [f64],
        /// True in rows without a value; none when every row has one.
        nulls: Option<&'a [bool]>,
    },
    /// Booleans.
    Booleans {
        /// One a row, whatever it is where there is none.
        values: &'a [bool],
        /// True in rows without a value; none when every row has one.
        nulls: Option<&'a [bool]>,
    },
    /// Texts.
    Texts(&'a [Option<&'a str>]),
    /// Anything.
    Values(&'a [Value<'a>]),
    /// Anything, made when asked for.
    Cells(&'a dyn Cells),
}

/// Values that are made when asked for.
pub trait Cells {
    /// The value of a row, counted from 0.
    fn value(&self, row: usize) -> Value<'_>;
}

impl<'a> Vector<'a> {
    /// The value of a row.
    pub(crate) fn value(&self, row: usize) -> Value<'a> {
        match *self {
            Self::Integers { values, nulls } => {
                given(values, nulls, row).map(|x| Value::Integer(i128::from(x)))
            }
            Self::Numbers { values, nulls } => given(values, nulls, row).map(Value::Number),
            Self::Booleans { values, nulls } => given(values, nulls, row).map(Value::Boolean),
            Self::Texts(texts) => texts.get(row).copied().flatten().map(Value::text),
            Self::Values(values) => values.get(row).cloned(),
            Self::Cells(cells) => Some(cells.value(row)),
        }
        .unwrap_or(Value::Null)
    }
}

/// The value of a row that has one.
fn given<T: Copy>(values: &[T], nulls: Option<&[bool]>, row: usize) -> Option<T> {
    let null = nulls.is_some_and(|nulls| nulls.get(row).copied().unwrap_or(true));
    values.get(row).copied().filter(|_| !null)
}
