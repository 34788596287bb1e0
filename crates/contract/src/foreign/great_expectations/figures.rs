//! Expectations on one figure of a column.

use std::collections::BTreeMap;

use toml::Spanned;

use super::super::node::Node;
use super::super::sql;
use super::{Expectation, Suite, Why};
use crate::bound::{Bound, Limits};
use crate::column::{ColumnRules, QuantileMethod};
use crate::rule::TableRule;

/// Where a column keeps the limits of a figure.
type Key = fn(&mut ColumnRules) -> &mut Option<Spanned<Limits>>;

/// A figure of the values' own kind: its bounds tell the type.
pub(super) fn of(e: &Expectation<'_>, suite: &mut Suite, key: Key) -> Result<(), Why> {
    let limits = e.limits()?;
    let column = e.column()?;
    for bound in [&limits.min, &limits.max, &limits.above, &limits.below]
        .into_iter()
        .flatten()
    {
        suite.learn(column.get_ref(), bound);
    }
    add(e, suite, key, limits)
}

/// A figure that only numbers have.
pub(super) fn of_numbers(e: &Expectation<'_>, suite: &mut Suite, key: Key) -> Result<(), Why> {
    let column = e.column()?;
    let limits = e.limits()?;
    suite.learn(column.get_ref(), &Spanned::new(e.span(), Bound::Integer(0)));
    add(e, suite, key, limits)
}

/// A count or a part, whatever the values are.
pub(super) fn of_counts(e: &Expectation<'_>, suite: &mut Suite, key: Key) -> Result<(), Why> {
    let limits = e.limits()?;
    add(e, suite, key, limits)
}

fn add(e: &Expectation<'_>, suite: &mut Suite, key: Key, limits: Limits) -> Result<(), Why> {
    let mut rules = ColumnRules::default();
    *key(&mut rules) = Some(Spanned::new(e.span(), limits));
    suite.add(e, rules)
}

/// The part of the rows that has a value.
pub(super) fn not_null(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let column = e.column()?;
    let limits = e.limits()?;
    suite.column(&column);
    let figure = format!("count({}) * 1.0 / count(*)", sql::name(column.get_ref()));
    let rule = TableRule {
        aggregate: Some(Spanned::new(e.span(), figure)),
        limits: Some(Spanned::new(e.span(), limits)),
        ..TableRule::default()
    };
    suite.rule(e, rule)
}

pub(super) fn quantiles(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let method = method(e)?;
    let ranges = e
        .get("quantile_ranges")?
        .ok_or("it has no `quantile_ranges`")?;
    let levels = ranges.get("quantiles").map_or(&[][..], Node::items);
    let bounds = ranges.get("value_ranges").map_or(&[][..], Node::items);
    if levels.is_empty() || levels.len() != bounds.len() {
        return Err("its `quantiles` and `value_ranges` are not as many".to_owned());
    }
    let quantiles: BTreeMap<_, _> = levels
        .iter()
        .zip(bounds)
        .map(|(level, range)| Ok((self::level(level)?, range_of(range)?)))
        .collect::<Result<_, Why>>()?;
    let column = e.column()?;
    suite.learn(column.get_ref(), &ranges.spanned(Bound::Integer(0)));
    let rules = ColumnRules {
        quantiles: Some(ranges.spanned(quantiles)),
        quantile_method: Some(Spanned::new(e.span(), method)),
        ..ColumnRules::default()
    };
    suite.add(e, rules)
}

/// For pandas `allow_relative_error` names the way between two values.
fn method(e: &Expectation<'_>) -> Result<QuantileMethod, Why> {
    match e.get("allow_relative_error")? {
        None => Ok(QuantileMethod::Nearest),
        Some(node) => match (node.text(), node.boolean()) {
            (Some("linear"), _) => Ok(QuantileMethod::Linear),
            (Some("lower"), _) => Ok(QuantileMethod::Lower),
            (Some("higher"), _) => Ok(QuantileMethod::Higher),
            (Some("midpoint"), _) => Ok(QuantileMethod::Midpoint),
            (Some("nearest"), _) | (_, Some(false)) => Ok(QuantileMethod::Nearest),
            _ => Err("its quantiles need not be exact, and ours are".to_owned()),
        },
    }
}

fn level(node: &Node) -> Result<Spanned<String>, Why> {
    match node.number().filter(|level| (0.0..=1.0).contains(level)) {
        Some(level) => Ok(node.spanned(level.to_string())),
        None => Err("a level of its quantiles is not within 0 to 1".to_owned()),
    }
}

/// A lower and an upper bound, either of which may be null.
fn range_of(node: &Node) -> Result<Limits, Why> {
    let [low, high] = node.items() else {
        return Err("a range of its quantiles is no pair".to_owned());
    };
    let bound = |node: &Node| match node.bound() {
        _ if node.is_null() => Ok(None),
        Some(bound @ (Bound::Integer(_) | Bound::Number(_))) => Ok(Some(node.spanned(bound))),
        _ => Err("a bound of its quantiles is no number".to_owned()),
    };
    Ok(Limits {
        min: bound(low)?,
        max: bound(high)?,
        ..Limits::default()
    })
}
