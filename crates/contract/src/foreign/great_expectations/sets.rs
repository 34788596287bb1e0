//! Expectations on values of a set.

use toml::Spanned;

use super::super::node::Node;
use super::{Expectation, Suite, Why};
use crate::bound::Bound;
use crate::column::ColumnRules;

type Values = Spanned<Vec<Spanned<Bound>>>;

/// The set, without its nulls and the empty text, which is one: those of a
/// column are passed over. None where there is no set.
fn set(e: &Expectation<'_>) -> Result<Option<Values>, Why> {
    let Some(list) = e.list("value_set")? else {
        return Ok(None);
    };
    let values: Option<Vec<_>> = list
        .items()
        .iter()
        .filter(|item| !item.is_null() && item.text() != Some(""))
        .map(|item| Some(item.spanned(item.bound()?)))
        .collect();
    let values = values.ok_or("a value of its set is a list or a map")?;
    Ok(Some(list.spanned(values)))
}

/// The set, which tells the column's type.
fn learnt(e: &Expectation<'_>, suite: &mut Suite) -> Result<Option<Values>, Why> {
    let column = e.column()?;
    suite.column(&column);
    let values = set(e)?;
    for value in values.iter().flat_map(Spanned::get_ref) {
        // A date in a set is compared as a text.
        if !matches!(value.get_ref(), Bound::Text(_)) {
            suite.learn(column.get_ref(), value);
        }
    }
    Ok(values)
}

fn is_empty(values: &Values) -> bool {
    values.get_ref().is_empty()
}

/// A column of whose values none is allowed is all null.
fn nothing(e: &Expectation<'_>) -> ColumnRules {
    ColumnRules {
        min_null_fraction: Some(Spanned::new(e.span(), 1.0)),
        ..ColumnRules::default()
    }
}

pub(super) fn within(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    match learnt(e, suite)? {
        None => no_set(e),
        Some(values) if is_empty(&values) => match e.mostly()? {
            None => suite.add(e, nothing(e)),
            Some(_) => Err("its `value_set` is empty".to_owned()),
        },
        Some(values) => {
            let rules = ColumnRules {
                values: Some(values),
                ..ColumnRules::default()
            };
            suite.add(e, rules)
        }
    }
}

/// Without a set every value is in it.
fn no_set(e: &Expectation<'_>) -> Result<(), Why> {
    // They say nothing here, and are no mistake.
    e.mostly()?;
    e.condition()?;
    Ok(())
}

pub(super) fn without(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    match learnt(e, suite)? {
        Some(values) if !is_empty(&values) => {
            let forbidden_values = Some(values);
            let rules = ColumnRules {
                forbidden_values,
                ..ColumnRules::default()
            };
            suite.add(e, rules)
        }
        _ => no_set(e),
    }
}

/// An empty set allows everything here, unlike in [`within`].
pub(super) fn distinct_in(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    match learnt(e, suite)? {
        Some(values) if !is_empty(&values) => {
            let rules = ColumnRules {
                values: Some(values),
                ..ColumnRules::default()
            };
            suite.add(e, rules)
        }
        _ => no_set(e),
    }
}

pub(super) fn distinct_contain(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    match learnt(e, suite)? {
        Some(values) if !is_empty(&values) => {
            let required_values = Some(values);
            let rules = ColumnRules {
                required_values,
                ..ColumnRules::default()
            };
            suite.add(e, rules)
        }
        _ => no_set(e),
    }
}

pub(super) fn distinct_equal(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let values = learnt(e, suite)?.ok_or("it has no `value_set`")?;
    if is_empty(&values) {
        return suite.add(e, nothing(e));
    }
    let rules = ColumnRules {
        values: Some(values.clone()),
        required_values: Some(values),
        ..ColumnRules::default()
    };
    suite.add(e, rules)
}

pub(super) fn most_common(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let ties = e
        .get("ties_okay")?
        .filter(|node| node.boolean() == Some(true));
    let values = learnt(e, suite)?.filter(|values| !is_empty(values));
    let rules = ColumnRules {
        most_common: Some(values.ok_or("its `value_set` is empty")?),
        allow_ties: ties.map(|node: &Node| node.spanned(true)),
        ..ColumnRules::default()
    };
    suite.add(e, rules)
}
