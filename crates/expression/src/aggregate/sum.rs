//! Sums, and the variance from sums.

use super::exact::Exact;
use crate::trouble::Trouble;
use crate::value::Value;

/// A sum of whole numbers and of others.
#[derive(Clone, Debug, Default)]
pub(super) struct Sum {
    integers: i128,
    numbers: Exact,
    /// Whether one of them was no whole number.
    fractional: bool,
}

impl Sum {
    pub(super) fn add_integer(&mut self, x: i128) -> Result<(), Trouble> {
        self.integers = self.integers.checked_add(x).ok_or(Trouble::Overflow)?;
        Ok(())
    }

    pub(super) fn add(&mut self, x: f64) {
        self.numbers.add(x);
        self.fractional = true;
    }

    /// Adds the square of a number, without rounding it.
    pub(super) fn add_square(&mut self, x: f64) {
        let (square, rest) = product(x, x);
        self.add(square);
        if square.is_finite() {
            self.add(rest);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) -> Result<(), Trouble> {
        self.numbers.merge(&other.numbers);
        self.fractional |= other.fractional;
        self.add_integer(other.integers)
    }

    /// A whole number when all were.
    pub(super) fn value(&self) -> Result<Value<'static>, Trouble> {
        if self.fractional {
            self.float().map(Value::Number)
        } else {
            Ok(Value::Integer(self.integers))
        }
    }

    /// The nearest float.
    pub(super) fn float(&self) -> Result<f64, Trouble> {
        self.all().finite_float()
    }

    /// Both sums in one.
    fn all(&self) -> Exact {
        let mut all = self.numbers.clone();
        let mut rest = self.integers;
        // A float takes the first 53 bits at least.
        while rest != 0 {
            let part = rest as f64;
            all.add(part);
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a whole number of 128 bits"
            )]
            let taken = part as i128;
            rest = rest.saturating_sub(taken);
        }
        all
    }
}

/// The variance of `count` values from their sum and that of their squares,
/// which is divided by `divisor`.
///
/// The difference of two large sums would lose the digits that matter; so
/// each is kept as a pair of floats, about 32 decimal digits.
pub(super) fn variance(sum: &Sum, squares: &Sum, count: u64, divisor: u64) -> Result<f64, Trouble> {
    let (sum, squares) = (sum.all(), squares.all());
    // Values that are not finite have no variance; squares may grow too large.
    if !sum.finite_float()?.is_finite() {
        return Ok(f64::NAN);
    }
    if !squares.finite_float()?.is_finite() {
        return Err(Trouble::Overflow);
    }
    let (high, low) = sum.pair();
    let (squares, squares_low) = squares.pair();
    let count = count as f64;
    // The square of the sum, divided by the count.
    let (whole, rest) = product(high, high);
    let rest = rest + 2.0 * high * low;
    let part = whole / count;
    let (back, back_rest) = product(part, count);
    let part_low = ((whole - back) - back_rest + rest) / count;
    let (difference, lost) = difference(squares, part);
    let variance = (difference + (lost + squares_low - part_low)) / divisor as f64;
    Ok(variance.max(0.0))
}

/// A difference and what its rounding leaves away (Knuth, 1969).
fn difference(x: f64, y: f64) -> (f64, f64) {
    let difference = x - y;
    let taken = x - difference;
    (difference, (x - (difference + taken)) + (taken - y))
}

/// A product and what its rounding leaves away (Dekker, 1971).
fn product(x: f64, y: f64) -> (f64, f64) {
    let product = x * y;
    let ((x_high, x_low), (y_high, y_low)) = (halves(x), halves(y));
    let rest = ((x_high * y_high - product) + x_high * y_low + x_low * y_high) + x_low * y_low;
    (product, rest)
}

/// Two floats of half the digits each, whose products are exact.
fn halves(x: f64) -> (f64, f64) {
    /// Two to the 27th, and one.
    const SHIFT: f64 = 134_217_729.0;
    let shifted = x * SHIFT;
    let high = shifted - (shifted - x);
    (high, x - high)
}
