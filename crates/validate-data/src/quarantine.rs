//! `--quarantine` and `--keep`: the rows that break a rule, and the others,
//! as they stand in the file.

mod groups;

use std::path::Path;

use table::{Table, Typing};
use tool::NewFile;
use verdict::{Fault, Severity};

use crate::pass::{Found, Means, Pass, Sifted, Whole};

/// Where rows go.
pub(crate) struct Outlets<'a> {
    pub(crate) quarantine: Option<&'a Path>,
    pub(crate) keep: Option<&'a Path>,
    /// Whether there are several tables: then each path is a folder.
    pub(crate) several: bool,
}

/// Writes the rows of a table to where they belong: files that have their
/// names once they are finished.
pub(crate) fn write(
    outlets: &Outlets<'_>,
    pass: &Pass<'_>,
    found: &Found<'_>,
    table: &Table,
    means: &Means<'_>,
) -> Result<Vec<NewFile>, Fault> {
    if outlets.quarantine.is_none() && outlets.keep.is_none() {
        return Ok(Vec::new());
    }
    let weighs = |job: &&usize| pass.jobs[**job].weight.severity == Severity::Error;
    let jobs: Vec<usize> = found.broken.iter().filter(weighs).copied().collect();
    let sift =
        |whole, each: &mut Each<'_>| pass.sift(table, means, &jobs, &found.knowledge, whole, each);
    match (table.row_groups(), table.typing()) {
        (Some(groups), _) => groups::write(outlets, table, &groups, sift),
        (None, Typing::Types) => Err(no_rows(table)),
        (None, Typing::Texts | Typing::Json) => lines(outlets, table, sift),
    }
}

/// The fault of a table whose rows can't be written as they stand.
fn no_rows(table: &Table) -> Fault {
    let message = format!("rows of the Arrow file {} can't be written", table.name());
    Fault::new(message).help("leave out `--quarantine` and `--keep`, or write it as Parquet first")
}

/// What is shown every block.
type Each<'a> = dyn FnMut(&Sifted<'_>) -> Result<(), Fault> + Send + 'a;

/// Writes the rows of a format of lines.
fn lines(
    outlets: &Outlets<'_>,
    table: &Table,
    sift: impl FnOnce(Whole, &mut Each<'_>) -> Result<(), Fault>,
) -> Result<Vec<NewFile>, Fault> {
    let mut bad = Outlet::open(outlets.quarantine, outlets.several, table)?;
    let mut good = Outlet::open(outlets.keep, outlets.several, table)?;
    let mut each = |sifted: &Sifted<'_>| -> Result<(), Fault> {
        let block = sifted.block;
        let mut left_out = block.left_out().peekable();
        for at in 0..block.rows() {
            let number = block.number(at);
            while let Some(record) = left_out.next_if(|record| record.number < number) {
                bad.record(record.raw)?;
            }
            let outlet = if is_bad(sifted, at) {
                &mut bad
            } else {
                &mut good
            };
            outlet.record(block.raw(at).ok_or_else(|| no_rows(table))?)?;
        }
        left_out.try_for_each(|record| bad.record(record.raw))
    };
    sift(Whole::Raw, &mut each)?;
    Ok([bad.0, good.0].into_iter().flatten().collect())
}

/// Whether a row breaks a rule.
fn is_bad(sifted: &Sifted<'_>, at: usize) -> bool {
    sifted.broken.iter().any(|marks| marks[at])
}

/// Begins the file that rows of a table go to; they are not compressed as a
/// whole.
fn begin(path: &Path, several: bool, table: &Table) -> Result<NewFile, Fault> {
    let name = table.name().rsplit('/').next().unwrap_or_default();
    let packed = [".gz", ".gzip", ".zst", ".zstd"];
    let plain = packed.iter().find_map(|ending| name.strip_suffix(ending));
    match several || path.is_dir() {
        true => NewFile::begin(&path.join(plain.unwrap_or(name))),
        false => NewFile::begin(path),
    }
}

/// Where one kind of rows goes; nowhere, when no path is given.
struct Outlet(Option<NewFile>);

impl Outlet {
    fn open(path: Option<&Path>, several: bool, table: &Table) -> Result<Self, Fault> {
        let Some(path) = path else {
            return Ok(Self(None));
        };
        let mut file = begin(path, several, table)?;
        file.write(header(table).as_bytes())?;
        Ok(Self(Some(file)))
    }

    fn record(&mut self, raw: &[u8]) -> Result<(), Fault> {
        let Some(file) = &mut self.0 else {
            return Ok(());
        };
        file.write(raw)?;
        file.write(b"\n")
    }
}

/// The header of a CSV file, quoted where it has to be; what its folders say
/// is in no record.
fn header(table: &Table) -> String {
    let Some(dialect) = table.dialect() else {
        return String::new();
    };
    let (delimiter, quote) = (char::from(dialect.delimiter), char::from(dialect.quote));
    let own = &table.columns()[..table.own_columns()];
    let names = own.iter().map(|name| {
        let plain = !name.contains([delimiter, quote, '\n', '\r']);
        match plain {
            true => name.clone(),
            false => format!(
                "{quote}{}{quote}",
                name.replace(quote, &format!("{quote}{quote}"))
            ),
        }
    });
    names.collect::<Vec<_>>().join(&delimiter.to_string()) + "\n"
}
