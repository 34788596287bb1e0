//! `range`: values lie between two bounds.

use super::CellRule;
use crate::seen::{Seen, State, Vector};
use crate::value::{Reading, Value};

/// Values lie between two bounds.
pub(crate) struct Range {
    pub(crate) low: Option<End>,
    pub(crate) high: Option<End>,
}

/// One end of a range.
pub(crate) struct End {
    pub(crate) at: Value<'static>,
    /// Whether the bound itself lies within.
    pub(crate) closed: bool,
    /// The bound as the contract writes it.
    pub(crate) shown: String,
}

/// How a value lies to the bounds.
#[derive(PartialEq, Eq)]
enum Side {
    Below,
    Within,
    Above,
}

impl Range {
    fn side(&self, value: &Value<'_>) -> Side {
        let outside = |end: &Option<End>, wrong: std::cmp::Ordering| {
            end.as_ref().is_some_and(|end| match order(value, &end.at) {
                Some(std::cmp::Ordering::Equal) => !end.closed,
                Some(order) => order == wrong,
                // Not of the column's type: `type` has said so.
                None => false,
            })
        };
        if outside(&self.low, std::cmp::Ordering::Less) {
            Side::Below
        } else if outside(&self.high, std::cmp::Ordering::Greater) {
            Side::Above
        } else {
            Side::Within
        }
    }

    /// Whether a value lies outside.
    pub(crate) fn is_off(&self, value: &Value<'_>) -> bool {
        self.side(value) != Side::Within
    }

    /// The bounds as two whole numbers, both within the range.
    pub(crate) fn integers(&self) -> Option<(i64, i64)> {
        let low = self
            .low
            .as_ref()
            .map_or(Some(i128::from(i64::MIN)), |end| {
                let least = least_whole(&end.at)?;
                Some(least + i128::from(!end.closed && is_whole(&end.at)))
            })?;
        let high = self
            .high
            .as_ref()
            .map_or(Some(i128::from(i64::MAX)), |end| {
                let greatest = greatest_whole(&end.at)?;
                Some(greatest - i128::from(!end.closed && is_whole(&end.at)))
            })?;
        let within = |x: i128| x.clamp(i128::from(i64::MIN), i128::from(i64::MAX));
        // An empty range stays empty.
        (low <= high && low <= i128::from(i64::MAX) && high >= i128::from(i64::MIN))
            .then_some(())?;
        Some((
            i64::try_from(within(low)).ok()?,
            i64::try_from(within(high)).ok()?,
        ))
    }

    /// The bounds as two numbers of 64 bits, both within the range.
    fn numbers(&self) -> Option<(f64, f64)> {
        let low = self.low.as_ref().map_or(Some(f64::NEG_INFINITY), |end| {
            let x = exactly(&end.at)?;
            Some(if end.closed { x } else { x.next_up() })
        })?;
        let high = self.high.as_ref().map_or(Some(f64::INFINITY), |end| {
            let x = exactly(&end.at)?;
            Some(if end.closed { x } else { x.next_down() })
        })?;
        Some((low, high))
    }

    /// The bounds in microseconds, both within the range.
    fn micros(&self) -> Option<(i64, i64)> {
        let nanoseconds = |end: &End| match end.at {
            Value::Moment(moment) => Some(moment.nanoseconds()),
            _ => None,
        };
        let low = self
            .low
            .as_ref()
            .map_or(Some(i128::from(i64::MIN)), |end| {
                let at = nanoseconds(end)? + i128::from(!end.closed);
                Some(at.div_euclid(1000) + i128::from(at.rem_euclid(1000) > 0))
            })?;
        let high = self
            .high
            .as_ref()
            .map_or(Some(i128::from(i64::MAX)), |end| {
                let at = nanoseconds(end)? - i128::from(!end.closed);
                Some(at.div_euclid(1000))
            })?;
        Some((i64::try_from(low).ok()?, i64::try_from(high).ok()?))
    }
}

/// The order of two values of one type.
pub(crate) fn order(one: &Value<'_>, other: &Value<'_>) -> Option<std::cmp::Ordering> {
    Some(match (one, other) {
        (Value::Number(x), Value::Number(y)) => x.cmp(y),
        (Value::Day(x), Value::Day(y)) => x.cmp(y),
        (Value::Time(x), Value::Time(y)) => x.cmp(y),
        (Value::Moment(x), Value::Moment(y)) => x.cmp(y),
        (Value::Text(x), Value::Text(y)) => x.cmp(y),
        (Value::Boolean(x), Value::Boolean(y)) => x.cmp(y),
        _ => return None,
    })
}

fn is_whole(value: &Value<'_>) -> bool {
    matches!(value, Value::Number(crate::value::Number::Whole(_)))
}

fn least_whole(value: &Value<'_>) -> Option<i128> {
    match value {
        Value::Number(x) => x.ceil().whole(),
        _ => None,
    }
}

fn greatest_whole(value: &Value<'_>) -> Option<i128> {
    match value {
        Value::Number(x) => x.floor().whole(),
        _ => None,
    }
}

fn exactly(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Number(x) => x.exactly(),
        _ => None,
    }
}

/// Marks the values outside of two bounds that both lie within.
fn outside<T: PartialOrd + Copy>(
    values: &[T],
    (low, high): (T, T),
    states: &[State],
    broken: &mut [bool],
) {
    for ((value, state), broken) in values.iter().zip(states).zip(broken) {
        // Without a jump, so that it is done for many at once.
        let off = u8::from(*value < low) | u8::from(*value > high);
        *broken |= off & u8::from(*state == State::Value) != 0;
    }
}

impl CellRule for Range {
    fn id(&self) -> &'static str {
        "range"
    }

    fn is_convex(&self) -> bool {
        true
    }

    fn asks(&self) -> (&'static str, String) {
        let what = match (&self.low, &self.high) {
            (Some(low), Some(high)) if low.closed && high.closed => {
                format!("between {} and {}", low.shown, high.shown)
            }
            (Some(low), Some(high)) => {
                let word = |end: &End, closed, open| if end.closed { closed } else { open };
                format!(
                    "{} {} and {} {}",
                    word(low, "at least", "above"),
                    low.shown,
                    word(high, "at most", "below"),
                    high.shown
                )
            }
            (Some(low), None) if low.closed => format!("at least {}", low.shown),
            (Some(low), None) => format!("above {}", low.shown),
            (None, Some(high)) if high.closed => format!("at most {}", high.shown),
            (None, Some(high)) => format!("below {}", high.shown),
            (None, None) => "anything".to_owned(),
        };
        ("is", what)
    }

    fn breaks(&self, seen: &Reading<'_>) -> bool {
        matches!(seen, Reading::Value(value) if self.side(value) != Side::Within)
    }

    fn mark(&self, seen: &Seen<'_>, broken: &mut [bool]) {
        let states = &seen.states;
        match &seen.vector {
            Vector::Integers(values) if let Some(ends) = self.integers() => {
                outside(values, ends, states, broken);
            }
            Vector::Numbers(values) if let Some(ends) = self.numbers() => {
                outside(values, ends, states, broken);
            }
            Vector::Moments(values) if let Some(ends) = self.micros() => {
                outside(values, ends, states, broken);
            }
            _ => {
                seen.each_value(|at, value| broken[at] |= self.side(&value) != Side::Within);
            }
        }
    }

    fn note(&self, seen: &Reading<'_>) -> Option<String> {
        let Reading::Value(value) = seen else {
            return None;
        };
        let relation = |end: &End, word: &str| match end.closed {
            true => format!("{word} {}", end.shown),
            false => format!(
                "not {} {}",
                if word == "below" { "above" } else { "below" },
                end.shown
            ),
        };
        match self.side(value) {
            Side::Below => self.low.as_ref().map(|low| relation(low, "below")),
            Side::Above => self.high.as_ref().map(|high| relation(high, "above")),
            Side::Within => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Number;

    fn end(x: f64, closed: bool) -> End {
        End {
            at: Value::Number(Number::new(x).expect("finite")),
            closed,
            shown: x.to_string(),
        }
    }

    fn breaks(rule: &Range, x: f64) -> bool {
        rule.breaks(&Reading::Value(Value::Number(
            Number::new(x).expect("finite"),
        )))
    }

    #[test]
    fn open_and_closed_ends() {
        let rule = Range {
            low: Some(end(0.0, false)),
            high: Some(end(10.0, true)),
        };
        assert!(
            breaks(&rule, 0.0)
                && !breaks(&rule, 0.1)
                && !breaks(&rule, 10.0)
                && breaks(&rule, 10.1)
        );
        assert_eq!(rule.asks().1, "above 0 and at most 10");
        assert_eq!(rule.integers(), Some((1, 10)));
        assert_eq!(rule.numbers(), Some((f64::from_bits(1), 10.0)));
        let halves = Range {
            low: Some(end(0.5, false)),
            high: Some(end(9.5, false)),
        };
        assert_eq!(halves.integers(), Some((1, 9)));
    }
}
