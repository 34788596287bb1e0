//! Tests of several columns.

use toml::Spanned;

use crate::foreign::dbt::meaning::{About, Asked, Meaning};
use crate::foreign::dbt::test::missing;
use crate::foreign::dbt::utils;
use crate::foreign::sql;
use crate::rule::TableRule;

/// What a test of several columns asks; none where it is no such test.
pub(super) fn asked(name: &str, about: &About<'_>) -> Option<Result<Asked, String>> {
    let expression = match name {
        "expect_compound_columns_to_be_unique" => {
            return Some(about.test.columns("column_list").map(utils::unique));
        }
        "expect_column_pair_values_A_to_be_greater_than_B" => pair(about, |test| {
            if test.flag("or_equal", false) {
                ">="
            } else {
                ">"
            }
        }),
        "expect_column_pair_values_to_be_equal" => pair(about, |_| "="),
        "expect_column_pair_values_to_be_in_set" => pairs(about),
        "expect_multicolumn_sum_to_equal" => return Some(sum(about)),
        "expect_select_column_values_to_be_unique_within_record" => distinct(about),
        "expression_is_true" => {
            let text = about
                .test
                .text("expression")
                .ok_or_else(|| missing("expression"));
            text.and_then(|text| sql::expression(text, about.names))
        }
        _ => return None,
    };
    Some(expression.map(|expression| {
        Asked::rows(Meaning::Table(TableRule {
            expression: Some(about.here(expression)),
            ..TableRule::default()
        }))
    }))
}

fn two(about: &About<'_>) -> Result<[String; 2], String> {
    let column = |key| {
        let name = about.test.text(key).ok_or_else(|| missing(key))?;
        sql::expression(name, about.names)
    };
    Ok([column("column_A")?, column("column_B")?])
}

fn pair(
    about: &About<'_>,
    sign: impl Fn(&crate::foreign::dbt::test::Test<'_>) -> &'static str,
) -> Result<String, String> {
    let [a, b] = two(about)?;
    Ok(format!("{a} {} {b}", sign(about.test)))
}

fn pairs(about: &About<'_>) -> Result<String, String> {
    let [a, b] = two(about)?;
    let list = about
        .test
        .argument("value_pairs_set")
        .ok_or_else(|| missing("value_pairs_set"))?;
    let mut parts = Vec::new();
    for pair in list.items() {
        let [first, second] = pair.items() else {
            return Err("its `value_pairs_set` is no list of pairs".to_owned());
        };
        let value =
            |node: &crate::foreign::node::Node| node.bound().map(|bound| sql::literal(&bound));
        match (value(first), value(second)) {
            (Some(first), Some(second)) => {
                parts.push(format!("({a} = {first} and {b} = {second})"));
            }
            _ => return Err("its pairs have nulls".to_owned()),
        }
    }
    match parts.is_empty() {
        true => Err("its `value_pairs_set` is empty".to_owned()),
        false => Ok(parts.join(" or ")),
    }
}

/// The sum over the rows of the columns' sums.
fn sum(about: &About<'_>) -> Result<Asked, String> {
    let columns = columns(about)?;
    let figure: Vec<_> = columns
        .iter()
        .map(|column| format!("sum({column})"))
        .collect();
    let limits = super::figures::limits(about, Some("sum_total"), Some("sum_total"), false)?;
    Ok(Asked::whole(Meaning::Table(TableRule {
        aggregate: Some(about.here(figure.join(" + "))),
        limits: Some(limits),
        ..TableRule::default()
    })))
}

fn columns(about: &About<'_>) -> Result<Vec<String>, String> {
    let list = about.test.columns("column_list")?;
    let names = list.get_ref().iter().map(Spanned::get_ref);
    names
        .map(|name| sql::expression(name, about.names))
        .collect()
}

/// No two columns of a row are alike.
fn distinct(about: &About<'_>) -> Result<String, String> {
    let columns = columns(about)?;
    let mut parts = Vec::new();
    for (at, a) in columns.iter().enumerate() {
        parts.extend(columns[at + 1..].iter().map(|b| format!("{a} <> {b}")));
    }
    match parts.is_empty() {
        true => Err(missing("column_list")),
        false => Ok(parts.join(" and ")),
    }
}
