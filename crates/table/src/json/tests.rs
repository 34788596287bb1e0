//! Facts of JSON Lines, and the same by other means: `serde_json`'s values.

use proptest::prelude::*;
use serde_json::Value as Any;

use crate::block::Block;
use crate::column::Column;
use crate::source::Source;
use crate::{Cell, CsvOptions, Irregular, Scan, Wanted};

use super::Json;

#[derive(Clone, Debug, PartialEq, PartialOrd)]
struct Row {
    number: u64,
    line: u64,
    cells: Vec<String>,
    raw: String,
}

#[derive(Debug, Default, PartialEq)]
struct Seen {
    rows: Vec<Row>,
    left_out: Vec<(u64, String)>,
    scan: Scan,
}

/// How a text is read.
#[derive(Clone, Copy)]
struct How {
    piece: usize,
    threads: usize,
    lossy: bool,
}

const USUAL: How = How {
    piece: super::PIECE,
    threads: 1,
    lossy: false,
};

fn shown(cell: Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => format!("{text:?}"),
        Cell::Number(value) => format!("{value:?}"),
        Cell::Integer(value) => value.to_string(),
        Cell::Boolean(value) => value.to_string(),
        Cell::Null => "null".to_owned(),
        other => format!("{other:?}"),
    }
}

fn see(text: &[u8], how: How) -> Result<Seen, verdict::Fault> {
    let source = Source::memory("t.jsonl", text.to_vec());
    let options = CsvOptions {
        lossy: how.lossy,
        ..CsvOptions::default()
    };
    let mut json = Json::open(&source, options)?;
    json.piece = how.piece;
    let columns = json.columns().len();
    let wanted = Wanted {
        threads: how.threads,
        ordered: false,
        digest: true,
        ..Wanted::all(columns)
    };
    let add = |seen: &mut Seen, block: &Block| {
        for at in 0..block.rows() {
            seen.rows.push(Row {
                number: block.number(at),
                line: block.line(at).expect("a line"),
                cells: (0..columns)
                    .map(|column| shown(block.cell(column, at)))
                    .collect(),
                raw: String::from_utf8_lossy(block.raw(at).expect("raw")).into_owned(),
            });
        }
        let left_out = block.left_out();
        seen.left_out.extend(left_out.map(|left| {
            let raw = String::from_utf8_lossy(left.raw).into_owned();
            (left.number, raw)
        }));
        Ok(())
    };
    let (scan, states) = json.scan_blocks(&source, &wanted, &Seen::default, &add)?;
    let mut seen = Seen {
        scan,
        ..Seen::default()
    };
    for state in states {
        seen.rows.extend(state.rows);
        seen.left_out.extend(state.left_out);
    }
    seen.rows.sort_by_key(|row| row.number);
    seen.left_out.sort();
    Ok(seen)
}

fn seen(text: &str) -> Seen {
    see(text.as_bytes(), USUAL).expect("a table")
}

fn cells(text: &str) -> Vec<Vec<String>> {
    seen(text).rows.into_iter().map(|row| row.cells).collect()
}

fn spots(irregular: &Irregular) -> Vec<(u64, u64, Option<u64>, &str)> {
    let spots = irregular.first.iter();
    spots
        .map(|spot| (spot.byte, spot.line, spot.row, &*spot.note))
        .collect()
}

#[test]
fn keys_are_columns_and_values_have_their_own_types() {
    let text = r#"{"a": 1, "b": "x\"\u00e4\n", "c": true}
{"b": "y", "a": 2.5, "d": [1, {"e": 2}]}
{"d": {"f": []}, "c": null, "a": "z"}
"#;
    let source = Source::memory("t.jsonl", text.as_bytes().to_vec());
    let json = Json::open(&source, CsvOptions::default()).expect("a table");
    assert_eq!(json.columns(), ["a", "b", "c", "d"]);
    // JSON has but one kind of number, and some here are not whole.
    let expected = [
        ["1.0", "\"x\\\"ä\\n\"", "true", "null"],
        ["2.5", "\"y\"", "null", "Opaque(\"list\")"],
        ["\"z\"", "null", "null", "Opaque(\"object\")"],
    ];
    assert_eq!(cells(text), expected);
}

#[test]
fn columns_of_one_kind_come_as_such() {
    let lines: String = (0..100)
        .map(|at| {
            let gap = if at % 3 == 0 { "null" } else { "\"x\"" };
            format!(
                "{{\"i\":{at},\"n\":{at}.5,\"m\":{}, \"b\":true,\"t\":{gap},\"o\":{{}}}}\n",
                at * 2
            )
            .replace("\"m\":20,", "\"m\":0.5,")
        })
        .collect();
    let source = Source::memory("t.jsonl", lines.into_bytes());
    let json = Json::open(&source, CsvOptions::default()).expect("a table");
    let wanted = Wanted {
        columns: vec![true, true, true, true, true, true],
        ..Wanted::all(6)
    };
    let check = |(): &mut (), block: &Block| {
        assert!(matches!(block.column(0), Column::Integers { values, nulls }
            if values.len() == 100 && !nulls.any()));
        assert!(
            matches!(block.column(1), Column::Numbers { values, .. } if values[3].to_bits() == 3.5f64.to_bits())
        );
        assert!(matches!(block.column(2), Column::Numbers { values, .. }
            if values[10..12] == [0.5, 22.0]));
        assert!(matches!(block.column(3), Column::Booleans { .. }));
        let Column::Texts(texts) = block.column(4) else {
            panic!("texts");
        };
        assert_eq!((texts.get(0), texts.get(1)), (None, Some(&b"x"[..])));
        let Column::Cells(cells) = block.column(5) else {
            panic!("cells");
        };
        assert_eq!((cells.json(7), cells.json(100)), (Some("{}"), None));
        Ok(())
    };
    json.scan_blocks(&source, &wanted, &|| (), &check)
        .expect("a scan");
}

#[test]
fn what_nobody_wants_is_not_there() {
    let source = Source::memory(
        "t.jsonl",
        b"{\"a\":1,\"b\":2}\n{\"b\":3,\"b\":4}\n".to_vec(),
    );
    let json = Json::open(&source, CsvOptions::default()).expect("a table");
    let wanted = Wanted {
        columns: vec![true],
        ..Wanted::all(2)
    };
    let check = |(): &mut (), block: &Block| {
        assert_eq!(block.cell(0, 0), Cell::Integer(1));
        assert_eq!(
            (block.cell(1, 0), block.cell(1, 1)),
            (Cell::Null, Cell::Null)
        );
        Ok(())
    };
    let (scan, _) = json
        .scan_blocks(&source, &wanted, &|| (), &check)
        .expect("a scan");
    assert_eq!(scan.shape.duplicate_keys.count, 1);
}

/// Numbers keep what is written, as far as 128 bits and doubles do.
#[test]
fn numbers_are_exact() {
    let one = |number: &str| cells(&format!("{{\"a\":{number}}}\n"))[0][0].clone();
    for same in [
        "0",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "-123456789012345678901234567890",
        "8.11",
        "0.1",
        "1e-7",
        "5e-324",
    ] {
        assert_eq!(one(same), same);
    }
    assert_eq!(one("1.0"), "1.0");
    assert_eq!(one("-0"), "0");
    assert_eq!(one("1E3"), "1000.0");
    assert_eq!(one("1e999"), "inf");
    assert_eq!(one("9007199254740993"), "9007199254740993");
    let mixed = cells("{\"a\":9007199254740993}\n{\"a\":0.5}\n{\"a\":3}\n");
    assert_eq!(mixed.concat(), ["9007199254740993", "0.5", "3"]);
}

#[test]
fn lines_that_are_no_objects_are_left_out_and_told() {
    let text = "\u{feff}{\"a\":1}\r\n\n{\"a\":2,}\n[3]\n  \n {\"a\": NaN}\n{\"a\":\"\\ud800\"}\n{\"a\":4} x\n{\"a\":5}";
    let seen = seen(text);
    let rows: Vec<_> = seen
        .rows
        .iter()
        .map(|row| (row.number, row.line, &*row.raw))
        .collect();
    assert_eq!(rows, [(1, 1, "{\"a\":1}"), (7, 9, "{\"a\":5}")]);
    assert_eq!(seen.left_out[1], (3, "[3]".to_owned()));
    let shape = &seen.scan.shape;
    let told: Vec<_> = spots(&shape.not_objects)
        .iter()
        .map(|(_, line, row, _)| (*line, *row))
        .collect();
    let row = |row| Some(row);
    assert_eq!(
        told,
        [
            (3, row(2)),
            (4, row(3)),
            (6, row(4)),
            (7, row(5)),
            (8, row(6))
        ]
    );
    assert_eq!(spots(&shape.not_objects)[0].3, "trailing comma");
    assert_eq!(shape.blank_lines.count, 2);
    assert_eq!((seen.scan.rows, shape.left_out), (7, 5));
    assert!(shape.bom);
    assert_eq!(
        (shape.line_ends.crlf.count, shape.line_ends.lf.count),
        (1, 7)
    );
    assert_eq!(
        (shape.line_ends.lf.first, shape.last_line_ends),
        (2, Some(false))
    );
}

#[test]
fn keys_twice_and_late_keys_are_told() {
    let text =
        "{\"a\":1,\"b\":2,\"a\":\"x\"}\n".to_owned() + &"{\"a\":0}\n".repeat(999) + "{\"c\":1}\n";
    let seen = seen(&text);
    assert_eq!(seen.rows[0].cells, ["\"x\"", "2"]);
    let shape = &seen.scan.shape;
    assert_eq!(
        spots(&shape.duplicate_keys),
        [(0, 1, Some(1), "key `a` is there twice")]
    );
    let late = "key `c` is in none of the first lines";
    assert_eq!(spots(&shape.late_keys), [(8014, 1001, Some(1001), late)]);
    assert_eq!(seen.rows[1000].cells, ["null", "null"]);
    assert_eq!(shape.left_out, 0);
}

#[test]
fn bytes_that_are_not_utf8_are_told_or_replaced() {
    let text = b"{\"a\":\"x\"}\n{\"a\":\"caf\xe9\"}\n{\"a\":\"y\"}\n";
    let strict = see(text, USUAL).expect("a table");
    assert_eq!(
        spots(&strict.scan.shape.not_utf8),
        [(19, 2, Some(2), "byte 0xe9")]
    );
    assert_eq!(strict.rows.len(), 2);
    let lossy = see(
        text,
        How {
            lossy: true,
            ..USUAL
        },
    )
    .expect("a table");
    assert_eq!(lossy.rows[1].cells, ["\"caf\u{fffd}\""]);
    assert_eq!(lossy.scan.shape.left_out, 0);
}

#[test]
fn what_is_no_table_says_so() {
    let fault = |text: &str| see(text.as_bytes(), USUAL).expect_err("a fault");
    assert_eq!(
        fault("\n \n").message,
        "t.jsonl has no objects: all lines are blank"
    );
    assert_eq!(
        fault("[{\"a\":1}]").message,
        "t.jsonl is a JSON array, not JSON Lines"
    );
    assert_eq!(
        fault("{\n\"a\":1}").message,
        "none of the first lines of t.jsonl is a JSON object"
    );
    let keys: Vec<String> = (0..=super::COLUMNS_LIMIT)
        .map(|at| format!("\"{at}\":0"))
        .collect();
    let keys = keys.concat().replace(":0", ":0,");
    assert_eq!(
        fault(&format!("{{{keys}\"x\":0}}")).message,
        "t.jsonl has more than 16,384 keys"
    );
}

#[test]
fn lines_and_values_are_bounded() {
    let fault = |text: &[u8]| see(text, USUAL).expect_err("a fault").to_string();
    let long = |count| [&b"{\"a\":1}\n{\"a\":\""[..], &vec![b'x'; count], b"\"}\n"].concat();
    let limit = crate::FIELD_LIMIT;
    assert_eq!(see(&long(limit), USUAL).expect("a table").rows.len(), 2);
    assert_eq!(
        fault(&long(limit + 1)),
        "t.jsonl:2:1: a value is longer than 16 MiB"
    );
    assert_eq!(
        fault(&long(4 * limit)),
        "t.jsonl:2:1: a line is longer than 64 MiB"
    );
    let one = vec![b'{'; 4 * limit + 1];
    assert_eq!(fault(&one), "t.jsonl:1:1: a line is longer than 64 MiB");
    // Nesting is no recursion.
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(1 << 20), "]".repeat(1 << 20));
    assert_eq!(cells(&deep), [["Opaque(\"list\")"]]);
}

/// Many columns and few bytes a row: a block is still small.
#[test]
fn blocks_have_a_bounded_number_of_cells() {
    let keys: Vec<String> = (0..10_000).map(|at| format!("\"{at}\":{at}")).collect();
    let text = format!("{{{}}}\n{}", keys.join(","), "{}\n".repeat(5000));
    let source = Source::memory("t.jsonl", text.into_bytes());
    let json = Json::open(&source, CsvOptions::default()).expect("a table");
    let most = |most: &mut usize, block: &Block| {
        *most = block.rows().max(*most);
        Ok(())
    };
    let scanned = json.scan_blocks(&source, &Wanted::all(10_000), &|| 0, &most);
    let (scan, most) = scanned.expect("a scan");
    assert_eq!((scan.rows, most), (5001, vec![512]));
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|value| value.to_string()),
        (-9i64..9).prop_map(|value| value.to_string()),
        any::<f64>().prop_map(|value| serde_json::to_string(&value).expect("JSON")),
        any::<String>().prop_map(|value| serde_json::to_string(&value).expect("JSON")),
        prop::sample::select(vec![
            "null",
            "true",
            "false",
            "[]",
            "{\"a\": [1]}",
            "\"\\u0041\\ud83d\\ude00\"",
            "1e2",
            "01",
            "\"\\x\"",
            "nul",
            "-",
            "\"\t\"",
            "2.50",
        ])
        .prop_map(str::to_owned),
    ]
}

fn line() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec!["a", "b", "c", "\\u0061", "ä"]);
    let pairs = prop::collection::vec((key, value()), 0..5);
    let object = pairs.prop_map(|pairs| {
        let pairs: Vec<String> = pairs
            .iter()
            .map(|(key, value)| format!("\"{key}\": {value}"))
            .collect();
        format!("{{{}}}", pairs.join(", "))
    });
    prop_oneof![6 => object, 1 => prop::sample::select(vec!["", " ", "[]", "{", "{}}", "\t{}\r"]).prop_map(str::to_owned)]
}

/// What `serde_json` makes of a value.
fn expected(value: Option<&Any>) -> String {
    match value {
        None => "null".to_owned(),
        Some(Any::Array(_)) => "Opaque(\"list\")".to_owned(),
        Some(Any::Object(_)) => "Opaque(\"object\")".to_owned(),
        Some(Any::String(text)) => format!("{text:?}"),
        Some(other) => other.to_string(),
    }
}

proptest! {
    #[test]
    fn lines_are_those_of_serde_json(lines in prop::collection::vec(line(), 0..30)) {
        let header = "{\"a\":0,\"b\":0,\"c\":0,\"ä\":0}";
        let text = format!("{header}\n{}\n", lines.join("\n"));
        let seen = see(text.as_bytes(), USUAL).expect("a table");
        let mut rows = seen.rows.iter().skip(1);
        for line in &lines {
            let Ok(Any::Object(object)) = serde_json::from_str(line) else { continue };
            let row = rows.next().expect("a row");
            for (name, cell) in ["a", "b", "c", "ä"].iter().zip(&row.cells) {
                let expected = expected(object.get(*name));
                // Floating-point numbers are written in several ways, and read
                // by serde_json but nearly.
                let near = match (cell.parse::<f64>(), expected.parse::<f64>()) {
                    (Ok(one), Ok(two)) => (one - two).abs() <= 1e-14 * one.abs(),
                    _ => false,
                };
                prop_assert!(near || *cell == expected, "{cell} {expected}");
            }
        }
        prop_assert!(rows.next().is_none());
    }

    #[test]
    fn pieces_and_threads_make_no_difference(
        lines in prop::collection::vec(line(), 0..30), piece in 1usize..200) {
        let text = format!("{{\"a\":0,\"b\":0}}\n{}", lines.join("\n"));
        for lossy in [false, true] {
            let how = How { piece, threads: 1, lossy };
            let whole = see(text.as_bytes(), How { piece: USUAL.piece, ..how }).expect("a table");
            let parts = see(text.as_bytes(), how).expect("a table");
            let threads = see(text.as_bytes(), How { threads: 3, ..how }).expect("a table");
            prop_assert_eq!(&parts, &threads);
            prop_assert_eq!(&whole.left_out, &parts.left_out);
            prop_assert_eq!(&whole.scan, &parts.scan);
            // Whole numbers become others where they stand among such.
            prop_assert_eq!(whole.rows.len(), parts.rows.len());
            for (one, two) in whole.rows.iter().zip(&parts.rows) {
                prop_assert_eq!((one.number, one.line, &one.raw), (two.number, two.line, &two.raw));
                for (one, two) in one.cells.iter().zip(&two.cells) {
                    let same = one.parse::<f64>().ok().zip(two.parse::<f64>().ok());
                    prop_assert!(one == two || same.is_some_and(|(one, two)| (one - two).abs() <= 0.0));
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_rows_or_a_fault(bytes in prop::collection::vec(
        prop_oneof![4 => prop::sample::select(b"{}[]\":,\\\n\r 1ae-.u".to_vec()), 1 => any::<u8>()], 0..80)) {
        let text = [b"{\"a\":0}\n", &bytes[..]].concat();
        let how = How { piece: 7, threads: 2, lossy: bytes.len() % 2 == 0 };
        prop_assert!(see(&text, how).is_ok());
    }
}
