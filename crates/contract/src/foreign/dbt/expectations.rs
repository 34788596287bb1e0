//! Tests of the package `dbt_expectations`: the expectations of Great
//! Expectations in SQL.

use toml::Spanned;

use super::meaning::{About, Asked, Meaning};
use super::test::missing;
use super::utils::{self, grouped};
use crate::bound::{Bound, Limits};
use crate::column::{ColumnRules, ColumnType};
use crate::foreign::dialect::{self, Dialect};
use crate::foreign::pattern::{self, Anchors};
use crate::foreign::{sql, types};
use crate::rule::TableRule;

mod figures;
mod several;
mod tables;

/// What a test of the package asks.
pub(super) fn asked(name: &str, about: &About<'_>) -> Result<Asked, String> {
    grouped(about)?;
    if let Some(asked) = values(name, about)
        .or_else(|| texts(name, about))
        .or_else(|| figures::asked(name, about))
        .or_else(|| several::asked(name, about))
        .or_else(|| tables::asked(name, about))
    {
        return asked;
    }
    Err(match name {
        name if name.contains("other_table") => "the file of the other table is not named",
        name if name.contains("increasing") || name.contains("decreasing") => {
            "it compares rows in an order of its own"
        }
        _ => "it has no words here",
    }
    .to_owned())
}

/// Rules of a column as a test of rows.
fn rows(rules: ColumnRules) -> Asked {
    Asked::rows(Meaning::Column(rules))
}

/// Rules of a column as a test of the whole.
fn whole(rules: ColumnRules) -> Asked {
    Asked::whole(Meaning::Column(rules))
}

/// Tests of each value.
fn values(name: &str, about: &About<'_>) -> Option<Result<Asked, String>> {
    let none = ColumnRules::default();
    Some(Ok(match name {
        "expect_column_to_exist" if about.test.argument("column_index").is_none() => rows(none),
        "expect_column_values_to_not_be_null" => rows(ColumnRules {
            nullable: Some(about.here(false)),
            ..none
        }),
        "expect_column_values_to_be_null" => whole(ColumnRules {
            min_null_fraction: Some(about.here(1.0)),
            ..none
        }),
        "expect_column_values_to_be_unique" => whole(ColumnRules {
            unique: Some(about.here(true)),
            ..none
        }),
        "expect_column_values_to_be_within_n_stdevs" => rows(within(about)),
        "expect_column_values_to_be_in_set" => {
            let values = |values| {
                rows(ColumnRules {
                    values: Some(values),
                    ..none
                })
            };
            return Some(about.test.values("value_set").map(values));
        }
        "expect_column_values_to_not_be_in_set" => {
            let values = |values| {
                rows(ColumnRules {
                    forbidden_values: Some(values),
                    ..none
                })
            };
            return Some(about.test.values("value_set").map(values));
        }
        "expect_row_values_to_have_recent_data" => return Some(utils::max_age(about).map(whole)),
        "expect_column_values_to_be_between" => return Some(utils::range(about)),
        "expect_column_values_to_be_of_type" | "expect_column_values_to_be_in_type_list" => {
            return Some(of_type(about));
        }
        "expect_column_values_to_have_consistent_casing" => return Some(casing(about)),
        _ => return None,
    }))
}

/// At most so many standard deviations away.
fn within(about: &About<'_>) -> ColumnRules {
    let sigmas = about.test.argument("sigma_threshold");
    let sigmas = sigmas.and_then(|node| Some(node.spanned(node.number()?)));
    ColumnRules {
        max_z_score: Some(sigmas.unwrap_or_else(|| about.here(3.0))),
        ..ColumnRules::default()
    }
}

fn casing(about: &About<'_>) -> Result<Asked, String> {
    let column = sql::name(about.column()?.get_ref());
    let figure = format!("count(distinct {column}) - count(distinct lower({column}))");
    let zero = || Some(about.here(Bound::Integer(0)));
    Ok(Asked::whole(Meaning::Table(TableRule {
        aggregate: Some(about.here(figure)),
        limits: Some(about.here(Limits {
            min: zero(),
            max: zero(),
            ..Limits::default()
        })),
        ..TableRule::default()
    })))
}

fn of_type(about: &About<'_>) -> Result<Asked, String> {
    let key = ["column_type", "column_type_list"]
        .into_iter()
        .find(|key| about.test.argument(key).is_some())
        .ok_or_else(|| missing("column_type"))?;
    let list = about.test.values(key)?;
    let mut found: Vec<ColumnType> = Vec::new();
    for word in list.get_ref() {
        let kind = types::of_sql(&word.get_ref().to_string());
        let kind = kind.ok_or_else(|| format!("columns have no type `{}`", word.get_ref()))?;
        if !found.contains(&kind) {
            found.push(kind);
        }
    }
    let [kind] = found.as_slice() else {
        return Err("it allows several types".to_owned());
    };
    let (column, kind) = (about.column()?.clone(), Spanned::new(list.span(), *kind));
    Ok(Asked::whole(Meaning::Whole(Box::new(move |table| {
        let own = table.column(&column);
        own.optional = false;
        own.column_type.get_or_insert(kind);
    }))))
}

/// Tests of texts.
fn texts(name: &str, about: &About<'_>) -> Option<Result<Asked, String>> {
    let (negated, what) = match name.strip_prefix("expect_column_values_to_not_match_") {
        Some(what) => (true, what),
        None => match name.strip_prefix("expect_column_values_to_match_") {
            Some(what) => (false, what),
            None => return lengths(name, about),
        },
    };
    let patterns = match what {
        "regex" => regexes(about, "regex"),
        "regex_list" => regexes(about, "regex_list"),
        "like_pattern" => likes(about, "like_pattern"),
        "like_pattern_list" => likes(about, "like_pattern_list"),
        _ => return None,
    };
    Some(patterns.and_then(|patterns| {
        let all = about.test.text("match_on") == Some("all");
        if all && patterns.get_ref().len() > 1 && !negated {
            return Err("it asks for several patterns at once".to_owned());
        }
        let any = match patterns.get_ref().as_slice() {
            [one] => one.clone(),
            more => format!("(?:{})", more.join(")|(?:")),
        };
        let pattern = Some(Spanned::new(patterns.span(), any));
        let none = ColumnRules::default();
        Ok(rows(match negated {
            true => ColumnRules {
                forbidden_pattern: pattern,
                ..none
            },
            false => ColumnRules { pattern, ..none },
        }))
    }))
}

fn regexes(about: &About<'_>, key: &str) -> Result<Spanned<Vec<String>>, String> {
    if about.test.argument("flags").is_some() {
        return Err("it has `flags`".to_owned());
    }
    listed(about, key, |text| {
        dialect::whole(text, Dialect::Python, Anchors::None)
    })
}

fn likes(about: &About<'_>, key: &str) -> Result<Spanned<Vec<String>>, String> {
    listed(about, key, |text| Ok(pattern::like(text)))
}

fn listed(
    about: &About<'_>,
    key: &str,
    ours: impl Fn(&str) -> Result<String, String>,
) -> Result<Spanned<Vec<String>>, String> {
    let list = about.test.values(key)?;
    let patterns: Result<Vec<_>, _> = list
        .get_ref()
        .iter()
        .map(|text| ours(&text.get_ref().to_string()))
        .collect();
    Ok(Spanned::new(list.span(), patterns?))
}

fn lengths(name: &str, about: &About<'_>) -> Option<Result<Asked, String>> {
    let count = |key: &str, more: u64| {
        let node = about.test.argument(key)?;
        Some(node.spanned(node.count()?.saturating_add(more)))
    };
    let (min_length, max_length) = match name {
        "expect_column_value_lengths_to_equal" => (count("value", 0), count("value", 0)),
        "expect_column_value_lengths_to_be_between" => {
            let strictly = about.test.flag("strictly", false);
            let most = about.test.argument("max_value");
            let less = u64::from(strictly);
            let most = most.and_then(|node| Some(node.spanned(node.count()?.saturating_sub(less))));
            (count("min_value", less), most)
        }
        _ => return None,
    };
    if min_length.is_none() && max_length.is_none() {
        return Some(Err(missing("min_value")));
    }
    Some(Ok(rows(ColumnRules {
        min_length,
        max_length,
        ..ColumnRules::default()
    })))
}
