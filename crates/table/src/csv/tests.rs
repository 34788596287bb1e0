use proptest::prelude::*;

use crate::{Cell, CsvOptions, Table};
use verdict::Fault;

fn open(text: &[u8]) -> Result<Table, Fault> {
    Table::from_bytes("t.csv", text.to_vec(), CsvOptions::default())
}

/// Line and cells of every row.
fn rows(text: &[u8]) -> Result<Vec<(u64, Vec<String>)>, Fault> {
    let table = open(text)?;
    let mut rows = Vec::new();
    table.scan(&mut |row| {
        let cells = (0..table.columns().len()).map(|at| match row.cell(at) {
            Cell::Text(text) => text.to_owned(),
            other => format!("{other:?}"),
        });
        rows.push((row.line.unwrap_or_default(), cells.collect()));
        Ok(())
    })?;
    Ok(rows)
}

fn fault(text: &[u8]) -> Fault {
    rows(text).expect_err("a fault")
}

fn owned(cells: [&str; 2]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

#[test]
fn lines_are_those_of_an_editor() {
    let text = b"\xef\xbb\xbfa,b\r\n\r\n1,\"x\r\ny\"\r\n\r\n2,\"say \"\"hi\"\"\"\r\n3,\0";
    let expected = [
        (3, owned(["1", "x\r\ny"])),
        (6, owned(["2", "say \"hi\""])),
        (7, owned(["3", "\0"])),
    ];
    assert_eq!(rows(text).expect("rows"), expected);
    assert_eq!(open(text).expect("a table").columns(), ["a", "b"]);
}

#[test]
fn in_one_column_a_blank_line_is_an_empty_field() {
    let of = |text: &[u8]| rows(text).expect("rows");
    let cell = |line, text: &str| (line, vec![text.to_owned()]);
    let expected = [cell(2, "1"), cell(3, ""), cell(4, "2"), cell(5, "")];
    for end in ["\n", "\r\n", "\r"] {
        let text = "a\n1\n\n2\n\n".replace('\n', end);
        assert_eq!(of(text.as_bytes()), expected, "{text:?}");
    }
    assert_eq!(of(b"\n\na\n1"), [cell(4, "1")]);
    assert_eq!(of(b"a\n\"\"\n\n"), [cell(2, ""), cell(3, "")]);
    assert_eq!(of(b"a\n"), []);
}

#[test]
fn a_lone_carriage_return_ends_a_line() {
    let expected = [(2, owned(["1", "2"])), (4, owned(["3", "x\ry"]))];
    assert_eq!(rows(b"a,b\r1,2\r\r3,\"x\ry\"\r").expect("rows"), expected);
    let ragged = fault(b"a,b\r1,2\r3\r");
    assert_eq!(
        ragged.to_string(),
        "t.csv:3:1: row 2 has 1 field, the header has 2"
    );
    assert_eq!(ragged.place.expect("a place").text, "3");
    let latin = fault(b"a,b\r1,\"x\r\xff\"\r");
    assert!(
        latin.to_string().starts_with("t.csv:3:1: byte 0xff"),
        "{latin}"
    );
}

#[test]
fn a_header_alone_is_a_table() {
    assert_eq!(rows(b"a,b\n").expect("no rows"), []);
    assert_eq!(rows(b"a,b").expect("no rows"), []);
}

#[test]
fn empty_files_are_faults() {
    assert_eq!(open(b"").err().expect("a fault").message, "t.csv is empty");
    let blank = open(b"\n\r\n").err().expect("a fault");
    assert_eq!(blank.message, "t.csv has no header: all lines are blank");
}

#[test]
fn a_ragged_row_says_where_and_how_many() {
    let ragged = fault(b"a,b\n1,2\n\n3,4,5\n");
    assert_eq!(
        ragged.to_string(),
        "t.csv:4:1: row 2 has 3 fields, the header has 2"
    );
    assert_eq!(ragged.place.expect("a place").text, "3,4,5");
    let one = fault(b"a,b\n\"1\n2\n3\"\n");
    assert_eq!(
        one.to_string(),
        "t.csv:2:1: row 1 has 1 field, the header has 2"
    );
    assert!(one.help[0].contains("lines 2 to 4"), "{:?}", one.help);
}

#[test]
fn bytes_that_are_not_utf8_say_where() {
    let latin = fault(b"a,b\n1,\"x\ny\"\n2,\"\xc3\xa4 caf\xe9\"\n");
    assert_eq!(
        latin.to_string(),
        "t.csv:4:9: byte 0xe9 at offset 21 is not UTF-8 text"
    );
    let split = fault(b"a,b\n\xc3,\xa9\n");
    assert_eq!(
        split.to_string(),
        "t.csv:2:1: byte 0xc3 at offset 4 is not UTF-8 text"
    );
}

#[test]
fn an_unclosed_quote_says_where_it_opens() {
    for text in [
        &b"a,b\n1,\"fine \"\"x\"\"\nhere\"\n2,\"oh\n3,4\n"[..],
        b"a,b\n1,\"fine\n,\"\"\"\n2,\"oh\n3,4\n\n",
        b"a,b\n1,\"f\ng\"\n2,\"oh\n3,4\"\"",
    ] {
        let quote = fault(text).to_string();
        assert!(
            quote.starts_with("t.csv:4:3: this quote is never closed"),
            "{quote}"
        );
    }
    let alone = fault(b"a,b\n1,2\n\"");
    assert!(
        alone.to_string().starts_with("t.csv:3:1: this quote"),
        "{alone}"
    );
    assert_eq!(rows(b"a,b\n1,\"2\"").expect("closed at the end").len(), 1);
    assert_eq!(
        rows(b"a,b\n1,2\"\n3,x\"y\"z").expect("quotes within").len(),
        2
    );
}

#[test]
fn names_of_columns_are_there_and_differ() {
    let blank = open(b",b\n1,2\n").err().expect("a fault");
    assert_eq!(
        blank.to_string(),
        "t.csv:1:1: column 1 of the header has no name"
    );
    let twice = open(b"a,b,a\n1,2,3\n").err().expect("a fault");
    assert_eq!(
        twice.to_string(),
        "t.csv:1:1: columns 1 and 3 are both named `a`"
    );
}

#[test]
fn a_field_is_bounded() {
    let of = |count, end: &str| {
        let mut text = b"a,b\n1,\"".to_vec();
        text.extend(std::iter::repeat_n(b'x', count));
        text.extend(end.as_bytes());
        text
    };
    let limit = crate::FIELD_LIMIT;
    for text in [of(2 * limit + 1, ""), of(limit + 1, "\"\n")] {
        let endless = fault(&text).to_string();
        assert_eq!(endless, "t.csv:2:1: a field is longer than 16 MiB");
    }
    assert_eq!(
        rows(&of(limit, "\"\n")).expect("just short enough").len(),
        1
    );
}

#[test]
fn other_files_are_named() {
    let gzip = open(b"\x1f\x8b\x08\0\0\0").err().expect("a fault");
    assert_eq!(gzip.message, "t.csv is compressed with gzip, not CSV");
}

#[test]
fn delimiters() {
    let options = CsvOptions {
        delimiter: Some(b';'),
    };
    let table = Table::from_bytes("t.csv", b"a;b\n1,5;2\n".to_vec(), options);
    assert_eq!(table.expect("a table").columns(), ["a", "b"]);
    let tabs = Table::from_bytes("t.tsv", b"a\tb\n".to_vec(), CsvOptions::default());
    assert_eq!(tabs.expect("a table").columns(), ["a", "b"]);
    let quote = CsvOptions {
        delimiter: Some(b'"'),
    };
    assert!(Table::from_bytes("t.csv", b"a".to_vec(), quote).is_err());
}

/// A field as it stands in the file: quoted where it must be, or anyway.
fn written(field: &str, quote: bool) -> String {
    let must = field.is_empty() || field.contains([',', '"', '\n', '\r']);
    if quote || must {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        cells in prop::collection::vec(
            prop::collection::vec(("[a-zä,\"\n\r\0 ]{0,9}", any::<bool>()), 3), 0..20),
        crlf in any::<bool>(),
    ) {
        let end = if crlf { "\r\n" } else { "\n" };
        let mut text = format!("a,b,c{end}");
        let mut expected = Vec::new();
        for row in &cells {
            expected.push((
                text.replace("\r\n", "\n").matches(['\n', '\r']).count() as u64 + 1,
                row.iter().map(|(field, _)| field.clone()).collect::<Vec<_>>(),
            ));
            let fields: Vec<String> = row.iter().map(|(f, quote)| written(f, *quote)).collect();
            text += &(fields.join(",") + end);
        }
        prop_assert_eq!(rows(text.as_bytes()).expect("rows"), expected);
    }

    #[test]
    fn any_bytes_are_rows_or_a_fault(bytes in prop::collection::vec(
        prop_oneof![Just(b','), Just(b'"'), Just(b'\n'), Just(b'\r'), any::<u8>()], 0..60)) {
        let _ = rows(&bytes);
    }
}
