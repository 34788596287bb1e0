//! What a cell means.

use jiff::civil::Date;
use table::Cell;

use super::moment::{self, Moment};
use super::number::Number;
use crate::policy::ColumnType;

/// What a cell means to the rules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Reading<'a> {
    /// There is no value.
    Null,
    /// A value of the column's type.
    Value(Value<'a>),
    /// Something else, with a few words on why; only in a column with a type.
    Wrong(&'static str),
}

/// A value of a column's type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    /// A whole one where the column's type asks for that.
    Number(Number),
    Boolean(bool),
    Day(Date),
    Moment(Moment),
    /// NaN or an infinity; only in a column without a type.
    NotFinite(f64),
    /// Of a kind that is not looked into; only in a column without a type.
    Opaque,
    /// Not read: it may be null. Only in a column without a type.
    Unread,
}

/// How the cells of a column are read.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    /// What the values are.
    pub(crate) column_type: Option<ColumnType>,
    /// Whether cells carry their own types.
    pub(crate) typed: bool,
    /// Texts that mean that there is no value.
    pub(crate) missing: Vec<String>,
}

impl Reader {
    /// What a cell means.
    pub(crate) fn read<'a>(&self, cell: Cell<'a>) -> Reading<'a> {
        match cell {
            Cell::Null => Reading::Null,
            Cell::Text(text) if !self.typed => self.read_text(text),
            cell => read_typed(cell, self.column_type),
        }
    }

    fn read_text<'a>(&self, text: &'a str) -> Reading<'a> {
        if self.missing.iter().any(|token| token == text) {
            return Reading::Null;
        }
        let value = match self.column_type {
            None | Some(ColumnType::String) => return Reading::Value(Value::Text(text)),
            Some(ColumnType::Integer) => integer(text).map(|x| Value::Number(i128::from(x).into())),
            Some(ColumnType::Number) => number(text).map(Value::Number),
            Some(ColumnType::Boolean) => boolean(text).map(Value::Boolean),
            Some(ColumnType::Date) => moment::day(text).map(Value::Day),
            Some(ColumnType::Datetime) => moment::moment(text).map(Value::Moment),
        };
        match value {
            Ok(value) => Reading::Value(value),
            Err(_) if reads_like_missing(text) => {
                Reading::Wrong("if this means that there is no value, add it to `missing`")
            }
            Err(note) => Reading::Wrong(note),
        }
    }
}

/// Cells that carry their own type are judged by it: nothing is converted but
/// whole numbers where numbers are asked for.
fn read_typed(cell: Cell<'_>, column_type: Option<ColumnType>) -> Reading<'_> {
    use ColumnType as T;
    let value = match (cell, column_type) {
        (Cell::Text(text), None | Some(T::String)) => Ok(Value::Text(text)),
        (Cell::Integer(x), None | Some(T::Integer | T::Number)) => Ok(Value::Number(x.into())),
        (Cell::Number(x), None) => Ok(Number::new(x).map_or(Value::NotFinite(x), Value::Number)),
        (Cell::Number(x), Some(T::Number)) => Number::new(x).map(Value::Number).ok_or(NOT_FINITE),
        (Cell::Boolean(x), None | Some(T::Boolean)) => Ok(Value::Boolean(x)),
        (Cell::Date(day), None | Some(T::Date)) => Ok(Value::Day(day)),
        (Cell::Timestamp { at, .. }, None | Some(T::Datetime)) => Ok(Value::Moment(at.into())),
        (Cell::Opaque(_), None) => Ok(Value::Opaque),
        (Cell::Unread(_), None) => Ok(Value::Unread),
        (Cell::Null, _) => return Reading::Null,
        (other, _) => Err(kind(other)),
    };
    value.map_or_else(Reading::Wrong, Reading::Value)
}

/// The kind of a cell that carries its own type, in words.
fn kind(cell: Cell<'_>) -> &'static str {
    match cell {
        Cell::Null => "stored as null",
        Cell::Text(_) => "stored as a string",
        Cell::Integer(_) => "stored as an integer",
        Cell::Number(_) => "stored as a floating-point number",
        Cell::Boolean(_) => "stored as a boolean",
        Cell::Date(_) => "stored as a date",
        Cell::Timestamp { .. } => "stored as a date and time",
        Cell::Opaque(word) | Cell::Unread(word) => word,
    }
}

const NOT_FINITE: &str = "not a finite number";

/// A whole number of 64 bits, with a sign or without.
fn integer(text: &str) -> Result<i64, &'static str> {
    text.parse()
        .map_err(|error: std::num::ParseIntError| match error.kind() {
            std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow => {
                "larger than 64 bits can hold"
            }
            _ if text.trim() != text => "blanks around it",
            _ if number(text).is_ok() => "a number, but not written as an integer",
            _ => "not an integer",
        })
}

/// A number in Rust's own syntax for `f64`, without its words for NaN and
/// infinity. Whole numbers of 128 bits keep all their digits.
fn number(text: &str) -> Result<Number, &'static str> {
    if let Ok(whole) = text.parse::<i128>() {
        return Ok(whole.into());
    }
    match text.parse::<f64>() {
        Ok(x) => Number::new(x).ok_or(NOT_FINITE),
        Err(_) if text.trim() != text => Err("blanks around it"),
        Err(_) if text.replace(',', ".").parse::<f64>().is_ok() => Err("a decimal comma"),
        Err(_) => Err("not a number"),
    }
}

fn boolean(text: &str) -> Result<bool, &'static str> {
    let is = |words: [&str; 4]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "1", "yes", "t"]) {
        Ok(true)
    } else if is(["false", "0", "no", "f"]) {
        Ok(false)
    } else {
        Err("none of true, false, yes, no, t, f, 1, 0")
    }
}

/// Words that programs write for a value that is not there.
fn reads_like_missing(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "", "NA", "N/A", "null", "none", "nil", "?", "-", ".", "#N/A",
    ];
    WORDS
        .iter()
        .any(|word| text.trim().eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(column_type: ColumnType, text: &str) -> Reading<'_> {
        let missing = vec![String::new(), "NA".to_owned()];
        let reader = Reader {
            column_type: Some(column_type),
            typed: false,
            missing,
        };
        reader.read(Cell::Text(text))
    }

    #[test]
    fn integers() {
        let good = [
            ("0", 0),
            ("-7", -7),
            ("+7", 7),
            ("007", 7),
            ("-9223372036854775808", i128::from(i64::MIN)),
        ];
        for (text, x) in good {
            assert_eq!(
                csv(ColumnType::Integer, text),
                Reading::Value(Value::Number(x.into()))
            );
        }
        let bad = [
            ("1.0", "a number, but not written as an integer"),
            ("1e3", "a number, but not written as an integer"),
            (" 1", "blanks around it"),
            ("9223372036854775808", "larger than 64 bits can hold"),
            ("--1", "not an integer"),
            (
                "n/a",
                "if this means that there is no value, add it to `missing`",
            ),
        ];
        for (text, note) in bad {
            assert_eq!(
                csv(ColumnType::Integer, text),
                Reading::Wrong(note),
                "{text}"
            );
        }
        assert_eq!(csv(ColumnType::Integer, "NA"), Reading::Null);
    }

    #[test]
    fn numbers_are_finite() {
        for (text, x) in [
            ("1", 1.0),
            ("-.5", -0.5),
            ("5.", 5.0),
            ("1e-3", 0.001),
            ("+2", 2.0),
        ] {
            assert_eq!(
                csv(ColumnType::Number, text),
                Reading::Value(Value::Number(Number::new(x).expect("finite")))
            );
        }
        for text in ["nan", "NaN", "inf", "-Infinity", "1e999"] {
            assert_eq!(
                csv(ColumnType::Number, text),
                Reading::Wrong(NOT_FINITE),
                "{text}"
            );
        }
        assert_eq!(
            csv(ColumnType::Number, "1,5"),
            Reading::Wrong("a decimal comma")
        );
        assert_eq!(
            csv(ColumnType::Number, "0x10"),
            Reading::Wrong("not a number")
        );
    }

    #[test]
    fn booleans() {
        for text in ["true", "TRUE", "1", "Yes", "t"] {
            assert_eq!(
                csv(ColumnType::Boolean, text),
                Reading::Value(Value::Boolean(true))
            );
        }
        for text in ["false", "0", "No", "F"] {
            assert_eq!(
                csv(ColumnType::Boolean, text),
                Reading::Value(Value::Boolean(false))
            );
        }
        assert!(matches!(csv(ColumnType::Boolean, "2"), Reading::Wrong(_)));
    }

    #[test]
    fn typed_cells_are_judged_by_their_type() {
        let reader = |column_type| Reader {
            column_type,
            typed: true,
            missing: vec![String::new()],
        };
        let number = reader(Some(ColumnType::Number));
        assert_eq!(
            number.read(Cell::Integer(3)),
            Reading::Value(Value::Number(3.into()))
        );
        assert_eq!(
            number.read(Cell::Number(f64::NAN)),
            Reading::Wrong(NOT_FINITE)
        );
        assert_eq!(
            number.read(Cell::Text("3")),
            Reading::Wrong("stored as a string")
        );
        let integer = reader(Some(ColumnType::Integer));
        assert_eq!(
            integer.read(Cell::Number(3.0)),
            Reading::Wrong("stored as a floating-point number")
        );
        let text = reader(Some(ColumnType::String));
        assert_eq!(text.read(Cell::Text("")), Reading::Value(Value::Text("")));
        assert_eq!(text.read(Cell::Null), Reading::Null);
        let any = reader(None);
        let nan = any.read(Cell::Number(f64::INFINITY));
        assert_eq!(nan, Reading::Value(Value::NotFinite(f64::INFINITY)));
        assert_eq!(
            any.read(Cell::Unread("list")),
            Reading::Value(Value::Unread)
        );
        assert_eq!(
            any.read(Cell::Opaque("list")),
            Reading::Value(Value::Opaque)
        );
    }
}
