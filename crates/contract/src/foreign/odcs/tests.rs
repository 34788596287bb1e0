//! Documents as people write them; the standard's text decides what they mean
//! (docs/data-quality.md, docs/schema.md of version 3.1 and 3.2).

use crate::foreign::{ForeignTable, Format, read};

fn table(text: &str) -> ForeignTable {
    let foreign = read(text)
        .expect("it can be read")
        .expect("its format is known");
    assert_eq!(foreign.format, Format::OpenDataContract);
    foreign.tables.into_iter().next().expect("it has a table")
}

fn toml(table: &ForeignTable) -> String {
    toml::to_string(&table.contract).expect("a contract is TOML")
}

/// A document with one column, whose quality is that of the text.
fn quality(of: &str, rules: &str) -> ForeignTable {
    let indented = rules.replace('\n', "\n          ");
    table(&format!(
        "apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\nschema:\n  \
         - name: orders\n    properties:\n      - name: a\n        logicalType: {of}\n        quality:\n          {indented}\n"
    ))
}

/// The same on the table.
fn table_quality(rules: &str) -> ForeignTable {
    let indented = rules.replace('\n', "\n      ");
    table(&format!(
        "apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\nschema:\n  \
         - name: orders\n    properties:\n      - name: a\n        logicalType: string\n      \
         - name: b\n        physicalName: b_2\n    quality:\n      {indented}\n"
    ))
}

const ORDERS: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: orders
version: 2.1.0
status: active
description:
  purpose: What was ordered.
schema:
  - name: orders
    physicalName: orders_v2
    physicalType: table
    properties:
      - name: id
        logicalType: string
        logicalTypeOptions: {format: uuid}
        primaryKey: true
        primaryKeyPosition: 2
      - name: tenant
        logicalType: integer
        logicalTypeOptions: {minimum: 1, exclusiveMaximum: 100, format: u16}
        required: true
        primaryKey: true
        primaryKeyPosition: 1
      - name: mail
        physicalName: mail_address
        logicalType: string
        classification: PII
        unique: true
        logicalTypeOptions: {maxLength: 80, pattern: '^[^@]+@[^@]+$'}
      - name: at
        logicalType: timestamp
        required: true
        logicalTypeOptions: {format: dd.MM.yyyy HH:mm, timezone: true}
      - name: status
        physicalType: varchar(10)
        enum:
          - value: open
            label: Open
          - value: paid
      - name: lines
        logicalType: array
        items: {logicalType: string}
      - name: total
        logicalType: number
        semanticType: measure
        transformLogic: SUM(amount)
    quality:
      - metric: rowCount
        mustBeBetween: [100, 120]
slaProperties:
  - property: latency
    value: 4
    unit: d
    element: orders.at
  - property: retention
    value: 3
    unit: y
";

#[test]
fn a_contract_becomes_ours() {
    let table = table(ORDERS);
    assert_eq!(table.name.as_deref(), Some("orders"));
    assert_eq!(
        toml(&table),
        r#"name = "orders"
version = "2.1.0"
description = "What was ordered."
primary-key = ["tenant", "id"]

[rows]
min = 101
max = 119

[columns.id]
type = "string"
format = "uuid"

[columns.tenant]
type = "integer"
nullable = false
min = 1
below = 100

[[columns.tenant.rules]]
min = 0
max = 65535

[columns.mail_address]
type = "string"
sensitive = true
nullable = true
pattern = "[^@]+@[^@]+"
max-length = 80
unique = true

[columns.at]
type = "datetime"
format = "%d.%m.%Y %H:%M"
nullable = false
max-age = "4d"

[columns.status]
type = "string"
nullable = true
values = ["open", "paid"]

[columns.lines]
nullable = true
"#
    );
    let left: Vec<_> = table
        .not_judged
        .iter()
        .map(|left| left.what.as_str())
        .collect();
    assert_eq!(
        left,
        [
            "option `timezone` of column `at`",
            "type `array` of column `lines`",
            "property `total`",
            "service level `retention`",
        ]
    );
}

#[test]
fn values_point_at_their_own_line() {
    let table = table(ORDERS);
    let line = |at: usize| ORDERS[..at].matches('\n').count() + 1;
    let (name, mail) = table
        .contract
        .columns
        .iter()
        .find(|(name, _)| name.get_ref() == "mail_address")
        .expect("the column is there");
    assert_eq!(&ORDERS[name.span()], "mail_address");
    let unique = mail.unique.as_ref().expect("it is unique").span();
    assert_eq!((line(unique.start), &ORDERS[unique]), (28, "true"));
    let retention = table.not_judged.last().expect("it is listed").span.clone();
    assert_eq!(&ORDERS[retention], "retention");
}

#[test]
fn a_few_of_something_are_at_most_so_many() {
    for (rules, ours) in [
        ("- {metric: nullValues, mustBe: 0}", "nullable = false\n"),
        (
            "- {metric: nullValues, mustBeLessThan: 5}",
            "max-nulls = 4\n",
        ),
        (
            "- {metric: nullValues, mustBeLessOrEqualTo: 5, unit: percent}",
            "max-null-fraction = 0.05\n",
        ),
        (
            "- {metric: duplicateValues, mustBe: 0}",
            "nullable = true\nunique = true\n",
        ),
        (
            "- {metric: invalidValues, mustBe: 0, arguments: {validValues: [x, y]}}",
            "nullable = true\nvalues = [\"x\", \"y\"]\n",
        ),
        (
            "- {metric: invalidValues, mustBe: 0, arguments: {pattern: 'x+'}}",
            "nullable = true\npattern = \"(?s:.*)(?:x+)(?s:.*)\"\n",
        ),
    ] {
        let table = quality("string", rules);
        assert!(table.not_judged.is_empty(), "{:?}", table.not_judged);
        let text = toml(&table);
        let (_, column) = text
            .split_once("type = \"string\"\n")
            .expect("a typed column");
        assert_eq!(column, ours, "{rules}");
    }
}

#[test]
fn a_rule_with_a_manner_stands_for_itself() {
    let text = toml(&quality(
        "string",
        "- {metric: duplicateValues, mustBeLessThan: 10, severity: warning, description: few twice, tags: [x]}",
    ));
    assert!(
        text.ends_with(
            "\n[[columns.a.rules]]\nunique = true\nmax-breaches = 9\nseverity = \"warning\"\nmessage = \"few twice\"\ntags = [\"x\"]\n"
        ),
        "{text}"
    );
}

#[test]
fn what_is_no_upper_bound_is_a_figure() {
    for (rules, aggregate, limits) in [
        (
            // Open: "the equivalent to mustBeGreaterThan and mustBeLessThan".
            "- {metric: nullValues, mustBeBetween: [0, 10]}",
            "count(*) filter (where \"a\" is null)",
            "above = 0\nbelow = 10\n",
        ),
        (
            "- {metric: nullValues, mustBeLessThan: 1, unit: percent}",
            "100.0 * count(*) filter (where \"a\" is null) / greatest(count(*), 1)",
            "below = 1\n",
        ),
        (
            "- {metric: duplicateValues, mustBeGreaterThan: 3}",
            "(count(\"a\") - count(distinct \"a\"))",
            "above = 3\n",
        ),
        (
            "- {metric: nullValues, mustNotBeBetween: [2, 4]}",
            "(count(*) filter (where \"a\" is null)) <= 2 or (count(*) filter (where \"a\" is null)) >= 4",
            "min = true\nmax = true\n",
        ),
        (
            "- {metric: nullValues, mustNotBe: 7}",
            "count(*) filter (where \"a\" is null)",
            "not = 7\n",
        ),
    ] {
        let table = quality("string", rules);
        let rule = table
            .contract
            .rules
            .first()
            .expect("a rule on the table")
            .get_ref();
        let found = rule.aggregate.as_ref().expect("a figure").get_ref();
        assert_eq!(found, aggregate, "{rules}");
        let found = rule.limits.as_ref().expect("limits").get_ref();
        assert_eq!(
            toml::to_string(found).expect("limits are TOML"),
            limits,
            "{rules}"
        );
    }
}

#[test]
fn missing_words_are_nulls_or_bad_values() {
    let rules = "- {metric: missingValues, mustBeLessThan: 100, arguments: {missingValues: [null, '', 'N/A']}}";
    let texts = quality("string", rules);
    let rule = texts.contract.rules.first().expect("a rule").get_ref();
    assert_eq!(
        rule.expression.as_ref().expect("an expression").get_ref(),
        "not (\"a\" is null or \"a\" in ('', 'N/A'))"
    );
    assert_eq!(
        rule.max_breaches.as_ref().map(|most| *most.get_ref()),
        Some(99)
    );
    let numbers = toml(&quality("integer", rules));
    assert!(
        numbers.ends_with("missing = [\"\", \"N/A\"]\nmax-nulls = 99\n"),
        "{numbers}"
    );
}

#[test]
fn rules_on_the_table() {
    for (rules, ours) in [
        (
            "- {metric: rowCount, mustBe: 7}",
            "\n[rows]\nmin = 7\nmax = 7\n",
        ),
        (
            "- {metric: rowCount, mustBeGreaterThan: 0}",
            "\n[rows]\nmin = 1\n",
        ),
        (
            "- {metric: rowCount, mustBeGreaterThan: 0, severity: info}",
            "\n[[rules]]\naggregate = \"count(*)\"\nseverity = \"warning\"\n",
        ),
        (
            "- {metric: duplicateValues, mustBe: 0, arguments: {properties: [a, b]}}",
            "\n[[rules]]\nunique = [\"a\", \"b_2\"]\n",
        ),
        (
            "- {type: sql, query: 'SELECT COUNT(*) FROM {object} WHERE a IS NULL', mustBe: 0}",
            "\n[[rules]]\naggregate = 'count(*) filter (where \"a\" is null)'\n",
        ),
        (
            "- {type: sql, query: 'select max(b) from ${table}', mustBeLessThan: 3600}",
            "\n[[rules]]\naggregate = 'max(\"b_2\")'\n",
        ),
    ] {
        let table = table_quality(rules);
        assert!(table.not_judged.is_empty(), "{:?}", table.not_judged);
        let text = toml(&table);
        assert!(text.contains(ours), "{rules}: {text}");
    }
}

#[test]
fn what_is_not_judged_is_listed_with_its_reason() {
    for (rules, what, why) in [
        (
            "- {type: text, description: All good.}",
            "quality rule `All good.` of the table",
            "a text for people",
        ),
        (
            "- {type: custom, engine: soda, implementation: x}",
            "quality rule `soda` of the table",
            "another tool, soda",
        ),
        (
            "- {metric: entropy, mustBe: 1}",
            "quality rule `entropy` of the table",
            "no metric",
        ),
        (
            "- {metric: nullValues, mustBe: 1}",
            "quality rule `nullValues` of the table",
            "a metric of a property",
        ),
        (
            "- {metric: rowCount}",
            "quality rule `rowCount` of the table",
            "no operator",
        ),
        (
            "- {metric: rowCount, mustBe: 1, unit: parsecs}",
            "quality rule `rowCount` of the table",
            "`parsecs`",
        ),
        (
            "- {type: sql, name: joined, query: 'select count(*) from {object} o join x', mustBe: 0}",
            "quality rule `joined` of the table",
            "not over one table",
        ),
        (
            "- {metric: rowCount, mustBe: 1, mustby: 2}",
            "key `mustby` of quality rule `rowCount` of the table",
            "did you mean `mustBe`?",
        ),
    ] {
        let table = table_quality(rules);
        let left = table
            .not_judged
            .first()
            .unwrap_or_else(|| panic!("{rules} is judged"));
        assert_eq!(left.what, what);
        assert!(left.why.contains(why), "{rules}: {}", left.why);
    }
}

#[test]
fn references_need_the_file_of_the_other_table() {
    let text = |name: &str| {
        format!(
            "apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\nschema:\n\
             - name: orders\n  properties:\n  - name: customer\n    relationships:\n    - to: customers.id\n\
             - name: customers\n  physicalName: {name}\n  properties:\n  - name: id\n    physicalName: cid\n"
        )
    };
    let known = table(&text("customers.csv"));
    let rule = known.contract.rules[0].get_ref();
    let reference = rule.references.as_ref().expect("a foreign key").get_ref();
    assert_eq!(reference.file.get_ref(), "customers.csv");
    assert_eq!(reference.columns[0].get_ref(), "customer");
    assert_eq!(reference.to, ["cid"]);
    let unknown = table(&text("customers_v2"));
    assert_eq!(unknown.not_judged[0].what, "relationship to `customers.id`");
}

#[test]
fn a_wrong_document_is_a_fault_with_its_place() {
    for (text, message) in [
        ("apiVersion: v2.2.2\nkind: DataContract\n", "version v2.2.2"),
        (
            "kind: DataContract\nschema:\n- physicalName: x\n",
            "no `name`",
        ),
        (
            "kind: DataContract\nschema:\n- name: x\n  properties:\n  - name: a\n    required: maybe\n",
            "`required` is maybe",
        ),
        (
            "kind: DataContract\nschema:\n- name: x\n  quality:\n  - {metric: rowCount, mustBeBetween: [1]}\n",
            "a list of two numbers",
        ),
        ("kind: DataContract\nkind: DataContract\n", "stands twice"),
    ] {
        let wrong = read(text).expect_err("it is wrong");
        assert!(wrong.message.contains(message), "{}", wrong.message);
        assert!(wrong.span.is_some());
    }
}
