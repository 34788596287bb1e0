//! `range`: values lie between two bounds, both included.

use jiff::civil::Date;

use super::moment::Moment;
use super::number::Number;
use super::{Reading, Rule, Value};

/// Values lie between two bounds, both included.
pub(crate) struct Range {
    pub(crate) bounds: Bounds,
    /// The bounds as the contract writes them.
    pub(crate) shown: (Option<String>, Option<String>),
}

/// The bounds in the type of the column.
#[derive(Clone, Copy)]
pub(crate) enum Bounds {
    Numbers(Pair<Number>),
    Days(Pair<Date>),
    Moments(Pair<Moment>),
}

/// The lower and the upper bound, as far as there is one.
pub(crate) type Pair<T> = (Option<T>, Option<T>);

impl Range {
    /// How a value lies to the bounds: below, within, above.
    fn side(&self, value: Value<'_>) -> Side {
        match (self.bounds, value) {
            (Bounds::Numbers(pair), Value::Number(x)) => side(pair, x),
            (Bounds::Days(pair), Value::Day(x)) => side(pair, x),
            (Bounds::Moments(pair), Value::Moment(x)) => side(pair, x),
            // Not of the column's type: `type` has said so.
            _ => Side::Within,
        }
    }
}

#[derive(PartialEq, Eq)]
enum Side {
    Below,
    Within,
    Above,
}

fn side<T: Ord + Copy>((low, high): Pair<T>, x: T) -> Side {
    if low.is_some_and(|low| x < low) {
        Side::Below
    } else if high.is_some_and(|high| x > high) {
        Side::Above
    } else {
        Side::Within
    }
}

impl Rule for Range {
    fn id(&self) -> &'static str {
        "range"
    }

    fn asks(&self) -> (&'static str, String) {
        let what = match &self.shown {
            (Some(low), Some(high)) => format!("between {low} and {high}"),
            (Some(low), None) => format!("at least {low}"),
            (None, Some(high)) => format!("at most {high}"),
            (None, None) => "anything".to_owned(),
        };
        ("is", what)
    }

    fn breaks(&mut self, _row: u64, seen: &Reading<'_>) -> bool {
        matches!(seen, Reading::Value(value) if self.side(*value) != Side::Within)
    }

    fn note(&self, seen: &Reading<'_>) -> Option<String> {
        let Reading::Value(value) = seen else {
            return None;
        };
        match (self.side(*value), &self.shown) {
            (Side::Below, (Some(low), _)) => Some(format!("below {low}")),
            (Side::Above, (_, Some(high))) => Some(format!("above {high}")),
            _ => None,
        }
    }
}
