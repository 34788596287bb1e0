//! A table in any of the formats.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use verdict::{Fault, Subject};

use crate::arrow::{self, Arrow};
use crate::block::Block;
use crate::csv::Csv;
use crate::json::Json;
use crate::parquet::{GroupStatistics, Parquet, RowCopy};
use crate::partition::{self, Constants};
use crate::source::{Source, Watch};
use crate::wanted::{Scan, Wanted};

/// What a CSV file can't say of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CsvOptions {
    /// The byte between two fields. None: a tab in files named `.tsv`; in all
    /// others whichever of comma, semicolon, tab and vertical line the first
    /// records agree on best, see [`Table::dialect`].
    pub delimiter: Option<u8>,
    /// The byte around fields that hold delimiters, line breaks or quotes.
    /// None: `"`.
    pub quote: Option<u8>,
    /// Whether bytes that are not UTF-8 are read as U+FFFD. Else the record
    /// they are in is left out.
    pub lossy: bool,
}

/// How a CSV file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The byte between two fields.
    pub delimiter: u8,
    /// The byte around fields that hold delimiters, line breaks or quotes.
    pub quote: u8,
    /// Whether the delimiter was neither given nor told by the file's name, but
    /// found by looking at the first records.
    pub sniffed: bool,
}

/// What cells say of their own type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// Nothing: every cell is a text, and what it means is the reader's
    /// business (CSV).
    Texts,
    /// Texts, numbers, yes and no; days and times are texts (JSON Lines).
    /// There is but one kind of number: whole ones come as
    /// [`Cell::Number`](crate::Cell::Number) where they stand among others,
    /// unless that would change them.
    Json,
    /// All (Parquet, Arrow).
    Types,
}

/// A table in any of the formats.
pub struct Table {
    source: Source,
    format: Format,
    /// Those of the file, and behind them those of its folders.
    columns: Vec<String>,
    /// How many are those of the file.
    own: usize,
}

enum Format {
    Arrow(Box<Arrow>),
    Csv(Box<Csv>),
    Json(Box<Json>),
    Parquet(Parquet),
}

/// The first bytes of files that are no tables, and what is to be done.
const OTHERS: [(&[u8], &str, &str); 12] = [
    (
        b"PK\x03\x04",
        "a ZIP archive or an Excel workbook",
        "unpack it, or save the sheet as CSV",
    ),
    (
        b"BZh",
        "compressed with bzip2",
        "unpack it first, for example with `bunzip2`",
    ),
    (
        b"\xfd7zXZ\0",
        "compressed with xz",
        "unpack it first, for example with `unxz`",
    ),
    (
        b"\x04\x22\x4d\x18",
        "compressed with LZ4",
        "unpack it first, for example with `unlz4`",
    ),
    (b"PAR1", "a Parquet file", "name it `.parquet`"),
    (b"ARROW1", "an Arrow file", "name it `.arrow`"),
    (
        b"FEA1",
        "a Feather file of version 1",
        "write it as version 2, or as Parquet",
    ),
    (
        b"\xff\xff\xff\xff",
        "no text, but perhaps an Arrow stream",
        "if it is one, name it `.arrows`",
    ),
    (b"<!DOCTYPE", "a web page", FROM_WEB),
    (b"<!doctype", "a web page", FROM_WEB),
    (b"\xff\xfe", "UTF-16 text", FROM_UTF16),
    (b"\xfe\xff", "UTF-16 text", FROM_UTF16),
];

const FROM_WEB: &str = "name the file itself; who must log in to see it gets a page like this";

const FROM_UTF16: &str = "convert it, for example with `iconv -f UTF-16 -t UTF-8`";

/// Endings of compressed files, behind which stands that of the format.
const PACKED: [&str; 4] = ["gz", "gzip", "zst", "zstd"];

impl Table {
    /// A file as a table; `-` is standard input, and what begins with `s3://`,
    /// `gs://`, `az://`, `abfss://`, `http://` or `https://` is read from
    /// there (feature `remote`). The format is told by the name: `.csv`,
    /// `.tsv`, `.json`, `.jsonl`, `.ndjson`, `.parquet`, `.pq`, `.arrow`,
    /// `.arrows`, `.feather`, `.ipc`. Without these a file that begins with
    /// `PAR1` is Parquet, with `ARROW1` or as an Arrow stream Arrow, with `{`
    /// JSON Lines, and any other is CSV.
    ///
    /// CSV and JSON Lines may be compressed with gzip or Zstandard: that is
    /// told by the first bytes. The header is read here, the rows by
    /// [`Table::scan_blocks`]. Standard input and other pipes are kept in
    /// memory, and beyond 64 MiB in a temporary file.
    pub fn open(path: &Path, options: CsvOptions) -> Result<Self, Fault> {
        Self::from_source(Source::open(path)?, options)
    }

    /// Bytes as a table. The name stands for the path in every message, and
    /// its ending tells the format.
    pub fn from_bytes(name: &str, bytes: Vec<u8>, options: CsvOptions) -> Result<Self, Fault> {
        Self::from_source(Source::memory(name, bytes), options)
    }

    fn from_source(source: Source, options: CsvOptions) -> Result<Self, Fault> {
        let head = source.head(512)?;
        if head.is_empty() {
            return Err(Fault::new(format!("{} is empty", source.name))
                .help("even a table without rows has a header: check the step that wrote it"));
        }
        let ending = ending(&source.name);
        let format = match ending.as_str() {
            "parquet" | "pq" => parquet(&source)?,
            "csv" | "tsv" => csv(&source, &head, options, &ending)?,
            "json" | "jsonl" | "ndjson" => json(&source, &head, options)?,
            "arrow" | "arrows" | "feather" | "ipc" => of_arrow(&source)?,
            _ if arrow::begins(&head) => of_arrow(&source)?,
            _ if head.starts_with(b"PAR1") => parquet(&source)?,
            _ if first_of_text(&head) == Some(b'{') => json(&source, &head, options)?,
            _ => csv(&source, &head, options, &ending)?,
        };
        Ok(Self::with_folders(source, format))
    }

    /// Adds what the folders of the path say of every row.
    fn with_folders(mut source: Source, mut format: Format) -> Self {
        let mut columns = match &format {
            Format::Arrow(arrow) => arrow.columns().to_vec(),
            Format::Csv(csv) => csv.columns().to_vec(),
            Format::Json(json) => json.columns().to_vec(),
            Format::Parquet(parquet) => parquet.columns().to_vec(),
        };
        let own = columns.len();
        let mut partitions = partition::partitions(&source.name);
        partitions.retain(|partition| !columns.contains(&partition.key));
        source.constants = Arc::new(Constants::new(own, &partitions));
        match &mut format {
            Format::Arrow(arrow) => arrow.constants = Arc::clone(&source.constants),
            Format::Parquet(parquet) => parquet.constants = Arc::clone(&source.constants),
            Format::Csv(_) | Format::Json(_) => {}
        }
        columns.extend(partitions.into_iter().map(|partition| partition.key));
        Self {
            source,
            format,
            columns,
            own,
        }
    }

    /// Lets others watch the scans to come.
    pub fn watch(&mut self, watch: &Watch) {
        self.source.watch = watch.clone();
        match &mut self.format {
            Format::Arrow(arrow) => arrow.watch = watch.clone(),
            Format::Parquet(parquet) => parquet.watch = watch.clone(),
            Format::Csv(_) | Format::Json(_) => {}
        }
    }

    /// The path as it is shown, `<stdin>` for standard input.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.source.name
    }

    /// The names of the columns, in the file's order. In Parquet and Arrow
    /// the fields of a group are columns of their own, named `group.field`. In JSON Lines the
    /// keys of the first 1,000 lines (of the first 16 MiB of them) are columns,
    /// in order of first sight.
    ///
    /// Behind them come those that the folders of the path name, as in
    /// `region=eu/day=2026-01-01/x.parquet`, but for names that the file has
    /// itself. Their cells are texts, the same in every row, and null for
    /// `__HIVE_DEFAULT_PARTITION__`.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// How many of the columns are in the file itself: the first.
    #[must_use]
    pub fn own_columns(&self) -> usize {
        self.own
    }

    /// How a CSV file is read; None in other formats.
    #[must_use]
    pub fn dialect(&self) -> Option<Dialect> {
        match &self.format {
            Format::Csv(csv) => Some(Dialect {
                delimiter: csv.dialect.delimiter,
                quote: csv.dialect.quote,
                sniffed: csv.sniffed,
            }),
            Format::Json(_) | Format::Parquet(_) | Format::Arrow(_) => None,
        }
    }

    /// What cells say of their own type.
    #[must_use]
    pub fn typing(&self) -> Typing {
        match self.format {
            Format::Csv(_) => Typing::Texts,
            Format::Json(_) => Typing::Json,
            Format::Parquet(_) | Format::Arrow(_) => Typing::Types,
        }
    }

    /// What the cells of a column say of their own type: those that folders
    /// name are texts in all formats.
    #[must_use]
    pub fn typing_of(&self, column: usize) -> Typing {
        match column < self.own {
            true => self.typing(),
            false => Typing::Texts,
        }
    }

    /// Whether cells carry their own types. Where they don't (CSV), every
    /// cell is a text, and what it means is the reader's business.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        self.typing() != Typing::Texts
    }

    /// The table as the subject of a verdict: its name and SHA-256.
    pub fn subject(&self) -> Result<Subject, Fault> {
        self.source.subject()
    }

    /// What a Parquet file's footer says of a column, counted from 0, one entry
    /// a row group in the file's order. None: the format has no such footer, the
    /// column is a list, or it is past the last.
    #[must_use]
    pub fn statistics(&self, column: usize) -> Option<Vec<GroupStatistics<'_>>> {
        match &self.format {
            Format::Csv(_) | Format::Json(_) | Format::Arrow(_) => None,
            Format::Parquet(parquet) => parquet.statistics(column),
        }
    }

    /// How many rows each row group of a Parquet file has, in the file's order.
    /// None: another format.
    #[must_use]
    pub fn row_groups(&self) -> Option<Vec<usize>> {
        match &self.format {
            Format::Csv(_) | Format::Json(_) | Format::Arrow(_) => None,
            Format::Parquet(parquet) => Some(parquet.row_groups()),
        }
    }

    /// Begins a Parquet file that some rows of this one are copied to. None:
    /// this is another format.
    ///
    /// # Errors
    ///
    /// Its first bytes can't be written.
    pub fn copy_to<W: Write + Send>(&self, to: W) -> Result<Option<RowCopy<'_, W>>, Fault> {
        match &self.format {
            Format::Csv(_) | Format::Json(_) | Format::Arrow(_) => Ok(None),
            Format::Parquet(parquet) => RowCopy::begin(parquet, to).map(Some),
        }
    }

    /// Shows every block of rows to a state of the thread that reads it, and
    /// hands every state back. Over several threads blocks come in any order;
    /// each knows its place. When `each` fails for several blocks, the fault
    /// of the first of them in the file is handed back. May be called again.
    pub fn scan_blocks<S: Send>(
        &self,
        wanted: &Wanted,
        make: &(dyn Fn() -> S + Sync),
        each: &(dyn Fn(&mut S, &Block) -> Result<(), Fault> + Sync),
    ) -> Result<(Scan, Vec<S>), Fault> {
        // What is compressed is no stream of the file's own bytes.
        let beside =
            wanted.digest && (self.typing() == Typing::Types || self.source.packing.is_some());
        let wanted = &Wanted {
            digest: wanted.digest && !beside,
            ..wanted.clone()
        };
        let each = &|state: &mut S, block: &Block| {
            self.source.watch.add_rows(block.rows());
            each(state, block)
        };
        let (scan, states) = self.beside_digest(beside, || match &self.format {
            Format::Arrow(arrow) => arrow.scan_blocks(wanted, make, each),
            Format::Csv(csv) => csv.scan_blocks(&self.source, wanted, make, each),
            Format::Json(json) => json.scan_blocks(&self.source, wanted, make, each),
            Format::Parquet(parquet) => parquet.scan_blocks(wanted, make, each),
        })?;
        self.source.check_unchanged()?;
        Ok((scan, states))
    }

    /// Takes the digest, when it is wanted, in a thread beside those that read.
    fn beside_digest<S>(
        &self,
        wanted: bool,
        read: impl FnOnce() -> Result<(Scan, Vec<S>), Fault>,
    ) -> Result<(Scan, Vec<S>), Fault> {
        if !wanted {
            return read();
        }
        let (read, subject) = std::thread::scope(|scope| {
            let digest = || self.subject();
            let beside = std::thread::Builder::new().spawn_scoped(scope, digest);
            let read = read();
            let subject = match beside {
                Ok(beside) => beside
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                Err(_) => digest(),
            };
            (read, subject)
        });
        let (scan, states) = read?;
        let subject = Some(subject?);
        Ok((Scan { subject, ..scan }, states))
    }
}

/// The ending of a name that tells the format, in lower case; empty when it
/// has none.
fn ending(name: &str) -> String {
    let name = name.to_lowercase();
    let name = match name.rsplit_once('.') {
        Some((inner, ending)) if PACKED.contains(&ending) => inner,
        _ => &name,
    };
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.')
        .map_or(String::new(), |(_, ending)| ending.to_owned())
}

/// The first byte that is no space.
fn first_of_text(head: &[u8]) -> Option<u8> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    text.trim_ascii_start().first().copied()
}

fn parquet(source: &Source) -> Result<Format, Fault> {
    not_packed(source, "Parquet")?;
    Ok(Format::Parquet(Parquet::open(source)?))
}

fn of_arrow(source: &Source) -> Result<Format, Fault> {
    not_packed(source, "Arrow")?;
    Ok(Format::Arrow(Box::new(Arrow::open(source)?)))
}

/// Fails when a file of a format that jumps about is compressed as a whole.
fn not_packed(source: &Source, format: &str) -> Result<(), Fault> {
    let Some(packing) = source.packing else {
        return Ok(());
    };
    let (name, packing) = (&source.name, packing.name());
    Err(
        Fault::new(format!("{name} is compressed with {packing}, not {format}"))
            .help(format!("unpack it: {format} files are compressed within")),
    )
}

fn json(source: &Source, head: &[u8], options: CsvOptions) -> Result<Format, Fault> {
    not_another(source, head, "JSON Lines")?;
    Ok(Format::Json(Box::new(Json::open(source, options)?)))
}

/// Fails when a file of text begins as other files do.
fn not_another(source: &Source, head: &[u8], format: &str) -> Result<(), Fault> {
    let name = &source.name;
    if let Some((_, kind, help)) = OTHERS.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Err(Fault::new(format!("{name} is {kind}, not {format}")).help(*help));
    }
    if head.get(257..262) == Some(b"ustar") {
        let fault = Fault::new(format!("{name} is a tar archive, not {format}"));
        return Err(fault.help("unpack it, and name the files that were in it"));
    }
    Ok(())
}

fn csv(source: &Source, head: &[u8], options: CsvOptions, ending: &str) -> Result<Format, Fault> {
    not_another(source, head, "CSV")?;
    let usual = (ending == "tsv").then_some(b'\t');
    let csv = Csv::open(source, options, usual)?;
    Ok(Format::Csv(Box::new(csv)))
}

/// Names of columns must differ: a rule on a column has to mean one.
pub(crate) fn check_distinct(names: &[String]) -> Result<(), Fault> {
    let mut seen = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        if let Some(before) = seen.insert(name, at) {
            let name: String = name.chars().take(80).collect();
            return Err(Fault::new(format!(
                "columns {} and {} are both named `{name}`",
                before + 1,
                at + 1
            ))
            .help("rename one of them"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Shape;

    fn scan(table: &Table) -> Result<Scan, Fault> {
        let wanted = Wanted {
            digest: true,
            threads: 2,
            ordered: false,
            ..Wanted::all(table.columns().len())
        };
        let scanned = table.scan_blocks(&wanted, &|| (), &|(), _| Ok(()));
        scanned.map(|(scan, _)| scan)
    }

    #[test]
    fn a_table_that_changes_on_the_way_is_a_fault() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("t.csv");
        std::fs::write(&path, "a\n1\n").expect("written");
        let table = Table::open(&path, CsvOptions::default()).expect("a table");
        let subject = scan(&table).expect("unchanged").subject;
        assert_eq!(subject, Some(table.subject().expect("a digest")));
        std::fs::write(&path, "a\n1\n2\n").expect("written");
        let fault = scan(&table).expect_err("a fault");
        assert!(fault.message.ends_with("t.csv changed while it was read"));
    }

    #[test]
    fn the_digest_of_parquet_is_that_of_the_file() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/types.parquet");
        let table = Table::open(&path, CsvOptions::default()).expect("a table");
        let scan = scan(&table).expect("a scan");
        assert_eq!(scan.subject, Some(table.subject().expect("a digest")));
        assert_eq!((scan.rows, scan.shape), (3, Shape::default()));
    }

    fn open(name: &str, bytes: &[u8]) -> Result<Table, Fault> {
        Table::from_bytes(name, bytes.to_vec(), CsvOptions::default())
    }

    #[test]
    fn other_files_are_named() {
        let message = |name: &str, bytes: &[u8]| open(name, bytes).err().expect("a fault").message;
        assert_eq!(message("t.csv", b""), "t.csv is empty");
        assert_eq!(
            message("t.csv", b"PK\x03\x04"),
            "t.csv is a ZIP archive or an Excel workbook, not CSV"
        );
        assert_eq!(
            message("t.jsonl", b"BZh91"),
            "t.jsonl is compressed with bzip2, not JSON Lines"
        );
        let mut tar = vec![b'x'; 512];
        tar[257..262].copy_from_slice(b"ustar");
        let tar = zstd::encode_all(&tar[..], 1).expect("packed");
        assert_eq!(
            message("t.tar.zst", &tar),
            "t.tar.zst is a tar archive, not CSV"
        );
        let fault = message("t.parquet.zst", &tar);
        assert_eq!(
            fault,
            "t.parquet.zst is compressed with Zstandard, not Parquet"
        );
    }

    #[test]
    fn the_name_or_the_first_bytes_tell_the_format() {
        let packed = |text: &[u8]| zstd::encode_all(text, 1).expect("packed");
        let typing = |name: &str, bytes: &[u8]| open(name, bytes).expect("a table").typing();
        assert_eq!(typing("t.csv.zst", &packed(b"{,b\n")), Typing::Texts);
        assert_eq!(
            typing("t.JSONL.zst", &packed(b"x\n{\"a\":1}\n")),
            Typing::Json
        );
        assert_eq!(typing("<stdin>", b"\n {\"a\":1}\n"), Typing::Json);
        assert_eq!(typing("<stdin>", &packed(b"a;b\n1;2\n")), Typing::Texts);
        assert_eq!(
            open("t.tsv.gz", b"a\tb,c\n").expect("a table").columns(),
            ["a", "b,c"]
        );
        assert_eq!(ending("a.csv/t"), "");
    }

    #[test]
    fn delimiters_that_can_be_none_are_refused() {
        for (delimiter, quote) in [
            (b'"', None),
            (b'\n', None),
            (0xe9, None),
            (b',', Some(b'\r')),
        ] {
            let options = CsvOptions {
                delimiter: Some(delimiter),
                quote,
                ..CsvOptions::default()
            };
            assert!(Table::from_bytes("t.csv", b"a".to_vec(), options).is_err());
        }
    }

    /// Compressed and not, by one thread and by several: rows, shape and the
    /// digest of the file as it is.
    #[test]
    fn packed_tables_are_as_others() {
        let text = "a,b\n".to_owned() + &"1,\"x\ny\"\n2,3,4\n".repeat(50_000);
        let plain = open("t.csv", text.as_bytes()).expect("a table");
        let bytes = zstd::encode_all(text.as_bytes(), 1).expect("packed");
        let packed = open("t.csv.zst", &bytes).expect("a table");
        let (plain, seen) = (
            scan(&plain).expect("a scan"),
            scan(&packed).expect("a scan"),
        );
        assert_eq!((plain.rows, &plain.shape), (seen.rows, &seen.shape));
        assert_eq!(seen.subject, Some(packed.subject().expect("a digest")));
        let cut = open("t.csv.zst", &bytes[..bytes.len() - 9]).expect("a table");
        let fault = scan(&cut).expect_err("a fault");
        assert!(
            fault
                .message
                .starts_with("t.csv.zst: the Zstandard file is cut off behind byte ")
        );
        assert!(fault.place.expect("a place").line > 1);
    }
}
