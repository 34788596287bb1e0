//! Adding and multiplying values.

use crate::calendar::{date_of, days};
use crate::kind::Kind;
use crate::trouble::Trouble;
use crate::value::{Cell, Value};
use crate::{compare, read};

/// What is done to two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    /// With a fraction, of integers too.
    Divide,
    /// Without the fraction: `//`.
    Quotient,
    /// With the sign of what is divided.
    Remainder,
}

/// The result for two values that are not null. Integers are exact; a text is
/// read as a number; a day moves by days.
pub(crate) fn apply<'a>(operator: Operator, left: &Value<'_>, right: &Value<'_>) -> Cell<'a> {
    use Operator as O;
    use Value as V;
    match (operator, left, right) {
        (_, V::Text(text), other) if *other != V::Null => {
            apply(operator, &beside(text, other)?, other)
        }
        (_, other, V::Text(text)) => apply(operator, other, &beside(text, other)?),
        (O::Divide, V::Integer(a), V::Integer(b)) => floats(operator, *a as f64, *b as f64),
        (_, V::Integer(a), V::Integer(b)) => integers(operator, *a, *b).map(V::Integer),
        (O::Subtract, V::Date(a), V::Date(b)) => Ok(V::Integer(i128::from(days(*a) - days(*b)))),
        (O::Add, V::Date(day), V::Integer(count)) | (O::Add, V::Integer(count), V::Date(day)) => {
            later(*day, Some(*count))
        }
        (O::Subtract, V::Date(day), V::Integer(count)) => later(*day, count.checked_neg()),
        (_, a, b) => match (a.float(), b.float()) {
            (Some(x), Some(y)) => floats(operator, x, y),
            _ => Err(Trouble::Apart(a.kind(), b.kind())),
        },
    }
}

/// A text beside a date is a date, else a number.
fn beside(text: &str, other: &Value<'_>) -> Result<Value<'static>, Trouble> {
    let kind = if other.kind() == Kind::Date {
        Kind::Date
    } else {
        Kind::Number
    };
    read::text(text, kind)
}

fn later<'a>(day: jiff::civil::Date, count: Option<i128>) -> Cell<'a> {
    let count = count.and_then(|count| i64::try_from(count).ok());
    let sum = count.and_then(|count| days(day).checked_add(count));
    date_of(sum.ok_or(Trouble::Calendar)?).map(Value::Date)
}

fn integers(operator: Operator, a: i128, b: i128) -> Result<i128, Trouble> {
    match operator {
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        Operator::Multiply => a.checked_mul(b),
        _ if b == 0 => return Err(Trouble::DivisionByZero),
        // The only one that doesn't fit has no remainder.
        Operator::Remainder => Some(a.checked_rem(b).unwrap_or(0)),
        Operator::Divide | Operator::Quotient => a.checked_div(b),
    }
    .ok_or(Trouble::Overflow)
}

fn floats<'a>(operator: Operator, a: f64, b: f64) -> Cell<'a> {
    let result = float(operator, a, b).ok_or(Trouble::DivisionByZero)?;
    if result.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(Trouble::Overflow);
    }
    Ok(Value::Number(result))
}

/// None: division by zero.
pub(crate) fn float(operator: Operator, a: f64, b: f64) -> Option<f64> {
    match operator {
        Operator::Add => Some(a + b),
        Operator::Subtract => Some(a - b),
        Operator::Multiply => Some(a * b),
        _ if compare::floats(b, 0.0).is_eq() => None,
        Operator::Divide => Some(a / b),
        Operator::Quotient => Some((a / b).trunc()),
        Operator::Remainder => Some(a % b),
    }
}

/// The same number with the other sign.
pub(crate) fn negate<'a>(value: &Value<'_>) -> Cell<'a> {
    match value {
        Value::Integer(x) => x.checked_neg().map(Value::Integer).ok_or(Trouble::Overflow),
        Value::Number(x) => Ok(Value::Number(-x)),
        Value::Text(text) => negate(&read::text(text, Kind::Number)?),
        other => Err(Trouble::Other(other.kind(), Kind::Number)),
    }
}

/// The number without its sign.
pub(crate) fn absolute<'a>(value: &Value<'_>) -> Cell<'a> {
    match value {
        Value::Integer(x) => x.checked_abs().map(Value::Integer).ok_or(Trouble::Overflow),
        Value::Number(x) => Ok(Value::Number(x.abs())),
        Value::Text(text) => absolute(&read::text(text, Kind::Number)?),
        other => Err(Trouble::Other(other.kind(), Kind::Number)),
    }
}
