//! Rules on values: `range` and `allowed-values`.

use toml::Spanned;
use verdict::Fault;

use super::{Planned, Source};
use crate::checks::Value;
use crate::checks::allowed_values::AllowedValues;
use crate::checks::moment::{self, Moment};
use crate::checks::number::Number;
use crate::checks::range::{Bounds, Pair, Range};
use crate::policy::{Bound, ColumnType};

pub(super) fn range(source: Source<'_>) -> Result<Option<Planned>, Fault> {
    let (min, max) = (source.rules.min.as_ref(), source.rules.max.as_ref());
    let Some(either) = min.or(max) else {
        return Ok(None);
    };
    let bounds = match source.column_type() {
        // A bound with a fraction means the next whole number within it.
        Some(ColumnType::Integer) => {
            let (min, max) = pair(source, number, number)?;
            Bounds::Numbers((min.map(Number::ceil), max.map(Number::floor)))
        }
        Some(ColumnType::Number) => Bounds::Numbers(pair(source, number, number)?),
        Some(ColumnType::Date) => Bounds::Days(pair(source, day, day)?),
        Some(ColumnType::Datetime) => Bounds::Moments(pair(source, start, end)?),
        Some(other) => {
            let message = format!(
                "a range needs an order, and the column's type is `{}`",
                other.word()
            );
            let help = "drop `min` and `max`; for the length of a string there are `min-length` and `max-length`";
            return Err(source.fault(either.span(), message).help(help));
        }
        None => {
            return Err(source
                .fault(either.span(), "a range needs a type")
                .help("say what the values are, for example `type = \"number\"`"));
        }
    };
    if turned(bounds) {
        return Err(source
            .fault(either.span(), "`min` is above `max`, so no value can hold")
            .help("swap them, or drop one"));
    }
    let shown = |bound: Option<&Spanned<Bound>>| bound.map(|bound| bound.get_ref().to_string());
    let rule = Range {
        bounds,
        shown: (shown(min), shown(max)),
    };
    Ok(Some(Planned::new(rule, either.span())))
}

/// How a bound is read.
type Read<T> = fn(Source<'_>, &Spanned<Bound>) -> Result<T, Fault>;

/// Both bounds.
fn pair<T>(source: Source<'_>, min: Read<T>, max: Read<T>) -> Result<Pair<T>, Fault> {
    let read = |bound: &Option<Spanned<Bound>>, read: Read<T>| {
        bound.as_ref().map(|bound| read(source, bound)).transpose()
    };
    Ok((read(&source.rules.min, min)?, read(&source.rules.max, max)?))
}

fn turned(bounds: Bounds) -> bool {
    fn is<T: Ord>(pair: Pair<T>) -> bool {
        matches!(pair, (Some(low), Some(high)) if low > high)
    }
    match bounds {
        Bounds::Numbers(pair) => is(pair),
        Bounds::Days(pair) => is(pair),
        Bounds::Moments(pair) => is(pair),
    }
}

fn number(source: Source<'_>, bound: &Spanned<Bound>) -> Result<Number, Fault> {
    let number = match bound.get_ref() {
        Bound::Integer(x) => Some(i128::from(*x).into()),
        Bound::Number(x) => Number::new(*x),
        _ => None,
    };
    number.ok_or_else(|| unlike(source, bound, "a finite number", "0.5"))
}

fn day(source: Source<'_>, bound: &Spanned<Bound>) -> Result<jiff::civil::Date, Fault> {
    let day = match bound.get_ref() {
        Bound::Text(text) => moment::day(text).ok(),
        _ => None,
    };
    day.ok_or_else(|| unlike(source, bound, "a date", "\"2024-02-29\""))
}

/// A day as a lower bound is its first moment.
fn start(source: Source<'_>, bound: &Spanned<Bound>) -> Result<Moment, Fault> {
    point(source, bound, |day| day.at(0, 0, 0, 0).into())
}

/// A day as an upper bound is its last moment.
fn end(source: Source<'_>, bound: &Spanned<Bound>) -> Result<Moment, Fault> {
    point(source, bound, Moment::end_of)
}

fn point(
    source: Source<'_>,
    bound: &Spanned<Bound>,
    of_day: fn(jiff::civil::Date) -> Moment,
) -> Result<Moment, Fault> {
    let point = match bound.get_ref() {
        Bound::Text(text) => moment::day(text)
            .map(of_day)
            .or_else(|_| moment::moment(text)),
        _ => {
            return Err(unlike(
                source,
                bound,
                "a date and time",
                "\"2024-02-29T12:00:00Z\"",
            ));
        }
    };
    point.map_err(|_| unlike(source, bound, "a date and time", "\"2024-02-29T12:00:00Z\""))
}

fn unlike(source: Source<'_>, bound: &Spanned<Bound>, what: &str, example: &str) -> Fault {
    let bound_text = verdict::cut(&bound.get_ref().to_string());
    source
        .fault(bound.span(), format!("`{bound_text}` is not {what}"))
        .help(format!(
            "the column's type asks for one: write it like {example}"
        ))
}

pub(super) fn allowed_values(source: Source<'_>) -> Result<Option<Planned>, Fault> {
    let Some(list) = &source.rules.values else {
        return Ok(None);
    };
    let values: Vec<Value<'_>> = list
        .get_ref()
        .iter()
        .map(|bound| value(source, bound))
        .collect::<Result<_, _>>()?;
    if values.is_empty() {
        return Err(source
            .fault(list.span(), "an empty list of values lets none pass")
            .help("list the values, or drop the key"));
    }
    let shown = list
        .get_ref()
        .iter()
        .map(|bound| bound.get_ref().to_string());
    let rule = AllowedValues::new(&values, shown.collect());
    Ok(Some(Planned::new(rule, list.span())))
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
        (Some(ColumnType::Number), _) => Value::Number(number(source, bound)?),
        (Some(ColumnType::Date), _) => Value::Day(day(source, bound)?),
        (Some(ColumnType::Datetime), _) => Value::Moment(start(source, bound)?),
    })
}

/// A text that means that there is no value is never seen as one.
fn check_not_missing(source: Source<'_>, bound: &Spanned<Bound>, text: &str) -> Result<(), Fault> {
    if !source
        .policy
        .value
        .missing
        .iter()
        .any(|token| token == text)
    {
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
