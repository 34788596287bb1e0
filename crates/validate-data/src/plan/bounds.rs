//! Rules on values: `range` and `allowed-values`.

use toml::Spanned;
use verdict::Fault;

use super::{Planned, Source};
use crate::checks::allowed_values::AllowedValues;
use crate::checks::range::{Bounds, Pair, Range};
use crate::checks::{Value, moment};
use crate::policy::{Bound, ColumnType};

pub(super) fn range(source: Source<'_>) -> Result<Option<Planned>, Fault> {
    let (min, max) = (source.rules.min.as_ref(), source.rules.max.as_ref());
    let Some(either) = min.or(max) else {
        return Ok(None);
    };
    let bounds = match source.column_type() {
        Some(ColumnType::Integer) => Bounds::Integers((
            min.map(|bound| whole(source, bound, f64::ceil))
                .transpose()?,
            max.map(|bound| whole(source, bound, f64::floor))
                .transpose()?,
        )),
        Some(ColumnType::Number) => Bounds::Numbers(pair(source, number)?),
        Some(ColumnType::Date) => Bounds::Days(pair(source, day)?),
        Some(ColumnType::Datetime) => Bounds::Moments(pair(source, point)?),
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

/// Both bounds, each read in the same way.
fn pair<T>(
    source: Source<'_>,
    read: fn(Source<'_>, &Spanned<Bound>) -> Result<T, Fault>,
) -> Result<Pair<T>, Fault> {
    let read = |bound: &Option<Spanned<Bound>>| bound.as_ref().map(|b| read(source, b)).transpose();
    Ok((read(&source.rules.min)?, read(&source.rules.max)?))
}

fn turned(bounds: Bounds) -> bool {
    fn is<T: PartialOrd>(pair: Pair<T>) -> bool {
        matches!(pair, (Some(low), Some(high)) if low > high)
    }
    match bounds {
        Bounds::Integers(pair) => is(pair),
        Bounds::Numbers(pair) => is(pair),
        Bounds::Days(pair) => is(pair),
        Bounds::Moments(pair) => is(pair),
    }
}

/// A bound of whole numbers. One with a fraction means the next whole number
/// within it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "beyond 64 bits the last number of 64 bits bounds as well"
)]
fn whole(
    source: Source<'_>,
    bound: &Spanned<Bound>,
    inwards: fn(f64) -> f64,
) -> Result<i64, Fault> {
    match bound.get_ref() {
        Bound::Integer(x) => Ok(*x),
        _ => number(source, bound).map(|x| inwards(x) as i64),
    }
}

fn number(source: Source<'_>, bound: &Spanned<Bound>) -> Result<f64, Fault> {
    match bound.get_ref() {
        Bound::Integer(x) => Ok(*x as f64),
        Bound::Number(x) if !x.is_nan() => Ok(*x),
        _ => Err(unlike(source, bound, "a number", "0.5")),
    }
}

fn day(source: Source<'_>, bound: &Spanned<Bound>) -> Result<jiff::civil::Date, Fault> {
    let day = match bound.get_ref() {
        Bound::Text(text) => moment::day(text).ok(),
        _ => None,
    };
    day.ok_or_else(|| unlike(source, bound, "a date", "\"2024-02-29\""))
}

fn point(source: Source<'_>, bound: &Spanned<Bound>) -> Result<jiff::Timestamp, Fault> {
    let point = match bound.get_ref() {
        // A day is its first moment, as a bound.
        Bound::Text(text) if text.len() == 10 => moment::moment(&format!("{text}T00:00:00")).ok(),
        Bound::Text(text) => moment::moment(text).ok(),
        _ => None,
    };
    point.ok_or_else(|| unlike(source, bound, "a date and time", "\"2024-02-29T12:00:00Z\""))
}

fn unlike(source: Source<'_>, bound: &Spanned<Bound>, what: &str, example: &str) -> Fault {
    let bound_text = crate::words::cut(&bound.get_ref().to_string());
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
        (Some(ColumnType::Integer), Bound::Integer(x)) => Value::Integer(*x),
        (Some(ColumnType::Integer), _) => return Err(unlike(source, bound, "an integer", "1")),
        (Some(ColumnType::Boolean), Bound::Boolean(x)) => Value::Boolean(*x),
        (Some(ColumnType::Boolean), _) => return Err(unlike(source, bound, "a boolean", "true")),
        (Some(ColumnType::Number), _) => Value::Number(number(source, bound)?),
        (Some(ColumnType::Date), _) => Value::Day(day(source, bound)?),
        (Some(ColumnType::Datetime), _) => Value::Moment(point(source, bound)?),
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
    let shown = crate::words::cut(text);
    Err(source
        .fault(
            bound.span(),
            format!("`{shown}` means that there is no value, so it is never seen as one"),
        )
        .help("take it out of `missing`, or allow nulls with `nullable = true`"))
}
