//! A whole column of a block at a time.
//!
//! Each reader here takes the plain forms of its type, and hands every cell
//! that is written otherwise to the exact reader of one cell; so both say the
//! same of every cell.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use contract::ColumnType as T;
use table::{Block, Cell, Column, Decimal, Nulls, Texts};

use super::form::Manner;
use super::text::TextForm;
use super::when::When;
use super::{Reader, Typing, plain};
use crate::seen::{Seen, Source, State, Vector, count};
use crate::value::moment::days_of;
use crate::value::{Reading, Value};

impl Reader {
    /// A column of a block.
    pub(crate) fn see<'b>(&'b self, block: &'b Block, column: usize) -> Seen<'b> {
        let source = Source {
            reader: self,
            block,
            column,
        };
        let mut seen = Seen {
            states: vec![State::Value; block.rows()],
            nulls: 0,
            wrong: 0,
            vector: Vector::Mixed(Vec::new()),
            source,
        };
        if !self.fill(&mut seen, block.column(column)) {
            mixed(&mut seen);
        }
        seen.nulls = count(&seen.states, |state| *state == State::Null);
        seen.wrong = count(&seen.states, |state| *state == State::Wrong);
        seen
    }

    /// Fills the vector that fits. Not done: no vector would hold all of the
    /// values as they are.
    fn fill<'b>(&self, seen: &mut Seen<'b>, column: Column<'b>) -> bool {
        let asked = self.form.column_type;
        match (column, asked) {
            (Column::Texts(texts), _) => return self.fill_texts(seen, texts),
            (Column::Integers { values, nulls }, None | Some(T::Integer | T::Number)) => {
                mark_nulls(&mut seen.states, nulls);
                seen.vector = Vector::Integers(Cow::Borrowed(values));
            }
            (
                Column::Decimals {
                    values,
                    nulls,
                    scale,
                },
                Some(T::Number),
            ) => {
                let number = |digits: &i128| {
                    let digits = *digits;
                    Decimal { digits, scale }.quick_nearest()
                };
                let Some(values) = values.iter().map(number).collect() else {
                    return false;
                };
                mark_nulls(&mut seen.states, nulls);
                seen.vector = Vector::Numbers(Cow::Owned(values));
            }
            (Column::Numbers { values, nulls }, Some(T::Number)) => {
                mark_nulls(&mut seen.states, nulls);
                mark_not_finite(&mut seen.states, values);
                seen.vector = Vector::Numbers(Cow::Borrowed(values));
            }
            (Column::Booleans { values, nulls }, None | Some(T::Boolean)) => {
                mark_nulls(&mut seen.states, nulls);
                seen.vector = Vector::Booleans(values.to_vec());
            }
            (Column::Days { values, nulls }, None | Some(T::Date))
                if values.iter().all(|days| DAYS.contains(days)) =>
            {
                mark_nulls(&mut seen.states, nulls);
                seen.vector = Vector::Days(values.to_vec());
            }
            (
                Column::Timestamps {
                    values,
                    nulls,
                    nanoseconds,
                    ..
                },
                None | Some(T::Datetime),
            ) => {
                let Some(values) = micros(values, nanoseconds) else {
                    return false;
                };
                mark_nulls(&mut seen.states, nulls);
                seen.vector = Vector::Moments(values);
            }
            _ => return false,
        }
        true
    }

    fn fill_texts<'b>(&self, seen: &mut Seen<'b>, texts: Texts<'b>) -> bool {
        let form = &self.form;
        if let Manner::Text(own) = &form.manner {
            self.mark_missing(seen, texts);
            if let Some(own) = own {
                mark_unlike(seen, texts, *own);
            }
            seen.vector = Vector::Texts(texts);
            return true;
        }
        let read =
            self.typing == Typing::Texts || form.reads_typed_texts(self.typing == Typing::Json);
        let vector = if read { self.vector(seen, texts) } else { None };
        match vector {
            Some(vector) => seen.vector = vector,
            None => return false,
        }
        true
    }

    /// The values of texts; None where no vector holds them.
    fn vector(&self, seen: &mut Seen<'_>, texts: Texts<'_>) -> Option<Vector<'static>> {
        Some(match &self.form.manner {
            Manner::Integer(marks) => {
                let plain = marks.are_plain();
                let read = |at| plain::integer(tail(&texts, at, plain)?);
                Vector::Integers(Cow::Owned(self.parsed(seen, texts, read, integer_of)?))
            }
            Manner::Number(marks) => {
                let plain = marks.are_plain();
                let read = |at| plain::number(tail(&texts, at, plain)?);
                Vector::Numbers(Cow::Owned(self.parsed(seen, texts, read, number_of)?))
            }
            Manner::Boolean(words) => {
                let read = |at| words.read(texts.get(at)?);
                Vector::Booleans(self.parsed(seen, texts, read, boolean_of)?)
            }
            Manner::Date(when) => Vector::Days(match when {
                When::Plain | When::Lenient => {
                    let read = |at| plain::day(texts.get(at)?);
                    self.parsed(seen, texts, read, day_of)?
                }
                When::Directives(own) => {
                    let read = |at| own.day(texts.get(at)?).ok().map(days_of);
                    self.parsed(seen, texts, read, day_of)?
                }
                When::Unix(_) => return None,
            }),
            Manner::Datetime(when) => Vector::Moments(match when {
                When::Plain | When::Lenient => {
                    let mut last = plain::LastDay::new();
                    let read = |at| plain::moment(texts.get(at)?, &mut last);
                    self.parsed(seen, texts, read, moment_of)?
                }
                When::Directives(own) => {
                    let read = |at| own.moment(texts.get(at)?).ok()?.micros();
                    self.parsed(seen, texts, read, moment_of)?
                }
                When::Unix(_) => self.parsed(seen, texts, |_| None, moment_of)?,
            }),
            Manner::Text(_) | Manner::Decimal(..) | Manner::Time(_) => return None,
        })
    }

    /// Which cells of a column of texts are null.
    fn mark_missing(&self, seen: &mut Seen<'_>, texts: Texts<'_>) {
        let missing: &[String] = match self.typing {
            Typing::Texts => &self.form.missing,
            Typing::Json | Typing::Types => &[],
        };
        if matches!(missing, [token] if token.is_empty()) {
            for (state, length) in seen.states.iter_mut().zip(texts.lengths()) {
                *state = [State::Value, State::Null][usize::from(length == 0)];
            }
            return;
        }
        for (state, text) in seen.states.iter_mut().zip(texts.iter()) {
            match text {
                Some(text) if !is_missing(missing, text) => {}
                _ => *state = State::Null,
            }
        }
    }

    /// Every value, by the plain reader, else by the exact one. None: a value
    /// that the vector can't hold.
    fn parsed<T: Default + Clone>(
        &self,
        seen: &mut Seen<'_>,
        texts: Texts<'_>,
        mut plain: impl FnMut(usize) -> Option<T>,
        exact: impl Fn(Value<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut values = vec![T::default(); texts.len()];
        // No plain form of a value is a missing token, unless it is listed.
        let missing_is_plain = self.form.missing_is_plain;
        let slots = seen.states.iter_mut().zip(&mut values);
        for (at, (state, slot)) in slots.enumerate() {
            if missing_is_plain && let Some(value) = plain(at) {
                *slot = value;
                continue;
            }
            match self.exactly(texts.get(at)) {
                Reading::Value(value) => *slot = exact(value)?,
                Reading::Null => *state = State::Null,
                Reading::Wrong(_) => *state = State::Wrong,
            }
        }
        Some(values)
    }

    /// One cell of a column of texts.
    #[cold]
    fn exactly<'b>(&self, text: Option<&'b [u8]>) -> Reading<'b> {
        match text.map(std::str::from_utf8) {
            Some(Ok(text)) => self.read(Cell::Text(text)),
            Some(Err(_)) => Reading::Wrong("not UTF-8"),
            None => Reading::Null,
        }
    }
}

/// The text of a row by its last bytes, if it is plain. The first of a block
/// has nothing before it, and is left to the exact reader.
#[inline]
fn tail<'b>(texts: &Texts<'b>, at: usize, plain: bool) -> Option<plain::Tail<'b>> {
    let (bytes, length) = texts.tail(at).filter(|_| plain)?;
    Some(plain::Tail { bytes, length })
}

fn integer_of(value: Value<'_>) -> Option<i64> {
    match value {
        Value::Number(x) => i64::try_from(x.whole()?).ok(),
        _ => None,
    }
}

fn number_of(value: Value<'_>) -> Option<f64> {
    match value {
        Value::Number(x) => x.exactly(),
        _ => None,
    }
}

fn boolean_of(value: Value<'_>) -> Option<bool> {
    match value {
        Value::Boolean(x) => Some(x),
        _ => None,
    }
}

fn day_of(value: Value<'_>) -> Option<i32> {
    match value {
        Value::Day(x) => Some(days_of(x)),
        _ => None,
    }
}

fn moment_of(value: Value<'_>) -> Option<i64> {
    match value {
        Value::Moment(x) => x.micros(),
        _ => None,
    }
}

/// The years 1 to 9999 in days since 1970: a table may have others, which are
/// not looked into.
const DAYS: RangeInclusive<i32> = -719_162..=2_932_896;

/// Points in time of another unit in microseconds. None: one lies between two
/// of them, or beyond the years 1 to 9999.
fn micros(values: &[i64], nanoseconds: i64) -> Option<Vec<i64>> {
    const DAY: i64 = 86_400_000_000;
    let within = i64::from(*DAYS.start()) * DAY..(i64::from(*DAYS.end()) + 1) * DAY;
    let micro = |value: &i64| {
        let micros = match nanoseconds {
            1 => Some(value / 1000).filter(|_| value % 1000 == 0),
            unit => value.checked_mul(unit / 1000),
        };
        micros.filter(|micros| within.contains(micros))
    };
    values.iter().map(micro).collect()
}

/// Texts that are of another form than the column's.
fn mark_unlike(seen: &mut Seen<'_>, texts: Texts<'_>, form: TextForm) {
    for (state, text) in seen.states.iter_mut().zip(texts.iter()) {
        let text = text.and_then(|text| std::str::from_utf8(text).ok());
        if *state == State::Value && !text.is_some_and(|text| form.is(text)) {
            *state = State::Wrong;
        }
    }
}

fn mark_not_finite(states: &mut [State], values: &[f64]) {
    for (state, value) in states.iter_mut().zip(values) {
        if *state == State::Value && !value.is_finite() {
            *state = State::Wrong;
        }
    }
}

/// One reading a row, exactly.
fn mixed(seen: &mut Seen<'_>) {
    let Source {
        reader,
        block,
        column,
    } = seen.source;
    let cells = block.column(column);
    let readings: Vec<Reading<'_>> = (0..block.rows())
        .map(|at| reader.read(cells.cell(at)))
        .collect();
    for (state, reading) in seen.states.iter_mut().zip(&readings) {
        *state = match reading {
            Reading::Value(_) => State::Value,
            Reading::Null => State::Null,
            Reading::Wrong(_) => State::Wrong,
        };
    }
    seen.vector = Vector::Mixed(readings);
}

fn mark_nulls(states: &mut [State], nulls: Nulls<'_>) {
    if !nulls.any() {
        return;
    }
    for (at, state) in states.iter_mut().enumerate() {
        if nulls.is_null(at) {
            *state = State::Null;
        }
    }
}

fn is_missing(missing: &[String], text: &[u8]) -> bool {
    missing.iter().any(|token| token.as_bytes() == text)
}
