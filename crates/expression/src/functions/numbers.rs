//! Functions of numbers.

use super::Function;
use crate::arithmetic::{Operator, apply};
use crate::kind::Kind::{Any, Boolean, Integer, Number};
use crate::trouble::Trouble;
use crate::value::{Cell, Value};

const fn of_one(
    names: &'static [&'static str],
    gives: crate::kind::Kind,
    run: for<'a> fn(&[Value<'a>]) -> Cell<'a>,
) -> Function {
    Function {
        names,
        takes: &[Number],
        optional: 0,
        gives,
        run,
    }
}

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        names: &["round"],
        takes: &[Number, Integer],
        optional: 1,
        gives: Any,
        run: round,
    },
    Function {
        names: &["power", "pow"],
        takes: &[Number, Number],
        optional: 0,
        gives: Number,
        run: power,
    },
    Function {
        names: &["mod"],
        takes: &[Number, Number],
        optional: 0,
        gives: Any,
        run: |arguments| match arguments {
            [a, b] => apply(Operator::Remainder, a, b),
            _ => Ok(Value::Null),
        },
    },
    of_one(&["floor"], Any, |x| Ok(whole(x, f64::floor))),
    of_one(&["ceil", "ceiling"], Any, |x| Ok(whole(x, f64::ceil))),
    of_one(&["trunc"], Any, |x| Ok(whole(x, f64::trunc))),
    of_one(&["sign"], Integer, |x| Ok(sign(x))),
    of_one(&["sqrt"], Number, |x| {
        float(
            x,
            |x| x < 0.0,
            "the square root of a negative number",
            f64::sqrt,
        )
    }),
    of_one(&["ln"], Number, |x| {
        float(x, |x| x <= 0.0, NO_LOGARITHM, f64::ln)
    }),
    of_one(&["log10"], Number, |x| {
        float(x, |x| x <= 0.0, NO_LOGARITHM, f64::log10)
    }),
    of_one(&["exp"], Number, |x| float(x, |_| false, "", f64::exp)),
    of_one(&["isnan"], Boolean, |x| Ok(is(x, f64::is_nan))),
    of_one(&["isinf"], Boolean, |x| Ok(is(x, f64::is_infinite))),
    of_one(&["isfinite"], Boolean, |x| Ok(is(x, f64::is_finite))),
];

const NO_LOGARITHM: &str = "the logarithm of a number that is not positive";

/// A function of integers that is their own value.
fn whole<'a>(arguments: &[Value<'a>], of: fn(f64) -> f64) -> Value<'a> {
    match arguments {
        [Value::Number(x), ..] => Value::Number(of(*x)),
        [value, ..] => value.clone(),
        [] => Value::Null,
    }
}

fn float<'a>(
    arguments: &[Value<'a>],
    outside: fn(f64) -> bool,
    words: &'static str,
    of: fn(f64) -> f64,
) -> Cell<'a> {
    let Some(x) = arguments.first().and_then(Value::float) else {
        return Ok(Value::Null);
    };
    if outside(x) {
        return Err(Trouble::Undefined(words));
    }
    finite(of(x), x.is_finite())
}

/// A result that is infinite though its arguments were not is too large.
fn finite<'a>(result: f64, arguments: bool) -> Cell<'a> {
    if result.is_infinite() && arguments {
        return Err(Trouble::Overflow);
    }
    Ok(Value::Number(result))
}

fn power<'a>(arguments: &[Value<'a>]) -> Cell<'a> {
    let [Some(base), Some(exponent)] = [0, 1].map(|at| arguments.get(at).and_then(Value::float))
    else {
        return Ok(Value::Null);
    };
    let result = base.powf(exponent);
    if result.is_nan() && !base.is_nan() && !exponent.is_nan() {
        return Err(Trouble::Undefined(
            "a fractional power of a negative number",
        ));
    }
    finite(result, base.is_finite() && exponent.is_finite())
}

fn sign<'a>(arguments: &[Value<'a>]) -> Value<'a> {
    match arguments {
        [Value::Integer(x), ..] => Value::Integer(x.signum()),
        [Value::Number(x), ..] => Value::Integer(i128::from(*x > 0.0) - i128::from(*x < 0.0)),
        _ => Value::Null,
    }
}

fn is<'a>(arguments: &[Value<'a>], holds: fn(f64) -> bool) -> Value<'a> {
    let number = arguments.first().and_then(Value::float);
    number.map_or(Value::Null, |x| Value::Boolean(holds(x)))
}

/// To so many decimal places, a half away from zero.
fn round<'a>(arguments: &[Value<'a>]) -> Cell<'a> {
    let places = match arguments.get(1) {
        Some(Value::Integer(places)) => i32::try_from(*places).unwrap_or(i32::MAX),
        _ => 0,
    };
    match arguments.first() {
        Some(Value::Integer(x)) => round_integer(*x, places).map(Value::Integer),
        Some(Value::Number(x)) => Ok(Value::Number(round_float(*x, places))),
        _ => Ok(Value::Null),
    }
}

fn round_integer(x: i128, places: i32) -> Result<i128, Trouble> {
    if places >= 0 {
        return Ok(x);
    }
    let Some(unit) = 10_i128.checked_pow(places.unsigned_abs()) else {
        return Ok(0);
    };
    let rest = x % unit;
    let down = x - rest;
    if rest.abs() < unit - rest.abs() {
        return Ok(down);
    }
    down.checked_add(unit * x.signum()).ok_or(Trouble::Overflow)
}

fn round_float(x: f64, places: i32) -> f64 {
    let unit = 10_f64.powi(places.clamp(-400, 400));
    let rounded = (x * unit).round() / unit;
    // So many places that there is nothing to round, or so few that nothing is left.
    match (unit, x) {
        _ if rounded.is_finite() => rounded,
        (unit, x) if unit > 1.0 || !x.is_finite() => x,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding() {
        assert_eq!(round_integer(1250, -2), Ok(1300));
        assert_eq!(round_integer(-1250, -2), Ok(-1300));
        assert_eq!(round_integer(1249, -2), Ok(1200));
        assert_eq!(round_integer(7, -40), Ok(0));
        assert_eq!(round_integer(i128::MAX, -1), Err(Trouble::Overflow));
        let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(near(round_float(2.5, 0), 3.0) && near(round_float(-2.5, 0), -3.0));
        assert!(near(round_float(1.25, 1), 1.3) && near(round_float(1234.5, -2), 1200.0));
        assert!(near(round_float(1.5, 400), 1.5) && near(round_float(1.5, -400), 0.0));
    }
}
