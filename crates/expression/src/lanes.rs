//! Numbers of many rows at once.

use std::borrow::Cow;

use crate::arithmetic::Operator;
use crate::block::Chunk;
use crate::compare::{self, Comparison};
use crate::node::Node;
use crate::rows::Vector;
use crate::truth::Truth;
use crate::value::Value;

/// The numbers of a run of rows.
pub(crate) enum Lanes<'a> {
    Integers(Side<'a, i64>, Nulls<'a>),
    Numbers(Side<'a, f64>, Nulls<'a>),
}

/// One number for all rows, or one each.
#[derive(Clone)]
pub(crate) enum Side<'a, T: Copy> {
    One(T),
    Each(Cow<'a, [T]>),
}

/// True where there is no number; none when all rows have one.
pub(crate) type Nulls<'a> = Option<Cow<'a, [bool]>>;

/// The numbers that a node has in a run of rows. None when it has no such
/// numbers, or they must be computed row by row: an integer outgrows 64 bits,
/// a divisor is zero.
pub(crate) fn lanes<'a>(node: &Node, chunk: &Chunk<'_, 'a>) -> Option<Lanes<'a>> {
    match node {
        Node::Constant(Value::Integer(x)) => {
            Some(Lanes::Integers(Side::One(i64::try_from(*x).ok()?), None))
        }
        Node::Constant(Value::Number(x)) => Some(Lanes::Numbers(Side::One(*x), None)),
        Node::Column(column) => of_column(chunk, *column),
        Node::Arithmetic(operator, sides) => compute(
            *operator,
            lanes(&sides[0], chunk)?,
            lanes(&sides[1], chunk)?,
        ),
        Node::Negate(node) => map(lanes(node, chunk)?, i64::checked_neg, |x| -x),
        Node::Absolute(node) => map(lanes(node, chunk)?, i64::checked_abs, f64::abs),
        _ => None,
    }
}

fn of_column<'a>(chunk: &Chunk<'_, 'a>, column: usize) -> Option<Lanes<'a>> {
    let range = chunk.from..chunk.from + chunk.rows;
    let cut = |nulls: Option<&'a [bool]>| match nulls {
        None => Some(None),
        Some(nulls) => nulls.get(range.clone()).map(|nulls| {
            let any = nulls.contains(&true);
            any.then_some(Cow::Borrowed(nulls))
        }),
    };
    match *chunk.vectors.get(column)? {
        Vector::Integers { values, nulls } => {
            let values = Cow::Borrowed(values.get(range.clone())?);
            Some(Lanes::Integers(Side::Each(values), cut(nulls)?))
        }
        Vector::Numbers { values, nulls } => {
            let values = Cow::Borrowed(values.get(range.clone())?);
            Some(Lanes::Numbers(Side::Each(values), cut(nulls)?))
        }
        _ => None,
    }
}

fn map(
    lanes: Lanes<'_>,
    integer: fn(i64) -> Option<i64>,
    number: fn(f64) -> f64,
) -> Option<Lanes<'_>> {
    Some(match lanes {
        Lanes::Integers(side, nulls) => Lanes::Integers(side.try_map(integer)?, nulls),
        Lanes::Numbers(side, nulls) => Lanes::Numbers(side.map(number), nulls),
    })
}

impl<'a, T: Copy> Side<'a, T> {
    pub(crate) fn map<U: Copy>(&self, f: impl Fn(T) -> U) -> Side<'a, U> {
        match self {
            Self::One(x) => Side::One(f(*x)),
            Self::Each(xs) => Side::Each(xs.iter().map(|x| f(*x)).collect()),
        }
    }

    /// One a row.
    pub(crate) fn write(&self, out: &mut [T]) {
        match self {
            Self::One(x) => out.fill(*x),
            Self::Each(xs) => out.iter_mut().zip(xs.iter()).for_each(|(out, x)| *out = *x),
        }
    }

    fn try_map<U: Copy>(&self, f: impl Fn(T) -> Option<U>) -> Option<Side<'a, U>> {
        Some(match self {
            Self::One(x) => Side::One(f(*x)?),
            Self::Each(xs) => Side::Each(xs.iter().map(|x| f(*x)).collect::<Option<_>>()?),
        })
    }

    /// Both sides side by side, made into something new; none where one pair
    /// can't.
    fn try_zip<U: Copy, R: Copy>(
        &self,
        other: &Side<'_, U>,
        f: impl Fn(T, U) -> Option<R>,
    ) -> Option<Side<'a, R>> {
        Some(match (self, other) {
            (Self::One(x), Side::One(y)) => Side::One(f(*x, *y)?),
            (Self::Each(xs), Side::One(y)) => {
                Side::Each(xs.iter().map(|x| f(*x, *y)).collect::<Option<_>>()?)
            }
            (Self::One(x), Side::Each(ys)) => {
                Side::Each(ys.iter().map(|y| f(*x, *y)).collect::<Option<_>>()?)
            }
            (Self::Each(xs), Side::Each(ys)) => {
                let pairs = xs.iter().zip(ys.iter());
                Side::Each(pairs.map(|(x, y)| f(*x, *y)).collect::<Option<_>>()?)
            }
        })
    }

    /// Whether each pair is so, written one a row.
    fn judge<U: Copy>(&self, other: &Side<'_, U>, out: &mut [Truth], f: impl Fn(T, U) -> bool) {
        match (self, other) {
            (Self::One(x), Side::One(y)) => out.fill(f(*x, *y).into()),
            (Self::Each(xs), Side::One(y)) => {
                for (out, x) in out.iter_mut().zip(xs.iter()) {
                    *out = f(*x, *y).into();
                }
            }
            (Self::One(x), Side::Each(ys)) => {
                for (out, y) in out.iter_mut().zip(ys.iter()) {
                    *out = f(*x, *y).into();
                }
            }
            (Self::Each(xs), Side::Each(ys)) => {
                for (out, (x, y)) in out.iter_mut().zip(xs.iter().zip(ys.iter())) {
                    *out = f(*x, *y).into();
                }
            }
        }
    }
}

fn either<'a>(left: Nulls<'a>, right: Nulls<'a>) -> Nulls<'a> {
    match (left, right) {
        (None, nulls) | (nulls, None) => nulls,
        (Some(left), Some(right)) => {
            Some(left.iter().zip(right.iter()).map(|(a, b)| a | b).collect())
        }
    }
}

fn compute<'a>(operator: Operator, left: Lanes<'a>, right: Lanes<'a>) -> Option<Lanes<'a>> {
    use Lanes::{Integers, Numbers};
    match (operator, left, right) {
        (Operator::Divide, Integers(a, left), Integers(b, right)) => {
            numbers(operator, &floats(&a), &floats(&b), either(left, right))
        }
        (_, Integers(a, left), Integers(b, right)) => {
            integers(operator, &a, &b, either(left, right))
        }
        (_, Numbers(a, left), Numbers(b, right)) => numbers(operator, &a, &b, either(left, right)),
        (_, Integers(a, left), Numbers(b, right)) => {
            numbers(operator, &floats(&a), &b, either(left, right))
        }
        (_, Numbers(a, left), Integers(b, right)) => {
            numbers(operator, &a, &floats(&b), either(left, right))
        }
    }
}

fn floats<'a>(side: &Side<'a, i64>) -> Side<'a, f64> {
    side.map(|x| x as f64)
}

fn integers<'a>(
    operator: Operator,
    left: &Side<'a, i64>,
    right: &Side<'a, i64>,
    nulls: Nulls<'a>,
) -> Option<Lanes<'a>> {
    let side = match operator {
        Operator::Add => left.try_zip(right, i64::checked_add),
        Operator::Subtract => left.try_zip(right, i64::checked_sub),
        Operator::Multiply => left.try_zip(right, i64::checked_mul),
        Operator::Remainder => left.try_zip(right, i64::checked_rem),
        Operator::Divide | Operator::Quotient => left.try_zip(right, i64::checked_div),
    };
    side.map(|side| Lanes::Integers(side, nulls))
}

fn numbers<'a>(
    operator: Operator,
    left: &Side<'a, f64>,
    right: &Side<'a, f64>,
    nulls: Nulls<'a>,
) -> Option<Lanes<'a>> {
    // What is not finite may have grown too large: that is for the row to say.
    let finite = |x: Option<f64>| x.filter(|x| x.is_finite());
    let zip = |f: fn(f64, f64) -> f64| left.try_zip(right, |x, y| finite(Some(f(x, y))));
    let side = match operator {
        Operator::Add => zip(|x, y| x + y),
        Operator::Subtract => zip(|x, y| x - y),
        Operator::Multiply => zip(|x, y| x * y),
        other => left.try_zip(right, |x, y| finite(crate::arithmetic::float(other, x, y))),
    };
    side.map(|side| Lanes::Numbers(side, nulls))
}

/// Writes the truth of a comparison of each row.
pub(crate) fn judge(
    comparison: Comparison,
    left: &Lanes<'_>,
    right: &Lanes<'_>,
    out: &mut [Truth],
) {
    use Lanes::{Integers, Numbers};
    match (left, right) {
        (Integers(a, _), Integers(b, _)) => of_integers(comparison, a, b, out),
        (Numbers(a, _), Numbers(b, _)) => of_numbers(comparison, a, b, out),
        (Integers(a, _), Numbers(b, _)) => of_both(comparison, a, b, out),
        (Numbers(a, _), Integers(b, _)) => of_both(comparison.swapped(), b, a, out),
    }
    for lanes in [left, right] {
        let (Integers(_, nulls) | Numbers(_, nulls)) = lanes;
        hide(nulls, out);
    }
}

/// What is null is unknown.
pub(crate) fn hide(nulls: &Nulls<'_>, out: &mut [Truth]) {
    let Some(nulls) = nulls else {
        return;
    };
    for (out, null) in out.iter_mut().zip(nulls.iter()) {
        if *null {
            *out = Truth::Unknown;
        }
    }
}

/// Integers held against others.
fn of_both(comparison: Comparison, a: &Side<'_, i64>, b: &Side<'_, f64>, out: &mut [Truth]) {
    match a {
        Side::One(x) if is_float(*x) => of_numbers(comparison, &Side::One(*x as f64), b, out),
        a => a.judge(b, out, |x, y| {
            let order = if is_float(x) {
                compare::floats(x as f64, y)
            } else {
                compare::integer_and_float(x.into(), y)
            };
            comparison.holds(order)
        }),
    }
}

/// Whether a float holds all of its digits.
fn is_float(x: i64) -> bool {
    x.unsigned_abs() <= 1 << 53
}

fn of_integers(comparison: Comparison, a: &Side<'_, i64>, b: &Side<'_, i64>, out: &mut [Truth]) {
    match comparison {
        Comparison::Equal => a.judge(b, out, |x, y| x == y),
        Comparison::NotEqual => a.judge(b, out, |x, y| x != y),
        Comparison::Less => a.judge(b, out, |x, y| x < y),
        Comparison::LessOrEqual => a.judge(b, out, |x, y| x <= y),
        Comparison::Greater => a.judge(b, out, |x, y| x > y),
        Comparison::GreaterOrEqual => a.judge(b, out, |x, y| x >= y),
    }
}

/// NaN equals itself and is above all others.
fn of_numbers(comparison: Comparison, a: &Side<'_, f64>, b: &Side<'_, f64>, out: &mut [Truth]) {
    let less = |x: f64, y: f64| (x < y) | (y.is_nan() & !x.is_nan());
    #[expect(clippy::float_cmp, reason = "equality is what is asked for")]
    let equal = |x: f64, y: f64| (x == y) | (x.is_nan() & y.is_nan());
    match comparison {
        Comparison::Equal => a.judge(b, out, equal),
        Comparison::NotEqual => a.judge(b, out, |x, y| !equal(x, y)),
        Comparison::Less => a.judge(b, out, less),
        Comparison::LessOrEqual => a.judge(b, out, |x, y| !less(y, x)),
        Comparison::Greater => a.judge(b, out, |x, y| less(y, x)),
        Comparison::GreaterOrEqual => a.judge(b, out, |x, y| !less(x, y)),
    }
}
