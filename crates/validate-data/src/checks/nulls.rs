//! `nulls`: no more cells without a value than are allowed.

use super::{Reading, Rule, Value};
use crate::words::counted;

/// No more cells without a value than are allowed.
pub(crate) struct Nulls {
    most: Most,
    /// Whether there was a cell of which it isn't known.
    unread: bool,
}

/// How many nulls are allowed.
#[derive(Clone, Copy)]
pub(crate) enum Most {
    /// At most so many.
    Count(u64),
    /// At most this part of the rows, within 0 to 1.
    Fraction(f64),
}

impl Nulls {
    pub(crate) const fn new(most: Most) -> Self {
        Self {
            most,
            unread: false,
        }
    }
}

impl Rule for Nulls {
    fn id(&self) -> &'static str {
        "nulls"
    }

    fn asks(&self) -> (&'static str, String) {
        let what = match self.most {
            Most::Count(0) => "no nulls".to_owned(),
            Most::Count(most) => format!("at most {}", counted(most, "null")),
            Most::Fraction(most) => format!("at most {most} of its rows null"),
        };
        ("has", what)
    }

    fn breaks(&mut self, _row: u64, seen: &Reading<'_>) -> bool {
        self.unread |= matches!(seen, Reading::Value(Value::Unread));
        matches!(seen, Reading::Null)
    }

    fn tolerates(&self, broken: u64, rows: u64) -> bool {
        match self.most {
            Most::Count(most) => broken <= most,
            // Divided, not multiplied: 29 of 100 rows are no more than 0.29.
            Most::Fraction(most) => rows == 0 || broken as f64 / rows as f64 <= most,
        }
    }

    fn undecided(&self) -> Option<String> {
        let cause = "its values are not looked into, so nulls among them are not seen";
        self.unread.then(|| cause.to_owned())
    }

    fn unit(&self) -> &'static str {
        "null"
    }

    fn help(&self) -> Option<&'static str> {
        Some(
            "where a value may be missing, allow it with `nullable`, `max-nulls` or `max-null-fraction`",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_means_the_same_as_its_count() {
        for percent in 0u64..=100 {
            let rule = Nulls::new(Most::Fraction(percent as f64 / 100.0));
            assert!(rule.tolerates(percent, 100), "{percent}");
            assert!(!rule.tolerates(percent + 1, 100), "{percent}");
        }
    }
}
