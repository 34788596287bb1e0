//! No document, however odd, makes a reader of foreign contracts panic.

use proptest::prelude::*;

/// Keys that mean something in one of the formats.
const KEYS: [&str; 64] = [
    "$anchor",
    "$defs",
    "$PARAMETER",
    "$ref",
    "$schema",
    "additionalProperties",
    "allOf",
    "anyOf",
    "bareNumber",
    "categories",
    "column",
    "column_A",
    "column_B",
    "column_list",
    "column_set",
    "conditions",
    "const",
    "constraints",
    "delimiter",
    "dependentRequired",
    "dependentSchemas",
    "dialect",
    "else",
    "enum",
    "exclusiveMinimum",
    "expectations",
    "fields",
    "fieldsMatch",
    "foreignKeys",
    "format",
    "if",
    "ignore_row_if",
    "items",
    "kwargs",
    "like_pattern",
    "match_on",
    "max_value",
    "maximum",
    "min_value",
    "minimum",
    "missingValues",
    "mostly",
    "multipleOf",
    "name",
    "not",
    "oneOf",
    "operator",
    "parameter",
    "pattern",
    "primaryKey",
    "properties",
    "quantile_ranges",
    "reference",
    "regex",
    "regex_list",
    "required",
    "resources",
    "row_condition",
    "schema",
    "then",
    "type",
    "type_list",
    "uniqueKeys",
    "value_set",
];

/// Texts that mean something in one of the formats.
const TEXTS: [&str; 32] = [
    "",
    "a",
    "b",
    "null",
    "object",
    "array",
    "string",
    "integer",
    "number",
    "boolean",
    "date",
    "%d.%m.%Y",
    "year",
    "geopoint",
    "list",
    "exact",
    "#",
    "#/properties/a",
    "#x",
    "(?i)a|[b",
    "^a{,2}$",
    "a > 1 and b != 'x'",
    "2024-01-01",
    "or",
    "comparison",
    "expect_column_to_exist",
    "expect_column_values_to_be_between",
    "expect_column_values_to_match_regex_list",
    "expect_column_quantile_values_to_be_between",
    "expect_compound_columns_to_be_unique",
    "expect_column_values_to_be_in_set",
    "unexpected_rows_expectation",
];

/// A document in JSON.
fn document() -> impl Strategy<Value = String> {
    let text = (0..TEXTS.len()).prop_map(|at| format!("{:?}", TEXTS[at]));
    let leaf = prop_oneof![
        text,
        any::<i8>().prop_map(|number| number.to_string()),
        Just("1e400".to_owned()),
        Just("-0.5".to_owned()),
        Just("NaN".to_owned()),
        Just("true".to_owned()),
        Just("null".to_owned()),
    ];
    leaf.prop_recursive(6, 96, 6, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..5);
        let map = prop::collection::btree_map(0..KEYS.len(), inner, 0..8);
        prop_oneof![
            list.prop_map(|items| format!("[{}]", items.join(", "))),
            map.prop_map(|entries| {
                let entries = entries.into_iter();
                let entries: Vec<_> = entries
                    .map(|(at, value)| format!("{:?}: {value}", KEYS[at]))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }),
        ]
    })
}

fn read(text: &str) {
    if let Ok(Some(foreign)) = tollgate_contract::foreign::read(text) {
        for table in &foreign.tables {
            let written = toml::to_string(&table.contract).expect("a contract can be written");
            // What was read can be written, and read again.
            let again: tollgate_contract::Contract = toml::from_str(&written).expect("and read");
            assert_eq!(again.columns.len(), table.contract.columns.len());
            for left in &table.not_judged {
                assert!(left.span.end <= text.len() && !left.why.is_empty());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_suite_panics(items in prop::collection::vec(document(), 0..3)) {
        read(&format!("{{\"expectations\": [{}]}}", items.join(", ")));
    }

    #[test]
    fn no_expectation_panics(at in 25..TEXTS.len(), kwargs in document()) {
        read(&format!("{{\"expectations\": [{{\"type\": {:?}, \"kwargs\": {kwargs}}}]}}", TEXTS[at]));
    }

    #[test]
    fn no_field_panics(kind in 0..TEXTS.len(), constraints in document(), rest in document()) {
        let field = format!("{{\"name\": \"a\", \"type\": {:?}, \"constraints\": {constraints}}}", TEXTS[kind]);
        read(&format!("{{\"fields\": [{field}], \"foreignKeys\": {rest}, \"missingValues\": [\"a\"]}}"));
        read(&format!("{{\"resources\": [{{\"path\": \"a\", \"schema\": {rest}, \"dialect\": {constraints}}}]}}"));
    }

    #[test]
    fn no_schema_panics(a in document(), row in document()) {
        read(&format!("{{\"properties\": {{\"a\": {a}, \"b\": {row}}}, \"if\": {row}, \"allOf\": [{row}]}}"));
        read(&format!("{{\"$schema\": \"draft-07\", \"properties\": {a}, \"oneOf\": [{row}]}}"));
    }
}
