use std::path::Path;

use crate::{Cell, CsvOptions, Table, Wanted};

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    std::fs::read(path).expect("a fixture")
}

fn open(bytes: Vec<u8>) -> Result<Table, verdict::Fault> {
    Table::from_bytes("t.parquet", bytes, CsvOptions::default())
}

/// Every cell as its debug text, row by row.
fn cells(table: &Table) -> Result<Vec<Vec<String>>, verdict::Fault> {
    let width = table.columns().len();
    let wanted = Wanted::all(width);
    let (_, mut states) = table.scan_blocks(&wanted, &Vec::new, &|rows, block| {
        for at in 0..block.rows() {
            let cells = (0..width).map(|column| format!("{:?}", block.cell(column, at)));
            rows.push(cells.collect());
        }
        Ok(())
    })?;
    Ok(states.pop().unwrap_or_default())
}

#[test]
fn old_timestamps_of_96_bits_are_read() {
    let table = open(fixture("int96.parquet")).expect("a table");
    let rows = cells(&table).expect("rows");
    assert_eq!(
        rows[0],
        [
            "Date(2024-02-29)",
            "Timestamp { at: 2024-02-29T12:30:01.5, utc: false }"
        ]
    );
    assert_eq!(
        rows[1][1],
        "Timestamp { at: 1969-12-31T23:59:59, utc: false }"
    );
    assert_eq!(rows[2][1], "Null");
}

#[test]
fn rows_are_numbered_over_row_groups() {
    let table = open(fixture("types.parquet")).expect("a table");
    let scanned = table.scan_blocks(&Wanted::all(1), &Vec::new, &|seen, block| {
        for at in 0..block.rows() {
            seen.push((
                block.number(at),
                block.line(at),
                block.cell(99, at) == Cell::Null,
            ));
        }
        Ok(())
    });
    let (scan, seen) = scanned.expect("a scan");
    assert_eq!(scan.rows, 3);
    assert_eq!(seen[0], [(1, None, true), (2, None, true), (3, None, true)]);
}

#[test]
fn what_is_no_parquet_file_is_said() {
    let message = |bytes: &[u8]| open(bytes.to_vec()).err().expect("a fault").message;
    assert_eq!(
        message(b"a,b\n1,2\n3,4\n"),
        "t.parquet is not a Parquet file"
    );
    let whole = fixture("types.parquet");
    let cut = message(&whole[..whole.len() / 2]);
    assert_eq!(cut, "t.parquet is cut off: a Parquet file ends with `PAR1`");
    assert!(message(b"PAR1\0\0\0\0\xff\xff\xff\x7fPAR1").starts_with("t.parquet: can't read"));
}

/// Whether reading a changed file ends in rows or a fault, and not in a panic.
fn survives(bytes: Vec<u8>) -> bool {
    let read = || {
        let table = open(bytes)?;
        (0..table.columns().len()).for_each(|column| drop(table.statistics(column)));
        cells(&table)
    };
    std::panic::catch_unwind(read).is_ok()
}

/// Any byte may be wrong. Every one of the small file is tried; of the large
/// one every fifth, for the sake of time (all were, once).
#[test]
fn a_wrong_byte_is_no_panic() {
    for (name, step) in [("int96.parquet", 1), ("types.parquet", 5)] {
        let whole = fixture(name);
        for at in (4..whole.len() - 4).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= [0x01, 0x80, 0xff][at / step % 3];
            assert!(survives(bytes), "{name}: byte {at}");
        }
    }
}
