//! Schemas of rows, and what they are in our words.

use super::super::{Foreign, Format};

fn read(text: &str) -> Foreign {
    let foreign = super::super::read(text).expect("there").expect("there");
    assert_eq!(foreign.format, Format::JsonSchema);
    foreign
}

/// The contract as text, and what is not judged.
fn converted(text: &str) -> (String, String) {
    let foreign = read(text);
    let table = &foreign.tables[0];
    let left = table.not_judged.iter();
    let left: Vec<_> = left
        .map(|left| format!("{}: {}", left.what, left.why))
        .collect();
    (
        toml::to_string(&table.contract).expect("there"),
        left.join("; "),
    )
}

/// What the property `a` becomes, and what is not judged of it.
fn of_property(schema: &str) -> (String, String) {
    let (text, left) = converted(&format!(r#"{{"properties": {{"a": {schema}}}}}"#));
    let keys = text.strip_prefix("[columns.a]\n").unwrap_or(&text);
    (
        keys.replace("optional = true\nnullable = true\n", "")
            .trim()
            .to_owned(),
        left,
    )
}

/// The expression on the row that keywords of the row's schema become.
fn of_row(keywords: &str) -> String {
    let (text, left) = converted(&format!(
        r#"{{"properties": {{"a": {{"type": "string"}}, "b": {{"type": "number"}}}}, {keywords}}}"#
    ));
    assert_eq!(left, "", "{keywords}");
    let table: toml::Table = text.parse().expect("there");
    table["rules"][0]["expression"]
        .as_str()
        .expect("there")
        .to_owned()
}

const SCHEMA: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "orders", "type": "object",
  "required": ["id", "day", "note"],
  "additionalProperties": false,
  "properties": {
    "id": {"type": "integer", "minimum": 1},
    "day": {"type": "string", "format": "date"},
    "note": {"type": ["string", "null"], "maxLength": 80},
    "amount": {"$ref": "#/$defs/money", "exclusiveMinimum": 0},
    "tags": {"type": "array", "items": {"type": "string"}}
  },
  "$defs": {"money": {"type": "number", "multipleOf": 0.01}}
}"##;

#[test]
fn a_schema_becomes_a_contract() {
    let (text, left) = converted(SCHEMA);
    let contract = "name = \"orders\"\nextra-columns = \"forbid\"\n\n\
        [columns.id]\ntype = \"integer\"\nnullable = false\nmin = 1\n\n\
        [columns.day]\ntype = \"date\"\nnullable = false\n\n\
        [columns.note]\ntype = \"string\"\nnullable = true\nmax-length = 80\n\n\
        [columns.amount]\ntype = \"number\"\noptional = true\nnullable = true\nabove = 0\nmultiple-of = 0.01\n\n\
        [columns.tags]\noptional = true\nnullable = true\n";
    assert_eq!(text, contract);
    assert!(left.starts_with(
        "keyword `type` of property `tags`: a value of type `array` is not looked into"
    ));
}

#[test]
fn rules_point_at_the_schema() {
    let foreign = read(SCHEMA);
    let columns = &foreign.tables[0].contract.columns;
    let column = |name: &str| {
        columns
            .iter()
            .find(|(key, _)| key.get_ref() == name)
            .expect("there")
            .1
    };
    let line = |at: usize| SCHEMA[..at].matches('\n').count() + 1;
    let multiple = column("amount").multiple_of.as_ref().expect("there");
    assert_eq!(
        (&SCHEMA[multiple.span()], line(multiple.span().start)),
        ("0.01", 13)
    );
    let min = column("id").min.as_ref().expect("there");
    assert_eq!((&SCHEMA[min.span()], line(min.span().start)), ("1", 7));
    assert_eq!(line(foreign.tables[0].not_judged[0].span.start), 11);
}

#[test]
fn properties_become_columns() {
    for (schema, column) in [
        ("true", ""),
        ("false", "min-null-fraction = 1.0"),
        (r#"{"type": "null"}"#, "min-null-fraction = 1.0"),
        (
            r#"{"type": ["integer", "number", "null"]}"#,
            "type = \"number\"",
        ),
        (
            r#"{"type": "number", "allOf": [{"type": "integer"}]}"#,
            "type = \"integer\"",
        ),
        (
            r#"{"minimum": 0, "maximum": 1}"#,
            "type = \"number\"\nmin = 0\nmax = 1",
        ),
        (
            r#"{"type": "number", "minimum": 0, "exclusiveMinimum": true}"#,
            "type = \"number\"\nabove = 0",
        ),
        (r#"{"type": "string", "minimum": 3}"#, "type = \"string\""),
        // A pattern asks nothing of a number.
        (
            r#"{"type": "integer", "pattern": "(?=a)"}"#,
            "type = \"integer\"",
        ),
        (
            r#"{"enum": ["DE", "FR", null]}"#,
            "values = [\"DE\", \"FR\"]",
        ),
        (
            r#"{"enum": ["", "x"]}"#,
            "missing = []\nvalues = [\"\", \"x\"]",
        ),
        (r#"{"const": true}"#, "type = \"boolean\"\nvalues = [true]"),
        (
            r#"{"type": "string", "format": "uuid", "title": "x", "x-unit": 1}"#,
            "type = \"string\"\nformat = \"uuid\"",
        ),
        (
            r#"{"type": "string", "contentEncoding": "base64"}"#,
            "type = \"string\"\nformat = \"base64\"",
        ),
        (
            r#"{"anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]}"#,
            "type = \"string\"\nmax-length = 3",
        ),
        (
            r#"{"type": "string", "pattern": "^a$", "allOf": [{"pattern": "^\\d$"}]}"#,
            "type = \"string\"\npattern = \"a\"\n\n[[columns.a.rules]]\npattern = \"[0-9]\"",
        ),
        (
            r#"{"type": "number", "oneOf": [{"minimum": 10}, {"const": 3}]}"#,
            "type = \"number\"\n\n[[rules]]\nexpression = '\"a\" is null or (case when \"a\" >= 10 then 1 else 0 end + case when \"a\" = 3 then 1 else 0 end = 1)'",
        ),
        (
            r#"{"type": "string", "not": {"enum": ["x", "y"]}}"#,
            "type = \"string\"\n\n[[rules]]\nexpression = \"\"\"\"a\" is null or ((\"a\" in ('x', 'y')) is not true)\"\"\"",
        ),
    ] {
        let (found, left) = of_property(schema);
        assert_eq!((found.as_str(), left.as_str()), (column, ""), "{schema}");
    }
}

#[test]
fn conditions_become_expressions() {
    for (keywords, expression) in [
        (
            r#""dependentRequired": {"a": ["b"]}"#,
            "(\"a\" is null or (\"b\" is not null))",
        ),
        (
            r#""dependencies": {"a": ["b"]}"#,
            "\"a\" is null or (\"b\" is not null)",
        ),
        (
            r#""dependentSchemas": {"a": {"properties": {"b": {"minimum": 1}}}}"#,
            "\"a\" is null or ((\"b\" is null or (\"b\" >= 1)))",
        ),
        (
            r#""if": {"properties": {"a": {"const": "x"}}, "required": ["a"]}, "then": {"required": ["b"]}"#,
            "(((\"a\" is null or (\"a\" = 'x'))) and (\"a\" is not null)) is not true or (\"b\" is not null)",
        ),
        (
            r#""if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"properties": {"b": false}}"#,
            "((\"a\" is not null) is not true or (\"b\" is not null)) and ((\"a\" is not null) is true or ((\"b\" is null or (false))))",
        ),
        (
            r#""anyOf": [{"required": ["a"]}, {"required": ["b"]}]"#,
            "(\"a\" is not null) or (\"b\" is not null)",
        ),
        (
            r#""not": {"required": ["a", "b"]}"#,
            "(\"a\" is not null and \"b\" is not null) is not true",
        ),
        (
            r#""anyOf": [{"properties": {"a": {"pattern": "^\\d"}, "b": {"type": "integer", "multipleOf": 2}}}]"#,
            "((\"a\" is null or (regexp_matches(\"a\", '^[0-9]'))) and (\"b\" is null or ((\"b\" = floor(\"b\")) and (mod(\"b\", 2) = 0))))",
        ),
    ] {
        assert_eq!(of_row(keywords), expression, "{keywords}");
    }
}

#[test]
fn references_are_followed_within_bounds() {
    let (text, left) = converted(
        r##"{"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/definitions/row", "required": ["zzz"],
            "definitions": {"row": {"properties": {"a": {"$ref": "#/definitions/a~1b%25"}, "b": {"$ref": "#/definitions/loop"},
                "c": {"$ref": "other.json"}, "d": {"$ref": "#/nowhere"}}},
              "a/b%": {"type": "string"}, "loop": {"allOf": [{"$ref": "#/definitions/loop"}], "type": "integer"}}}"##,
    );
    assert!(text.contains("[columns.a]\ntype = \"string\""), "{text}");
    assert!(text.contains("[columns.b]\ntype = \"integer\""), "{text}");
    // Beside a reference nothing counts in draft 7.
    assert!(!text.contains("zzz"), "{text}");
    assert!(
        left.contains("stands in another document") && left.contains("points to nothing"),
        "{left}"
    );

    let (text, _) = of_property(
        r##"{"$ref": "#self", "$defs": {"x": {"$anchor": "self", "type": "boolean"}}}"##,
    );
    assert_eq!(text, "type = \"boolean\"");

    let deep = r##"{"type": "string", "anyOf": [{"$ref": "#/properties/a"}, {"minLength": 2}]}"##;
    assert!(of_property(deep).1.contains("nested too deep"));
    let forever = r##"{"anyOf": [{"$ref": "#/properties/a"}, {"type": "null"}]}"##;
    assert_eq!(of_property(forever).1, "");
}

#[test]
fn what_ours_can_not_say_is_listed() {
    for (schema, why) in [
        (r#"{"type": ["string", "integer"]}"#, "allows several"),
        (
            r#"{"type": "object", "properties": {}}"#,
            "of type `object`",
        ),
        (
            r#"{"type": "string", "format": "duration"}"#,
            "texts as `duration`",
        ),
        (
            r#"{"type": "string", "format": "date", "maxLength": 9}"#,
            "asked something else",
        ),
        (r#"{"type": "string", "pattern": "a(?!b)"}"#, "looks around"),
        (r#"{"enum": [1, "x"]}"#, "of another type"),
        (r#"{"enum": [[1]]}"#, "a list or a map"),
        (
            r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
            "tells values apart by their type",
        ),
        (r#"{"minimun": 1}"#, "no such keyword"),
    ] {
        let (_, left) = of_property(schema);
        assert!(left.contains(why), "{schema}: {left}");
    }
    for (keywords, why) in [
        (r#""patternProperties": {"^x": {}}"#, "by a pattern"),
        (r#""minProperties": 1"#, "how many values"),
        (r#""additionalProperties": {"type": "string"}"#, "not named"),
        (
            r#""allOf": [{"properties": {"b": {}}, "additionalProperties": false}]"#,
            "another part",
        ),
    ] {
        let (_, left) = converted(&format!(r#"{{"properties": {{"a": {{}}}}, {keywords}}}"#));
        assert!(left.contains(why), "{keywords}: {left}");
    }
}

#[test]
fn a_list_of_rows_is_read_and_anything_else_is_wrong() {
    let (text, _) = converted(r#"{"$schema": "x", "type": "array", "items": {"required": ["a"]}}"#);
    assert_eq!(text, "[columns.a]\nnullable = false\n");
    let wrong =
        super::super::read("{\"$schema\": \"x\",\n\"type\": \"string\"}").expect_err("wrong");
    assert_eq!(
        wrong.message,
        "the schema is not one of a row, but of `string`"
    );
    let wrong = super::super::read("{\"properties\": {},\n\"required\": [1]}").expect_err("wrong");
    assert_eq!(wrong.message, "`required` is no list of names");
}
