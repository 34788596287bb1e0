//! The same by other means: `csv-core`, other pieces, other registers.

use csv_core::{ReadRecordResult, Reader};
use proptest::prelude::*;

use super::masks;
use super::structure::{Dialect, PADDING, Structure};
use super::tests::{How, Seen, USUAL, see};

const DIALECT: Dialect = Dialect {
    delimiter: b',',
    quote: b'"',
};

/// The records of a text as `csv-core` reads it, which it is to end; and
/// whether quotes are still open at its end.
fn records(text: &[u8]) -> (Vec<Vec<Vec<u8>>>, bool) {
    let text = match text.last() {
        Some(b'\n' | b'\r') => text.to_vec(),
        _ => [text, b"\n"].concat(),
    };
    let mut reader = Reader::new();
    let (mut out, mut ends) = (vec![0; text.len() + 9], vec![0; text.len() + 9]);
    let (mut at, mut records) = (0, Vec::new());
    while at < text.len() {
        let (result, taken, written, count) = reader.read_record(&text[at..], &mut out, &mut ends);
        at += taken;
        if result != ReadRecordResult::Record {
            return (
                records,
                written > 0 || count > 0 || text[at - taken..].contains(&b'"'),
            );
        }
        let mut start = 0;
        let fields = ends[..count].iter().map(|end| {
            let field = &out[start..*end];
            start = *end;
            field.to_vec()
        });
        records.push(fields.collect());
    }
    (records, false)
}

/// Whether a record keeps the rules of quoting.
fn is_strict(record: &[u8]) -> bool {
    let mut rest = record;
    loop {
        if let Some(quoted) = rest.strip_prefix(b"\"") {
            let pairs = (0..quoted.len()).scan(false, |half, at| {
                *half = quoted[at] == b'"' && !*half;
                Some((at, *half && quoted.get(at + 1) != Some(&b'"')))
            });
            let close = pairs.filter(|(_, closes)| *closes).map(|(at, _)| at).next();
            let Some(close) = close else { return false };
            rest = &quoted[close + 1..];
        } else {
            let end = rest
                .iter()
                .position(|byte| *byte == b',')
                .unwrap_or(rest.len());
            if rest[..end].contains(&b'"') {
                return false;
            }
            rest = &rest[end..];
        }
        match rest.split_first() {
            None => return true,
            Some((b',', more)) => rest = more,
            Some(_) => return false,
        }
    }
}

/// The line of each record of a text, by its number, as it stands there.
fn line(text: &[u8], raw: &[u8], after: &mut usize) -> u64 {
    while !text[*after..].starts_with(raw) {
        *after += 1;
    }
    let before = String::from_utf8_lossy(&text[..*after]).replace("\r\n", "\n");
    *after += raw.len();
    before.matches(['\n', '\r']).count() as u64 + 1
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        4 => prop::sample::select(b",,,\"\"\n\n\r".to_vec()),
        4 => prop::sample::select(b"abc ".to_vec()),
        1 => prop::sample::select("ä€".as_bytes().to_vec()),
    ];
    let short = prop::collection::vec(byte, 0..200);
    let pieces = prop::sample::select(vec![
        "1,2\n",
        "1,2\r\n",
        "1,2\r",
        "\"a\"\"b\",\"c\nd\"\n",
        "\"\",\"\"\r\n",
        "x,ä€\n",
        "\n",
        "\r\n",
        "1,2,3\n",
        "4\n",
        "5\",6\n",
        "\"7\"8,9\n",
        "a long field without an end in sight,that goes on and on and on\n",
        "\0,\n",
        "\"",
    ]);
    let lines = prop::collection::vec(pieces, 0..40).prop_map(|lines| lines.concat().into_bytes());
    prop_oneof![short, lines]
}

fn check(header: &str, rest: &[u8]) {
    let text = [header.as_bytes(), rest].concat();
    let columns = header.matches(',').count() + 1;
    let Seen {
        rows,
        left_out,
        scan,
        ..
    } = see(&text, USUAL).expect("a table");
    let (expected, unclosed) = records(&text);
    let expected = &expected[1..];
    // Where there is one column, a blank line is a row; not so to csv-core.
    let mut all: Vec<(u64, Vec<u8>, Option<Vec<String>>)> = Vec::new();
    all.extend(
        rows.iter()
            .map(|row| (row.number, row.raw.clone(), Some(row.cells.clone()))),
    );
    all.extend(
        left_out
            .iter()
            .map(|(number, raw)| (*number, raw.clone(), None)),
    );
    all.sort();
    for (at, (number, ..)) in all.iter().enumerate() {
        assert_eq!(*number, at as u64 + 1);
    }
    assert_eq!(all.len() as u64, scan.rows);
    let strays = all.iter().filter(|(_, raw, _)| !is_strict(raw)).count() as u64;
    let shape = &scan.shape;
    assert_eq!(
        shape.stray_quotes.count + shape.unclosed_quote.count,
        strays
    );
    all.retain(|(_, raw, _)| !raw.is_empty());
    assert_eq!(scan.shape.unclosed_quote.count, u64::from(unclosed));
    assert_eq!(
        all.len(),
        expected.len() + usize::from(unclosed),
        "{all:?} {expected:?}"
    );
    for ((_, raw, cells), fields) in all.iter().zip(expected) {
        let good = std::str::from_utf8(raw).is_ok() && fields.len() == columns;
        assert_eq!(cells.is_some(), good, "{:?}", String::from_utf8_lossy(raw));
        if let Some(cells) = cells {
            let cells: Vec<&[u8]> = cells.iter().map(String::as_bytes).collect();
            assert_eq!(cells, *fields);
        }
    }
    let mut after = header.len();
    for row in rows.iter().filter(|row| !row.raw.is_empty()) {
        while all.first().is_some_and(|(number, ..)| *number < row.number) {
            line(&text, &all.remove(0).1, &mut after);
        }
        all.remove(0);
        assert_eq!(row.line, line(&text, &row.raw, &mut after));
    }
}

/// What was found, without what was left over from another text.
fn found(text: &[u8], find: impl Fn(&[u8], usize, Dialect, &mut Structure)) -> String {
    let padded = [text, &[b' '; PADDING + 1]].concat();
    let mut structure = Structure::default();
    find(&padded, text.len(), DIALECT, &mut structure);
    let values = structure.count;
    structure.values.truncate(values);
    format!("{structure:?}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 1000 } else { 20_000 }))]

    #[test]
    fn records_are_those_of_csv_core(rest in bytes(), columns in 1usize..4) {
        let header = ["a\n", "a,b\n", "a,b,c\r\n"][columns - 1];
        check(header, &rest);
    }

    /// Pieces of any size, so that everything falls on a border.
    #[test]
    fn pieces_and_threads_make_no_difference(rest in bytes(), piece in 1usize..150, columns in 1usize..3) {
        let text = [["a\n", "a,b\n"][columns - 1].as_bytes(), &rest].concat();
        for lossy in [false, true] {
            let how = How { piece, threads: 1, lossy };
            let whole = see(&text, How { piece: USUAL.piece, ..how }).expect("a table");
            let parts = see(&text, how).expect("a table");
            let threads = see(&text, How { threads: 3, ..how }).expect("a table");
            prop_assert_eq!(&parts, &threads);
            prop_assert_eq!(&whole.rows, &parts.rows);
            prop_assert_eq!(&whole.left_out, &parts.left_out);
            prop_assert_eq!(&whole.scan, &parts.scan);
        }
    }

    #[test]
    fn registers_of_every_width_find_the_same(text in prop_oneof![
        bytes(), prop::collection::vec(any::<u8>(), 0..300)]) {
        let portable = found(&text, masks::find_portable);
        prop_assert_eq!(&portable, &found(&text, masks::find_fast));
        #[cfg(target_arch = "x86_64")]
        prop_assert_eq!(&portable, &found(&text, masks::find_narrow));
    }
}
