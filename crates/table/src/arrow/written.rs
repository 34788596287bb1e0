//! Files and streams by the writer of the format's own crate.

use std::sync::Arc;

use arrow_array::builder::{StringDictionaryBuilder, StringViewBuilder};
use arrow_array::types::{Decimal256Type, Float16Type, Int8Type, Int32Type};
use arrow_array::{
    ArrayRef, ArrowPrimitiveType, BinaryArray, BooleanArray, Date64Array, Decimal32Array,
    Decimal256Array, DurationSecondArray, Float16Array, Int64Array, LargeStringArray, RecordBatch,
    RunArray, StringArray, TimestampSecondArray, UInt64Array,
};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{DictionaryHandling, FileWriter, IpcWriteOptions, StreamWriter};
use arrow_schema::Schema;
use proptest::prelude::*;

use crate::{Column, CsvOptions, Table, Wanted};

/// How a table is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    pub(super) stream: bool,
    pub(super) legacy: bool,
    pub(super) compression: Option<CompressionType>,
}

pub(super) const PLAIN: How = How {
    stream: false,
    legacy: false,
    compression: None,
};

pub(super) fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let columns = columns.into_iter().map(|(name, array)| (name, array, true));
    RecordBatch::try_from_iter_with_nullable(columns).expect("a batch")
}

pub(super) fn write(batches: &[RecordBatch], how: How) -> Vec<u8> {
    let version = match how.legacy {
        true => arrow_ipc::MetadataVersion::V4,
        false => arrow_ipc::MetadataVersion::V5,
    };
    let options = IpcWriteOptions::try_new(64, how.legacy, version).expect("options");
    let options = options
        .try_with_compression(how.compression)
        .expect("options")
        .with_dictionary_handling(DictionaryHandling::Delta);
    let schema: Arc<Schema> = batches[0].schema();
    if how.stream {
        let mut writer =
            StreamWriter::try_new_with_options(Vec::new(), &schema, options).expect("a writer");
        for batch in batches {
            writer.write(batch).expect("written");
        }
        writer.into_inner().expect("a stream")
    } else {
        let mut writer =
            FileWriter::try_new_with_options(Vec::new(), &schema, options).expect("a writer");
        for batch in batches {
            writer.write(batch).expect("written");
        }
        writer.into_inner().expect("a file")
    }
}

pub(super) fn open(name: &str, bytes: &[u8]) -> Result<Table, verdict::Fault> {
    Table::from_bytes(name, bytes.to_vec(), CsvOptions::default())
}

/// Every cell of a table as its debug text, column by column; blocks of
/// several threads in their order.
pub(super) fn cells(table: &Table, wanted: &Wanted) -> Result<Vec<Vec<String>>, verdict::Fault> {
    let width = table.columns().len();
    let (scan, states) = table.scan_blocks(wanted, &Vec::new, &|blocks, block| {
        let column = |column| {
            let cells = (0..block.rows()).map(|at| format!("{:?}", block.cell(column, at)));
            cells.collect()
        };
        let cells: Vec<Vec<String>> = (0..width).map(column).collect();
        blocks.push((block.index(), block.rows(), cells));
        Ok(())
    })?;
    let mut blocks: Vec<_> = states.into_iter().flatten().collect();
    blocks.sort();
    let rows: usize = blocks.iter().map(|(_, rows, _)| rows).sum();
    assert_eq!(scan.rows, rows as u64);
    let mut columns = vec![Vec::new(); width];
    for (_, _, cells) in blocks {
        columns
            .iter_mut()
            .zip(cells)
            .for_each(|(all, more)| all.extend(more));
    }
    Ok(columns)
}

fn all(bytes: &[u8]) -> Vec<Vec<String>> {
    let table = open("t.arrow", bytes).expect("a table");
    cells(&table, &Wanted::all(table.columns().len())).expect("cells")
}

/// A file and a stream, compressed in all ways and not, and as before 0.15.
fn hows() -> Vec<How> {
    let codecs = [
        None,
        Some(CompressionType::LZ4_FRAME),
        Some(CompressionType::ZSTD),
    ];
    let mut hows = vec![How {
        stream: true,
        legacy: true,
        compression: None,
    }];
    for compression in codecs {
        for stream in [false, true] {
            hows.push(How {
                stream,
                legacy: false,
                compression,
            });
        }
    }
    hows
}

fn types() -> RecordBatch {
    type Wide = <Decimal256Type as ArrowPrimitiveType>::Native;
    type Half = <Float16Type as ArrowPrimitiveType>::Native;
    let halves = [Some(Half::from_f32(1.5)), None, Some(Half::from_f32(-0.25))];
    let long = "a text of more than twelve bytes";
    let mut views = StringViewBuilder::new();
    views.append_value(long);
    views.append_null();
    views.append_value("short");
    let wide = Wide::from_i128(100_000_000_000_000_000_000);
    let widest = Wide::from_i128(i128::MAX).checked_mul(Wide::from_i128(1000));
    let wide = Decimal256Array::from(vec![Some(wide), None, widest]);
    batch(vec![
        ("half", Arc::new(Float16Array::from(halves.to_vec()))),
        ("view", Arc::new(views.finish())),
        (
            "large",
            Arc::new(LargeStringArray::from(vec![None, Some("ä"), Some("")])),
        ),
        (
            "bytes",
            Arc::new(BinaryArray::from_opt_vec(vec![
                Some(&b"\xff"[..]),
                Some(b"x"),
                None,
            ])),
        ),
        (
            "day",
            Arc::new(Date64Array::from(vec![
                Some(86_400_000),
                Some(-86_400_000),
                None,
            ])),
        ),
        (
            "second",
            Arc::new(
                TimestampSecondArray::from(vec![None, Some(1), Some(-1)])
                    .with_timezone("Europe/Berlin"),
            ),
        ),
        (
            "took",
            Arc::new(DurationSecondArray::from(vec![Some(3), None, Some(4)])),
        ),
        (
            "cents",
            Arc::new(
                Decimal32Array::from(vec![Some(110), None, Some(-5)])
                    .with_precision_and_scale(9, 2)
                    .expect("a decimal"),
            ),
        ),
        (
            "thousands",
            Arc::new(
                Decimal32Array::from(vec![Some(110), None, Some(-5)])
                    .with_precision_and_scale(9, -3)
                    .expect("a decimal"),
            ),
        ),
        (
            "wide",
            Arc::new(wide.with_precision_and_scale(76, 10).expect("a decimal")),
        ),
        (
            "big",
            Arc::new(UInt64Array::from(vec![Some(u64::MAX), None, Some(1)])),
        ),
    ])
}

#[test]
fn every_type_is_read() {
    let decimal =
        |digits: i128, scale| format!("Decimal(Decimal {{ digits: {digits}, scale: {scale} }})");
    let null = || "Null".to_owned();
    let text = |text: &str| text.to_owned();
    let expected = vec![
        vec![text("Number(1.5)"), null(), text("Number(-0.25)")],
        vec![
            text("Text(\"a text of more than twelve bytes\")"),
            null(),
            text("Text(\"short\")"),
        ],
        vec![null(), text("Text(\"ä\")"), text("Text(\"\")")],
        vec![text("Opaque(\"binary\")"), text("Text(\"x\")"), null()],
        vec![text("Date(1970-01-02)"), text("Date(1969-12-31)"), null()],
        vec![
            null(),
            text("Timestamp { at: 1970-01-01T00:00:01, utc: true }"),
            text("Timestamp { at: 1969-12-31T23:59:59, utc: true }"),
        ],
        vec![
            text("Opaque(\"duration\")"),
            null(),
            text("Opaque(\"duration\")"),
        ],
        vec![decimal(110, 2), null(), decimal(-5, 2)],
        vec![text("Integer(110000)"), null(), text("Integer(-5000)")],
        vec![
            decimal(100_000_000_000_000_000_000, 10),
            null(),
            text("Opaque(\"decimal of more than 38 digits\")"),
        ],
        vec![
            text("Integer(18446744073709551615)"),
            null(),
            text("Integer(1)"),
        ],
    ];
    let two = [types(), types()];
    for how in hows() {
        let found = all(&write(&two, how));
        for (at, expected) in expected.iter().enumerate() {
            assert_eq!(found[at][..3], expected[..], "column {at}, {how:?}");
            assert_eq!(found[at][3..], expected[..], "column {at}, {how:?}");
        }
    }
}

/// Texts of a dictionary.
fn words(words: &[Option<&str>]) -> ArrayRef {
    let mut builder = StringDictionaryBuilder::<Int8Type>::new();
    for word in words {
        builder.append_option(*word);
    }
    Arc::new(builder.finish())
}

/// Dictionaries grow in streams and files, and are replaced in streams.
#[test]
fn dictionaries_grow_and_are_replaced() {
    let batches = |texts: &[&[Option<&str>]]| -> Vec<RecordBatch> {
        texts
            .iter()
            .map(|texts| batch(vec![("word", words(texts))]))
            .collect()
    };
    let growing = batches(&[
        &[Some("a"), Some("b")],
        &[Some("a"), None, Some("b"), Some("c")],
        &[Some("a"), Some("b"), Some("c"), Some("d")],
    ]);
    let replaced = batches(&[
        &[Some("x"), Some("y")],
        &[Some("z"), None],
        &[Some("y"), Some("x")],
    ]);
    let shown = |batches: &[&str]| -> Vec<String> {
        let one = |word: char| match word {
            '-' => "Null".to_owned(),
            word => format!("Text(\"{word}\")"),
        };
        batches
            .iter()
            .flat_map(|words| words.chars().map(one))
            .collect()
    };
    for how in hows() {
        let bytes = write(&growing, how);
        assert_eq!(all(&bytes)[0], shown(&["ab", "a-bc", "abcd"]), "{how:?}");
        if how.stream {
            let bytes = write(&replaced, how);
            let table = open("t.arrow", &bytes).expect("a table");
            for threads in [1, 3] {
                let wanted = Wanted {
                    threads,
                    ordered: false,
                    ..Wanted::all(1)
                };
                let found = cells(&table, &wanted).expect("cells");
                assert_eq!(found[0], shown(&["xy", "z-", "yx"]), "{how:?}");
            }
        }
    }
}

fn many(rows: i64) -> RecordBatch {
    let some = |row: i64| (row % 7 != 0).then_some(row);
    let texts = |row: i64| some(row).map(|row| format!("text of row number {row}"));
    let mut views = StringViewBuilder::new();
    (0..rows).for_each(|row| views.append_option(texts(row)));
    batch(vec![
        ("id", Arc::new((0..rows).map(some).collect::<Int64Array>())),
        (
            "ok",
            Arc::new(
                (0..rows)
                    .map(|row| some(row).map(|row| row % 3 == 0))
                    .collect::<BooleanArray>(),
            ),
        ),
        (
            "text",
            Arc::new((0..rows).map(texts).collect::<StringArray>()),
        ),
        ("view", Arc::new(views.finish())),
    ])
}

/// A batch of many parts: by any threads, from memory or from a file, and of
/// some columns only, they are the same cells.
#[test]
fn threads_files_and_wanted_columns_make_no_difference() {
    let rows = 600_001;
    let expected = |column: usize, row: i64| match (row % 7 == 0, column) {
        (true, _) => "Null".to_owned(),
        (_, 0) => format!("Integer({row})"),
        (_, 1) => format!("Boolean({})", row % 3 == 0),
        _ => format!("Text(\"text of row number {row}\")"),
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.arrow");
    for compression in [None, Some(CompressionType::ZSTD)] {
        let bytes = write(
            &[many(10), many(rows)],
            How {
                compression,
                ..PLAIN
            },
        );
        std::fs::write(&path, &bytes).expect("written");
        let tables = [
            open("t.arrow", &bytes).expect("a table"),
            Table::open(&path, CsvOptions::default()).expect("a table"),
        ];
        for (table, threads) in tables.iter().zip([1, 3]) {
            for columns in [vec![true; 4], vec![false, true], vec![]] {
                let wanted = Wanted {
                    threads,
                    ordered: false,
                    columns,
                    ..Wanted::all(4)
                };
                let found = cells(table, &wanted).expect("cells");
                for (at, column) in found.iter().enumerate() {
                    let rows = (0..10).chain(0..rows);
                    let expected = rows.map(|row| match wanted.column(at) {
                        true => expected(at, row),
                        false => "Null".to_owned(),
                    });
                    assert!(column.iter().cloned().eq(expected), "column {at}");
                }
            }
        }
    }
}

/// Long texts make small blocks, also where a dictionary has them.
#[test]
fn blocks_of_long_texts_are_small() {
    let long = "x".repeat(1 << 20);
    let texts: Vec<Option<&str>> = vec![Some(&long); 40];
    let mut views = StringViewBuilder::new();
    for text in &texts {
        views.append_option(*text);
    }
    let batch = batch(vec![
        ("text", Arc::new(StringArray::from(texts.clone()))),
        ("view", Arc::new(views.finish())),
        ("word", words(&texts)),
    ]);
    for compression in [None, Some(CompressionType::LZ4_FRAME)] {
        let table = open(
            "t",
            &write(
                std::slice::from_ref(&batch),
                How {
                    compression,
                    ..PLAIN
                },
            ),
        );
        let table = table.expect("a table");
        let scanned = table.scan_blocks(&Wanted::all(3), &Vec::new, &|rows, block| {
            for column in 0..3 {
                let Column::Texts(texts) = block.column(column) else {
                    panic!("texts")
                };
                assert!(texts.iter().all(|text| text == Some(long.as_bytes())));
            }
            rows.push(block.rows());
            Ok(())
        });
        let (scan, rows) = scanned.expect("a scan");
        assert_eq!(scan.rows, 40);
        assert_eq!(rows[0], [5; 8]);
    }
}

/// What is not read is refused by name, and only where it is wanted.
#[test]
fn columns_that_are_not_read_are_named() {
    let ends = arrow_array::Int32Array::from(vec![2, 3]);
    let runs = RunArray::<Int32Type>::try_new(&ends, &StringArray::from(vec!["a", "b"]));
    let batch = batch(vec![
        ("runs", Arc::new(runs.expect("runs"))),
        ("id", Arc::new(Int64Array::from(vec![1, 2, 3]))),
    ]);
    let table = open("t.arrow", &write(&[batch], PLAIN)).expect("a table");
    let of = |columns| {
        cells(
            &table,
            &Wanted {
                columns,
                ..Wanted::all(2)
            },
        )
    };
    let fault = of(vec![true, true]).expect_err("a fault");
    assert_eq!(
        fault.message,
        "t.arrow: column `runs` is run-end encoded, which is not read"
    );
    let found = of(vec![false, true]).expect("cells");
    assert_eq!(found[1], ["Integer(1)", "Integer(2)", "Integer(3)"]);
}

/// One row: an integer, a number, yes or no, and a text.
type Row = (Option<i32>, Option<f64>, Option<bool>, Option<String>);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let text = proptest::option::of("[a-zä\"\\\\ ]{0,20}");
    let number = proptest::option::of((-1e6..1e6f64).prop_map(|x| x + 0.5 + x.fract()));
    let row = (any::<Option<i32>>(), number, any::<Option<bool>>(), text);
    proptest::collection::vec(row, 1..80)
}

fn arrow(rows: &[Row]) -> RecordBatch {
    let texts = || rows.iter().map(|row| row.3.as_deref());
    let mut views = StringViewBuilder::new();
    texts().for_each(|text| views.append_option(text));
    batch(vec![
        (
            "a",
            Arc::new(
                rows.iter()
                    .map(|row| row.0.map(i64::from))
                    .collect::<Int64Array>(),
            ),
        ),
        (
            "b",
            Arc::new(
                rows.iter()
                    .map(|row| row.1)
                    .collect::<arrow_array::Float64Array>(),
            ),
        ),
        (
            "c",
            Arc::new(rows.iter().map(|row| row.2).collect::<BooleanArray>()),
        ),
        ("d", Arc::new(texts().collect::<StringArray>())),
        ("e", Arc::new(views.finish())),
        ("f", words(&texts().collect::<Vec<_>>())),
    ])
}

/// The same rows as lines of JSON.
fn json(rows: &[Row]) -> Vec<u8> {
    let line = |(a, b, c, text): &Row| {
        let value = serde_json::json!({"a": a, "b": b, "c": c, "d": text, "e": text, "f": text});
        format!("{value}\n")
    };
    rows.iter().map(line).collect::<String>().into_bytes()
}

proptest! {
    // Each is written in seven ways.
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The same rows are the same cells, in one batch or in several.
    #[test]
    fn rows_are_the_same_in_every_format(rows in rows(), step in 1..80usize) {
        let table = open("t.jsonl", &json(&rows)).expect("a table");
        let expected = cells(&table, &Wanted::all(6)).expect("cells");
        let whole = arrow(&rows);
        let batches: Vec<RecordBatch> = (0..rows.len())
            .step_by(step)
            .map(|from| whole.slice(from, step.min(rows.len() - from)))
            .collect();
        for how in hows() {
            let found = all(&write(&batches, how));
            prop_assert_eq!(&found, &expected, "{:?}", how);
        }
    }
}

/// Every column there is for what is damaged.
pub(super) fn small() -> [RecordBatch; 2] {
    let types = types();
    let mut columns: Vec<(String, ArrayRef)> = Vec::new();
    for (at, field) in types.schema().fields().iter().enumerate() {
        columns.push((field.name().clone(), types.column(at).clone()));
    }
    columns.push(("word".to_owned(), words(&[Some("a"), None, Some("b")])));
    columns.push((
        "ok".to_owned(),
        Arc::new(BooleanArray::from(vec![true, false, true])),
    ));
    let columns = || {
        columns
            .iter()
            .map(|(name, array)| (name, array.clone(), true))
    };
    [(); 2].map(|()| RecordBatch::try_from_iter_with_nullable(columns()).expect("a batch"))
}
