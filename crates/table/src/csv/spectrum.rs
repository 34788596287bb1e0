//! The twelve pairs of csv-spectrum (max-mapper/csv-spectrum), as facts. One of
//! them, `location_coordinates`, has quotes within an unquoted field: it is read
//! as it says, and told.

use crate::{CsvOptions, Table, Typing, Wanted};

/// A name, the text of the file, and the rows that the JSON beside it has, the
/// names of the columns first.
type Fact = (
    &'static str,
    &'static str,
    &'static [&'static [&'static str]],
);

/// The pair with stray quotes.
const STRAY: &str = "location_coordinates";

const FACTS: [Fact; 12] = [
    (
        "comma_in_quotes",
        "first,last,address,city,zip\nJohn,Doe,120 any st.,\"Anytown, WW\",08123",
        &[
            &["first", "last", "address", "city", "zip"],
            &["John", "Doe", "120 any st.", "Anytown, WW", "08123"],
        ],
    ),
    (
        "empty",
        "a,b,c\n1,\"\",\"\"\n2,3,4",
        &[&["a", "b", "c"], &["1", "", ""], &["2", "3", "4"]],
    ),
    (
        "empty_crlf",
        "a,b,c\r\n1,\"\",\"\"\r\n2,3,4",
        &[&["a", "b", "c"], &["1", "", ""], &["2", "3", "4"]],
    ),
    (
        "escaped_quotes",
        "a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n",
        &[&["a", "b"], &["1", "ha \"ha\" ha"], &["3", "4"]],
    ),
    (
        "json",
        "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"coordinates\"\": [102.0, 0.5]}\"\n",
        &[
            &["key", "val"],
            &["1", "{\"type\": \"Point\", \"coordinates\": [102.0, 0.5]}"],
        ],
    ),
    (
        STRAY,
        "Phone,Location,Cities\n2095257564,37\u{fffd}36'37.8\"N 121\u{fffd}2'17.9\"W,Modesto\n",
        &[
            &["Phone", "Location", "Cities"],
            &[
                "2095257564",
                "37\u{fffd}36'37.8\"N 121\u{fffd}2'17.9\"W",
                "Modesto",
            ],
        ],
    ),
    (
        "newlines",
        "a,b,c\n1,2,3\n\"Once upon \na time\",5,6\n7,8,9\n",
        &[
            &["a", "b", "c"],
            &["1", "2", "3"],
            &["Once upon \na time", "5", "6"],
            &["7", "8", "9"],
        ],
    ),
    (
        "newlines_crlf",
        "a,b,c\r\n1,2,3\r\n\"Once upon \r\na time\",5,6\r\n7,8,9\r\n",
        &[
            &["a", "b", "c"],
            &["1", "2", "3"],
            &["Once upon \r\na time", "5", "6"],
            &["7", "8", "9"],
        ],
    ),
    (
        "quotes_and_newlines",
        "a,b\n1,\"ha \n\"\"ha\"\" \nha\"\n3,4\n",
        &[&["a", "b"], &["1", "ha \n\"ha\" \nha"], &["3", "4"]],
    ),
    (
        "simple",
        "a,b,c\n1,2,3\n",
        &[&["a", "b", "c"], &["1", "2", "3"]],
    ),
    (
        "simple_crlf",
        "a,b,c\r\n1,2,3\r\n",
        &[&["a", "b", "c"], &["1", "2", "3"]],
    ),
    (
        "utf8",
        "a,b,c\n1,2,3\n4,5,ʤ",
        &[&["a", "b", "c"], &["1", "2", "3"], &["4", "5", "ʤ"]],
    ),
];

#[test]
fn all_pairs_are_read_as_they_say() {
    for (name, text, expected) in FACTS {
        let bytes = text.as_bytes().to_vec();
        let table = Table::from_bytes("t.csv", bytes, CsvOptions::default()).expect("a table");
        assert_eq!(table.columns(), expected[0], "{name}");
        assert_eq!(table.typing(), Typing::Texts);
        let width = table.columns().len();
        let scanned = table.scan_blocks(&Wanted::all(width), &Vec::new, &|rows, block| {
            for at in 0..block.rows() {
                let cells = (0..width).map(|column| format!("{:?}", block.cell(column, at)));
                rows.push(cells.collect::<Vec<_>>());
            }
            Ok(())
        });
        let (scan, rows) = scanned.expect("a scan");
        let shown = |row: &&[&str]| {
            row.iter()
                .map(|cell| format!("Text({cell:?})"))
                .collect::<Vec<_>>()
        };
        let expected: Vec<_> = expected[1..].iter().map(shown).collect();
        assert_eq!(rows.concat(), expected, "{name}");
        let shape = (scan.shape.left_out, scan.shape.stray_quotes.count);
        assert_eq!(shape, (0, u64::from(name == STRAY)), "{name}");
    }
}
