//! Suites and what they are in our words.

use super::super::{Foreign, Format};

fn read(suite: &str) -> Foreign {
    super::super::read(suite).expect("there").expect("there")
}

/// The contract as text, and what is not judged.
fn converted(suite: &str) -> (String, Vec<String>) {
    let foreign = read(suite);
    assert_eq!(foreign.format, Format::GreatExpectations);
    let [table] = foreign.tables.as_slice() else {
        panic!("one table")
    };
    let left = table.not_judged.iter();
    let left = left.map(|left| format!("{}: {}", left.what, left.why));
    (
        toml::to_string(&table.contract).expect("there"),
        left.collect(),
    )
}

/// What one expectation of 1.x becomes.
fn one(kind: &str, kwargs: &str) -> (String, Vec<String>) {
    converted(&format!(
        r#"{{"expectations": [{{"type": "expect_{kind}", "kwargs": {kwargs}}}]}}"#
    ))
}

/// What the column `a` is asked; all of it is judged.
fn of_column(kind: &str, kwargs: &str) -> String {
    let (text, left) = one(kind, &format!("{{\"column\": \"a\", {kwargs}}}"));
    assert_eq!(left, [""; 0], "{kind}");
    let keys = text.strip_prefix("[columns.a]\n").unwrap_or(&text);
    keys.replace("nullable = true\n", "").trim().to_owned()
}

/// Why an expectation on the column `a` is not judged.
fn why(kind: &str, kwargs: &str) -> String {
    let (_, left) = one(kind, &format!("{{\"column\": \"a\", {kwargs}}}"));
    left.join("; ")
}

const SUITE: &str = r#"{
  "name": "orders",
  "expectations": [
    {"type": "expect_table_columns_to_match_ordered_list", "kwargs": {"column_list": ["id", "amount"]}},
    {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "id"}, "severity": "critical"},
    {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "id"}, "severity": "info"},
    {"type": "expect_column_values_to_be_between", "kwargs": {"column": "amount", "min_value": 0, "strict_min": true, "mostly": 0.95}},
    {"type": "expect_column_values_to_be_between", "kwargs": {"column": "amount", "max_value": 1000}, "meta": {"notes": "x"}},
    {"type": "expect_column_kl_divergence_to_be_less_than", "kwargs": {"column": "amount", "threshold": 0.1}},
    {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 1, "foo": 2}}
  ]
}"#;

#[test]
fn a_suite_becomes_a_contract() {
    let (text, left) = converted(SUITE);
    let contract = "name = \"orders\"\nextra-columns = \"forbid\"\nordered = true\n\n\
        [rows]\nmin = 1\n\n\
        [columns.id]\nnullable = false\n\n\
        [[columns.id.rules]]\nunique = true\nseverity = \"warning\"\n\n\
        [columns.amount]\ntype = \"number\"\nnullable = true\nmax = 1000\n\n\
        [[columns.amount.rules]]\nabove = 0\nmostly = 0.95\n";
    assert_eq!(text, contract);
    assert_eq!(
        left,
        [
            "expectation `expect_column_kl_divergence_to_be_less_than` of column `amount`: it compares a distribution with one that was kept, which is for `detect-drift`",
            "argument `foo` of expectation `expect_table_row_count_to_be_between`: the expectation has no such argument",
        ]
    );
}

#[test]
fn rules_point_at_the_suite() {
    let foreign = read(SUITE);
    let table = &foreign.tables[0];
    let line = |at: usize| SUITE[..at].matches('\n').count() + 1;
    let column = |name: &str| {
        let mut columns = table.contract.columns.iter();
        columns
            .find(|(key, _)| key.get_ref() == name)
            .expect("there")
    };
    let (name, id) = column("id");
    assert_eq!(&SUITE[name.span()], "\"id\"");
    assert_eq!(line(name.span().start), 4);
    assert_eq!(line(id.nullable.as_ref().expect("there").span().start), 5);
    assert_eq!(line(id.rules[0].span().start), 6);
    let (_, amount) = column("amount");
    assert_eq!(&SUITE[amount.max.as_ref().expect("there").span()], "1000");
    assert_eq!(line(table.not_judged[0].span.start), 9);
}

#[test]
fn suites_of_0_18_are_read() {
    let (text, left) = converted(
        r#"{"expectation_suite_name": "old", "data_asset_type": null, "ge_cloud_id": null,
            "expectations": [
              {"expectation_type": "expect_table_columns_to_match_set", "kwargs": {"column_set": ["a"]}, "meta": {}},
              {"expectation_type": "expect_column_max_to_be_between", "kwargs": {"column": "a", "min_value": 1, "max_value": NaN}}
            ], "meta": {"great_expectations_version": "0.18.0"}}"#,
    );
    assert_eq!(left, [""; 0]);
    let contract = "name = \"old\"\nextra-columns = \"forbid\"\n\n\
        [columns.a]\ntype = \"number\"\nnullable = true\n\n[columns.a.greatest]\nmin = 1\n";
    assert_eq!(text, contract);
}

/// The classes of `great_expectations/expectations/core` at 1.2.0, and the
/// five that came until 1.24.
const CORE: [&str; 64] = [
    "expect_column_bootstrapped_ks_test_p_value_to_be_greater_than",
    "expect_column_chisquare_test_p_value_to_be_greater_than",
    "expect_column_distinct_values_to_be_in_set",
    "expect_column_distinct_values_to_contain_set",
    "expect_column_distinct_values_to_equal_set",
    "expect_column_kl_divergence_to_be_less_than",
    "expect_column_max_to_be_between",
    "expect_column_mean_to_be_between",
    "expect_column_median_to_be_between",
    "expect_column_min_to_be_between",
    "expect_column_most_common_value_to_be_in_set",
    "expect_column_pair_cramers_phi_value_to_be_less_than",
    "expect_column_pair_values_a_to_be_greater_than_b",
    "expect_column_pair_values_to_be_equal",
    "expect_column_pair_values_to_be_in_set",
    "expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than",
    "expect_column_proportion_of_unique_values_to_be_between",
    "expect_column_quantile_values_to_be_between",
    "expect_column_stdev_to_be_between",
    "expect_column_sum_to_be_between",
    "expect_column_to_exist",
    "expect_column_unique_value_count_to_be_between",
    "expect_column_value_lengths_to_be_between",
    "expect_column_value_lengths_to_equal",
    "expect_column_value_z_scores_to_be_less_than",
    "expect_column_values_to_be_between",
    "expect_column_values_to_be_dateutil_parseable",
    "expect_column_values_to_be_decreasing",
    "expect_column_values_to_be_in_set",
    "expect_column_values_to_be_in_type_list",
    "expect_column_values_to_be_increasing",
    "expect_column_values_to_be_json_parseable",
    "expect_column_values_to_be_null",
    "expect_column_values_to_be_of_type",
    "expect_column_values_to_be_unique",
    "expect_column_values_to_match_json_schema",
    "expect_column_values_to_match_like_pattern",
    "expect_column_values_to_match_like_pattern_list",
    "expect_column_values_to_match_regex",
    "expect_column_values_to_match_regex_list",
    "expect_column_values_to_match_strftime_format",
    "expect_column_values_to_not_be_in_set",
    "expect_column_values_to_not_be_null",
    "expect_column_values_to_not_match_like_pattern",
    "expect_column_values_to_not_match_like_pattern_list",
    "expect_column_values_to_not_match_regex",
    "expect_column_values_to_not_match_regex_list",
    "expect_compound_columns_to_be_unique",
    "expect_multicolumn_sum_to_equal",
    "expect_multicolumn_values_to_be_unique",
    "expect_select_column_values_to_be_unique_within_record",
    "expect_table_column_count_to_be_between",
    "expect_table_column_count_to_equal",
    "expect_table_columns_to_match_ordered_list",
    "expect_table_columns_to_match_set",
    "expect_table_row_count_to_be_between",
    "expect_table_row_count_to_equal",
    "expect_table_row_count_to_equal_other_table",
    "unexpected_rows_expectation",
    "expect_column_proportion_of_non_null_values_to_be_between",
    "expect_column_type_to_be",
    "expect_column_values_to_not_be_outliers",
    "expect_multicolumn_values_to_be_equal",
    "expect_query_results_to_match_comparison",
];

/// Those that are never judged.
const NEVER: [&str; 9] = [
    "expect_column_bootstrapped_ks_test_p_value_to_be_greater_than",
    "expect_column_chisquare_test_p_value_to_be_greater_than",
    "expect_column_kl_divergence_to_be_less_than",
    "expect_column_pair_cramers_phi_value_to_be_less_than",
    "expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than",
    "expect_column_values_to_be_dateutil_parseable",
    "expect_column_values_to_match_json_schema",
    "expect_multicolumn_values_to_be_unique",
    "expect_table_row_count_to_equal_other_table",
];

/// Arguments that suit every expectation.
const ARGUMENTS: &str = r#"{"column": "a", "column_A": "a", "column_B": "b", "column_list": ["a", "b"],
    "column_set": ["a"], "value_set": [1], "value_pairs_set": [[1, 2]], "min_value": 1, "max_value": 2,
    "value": 3, "threshold": 3, "double_sided": true, "type_": "int", "type_list": ["int", "INTEGER"],
    "regex": "a", "regex_list": ["a", "b"], "like_pattern": "a%", "like_pattern_list": ["a%", "b"],
    "strftime_format": "%Y-%m-%d", "sum_total": 3, "method": "std", "multiplier": 2,
    "quantile_ranges": {"quantiles": [0.5], "value_ranges": [[1, 2]]},
    "unexpected_rows_query": "SELECT * FROM {batch} WHERE a > 1"}"#;

#[test]
fn every_core_expectation_is_judged_or_says_why_not() {
    for kind in CORE {
        // An order needs a type.
        let typed = if kind.contains("creasing") {
            "max_to_be_between"
        } else {
            "to_exist"
        };
        let suite = format!(
            r#"{{"expectations": [{{"type": "{kind}", "kwargs": {ARGUMENTS}}},
                {{"type": "expect_column_{typed}", "kwargs": {{"column": "a", "min_value": 1}}}}]}}"#
        );
        let foreign = read(&suite);
        let mut left = foreign.tables[0].not_judged.iter();
        let left = left.find(|left| left.what.starts_with("expectation"));
        let never = NEVER.contains(&kind) || kind == "expect_query_results_to_match_comparison";
        assert_eq!(left.is_some(), never, "{kind}: {left:?}");
        if let Some(left) = left {
            assert!(!left.why.contains("none of Great Expectations'"), "{kind}");
        }
    }
    assert!(why("column_values_to_be_valid_ipv4", "").contains("none of Great Expectations'"));
}

#[test]
fn expectations_on_values() {
    for (kind, kwargs, keys) in [
        (
            "column_values_to_not_be_null",
            r#""mostly": 0.9"#,
            "max-null-fraction = 0.1",
        ),
        (
            "column_values_to_be_null",
            r#""mostly": 0.5"#,
            "min-null-fraction = 0.5",
        ),
        (
            "column_values_to_be_null",
            r#""mostly": 1.0"#,
            "min-null-fraction = 1.0",
        ),
        (
            "column_values_to_be_in_set",
            r#""value_set": ["x", null]"#,
            "values = [\"x\"]",
        ),
        (
            "column_values_to_be_in_set",
            r#""value_set": [1, 2]"#,
            "type = \"number\"\nvalues = [1, 2]",
        ),
        ("column_values_to_be_in_set", r#""value_set": null"#, ""),
        (
            "column_values_to_not_be_in_set",
            r#""value_set": ["x"]"#,
            "forbidden-values = [\"x\"]",
        ),
        (
            "column_value_lengths_to_be_between",
            r#""min_value": 2, "strict_min": true, "max_value": 9.5"#,
            "min-length = 3\nmax-length = 9",
        ),
        (
            "column_value_lengths_to_equal",
            r#""value": 4"#,
            "min-length = 4\nmax-length = 4",
        ),
        (
            "column_values_to_match_like_pattern",
            r#""like_pattern": "a%_""#,
            "pattern = \"(?s)a.*.\"",
        ),
        (
            "column_values_to_not_match_regex_list",
            r#""regex_list": ["^x$", "^y$"]"#,
            "forbidden-pattern = \"(?:x)|(?:y)\"",
        ),
        (
            "column_values_to_be_of_type",
            r#""type_": "VARCHAR(20)""#,
            "type = \"string\"",
        ),
        (
            "column_values_to_be_in_type_list",
            r#""type_list": ["int64", "FLOAT"]"#,
            "type = \"number\"",
        ),
        (
            "column_values_to_match_strftime_format",
            r#""strftime_format": "%d.%m.%Y""#,
            "type = \"date\"\nformat = \"%d.%m.%Y\"",
        ),
        (
            "column_values_to_be_between",
            r#""min_value": "2024-01-01""#,
            "type = \"date\"\nmin = \"2024-01-01\"",
        ),
    ] {
        assert_eq!(of_column(kind, kwargs), keys, "{kind} {kwargs}");
    }
    assert_eq!(
        of_column("column_values_to_match_regex", r#""regex": "^a""#),
        "pattern = \"(?s:.*)(?:^a)(?s:.*)\""
    );
}

#[test]
fn expectations_on_figures() {
    let number = "type = \"number\"\n\n[columns.a.";
    for (kind, kwargs, keys) in [
        (
            "column_mean_to_be_between",
            r#""min_value": 1, "max_value": 2.5, "strict_max": true"#,
            "mean]\nmin = 1\nbelow = 2.5",
        ),
        (
            "column_stdev_to_be_between",
            r#""max_value": 2"#,
            "standard-deviation]\nmax = 2",
        ),
        (
            "column_value_z_scores_to_be_less_than",
            r#""threshold": 3, "double_sided": true"#,
            "z-score]\nabove = -3.0\nbelow = 3.0",
        ),
        (
            "column_value_z_scores_to_be_less_than",
            r#""threshold": 3, "double_sided": false"#,
            "z-score]\nbelow = 3.0",
        ),
    ] {
        assert_eq!(of_column(kind, kwargs), format!("{number}{keys}"), "{kind}");
    }
    assert_eq!(
        of_column(
            "column_unique_value_count_to_be_between",
            r#""min_value": 2"#
        ),
        "[columns.a.distinct]\nmin = 2"
    );
    assert_eq!(
        of_column("column_min_to_be_between", r#""min_value": "2024-01-01""#),
        "type = \"date\"\n\n[columns.a.least]\nmin = \"2024-01-01\""
    );
    assert_eq!(
        of_column(
            "column_most_common_value_to_be_in_set",
            r#""value_set": ["x"], "ties_okay": true"#
        ),
        "most-common = [\"x\"]\nallow-ties = true"
    );
    assert_eq!(
        of_column(
            "column_distinct_values_to_equal_set",
            r#""value_set": ["x", "y"]"#
        ),
        "values = [\"x\", \"y\"]\nrequired-values = [\"x\", \"y\"]"
    );
}

#[test]
fn expectations_on_rows() {
    let rule = |kind: &str, kwargs: &str| {
        let (text, left) = one(kind, kwargs);
        assert_eq!(left, [""; 0], "{kind}");
        text.split_once("[[rules]]\n")
            .map(|(_, rule)| rule.to_owned())
            .expect("there")
    };
    assert_eq!(
        rule(
            "column_pair_values_A_to_be_greater_than_B",
            r#"{"column_A": "a", "column_B": "b c", "or_equal": true, "ignore_row_if": "neither"}"#
        ),
        "name = \"expect-column-pair-values-A-to-be-greater-than-B\"\nexpression = '(\"a\" >= \"b c\") is true'\n"
    );
    assert_eq!(
        rule(
            "column_pair_values_to_be_in_set",
            r#"{"column_A": "a", "column_B": "b", "value_pairs_set": [[1, "x"], [null, 2.5]], "ignore_row_if": "either_value_is_missing"}"#
        ),
        "name = \"expect-column-pair-values-to-be-in-set\"\n\
         expression = \"\"\"((\"a\" = 1 and \"b\" = 'x') or (\"a\" is null and \"b\" = 2.5)) is true\"\"\"\n\
         where = '\"a\" is not null and \"b\" is not null'\n"
    );
    assert_eq!(
        rule(
            "compound_columns_to_be_unique",
            r#"{"column_list": ["a", "b"], "ignore_row_if": "any_value_is_missing", "row_condition": "a > 1", "condition_parser": "pandas"}"#
        ),
        "name = \"expect-compound-columns-to-be-unique\"\nunique = [\"a\", \"b\"]\nwhere = '\"a\" > 1'\n"
    );
    assert_eq!(
        rule(
            "compound_columns_to_be_unique",
            r#"{"column_list": ["a", "b"], "ignore_row_if": "never"}"#
        ),
        "name = \"expect-compound-columns-to-be-unique\"\nunique = [\"a\", \"b\"]\nnulls-alike = true\n"
    );
    assert_eq!(
        rule(
            "multicolumn_sum_to_equal",
            r#"{"column_list": ["a", "b"], "sum_total": 7, "ignore_row_if": "never", "mostly": 0.5}"#
        ),
        "name = \"expect-multicolumn-sum-to-equal\"\nexpression = '(\"a\" + \"b\" = 7) is true'\nmostly = 0.5\n"
    );
    assert_eq!(
        rule(
            "column_values_to_be_between",
            r#"{"column": "a", "min_value": "b", "max_value": "x", "strict_max": true}"#
        ),
        "name = \"expect-column-values-to-be-between\"\nexpression = \"\"\"\"a\" >= 'b' and \"a\" < 'x'\"\"\"\nwhere = '\"a\" is not null'\n"
    );
    assert_eq!(
        rule(
            "table_row_count_to_equal",
            r#"{"value": 3, "row_condition": "col(\"a\").notNull()"}"#
        ),
        "name = \"expect-table-row-count-to-equal\"\naggregate = \"count(*)\"\nwhere = '\"a\" is not null'\n\n[rules.limits]\nmin = 3\nmax = 3\n"
    );
}

#[test]
fn types_come_from_what_a_column_is_compared_with() {
    let suite = |more: &str| {
        converted(&format!(
            r#"{{"expectations": [
                {{"type": "expect_column_values_to_be_increasing", "kwargs": {{"column": "a", "strictly": true}}}}{more}]}}"#
        ))
    };
    let (text, left) = suite("");
    assert_eq!(text, "[columns.a]\nnullable = true\n");
    assert!(
        left[0].contains("nothing tells the column's type"),
        "{left:?}"
    );
    for (kind, kwargs, word) in [
        ("max_to_be_between", r#""max_value": 3"#, "number"),
        (
            "max_to_be_between",
            r#""max_value": "2024-01-01T00:00:00""#,
            "datetime",
        ),
        ("values_to_be_of_type", r#""type_": "INTEGER""#, "integer"),
    ] {
        let more = format!(
            r#", {{"type": "expect_column_{kind}", "kwargs": {{"column": "a", {kwargs}}}}}"#
        );
        let (text, left) = suite(&more);
        assert!(text.contains(&format!("type = \"{word}\"")), "{text}");
        assert!(
            text.contains("order = \"strictly-increasing\"") && left.is_empty(),
            "{left:?}"
        );
    }
    let (text, left) = suite(
        r#", {"type": "expect_column_values_to_be_between", "kwargs": {"column": "a", "max_value": 3}},
             {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "a", "value_set": [true]}}"#,
    );
    assert!(
        !text.contains("type =") && left.len() == 3,
        "{text} {left:?}"
    );
}

#[test]
fn conditions_of_1_8_are_maps() {
    let text = of_column(
        "column_values_to_be_unique",
        r#""row_condition": {"type": "or", "conditions": [
            {"type": "comparison", "column": {"name": "b"}, "operator": "!=", "parameter": "x"},
            {"type": "comparison", "column": {"name": "b"}, "operator": "IN", "parameter": [1, 2]},
            {"type": "nullity", "column": {"name": "c d"}, "is_null": true}]}"#,
    );
    let condition =
        r#"where = """("b" is distinct from 'x') or ("b" in (1, 2)) or ("c d" is null)""""#;
    assert!(text.contains(condition), "{text}");
}

#[test]
fn parameters_are_those_of_the_suite() {
    let suite = |parameters: &str, value: &str| {
        converted(&format!(
            r#"{{"expectations": [{{"type": "expect_column_max_to_be_between", "kwargs": {{"column": "a", "max_value": {value}}}}}],
                "suite_parameters": {parameters}}}"#
        ))
    };
    let (text, left) = suite(r#"{"top": 5}"#, r#"{"$PARAMETER": "top"}"#);
    assert!(text.contains("max = 5") && left.is_empty(), "{text}");
    let (text, _) = suite("null", r#"{"$PARAMETER": "top", "$PARAMETER.top": 6}"#);
    assert!(text.contains("max = 6"), "{text}");
    let (_, left) = suite("{}", r#"{"$PARAMETER": "now() - timedelta(days=1)"}"#);
    assert!(
        left[0].contains("known when it runs: `now() - timedelta(days=1)`"),
        "{left:?}"
    );
}

#[test]
fn what_ours_can_not_say_is_listed() {
    for (kind, kwargs, words) in [
        (
            "column_values_to_match_regex",
            r#""regex": "(?=a)""#,
            "looks around",
        ),
        (
            "column_values_to_match_like_pattern",
            r#""like_pattern": "[a]%""#,
            "brackets",
        ),
        (
            "column_values_to_be_of_type",
            r#""type_": "object""#,
            "`object`",
        ),
        (
            "column_values_to_be_of_type",
            r#""type_": "int", "mostly": 0.5"#,
            "no tolerance",
        ),
        (
            "column_values_to_be_in_type_list",
            r#""type_list": ["int", "str"]"#,
            "has several",
        ),
        ("column_to_exist", r#""column_index": 2"#, "not its place"),
        (
            "column_values_to_match_strftime_format",
            r#""strftime_format": "%D""#,
            "`%D`",
        ),
        (
            "column_values_to_be_between",
            "\"strict_min\": true",
            "neither",
        ),
        (
            "column_values_to_be_unique",
            r#""mostly": 1.1"#,
            "within 0 to 1",
        ),
        (
            "column_values_to_be_unique",
            r#""row_condition": "a.str.len() > 1", "condition_parser": "pandas""#,
            "plain comparison",
        ),
        (
            "column_values_to_not_be_outliers",
            r#""method": "iqr""#,
            "quartiles",
        ),
        (
            "column_quantile_values_to_be_between",
            r#""quantile_ranges": {"quantiles": [0.5], "value_ranges": []}"#,
            "not as many",
        ),
    ] {
        let why = why(kind, kwargs);
        assert!(why.contains(words), "{kind}: {why}");
    }
}

#[test]
fn an_expectation_without_a_type_is_wrong() {
    let suite = "{\"expectations\": [\n{\"kwargs\": {}}]}";
    let wrong = super::super::read(suite).expect_err("wrong");
    assert_eq!(wrong.message, "an expectation without a type");
    assert_eq!(wrong.span.expect("there").start, 19);
}
