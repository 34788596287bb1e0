//! Parquet: typed columns in row groups, a batch of rows at a time.
//!
//! Columns are read by the crate's column readers, not as its records: these
//! make a vector of owned names and values for every row, and panic on some
//! broken files.

mod chunks;
mod convert;
mod copy;
mod delta;
mod kind;
mod lists;
mod pages;
mod places;
mod read;
mod scan;
mod statistics;
mod texts;
mod windows;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use ::parquet::file::reader::FileReader;
use ::parquet::file::serialized_reader::SerializedFileReader;
use ::parquet::schema::types::SchemaDescriptor;
use remote::Trouble;
use verdict::Fault;

use chunks::Chunks;
pub use copy::RowCopy;
pub use statistics::GroupStatistics;
use windows::Windows;

use crate::block::Block;
use crate::kind::Kind;
use crate::partition::Constants;
use crate::source::{RandomAccess, Source, Watch};
use crate::wanted::{Scan, Wanted};
use crate::workers::{self, Stop};

/// A Parquet file whose footer is read.
pub(crate) struct Parquet {
    name: String,
    reader: Box<dyn FileReader>,
    columns: Vec<String>,
    leaves: Vec<Leaf>,
    /// Where the file is not on this disk: what is read of it.
    windows: Option<Windows>,
    /// What the folders of its path say of every row.
    pub(crate) constants: Arc<Constants>,
    pub(crate) watch: Watch,
}

/// One column, and which of the file's leaves it is.
struct Leaf {
    index: usize,
    kind: Kind,
}

impl Leaf {
    fn is_list(&self) -> bool {
        matches!(self.kind, Kind::List { .. })
    }
}

impl Parquet {
    pub(crate) fn open(source: &Source) -> Result<Self, Fault> {
        check_ends(source)?;
        let size = source.size().map_err(|error| source.unreadable(&error))?;
        let access = source.random_access();
        let mut windows = None;
        let reader = match access.map_err(|error| source.unreadable(&error))? {
            RandomAccess::Remote(object) => {
                let windows = windows.insert(Windows::new(object));
                boxed(SerializedFileReader::new(windows.clone()))
            }
            RandomAccess::File(file) => boxed(SerializedFileReader::new(Chunks::new(file, size))),
            RandomAccess::Memory(bytes) => boxed(SerializedFileReader::new(bytes)),
        };
        let broken = |error| broken(&source.name, &error);
        let reader = reader.map_err(broken)?;
        pages::check_ranges(reader.metadata(), size).map_err(broken)?;
        check_rows(reader.metadata()).map_err(broken)?;
        let mut parquet = Self {
            name: source.name.clone(),
            reader,
            columns: Vec::new(),
            leaves: Vec::new(),
            windows,
            constants: Arc::default(),
            watch: source.watch.clone(),
        };
        parquet.find_columns();
        crate::table::check_distinct(&parquet.columns).map_err(|fault| Fault {
            message: format!("{}: {}", source.name, fault.message),
            ..fault
        })?;
        Ok(parquet)
    }

    /// Every leaf that is not within a list is a column, named by its path; a
    /// list or map is one column that isn't looked into.
    fn find_columns(&mut self) {
        let schema = self.reader.metadata().file_metadata().schema_descr();
        let mut list_before = None;
        for (index, leaf) in schema.columns().iter().enumerate() {
            let list = lists::around(schema.root_schema(), leaf.path().parts());
            // The leaves of one list stand side by side.
            if list.is_some() && list == list_before {
                continue;
            }
            let (path, kind) = match &list {
                Some(list) => (&list.path[..], list.kind()),
                None => (leaf.path().parts(), Kind::of(leaf)),
            };
            self.columns.push(path.join("."));
            self.leaves.push(Leaf { index, kind });
            list_before = list;
        }
    }

    /// How many rows each row group has.
    pub(crate) fn row_groups(&self) -> Vec<usize> {
        let groups = self.reader.metadata().row_groups().iter();
        let rows = groups.map(|group| usize::try_from(group.num_rows()).unwrap_or_default());
        rows.collect()
    }

    fn schema(&self) -> &SchemaDescriptor {
        self.reader.metadata().file_metadata().schema_descr()
    }

    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Shows every block of rows, by several threads that take one row group
    /// after the other.
    pub(crate) fn scan_blocks<S: Send>(
        &self,
        wanted: &Wanted,
        make: &(dyn Fn() -> S + Sync),
        each: &(dyn Fn(&mut S, &Block) -> Result<(), Fault> + Sync),
    ) -> Result<(Scan, Vec<S>), Fault> {
        let (mut starts, mut rows) = (Vec::new(), 0);
        for group in self.reader.metadata().row_groups() {
            starts.push(rows);
            rows += u64::try_from(group.num_rows()).unwrap_or_default();
        }
        let threads = match wanted.ordered {
            true => 1,
            false => wanted.threads.min(starts.len()),
        };
        let groups = self.reader.metadata().row_groups().iter();
        let bytes = groups.map(|group| places::bytes(self, group, wanted)).sum();
        self.watch.begin(bytes);
        let next = AtomicUsize::new(0);
        let work = |stop: &Stop| {
            let mut state = make();
            while !stop.is_set()
                && let index = next.fetch_add(1, Relaxed)
                && let Some(before) = starts.get(index)
            {
                let mut at = *before;
                let mut show = |block: &Block| {
                    at = block.index();
                    each(&mut state, block)
                };
                let scanned = self.scan_group(index, *before, wanted, &mut show);
                scanned.map_err(|fault| (at, fault))?;
            }
            Ok(state)
        };
        let scan = Scan {
            rows,
            ..Scan::default()
        };
        Ok((scan, workers::run(threads, &work)?))
    }

    fn scan_group(
        &self,
        index: usize,
        before: u64,
        wanted: &Wanted,
        each: &mut dyn FnMut(&Block) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let group = self.reader.get_row_group(index);
        let group = group.map_err(|error| broken(&self.name, &error))?;
        scan::Group::open(self, &*group, wanted)?.scan(before, each)
    }

    /// The fault of a column that breaks the rules of the format.
    fn broken_column(&self, at: usize, error: &ParquetError) -> Fault {
        broken(
            &format!("{}: column `{}`", self.name, self.columns[at]),
            error,
        )
    }
}

/// Fails when the footer's counts of rows don't agree: rows that are in no
/// count would pass unseen.
fn check_rows(metadata: &ParquetMetaData) -> Result<(), ParquetError> {
    let groups = metadata.row_groups().iter().map(RowGroupMetaData::num_rows);
    let sum = groups.clone().try_fold(0i64, i64::checked_add);
    if groups.min().is_some_and(|rows| rows < 0) {
        return Err(general("a row group has less than no rows"));
    }
    if sum != Some(metadata.file_metadata().num_rows()) {
        return Err(general("its row groups have other rows than the file says"));
    }
    for group in metadata.row_groups() {
        let flat = group.columns().iter();
        let mut flat = flat.filter(|column| column.column_descr().max_rep_level() == 0);
        if flat.any(|column| column.num_values() != group.num_rows()) {
            return Err(general(
                "a column has other values than its row group has rows",
            ));
        }
    }
    Ok(())
}

fn general(text: &str) -> ParquetError {
    ParquetError::General(text.to_owned())
}

fn boxed<R: ::parquet::file::reader::ChunkReader + 'static>(
    reader: Result<SerializedFileReader<R>, ParquetError>,
) -> Result<Box<dyn FileReader>, ParquetError> {
    reader.map(|reader| Box::new(reader) as Box<dyn FileReader>)
}

/// A Parquet file begins and ends with `PAR1`: the end is what a broken
/// download or a killed writer lacks.
fn check_ends(source: &Source) -> Result<(), Fault> {
    let unreadable = |error: std::io::Error| source.unreadable(&error);
    if source.head(4)? != b"PAR1" {
        let fault = Fault::new(format!("{} is not a Parquet file", source.name));
        return Err(
            fault.help("it does not begin with `PAR1`; a CSV file must not be named `.parquet`")
        );
    }
    let size = source.size().map_err(unreadable)?;
    if size < 12 || source.piece(size - 4, 4).map_err(unreadable)? != b"PAR1" {
        let fault = Fault::new(format!(
            "{} is cut off: a Parquet file ends with `PAR1`",
            source.name
        ));
        return Err(
            fault.help("write or download it again, and check that the step that does so succeeds")
        );
    }
    Ok(())
}

/// The fault of a file that breaks the rules of its format, or of the way to
/// it.
fn broken(name: &str, error: &ParquetError) -> Fault {
    let on_the_way = match error {
        ParquetError::External(error) => error.downcast_ref().and_then(Trouble::within),
        _ => None,
    };
    if let Some(trouble) = on_the_way {
        return trouble.fault();
    }
    let text = match error {
        ParquetError::General(text) | ParquetError::EOF(text) | ParquetError::NYI(text) => {
            text.clone()
        }
        other => other.to_string(),
    };
    let text: String = text.trim_end_matches('.').chars().take(200).collect();
    let help = match error {
        ParquetError::NYI(_) => {
            "write it with Snappy, Zstandard, LZ4, gzip or no compression, and without encryption"
        }
        _ => "write it again; if another reader takes it, say so in an issue",
    };
    Fault::new(format!("{name}: can't read the Parquet file: {text}")).help(help)
}

#[cfg(test)]
mod forged;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod written;
