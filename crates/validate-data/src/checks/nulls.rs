//! `nulls`: no more cells without a value than are allowed.

use super::{Reading, Rule};
use crate::words::counted;

/// No more cells without a value than are allowed.
#[derive(Clone, Copy)]
pub(crate) enum Nulls {
    /// At most so many.
    Most(u64),
    /// At most this part of the rows, within 0 to 1.
    Fraction(f64),
}

impl Rule for Nulls {
    fn id(&self) -> &'static str {
        "nulls"
    }

    fn asks(&self) -> (&'static str, String) {
        let what = match self {
            Self::Most(0) => "no nulls".to_owned(),
            Self::Most(most) => format!("at most {}", counted(*most, "null")),
            Self::Fraction(most) => format!("at most {most} of its rows null"),
        };
        ("has", what)
    }

    fn breaks(&mut self, _row: u64, seen: &Reading<'_>) -> bool {
        matches!(seen, Reading::Null)
    }

    fn tolerates(&self, broken: u64, rows: u64) -> bool {
        match self {
            Self::Most(most) => broken <= *most,
            // Divided, not multiplied: 29 of 100 rows are no more than 0.29.
            Self::Fraction(most) => rows == 0 || broken as f64 / rows as f64 <= *most,
        }
    }

    fn help(&self) -> Option<&'static str> {
        Some(
            "where a value may be missing, allow it with `nullable`, `max-nulls` or `max-null-fraction`",
        )
    }

    fn fresh(&self) -> Box<dyn Rule> {
        Box::new(*self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_means_the_same_as_its_count() {
        for percent in 0u64..=100 {
            let rule = Nulls::Fraction(percent as f64 / 100.0);
            assert!(rule.tolerates(percent, 100), "{percent}");
            assert!(!rule.tolerates(percent + 1, 100), "{percent}");
        }
    }
}
