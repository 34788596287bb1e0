//! Expectations on several columns of a row.
//!
//! A comparison with a null is not true, and so unexpected, where the row is
//! looked at at all (`ignore_row_if`).

use toml::Spanned;

use super::super::node::Node;
use super::super::sql;
use super::{Expectation, Suite, Why};
use crate::rule::TableRule;

/// Which rows are looked at: the nulls that are allowed there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looked {
    /// All rows.
    Always,
    /// Rows with a value in one of the columns at least.
    SomeValue,
    /// Rows with a value in each of the columns.
    AllValues,
}

fn looked(e: &Expectation<'_>) -> Result<Looked, Why> {
    match e
        .get("ignore_row_if")?
        .map(|node| node.text().unwrap_or_default())
    {
        None | Some("both_values_are_missing" | "all_values_are_missing") => Ok(Looked::SomeValue),
        Some("either_value_is_missing" | "any_value_is_missing") => Ok(Looked::AllValues),
        Some("neither" | "never") => Ok(Looked::Always),
        Some(word) => Err(format!("its `ignore_row_if` is `{}`", verdict::cut(word))),
    }
}

/// The columns by name, which have to be there.
fn named(suite: &mut Suite, columns: &[Spanned<String>]) -> Vec<String> {
    columns
        .iter()
        .map(|column| {
            suite.column(column);
            sql::name(column.get_ref())
        })
        .collect()
}

/// Which rows are looked at, as SQL.
fn condition(e: &Expectation<'_>, names: &[String]) -> Result<Option<Spanned<String>>, Why> {
    let between = match looked(e)? {
        Looked::Always => return Ok(None),
        Looked::SomeValue => " or ",
        Looked::AllValues => " and ",
    };
    let parts: Vec<_> = names
        .iter()
        .map(|name| format!("{name} is not null"))
        .collect();
    Ok(Some(Spanned::new(e.span(), parts.join(between))))
}

fn holds(
    e: &Expectation<'_>,
    suite: &mut Suite,
    names: &[String],
    text: String,
) -> Result<(), Why> {
    /// Longer expressions are no use to anyone.
    const LONGEST: usize = 32_768;
    if text.len() > LONGEST {
        return Err("its condition would be too long".to_owned());
    }
    let rule = TableRule {
        expression: Some(Spanned::new(e.span(), text)),
        condition: condition(e, names)?,
        ..TableRule::default()
    };
    suite.rule(e, rule)
}

fn pair(e: &Expectation<'_>, suite: &mut Suite) -> Result<[String; 2], Why> {
    let columns = [e.text("column_A")?, e.text("column_B")?];
    let names = named(suite, &columns);
    <[String; 2]>::try_from(names).map_err(|_| "it has no two columns".to_owned())
}

pub(super) fn greater(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let sign = if e.flag("or_equal")? { ">=" } else { ">" };
    compared(e, suite, sign)
}

pub(super) fn equal(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    compared(e, suite, "=")
}

fn compared(e: &Expectation<'_>, suite: &mut Suite, sign: &str) -> Result<(), Why> {
    let names = pair(e, suite)?;
    let text = format!("({} {sign} {}) is true", names[0], names[1]);
    holds(e, suite, &names, text)
}

pub(super) fn pairs(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let names = pair(e, suite)?;
    let Some(list) = e.list("value_pairs_set")? else {
        return Ok(());
    };
    let pairs: Vec<_> = list
        .items()
        .iter()
        .map(|pair| one_pair(pair, &names))
        .collect::<Result<_, _>>()?;
    match pairs.is_empty() {
        true => Err("its `value_pairs_set` is empty".to_owned()),
        false => holds(
            e,
            suite,
            &names,
            format!("({}) is true", pairs.join(" or ")),
        ),
    }
}

fn one_pair(pair: &Node, names: &[String; 2]) -> Result<String, Why> {
    let [one, other] = pair.items() else {
        return Err("one of its pairs is none".to_owned());
    };
    let is = |name: &str, value: &Node| match value.bound() {
        _ if value.is_null() => Ok(format!("{name} is null")),
        Some(bound) => Ok(format!("{name} = {}", sql::literal(&bound))),
        None => Err("a value of its pairs is a list or a map".to_owned()),
    };
    Ok(format!(
        "({} and {})",
        is(&names[0], one)?,
        is(&names[1], other)?
    ))
}

/// Here nulls are alike, as pandas has it.
pub(super) fn unique(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let columns = e.texts("column_list")?;
    let names = named(suite, &columns);
    let looked = looked(e)?;
    let alike = looked != Looked::AllValues;
    let rule = TableRule {
        unique: Some(Spanned::new(e.span(), columns)),
        nulls_alike: alike.then(|| Spanned::new(e.span(), true)),
        condition: match alike {
            true => condition(e, &names)?,
            false => None,
        },
        ..TableRule::default()
    };
    suite.rule(e, rule)
}

/// No two columns of a row hold the same; nulls are alike.
pub(super) fn unlike(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    /// So many columns make 496 comparisons.
    const MOST: usize = 32;
    let columns = e.texts("column_list")?;
    let names = named(suite, &columns);
    if names.len() > MOST {
        return Err(format!(
            "it compares more than {MOST} columns with one another"
        ));
    }
    let pairs: Vec<_> = names
        .iter()
        .enumerate()
        .flat_map(|(at, one)| names[at + 1..].iter().map(move |other| (one, other)))
        .map(|(one, other)| format!("{one} is distinct from {other}"))
        .collect();
    match pairs.is_empty() {
        true => Ok(()),
        false => holds(e, suite, &names, pairs.join(" and ")),
    }
}

pub(super) fn alike(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let columns = e.texts("column_list")?;
    let names = named(suite, &columns);
    let pairs = names
        .iter()
        .skip(1)
        .map(|other| format!("{} is not distinct from {other}", names[0]));
    let pairs: Vec<_> = pairs.collect();
    match pairs.is_empty() {
        true => Ok(()),
        false => holds(e, suite, &names, pairs.join(" and ")),
    }
}

pub(super) fn sum(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let columns = e.texts("column_list")?;
    let total = e
        .get("sum_total")?
        .and_then(Node::bound)
        .ok_or("it has no `sum_total`")?;
    let names = named(suite, &columns);
    for column in &columns {
        suite.learn(
            column.get_ref(),
            &Spanned::new(column.span(), total.clone()),
        );
    }
    let text = format!("({} = {}) is true", names.join(" + "), sql::literal(&total));
    holds(e, suite, &names, text)
}
