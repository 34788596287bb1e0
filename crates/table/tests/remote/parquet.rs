//! Parquet: only what is looked at is asked for.

use std::sync::Arc;

use ::parquet::data_type::Int64Type;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;
use tollgate_table::{Column, Wanted};

use crate::open;
use crate::server::{Server, part, status};

const COLUMNS: usize = 13;
const GROUPS: i64 = 2;
const ROWS: i64 = 20_000;

/// Columns of whole numbers, each of 160 kB a row group.
fn file() -> Vec<u8> {
    let fields = (0..COLUMNS).map(|at| format!("required int64 c{at};"));
    let fields = fields.collect::<Vec<_>>().join(" ");
    let schema = parse_message_type(&format!("message t {{ {fields} }}")).expect("a schema");
    let properties = WriterProperties::builder()
        .set_dictionary_enabled(false)
        .build();
    let (mut bytes, schema) = (Vec::new(), Arc::new(schema));
    let writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties));
    let mut writer = writer.expect("a writer");
    for _ in 0..GROUPS {
        let mut group = writer.next_row_group().expect("a row group");
        let mut at = 0;
        while let Some(mut column) = group.next_column().expect("a column") {
            let values: Vec<i64> = (0..ROWS).map(|row| row * 100 + at).collect();
            let typed = column.typed::<Int64Type>();
            typed.write_batch(&values, None, None).expect("written");
            column.close().expect("closed");
            at += 1;
        }
        group.close().expect("closed");
    }
    writer.close().expect("closed");
    bytes
}

fn wanted() -> Wanted {
    let looked_at = [2, 7, 12];
    Wanted {
        columns: (0..COLUMNS).map(|at| looked_at.contains(&at)).collect(),
        threads: 2,
        ordered: false,
        ..Wanted::all(COLUMNS)
    }
}

#[test]
fn only_the_columns_that_are_looked_at_are_asked_for() {
    let content = file();
    let size = content.len();
    let server = Server::start(move |asked, _| part(&content, "\"1\"", asked));
    let table = open(&server, "/a.parquet").expect("a table");
    assert_eq!(server.asked().len(), 2, "the head and the footer");
    let before = server.bytes();
    let (scan, sums) = table
        .scan_blocks(&wanted(), &|| 0, &|sum: &mut i64, block| {
            for (at, column) in [2, 7, 12].map(|at| (at, block.column(at))) {
                let Column::Integers { values, .. } = column else {
                    panic!("column {at} holds whole numbers");
                };
                *sum += values.iter().sum::<i64>();
            }
            Ok(())
        })
        .expect("a scan");
    let one: i64 = (0..ROWS).map(|row| row * 100).sum();
    assert_eq!(
        sums.iter().sum::<i64>(),
        GROUPS * (3 * one + ROWS * (2 + 7 + 12))
    );
    assert_eq!(scan.rows, 40_000);
    let columns = server.bytes() - before;
    let three = size * 3 / COLUMNS;
    assert!(columns < three * 11 / 10, "{columns} of {size} bytes");
    assert!(columns > three * 9 / 10, "{columns} of {size} bytes");
    assert!(
        server.asked().len() <= 2 + 6,
        "a request a column and row group"
    );
}

#[test]
fn a_parquet_file_that_changes_on_the_way_is_a_fault() {
    let content = file();
    let server = Server::start(move |asked, before| match before {
        0 | 1 => part(&content, "\"1\"", asked),
        _ => status(412),
    });
    let table = open(&server, "/a.parquet").expect("a table");
    let scanned = table.scan_blocks(&wanted(), &|| (), &|(), _| Ok(()));
    let fault = scanned.expect_err("a fault");
    assert!(
        fault
            .message
            .ends_with("/a.parquet changed while it was read"),
        "{fault}"
    );
}
