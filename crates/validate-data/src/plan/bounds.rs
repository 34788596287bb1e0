//! Rules on values: `range`, `multiple-of`, `allowed-values` and
//! `forbidden-values`.

use contract::{Bound, ColumnType, Spanned};
use verdict::Fault;

use super::Source;
use super::columns::Said;
use crate::checks::allowed_values::AllowedValues;
use crate::checks::multiple::Multiple;
use crate::checks::range::{End, Range, order};
use crate::plan::Asks;
use crate::value::moment::{self, Moment};
use crate::value::{Number, Value};

pub(super) fn range(source: Source<'_>) -> Result<Said, Fault> {
    let rules = source.rules;
    let ends = [&rules.min, &rules.above, &rules.max, &rules.below];
    let Some(first) = ends.iter().find_map(|end| end.as_ref()) else {
        return Ok(None);
    };
    check_has_order(source, first)?;
    let range = Range {
        low: one(source, [&rules.min, &rules.above], "min", "above", start)?,
        high: one(source, [&rules.max, &rules.below], "max", "below", end)?,
    };
    let whole = source.column_type() == Some(ColumnType::Integer);
    if is_empty(&range) || (whole && range.integers().is_none()) {
        return Err(source
            .fault(first.span(), "`min` is above `max`, so no value can hold")
            .help("swap them, or drop one"));
    }
    Ok(Some((Asks::cells(range), first.span())))
}

/// How a bound is read.
pub(super) type Read = fn(Source<'_>, &Spanned<Bound>) -> Result<Value<'static>, Fault>;

/// The one end that is given: closed or open.
pub(super) fn one(
    source: Source<'_>,
    [closed, open]: [&Option<Spanned<Bound>>; 2],
    closed_key: &str,
    open_key: &str,
    read: Read,
) -> Result<Option<End>, Fault> {
    let (bound, closed) = match (closed, open) {
        (None, None) => return Ok(None),
        (Some(_), Some(open)) => {
            let message = format!("`{closed_key}` and `{open_key}` are two limits on the same");
            return Err(source.fault(open.span(), message).help("drop one of them"));
        }
        (Some(bound), None) => (bound, true),
        (None, Some(bound)) => (bound, false),
    };
    Ok(Some(End {
        at: read(source, bound)?,
        closed,
        shown: verdict::cut(&bound.get_ref().to_string()),
    }))
}

/// Whether no value lies within.
pub(super) fn is_empty(range: &Range) -> bool {
    let (Some(low), Some(high)) = (&range.low, &range.high) else {
        return false;
    };
    match order(&low.at, &high.at) {
        Some(std::cmp::Ordering::Greater) => true,
        Some(std::cmp::Ordering::Equal) => !(low.closed && high.closed),
        _ => false,
    }
}

fn check_has_order(source: Source<'_>, bound: &Spanned<Bound>) -> Result<(), Fault> {
    match source.column_type() {
        Some(word @ (ColumnType::String | ColumnType::Boolean)) => {
            let message = format!(
                "a range needs an order, and the column's type is `{}`",
                word.word()
            );
            let help = "drop `min` and `max`; for the length of a string there are `min-length` and `max-length`";
            Err(source.fault(bound.span(), message).help(help))
        }
        Some(_) => Ok(()),
        None => Err(source
            .fault(bound.span(), "a range needs a type")
            .help("say what the values are, for example `type = \"number\"`")),
    }
}

/// A bound in the type of the column. A day as a lower bound on a point in
/// time is its first moment.
pub(super) fn start(source: Source<'_>, bound: &Spanned<Bound>) -> Result<Value<'static>, Fault> {
    in_type(source, bound, |day| day.at(0, 0, 0, 0).into())
}

/// The same, for an upper bound: a day is its last moment.
pub(super) fn end(source: Source<'_>, bound: &Spanned<Bound>) -> Result<Value<'static>, Fault> {
    in_type(source, bound, Moment::end_of)
}

fn in_type(
    source: Source<'_>,
    bound: &Spanned<Bound>,
    of_day: fn(jiff::civil::Date) -> Moment,
) -> Result<Value<'static>, Fault> {
    match source.column_type() {
        Some(ColumnType::Date) => day(source, bound),
        Some(ColumnType::Time) => time(source, bound),
        Some(ColumnType::Datetime) => point(source, bound, of_day),
        Some(ColumnType::Decimal) => decimal(source, bound),
        _ => number(source, bound),
    }
}

/// A finite number.
pub(super) fn number(source: Source<'_>, bound: &Spanned<Bound>) -> Result<Value<'static>, Fault> {
    let number = match bound.get_ref() {
        Bound::Integer(x) => Some(i128::from(*x).into()),
        Bound::Number(x) => Number::new(*x),
        _ => None,
    };
    number
        .map(Value::Number)
        .ok_or_else(|| unlike(source, bound, "a finite number", "0.5"))
}

/// A number with the digits that the contract writes; in quotes where they are
/// more than 15.
fn decimal(source: Source<'_>, bound: &Spanned<Bound>) -> Result<Value<'static>, Fault> {
    let number = match bound.get_ref() {
        Bound::Integer(x) => Some(i128::from(*x).into()),
        Bound::Number(x) => Number::as_written(*x),
        Bound::Text(text) => crate::read::decimal(text).ok(),
        Bound::Boolean(_) => None,
    };
    number
        .map(Value::Number)
        .ok_or_else(|| unlike(source, bound, "a decimal", "0.5"))
}

fn day(source: Source<'_>, bound: &Spanned<Bound>) -> Result<Value<'static>, Fault> {
    let day = match bound.get_ref() {
        Bound::Text(text) => moment::day(text).ok(),
        _ => None,
    };
    day.map(Value::Day)
        .ok_or_else(|| unlike(source, bound, "a date", "\"2024-02-29\""))
}

fn time(source: Source<'_>, bound: &Spanned<Bound>) -> Result<Value<'static>, Fault> {
    let time = match bound.get_ref() {
        Bound::Text(text) => moment::time(text).ok(),
        _ => None,
    };
    time.map(Value::Time)
        .ok_or_else(|| unlike(source, bound, "a time of day", "\"12:30:00\""))
}

fn point(
    source: Source<'_>,
    bound: &Spanned<Bound>,
    of_day: fn(jiff::civil::Date) -> Moment,
) -> Result<Value<'static>, Fault> {
    let point = match bound.get_ref() {
        Bound::Text(text) => moment::day(text)
            .map(of_day)
            .or_else(|_| moment::moment(text))
            .ok(),
        _ => None,
    };
    let example = "\"2024-02-29T12:00:00Z\"";
    point
        .map(Value::Moment)
        .ok_or_else(|| unlike(source, bound, "a date and time", example))
}

fn unlike(source: Source<'_>, bound: &Spanned<Bound>, what: &str, example: &str) -> Fault {
    let bound_text = verdict::cut(&bound.get_ref().to_string());
    source
        .fault(bound.span(), format!("`{bound_text}` is not {what}"))
        .help(format!("one is asked for here: write it like {example}"))
}

pub(super) fn multiple(source: Source<'_>) -> Result<Said, Fault> {
    let Some(bound) = &source.rules.multiple_of else {
        return Ok(None);
    };
    super::figures::check_numeric(source, "multiple-of", &bound.span())?;
    let of = match source.column_type() {
        Some(ColumnType::Decimal) => decimal(source, bound)?,
        _ => number(source, bound)?,
    };
    let Value::Number(of) = of else {
        return Ok(None);
    };
    if of <= 0.into() {
        return Err(source
            .fault(bound.span(), "`multiple-of` is not above 0")
            .help("give the step, such as 5 or 0.01"));
    }
    let shown = bound.get_ref().to_string();
    Ok(Some((Asks::cells(Multiple { of, shown }), bound.span())))
}

/// `values` or `forbidden-values`.
pub(super) fn values(source: Source<'_>, allowed: bool) -> Result<Said, Fault> {
    let list = match allowed {
        true => &source.rules.values,
        false => &source.rules.forbidden_values,
    };
    let Some(list) = list else {
        return Ok(None);
    };
    let (values, shown) = listed(source, list)?;
    let rule = AllowedValues::new(allowed, &values, shown);
    Ok(Some((Asks::cells(rule), list.span())))
}

/// A list of values in the type of the column, and as the contract writes
/// them.
pub(super) fn listed<'a>(
    source: Source<'_>,
    list: &'a Spanned<Vec<Spanned<Bound>>>,
) -> Result<(Vec<Value<'a>>, Vec<String>), Fault> {
    let entries = list.get_ref().iter();
    let values: Vec<Value<'_>> = entries
        .map(|bound| value(source, bound))
        .collect::<Result<_, _>>()?;
    if values.is_empty() {
        return Err(source
            .fault(list.span(), "an empty list of values lets none pass")
            .help("list the values, or drop the key"));
    }
    let shown = list.get_ref().iter();
    let shown = shown.map(|bound| bound.get_ref().to_string()).collect();
    Ok((values, shown))
}

/// A listed value in the type of the column.
fn value<'a>(source: Source<'_>, bound: &'a Spanned<Bound>) -> Result<Value<'a>, Fault> {
    Ok(match (source.column_type(), bound.get_ref()) {
        (None | Some(ColumnType::String), Bound::Text(text)) => {
            check_not_missing(source, bound, text)?;
            Value::Text(text)
        }
        (None, _) => {
            return Err(source
                .fault(bound.span(), "values that are no strings need a type")
                .help("say what the values are, for example `type = \"integer\"`"));
        }
        (Some(ColumnType::String), _) => {
            return Err(unlike(source, bound, "a string", "\"yes\", in quotes"));
        }
        (Some(ColumnType::Integer), Bound::Integer(x)) => Value::Number(i128::from(*x).into()),
        (Some(ColumnType::Integer), _) => return Err(unlike(source, bound, "an integer", "1")),
        (Some(ColumnType::Boolean), Bound::Boolean(x)) => Value::Boolean(*x),
        (Some(ColumnType::Boolean), _) => return Err(unlike(source, bound, "a boolean", "true")),
        (Some(_), _) => start(source, bound)?,
    })
}

/// A text that means that there is no value is never seen as one.
fn check_not_missing(source: Source<'_>, bound: &Spanned<Bound>, text: &str) -> Result<(), Fault> {
    if !source.form.is_missing(text) {
        return Ok(());
    }
    let shown = verdict::cut(text);
    Err(source
        .fault(
            bound.span(),
            format!("`{shown}` means that there is no value, so it is never seen as one"),
        )
        .help("take it out of `missing`, or allow nulls with `nullable = true`"))
}
