//! A cell.

use std::fmt;

use jiff::civil::{Date, DateTime};

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// No value, in a format that can say so. CSV can't: an empty field is
    /// an empty text.
    Null,
    /// A text. Every cell of a CSV file is one.
    Text(&'a str),
    /// A whole number: of 64 bits with a sign or without, or a decimal of no
    /// digits behind the point.
    Integer(i128),
    /// A number with so many digits behind the point as its column has.
    Decimal(Decimal),
    /// Another number; NaN and infinities included.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A point in time.
    Timestamp {
        /// Day and time of day.
        at: DateTime,
        /// Whether that is in UTC; else it is of no zone.
        utc: bool,
    },
    /// A value that is there but isn't looked into, with a word for its kind:
    /// `list`, `binary`.
    Opaque(&'static str),
    /// Not read, so that it may be there or not, with a word for its kind.
    Unread(&'static str),
}

/// A number with decimal digits behind the point, none of which is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The number without its point.
    pub digits: i128,
    /// How many of the digits stand behind the point: 1 to 76.
    pub scale: u32,
}

/// The cell of a number without its point, of so many digits behind it.
pub(crate) fn decimal(digits: i128, scale: u32) -> Cell<'static> {
    match scale {
        0 => Cell::Integer(digits),
        _ => Cell::Decimal(Decimal { digits, scale }),
    }
}

impl Decimal {
    /// The same number in 64 bits, the nearest: None where that takes more than
    /// a division of two numbers that 64 bits hold exactly.
    #[must_use]
    pub fn quick_nearest(self) -> Option<f64> {
        // The quotient is the nearest number then (Clinger 1990).
        let exact = self.digits.unsigned_abs() <= 1 << 53 && self.scale <= 22;
        let unit = || 10f64.powi(self.scale.cast_signed());
        exact.then(|| self.digits as f64 / unit())
    }
}

/// With all the digits behind the point that the column has: `1.10`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.scale as usize;
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = format!("{:0>1$}", self.digits.unsigned_abs(), places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        match fraction {
            "" => write!(f, "{sign}{whole}"),
            fraction => write!(f, "{sign}{whole}.{fraction}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_shown_as_they_are_stored() {
        let shown = |digits, scale| Decimal { digits, scale }.to_string();
        assert_eq!(shown(110, 2), "1.10");
        assert_eq!(shown(-1, 2), "-0.01");
        assert_eq!(shown(0, 3), "0.000");
        assert_eq!(
            shown(i128::MIN, 1),
            "-17014118346046923173168730371588410572.8"
        );
        assert_eq!(shown(5, 40), format!("0.{}5", "0".repeat(39)));
    }
}
