//! The rows of a record batch, or of a part of one, a block at a time.

use std::sync::Arc;

use verdict::Fault;

use super::Arrow;
use super::buffers::Buffers;
use super::dictionary::Dictionary;
use super::fields::Form;
use super::messages::{BatchPlace, message};
use super::reader::{Of, Reader};
use super::texts::AT_ONCE;
use super::wrong::{Wrong, wrong};
use crate::batch::Batch;
use crate::block::{Block, Body};
use crate::kind::Kind;
use crate::wanted::Wanted;

/// Most rows of a block.
const BLOCK: usize = 8192;

/// Most cells of a block, but for one row.
const CELLS: usize = 4 << 20;

const TOO_MUCH: &str = "its dictionaries are larger than 1 GiB together";

/// Most bytes of the dictionaries that one thread holds.
const DICTIONARIES: u64 = 1 << 30;

/// Rows of a part of a batch: of one that is compressed there is but one part,
/// since its columns can't be read from the middle.
const PART: u64 = 1 << 18;

/// What nobody wants to see.
const NOT_WANTED: Kind = Kind::Opaque("value");

/// Rows of a record batch that one thread reads.
pub(super) struct Part<'a> {
    /// Counted from 0.
    batch: usize,
    place: &'a BatchPlace,
    /// How many rows of the table are before the batch.
    rows_before: u64,
    /// The first row within the batch, and how many there are.
    from: u64,
    rows: u64,
}

impl Part<'_> {
    /// How many rows of the table are before it.
    pub(super) fn before(&self) -> u64 {
        self.rows_before + self.from
    }
}

/// The parts of all batches, one after the other.
pub(super) struct Parts<'a> {
    batches: &'a [BatchPlace],
    batch: usize,
    rows_before: u64,
    from: u64,
}

impl<'a> Parts<'a> {
    pub(super) fn of(batches: &'a [BatchPlace]) -> Self {
        Self {
            batches,
            batch: 0,
            rows_before: 0,
            from: 0,
        }
    }

    /// How many parts there are.
    pub(super) fn count(batches: &[BatchPlace]) -> u64 {
        let count = |batch: &BatchPlace| match batch.packed {
            true => 1,
            false => batch.rows.div_ceil(PART),
        };
        batches.iter().map(count).sum()
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let place = self.batches.get(self.batch)?;
        let left = place.rows - self.from;
        let part = Part {
            batch: self.batch,
            place,
            rows_before: self.rows_before,
            from: self.from,
            rows: if place.packed { left } else { left.min(PART) },
        };
        self.from += part.rows;
        if self.from == place.rows {
            self.rows_before += place.rows;
            (self.batch, self.from) = (self.batch + 1, 0);
        }
        Some(part)
    }
}

/// A thread that reads parts.
pub(super) struct Worker<'a> {
    arrow: &'a Arrow,
    wanted: &'a Wanted,
    /// As they were for the part before, one a column.
    dictionaries: Vec<Option<Dictionary>>,
}

/// What a column of a part is read with.
type Columns<'a> = Vec<(usize, Reader<'a>)>;

impl<'a> Worker<'a> {
    pub(super) fn new(arrow: &'a Arrow, wanted: &'a Wanted) -> Self {
        let columns = arrow.leaves().len();
        Self {
            arrow,
            wanted,
            dictionaries: (0..columns).map(|_| None).collect(),
        }
    }

    /// Shows a part a block at a time. A block's index is the number of rows
    /// before it.
    pub(super) fn scan(
        &mut self,
        part: &Part<'_>,
        each: &mut dyn FnMut(&Block) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut columns = self.open(part)?;
        let mut done = 0;
        while done < part.rows {
            let rows = self.step(part, &mut columns, part.rows - done)?;
            let block = Block {
                index: part.before() + done,
                first: part.before() + done + 1,
                constants: Arc::clone(&self.arrow.constants),
                body: Body::Batches {
                    rows,
                    columns: self.load(part, &mut columns, rows)?,
                },
            };
            done += rows as u64;
            each(&block)?;
            if let Body::Batches {
                columns: mut shown, ..
            } = block.body
            {
                for (at, reader) in &mut columns {
                    reader.give_back(&mut shown[*at]);
                }
            }
        }
        for (at, reader) in columns {
            self.dictionaries[at] = reader.into_dictionary();
        }
        Ok(())
    }

    fn open(&mut self, part: &Part<'_>) -> Result<Columns<'a>, Fault> {
        let arrow = self.arrow;
        let buffers = buffers(arrow, part);
        let buffers = buffers.map_err(|wrong| arrow.broken_batch(part.batch, wrong))?;
        let broken = |(at, wrong)| arrow.broken_column(part.batch, at, wrong);
        buffers.check(&arrow.contents.layout).map_err(broken)?;
        let (mut columns, mut held) = (Vec::new(), 0);
        for at in 0..arrow.leaves().len() {
            let reads = !matches!(arrow.leaves()[at].form, Form::List);
            if reads && self.wanted.column(at) {
                let reader = self.open_column(part, &buffers, at);
                let reader = reader.map_err(|wrong| broken((at, wrong)))?;
                held += reader.dictionary().map_or(0, Dictionary::size);
                if held > DICTIONARIES {
                    return Err(broken((at, Wrong::new(TOO_MUCH))));
                }
                columns.push((at, reader));
            }
        }
        Ok(columns)
    }

    fn open_column(
        &mut self,
        part: &Part<'_>,
        buffers: &Buffers<'a>,
        at: usize,
    ) -> Result<Reader<'a>, Wrong> {
        let (arrow, leaf) = (self.arrow, &self.arrow.leaves()[at]);
        let dictionary = match &leaf.form {
            Form::Entries(entries) => {
                let known = self.dictionaries[at].take().unwrap_or_default();
                let (batches, all) = (part.place.dictionaries, &arrow.contents.dictionaries);
                Some(known.behind(batches, &arrow.access, (leaf.kind, entries), all)?)
            }
            _ => None,
        };
        let of = Of {
            kind: leaf.kind,
            form: &leaf.form,
            around: &leaf.around,
            slot: leaf.slot,
        };
        Reader::open(buffers, of, part.from, dictionary)
    }

    /// How many rows are read next: fewer where texts are long.
    fn step(&self, part: &Part<'_>, columns: &mut Columns<'_>, left: u64) -> Result<usize, Fault> {
        let most = BLOCK.min(CELLS / columns.len().max(1)).max(1);
        let mut rows = usize::try_from(left).unwrap_or(most).min(most);
        let texts = AT_ONCE / columns.len().max(1) as u64;
        for (at, reader) in columns {
            let step = reader.step(rows, texts);
            rows = step.map_err(|wrong| self.arrow.broken_column(part.batch, *at, wrong))?;
        }
        Ok(rows)
    }

    /// The next rows of all columns.
    fn load(
        &self,
        part: &Part<'_>,
        columns: &mut Columns<'_>,
        rows: usize,
    ) -> Result<Vec<Batch>, Fault> {
        let leaves = self.arrow.leaves().iter().enumerate();
        let nothing = leaves.map(|(at, leaf)| match leaf.form {
            Form::List if self.wanted.column(at) => Batch {
                rows,
                ..Batch::new(leaf.kind)
            },
            _ => Batch::new(NOT_WANTED),
        });
        let mut batches: Vec<Batch> = nothing.collect();
        for (at, reader) in columns {
            let loaded = reader.load(rows);
            batches[*at] =
                loaded.map_err(|wrong| self.arrow.broken_column(part.batch, *at, wrong))?;
        }
        Ok(batches)
    }
}

fn buffers<'a>(arrow: &'a Arrow, part: &Part<'_>) -> Result<Buffers<'a>, Wrong> {
    let place = part.place.place;
    let metadata = place.metadata(&arrow.access)?;
    let message = message(&metadata)?;
    let Some(batch) = message.header_as_record_batch() else {
        return wrong("it is no record batch any more");
    };
    let layout = &arrow.contents.layout;
    let counts = (layout.nodes, layout.buffers, layout.views);
    Buffers::of(&arrow.access, batch, place, counts)
}
