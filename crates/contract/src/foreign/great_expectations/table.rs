//! Expectations on the table: its columns and how many rows there are.

use toml::Spanned;

use super::super::node::Node;
use super::{Expectation, Suite, Why};
use crate::bound::{Bound, Limits};
use crate::model::ExtraColumns;
use crate::rule::TableRule;

/// The expectation that says where each column stands.
pub(super) const ORDERED: &str = "expect_table_columns_to_match_ordered_list";

pub(super) fn exists(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    suite.column(&e.column()?);
    // As it does, 0 says nothing.
    match e.get("column_index")?.map(Node::number) {
        None | Some(Some(0.0)) => Ok(()),
        Some(_) => Err("that the column is there is judged, and not its place".to_owned()),
    }
}

/// Names of columns; none where there is no list.
fn names(e: &Expectation<'_>, key: &'static str) -> Result<Option<Vec<Spanned<String>>>, Why> {
    match e.list(key)? {
        None => Ok(None),
        Some(list) if list.items().is_empty() => Ok(Some(Vec::new())),
        Some(_) => e.texts(key).map(Some),
    }
}

pub(super) fn ordered(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    e.plain("ordered")?;
    let Some(names) = names(e, "column_list")? else {
        return Ok(());
    };
    if suite.table.contract.ordered.is_some() {
        return Err("another expectation lists the columns in order".to_owned());
    }
    for name in &names {
        suite.column(name);
    }
    suite.table.contract.ordered = Some(Spanned::new(e.span(), true));
    suite.table.contract.extra_columns = ExtraColumns::Forbid;
    Ok(())
}

pub(super) fn set(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    e.plain("extra-columns")?;
    // 0.18 takes the set for all columns where nothing else is said.
    let exact = match e.get("exact_match")? {
        None => !e.new,
        Some(node) => node
            .boolean()
            .ok_or("its `exact_match` is neither true nor false")?,
    };
    for name in &names(e, "column_set")?.unwrap_or_default() {
        suite.column(name);
    }
    if exact {
        suite.table.contract.extra_columns = ExtraColumns::Forbid;
    }
    Ok(())
}

pub(super) fn columns_between(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    column_count(e, suite, e.limits()?)
}

pub(super) fn columns_equal(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    column_count(e, suite, exactly(e)?)
}

/// The limits that a count keeps only where it is `value`.
fn exactly(e: &Expectation<'_>) -> Result<Limits, Why> {
    let count = e.count("value")?;
    let bound = i64::try_from(*count.get_ref()).map_err(|_| "its `value` is too great")?;
    let bound = Some(Spanned::new(count.span(), Bound::Integer(bound)));
    Ok(Limits {
        min: bound.clone(),
        max: bound,
        ..Limits::default()
    })
}

fn column_count(e: &Expectation<'_>, suite: &mut Suite, limits: Limits) -> Result<(), Why> {
    e.plain("column-count")?;
    let taken = &mut suite.table.contract.column_count;
    if taken.is_some() {
        return Err("another expectation limits the columns' count".to_owned());
    }
    *taken = Some(Spanned::new(e.span(), limits));
    Ok(())
}

pub(super) fn rows_between(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let limits = e.limits()?;
    let strict = limits.above.is_some() || limits.below.is_some();
    let taken = |suite: &Suite| {
        let rows = &suite.table.contract.rows;
        (rows.min.is_some() && limits.min.is_some()) || (rows.max.is_some() && limits.max.is_some())
    };
    if strict || e.plain("rows").is_err() || taken(suite) {
        return counted(e, suite, limits);
    }
    let (min, max) = (count(e, "min_value")?, count(e, "max_value")?);
    let rows = &mut suite.table.contract.rows;
    rows.min = min.or(rows.min.take());
    rows.max = max.or(rows.max.take());
    Ok(())
}

fn count(e: &Expectation<'_>, key: &'static str) -> Result<Option<Spanned<u64>>, Why> {
    match e.get(key)? {
        None => Ok(None),
        Some(node) => match Node::count(node) {
            Some(count) => Ok(Some(node.spanned(count))),
            None => Err(format!("its `{key}` is no count")),
        },
    }
}

pub(super) fn rows_equal(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let rows = &suite.table.contract.rows;
    if rows.min.is_some() || rows.max.is_some() || e.plain("rows").is_err() {
        let limits = exactly(e)?;
        return counted(e, suite, limits);
    }
    let value = e.count("value")?;
    let rows = &mut suite.table.contract.rows;
    rows.min = Some(value.clone());
    rows.max = Some(value);
    Ok(())
}

/// Rows counted by a rule, which may have a condition.
fn counted(e: &Expectation<'_>, suite: &mut Suite, limits: Limits) -> Result<(), Why> {
    let rule = TableRule {
        aggregate: Some(Spanned::new(e.span(), "count(*)".to_owned())),
        limits: Some(Spanned::new(e.span(), limits)),
        ..TableRule::default()
    };
    suite.rule(e, rule)
}
