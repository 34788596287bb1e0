//! Values made into another kind.

use std::borrow::Cow;

use crate::calendar;
use crate::kind::Kind;
use crate::trouble::Trouble;
use crate::value::{Cell, Value};
use crate::{read, truth};

/// A value as an argument of that kind: a text is read, a number where a text
/// is wanted is written. Null stays null.
pub(crate) fn argument(value: Value<'_>, kind: Kind) -> Cell<'_> {
    match (value, kind) {
        (Value::Text(text), kind) if !matches!(kind, Kind::Text | Kind::Any) => {
            read::text(&text, kind)
        }
        (Value::Null, _) => Ok(Value::Null),
        (value, Kind::Text) => Ok(written(value)),
        (value, kind) if value.kind().will_do_for(kind) => Ok(value),
        (value, kind) => Err(Trouble::Other(value.kind(), kind)),
    }
}

/// A value as a text.
pub(crate) fn written(value: Value<'_>) -> Value<'_> {
    match value {
        Value::Text(_) | Value::Null => value,
        other => Value::Text(Cow::Owned(other.to_string())),
    }
}

/// `cast(value as kind)`. A text may have blanks around it; a fraction is
/// rounded to the nearest integer, a half to the even one.
pub(crate) fn cast(value: Value<'_>, kind: Kind) -> Cell<'_> {
    match (value, kind) {
        (Value::Null, _) => Ok(Value::Null),
        (Value::Text(text), Kind::Integer | Kind::Boolean | Kind::Date | Kind::Moment) => {
            from_text(text.trim(), kind)
        }
        (Value::Text(text), Kind::Number) => number(&text),
        (value, Kind::Text) => Ok(written(value)),
        (Value::Number(x), Kind::Integer) => integer(x).map(Value::Integer),
        (Value::Boolean(x), Kind::Integer) => Ok(Value::Integer(x.into())),
        (Value::Integer(x), Kind::Number) => Ok(Value::Number(x as f64)),
        (Value::Integer(x), Kind::Boolean) => Ok(Value::Boolean(x != 0)),
        (Value::Date(date), Kind::Moment) => Ok(Value::Moment(calendar::midnight(date))),
        (Value::Moment(at), Kind::Date) => calendar::day_of(at).map(Value::Date),
        (value, kind) if value.kind() == kind => Ok(value),
        (value, kind) => Err(Trouble::Other(value.kind(), kind)),
    }
}

fn from_text<'a>(text: &str, kind: Kind) -> Cell<'a> {
    match kind {
        // The day of a timestamp.
        Kind::Date if text.len() > 10 => {
            let Value::Moment(at) = read::text(text, Kind::Moment)? else {
                return Err(Trouble::unreadable(text, kind));
            };
            calendar::day_of(at).map(Value::Date)
        }
        kind => read::text(text, kind),
    }
}

/// NaN and infinity by name too, as SQL has them.
fn number<'a>(text: &str) -> Cell<'a> {
    let trimmed = text.trim();
    let float = trimmed.parse().ok();
    let fits = |x: &f64| x.is_finite() || !trimmed.bytes().any(|byte| byte.is_ascii_digit());
    let number = float.filter(fits).map(Value::Number);
    number.ok_or_else(|| Trouble::unreadable(text, Kind::Number))
}

fn integer(x: f64) -> Result<i128, Trouble> {
    let whole = x.round_ties_even();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "compared with what it came from"
    )]
    let integer = whole as i128;
    if crate::compare::integer_and_float(integer, whole).is_eq() {
        Ok(integer)
    } else {
        Err(Trouble::Overflow)
    }
}

/// The boolean that a cell is, for the operators of logic.
pub(crate) fn boolean(cell: Cell<'_>) -> Result<Option<bool>, Trouble> {
    truth::boolean(&cell?)
}
