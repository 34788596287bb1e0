//! The least and the most of values.

use std::cmp::Ordering;

use crate::compare::order;
use crate::kind::Kind;
use crate::trouble::Trouble;
use crate::value::Value;

/// The best value of each family of kinds that can be compared: which of them
/// meets which must not depend on the order of rows.
#[derive(Clone, Debug)]
pub(super) struct Extremes {
    better: Ordering,
    best: [Option<Value<'static>>; 4],
}

impl Extremes {
    pub(super) fn least() -> Self {
        Self::new(Ordering::Less)
    }

    pub(super) fn most() -> Self {
        Self::new(Ordering::Greater)
    }

    fn new(better: Ordering) -> Self {
        Self {
            better,
            best: [const { None }; 4],
        }
    }

    /// One value more; null is none.
    pub(super) fn add(&mut self, value: Value<'_>) {
        let family = match value.kind() {
            Kind::Any => return,
            Kind::Integer | Kind::Number => 0,
            Kind::Text => 1,
            Kind::Boolean => 2,
            Kind::Date | Kind::Moment => 3,
        };
        let best = &mut self.best[family];
        let replaces = best.as_ref().is_none_or(|best| match order(&value, best) {
            // Of what is equal always the same one is kept.
            Ok(Ordering::Equal) => bits(&value) < bits(best),
            Ok(order) => order == self.better,
            Err(_) => false,
        });
        if replaces {
            *best = Some(value.into_owned());
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        for value in other.best.into_iter().flatten() {
            self.add(value);
        }
    }

    /// The best of all; null of none.
    pub(super) fn best(&self) -> Result<Value<'static>, Trouble> {
        let mut families = self.best.iter().flatten();
        match (families.next(), families.next()) {
            (None, _) => Ok(Value::Null),
            (Some(best), None) => Ok(best.clone()),
            (Some(one), Some(other)) => Err(Trouble::Apart(one.kind(), other.kind())),
        }
    }
}

/// Tells equal values apart.
fn bits(value: &Value<'_>) -> u128 {
    match value {
        Value::Integer(_) | Value::Date(_) => 0,
        Value::Number(x) => 1 + u128::from(x.to_bits()),
        _ => 1,
    }
}
