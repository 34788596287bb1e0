//! One column of a block of rows, as its reader understands it.

use std::borrow::Cow;

use table::{Block, Texts};

use crate::read::Reader;
use crate::value::moment::{Moment, date_of};
use crate::value::{Reading, Value};

/// What there is in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum State {
    /// A value of the column's type.
    Value,
    /// No value.
    Null,
    /// Something else.
    Wrong,
}

/// One column of a block of rows, as its reader understands it.
///
/// The values stand in vectors of plain numbers or texts wherever that loses
/// nothing; a block in which it would is `Mixed`, and says the same more
/// slowly.
pub(crate) struct Seen<'b> {
    pub(crate) states: Vec<State>,
    pub(crate) nulls: u64,
    pub(crate) wrong: u64,
    pub(crate) vector: Vector<'b>,
    pub(crate) source: Source<'b>,
}

/// Where the cells come from, for what is looked at one by one.
#[derive(Clone, Copy)]
pub(crate) struct Source<'b> {
    pub(crate) reader: &'b Reader,
    pub(crate) block: &'b Block,
    /// Which column of the table.
    pub(crate) column: usize,
}

/// One value a row; anything where the state is no value.
pub(crate) enum Vector<'b> {
    Texts(Texts<'b>),
    Integers(Cow<'b, [i64]>),
    /// Finite ones.
    Numbers(Cow<'b, [f64]>),
    Booleans(Vec<bool>),
    /// Days since 1970.
    Days(Vec<i32>),
    /// Microseconds since 1970 in UTC.
    Moments(Vec<i64>),
    Mixed(Vec<Reading<'b>>),
}

impl<'b> Seen<'b> {
    /// A column that is not looked at.
    pub(crate) fn nothing(reader: &'b Reader, block: &'b Block, column: usize) -> Self {
        Self {
            states: Vec::new(),
            nulls: 0,
            wrong: 0,
            vector: Vector::Mixed(Vec::new()),
            source: Source {
                reader,
                block,
                column,
            },
        }
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.states.len()
    }

    /// How many cells have a value of the column's type.
    pub(crate) fn values(&self) -> u64 {
        self.states.len() as u64 - self.nulls - self.wrong
    }

    /// Whether a cell has a value of the column's type.
    pub(crate) fn is_value(&self, at: usize) -> bool {
        self.states.get(at) == Some(&State::Value)
    }

    /// What a cell means.
    pub(crate) fn reading(&self, at: usize) -> Reading<'b> {
        match self.states.get(at) {
            Some(State::Value) => self.value(at),
            Some(State::Wrong) => self.slowly(at),
            Some(State::Null) | None => Reading::Null,
        }
    }

    fn slowly(&self, at: usize) -> Reading<'b> {
        let Source {
            reader,
            block,
            column,
        } = self.source;
        reader.read(block.cell(column, at))
    }

    fn value(&self, at: usize) -> Reading<'b> {
        let value = match &self.vector {
            Vector::Texts(texts) => {
                let text = texts
                    .get(at)
                    .and_then(|bytes| std::str::from_utf8(bytes).ok());
                return text.map_or(Reading::Null, |text| Reading::Value(Value::Text(text)));
            }
            Vector::Integers(values) => {
                values.get(at).map(|x| Value::Number(i128::from(*x).into()))
            }
            Vector::Numbers(values) => values
                .get(at)
                .and_then(|x| crate::value::Number::new(*x))
                .map(Value::Number),
            Vector::Booleans(values) => values.get(at).map(|x| Value::Boolean(*x)),
            Vector::Days(values) => values.get(at).and_then(|x| date_of(*x)).map(Value::Day),
            Vector::Moments(values) => values
                .get(at)
                .map(|x| Value::Moment(Moment::from_micros(*x))),
            Vector::Mixed(readings) => return readings.get(at).copied().unwrap_or(Reading::Null),
        };
        value.map_or(Reading::Null, Reading::Value)
    }

    /// Calls for every cell that has a value.
    pub(crate) fn each_value(&self, mut each: impl FnMut(usize, Value<'b>)) {
        for at in 0..self.rows() {
            if self.is_value(at)
                && let Reading::Value(value) = self.value(at)
            {
                each(at, value);
            }
        }
    }
}

/// How many of them are so. Counted in bytes, a few at a time, so that it is
/// done for many at once.
pub(crate) fn count<T>(all: &[T], is: impl Fn(&T) -> bool) -> u64 {
    let chunks = all.chunks(255).map(|chunk| {
        let ones = chunk.iter().map(|one| u8::from(is(one)));
        u64::from(ones.fold(0u8, u8::wrapping_add))
    });
    chunks.sum()
}
