//! Packages and schemas, and what they are in our words.

use super::super::{Foreign, Format};

fn read(text: &str) -> Foreign {
    let foreign = super::super::read(text).expect("there").expect("there");
    assert_eq!(foreign.format, Format::Frictionless);
    foreign
}

/// Each table's contract as text, and what is not judged.
fn converted(text: &str) -> Vec<(String, Vec<String>)> {
    let tables = read(text).tables.into_iter();
    let tables = tables.map(|table| {
        let left = table.not_judged.iter();
        let left = left.map(|left| format!("{}: {}", left.what, left.why));
        (
            toml::to_string(&table.contract).expect("there"),
            left.collect(),
        )
    });
    tables.collect()
}

/// What the field `a` becomes, and what is not judged of it.
fn of_field(keys: &str) -> (String, String) {
    let (text, left) = converted(&format!(
        r#"{{"fieldsMatch": "subset", "fields": [{{"name": "a", {keys}}}]}}"#
    ))
    .remove(0);
    let keys = text.strip_prefix("[columns.a]\n").unwrap_or(&text);
    (
        keys.replace("nullable = true\n", "").trim().to_owned(),
        left.join("; "),
    )
}

const PACKAGE: &str = r#"{
  "name": "shop", "version": "1.2.0", "licenses": [{"name": "CC0-1.0"}],
  "resources": [
    {"name": "orders", "path": "orders.csv", "encoding": "utf-8", "hash": "abc",
     "dialect": {"delimiter": ";", "header": true, "doubleQuote": true, "commentChar": "%"},
     "schema": {
       "missingValues": ["", {"value": "-", "label": "none"}],
       "primaryKey": "id",
       "foreignKeys": [{"fields": "customer", "reference": {"resource": "customers", "fields": "id"}},
                       {"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}},
                       {"fields": ["region"], "reference": {"resource": "regions", "fields": ["id"]}}],
       "uniqueKeys": [["customer", "region"]],
       "fields": [
         {"name": "id", "type": "integer", "constraints": {"required": true, "unique": true}},
         {"name": "customer", "type": "string", "title": "x", "constraints": {"pattern": "C[0-9]+"}},
         {"name": "parent", "type": "integer", "minimum": 3},
         {"name": "region", "missingValues": ["?"]}
       ]}},
    {"name": "customers", "path": ["customers.csv"], "schema": "customers.json"},
    {"name": "regions", "path": "https://example.org/regions.csv", "schema": {"fields": [{"name": "id"}]}}
  ]
}"#;

#[test]
fn a_package_becomes_contracts() {
    let [orders, customers, regions] = converted(PACKAGE).try_into().expect("there");
    let (contract, left) = orders;
    let expected = "name = \"orders\"\nversion = \"1.2.0\"\nmissing = [\"\", \"-\"]\n\
        extra-columns = \"forbid\"\nordered = true\ndelimiter = \";\"\nprimary-key = [\"id\"]\n\n\
        [columns.id]\ntype = \"integer\"\nnullable = false\nunique = true\n\n\
        [columns.customer]\ntype = \"string\"\nnullable = true\npattern = \"C[0-9]+\"\n\n\
        [columns.parent]\ntype = \"integer\"\nnullable = true\n\n\
        [columns.region]\nmissing = [\"?\"]\nnullable = true\n\n\
        [[rules]]\nunique = [\"customer\", \"region\"]\n\n\
        [[rules]]\n\n[rules.references]\ncolumns = [\"customer\"]\nfile = \"customers.csv\"\nto = [\"id\"]\n\n\
        [[rules]]\n\n[rules.references]\ncolumns = [\"parent\"]\nfile = \"orders.csv\"\nto = [\"id\"]\n";
    assert_eq!(contract, expected);
    assert_eq!(
        left,
        [
            "key `hash` of resource `orders`: the file's digest is in the verdict's subject",
            "key `commentChar` of the dialect of resource `orders`: a header is one line here, and no line a comment",
            "foreign key to resource `regions`: the contract does not say in which local file it is",
            "key `minimum` of field `parent`: the format has no such key",
        ]
    );
    assert!(customers.1[0].contains("stands in another file"));
    assert_eq!(regions.1, [""; 0]);
}

#[test]
fn rules_point_at_the_package() {
    let foreign = read(PACKAGE);
    let table = &foreign.tables[0];
    let line = |at: usize| PACKAGE[..at].matches('\n').count() + 1;
    let columns = &table.contract.columns;
    let (_, customer) = columns
        .iter()
        .find(|(name, _)| name.get_ref() == "customer")
        .expect("there");
    let pattern = customer.pattern.as_ref().expect("there");
    assert_eq!(&PACKAGE[pattern.span()], "\"C[0-9]+\"");
    assert_eq!(line(table.contract.rules[1].span().start), 9);
    assert_eq!(line(table.not_judged[3].span.start), 16);
}

#[test]
fn fields_become_columns() {
    for (keys, column) in [
        (r#""type": "any""#, ""),
        (
            r#""type": "number", "decimalChar": ",", "groupChar": ".", "constraints": {"minimum": "1.000,5", "exclusiveMaximum": 2000}"#,
            "type = \"number\"\ndecimal-mark = \",\"\ngroup-mark = \".\"\nmin = 1000.5\nbelow = 2000",
        ),
        (
            r#""type": "boolean", "trueValues": ["ja"], "constraints": {"enum": ["ja"]}"#,
            "type = \"boolean\"\ntrue-values = [\"ja\"]\nfalse-values = [\"false\", \"False\", \"FALSE\", \"0\"]\nvalues = [true]",
        ),
        (
            r#""type": "date", "format": "fmt:%d/%m/%Y""#,
            "type = \"date\"\nformat = \"%d/%m/%Y\"",
        ),
        (
            r#""type": "datetime", "constraints": {"minimum": "2020-01-01T00:00:00Z"}"#,
            "type = \"datetime\"\nmin = \"2020-01-01T00:00:00Z\"",
        ),
        (
            r#""type": "string", "format": "binary", "constraints": {"minLength": 4}"#,
            "type = \"string\"\nformat = \"base64\"\nmin-length = 4",
        ),
        (
            r#""type": "year", "constraints": {"minimum": "1990", "unique": true}"#,
            "type = \"integer\"\nmin = 1990\nmax = 9999\nunique = true",
        ),
        (
            r#""type": "string", "categories": [{"value": "a", "label": "A"}, "b"]"#,
            "type = \"string\"\nvalues = [\"a\", \"b\"]",
        ),
        (
            r#""type": "yearmonth", "constraints": {"minimum": "2020-01"}"#,
            "type = \"string\"\npattern = \"[0-9]{4}-(?:0[1-9]|1[0-2])\"\n\n[[rules]]\nexpression = \"\"\"\"a\" >= '2020-01'\"\"\"",
        ),
    ] {
        assert_eq!(of_field(keys), (column.to_owned(), String::new()), "{keys}");
    }
}

#[test]
fn what_ours_can_not_say_is_listed() {
    for (keys, why) in [
        (
            r#""type": "integer", "bareNumber": false, "constraints": {"minimum": 1}"#,
            "within other texts (`bareNumber`); constraint `minimum`",
        ),
        (
            r#""type": "date", "format": "any""#,
            "any way to write a date",
        ),
        (
            r#""type": "date", "format": "%d.%m.%Y", "constraints": {"minimum": "01.02.2020"}"#,
            "own format of dates",
        ),
        (r#""type": "date", "format": "%H:%M""#, "another type"),
        (r#""type": "geojson""#, "and not which"),
        (r#""type": "string", "format": "wkt""#, "not looked into"),
        (
            r#""type": "array", "constraints": {"minLength": 1}"#,
            "length of a value of type `array`",
        ),
        (
            r#""type": "array", "arrayItem": {"type": "integer"}"#,
            "items of an array",
        ),
        (r#""type": "list", "itemType": "date""#, "items of a list"),
        (
            r#""type": "object", "constraints": {"jsonSchema": {}}"#,
            "a schema of texts",
        ),
        (
            r#""type": "integer", "constraints": {"pattern": "1+"}"#,
            "patterns are for strings",
        ),
        (
            r#""type": "string", "constraints": {"pattern": "(?=a)"}"#,
            "looks around",
        ),
        (
            r#""type": "integer", "constraints": {"enum": ["x"]}"#,
            "not of the field's type",
        ),
        (
            r#""type": "boolean", "constraints": {"minimum": 1}"#,
            "have no order",
        ),
        (
            r#""type": "string", "constraint": {}"#,
            "did you mean `constraints`?",
        ),
        (r#""type": "colour""#, "no such type"),
    ] {
        let (_, left) = of_field(keys);
        assert!(left.contains(why), "{keys}: {left}");
    }
}

#[test]
fn a_null_sequence_is_one_more_missing_text() {
    let resource = |schema: &str| {
        let text = format!(
            "path: a.csv\ndialect: {{nullSequence: '\\N'}}\nschema: {{fields: []{schema}}}\n"
        );
        read(&text).tables[0]
            .contract
            .missing
            .clone()
            .expect("given")
    };
    assert_eq!(resource(""), ["", "\\N"]);
    assert_eq!(resource(", missingValues: ['-']"), ["-", "\\N"]);
}

#[test]
fn fields_match_columns_in_five_ways() {
    for (word, extra, ordered, optional, left) in [
        ("exact", "extra-columns = \"forbid\"", true, false, 0),
        ("equal", "extra-columns = \"forbid\"", false, false, 0),
        ("subset", "[columns.a]", false, false, 0),
        ("superset", "extra-columns = \"forbid\"", false, true, 1),
        ("partial", "[columns.a]", false, true, 1),
    ] {
        let schema = format!("fields:\n  - name: a\nfieldsMatch: [{word}]\n");
        let (text, listed) = converted(&schema).remove(0);
        assert!(text.starts_with(extra), "{text}");
        assert_eq!(text.contains("ordered = true"), ordered, "{word}");
        assert_eq!(text.contains("optional = true"), optional, "{word}");
        assert_eq!(listed.len(), left, "{word}: {listed:?}");
    }
}

/// Cells and whether they are a value of the type, for types that are patterns
/// here: as frictionless-py 5.21 reads them, but for `20000-10` and `PT`, which
/// it takes, against XML Schema and ISO 8601.
#[test]
fn patterns_take_the_cells_of_their_type() {
    for (keys, takes, refuses) in [
        (
            r#""type": "yearmonth""#,
            &["2000-10", "2000-01"][..],
            &["2000-13", "2000-00", "20000-10", "3.14"][..],
        ),
        (
            r#""type": "duration""#,
            &["P1Y10M3DT5H11M7S", "P1Y", "P1M", "PT5S", "P2W"],
            &["P1M1Y", "P-1Y", "year", "P", "PT"],
        ),
        (
            r#""type": "geopoint""#,
            &["180,90", "180, -90", "-180.0,+90.0", "0.5,.5", "179.999,89"],
            &[
                "181,90", "180.1,90", "0,91", "90.1", "a,b", "0,90.5", "0,0,0",
            ],
        ),
        (r#""type": "object""#, &["{}", "{\"a\": 1}"], &["[]", "x"]),
        (r#""type": "array""#, &["[]", " [1, 2] "], &["{}", "x"]),
        (
            r#""type": "list", "itemType": "integer""#,
            &["1", "1,2", "-1, +2"],
            &["1,a", "1.5", ","],
        ),
    ] {
        let (column, _) = of_field(keys);
        let table: toml::Table = column.parse().expect("there");
        let pattern = table["pattern"].as_str().expect("there");
        let pattern = regex::Regex::new(&format!("^(?:{pattern})$")).expect("there");
        assert!(
            takes.iter().all(|cell| pattern.is_match(cell)),
            "{pattern} on {takes:?}"
        );
        assert!(
            !refuses.iter().any(|cell| pattern.is_match(cell)),
            "{pattern} on {refuses:?}"
        );
    }
}

#[test]
fn a_wrong_document_has_its_place() {
    for (text, message, line) in [
        (
            "{\"fields\": [\n{\"type\": \"string\"}]}",
            "a field without a name",
            2,
        ),
        ("fields:\n- name: a\n- name: a\n", "a second field `a`", 3),
        (
            "fields: []\nfieldsMatch: some\n",
            "`some` is no way to match fields",
            2,
        ),
        (
            "fields: []\nforeignKeys:\n- fields: a\n",
            "a foreign key without `fields` and `reference`",
            3,
        ),
        (
            "path: a.csv\nschema: {fields: []}\ndialect:\n  delimiter: '||'\n",
            "`||` is not one character",
            4,
        ),
        ("fields: []\nmissingValues: [1]\n", "`1` is no text", 2),
    ] {
        let wrong = super::super::read(text).expect_err("wrong");
        assert_eq!(wrong.message, message);
        let at = wrong.span.expect("there").start;
        assert_eq!(text[..at].matches('\n').count() + 1, line, "{message}");
    }
}
