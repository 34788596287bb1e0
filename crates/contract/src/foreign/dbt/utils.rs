//! Tests of the package `dbt_utils`.

use toml::Spanned;

use super::freshness;
use super::meaning::{About, Asked, Meaning};
use super::test::missing;
use crate::bound::{Bound, Limits};
use crate::column::ColumnRules;
use crate::foreign::node::Node;
use crate::foreign::{build, sql};
use crate::rule::TableRule;

/// What a test of the package asks.
pub(super) fn asked(name: &str, about: &About<'_>) -> Result<Asked, String> {
    match name {
        "accepted_range" => range(about),
        "expression_is_true" => expression(about),
        "unique_combination_of_columns" => combination(about),
        "recency" => recency(about),
        "at_least_one" => at_least_one(about),
        "not_null_proportion" => proportion(about),
        "not_constant" | "not_empty_string" | "not_accepted_values" => column(name, about),
        "cardinality_equality"
        | "equality"
        | "equal_rowcount"
        | "fewer_rows_than"
        | "relationships_where" => Err("the file of the other table is not named".to_owned()),
        "mutually_exclusive_ranges" | "sequential_values" => {
            Err("it compares rows in an order of its own".to_owned())
        }
        _ => Err("the package has no such test".to_owned()),
    }
}

fn column(name: &str, about: &About<'_>) -> Result<Asked, String> {
    grouped(about)?;
    let none = ColumnRules::default();
    Ok(match name {
        "not_accepted_values" => Asked::whole(Meaning::Column(ColumnRules {
            forbidden_values: Some(about.test.values("values")?),
            ..none
        })),
        // A column without any value is not constant either.
        "not_constant" => Asked::whole(Meaning::Column(ColumnRules {
            distinct: Some(about.here(Limits {
                not: Some(about.here(Bound::Integer(1))),
                ..Limits::default()
            })),
            ..none
        })),
        _ => {
            let trimmed = about.test.flag("trim_whitespace", true);
            let pattern = if trimmed { " *" } else { "" };
            Asked::rows(Meaning::Column(ColumnRules {
                forbidden_pattern: Some(about.here(pattern.to_owned())),
                ..none
            }))
        }
    })
}

/// Tests that look at groups one by one have no words here.
pub(super) fn grouped(about: &About<'_>) -> Result<(), String> {
    for key in [
        "group_by_columns",
        "group_by",
        "partition_by",
        "compare_group_by",
    ] {
        if about
            .test
            .argument(key)
            .is_some_and(|list| !list.is_list() || !list.items().is_empty())
        {
            return Err("it looks at groups one by one".to_owned());
        }
    }
    Ok(())
}

/// `min_value` and `max_value`, numbers or SQL.
pub(super) fn range(about: &About<'_>) -> Result<Asked, String> {
    let test = about.test;
    let open = !test.flag("inclusive", true) || test.flag("strictly", false);
    let bounds = [test.argument("min_value"), test.argument("max_value")];
    if bounds.iter().all(Option::is_none) {
        return Err(missing("min_value"));
    }
    let number = |node: &Node| node.number().is_some();
    if bounds.iter().flatten().all(|node| number(node)) {
        let [min, max] = bounds.map(|node| node.and_then(|node| Some(node.spanned(node.bound()?))));
        let none = ColumnRules::default();
        let rules = match open {
            true => ColumnRules {
                above: min,
                below: max,
                ..none
            },
            false => ColumnRules { min, max, ..none },
        };
        return Ok(Asked::rows(Meaning::Column(rules)));
    }
    let column = sql::name(about.column()?.get_ref());
    let signs = if open { [">", "<"] } else { [">=", "<="] };
    let mut parts = Vec::new();
    for (node, sign) in bounds.into_iter().zip(signs) {
        let Some(node) = node else { continue };
        let bound = node
            .bound()
            .map(|bound| bound.to_string())
            .unwrap_or_default();
        parts.push(format!(
            "{column} {sign} {}",
            sql::expression(&bound, about.names)?
        ));
    }
    Ok(Asked::rows(Meaning::Table(TableRule {
        expression: Some(about.here(parts.join(" and "))),
        ..TableRule::default()
    })))
}

/// A condition; at a column it goes on behind the column's name.
fn expression(about: &About<'_>) -> Result<Asked, String> {
    let node = about
        .test
        .argument("expression")
        .ok_or_else(|| missing("expression"))?;
    let mut written = node
        .bound()
        .map(|bound| bound.to_string())
        .unwrap_or_default();
    if let Some(column) = about.column {
        written = format!("{} {written}", sql::name(column.get_ref()));
    }
    Ok(Asked::rows(Meaning::Table(TableRule {
        expression: Some(node.spanned(sql::expression(&written, about.names)?)),
        ..TableRule::default()
    })))
}

fn combination(about: &About<'_>) -> Result<Asked, String> {
    let columns = about.test.columns("combination_of_columns")?;
    Ok(unique(columns))
}

/// Columns by which no two rows are alike.
pub(super) fn unique(columns: Spanned<Vec<Spanned<String>>>) -> Asked {
    Asked::whole(Meaning::Table(TableRule {
        unique: Some(columns),
        ..TableRule::default()
    }))
}

fn recency(about: &About<'_>) -> Result<Asked, String> {
    grouped(about)?;
    let test = about.test;
    let field = test.argument("field").ok_or_else(|| missing("field"))?;
    let name = field.text().ok_or_else(|| missing("field"))?;
    if sql::expression(name, about.names)? != sql::name(name) {
        return Err("its `field` is no column".to_owned());
    }
    let rules = max_age(about)?;
    Ok(Asked::whole(Meaning::Of(
        field.spanned(name.to_owned()),
        rules,
    )))
}

/// `datepart` and `interval` as an age.
pub(super) fn max_age(about: &About<'_>) -> Result<ColumnRules, String> {
    let interval = about
        .test
        .argument("interval")
        .ok_or_else(|| missing("interval"))?;
    let count = interval
        .count()
        .ok_or("its `interval` is no whole number")?;
    let part = about.test.text("datepart").unwrap_or_default();
    let age = freshness::age(count, part).ok_or("its `datepart` is not known")?;
    Ok(ColumnRules {
        max_age: Some(interval.spanned(age)),
        ..ColumnRules::default()
    })
}

fn at_least_one(about: &About<'_>) -> Result<Asked, String> {
    grouped(about)?;
    let column = sql::name(about.column()?.get_ref());
    Ok(Asked::whole(Meaning::Table(TableRule {
        aggregate: Some(about.here(format!("count({column})"))),
        limits: Some(about.here(Limits {
            min: Some(about.here(Bound::Integer(1))),
            ..Limits::default()
        })),
        ..TableRule::default()
    })))
}

fn proportion(about: &About<'_>) -> Result<Asked, String> {
    grouped(about)?;
    let part = |key| {
        let node = about.test.argument(key)?;
        Some(node.spanned(build::rest(node.number()?)))
    };
    let rules = ColumnRules {
        max_null_fraction: Some(part("at_least").ok_or_else(|| missing("at_least"))?),
        min_null_fraction: part("at_most").filter(|part| *part.get_ref() > 0.0),
        ..ColumnRules::default()
    };
    Ok(Asked::whole(Meaning::Column(rules)))
}
