//! Suites of Great Expectations: those of 0.18 (`expectation_type`) and of
//! 1.x (`type`), as JSON or YAML.
//!
//! What each expectation means is taken from its implementation for pandas at
//! version 1.2.0, and from 1.24 for the five that came later. So nulls are
//! passed over but for expectations on nulls, and patterns match any part of
//! a value. Where no expectation says the type of a column, the values that
//! it is compared with do: numbers, booleans, dates.

use verdict::Severity;

use super::node::Node;
use super::{ForeignTable, Wrong};

mod columns;
mod condition;
mod expectation;
mod figures;
mod parse;
mod query;
mod rows;
mod sets;
mod suite;
mod table;
mod texts;
mod types;

use expectation::Expectation;
use suite::Suite;

/// Why an expectation is not judged, as a fragment.
type Why = String;

/// Keys of a suite; those that are no rules are passed over.
const SUITE: [&str; 11] = [
    "name",
    "expectation_suite_name",
    "expectations",
    "suite_parameters",
    "evaluation_parameters",
    "meta",
    "notes",
    "id",
    "ge_cloud_id",
    "data_asset_type",
    "$schema",
];

pub(super) fn read(root: &Node) -> Result<Vec<ForeignTable>, Wrong> {
    let name = root
        .get("name")
        .or_else(|| root.get("expectation_suite_name"));
    let name = name.and_then(Node::text).map(str::to_owned);
    let mut suite = Suite::default();
    suite.table.contract.name.clone_from(&name);
    suite.table.name = name;
    suite.table.leave_unknown(root, "the suite", &SUITE);
    let parameters = ["suite_parameters", "evaluation_parameters"];
    let parameters = parameters.iter().find_map(|key| root.get(key));
    let items = root.get("expectations").map_or(&[][..], Node::items);
    let all: Vec<_> = items
        .iter()
        .map(|item| Expectation::new(item, parameters))
        .collect::<Result<_, _>>()?;
    // A list of columns in order says where each stands: it comes first.
    let (lists, others): (Vec<_>, Vec<_>) = all.iter().partition(|e| e.name == table::ORDERED);
    for expectation in lists.into_iter().chain(others) {
        suite.take(expectation);
    }
    Ok(vec![suite.finish()])
}

fn dispatch(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    match e.name.strip_prefix("expect_").unwrap_or(&e.name) {
        name if name.starts_with("column_values_") || name.starts_with("column_value_") => {
            of_values(name, e, suite)
        }
        name if name.starts_with("table_") => of_table(name, e, suite),
        "column_to_exist" => table::exists(e, suite),
        "column_distinct_values_to_be_in_set" => sets::distinct_in(e, suite),
        "column_distinct_values_to_contain_set" => sets::distinct_contain(e, suite),
        "column_distinct_values_to_equal_set" => sets::distinct_equal(e, suite),
        "column_most_common_value_to_be_in_set" => sets::most_common(e, suite),
        "column_max_to_be_between" => figures::of(e, suite, |rules| &mut rules.greatest),
        "column_min_to_be_between" => figures::of(e, suite, |rules| &mut rules.least),
        "column_mean_to_be_between" => figures::of_numbers(e, suite, |rules| &mut rules.mean),
        "column_median_to_be_between" => figures::of_numbers(e, suite, |rules| &mut rules.median),
        "column_sum_to_be_between" => figures::of_numbers(e, suite, |rules| &mut rules.sum),
        "column_stdev_to_be_between" => {
            figures::of_numbers(e, suite, |rules| &mut rules.standard_deviation)
        }
        "column_unique_value_count_to_be_between" => {
            figures::of_counts(e, suite, |rules| &mut rules.distinct)
        }
        "column_proportion_of_unique_values_to_be_between" => {
            figures::of_counts(e, suite, |rules| &mut rules.distinct_fraction)
        }
        "column_quantile_values_to_be_between" => figures::quantiles(e, suite),
        "column_proportion_of_non_null_values_to_be_between" => figures::not_null(e, suite),
        "column_type_to_be" => types::of_type(e, suite),
        "column_pair_values_a_to_be_greater_than_b"
        | "column_pair_values_A_to_be_greater_than_B" => rows::greater(e, suite),
        "column_pair_values_to_be_equal" => rows::equal(e, suite),
        "column_pair_values_to_be_in_set" => rows::pairs(e, suite),
        "compound_columns_to_be_unique" => rows::unique(e, suite),
        "select_column_values_to_be_unique_within_record" => rows::unlike(e, suite),
        "multicolumn_sum_to_equal" => rows::sum(e, suite),
        "multicolumn_values_to_be_equal" => rows::alike(e, suite),
        "unexpected_rows_expectation" | "UnexpectedRowsExpectation" => query::unexpected(e, suite),
        name => Err(not_judged(name)),
    }
}

fn of_values(name: &str, e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    match name {
        "column_values_to_not_be_null" => columns::not_null(e, suite),
        "column_values_to_be_null" => columns::null(e, suite),
        "column_values_to_be_unique" => columns::unique(e, suite),
        "column_values_to_be_between" => columns::between(e, suite),
        "column_values_to_be_increasing" => columns::increasing(e, suite),
        "column_values_to_be_decreasing" => columns::decreasing(e, suite),
        "column_value_z_scores_to_be_less_than" => columns::z_scores(e, suite),
        "column_values_to_not_be_outliers" => columns::outliers(e, suite),
        "column_values_to_be_in_set" => sets::within(e, suite),
        "column_values_to_not_be_in_set" => sets::without(e, suite),
        "column_values_to_be_of_type" => types::of_type(e, suite),
        "column_values_to_be_in_type_list" => types::of_types(e, suite),
        "column_values_to_match_strftime_format" => types::dates(e, suite),
        "column_values_to_be_json_parseable" => types::json(e, suite),
        "column_value_lengths_to_be_between" => texts::lengths(e, suite),
        "column_value_lengths_to_equal" => texts::length(e, suite),
        "column_values_to_match_regex" => texts::regex(e, suite),
        "column_values_to_not_match_regex" => texts::not_regex(e, suite),
        "column_values_to_match_regex_list" => texts::regexes(e, suite),
        "column_values_to_not_match_regex_list" => texts::not_regexes(e, suite),
        "column_values_to_match_like_pattern" => texts::like(e, suite),
        "column_values_to_not_match_like_pattern" => texts::not_like(e, suite),
        "column_values_to_match_like_pattern_list" => texts::likes(e, suite),
        "column_values_to_not_match_like_pattern_list" => texts::not_likes(e, suite),
        name => Err(not_judged(name)),
    }
}

fn of_table(name: &str, e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    match name {
        "table_column_count_to_be_between" => table::columns_between(e, suite),
        "table_column_count_to_equal" => table::columns_equal(e, suite),
        "table_columns_to_match_ordered_list" => table::ordered(e, suite),
        "table_columns_to_match_set" => table::set(e, suite),
        "table_row_count_to_be_between" => table::rows_between(e, suite),
        "table_row_count_to_equal" => table::rows_equal(e, suite),
        name => Err(not_judged(name)),
    }
}

/// Why an expectation has no words of ours; `name` is without `expect_`.
fn not_judged(name: &str) -> Why {
    match name {
        "column_kl_divergence_to_be_less_than"
        | "column_bootstrapped_ks_test_p_value_to_be_greater_than"
        | "column_parameterized_distribution_ks_test_p_value_to_be_greater_than"
        | "column_chisquare_test_p_value_to_be_greater_than" => {
            "it compares a distribution with one that was kept, which is for `detect-drift`"
        }
        "column_pair_cramers_phi_value_to_be_less_than" => {
            "it tests two columns for independence, which no rule of ours does"
        }
        "column_values_to_be_dateutil_parseable" => {
            "it asks what one Python library can guess; give the column a type and a format"
        }
        "column_values_to_match_json_schema" => "a schema of texts within cells is not looked into",
        "table_row_count_to_equal_other_table" => {
            "the suite does not say in which file the other table is; a rule with `aggregate` and `equals` does"
        }
        "multicolumn_values_to_be_unique" => {
            "versions differ on what it means; say `expect_compound_columns_to_be_unique` or `expect_select_column_values_to_be_unique_within_record`"
        }
        "query_results_to_match_comparison" => "it asks two databases",
        _ => "it is none of Great Expectations' own",
    }
    .to_owned()
}

/// The severity of an expectation in 1.5 and later.
fn severity(word: &str) -> Option<Severity> {
    match word {
        "critical" => Some(Severity::Error),
        "warning" | "info" => Some(Severity::Warning),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
