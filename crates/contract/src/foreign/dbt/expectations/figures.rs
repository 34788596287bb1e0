//! Tests of a column's figures.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::bound::{Bound, Limits};
use crate::column::ColumnRules;
use crate::foreign::dbt::meaning::{About, Asked};
use crate::foreign::dbt::test::missing;
use crate::foreign::node::Node;

/// What a test of a figure asks; none where it is no such test.
pub(super) fn asked(name: &str, about: &About<'_>) -> Option<Result<Asked, String>> {
    if let Some(sets) = sets(name, about) {
        return Some(sets.map(super::whole));
    }
    if name == "expect_column_quantile_values_to_be_between" {
        return Some(quantile(about).map(super::whole));
    }
    let key = key(name)?;
    Some(within(name, about).map(|limits| {
        let mut rules = ColumnRules::default();
        *key(&mut rules) = Some(limits);
        super::whole(rules)
    }))
}

type Key = fn(&mut ColumnRules) -> &mut Option<Spanned<Limits>>;

/// The column's key for a test's figure.
fn key(name: &str) -> Option<Key> {
    Some(match name {
        "expect_column_distinct_count_to_equal"
        | "expect_column_distinct_count_to_be_greater_than"
        | "expect_column_distinct_count_to_be_less_than"
        | "expect_column_unique_value_count_to_be_between" => |rules| &mut rules.distinct,
        "expect_column_proportion_of_unique_values_to_be_between" => {
            |rules| &mut rules.distinct_fraction
        }
        "expect_column_max_to_be_between" => |rules| &mut rules.greatest,
        "expect_column_min_to_be_between" => |rules| &mut rules.least,
        "expect_column_mean_to_be_between" => |rules| &mut rules.mean,
        "expect_column_median_to_be_between" => |rules| &mut rules.median,
        "expect_column_sum_to_be_between" => |rules| &mut rules.sum,
        "expect_column_stdev_to_be_between" => |rules| &mut rules.standard_deviation,
        _ => return None,
    })
}

/// The limits of a figure, in the test's own arguments.
fn within(name: &str, about: &About<'_>) -> Result<Spanned<Limits>, String> {
    let value = Some("value");
    match name {
        "expect_column_distinct_count_to_equal" => limits(about, value, value, false),
        "expect_column_distinct_count_to_be_greater_than" => limits(about, value, None, true),
        "expect_column_distinct_count_to_be_less_than" => limits(about, None, value, true),
        _ => {
            let strictly = about.test.flag("strictly", false);
            limits(about, Some("min_value"), Some("max_value"), strictly)
        }
    }
}

fn quantile(about: &About<'_>) -> Result<ColumnRules, String> {
    let level = about.test.argument("quantile");
    let level = level.and_then(|node| Some(node.spanned(node.number()?.to_string())));
    let level = level.ok_or_else(|| missing("quantile"))?;
    let limits = within("", about)?.into_inner();
    Ok(ColumnRules {
        quantiles: Some(about.here(BTreeMap::from([(level, limits)]))),
        ..ColumnRules::default()
    })
}

/// Tests of the set of a column's values.
fn sets(name: &str, about: &About<'_>) -> Option<Result<ColumnRules, String>> {
    let none = ColumnRules::default();
    let set = || about.test.values("value_set");
    Some(match name {
        "expect_column_distinct_values_to_be_in_set" => set().map(|values| ColumnRules {
            values: Some(values),
            ..none
        }),
        "expect_column_distinct_values_to_contain_set" => set().map(|values| ColumnRules {
            required_values: Some(values),
            ..none
        }),
        "expect_column_distinct_values_to_equal_set" => set().map(|values| ColumnRules {
            values: Some(values.clone()),
            required_values: Some(values),
            ..none
        }),
        "expect_column_most_common_value_to_be_in_set" => {
            match about.test.argument("top_n").and_then(Node::count) {
                None | Some(1) => set().map(|values| ColumnRules {
                    most_common: Some(values),
                    ..none
                }),
                Some(_) => Err("it looks at more than the most common value".to_owned()),
            }
        }
        _ => return None,
    })
}

/// Two arguments as limits.
pub(super) fn limits(
    about: &About<'_>,
    low: Option<&str>,
    high: Option<&str>,
    strictly: bool,
) -> Result<Spanned<Limits>, String> {
    let bound = |key: Option<&str>| -> Result<Option<Spanned<Bound>>, String> {
        let Some(key) = key.filter(|key| about.test.argument(key).is_some()) else {
            return Ok(None);
        };
        let bound = about.test.bound(key);
        let bound = bound.filter(|bound| !matches!(bound.get_ref(), Bound::Text(_)));
        bound
            .map(Some)
            .ok_or_else(|| format!("its `{key}` is no number"))
    };
    let (low_bound, high_bound) = (bound(low)?, bound(high)?);
    if low_bound.is_none() && high_bound.is_none() {
        return Err(missing(low.or(high).unwrap_or("value")));
    }
    let limits = match strictly {
        true => Limits {
            above: low_bound,
            below: high_bound,
            ..Limits::default()
        },
        false => Limits {
            min: low_bound,
            max: high_bound,
            ..Limits::default()
        },
    };
    Ok(about.here(limits))
}
