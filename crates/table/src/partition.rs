//! Folders that say what the rows of the files in them have in common:
//! `region=eu/day=2026-01-01/x.parquet`.

use crate::column::{Column, Span, Texts};

/// What a folder says of the rows of the files in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Partition {
    /// The name of the column.
    pub(crate) key: String,
    /// The value of every row; None: null.
    value: Option<String>,
}

/// Columns behind those of the file, whose cells are the same in every row.
#[derive(Debug, Default)]
pub(crate) struct Constants {
    /// How many columns the file has.
    before: usize,
    cells: Vec<(Vec<u8>, [Span; 1])>,
}

/// Zeros before a text, by which it may be seen as one number: see
/// [`Texts::short`].
const ROOM: usize = 16;

impl Constants {
    /// What partitions say, behind so many columns of the file.
    pub(crate) fn new(before: usize, partitions: &[Partition]) -> Self {
        let cell = |partition: &Partition| match &partition.value {
            None => (Vec::new(), [Span::NONE]),
            Some(text) => {
                let bytes = [&[0; ROOM], text.as_bytes()].concat();
                let span = Span::new(ROOM, bytes.len());
                (bytes, [span])
            }
        };
        let cells = partitions.iter().map(cell).collect();
        Self { before, cells }
    }

    /// A column, counted with those of the file, for so many rows. None: it is
    /// one of the file, or past the last.
    pub(crate) fn column(&self, column: usize, rows: usize) -> Option<Column<'_>> {
        let (bytes, spans) = self.cells.get(column.checked_sub(self.before)?)?;
        Some(Column::Texts(Texts {
            bytes,
            spans,
            // Every row has the first.
            stride: 0,
            rows,
        }))
    }
}

/// What writers call the folder of the rows that have no value.
const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// What the folders of a path say, the outermost first; the last of those of
/// one key. Bytes that a file name can't hold are written `%2F`.
#[must_use]
pub(crate) fn partitions(path: &str) -> Vec<Partition> {
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    let mut found: Vec<Partition> = Vec::new();
    for (key, value) in folders.iter().filter_map(|name| name.split_once('=')) {
        let key = decoded(key);
        if key.is_empty() {
            continue;
        }
        found.retain(|known| known.key != key);
        let value = (value != NULL).then(|| decoded(value));
        found.push(Partition { key, value });
    }
    found
}

/// A text whose bytes may be written `%2F`; as it is, where that is no text.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        let hexadecimal = |code: &&str| code.bytes().all(|digit| digit.is_ascii_hexdigit());
        let code = code.filter(hexadecimal);
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        out.push(code.unwrap_or(*byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Short;

    #[test]
    fn a_constant_is_in_every_row() {
        let found = partitions("region=eu/day=__HIVE_DEFAULT_PARTITION__/e=/x.csv");
        let constants = Constants::new(2, &found);
        let texts = |column| match constants.column(column, 3) {
            Some(Column::Texts(texts)) => texts,
            other => panic!("{other:?}"),
        };
        let eu: &[u8] = b"eu";
        assert_eq!(texts(2).iter().collect::<Vec<_>>(), [Some(eu); 3]);
        assert_eq!(texts(2).short(2), Short::of(eu));
        assert_eq!(texts(3).iter().collect::<Vec<_>>(), [None; 3]);
        assert_eq!(texts(4).get(1), Some(&b""[..]));
        assert!(constants.column(1, 3).is_none(), "one of the file");
        assert!(constants.column(5, 3).is_none(), "past the last");
    }

    fn pairs(path: &str) -> Vec<(String, Option<String>)> {
        let found = partitions(path).into_iter();
        found.map(|found| (found.key, found.value)).collect()
    }

    fn pair(key: &str, value: &str) -> (String, Option<String>) {
        (key.to_owned(), Some(value.to_owned()))
    }

    #[test]
    fn folders_say_what_their_rows_have_in_common() {
        assert_eq!(
            pairs("s3://b/data/region=eu/day=2026-01-01/a=b.csv"),
            [pair("region", "eu"), pair("day", "2026-01-01")],
            "the file itself is no folder"
        );
        assert_eq!(
            pairs("a%20b=x%2Fy%3D1/c=1=2/x.csv"),
            [pair("a b", "x/y=1"), pair("c", "1=2")]
        );
        assert_eq!(
            pairs("day=__HIVE_DEFAULT_PARTITION__/e=/x.csv"),
            [("day".to_owned(), None), pair("e", "")]
        );
        assert_eq!(pairs("k=1/l=2/k=3/x.csv"), [pair("l", "2"), pair("k", "3")]);
        assert_eq!(pairs("=1/plain/x.csv"), []);
        assert_eq!(pairs("k=%zz%+1%c3%/x.csv"), [pair("k", "%zz%+1%c3%")]);
    }
}
