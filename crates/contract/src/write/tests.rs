use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use toml::Spanned;
use verdict::Severity;

use super::to_toml;
use crate::bound::{Bound, Limits};
use crate::column::{ColumnRules, ColumnType, Order};
use crate::foreign::{NotJudged, read};
use crate::model::{Contract, ExtraColumns, FileRules, LineEnds, Permission, RowRules};
use crate::rule::{Reference, TableRule};

fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

fn bound() -> BoxedStrategy<Bound> {
    prop_oneof![
        any::<bool>().prop_map(Bound::Boolean),
        any::<i64>().prop_map(Bound::Integer),
        any::<f64>()
            .prop_filter("a number", |n| !n.is_nan())
            .prop_map(Bound::Number),
        // A text that reads as a date stays a text.
        prop_oneof![
            "\\PC*",
            "[a-z\"'\\\\\n\t#=\\[\\]]*",
            Just("2024-01-01".to_owned())
        ]
        .prop_map(Bound::Text),
    ]
    .boxed()
}

fn limits() -> BoxedStrategy<Limits> {
    let one = || of(bound().prop_map(spanned));
    (one(), one(), one(), of((bound(), bound())))
        .prop_map(|(min, below, not, pair)| Limits {
            min,
            below,
            not,
            not_between: pair.map(|(a, b)| [spanned(a), spanned(b)]),
            ..Limits::default()
        })
        .boxed()
}

fn text() -> BoxedStrategy<String> {
    prop_oneof![
        "\\PC{0,12}",
        "[a-z\"'\\\\\n\r\t.#]{0,12}",
        "[a-zA-Z0-9_-]{1,8}"
    ]
    .boxed()
}

fn bounds() -> BoxedStrategy<Spanned<Vec<Spanned<Bound>>>> {
    vec(bound().prop_map(spanned), 0..20)
        .prop_map(spanned)
        .boxed()
}

fn flat_rules() -> BoxedStrategy<ColumnRules> {
    let values = (
        of(bounds()),
        of(bound()),
        of(text()),
        of(0..i64::MAX as u64),
        of(limits()),
    );
    let more = (
        any::<bool>(),
        of(text()),
        vec(text(), 0..3),
        of(btree_map(text(), limits(), 0..3)),
    );
    (values, more)
        .prop_map(
            |((values, max, pattern, length, mean), (optional, message, tags, quantiles))| {
                ColumnRules {
                    values,
                    max: max.map(spanned),
                    pattern: pattern.clone().map(spanned),
                    missing: pattern.map(|word| vec![word, String::new()]),
                    max_length: length.map(spanned),
                    mean: mean.map(spanned),
                    optional,
                    severity: optional.then_some(Severity::Warning),
                    column_type: optional.then(|| spanned(ColumnType::Datetime)),
                    order: optional.then(|| spanned(Order::StrictlyDecreasing)),
                    message,
                    tags,
                    quantiles: quantiles.map(|levels| {
                        let levels = levels
                            .into_iter()
                            .map(|(level, limits)| (spanned(level), limits));
                        spanned(levels.collect::<BTreeMap<_, _>>())
                    }),
                    ..ColumnRules::default()
                }
            },
        )
        .boxed()
}

fn rules() -> BoxedStrategy<ColumnRules> {
    (flat_rules(), vec(flat_rules().prop_map(spanned), 0..3))
        .prop_map(|(own, rules)| ColumnRules { rules, ..own })
        .boxed()
}

fn table_rule() -> BoxedStrategy<TableRule> {
    (
        of(text()),
        of(vec(text(), 1..3)),
        of(limits()),
        of(0.0..1.0),
    )
        .prop_map(|(name, columns, limits, mostly)| TableRule {
            references: columns.map(|columns| {
                spanned(Reference {
                    to: columns.clone(),
                    columns: columns.into_iter().map(spanned).collect(),
                    file: spanned("other.csv".to_owned()),
                })
            }),
            condition: name.clone().map(spanned),
            name,
            limits: limits.map(spanned),
            mostly: mostly.map(spanned),
            ..TableRule::default()
        })
        .boxed()
}

fn contract() -> BoxedStrategy<Contract> {
    let columns = btree_map(text().prop_map(spanned), rules(), 0..4);
    let head = (
        of(text()),
        of(vec(text(), 0..3)),
        any::<bool>(),
        of(limits()),
        of(0..i64::MAX as u64),
    );
    (head, columns, vec(table_rule().prop_map(spanned), 0..3))
        .prop_map(
            |((name, missing, forbid, count, rows), columns, rules)| Contract {
                description: name.clone(),
                name,
                missing,
                extra_columns: if forbid {
                    ExtraColumns::Forbid
                } else {
                    ExtraColumns::Allow
                },
                column_count: count.map(spanned),
                file: FileRules {
                    line_ends: forbid.then(|| spanned(LineEnds::Crlf)),
                    blank_rows: forbid.then(|| spanned(Permission::Require)),
                    ..FileRules::default()
                },
                rows: RowRules {
                    min: rows.map(spanned),
                    ..RowRules::default()
                },
                columns,
                rules,
                ..Contract::default()
            },
        )
        .boxed()
}

proptest! {
    #[test]
    fn it_reads_back_to_an_equal_contract(contract in contract(), origin in text()) {
        let left = [NotJudged { span: 0..0, what: origin.clone(), why: origin.clone() }];
        let text = to_toml(&contract, &left, &origin);
        let again: Contract = toml::from_str(&text).map_err(|error| {
            TestCaseError::fail(format!("{error}\n{text}"))
        })?;
        prop_assert_eq!(again, contract);
    }
}

#[test]
fn it_looks_as_a_person_would_write_it() {
    let text = "apiVersion: v3.1.0\nkind: DataContract\nschema:\n- name: o\n  properties:\n  - name: z col\n    logicalType: number\n    \
                enum: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccccccccccc]\n  \
                - name: a\n    required: true\n    quality:\n    - {metric: nullValues, mustBeLessThan: 3, description: few}\n  \
                quality:\n  - {type: text, description: \"two\\nlines\"}\n  - {metric: rowCount, mustNotBe: 0}\n";
    let foreign = read(text)
        .expect("it can be read")
        .expect("its format is known");
    let table = &foreign.tables[0];
    assert_eq!(
        to_toml(&table.contract, &table.not_judged, "o.odcs.yaml"),
        r#"# From o.odcs.yaml.
#
# Not judged:
# - quality rule `two lines` of the table: it is a text for people

name = "o"

[columns."z col"]
type = "number"
nullable = true
values = [
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    "cccccccccccccccccccccccccccc",
]

[columns.a]
nullable = false

[[columns.a.rules]]
max-nulls = 2
message = "few"

[[rules]]
aggregate = "count(*)"
limits = { not = 0 }
"#
    );
}
