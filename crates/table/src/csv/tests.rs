//! Facts of CSV files, block by block.

use super::{Csv, PIECE};
use crate::block::Block;
use crate::source::Source;
use crate::{CsvOptions, Scan, Wanted};

/// One row as a block shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) number: u64,
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
    pub(super) raw: Vec<u8>,
}

/// All that a scan shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) rows: Vec<Row>,
    pub(super) left_out: Vec<(u64, Vec<u8>)>,
    /// Index of each block and the number of its first row.
    pub(super) blocks: Vec<(u64, Option<u64>)>,
    pub(super) scan: Scan,
}

/// How a text is read.
#[derive(Clone, Copy)]
pub(super) struct How {
    pub(super) piece: usize,
    pub(super) threads: usize,
    pub(super) lossy: bool,
}

pub(super) const USUAL: How = How {
    piece: PIECE,
    threads: 1,
    lossy: false,
};

pub(super) fn see(text: &[u8], how: How) -> Result<Seen, verdict::Fault> {
    let source = Source::memory("t.csv", text.to_vec());
    let options = CsvOptions {
        delimiter: Some(b','),
        lossy: how.lossy,
        ..CsvOptions::default()
    };
    let mut csv = Csv::open(&source, options, None)?;
    csv.piece = how.piece;
    let columns = csv.columns().len();
    let wanted = Wanted {
        threads: how.threads,
        ordered: false,
        raw: true,
        digest: true,
        ..Wanted::all(columns)
    };
    let (scan, states) = csv.scan_blocks(&source, &wanted, &Seen::default, &|seen, block| {
        add(seen, block, columns);
        Ok(())
    })?;
    let mut seen = Seen {
        scan,
        ..Seen::default()
    };
    for state in states {
        seen.rows.extend(state.rows);
        seen.left_out.extend(state.left_out);
        seen.blocks.extend(state.blocks);
    }
    seen.rows.sort();
    seen.left_out.sort();
    seen.blocks.sort_unstable();
    Ok(seen)
}

fn add(seen: &mut Seen, block: &Block, columns: usize) {
    let first = (block.rows() > 0).then(|| block.number(0));
    seen.blocks.push((block.index(), first));
    for at in 0..block.rows() {
        let cells = (0..columns).map(|column| match block.cell(column, at) {
            crate::Cell::Text(text) => text.to_owned(),
            other => format!("{other:?}"),
        });
        seen.rows.push(Row {
            number: block.number(at),
            line: block.line(at).expect("a line"),
            cells: cells.collect(),
            raw: block.raw(at).expect("raw").to_vec(),
        });
    }
    let left_out = block
        .left_out()
        .map(|left| (left.number, left.raw.to_vec()));
    seen.left_out.extend(left_out);
}

fn seen(text: &[u8]) -> Seen {
    see(text, USUAL).expect("a table")
}

/// Number, line and cells of every row.
fn rows(text: &str) -> Vec<(u64, u64, Vec<String>)> {
    let rows = seen(text.as_bytes()).rows.into_iter();
    rows.map(|row| (row.number, row.line, row.cells)).collect()
}

fn row(number: u64, line: u64, cells: &[&str]) -> (u64, u64, Vec<String>) {
    (
        number,
        line,
        cells.iter().map(|cell| (*cell).to_owned()).collect(),
    )
}

/// Byte, line, row and note of what is irregular.
fn spots(irregular: &crate::Irregular) -> Vec<(u64, u64, Option<u64>, &str)> {
    let spots = irregular.first.iter();
    spots
        .map(|spot| (spot.byte, spot.line, spot.row, &*spot.note))
        .collect()
}

#[test]
fn rows_know_their_lines() {
    let text = "\u{feff}a,b\r\n\r\n1,\"x\r\ny\"\r\n\r\n2,\"say \"\"hi\"\"\"\r\n3,\0";
    let expected = [
        row(1, 3, &["1", "x\r\ny"]),
        row(2, 6, &["2", "say \"hi\""]),
        row(3, 7, &["3", "\0"]),
    ];
    assert_eq!(rows(text), expected);
    let shape = seen(text.as_bytes()).scan.shape;
    assert!(shape.bom);
    assert_eq!(
        spots(&shape.blank_lines),
        [(8, 2, None, "a blank line"), (20, 5, None, "a blank line")]
    );
    assert_eq!(spots(&shape.nul), [(40, 7, Some(3), "a NUL byte")]);
    assert_eq!(shape.last_line_ends, Some(false));
    assert_eq!(
        (shape.line_ends.crlf.count, shape.line_ends.lf.count),
        (5, 0)
    );
}

#[test]
fn in_one_column_a_blank_line_is_an_empty_field() {
    let expected = [
        row(1, 2, &["1"]),
        row(2, 3, &[""]),
        row(3, 4, &["2"]),
        row(4, 5, &[""]),
    ];
    for end in ["\n", "\r\n", "\r"] {
        let text = "a\n1\n\n2\n\n".replace('\n', end);
        assert_eq!(rows(&text), expected, "{text:?}");
    }
    assert_eq!(rows("\n\na\n1"), [row(1, 4, &["1"])]);
    assert_eq!(rows("a\n\"\"\n\n"), [row(1, 2, &[""]), row(2, 3, &[""])]);
    assert_eq!(rows("a\n"), []);
    assert_eq!(rows("a"), []);
}

#[test]
fn line_ends_are_counted_by_kind() {
    let shape = seen(b"a,b\n1,\"\r\n\"\r\n3,4\n5,6\r7,8\n").scan.shape;
    let ends = shape.line_ends;
    assert_eq!((ends.lf.count, ends.crlf.count, ends.cr.count), (3, 1, 1));
    assert_eq!((ends.lf.first, ends.crlf.first, ends.cr.first), (1, 3, 5));
    let minority: Vec<&str> = ends.minority().iter().map(|(name, _)| *name).collect();
    assert_eq!(minority, ["CRLF", "CR"]);
    assert_eq!(shape.last_line_ends, Some(true));
    assert_eq!(seen(b"a,b").scan.shape.last_line_ends, Some(false));
    assert_eq!(seen(b"a,b\n").scan.shape.last_line_ends, Some(true));
}

#[test]
fn ragged_records_are_left_out_and_told() {
    let seen = seen(b"a,b\n1,2\n\n3,4,5\n6\n7,8\n");
    let numbers: Vec<u64> = seen.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 4]);
    assert_eq!(seen.left_out, [(2, b"3,4,5".to_vec()), (3, b"6".to_vec())]);
    let shape = &seen.scan.shape;
    let expected = [
        (9, 4, Some(2), "3 fields instead of 2"),
        (15, 5, Some(3), "1 field instead of 2"),
    ];
    assert_eq!(spots(&shape.ragged), expected);
    assert_eq!((seen.scan.rows, shape.left_out), (4, 2));
}

#[test]
fn records_with_stray_quotes_are_read_carefully_and_told() {
    let seen = seen(b"a,b\n1,x\"y\n\"2\"z,\"\n\"\n3,\"\"\"\"\n4,\"5\" ,\n6,7\n");
    let cells: Vec<_> = seen
        .rows
        .iter()
        .map(|row| (row.number, row.line, &*row.cells[0], &*row.cells[1]))
        .collect();
    let expected = [
        (1, 2, "1", "x\"y"),
        (2, 3, "2z", "\n"),
        (3, 5, "3", "\""),
        (5, 7, "6", "7"),
    ];
    assert_eq!(cells, expected);
    assert_eq!(seen.left_out, [(4, b"4,\"5\" ,".to_vec())]);
    let expected = [
        (7, 2, Some(1), "a quote within an unquoted field"),
        (13, 3, Some(2), "text behind a closing quote"),
        (31, 6, Some(4), "text behind a closing quote"),
    ];
    assert_eq!(spots(&seen.scan.shape.stray_quotes), expected);
}

#[test]
fn a_quote_that_is_never_closed_is_told() {
    for (text, byte) in [
        (&b"a,b\n1,2\n3,\"4\n5,6\n"[..], 10),
        (b"a,b\n1,2\n3,\"", 10),
        (b"a,b\n1,2\nx\"y,\"\n", 12),
    ] {
        let seen = seen(text);
        assert_eq!(seen.rows.len(), 1);
        assert_eq!(seen.left_out, [(2, text[8..].to_vec())]);
        let expected = [(byte, 3, Some(2), "a quote that is never closed")];
        assert_eq!(spots(&seen.scan.shape.unclosed_quote), expected);
        assert_eq!(seen.scan.rows, 2);
    }
}

#[test]
fn bytes_that_are_not_utf8_are_told_or_replaced() {
    let text = b"a,b\n1,\"x\ny\"\n2,\"\xc3\xa4\"\" caf\xe9\"\n\xc3,\xa9\n3,4\n";
    let strict = seen(text);
    let numbers: Vec<u64> = strict.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 4]);
    let expected = [(23, 4, Some(2), "byte 0xe9"), (26, 5, Some(3), "byte 0xc3")];
    assert_eq!(spots(&strict.scan.shape.not_utf8), expected);
    let lossy = see(
        text,
        How {
            lossy: true,
            ..USUAL
        },
    )
    .expect("a table");
    let cells: Vec<&str> = lossy.rows.iter().map(|row| &*row.cells[1]).collect();
    assert_eq!(cells, ["x\ny", "ä\" caf\u{fffd}", "\u{fffd}", "4"]);
    assert_eq!(lossy.scan.shape.not_utf8.count, 2);
    assert_eq!(lossy.scan.shape.left_out, 0);
}

#[test]
fn names_that_nobody_can_mean_are_told() {
    let source = Source::memory("t.csv", b"a,,b,a, \n1,2,3,4,5\n".to_vec());
    let csv = Csv::open(&source, CsvOptions::default(), None).expect("a table");
    assert_eq!(csv.columns(), ["a", "", "b", "", ""]);
    let shape = &csv.header.shape;
    let blank = [
        (0, 1, None, "column 2 has no name"),
        (0, 1, None, "column 5 has no name"),
    ];
    assert_eq!(spots(&shape.blank_names), blank);
    let twice = [(0, 1, None, "columns 1 and 4 are both named `a`")];
    assert_eq!(spots(&shape.duplicate_names), twice);
}

/// As `sha256sum` says.
#[test]
fn the_digest_is_that_of_the_file() {
    let text = b"\xef\xbb\xbfa,b\n\n1,2\n3,\"4\n";
    let expected = "e86ac9f91945963293aa4e5bd81bf72311884f9543db7721cee6069ec8421180";
    for piece in [1, 2, 3, 64, PIECE] {
        let seen = see(text, How { piece, ..USUAL }).expect("a table");
        let subject = seen.scan.subject.expect("a digest");
        assert_eq!(subject, verdict::Subject::new("t.csv", expected));
    }
}

#[test]
fn delimiters_are_sniffed() {
    let of = |text: &str| {
        let source = Source::memory("t.csv", text.as_bytes().to_vec());
        let csv = Csv::open(&source, CsvOptions::default(), None).expect("a table");
        char::from(csv.dialect.delimiter)
    };
    assert_eq!(of("a,b\n1,2\n"), ',');
    assert_eq!(of("a;b\n1,5;2,5\n3,5;1,0\n"), ';');
    assert_eq!(of("a\tb\n1,x\t2\n"), '\t');
    assert_eq!(of("a|b\n1|2\n"), '|');
    assert_eq!(of("a\n1,2\n3\n"), ',', "one column");
    assert_eq!(of("\"a;b\",c\n\"1;2\",3\n"), ',', "in quotes");
    assert_eq!(of("a;b,c\n1;2,3\n"), ',', "a tie");
    assert_eq!(of("a;b"), ';', "the header alone");
    assert_eq!(of("a;b\n\n1;2\n\n3;4,5,6"), ';', "blank lines");
}

#[test]
fn another_quote_is_a_quote() {
    let source = Source::memory("t.csv", b"a,b\n'1,''','\"'\n".to_vec());
    let options = CsvOptions {
        quote: Some(b'\''),
        ..CsvOptions::default()
    };
    let csv = Csv::open(&source, options, None).expect("a table");
    let wanted = Wanted::all(2);
    let (_, states) = csv
        .scan_blocks(&source, &wanted, &Seen::default, &|seen, block| {
            add(seen, block, 2);
            Ok(())
        })
        .expect("a scan");
    assert_eq!(states[0].rows[0].cells, ["1,'", "\""]);
}

#[test]
fn records_and_fields_are_bounded() {
    let fault = |text: &[u8]| see(text, USUAL).expect_err("a fault").to_string();
    let of = |count, end: &str| {
        let long = vec![b'x'; count];
        [&b"a,b\n1,\""[..], &long, end.as_bytes()].concat()
    };
    let limit = crate::FIELD_LIMIT;
    let long = "t.csv:2:1: a field is longer than 16 MiB";
    assert!(fault(&of(2 * limit + 1, "")).starts_with(long));
    assert_eq!(
        fault(&of(limit + 1, "\"\n")),
        "t.csv:2:1: a field is longer than 16 MiB"
    );
    for end in ["\"\n", "\"", "\"\r\n"] {
        assert_eq!(
            see(&of(limit, end), USUAL)
                .expect("just short enough")
                .rows
                .len(),
            1
        );
    }
    let many = [&b"a,b\n1,2\n"[..], &vec![b','; 1 << 20]].concat();
    assert_eq!(
        fault(&many),
        "t.csv:3:1: a record has more than 1,048,576 fields"
    );
    let few = [&b"a,b\n1,2\n"[..], &vec![b','; (1 << 20) - 1]].concat();
    let ragged = see(&few, USUAL).expect("a table").scan.shape.ragged;
    assert_eq!(ragged.first[0].note, "1048576 fields instead of 2");
    let field = [vec![b'x'; limit - 1], b",".to_vec()].concat();
    let record = [b"a,b\n".to_vec(), field.repeat(5)].concat();
    assert_eq!(fault(&record), "t.csv:2:1: a record is longer than 64 MiB");
}

/// The first fault in the file, whichever thread meets one first.
#[test]
fn faults_are_always_the_same() {
    let text = b"a,b\n"
        .iter()
        .copied()
        .chain(b"1,2\n".repeat(5000))
        .collect::<Vec<u8>>();
    let source = Source::memory("t.csv", text);
    let mut csv = Csv::open(&source, CsvOptions::default(), None).expect("a table");
    csv.piece = 64;
    for _ in 0..20 {
        let wanted = Wanted {
            threads: 4,
            ordered: false,
            ..Wanted::all(2)
        };
        let result = csv.scan_blocks(&source, &wanted, &|| (), &|(), block| match block.index() {
            7.. => Err(verdict::Fault::new(block.index().to_string())),
            _ => Ok(()),
        });
        assert_eq!(result.expect_err("a fault").message, "7");
    }
}
