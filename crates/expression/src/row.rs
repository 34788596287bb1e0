//! The value of an expression in one row.
//!
//! This is what an expression means; [`crate::block`] does the same faster
//! where it can, and asks here where it can't.

use std::borrow::Cow;

use crate::compare::{Comparison, order};
use crate::convert::{argument, boolean, cast, written};
use crate::kind::Kind;
use crate::list::List;
use crate::node::{Case, Node, State};
use crate::rows::Vector;
use crate::trouble::{LONGEST, Trouble};
use crate::value::{Cell, Value};
use crate::{arithmetic, calendar};

/// A row of some columns.
#[derive(Clone, Copy)]
pub(crate) struct Row<'r, 'a> {
    /// In the order of [`Node::Column`].
    pub(crate) vectors: &'r [Vector<'a>],
    /// Counted from 0.
    pub(crate) at: usize,
}

/// The value of an expression in a row.
pub(crate) fn value<'a>(node: &'a Node, row: Row<'_, 'a>) -> Cell<'a> {
    match node {
        Node::Column(column) => Ok(of_column(row, *column)),
        Node::Constant(value) => Ok(borrowed(value)),
        Node::All(nodes) => junction(nodes, row, false),
        Node::Any(nodes) => junction(nodes, row, true),
        Node::Not(node) => Ok(of_truth(boolean(value(node, row))?.map(|x| !x))),
        Node::Is(node, state) => is(value(node, row)?, *state),
        Node::Compare(comparison, sides) => strict(sides, row, |[a, b]| {
            Ok(of_truth(Some(comparison.holds(order(&a, &b)?))))
        }),
        Node::Same(sides) => same(&value(&sides[0], row)?, &value(&sides[1], row)?),
        Node::Between(nodes) => between(nodes, row),
        Node::In(node, list) => within(&value(node, row)?, list, row),
        Node::Matches(node, regex) => match argument(value(node, row)?, Kind::Text)? {
            Value::Text(text) => Ok(Value::Boolean(regex.is_match(&text))),
            _ => Ok(Value::Null),
        },
        other => computed(other, row),
    }
}

/// Everything that is no condition.
fn computed<'a>(node: &'a Node, row: Row<'_, 'a>) -> Cell<'a> {
    match node {
        Node::Case(of) => case(of, row),
        Node::Coalesce(nodes) => coalesce(nodes, row),
        Node::NullIf(sides) => null_if(value(&sides[0], row)?, &value(&sides[1], row)?),
        Node::Extreme(comparison, nodes) => extreme(*comparison, nodes, row),
        Node::Concat(nodes, lenient) => concat(nodes, *lenient, row),
        Node::Arithmetic(operator, sides) => {
            strict(sides, row, |[a, b]| arithmetic::apply(*operator, &a, &b))
        }
        Node::Negate(node) => unless_null(value(node, row)?, |x| arithmetic::negate(&x)),
        Node::Absolute(node) => unless_null(value(node, row)?, |x| arithmetic::absolute(&x)),
        Node::Call(function, nodes) => {
            let mut arguments = Vec::with_capacity(nodes.len());
            for (node, kind) in nodes.iter().zip(function.takes) {
                match argument(value(node, row)?, *kind)? {
                    Value::Null => return Ok(Value::Null),
                    value => arguments.push(value),
                }
            }
            (function.run)(&arguments)
        }
        Node::Cast(node, kind, lenient) => match value(node, row).and_then(|x| cast(x, *kind)) {
            Err(_) if *lenient => Ok(Value::Null),
            cell => cell,
        },
        Node::Extract(part, node) => {
            unless_null(value(node, row)?, |x| calendar::extract(*part, &x))
        }
        Node::Truncate(part, node) => {
            unless_null(value(node, row)?, |x| calendar::truncate(*part, &x))
        }
        Node::Difference(part, sides) => {
            strict(sides, row, |[a, b]| calendar::difference(*part, &a, &b))
        }
        Node::Shift(node, by) => unless_null(value(node, row)?, |x| calendar::shift(&x, *by)),
        _ => Ok(Value::Null),
    }
}

fn of_column<'a>(row: Row<'_, 'a>, column: usize) -> Value<'a> {
    let vector = row.vectors.get(column);
    vector.map_or(Value::Null, |vector| vector.value(row.at))
}

fn borrowed<'a>(value: &'a Value<'static>) -> Value<'a> {
    match value {
        Value::Text(text) => Value::text(text),
        other => other.clone(),
    }
}

fn of_truth<'a>(truth: Option<bool>) -> Value<'a> {
    truth.map_or(Value::Null, Value::Boolean)
}

/// Null when the value is.
fn unless_null<'a>(value: Value<'a>, then: impl Fn(Value<'a>) -> Cell<'a>) -> Cell<'a> {
    match value {
        Value::Null => Ok(Value::Null),
        value => then(value),
    }
}

/// Null when one of both is.
fn strict<'a>(
    sides: &'a [Node; 2],
    row: Row<'_, 'a>,
    then: impl Fn([Value<'a>; 2]) -> Cell<'a>,
) -> Cell<'a> {
    match [value(&sides[0], row)?, value(&sides[1], row)?] {
        [Value::Null, _] | [_, Value::Null] => Ok(Value::Null),
        both => then(both),
    }
}

/// `and` or `or`; one node that is `decides` decides, whatever the others are.
fn junction<'a>(nodes: &'a [Node], row: Row<'_, 'a>, decides: bool) -> Cell<'a> {
    let mut so_far = Ok(Some(!decides));
    for node in nodes {
        match boolean(value(node, row)) {
            Ok(Some(found)) if found == decides => return Ok(Value::Boolean(decides)),
            Ok(Some(_)) => {}
            Ok(None) => so_far = so_far.map(|_| None),
            Err(trouble) => so_far = so_far.and(Err(trouble)),
        }
    }
    so_far.map(of_truth)
}

fn is(value: Value<'_>, state: State) -> Cell<'_> {
    let holds = match state {
        State::Null => value == Value::Null,
        State::Unknown => boolean(Ok(value))?.is_none(),
        State::True => boolean(Ok(value))? == Some(true),
        State::False => boolean(Ok(value))? == Some(false),
    };
    Ok(Value::Boolean(holds))
}

fn same<'a>(left: &Value<'_>, right: &Value<'_>) -> Cell<'a> {
    let same = match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Null, _) | (_, Value::Null) => false,
        (left, right) => order(left, right)?.is_eq(),
    };
    Ok(Value::Boolean(same))
}

/// As `value >= low and value <= high`.
fn between<'a>([node, low, high]: &'a [Node; 3], row: Row<'_, 'a>) -> Cell<'a> {
    let found = value(node, row);
    let side = |bound, comparison: Comparison| -> Result<Option<bool>, Trouble> {
        match (found.as_ref().map_err(Clone::clone)?, value(bound, row)?) {
            (Value::Null, _) | (_, Value::Null) => Ok(None),
            (found, bound) => order(found, &bound).map(|order| Some(comparison.holds(order))),
        }
    };
    match (
        side(low, Comparison::GreaterOrEqual),
        side(high, Comparison::LessOrEqual),
    ) {
        (Ok(Some(false)), _) | (_, Ok(Some(false))) => Ok(Value::Boolean(false)),
        (low, high) => Ok(of_truth(low?.zip(high?).map(|_| true))),
    }
}

fn within<'a>(found: &Value<'_>, list: &'a List, row: Row<'_, 'a>) -> Cell<'a> {
    if *found == Value::Null {
        return Ok(Value::Null);
    }
    let mut so_far = match list.has(found) {
        Ok(true) => return Ok(Value::Boolean(true)),
        Ok(false) => Ok(if list.null { None } else { Some(false) }),
        Err(trouble) => Err(trouble),
    };
    for node in &list.nodes {
        let one = value(node, row).and_then(|other| match other {
            Value::Null => Ok(None),
            other => order(found, &other).map(|order| Some(order.is_eq())),
        });
        match one {
            Ok(Some(true)) => return Ok(Value::Boolean(true)),
            Ok(Some(false)) => {}
            Ok(None) => so_far = so_far.map(|_| None),
            Err(trouble) => so_far = so_far.and(Err(trouble)),
        }
    }
    so_far.map(of_truth)
}

/// Branches behind the first that holds are not looked at.
fn case<'a>(case: &'a Case, row: Row<'_, 'a>) -> Cell<'a> {
    let operand = case
        .operand
        .as_ref()
        .map(|node| value(node, row))
        .transpose()?;
    for (when, then) in &case.branches {
        let holds = match (&operand, value(when, row)?) {
            (None, when) => boolean(Ok(when))?,
            (Some(Value::Null), _) | (_, Value::Null) => None,
            (Some(operand), when) => Some(order(operand, &when)?.is_eq()),
        };
        if holds == Some(true) {
            return value(then, row);
        }
    }
    value(&case.otherwise, row)
}

/// Those behind the first that is not null are not looked at.
fn coalesce<'a>(nodes: &'a [Node], row: Row<'_, 'a>) -> Cell<'a> {
    for node in nodes {
        match value(node, row)? {
            Value::Null => {}
            value => return Ok(value),
        }
    }
    Ok(Value::Null)
}

fn null_if<'a>(left: Value<'a>, right: &Value<'_>) -> Cell<'a> {
    if left == Value::Null || *right == Value::Null || order(&left, right)?.is_ne() {
        return Ok(left);
    }
    Ok(Value::Null)
}

fn extreme<'a>(better: Comparison, nodes: &'a [Node], row: Row<'_, 'a>) -> Cell<'a> {
    let mut best = Value::Null;
    for node in nodes {
        let found = value(node, row)?;
        let replaces = match (&found, &best) {
            (Value::Null, _) => false,
            (_, Value::Null) => true,
            (found, best) => better.holds(order(found, best)?),
        };
        if replaces {
            best = found;
        }
    }
    Ok(best)
}

fn concat<'a>(nodes: &'a [Node], lenient: bool, row: Row<'_, 'a>) -> Cell<'a> {
    let mut text = String::new();
    for node in nodes {
        match written(value(node, row)?) {
            Value::Text(piece) => text.push_str(&piece),
            _ if lenient => {}
            _ => return Ok(Value::Null),
        }
        if text.len() > LONGEST {
            return Err(Trouble::TooLong);
        }
    }
    Ok(Value::Text(Cow::Owned(text)))
}
