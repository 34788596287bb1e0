#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "numbers of few rows"
)]
//! Files of many pages and row groups, written by the crate's own writer.

use std::sync::Arc;

use ::parquet::basic::{Compression, Encoding};
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArrayType, Int32Type,
    Int64Type,
};
use ::parquet::file::properties::{WriterProperties, WriterVersion};
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::parser::parse_message_type;
use ::parquet::schema::types::ColumnPath;

use crate::{Cell, Column, CsvOptions, Decimal, Table, Wanted};

const SCHEMA: &str = "message m {
    required int64 id;
    optional binary word (UTF8);
    optional binary plain (UTF8);
    required binary path (UTF8);
    optional binary long (UTF8);
    optional fixed_len_byte_array(5) price (DECIMAL(10, 2));
    optional fixed_len_byte_array(2) split (DECIMAL(3, 0));
    optional double score;
    optional boolean ok;
    optional int32 day (DATE);
    optional int64 at (TIMESTAMP(MICROS, true));
}";

const ROWS: usize = 30_000;

/// Whether a row of an optional column has a value.
fn is_there(row: usize) -> bool {
    !row.is_multiple_of(7) && !(9_000..12_000).contains(&row)
}

/// What a column holds in a row.
fn cell(column: usize, row: usize) -> Option<String> {
    let there = matches!(column, 0 | 3) || is_there(row);
    let day = row % 365;
    there.then(|| match column {
        0 => format!("Integer({row})"),
        1 => format!("Text({:?})", word(row)),
        2 => format!("Text({:?})", plain(row)),
        3 => format!("Text({:?})", path(row)),
        4 => format!("Text({:?})", long(row)),
        5 => format!("Decimal(Decimal {{ digits: {}, scale: 2 }})", price(row)),
        6 => format!("Integer({})", row % 500),
        7 => format!("Number({:?})", row as f64 / 8.0),
        8 => format!("Boolean({:?})", row.is_multiple_of(3)),
        9 => format!(
            "Date({:?})",
            jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(day as i64)
        ),
        _ => format!(
            "Timestamp {{ at: {:?}, utc: true }}",
            jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0)
                + jiff::Span::new().microseconds(row as i64)
        ),
    })
}

/// Few, then so many that the dictionary is given up.
fn word(row: usize) -> String {
    let many = if row < 20_000 { 50 } else { 9_000 };
    format!("wörd {}", row % many)
}

fn plain(row: usize) -> String {
    "x".repeat(row % 40)
}

fn path(row: usize) -> String {
    format!("https://example.com/{}/{row}", row / 100)
}

fn long(row: usize) -> String {
    format!("{row} ").repeat(row % 90)
}

fn price(row: usize) -> i64 {
    row as i64 * 37 - 5_000
}

fn big_endian(value: i64, size: usize) -> ByteArray {
    ByteArray::from(value.to_be_bytes()[8 - size..].to_vec())
}

/// The values of a column that has some in a few rows.
fn write<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    rows: std::ops::Range<usize>,
    required: bool,
    value: impl Fn(usize) -> T::T,
) {
    let mut column = group.next_column().expect("a column").expect("a column");
    let levels: Vec<i16> = rows.clone().map(|row| is_there(row).into()).collect();
    let values: Vec<T::T> = rows
        .filter(|row| required || is_there(*row))
        .map(value)
        .collect();
    let levels = (!required).then_some(&levels[..]);
    column
        .typed::<T>()
        .write_batch(&values, levels, None)
        .expect("written");
    column.close().expect("closed");
}

fn file(version: WriterVersion, compression: Compression) -> Vec<u8> {
    let properties = WriterProperties::builder()
        .set_writer_version(version)
        .set_compression(compression)
        .set_data_page_size_limit(20_000)
        .set_dictionary_page_size_limit(30_000)
        .set_write_batch_size(500);
    let properties = [
        ("plain", Encoding::PLAIN),
        ("path", Encoding::DELTA_BYTE_ARRAY),
        ("long", Encoding::DELTA_LENGTH_BYTE_ARRAY),
        ("split", Encoding::BYTE_STREAM_SPLIT),
    ]
    .into_iter()
    .fold(properties, |properties, (name, encoding)| {
        let path = ColumnPath::from(name);
        properties
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_encoding(path, encoding)
    });
    let schema = Arc::new(parse_message_type(SCHEMA).expect("a schema"));
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build()))
        .expect("a writer");
    for start in (0..ROWS).step_by(11_000) {
        let rows = || start..ROWS.min(start + 11_000);
        let mut group = writer.next_row_group().expect("a group");
        let text = |text: String| ByteArray::from(text.into_bytes());
        write::<Int64Type>(&mut group, rows(), true, |row| row as i64);
        write::<ByteArrayType>(&mut group, rows(), false, |row| text(word(row)));
        write::<ByteArrayType>(&mut group, rows(), false, |row| text(plain(row)));
        write::<ByteArrayType>(&mut group, rows(), true, |row| text(path(row)));
        write::<ByteArrayType>(&mut group, rows(), false, |row| text(long(row)));
        write::<FixedLenByteArrayType>(&mut group, rows(), false, |row| {
            big_endian(price(row), 5).into()
        });
        write::<FixedLenByteArrayType>(&mut group, rows(), false, |row| {
            big_endian(row as i64 % 500, 2).into()
        });
        write::<DoubleType>(&mut group, rows(), false, |row| row as f64 / 8.0);
        write::<BoolType>(&mut group, rows(), false, |row| row.is_multiple_of(3));
        write::<Int32Type>(&mut group, rows(), false, |row| (row % 365) as i32);
        write::<Int64Type>(&mut group, rows(), false, |row| row as i64);
        group.close().expect("closed");
    }
    writer.into_inner().expect("a file")
}

fn open(bytes: Vec<u8>) -> Table {
    Table::from_bytes("t.parquet", bytes, CsvOptions::default()).expect("a table")
}

/// The cells of a block, column by column.
type Cells = Vec<Vec<Option<String>>>;

/// Index, first row and cells of every block.
fn blocks(table: &Table, wanted: &Wanted) -> Vec<(u64, u64, Cells)> {
    let (scan, states) = table
        .scan_blocks(wanted, &Vec::new, &|seen, block| {
            let columns = (0..table.columns().len()).map(|column| {
                let cells = (0..block.rows()).map(|at| match block.cell(column, at) {
                    Cell::Null => None,
                    cell => Some(format!("{cell:?}")),
                });
                cells.collect()
            });
            seen.push((block.index(), block.number(0), columns.collect()));
            Ok(())
        })
        .expect("a scan");
    assert_eq!(scan.rows, ROWS as u64);
    let mut blocks: Vec<_> = states.into_iter().flatten().collect();
    blocks.sort();
    blocks
}

#[test]
fn every_encoding_is_read_over_pages_and_groups() {
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        let table = open(file(version, Compression::SNAPPY));
        let mut row = 0;
        for (index, first, columns) in blocks(&table, &Wanted::all(11)) {
            assert_eq!((index, first), (row as u64, row as u64 + 1));
            for (column, cells) in columns.iter().enumerate() {
                for (at, found) in cells.iter().enumerate() {
                    assert_eq!(
                        *found,
                        cell(column, row + at),
                        "row {} of {column}",
                        row + at
                    );
                }
            }
            row += columns[0].len();
        }
        assert_eq!(row, ROWS);
    }
}

#[test]
fn threads_and_wanted_columns_make_no_difference() {
    let table = open(file(WriterVersion::PARQUET_1_0, Compression::UNCOMPRESSED));
    let all = blocks(&table, &Wanted::all(11));
    let threads = Wanted {
        threads: 3,
        ordered: false,
        ..Wanted::all(11)
    };
    assert_eq!(all, blocks(&table, &threads));
    for wanted in [&[1, 7][..], &[], &[10]] {
        let columns: Vec<bool> = (0..11).map(|at| wanted.contains(&at)).collect();
        let some = Wanted {
            columns,
            ..threads.clone()
        };
        let mut rows = 0;
        for (_, first, columns) in blocks(&table, &some) {
            for (at, cells) in columns.iter().enumerate() {
                for (row, found) in cells.iter().enumerate() {
                    let row = row + usize::try_from(first).expect("small") - 1;
                    let expected = cell(at, row).filter(|_| wanted.contains(&at));
                    assert_eq!(*found, expected);
                }
            }
            rows += columns[0].len();
        }
        assert_eq!(rows, ROWS);
    }
}

/// Long texts make small blocks.
#[test]
fn blocks_of_long_texts_are_small() {
    let properties = WriterProperties::builder()
        .set_dictionary_enabled(false)
        .build();
    let schema = "message m { required binary a (UTF8); required int64 b; }";
    let schema = Arc::new(parse_message_type(schema).expect("a schema"));
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).expect("a writer");
    let mut group = writer.next_row_group().expect("a group");
    write::<ByteArrayType>(&mut group, 0..60, true, |_| {
        ByteArray::from(vec![b'x'; 1 << 20])
    });
    write::<Int64Type>(&mut group, 0..60, true, |row| row as i64);
    group.close().expect("closed");
    let table = open(writer.into_inner().expect("a file"));
    let wanted = Wanted::all(2);
    let (scan, rows) = table
        .scan_blocks(&wanted, &Vec::new, &|rows, block| {
            let Column::Texts(texts) = block.column(0) else {
                panic!("texts")
            };
            assert!(
                texts
                    .iter()
                    .all(|text| text.is_some_and(|text| text.len() == 1 << 20))
            );
            assert_eq!(
                block.cell(1, 0),
                Cell::Integer(i128::from(block.number(0)) - 1)
            );
            rows.push(block.rows());
            Ok(())
        })
        .expect("a scan");
    assert_eq!(scan.rows, 60);
    assert!(
        rows[0].iter().all(|rows| (1..=20).contains(rows)),
        "{rows:?}"
    );
}

#[test]
fn the_footer_tells_counts_and_bounds() {
    let table = open(file(WriterVersion::PARQUET_2_0, Compression::UNCOMPRESSED));
    let of = |column| table.statistics(column).expect("statistics")[1];
    let nulls = (11_000..22_000).filter(|row| !is_there(*row)).count() as u64;
    let id = of(0);
    assert_eq!((id.rows, id.nulls), (11_000, Some(0)));
    assert_eq!(
        id.min.zip(id.max),
        Some((Cell::Integer(11_000), Cell::Integer(21_999)))
    );
    let word = of(1);
    assert_eq!(
        (word.nulls, word.min),
        (Some(nulls), Some(Cell::Text("wörd 0")))
    );
    let bounds = of(5);
    let decimal = |row| {
        let digits = price(row).into();
        Some(Cell::Decimal(Decimal { digits, scale: 2 }))
    };
    assert_eq!((bounds.min, bounds.max), (decimal(12_000), decimal(21_999)));
    assert_eq!(of(8).max, Some(Cell::Boolean(true)));
    let date = jiff::civil::date(1970, 12, 31);
    assert_eq!(of(9).max, Some(Cell::Date(date)));
    assert_eq!(table.statistics(11), None);
}

/// Any byte may be wrong: some are tried.
#[test]
fn a_wrong_byte_is_no_panic() {
    let whole = file(WriterVersion::PARQUET_1_0, Compression::UNCOMPRESSED);
    for at in (4..whole.len()).step_by(whole.len() / 150) {
        let mut bytes = whole.clone();
        bytes[at] ^= [0x01, 0x80, 0xff][at % 3];
        let result = std::panic::catch_unwind(|| {
            let table = Table::from_bytes("t.parquet", bytes, CsvOptions::default())?;
            for column in 0..table.columns().len() {
                drop(table.statistics(column));
            }
            let wanted = Wanted::all(table.columns().len());
            table.scan_blocks(&wanted, &|| (), &|(), _| Ok(()))
        });
        assert!(result.is_ok(), "byte {at}");
    }
}
