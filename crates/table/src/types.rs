//! The same rows in every format that has types.

use std::path::Path;

use crate::{CsvOptions, Table, Wanted};

fn open(name: &str) -> Table {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    Table::open(&folder.join(name), CsvOptions::default()).expect("a table")
}

/// Every cell as its debug text, row by row.
fn cells(table: &Table) -> Vec<Vec<String>> {
    let width = table.columns().len();
    let scanned = table.scan_blocks(&Wanted::all(width), &Vec::new, &|rows, block| {
        for at in 0..block.rows() {
            let cells = (0..width).map(|column| format!("{:?}", block.cell(column, at)));
            rows.push(cells.collect());
        }
        Ok(())
    });
    let (_, mut states) = scanned.expect("rows");
    states.pop().unwrap_or_default()
}

/// Expected values: those that `tests/data/make.py` wrote with pyarrow 26.0.1.
#[test]
fn every_type_of_pyarrow_is_read() {
    let expected = [
        ("id", ["Integer(1)", "Integer(2)", "Null"]),
        (
            "big",
            [
                "Integer(9223372036854775807)",
                "Integer(-9223372036854775808)",
                "Integer(0)",
            ],
        ),
        (
            "unsigned",
            ["Integer(18446744073709551615)", "Integer(1)", "Null"],
        ),
        ("small", ["Integer(4294967295)", "Integer(0)", "Integer(1)"]),
        ("score", ["Number(0.5)", "Number(NaN)", "Null"]),
        ("single", ["Number(0.25)", "Number(inf)", "Number(-1.5)"]),
        ("ok", ["Boolean(true)", "Boolean(false)", "Null"]),
        ("name", ["Text(\"Ada\")", "Text(\"\")", "Text(\"Zoë\")"]),
        ("kind", ["Text(\"a\")", "Text(\"b\")", "Text(\"a\")"]),
        ("raw", ["Opaque(\"binary\")", "Text(\"plain\")", "Null"]),
        ("day", ["Date(2024-02-29)", "Date(1969-12-31)", "Null"]),
        (
            "at",
            [
                "Timestamp { at: 2024-02-29T12:30:01.5, utc: true }",
                "Timestamp { at: 1969-12-31T23:59:59, utc: true }",
                "Null",
            ],
        ),
        (
            "local",
            [
                "Timestamp { at: 2024-02-29T12:30:00, utc: false }",
                "Timestamp { at: 0001-01-01T00:00:00, utc: false }",
                "Null",
            ],
        ),
        (
            "price",
            [
                "Decimal(Decimal { digits: 1999, scale: 2 })",
                "Decimal(Decimal { digits: -1, scale: 2 })",
                "Null",
            ],
        ),
        (
            "noon",
            ["Opaque(\"time of day\")", "Null", "Opaque(\"time of day\")"],
        ),
        ("place.lat", ["Number(52.5)", "Null", "Null"]),
        ("place.town", ["Text(\"Berlin\")", "Text(\"x\")", "Null"]),
        (
            "tags",
            ["Unread(\"list\")", "Unread(\"list\")", "Unread(\"list\")"],
        ),
        ("nothing", ["Null", "Null", "Null"]),
    ];
    for file in ["types.parquet", "types.arrow", "types.arrows"] {
        let table = open(file);
        assert!(table.is_typed());
        let rows = cells(&table);
        for (at, (name, values)) in expected.iter().enumerate() {
            assert_eq!(table.columns()[at], *name);
            let column: Vec<&str> = rows.iter().map(|row| row[at].as_str()).collect();
            assert_eq!(column, values, "{name} of {file}");
        }
        assert_eq!(table.columns().len(), expected.len());
    }
}
