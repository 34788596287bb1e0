//! A table in any of the formats.

use std::collections::HashMap;
use std::path::Path;

use verdict::{Fault, Subject};

use crate::block::Block;
use crate::csv::Csv;
use crate::parquet::{GroupStatistics, Parquet};
use crate::source::Source;
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

/// A table in any of the formats.
pub struct Table {
    source: Source,
    format: Format,
}

enum Format {
    Csv(Box<Csv>),
    Parquet(Parquet),
}

/// The first bytes of files that are no tables, and what is to be done.
const OTHERS: [(&[u8], &str, &str); 6] = [
    (
        b"\x1f\x8b",
        "compressed with gzip",
        "unpack it first, for example with `gunzip`",
    ),
    (
        b"\x28\xb5\x2f\xfd",
        "compressed with Zstandard",
        "unpack it first, for example with `unzstd`",
    ),
    (
        b"PK\x03\x04",
        "a ZIP archive or an Excel workbook",
        "unpack it, or save the sheet as CSV",
    ),
    (b"ARROW1", "an Arrow (Feather) file", "save it as Parquet"),
    (
        b"\xff\xfe",
        "UTF-16 text",
        "convert it, for example with `iconv -f UTF-16 -t UTF-8`",
    ),
    (
        b"\xfe\xff",
        "UTF-16 text",
        "convert it, for example with `iconv -f UTF-16 -t UTF-8`",
    ),
];

impl Table {
    /// A file as a table; `-` is standard input. `.csv`, `.tsv`, `.parquet`
    /// and `.pq` tell the format; without them a file that begins with `PAR1`
    /// is Parquet and any other is CSV. The header is read here, the rows by
    /// [`Table::scan_blocks`]. Standard input and other pipes are kept in memory and
    /// may hold at most 64 MiB.
    pub fn open(path: &Path, options: CsvOptions) -> Result<Self, Fault> {
        Self::from_source(Source::open(path)?, options)
    }

    /// Bytes as a table. The name stands for the path in every message, and
    /// its ending tells the format.
    pub fn from_bytes(name: &str, bytes: Vec<u8>, options: CsvOptions) -> Result<Self, Fault> {
        Self::from_source(Source::memory(name, bytes), options)
    }

    fn from_source(source: Source, options: CsvOptions) -> Result<Self, Fault> {
        let head = source.head(8)?;
        if head.is_empty() {
            return Err(Fault::new(format!("{} is empty", source.name))
                .help("even a table without rows has a header: check the step that wrote it"));
        }
        let ending = source
            .name
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_lowercase());
        let format = match ending.as_deref() {
            Some("parquet" | "pq") => Format::Parquet(Parquet::open(&source)?),
            Some("csv" | "tsv") => csv(&source, &head, options, ending.as_deref())?,
            _ if head.starts_with(b"PAR1") => Format::Parquet(Parquet::open(&source)?),
            _ => csv(&source, &head, options, None)?,
        };
        Ok(Self { source, format })
    }

    /// The path as it is shown, `<stdin>` for standard input.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.source.name
    }

    /// The names of the columns, in the file's order. In Parquet the fields of
    /// a group are columns of their own, named `group.field`.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        match &self.format {
            Format::Csv(csv) => csv.columns(),
            Format::Parquet(parquet) => parquet.columns(),
        }
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
            Format::Parquet(_) => None,
        }
    }

    /// Whether cells carry their own types. Where they don't (CSV), every
    /// cell is a text, and what it means is the reader's business.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        matches!(self.format, Format::Parquet(_))
    }

    /// The table as the subject of a verdict: its name and SHA-256.
    pub fn subject(&self) -> Result<Subject, Fault> {
        self.source.subject()
    }

    /// What a Parquet file's footer says of a column, counted from 0, one entry
    /// a row group in the file's order. None: the format has no footer, the
    /// column is a list, or it is past the last.
    #[must_use]
    pub fn statistics(&self, column: usize) -> Option<Vec<GroupStatistics<'_>>> {
        match &self.format {
            Format::Csv(_) => None,
            Format::Parquet(parquet) => parquet.statistics(column),
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
        let (scan, states) = match &self.format {
            Format::Csv(csv) => csv.scan_blocks(&self.source, wanted, make, each)?,
            Format::Parquet(parquet) => {
                self.beside_digest(wanted, || parquet.scan_blocks(wanted, make, each))?
            }
        };
        self.source.check_unchanged()?;
        Ok((scan, states))
    }

    /// Takes the digest, when it is wanted, in a thread beside those that read.
    fn beside_digest<S>(
        &self,
        wanted: &Wanted,
        read: impl FnOnce() -> Result<(u64, Vec<S>), Fault>,
    ) -> Result<(Scan, Vec<S>), Fault> {
        let (read, subject) = std::thread::scope(|scope| {
            let digest = || wanted.digest.then(|| self.subject()).transpose();
            let builder = std::thread::Builder::new();
            let beside = builder.spawn_scoped(scope, digest);
            let read = read();
            let subject = match beside {
                Ok(beside) => beside
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                Err(_) => digest(),
            };
            (read, subject)
        });
        let (rows, states) = read?;
        let scan = Scan {
            rows,
            subject: subject?,
            ..Scan::default()
        };
        Ok((scan, states))
    }
}

fn csv(
    source: &Source,
    head: &[u8],
    options: CsvOptions,
    ending: Option<&str>,
) -> Result<Format, Fault> {
    if let Some((_, kind, help)) = OTHERS.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Err(Fault::new(format!("{} is {kind}, not CSV", source.name)).help(*help));
    }
    let usual = (ending == Some("tsv")).then_some(b'\t');
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
}
