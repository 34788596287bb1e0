//! `multiple-of`: values are whole multiples of a number.

use super::CellRule;
use crate::value::{Number, Reading, Value};

/// Values are whole multiples of a number.
pub(crate) struct Multiple {
    /// Greater than zero.
    pub(crate) of: Number,
    /// As the contract writes it.
    pub(crate) shown: String,
}

/// How far from a whole number a quotient may lie by the rounding of decimal
/// fractions: 0.3 is a multiple of 0.1.
const ROUNDING: f64 = 1e-9;

impl Multiple {
    fn holds(&self, x: Number) -> bool {
        x.is_multiple_of(self.of).unwrap_or_else(|| {
            let quotient = x.nearest() / self.of.nearest();
            let off = (quotient - quotient.round()).abs();
            off <= ROUNDING * quotient.abs().max(1.0)
        })
    }
}

impl CellRule for Multiple {
    fn id(&self) -> &'static str {
        "multiple-of"
    }

    fn asks(&self) -> (&'static str, String) {
        ("is", format!("a multiple of {}", self.shown))
    }

    fn breaks(&self, seen: &Reading<'_>) -> bool {
        matches!(seen, Reading::Value(Value::Number(x)) if !self.holds(*x))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_decimal() {
        let of = |of: f64, x: f64| {
            let number = |x| Number::new(x).expect("finite");
            Multiple {
                of: number(of),
                shown: String::new(),
            }
            .holds(number(x))
        };
        assert!(of(0.1, 0.3) && of(0.01, 19.99) && of(2.0, -4.0) && of(5.0, 0.0));
        assert!(!of(0.1, 0.35) && !of(2.0, 3.0));
    }
}
