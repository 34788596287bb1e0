//! The rows of one row group, a batch of rows at a time.

use std::sync::Arc;

use ::parquet::basic::Type;
use ::parquet::column::page::PageReader;
use ::parquet::column::reader::{ColumnReader, get_column_reader};
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::RowGroupReader;
use ::parquet::schema::types::{ColumnDescPtr, ColumnDescriptor};
use verdict::Fault;

use super::pages::Pages;
use super::places::{self, Expected};
use super::read::{Read, Scratch};
use super::{Leaf, Parquet, broken, general};
use crate::batch::{Batch, Values};
use crate::block::{Block, Body};
use crate::kind::Kind;
use crate::wanted::Wanted;

/// Most rows of a block.
const BATCH: u64 = 8192;

/// What nobody wants to see.
const NOT_WANTED: Kind = Kind::Opaque("value");

/// One row group, and how far its columns are read.
pub(super) struct Group<'a> {
    parquet: &'a Parquet,
    rows: u64,
    done: u64,
    columns: Vec<Column>,
    batches: Vec<Batch>,
    scratch: Scratch,
    /// Bytes of the columns that are read.
    bytes: u64,
    _expected: Option<Expected>,
}

/// One column that is read.
struct Column {
    /// Which column of the table it is.
    index: usize,
    reader: ColumnReader,
    /// Pages of texts, whose texts are kept there.
    texts: Option<Pages>,
    /// The definition level of a value that is not null.
    most: i16,
    /// Whether anybody wants to see it.
    wanted: bool,
}

impl<'a> Group<'a> {
    pub(super) fn open(
        parquet: &'a Parquet,
        group: &dyn RowGroupReader,
        wanted: &Wanted,
    ) -> Result<Self, Fault> {
        let rows = u64::try_from(group.metadata().num_rows()).unwrap_or_default();
        let broken = |error| broken(&parquet.name, &error);
        let leaves = || parquet.leaves.iter().enumerate();
        let read = places::columns(parquet, group.metadata(), wanted);
        let expected = places::expect(parquet, group.metadata(), &read);
        let expected = expected.map_err(|error| broken(error.into()))?;
        if read.is_empty() {
            check_lists(parquet, group, rows).map_err(broken)?;
        }
        let open = |at| Column::open(parquet, group, at, wanted.column(at));
        let columns = read.into_iter().map(open);
        let kind = |(at, leaf): (usize, &Leaf)| match wanted.column(at) {
            true => Batch::new(leaf.kind),
            false => Batch::new(NOT_WANTED),
        };
        Ok(Self {
            parquet,
            rows,
            done: 0,
            columns: columns.collect::<Result<_, _>>().map_err(broken)?,
            batches: leaves().map(kind).collect(),
            scratch: Scratch::default(),
            bytes: places::bytes(parquet, group.metadata(), wanted),
            _expected: expected,
        })
    }

    /// Shows the group a block at a time; so many rows are before it. A
    /// block's index is the number of rows before it.
    pub(super) fn scan(
        mut self,
        before: u64,
        each: &mut dyn FnMut(&Block) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        while self.done < self.rows {
            let rows = self.load()?;
            let block = Block {
                index: before + self.done,
                first: before + self.done + 1,
                constants: Arc::clone(&self.parquet.constants),
                body: Body::Batches {
                    rows,
                    columns: std::mem::take(&mut self.batches),
                },
            };
            self.done += rows as u64;
            each(&block)?;
            let share = self.bytes * rows as u64 / self.rows.max(1);
            self.parquet.watch.add_bytes(share);
            if let Body::Batches { columns, .. } = block.body {
                self.batches = columns;
            }
            self.give_back();
        }
        self.check_ends()
    }

    /// How many rows are read next: fewer where texts are long.
    fn step(&self) -> Result<u64, Fault> {
        let mut rows = BATCH.min(self.rows - self.done);
        for column in &self.columns {
            if let Some(texts) = &column.texts {
                let at_hand = texts.held().prepare(self.done, rows);
                let at_hand = at_hand.map_err(|error| self.broken(column.index, &error))?;
                rows = rows.min(at_hand.max(1));
            }
        }
        Ok(rows)
    }

    /// Loads the next rows into the batches, and says how many.
    fn load(&mut self) -> Result<usize, Fault> {
        let rows = usize::try_from(self.step()?).unwrap_or(1);
        for at in 0..self.columns.len() {
            if self.load_column(at, rows)? < rows {
                let error = general("it has fewer values than the file has rows");
                return Err(self.broken(self.columns[at].index, &error));
            }
        }
        for (batch, leaf) in self.batches.iter_mut().zip(&self.parquet.leaves) {
            if leaf.is_list() && batch.kind == leaf.kind {
                batch.rows = rows;
            }
        }
        Ok(rows)
    }

    fn load_column(&mut self, at: usize, rows: usize) -> Result<usize, Fault> {
        let column = &mut self.columns[at];
        let read = Read {
            most: column.most,
            rows,
        };
        let index = column.index;
        let batch = &mut self.batches[index];
        let texts = column.texts.as_ref();
        let loaded = batch.load(&mut column.reader, read, &mut self.scratch, texts);
        if !column.wanted {
            *batch = Batch::new(NOT_WANTED);
        }
        loaded.map_err(|error| self.broken(index, &error))
    }

    /// Texts go back to where pages add more.
    fn give_back(&mut self) {
        for column in &self.columns {
            if let (Some(texts), Values::Texts { bytes, .. }) =
                (&column.texts, &mut self.batches[column.index].values)
                && !bytes.is_empty()
            {
                texts.held().texts.bytes = std::mem::take(bytes);
            }
        }
    }

    /// Values behind the last row would pass unseen.
    fn check_ends(&mut self) -> Result<(), Fault> {
        for at in 0..self.columns.len() {
            if self.load_column(at, 1)? > 0 {
                let error = general("it has more values than the file has rows");
                return Err(self.broken(self.columns[at].index, &error));
            }
        }
        Ok(())
    }

    fn broken(&self, column: usize, error: &ParquetError) -> Fault {
        self.parquet.broken_column(column, error)
    }
}

impl Column {
    fn open(
        parquet: &Parquet,
        group: &dyn RowGroupReader,
        index: usize,
        wanted: bool,
    ) -> Result<Self, ParquetError> {
        let leaf = parquet.leaves[index].index;
        let column = parquet.schema().column(leaf);
        let pages = Pages::new(group.get_column_page_reader(leaf)?, &column);
        let texts = matches!(
            column.physical_type(),
            Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY
        );
        let most = column.max_def_level();
        let read_as = if texts { numbers(&column)? } else { column };
        Ok(Self {
            index,
            reader: get_column_reader(read_as, Box::new(pages.clone())),
            texts: texts.then_some(pages),
            most,
            wanted,
        })
    }
}

/// The column that has the numbers of texts in their stead.
fn numbers(column: &ColumnDescriptor) -> Result<ColumnDescPtr, ParquetError> {
    let number = ::parquet::schema::types::Type::primitive_type_builder("number", Type::INT32);
    let (definition, repetition) = (column.max_def_level(), column.max_rep_level());
    let path = column.path().clone();
    Ok(ColumnDescPtr::new(ColumnDescriptor::new(
        std::sync::Arc::new(number.build()?),
        definition,
        repetition,
        path,
    )))
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
