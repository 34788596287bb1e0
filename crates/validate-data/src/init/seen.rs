//! What was seen of a column, in words.

use super::candidates::Kind;
use super::profile::Column;
use super::text;
use crate::figure::Owned;
use crate::value::{Number, Value};
use crate::words::{counted, grouped};

/// What was seen of a column, on one line.
pub(super) fn seen(column: &Column, sensitive: bool) -> String {
    if column.rows() == 0 {
        return "seen: no rows".to_owned();
    }
    let facts = &column.sketch.facts;
    let mut words = vec![counted(facts.values, "value"), nulls(column)];
    if facts.values > 0 {
        words.extend(different(column));
        if !sensitive {
            words.extend(span(column));
        }
    }
    format!("seen: {}", words.join(", "))
}

fn nulls(column: &Column) -> String {
    let nulls = column.nulls();
    if nulls == 0 {
        return "0 nulls".to_owned();
    }
    let percent = nulls as f64 * 100.0 / column.rows().max(1) as f64;
    let written = column
        .missing()
        .map(|word| format!("`{}`", super::missing::WORDS[word]));
    let written: Vec<String> = written.collect();
    let written = match written.is_empty() {
        true => String::new(),
        false => format!(", some as {}", written.join(" ")),
    };
    format!("{} ({}{written})", counted(nulls, "null"), share(percent))
}

/// A percentage with as many digits as tell it from nothing.
fn share(percent: f64) -> String {
    match percent {
        x if x < 0.01 => "less than 0.01 %".to_owned(),
        x if x < 1.0 => format!("{x:.2} %"),
        x => format!("{x:.0} %"),
    }
}

fn different(column: &Column) -> Option<String> {
    let is_text = column.reads.is_text() || matches!(column.reads.kind(), Some(Kind::Integer));
    if !is_text {
        return None;
    }
    let few = column.sketch.few.as_ref()?;
    let count = few.count() as u64;
    Some(match count == column.sketch.facts.values {
        true => "all different".to_owned(),
        false => format!("{} different", grouped(count)),
    })
}

/// From the least to the greatest, or from the shortest to the longest.
fn span(column: &Column) -> Option<String> {
    let facts = &column.sketch.facts;
    if matches!(column.reads.kind(), None | Some(Kind::Boolean)) {
        return None;
    }
    match column
        .reads
        .extent(facts)
        .and_then(|extent| extent.ends.as_ref())
    {
        Some((low, high)) if low == high => Some(format!("always {}", shown(low))),
        Some((low, high)) => Some(format!("{} to {}", shown(low), shown(high))),
        None => match facts.texts.lengths? {
            (least, most) if least == most => {
                Some(format!("{} long", counted(most as u64, "character")))
            }
            (least, most) => Some(format!(
                "{} to {} long",
                grouped(least as u64),
                counted(most as u64, "character")
            )),
        },
    }
}

/// A value as a comment shows it.
fn shown(value: &Owned) -> String {
    match value.value() {
        Value::Number(Number::Other(x)) => report::six_digits(x),
        Value::Number(Number::Whole(x)) => whole(x),
        Value::Number(x) => text::shown(&x.to_string()),
        Value::Day(day) => day.to_string(),
        Value::Time(time) => time.to_string(),
        Value::Moment(moment) => moment.to_string(),
        _ => String::new(),
    }
}

fn whole(x: i128) -> String {
    let sign = if x < 0 { "-" } else { "" };
    match u64::try_from(x.unsigned_abs()) {
        Ok(size) => format!("{sign}{}", grouped(size)),
        Err(_) => x.to_string(),
    }
}
