//! The rows of one row group, a batch at a time.

use std::sync::Arc;

use ::parquet::column::page::PageReader;
use ::parquet::column::reader::{ColumnReader, get_column_reader};
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::RowGroupReader;
use verdict::Fault;

use super::pages::{Pages, Progress};
use super::{Batch, Parquet, broken, general};
use crate::row::{Cells, Row};

/// Most rows that are decoded at a time.
const BATCH: u64 = 1024;

/// Most bytes of decoded texts that are no slices of their page.
const COPIES: usize = 64 << 20;

/// One row group, and how far its columns are read.
pub(super) struct Group<'a> {
    parquet: &'a Parquet,
    rows: u64,
    done: u64,
    /// None for a list, which is not looked into.
    columns: Vec<Option<Column>>,
    batches: Vec<Batch>,
}

struct Column {
    reader: ColumnReader,
    progress: Arc<Progress>,
    /// The definition level of a value that is not null.
    most: i16,
}

impl<'a> Group<'a> {
    pub(super) fn open(parquet: &'a Parquet, group: &dyn RowGroupReader) -> Result<Self, Fault> {
        let rows = u64::try_from(group.metadata().num_rows()).unwrap_or_default();
        let broken = |error| broken(&parquet.name, &error);
        if parquet.leaves.iter().all(super::Leaf::is_list) {
            check_lists(parquet, group, rows).map_err(broken)?;
        }
        let columns = parquet.leaves.iter().map(|leaf| match leaf.is_list() {
            true => Ok(None),
            false => Column::open(parquet, group, leaf.index).map(Some),
        });
        let batches = parquet.leaves.iter().map(|leaf| Batch::new(leaf.kind));
        Ok(Self {
            parquet,
            rows,
            done: 0,
            columns: columns.collect::<Result<_, _>>().map_err(broken)?,
            batches: batches.collect(),
        })
    }

    pub(super) fn scan(
        mut self,
        number: &mut u64,
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        while self.done < self.rows {
            let rows = self.step();
            self.load(rows)?;
            self.done += rows as u64;
            for at in 0..rows {
                *number += 1;
                let cells = Cells::Batch {
                    columns: &self.batches,
                    at,
                };
                each(&Row {
                    number: *number,
                    line: None,
                    cells,
                })?;
            }
        }
        self.check_ends()
    }

    /// How many rows are read next: none of them may lie on a page that is not
    /// known yet but the first, and texts that are put together from pieces
    /// must not fill the memory.
    fn step(&self) -> usize {
        let columns = || self.columns.iter().flatten();
        let copied: usize = columns().map(|column| column.progress.longest()).sum();
        let known = columns().map(|column| column.progress.values().saturating_sub(self.done));
        let known = known.min().unwrap_or(BATCH).clamp(1, BATCH);
        let rows = known.min(self.rows - self.done);
        let fitting = COPIES.checked_div(copied).unwrap_or(usize::MAX).max(1);
        usize::try_from(rows).unwrap_or(1).min(fitting)
    }

    fn load(&mut self, rows: usize) -> Result<(), Fault> {
        for (at, column) in self.columns.iter_mut().enumerate() {
            let Some(column) = column else { continue };
            let batch = &mut self.batches[at];
            let loaded = batch.load(&mut column.reader, column.most, rows);
            let broken = |error| self.parquet.broken_column(at, &error);
            if loaded.map_err(broken)? < rows {
                return Err(broken(general(
                    "it has fewer values than the file has rows",
                )));
            }
            if batch.is_too_long() {
                return Err(Fault::new(format!(
                    "{}: a cell of column `{}` is longer than 16 MiB",
                    self.parquet.name, self.parquet.columns[at]
                )));
            }
        }
        Ok(())
    }

    /// Values behind the last row would pass unseen.
    fn check_ends(&mut self) -> Result<(), Fault> {
        for (at, column) in self.columns.iter_mut().enumerate() {
            let Some(column) = column else { continue };
            let left = self.batches[at].load(&mut column.reader, column.most, 1);
            if left.map_err(|error| self.parquet.broken_column(at, &error))? > 0 {
                let error = general("it has more values than the file has rows");
                return Err(self.parquet.broken_column(at, &error));
            }
        }
        Ok(())
    }
}

impl Column {
    fn open(
        parquet: &Parquet,
        group: &dyn RowGroupReader,
        index: usize,
    ) -> Result<Self, ParquetError> {
        let column = parquet.schema().column(index);
        let progress = Arc::<Progress>::default();
        let pages = group.get_column_page_reader(index)?;
        let pages = Pages::new(pages, &column, Arc::clone(&progress));
        let most = column.max_def_level();
        Ok(Self {
            reader: get_column_reader(column, Box::new(pages)),
            progress,
            most,
        })
    }
}

/// Fails when no list has a level for every row: where there is nothing but
/// lists, no other column says how many rows there are.
fn check_lists(
    parquet: &Parquet,
    group: &dyn RowGroupReader,
    rows: u64,
) -> Result<(), ParquetError> {
    let mut levels = 0u64;
    if let Some(leaf) = parquet.leaves.first() {
        let mut pages: Box<dyn PageReader> = group.get_column_page_reader(leaf.index)?;
        while let Some(page) = pages.get_next_page()? {
            if page.is_data_page() {
                levels += u64::from(page.num_values());
            }
        }
    }
    if levels < rows {
        return Err(general("its columns hold fewer values than it has rows"));
    }
    Ok(())
}
