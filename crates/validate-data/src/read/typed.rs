//! Cells that carry their own type.

use contract::ColumnType as T;
use table::Cell;

use super::form::{Form, Manner};
use super::number::{Digits, NOT_FINITE};
use super::{Reader, Typing};
use crate::value::{Number, Reading, Value};

impl Reader {
    /// Cells that carry their own type are judged by it: nothing is converted
    /// but whole numbers where numbers are asked for, and what the type of the
    /// table can't hold.
    pub(super) fn read_typed<'a>(&self, cell: Cell<'a>) -> Reading<'a> {
        let Self { form, typing } = self;
        let in_json = *typing == Typing::Json;
        let value = match (cell, form.column_type) {
            (Cell::Null, _) => return Reading::Null,
            (Cell::Text(text), None | Some(T::String)) => return form.read_present(text),
            (Cell::Text(text), _) if form.reads_typed_texts(in_json) => {
                return form.read_present(text);
            }
            (Cell::Integer(x), Some(T::Decimal)) => decimal(form, x.into()),
            (Cell::Integer(x), None | Some(T::Integer | T::Number)) => Ok(Value::Number(x.into())),
            (Cell::Integer(x), Some(T::Datetime)) => since(form, x.into(), cell),
            (Cell::Decimal(x), None) => exact(x).map(Value::Number),
            (Cell::Decimal(x), Some(T::Decimal)) => exact(x).and_then(|x| decimal(form, x)),
            // Numbers are those of 64 bits, as a text of the same digits would be.
            (Cell::Decimal(x), Some(T::Number)) => exact(x).map(|x| Value::Number(nearest(x))),
            (Cell::Number(x), None) => {
                Ok(Number::new(x).map_or(Value::NotFinite(x), Value::Number))
            }
            (Cell::Number(x), Some(T::Number)) => {
                Number::new(x).map(Value::Number).ok_or(NOT_FINITE)
            }
            // JSON has but one kind of number: 3.0 is a whole one.
            (Cell::Number(x), Some(T::Integer)) if in_json && x.fract() == 0.0 => {
                Number::new(x).map(Value::Number).ok_or(NOT_FINITE)
            }
            (Cell::Number(x), Some(T::Decimal)) => Number::as_written(x)
                .ok_or(NOT_FINITE)
                .and_then(|x| decimal(form, x)),
            (Cell::Number(x), Some(T::Datetime)) => Number::as_written(x)
                .ok_or(NOT_FINITE)
                .and_then(|x| since(form, x, cell)),
            (Cell::Boolean(x), None | Some(T::Boolean)) => Ok(Value::Boolean(x)),
            (Cell::Date(day), None | Some(T::Date)) => Ok(Value::Day(day)),
            (Cell::Timestamp { at, .. }, None | Some(T::Datetime)) => Ok(Value::Moment(at.into())),
            (Cell::Opaque(_), None) => Ok(Value::Opaque),
            (Cell::Unread(_), None) => Ok(Value::Unread),
            (other, _) => Err(kind(other)),
        };
        value.map_or_else(Reading::Wrong, Reading::Value)
    }
}

/// A decimal with all of its digits.
fn exact(x: table::Decimal) -> Result<Number, &'static str> {
    Number::decimal(x.digits, x.scale).ok_or("more than 38 digits")
}

/// A number with a fraction as the nearest one of 64 bits.
fn nearest(x: Number) -> Number {
    match x {
        Number::Decimal(x) => Number::Other(x.nearest()),
        x => x,
    }
}

fn decimal(form: &Form, number: Number) -> Result<Value<'static>, &'static str> {
    let digits = match form.manner {
        Manner::Decimal(_, digits) => digits,
        _ => Digits::default(),
    };
    digits.check_number(number)?;
    Ok(Value::Number(number))
}

/// A point in time as a number, where the contract says that it is one.
fn since(form: &Form, number: Number, cell: Cell<'_>) -> Result<Value<'static>, &'static str> {
    match &form.manner {
        Manner::Datetime(when) => match when.number(number) {
            Some(moment) => moment.map(Value::Moment),
            None => Err(kind(cell)),
        },
        _ => Err(kind(cell)),
    }
}

/// The kind of a cell that carries its own type, in words.
fn kind(cell: Cell<'_>) -> &'static str {
    match cell {
        Cell::Null => "stored as null",
        Cell::Text(_) => "stored as a string",
        Cell::Integer(_) => "stored as an integer",
        Cell::Decimal(_) => "stored as a decimal",
        Cell::Number(_) => "stored as a floating-point number",
        Cell::Boolean(_) => "stored as a boolean",
        Cell::Date(_) => "stored as a date",
        Cell::Timestamp { .. } => "stored as a date and time",
        Cell::Opaque(word) | Cell::Unread(word) => word,
    }
}
