//! The least and the greatest value.

use std::cmp::Ordering;

use super::keep;
use crate::checks::range::order;
use crate::figure::Owned;
use crate::seen::{Seen, Vector};
use crate::value::Value;

pub(super) fn widen_all(
    extremes: &mut Option<(Owned, Owned)>,
    seen: &Seen<'_>,
    mask: Option<&[bool]>,
) {
    let (mut least, mut greatest): (Option<Value<'_>>, Option<Value<'_>>) = (None, None);
    let beats = |value: &Value<'_>, best: &Option<Value<'_>>, wanted| {
        best.as_ref()
            .is_none_or(|best| order(value, best) == Some(wanted))
    };
    match &seen.vector {
        Vector::Integers(values) => {
            let span = span(values, seen, mask);
            (least, greatest) = span
                .map(|(low, high)| {
                    let value = |x: i64| Value::Number(i128::from(x).into());
                    (value(low), value(high))
                })
                .unzip();
        }
        Vector::Moments(values) => {
            let span = span(values, seen, mask);
            (least, greatest) = span
                .map(|(low, high)| {
                    let value = |x: i64| Value::Moment(crate::value::Moment::from_micros(x));
                    (value(low), value(high))
                })
                .unzip();
        }
        Vector::Numbers(values) => {
            let span = span(values, seen, mask);
            let value = |x: f64| crate::value::Number::new(x).map(Value::Number);
            if let Some((low, high)) = span {
                (least, greatest) = (value(low), value(high));
            }
        }
        _ => seen.each_value(|at, value| {
            if mask.is_none_or(|mask| mask[at]) {
                if beats(&value, &least, Ordering::Less) {
                    least = Some(value);
                }
                if beats(&value, &greatest, Ordering::Greater) {
                    greatest = Some(value);
                }
            }
        }),
    }
    if let (Some(least), Some(greatest)) = (least, greatest) {
        widen(extremes, (Owned::of(least), Owned::of(greatest)));
    }
}

/// The least and the greatest of plain values.
fn span<T: PartialOrd + Copy>(
    values: &[T],
    seen: &Seen<'_>,
    mask: Option<&[bool]>,
) -> Option<(T, T)> {
    let kept = values
        .iter()
        .zip(keep(seen, mask))
        .filter(|(_, keep)| *keep);
    kept.map(|(x, _)| *x).fold(None, |span, x| {
        Some(match span {
            None => (x, x),
            Some((low, high)) => (
                if x < low { x } else { low },
                if x > high { x } else { high },
            ),
        })
    })
}

pub(super) fn widen(extremes: &mut Option<(Owned, Owned)>, (least, greatest): (Owned, Owned)) {
    let Some((low, high)) = extremes else {
        *extremes = Some((least, greatest));
        return;
    };
    if order(&least.value(), &low.value()) == Some(Ordering::Less) {
        *low = least;
    }
    if order(&greatest.value(), &high.value()) == Some(Ordering::Greater) {
        *high = greatest;
    }
}
