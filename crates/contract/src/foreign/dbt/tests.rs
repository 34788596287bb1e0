//! Properties as people write them. What the tests mean is taken from the SQL
//! of dbt-core 1.9 and of its packages `dbt_utils` 1.3 and `dbt_expectations`
//! 0.10.

use crate::foreign::{ForeignTable, Format, read};

fn tables(text: &str) -> Vec<ForeignTable> {
    let foreign = read(text)
        .expect("it can be read")
        .expect("its format is known");
    assert_eq!(foreign.format, Format::Dbt);
    foreign.tables
}

fn toml(table: &ForeignTable) -> String {
    toml::to_string(&table.contract).expect("a contract is TOML")
}

/// A model whose column `a` has a test.
fn column(test: &str) -> ForeignTable {
    let properties = format!(
        "models:\n- name: m\n  columns:\n  - name: b\n    data_tests: [not_null]\n  - name: a\n    data_tests:\n    - {test}\n"
    );
    tables(&properties).remove(0)
}

/// A model that has a test.
fn model(test: &str) -> ForeignTable {
    let properties = format!(
        "models:\n- name: m\n  tests:\n  - {test}\n  columns: [{{name: a}}, {{name: b}}]\n"
    );
    tables(&properties).remove(0)
}

const ORDERS: &str = "\
version: 2
models:
  - name: orders
    description: What was ordered.
    config:
      contract: {enforced: true}
    constraints:
      - {type: check, expression: 'total >= 0'}
    columns:
      - name: id
        data_type: bigint
        constraints: [{type: primary_key}]
      - name: status
        data_type: varchar(10)
        tests:
          - accepted_values:
              arguments: {values: [open, paid]}
              config: {severity: warn, where: \"id > 100\"}
      - name: total
        data_type: numeric(10, 2)
        meta: {contains_pii: true}
        tests:
          - not_null:
              config: {error_if: '>10'}
          - dbt_utils.accepted_range: {min_value: 0, inclusive: false}
      - name: customer
        data_type: geography
        data_tests:
          - relationships: {to: ref('customers'), field: id}
sources:
  - name: raw
    loaded_at_field: at
    freshness:
      warn_after: {count: 12, period: hour}
      error_after: {count: 2, period: day}
    tables:
      - name: clicks
        columns:
          - name: user
";

#[test]
fn properties_become_contracts() {
    let tables = tables(ORDERS);
    let names: Vec<_> = tables
        .iter()
        .filter_map(|table| table.name.as_deref())
        .collect();
    assert_eq!(names, ["orders", "clicks"]);
    assert_eq!(
        toml(&tables[0]),
        r#"name = "orders"
description = "What was ordered."
extra-columns = "forbid"
primary-key = ["id"]

[columns.id]
type = "integer"

[columns.status]
type = "string"
nullable = true

[[columns.status.rules]]
values = ["open", "paid"]
where = '"id" > 100'
severity = "warning"

[columns.total]
type = "decimal"
sensitive = true
nullable = true
above = 0

[[columns.total.rules]]
nullable = false
max-breaches = 10

[[columns.total.rules]]
nullable = false
severity = "warning"

[columns.customer]
nullable = true

[[rules]]
expression = '"total" >= 0'
"#
    );
    let left: Vec<_> = tables[0]
        .not_judged
        .iter()
        .map(|left| left.what.as_str())
        .collect();
    assert_eq!(
        left,
        [
            "type `geography` of column `customer`",
            "test `relationships` of column `customer`"
        ]
    );
    assert_eq!(
        toml(&tables[1]),
        r#"name = "clicks"

[columns.at]
nullable = true
max-age = "2d"

[[columns.at.rules]]
max-age = "12h"
severity = "warning"

[columns.user]
optional = true
nullable = true
"#
    );
}

#[test]
fn a_test_points_at_its_own_line() {
    let tables = tables(ORDERS);
    let (_, status) = tables[0]
        .contract
        .columns
        .iter()
        .find(|(name, _)| name.get_ref() == "status")
        .expect("the column is there");
    let values = status.rules[0]
        .get_ref()
        .values
        .as_ref()
        .expect("values")
        .span();
    assert_eq!(&ORDERS[values], "[open, paid]");
}

#[test]
fn tests_of_a_column() {
    for (test, ours) in [
        ("not_null", "nullable = false\n"),
        ("dbt.unique", "nullable = true\nunique = true\n"),
        (
            "accepted_values: {values: [1, 2]}",
            "nullable = true\nvalues = [1, 2]\n",
        ),
        (
            "{test_name: unique, name: mine}",
            "nullable = true\n\n[[columns.a.rules]]\nunique = true\nmessage = \"mine\"\n",
        ),
        (
            "dbt_utils.not_null_proportion: {at_least: 0.95}",
            "max-null-fraction = 0.05\n",
        ),
        (
            "dbt_utils.not_accepted_values: {values: [x]}",
            "nullable = true\nforbidden-values = [\"x\"]\n",
        ),
        (
            "dbt_utils.not_empty_string",
            "nullable = true\nforbidden-pattern = \" *\"\n",
        ),
        (
            "dbt_utils.not_constant",
            "nullable = true\n\n[columns.a.distinct]\nnot = 1\n",
        ),
        (
            "dbt_expectations.expect_column_values_to_be_between: {min_value: 1, max_value: 9, strictly: true, row_condition: 'b = 1'}",
            "nullable = true\n\n[[columns.a.rules]]\nabove = 1\nbelow = 9\nwhere = '\"b\" = 1'\n",
        ),
        (
            "dbt_expectations.expect_column_values_to_match_regex: {regex: '^[a-z]+$'}",
            "nullable = true\npattern = \"[a-z]+\"\n",
        ),
        (
            "dbt_expectations.expect_column_values_to_not_match_like_pattern: {like_pattern: 'a%'}",
            "nullable = true\nforbidden-pattern = \"(?s)a.*\"\n",
        ),
        (
            "dbt_expectations.expect_column_value_lengths_to_equal: {value: 3}",
            "nullable = true\nmin-length = 3\nmax-length = 3\n",
        ),
        (
            "dbt_expectations.expect_column_mean_to_be_between: {min_value: 1, max_value: 2.5}",
            "nullable = true\n\n[columns.a.mean]\nmin = 1\nmax = 2.5\n",
        ),
        (
            "dbt_expectations.expect_column_quantile_values_to_be_between: {quantile: .95, max_value: 7}",
            "nullable = true\n\n[columns.a.quantiles.\"0.95\"]\nmax = 7\n",
        ),
        (
            "dbt_expectations.expect_column_values_to_be_of_type: {column_type: date}",
            "type = \"date\"\nnullable = true\n",
        ),
        (
            "dbt_expectations.expect_row_values_to_have_recent_data: {datepart: day, interval: 2}",
            "nullable = true\nmax-age = \"2d\"\n",
        ),
    ] {
        let table = column(test);
        assert!(
            table.not_judged.is_empty(),
            "{test}: {:?}",
            table.not_judged
        );
        let text = toml(&table);
        let (_, found) = text
            .split_once("[columns.a]\n")
            .expect("the column is there");
        assert_eq!(found, ours, "{test}");
    }
}

#[test]
fn tests_of_a_model() {
    for (test, ours) in [
        (
            "dbt_utils.expression_is_true: {expression: 'a >= B'}",
            "\n[[rules]]\nexpression = '\"a\" >= \"b\"'\n",
        ),
        (
            "dbt_utils.recency: {datepart: hour, field: a, interval: 6}",
            "[columns.a]\nnullable = true\nmax-age = \"6h\"\n",
        ),
        (
            "dbt_expectations.expect_table_row_count_to_be_between: {min_value: 1, max_value: 10, strictly: true}",
            "\n[rows]\nmin = 2\nmax = 9\n",
        ),
        (
            "dbt_expectations.expect_column_pair_values_A_to_be_greater_than_B: {column_A: a, column_B: b, or_equal: true}",
            "\n[[rules]]\nexpression = '\"a\" >= \"b\"'\n",
        ),
        (
            "dbt_expectations.expect_multicolumn_sum_to_equal: {column_list: [a, b], sum_total: 4}",
            "\n[[rules]]\naggregate = 'sum(\"a\") + sum(\"b\")'\n\n[rules.limits]\nmin = 4\nmax = 4\n",
        ),
        (
            "dbt_expectations.expect_table_columns_to_match_ordered_list: {column_list: [a, b]}",
            "extra-columns = \"forbid\"\nordered = true\n",
        ),
    ] {
        let table = model(test);
        assert!(
            table.not_judged.is_empty(),
            "{test}: {:?}",
            table.not_judged
        );
        let text = toml(&table);
        assert!(text.contains(ours), "{test}: {text}");
    }
}

#[test]
fn what_is_not_judged_is_listed_with_its_reason() {
    for (test, why) in [
        ("unique: {config: {error_if: '>5'}}", "no rows"),
        ("mine", "the project's own"),
        ("other.test: {x: 1}", "the project's own"),
        (
            "not_null: {config: {error_if: 'between 1 and 5'}}",
            "between 1 and 5",
        ),
        ("not_null: {where: \"at > {{ var('day') }}\"}", "template"),
        (
            "dbt_utils.equality: {compare_model: ref('x')}",
            "other table",
        ),
        ("dbt_utils.sequential_values: {interval: 1}", "order"),
        ("dbt_utils.at_least_one: {group_by_columns: [b]}", "groups"),
        (
            "dbt_expectations.expect_column_values_to_be_increasing: {sort_column: b}",
            "order",
        ),
        (
            "dbt_expectations.expect_column_values_to_match_regex: {regex: '(?=a)'}",
            "looks around",
        ),
    ] {
        let table = column(test);
        let left = table
            .not_judged
            .first()
            .unwrap_or_else(|| panic!("{test} is judged"));
        assert!(left.why.contains(why), "{test}: {}", left.why);
        assert!(left.what.ends_with("of column `a`"), "{}", left.what);
    }
    let table = model("dbt_utils.unique_combination_of_columns: {combination_of_columns: [a, b]}");
    assert!(toml(&table).contains("unique = [\"a\", \"b\"]"));
    assert_eq!(
        table.not_judged[0].what,
        "nulls in test `dbt_utils.unique_combination_of_columns`"
    );
}

#[test]
fn an_argument_that_is_not_known_is_listed() {
    let table = column("dbt_utils.accepted_range: {min_value: 0, arguments: {fuzzy: 2}}");
    assert!(toml(&table).contains("min = 0"));
    let left = &table.not_judged[0];
    assert_eq!(
        left.what,
        "argument `fuzzy` of test `dbt_utils.accepted_range` of column `a`"
    );
}

#[test]
fn a_disabled_test_is_none() {
    let table = column("unique: {config: {enabled: false}}");
    assert!(table.not_judged.is_empty());
    assert!(!toml(&table).contains("unique"));
}

#[test]
fn versions_are_tables() {
    let tables = tables(
        "models:\n- name: m\n  columns: [{name: a}, {name: b}, {name: c}]\n  versions:\n  - v: 1\n  \
         - v: 2\n    columns:\n    - {include: all, exclude: [a]}\n    - {name: b, data_type: int}\n",
    );
    let names = |table: &ForeignTable| {
        let names = table
            .contract
            .columns
            .keys()
            .map(|name| name.get_ref().clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(tables[0].name.as_deref(), Some("m_v1"));
    assert_eq!(names(&tables[0]), ["a", "b", "c"]);
    assert_eq!(tables[1].name.as_deref(), Some("m_v2"));
    assert_eq!(names(&tables[1]), ["b", "c"]);
}
