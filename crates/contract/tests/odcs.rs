//! What the examples of the Open Data Contract Standard show
//! (docs/examples of bitol-io/open-data-contract-standard), each cut down to
//! the part that matters.

use tollgate_contract::foreign::{ForeignTable, read};
use tollgate_contract::to_toml;

fn tables(schema: &str) -> Vec<ForeignTable> {
    let text = format!("version: 1.0.0\nkind: DataContract\nid: x\nstatus: active\n{schema}");
    let foreign = read(&text).expect("it can be read").expect("it is known");
    foreign.tables
}

fn toml(table: &ForeignTable) -> String {
    toml::to_string(&table.contract).expect("a contract is TOML")
}

fn left(table: &ForeignTable) -> Vec<&str> {
    table
        .not_judged
        .iter()
        .map(|left| left.what.as_str())
        .collect()
}

#[test]
fn data_types() {
    let tables = tables(
        "apiVersion: v3.0.2
schema:
  - name: transactions_tbl
    properties:
      - name: account_id
        logicalType: string
        logicalTypeOptions: {minLength: 11, maxLength: 11, pattern: 'ACC[0-9]{8}'}
      - name: txn_ref_date
        logicalType: date
        logicalTypeOptions: {exclusiveMinimum: 2020-01-01, maximum: 2021-01-01, format: yyyy-MM-dd}
      - name: txn_timestamp
        physicalType: timestamp
        logicalType: date
        logicalTypeOptions: {minimum: '2020-01-01 00:00:00', format: 'yyyy-MM-dd HH:mm:ss'}
      - name: age
        logicalType: integer
        logicalTypeOptions: {minimum: 18, exclusiveMaximum: 100, format: i64}
      - name: latest_txns
        logicalType: array
        logicalTypeOptions: {maxItems: 3}
",
    );
    assert_eq!(
        toml(&tables[0]),
        r#"name = "transactions_tbl"
version = "1.0.0"

[columns.account_id]
type = "string"
nullable = true
pattern = "(?s:.*)(?:ACC[0-9]{8})(?s:.*)"
min-length = 11
max-length = 11

[columns.txn_ref_date]
type = "date"
nullable = true
max = "2021-01-01"
above = "2020-01-01"

[columns.txn_timestamp]
type = "datetime"
format = "%Y-%m-%d %H:%M:%S"
nullable = true
min = "2020-01-01 00:00:00"

[columns.age]
type = "integer"
nullable = true
min = 18
below = 100

[columns.latest_txns]
nullable = true
"#
    );
    assert_eq!(
        left(&tables[0]),
        [
            "type `array` of column `latest_txns`",
            "option `maxItems` of column `latest_txns`"
        ]
    );
}

#[test]
fn five_percent_of_all_rows_may_be_invalid() {
    let tables = tables(
        "apiVersion: v3.2.0
schema:
  - name: Air_Quality
    properties:
    - name: air_quality_status
      logicalType: string
      quality:
      - metric: invalidValues
        mustBeLessOrEqualTo: 5
        unit: percent
        arguments: {validValues: ['', null, n/a]}
        description: This column should be filled in 95% of the time
        dimension: conformity
        severity: error
",
    );
    // Of the rows, and not of the values: nulls count, and are no breach.
    assert_eq!(
        to_toml(&tables[0].contract, &[], "the standard"),
        r#"# From the standard.

name = "Air_Quality"
version = "1.0.0"

[columns.air_quality_status]
type = "string"
nullable = true

[[rules]]
expression = '''"air_quality_status" in ('', 'n/a')'''
mostly = 0.95
message = "This column should be filled in 95% of the time"
"#
    );
    assert!(tables[0].not_judged.is_empty());
}

#[test]
fn a_key_that_the_standard_does_not_have_is_listed() {
    let tables = tables(
        "apiVersion: v3.0.2
servers:
  - {server: test-server, type: postgresql, undefinedServerProperty: x}
schema:
  - name: users
    undefinedSchemaProperty: this should fail
    properties:
      - name: id
        undefinedPropertyField: this should fail
        logicalTypeOptions: {format: i32}
      - name: email
        quality:
          - {name: email_check, type: library, rule: validValues, undefinedQualityProp: x}
slaProperties:
  - {property: slaProp, value: 123}
",
    );
    assert_eq!(
        left(&tables[0]),
        [
            "key `undefinedSchemaProperty` of object `users`",
            "key `undefinedPropertyField` of column `id`",
            "option `format` of column `id`",
            "key `undefinedQualityProp` of quality rule `email_check` of column `email`",
            "quality rule `email_check` of column `email`",
            "service level `slaProp`",
        ]
    );
}

#[test]
fn a_contract_without_objects_has_its_service_levels_listed() {
    let tables = tables(
        "apiVersion: v3.0.2
schema: []
slaProperties:
  - {property: latency, value: 4, unit: d, element: tab1.txn_ref_dt}
  - {property: generalAvailability, value: 2022-05-12T09:30:10-08:00}
",
    );
    assert_eq!(
        left(&tables[0]),
        [
            "service level `latency`",
            "service level `generalAvailability`"
        ]
    );
}

#[test]
fn objects_are_tables_and_measures_are_no_columns() {
    let tables = tables(
        "apiVersion: v3.2.0
schema:
  - name: turnover
    physicalName: metrics_turnover
    properties:
      - {name: order_id, primaryKey: true, primaryKeyPosition: 1, logicalType: string}
      - {name: total, semanticType: measure, logicalType: number, transformLogic: SUM(turnover_euros)}
  - name: notes
    context: Free-text notes, do not aggregate.
",
    );
    let names: Vec<_> = tables
        .iter()
        .filter_map(|table| table.name.as_deref())
        .collect();
    assert_eq!(names, ["turnover", "notes"]);
    assert_eq!(left(&tables[0]), ["property `total`"]);
    assert!(toml(&tables[0]).contains("primary-key = [\"order_id\"]"));
    assert!(tables[1].contract.columns.is_empty());
}
