#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "small numbers by hand"
)]
//! Files that no writer writes: each part by hand, so that it can lie.

use crate::{Cell, CsvOptions, Table, Wanted};

/// One field of a Thrift struct in the compact protocol: id, type, bytes.
type Field = (u8, u8, Vec<u8>);

fn varint(mut x: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while x > 0x7f {
        bytes.push((x & 0x7f) as u8 | 0x80);
        x >>= 7;
    }
    bytes.push(x as u8);
    bytes
}

fn zigzag(x: i64) -> Vec<u8> {
    varint(((x << 1) ^ (x >> 63)).cast_unsigned())
}

fn record(fields: &[Field]) -> Vec<u8> {
    let mut before = 0;
    let mut bytes = Vec::new();
    for (id, kind, value) in fields {
        bytes.push((id - before) << 4 | kind);
        bytes.extend(value);
        before = *id;
    }
    bytes.push(0);
    bytes
}

fn int32(id: u8, x: i64) -> Field {
    (id, 5, zigzag(x))
}

fn int64(id: u8, x: i64) -> Field {
    (id, 6, zigzag(x))
}

fn text(id: u8, text: &str) -> Field {
    (
        id,
        8,
        [varint(text.len() as u64), text.as_bytes().to_vec()].concat(),
    )
}

fn nested(id: u8, bytes: Vec<u8>) -> Field {
    (id, 12, bytes)
}

fn list(id: u8, kind: u8, items: &[Vec<u8>]) -> Field {
    let head = (items.len() as u8) << 4 | kind;
    (id, 9, [vec![head], items.concat()].concat())
}

/// A file of one column `a`.
struct File {
    /// The values, as they are encoded.
    page: Vec<u8>,
    values: i64,
    /// How many rows the footer claims.
    rows: i64,
    encoding: i64,
    /// 1: INT32, 3: INT96, 6: `BYTE_ARRAY`, 7: `FIXED_LEN_BYTE_ARRAY`.
    physical: i64,
    /// 0: required, 2: repeated.
    repetition: i64,
    /// What else the schema says of the column.
    schema: Vec<Field>,
}

impl Default for File {
    fn default() -> Self {
        Self {
            page: Vec::new(),
            values: 0,
            rows: 0,
            encoding: 0,
            physical: 6,
            repetition: 0,
            schema: Vec::new(),
        }
    }
}

impl File {
    fn bytes(&self) -> Vec<u8> {
        let length = self.page.len() as i64;
        let header = record(&[
            int32(1, self.values),
            int32(2, self.encoding),
            int32(3, 3),
            int32(4, 3),
        ]);
        let header = record(&[
            int32(1, 0),
            int32(2, length),
            int32(3, length),
            nested(5, header),
        ]);
        let data = [header, self.page.clone()].concat();
        let size = data.len() as i64;
        let column = record(&[
            int32(1, self.physical),
            list(2, 5, &[zigzag(self.encoding)]),
            list(3, 8, &[vec![1, b'a']]),
            int32(4, 0),
            int64(5, self.values),
            int64(6, size),
            int64(7, size),
            int64(9, 4),
        ]);
        let chunk = record(&[int64(2, 4), nested(3, column)]);
        let group = record(&[list(1, 12, &[chunk]), int64(2, size), int64(3, self.rows)]);
        let mut leaf = vec![
            int32(1, self.physical),
            int32(3, self.repetition),
            text(4, "a"),
        ];
        leaf.extend(self.schema.iter().cloned());
        leaf.sort_by_key(|(id, ..)| *id);
        let root = record(&[text(4, "s"), int32(5, 1)]);
        let footer = record(&[
            int32(1, 1),
            list(2, 12, &[root, record(&leaf)]),
            int64(3, self.rows),
            list(4, 12, &[group]),
        ]);
        let length = (footer.len() as u32).to_le_bytes();
        [b"PAR1", &data[..], &footer, &length, b"PAR1"].concat()
    }

    fn cells(&self) -> Result<Vec<String>, String> {
        let table = Table::from_bytes("t.parquet", self.bytes(), CsvOptions::default());
        let table = table.map_err(|fault| fault.message)?;
        let scanned = table.scan_blocks(&Wanted::all(1), &Vec::new, &|cells, block| {
            cells.extend((0..block.rows()).map(|at| match block.cell(0, at) {
                Cell::Text(text) => text.chars().take(8).collect(),
                other => format!("{other:?}"),
            }));
            Ok(())
        });
        let states = scanned.map(|(_, states)| states);
        states
            .map(|states| states.concat())
            .map_err(|fault| fault.message)
    }
}

fn numbers(rows: i64) -> File {
    File {
        page: [1i32, 2, -3].map(i32::to_le_bytes).concat(),
        values: 3,
        rows,
        physical: 1,
        ..File::default()
    }
}

/// `DELTA_BINARY_PACKED` with 32 bits a step.
fn delta(first: i64, steps: &[i64], count: u64) -> Vec<u8> {
    let mut bytes = [varint(128), varint(4), varint(count), zigzag(first)].concat();
    for block in steps.chunks(128) {
        let least = block.iter().copied().min().unwrap_or_default();
        bytes.extend(zigzag(least));
        bytes.extend([32; 4]);
        // Miniblocks of 32 that hold nothing are left out.
        for at in 0..block.len().next_multiple_of(32) {
            let step = block.get(at).map_or(0, |step| step - least);
            bytes.extend((step as u32).to_le_bytes());
        }
    }
    bytes
}

#[test]
fn a_row_that_is_in_no_count_is_a_fault() {
    assert_eq!(numbers(3).cells().expect("rows").len(), 3);
    let other = "t.parquet: can't read the Parquet file: a column has other values than its row group has rows";
    assert_eq!(numbers(2).cells(), Err(other.to_owned()));
    assert_eq!(numbers(4).cells(), Err(other.to_owned()));
    let negative = numbers(-1).cells().expect_err("a fault");
    assert!(
        negative.ends_with("a row group has less than no rows"),
        "{negative}"
    );
    // The page holds more than every count says.
    let more = File {
        values: 3,
        rows: 3,
        page: numbers(3).page,
        physical: 1,
        ..File::default()
    };
    let mut bytes = more.bytes();
    let at = bytes
        .iter()
        .position(|byte| *byte == 0x2c)
        .expect("the header of the page");
    assert_eq!(bytes[at + 2], 6, "three values");
    bytes[at + 2] = 8;
    let table = Table::from_bytes("t.parquet", bytes, CsvOptions::default());
    let table = table.expect("a table");
    let scanned = table.scan_blocks(&Wanted::all(1), &|| (), &|(), _| Ok(()));
    assert!(scanned.is_err());
}

#[test]
fn rows_of_lists_alone_are_bounded_by_their_values() {
    let list = File {
        rows: 1 << 62,
        physical: 1,
        repetition: 2,
        ..File::default()
    };
    let fault = list.cells().expect_err("a fault");
    assert!(
        fault.ends_with("its columns hold fewer values than it has rows"),
        "{fault}"
    );
}

#[test]
fn counts_of_delta_pages_are_not_believed() {
    let of = |page: Vec<u8>, encoding| File {
        page: [page, b"abc".to_vec()].concat(),
        values: 3,
        rows: 3,
        encoding,
        ..File::default()
    };
    let whole = of(delta(1, &[0, 0], 3), 6);
    assert_eq!(whole.cells().expect("rows"), ["a", "b", "c"]);
    let both = [delta(0, &[1, 1], 3), delta(1, &[0, 0], 3)].concat();
    assert_eq!(of(both, 7).cells().expect("rows"), ["a", "ab", "abc"]);
    for count in [0, 1, 2, 4, 1 << 40, 1 << 62] {
        assert!(of(delta(1, &[0, 0], count), 6).cells().is_err(), "{count}");
        let prefixes = [delta(0, &[0, 0], count), delta(1, &[0, 0], 3)].concat();
        assert!(of(prefixes, 7).cells().is_err(), "{count}");
        let suffixes = [delta(0, &[0, 0], 3), delta(1, &[0, 0], count)].concat();
        assert!(of(suffixes, 7).cells().is_err(), "{count}");
    }
}

#[test]
fn plain_texts_are_where_they_say() {
    let of = |page: &[u8]| File {
        page: page.to_vec(),
        values: 2,
        rows: 2,
        ..File::default()
    };
    let two = b"\x01\0\0\0a\x02\0\0\0bc";
    assert_eq!(of(two).cells().expect("rows"), ["a", "bc"]);
    for page in [
        &two[..5],
        &two[..7],
        &two[..10],
        b"",
        &[&two[..], two].concat(),
    ] {
        assert!(of(page).cells().is_err(), "{page:?}");
    }
}

/// Texts of which each is the one before it: a page of some kilobytes that
/// becomes so many texts of 1 MiB.
fn repeated(count: usize) -> File {
    const LONG: usize = 1 << 20;
    let long = LONG as i64;
    let (mut prefixes, mut suffixes) = (vec![0; count - 1], vec![0; count - 1]);
    (prefixes[0], suffixes[0]) = (long, -long);
    let page = [
        delta(0, &prefixes, count as u64),
        delta(long, &suffixes, count as u64),
        vec![b'x'; LONG],
    ];
    File {
        page: page.concat(),
        values: count as i64,
        rows: count as i64,
        encoding: 7,
        ..File::default()
    }
}

#[test]
fn texts_from_pieces_do_not_fill_the_memory() {
    let cells = repeated(40).cells().expect("rows");
    assert_eq!(cells, vec!["xxxxxxxx"; 40]);
    let fault = repeated(300).cells().expect_err("a fault");
    assert!(
        fault.ends_with("holds more than 256 MiB of texts"),
        "{fault}"
    );
}

/// The Julian day of 1970-01-01 is 2,440,588; 64 bits of nanoseconds end in 2262.
#[test]
fn old_timestamps_reach_beyond_2262() {
    let stamp = |day: i32| [&[0; 8][..], &day.to_le_bytes()].concat();
    let file = File {
        page: [
            stamp(2_440_588 + 2_932_896),
            stamp(2_440_588 - 719_162),
            stamp(i32::MAX),
        ]
        .concat(),
        values: 3,
        rows: 3,
        physical: 3,
        ..File::default()
    };
    let expected = [
        "Timestamp { at: 9999-12-31T00:00:00, utc: false }",
        "Timestamp { at: 0001-01-01T00:00:00, utc: false }",
        "Opaque(\"time beyond the year 9999\")",
    ];
    assert_eq!(file.cells().expect("rows"), expected);
}

/// Decimals of no scale are whole numbers, also where no 64 bits hold them.
#[test]
fn long_decimals_without_a_fraction_are_whole() {
    let value = 12_345_678_901_234_567_890_i128;
    let file = File {
        page: [value, -value]
            .map(|x| x.to_be_bytes()[7..].to_vec())
            .concat(),
        values: 2,
        rows: 2,
        physical: 7,
        // Length, DECIMAL, scale and precision.
        schema: vec![int32(2, 9), int32(6, 5), int32(7, 0), int32(8, 20)],
        ..File::default()
    };
    let expected = [
        "Integer(12345678901234567890)",
        "Integer(-12345678901234567890)",
    ];
    assert_eq!(file.cells().expect("rows"), expected);
}
