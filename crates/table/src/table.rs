//! A table in any of the formats.

use std::collections::HashMap;
use std::path::Path;

use verdict::{Fault, Subject};

use crate::csv::Csv;
use crate::parquet::Parquet;
use crate::row::Row;
use crate::source::Source;

/// What a CSV file can't say of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CsvOptions {
    /// The byte between two fields. None: a tab in files named `.tsv`, a
    /// comma in all others.
    pub delimiter: Option<u8>,
}

/// A table in any of the formats.
pub struct Table {
    source: Source,
    format: Format,
}

enum Format {
    Csv(Csv),
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
    /// [`Table::scan`]. Standard input and other pipes are kept in memory and
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

    /// Shows every row, in order, and says how many there were. A fault of
    /// `each` ends the scan and is handed back. May be called again.
    pub fn scan(&self, each: &mut dyn FnMut(&Row<'_>) -> Result<(), Fault>) -> Result<u64, Fault> {
        match &self.format {
            Format::Csv(csv) => csv.scan(&self.source, each),
            Format::Parquet(parquet) => parquet.scan(each),
        }
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
    let usual = if ending == Some("tsv") { b'\t' } else { b',' };
    let delimiter = options.delimiter.unwrap_or(usual);
    Csv::open(source, delimiter).map(Format::Csv)
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
