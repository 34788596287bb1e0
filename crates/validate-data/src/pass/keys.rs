//! The keys by which rows are told apart.

use std::collections::HashSet;
use std::ops::Range;

use distinct::Fingerprint;

use crate::seen::{Seen, Vector};
use crate::value::{Number, Reading, Value};

/// The keys of another table.
pub(crate) type Lookup = HashSet<u128, foldhash::fast::RandomState>;

/// What a null does to the key of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nulls {
    /// Such a row has no key.
    Passed,
    /// A null is like any other null.
    Alike,
}

/// The key of a row in some columns. None: a null or a value of another type
/// is among them.
///
/// One or two plain values (whole numbers, days, points in time of 64 bits)
/// are the key as they are; everything else is told apart by 128 bits of a
/// keyed hash. Which of both it is depends on the values alone.
pub(super) fn key(seen: &[Seen<'_>], columns: &[usize], at: usize, nulls: Nulls) -> Option<u128> {
    if let Some(key) = plain_key(seen, columns, at) {
        return Some(key);
    }
    let mut key = Fingerprint::new();
    for column in columns {
        let seen = &seen[*column];
        if !seen.is_value(at) {
            match nulls {
                Nulls::Passed => return None,
                Nulls::Alike => feed_cell(seen, at, &mut key),
            }
            continue;
        }
        match &seen.vector {
            Vector::Texts(texts) => {
                key.word(TEXT);
                key.bytes(texts.get(at).unwrap_or_default());
            }
            Vector::Integers(values) => whole(i128::from(values[at]), &mut key),
            Vector::Moments(values) => moment(i128::from(values[at]) * 1000, &mut key),
            _ => feed(&seen.reading(at), &mut key)?,
        }
    }
    Some(key.finish())
}

/// Calls for the key of every row that has one, of the rows that a condition
/// keeps.
pub(super) fn each(
    seen: &[Seen<'_>],
    columns: &[usize],
    rows: &Range<usize>,
    (mask, nulls): (Option<&[bool]>, Nulls),
    mut each: impl FnMut(u128),
) {
    let plain = |column: &usize| {
        let words = plain_words(&seen[*column]).filter(|_| mask.is_none());
        words.and_then(|words| words.get(rows.clone()))
    };
    let high = |word: i64| u128::from(word.cast_unsigned()) << 64;
    match columns {
        [one] if let Some(values) = plain(one) => {
            for x in values {
                each(u128::from(x.cast_unsigned()));
            }
        }
        [one, other] if let (Some(one), Some(other)) = (plain(one), plain(other)) => {
            for (x, y) in one.iter().zip(other) {
                each(high(*x) | u128::from(y.cast_unsigned()));
            }
        }
        _ => {
            let kept = rows.clone().filter(|at| mask.is_none_or(|mask| mask[*at]));
            kept.filter_map(|at| key(seen, columns, at, nulls))
                .for_each(each);
        }
    }
}

/// Values that are keys as they are, one a row.
pub(super) fn plain_words<'a>(seen: &'a Seen<'_>) -> Option<&'a [i64]> {
    match &seen.vector {
        _ if seen.nulls + seen.wrong > 0 => None,
        Vector::Integers(values) => Some(values),
        Vector::Moments(values) => Some(values),
        _ => None,
    }
}

/// The key of one or two plain values.
#[inline]
fn plain_key(seen: &[Seen<'_>], columns: &[usize], at: usize) -> Option<u128> {
    let word = |column: &usize| {
        let seen = &seen[*column];
        if !seen.is_value(at) {
            return None;
        }
        match &seen.vector {
            Vector::Integers(values) => values.get(at).map(|x| x.cast_unsigned()),
            Vector::Moments(values) => values.get(at).map(|x| x.cast_unsigned()),
            Vector::Days(values) => values.get(at).map(|x| i64::from(*x).cast_unsigned()),
            Vector::Numbers(values) => {
                let whole = Number::new(*values.get(at)?)?.whole()?;
                i64::try_from(whole).ok().map(i64::cast_unsigned)
            }
            Vector::Mixed(readings) => plain_word(readings.get(at)?),
            Vector::Texts(_) | Vector::Booleans(_) => None,
        }
    };
    match columns {
        [one] => Some(u128::from(word(one)?)),
        [one, other] => Some(u128::from(word(one)?) << 64 | u128::from(word(other)?)),
        _ => None,
    }
}

/// A plain value of 64 bits.
fn plain_word(reading: &Reading<'_>) -> Option<u64> {
    let word = match reading {
        Reading::Value(Value::Number(x)) => i64::try_from(x.whole()?).ok()?,
        Reading::Value(Value::Day(x)) => i64::from(crate::value::moment::days_of(*x)),
        Reading::Value(Value::Moment(x)) => x.micros()?,
        _ => return None,
    };
    Some(word.cast_unsigned())
}

/// The key of two keys.
pub(super) fn both(one: u128, other: u128) -> u128 {
    let mut key = Fingerprint::new();
    key.bytes(&one.to_le_bytes());
    key.bytes(&other.to_le_bytes());
    key.finish()
}

/// The key of one value, as [`key`] makes it of one column.
pub(super) fn key_of(value: &Value<'_>) -> Option<u128> {
    if let Some(word) = plain_word(&Reading::Value(*value)) {
        return Some(u128::from(word));
    }
    let mut key = Fingerprint::new();
    feed(&Reading::Value(*value), &mut key)?;
    Some(key.finish())
}

const TEXT: u64 = 1;
const WHOLE: u64 = 2;
const LARGE: u64 = 3;
const NUMBER: u64 = 4;
const BOOLEAN: u64 = 5;
const DAY: u64 = 6;
const TIME: u64 = 7;
const MOMENT: u64 = 8;
const NOT_FINITE: u64 = 9;
const WRONG: u64 = 10;
const DECIMAL: u64 = 11;

fn whole(x: i128, key: &mut Fingerprint) {
    if let Ok(x) = i64::try_from(x) {
        key.word(WHOLE);
        key.word(x.cast_unsigned());
    } else {
        key.word(LARGE);
        key.bytes(&x.to_le_bytes());
    }
}

fn moment(nanoseconds: i128, key: &mut Fingerprint) {
    key.word(MOMENT);
    key.bytes(&nanoseconds.to_le_bytes());
}

/// None: what isn't looked into can't be told apart.
fn feed(reading: &Reading<'_>, key: &mut Fingerprint) -> Option<()> {
    let Reading::Value(value) = reading else {
        return None;
    };
    match value {
        Value::Text(text) => {
            key.word(TEXT);
            key.bytes(text.as_bytes());
        }
        Value::Number(Number::Whole(x)) => whole(*x, key),
        Value::Number(Number::Decimal(x)) => {
            let (digits, scale) = x.parts();
            key.word(DECIMAL);
            key.word(u64::from(scale));
            key.bytes(&digits.to_le_bytes());
        }
        Value::Number(Number::Other(x)) => {
            key.word(NUMBER);
            key.word(x.to_bits());
        }
        Value::Boolean(x) => {
            key.word(BOOLEAN);
            key.word(u64::from(*x));
        }
        Value::Day(x) => {
            key.word(DAY);
            key.word(i64::from(crate::value::moment::days_of(*x)).cast_unsigned());
        }
        Value::Time(x) => {
            key.word(TIME);
            let seconds =
                i64::from(x.hour()) * 3600 + i64::from(x.minute()) * 60 + i64::from(x.second());
            key.word(seconds.cast_unsigned());
            key.word(i64::from(x.subsec_nanosecond()).cast_unsigned());
        }
        Value::Moment(x) => moment(x.nanoseconds(), key),
        // Every NaN is the same as any other.
        Value::NotFinite(x) => {
            key.word(NOT_FINITE);
            key.word(u64::from(x.is_nan()) * 2 + u64::from(*x > 0.0));
        }
        Value::Opaque | Value::Unread => return None,
    }
    Some(())
}

/// A cell without a value of its type: nulls are alike, others by their text.
fn feed_cell(seen: &Seen<'_>, at: usize, key: &mut Fingerprint) {
    match seen.reading(at) {
        Reading::Wrong(_) => {
            let source = seen.source;
            key.word(WRONG);
            let cell = source.block.cell(source.column, at);
            key.bytes(super::tally::whole(cell).as_bytes());
        }
        _ => key.null(),
    }
}
