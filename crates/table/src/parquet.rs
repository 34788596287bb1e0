//! Parquet: typed columns in row groups, a batch of rows at a time.
//!
//! Columns are read by the crate's column readers, not as its records: these
//! make a vector of owned names and values for every row, and panic on some
//! broken files.

mod batch;
mod kind;
mod pages;

use ::parquet::column::reader::{ColumnReader, get_column_reader};
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, RowGroupReader};
use ::parquet::file::serialized_reader::SerializedFileReader;
use ::parquet::schema::types::SchemaDescriptor;
use verdict::Fault;

pub(crate) use batch::Batch;
use kind::Kind;
use pages::Pages;

use crate::row::{Cells, Row};
use crate::source::{RandomAccess, Source};

/// Rows that are decoded at a time.
const BATCH: usize = 1024;

/// A Parquet file whose footer is read.
pub(crate) struct Parquet {
    name: String,
    reader: Box<dyn FileReader>,
    columns: Vec<String>,
    leaves: Vec<Leaf>,
}

/// One column, and which of the file's leaves it is.
struct Leaf {
    index: usize,
    kind: Kind,
}

impl Parquet {
    pub(crate) fn open(source: &Source) -> Result<Self, Fault> {
        check_ends(source)?;
        let access = source.random_access();
        let reader = match access.map_err(|error| source.unreadable(&error))? {
            RandomAccess::File(file) => boxed(SerializedFileReader::new(file)),
            RandomAccess::Memory(bytes) => boxed(SerializedFileReader::new(bytes)),
        };
        let reader = reader.map_err(|error| broken(&source.name, &error))?;
        let size = source.size().map_err(|error| source.unreadable(&error))?;
        pages::check_ranges(reader.metadata(), size)
            .map_err(|error| broken(&source.name, &error))?;
        let mut parquet = Self {
            name: source.name.clone(),
            reader,
            columns: Vec::new(),
            leaves: Vec::new(),
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
        for (index, leaf) in schema.columns().iter().enumerate() {
            let nested = leaf.max_rep_level() > 0;
            let parts = leaf.path().parts();
            let name = if nested {
                parts.first().cloned().unwrap_or_default()
            } else {
                parts.join(".")
            };
            if nested && self.columns.contains(&name) {
                continue;
            }
            let kind = if nested { Kind::List } else { Kind::of(leaf) };
            self.columns.push(name);
            self.leaves.push(Leaf { index, kind });
        }
    }

    fn schema(&self) -> &SchemaDescriptor {
        self.reader.metadata().file_metadata().schema_descr()
    }

    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(crate) fn scan(
        &self,
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), Fault>,
    ) -> Result<u64, Fault> {
        let mut number = 0;
        for index in 0..self.reader.num_row_groups() {
            let group = self.reader.get_row_group(index);
            let group = group.map_err(|error| broken(&self.name, &error))?;
            self.scan_group(&*group, &mut number, each)?;
        }
        Ok(number)
    }

    fn scan_group(
        &self,
        group: &dyn RowGroupReader,
        number: &mut u64,
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut readers = self
            .readers(group)
            .map_err(|error| broken(&self.name, &error))?;
        let mut batches: Vec<Batch> = self
            .leaves
            .iter()
            .map(|leaf| Batch::new(leaf.kind))
            .collect();
        let mut left = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
        while left > 0 {
            let rows = left.min(BATCH);
            for (at, reader) in readers.iter_mut().enumerate() {
                self.load(&mut batches[at], reader.as_mut(), rows, at)?;
            }
            for at in 0..rows {
                *number += 1;
                let cells = Cells::Batch {
                    columns: &batches,
                    at,
                };
                each(&Row {
                    number: *number,
                    line: None,
                    cells,
                })?;
            }
            left -= rows;
        }
        Ok(())
    }

    /// A reader for each column that is looked into.
    fn readers(
        &self,
        group: &dyn RowGroupReader,
    ) -> Result<Vec<Option<ColumnReader>>, ParquetError> {
        self.leaves
            .iter()
            .map(|leaf| {
                if leaf.kind == Kind::List {
                    return Ok(None);
                }
                let pages = Pages::new(group.get_column_page_reader(leaf.index)?);
                let column = self.schema().column(leaf.index);
                Ok(Some(get_column_reader(column, Box::new(pages))))
            })
            .collect()
    }

    fn load(
        &self,
        batch: &mut Batch,
        reader: Option<&mut ColumnReader>,
        rows: usize,
        at: usize,
    ) -> Result<(), Fault> {
        let Some(reader) = reader else {
            return Ok(());
        };
        let nullable = self.schema().column(self.leaves[at].index).max_def_level();
        let loaded = batch.load(reader, nullable, rows);
        let column = &self.columns[at];
        if loaded.map_err(|error| broken(&format!("{}: column `{column}`", self.name), &error))? {
            return Ok(());
        }
        Err(Fault::new(format!(
            "{}: a cell of column `{column}` is longer than 16 MiB",
            self.name
        )))
    }
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

/// The fault of a file that breaks the rules of its format.
fn broken(name: &str, error: &ParquetError) -> Fault {
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
mod tests;
