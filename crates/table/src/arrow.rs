//! Arrow: typed columns in record batches, as a file (Feather 2) or a stream.
//!
//! Only the descriptions of messages are read by the crate of the format, which
//! checks them first. Buffers are read here: the crate's own reader takes their
//! lengths for true, and panics where they are not.

mod bits;
mod buffers;
mod bytes;
mod dictionary;
mod elsewhere;
mod fields;
mod messages;
mod part;
mod reader;
mod texts;
mod values;
mod wrong;

use std::sync::{Arc, Mutex, PoisonError};

use verdict::Fault;

use bytes::Access;
use fields::{Form, Leaf};
use messages::{CONTINUATION, Contents, MAGIC};
use part::{Parts, Worker};
use wrong::Wrong;

use crate::block::Block;
use crate::partition::Constants;
use crate::source::{Source, Watch};
use crate::wanted::{Scan, Wanted};
use crate::workers::{self, Stop};

/// An Arrow file or stream whose messages are found.
pub(crate) struct Arrow {
    name: String,
    access: Access,
    contents: Contents,
    /// What the folders of its path say of every row.
    pub(crate) constants: Arc<Constants>,
    pub(crate) watch: Watch,
}

/// Whether a table that begins so is Arrow.
pub(crate) fn begins(head: &[u8]) -> bool {
    head.starts_with(MAGIC) || head.starts_with(&CONTINUATION) || head.starts_with(FEATHER_1)
}

/// What begins a file of the format that came before.
const FEATHER_1: &[u8] = b"FEA1";

impl Arrow {
    pub(crate) fn open(source: &Source) -> Result<Self, Fault> {
        let name = &source.name;
        let head = source.head(8)?;
        if head.starts_with(FEATHER_1) {
            let fault = Fault::new(format!("{name} is a Feather file of version 1"));
            return Err(fault.help("write it as version 2, or as Parquet"));
        }
        let length = source.size().map_err(|error| source.unreadable(&error))?;
        let inner = source.random_access();
        let inner = inner.map_err(|error| source.unreadable(&error))?;
        let access = Access::new(inner, length);
        let contents = match head.starts_with(MAGIC) {
            true => Contents::of_file(&access),
            false => Contents::of_stream(&access),
        };
        let contents = contents.map_err(|wrong| match begins(&head) {
            true => wrong.fault(name),
            // It may have been a stream as they were before version 0.15.
            false => Fault::new(format!("{name} is not an Arrow file")).help(
                "it begins neither with `ARROW1` nor as a stream; only Arrow files are named `.arrow`, `.arrows`, `.feather` or `.ipc`",
            ),
        })?;
        crate::table::check_distinct(&contents.layout.names).map_err(|fault| Fault {
            message: format!("{name}: {}", fault.message),
            ..fault
        })?;
        Ok(Self {
            name: name.clone(),
            access,
            contents,
            constants: Arc::default(),
            watch: source.watch.clone(),
        })
    }

    pub(crate) fn columns(&self) -> &[String] {
        &self.contents.layout.names
    }

    fn leaves(&self) -> &[Leaf] {
        &self.contents.layout.leaves
    }

    /// Shows every block of rows, by several threads that take one part of a
    /// record batch after the other.
    pub(crate) fn scan_blocks<S: Send>(
        &self,
        wanted: &Wanted,
        make: &(dyn Fn() -> S + Sync),
        each: &(dyn Fn(&mut S, &Block) -> Result<(), Fault> + Sync),
    ) -> Result<(Scan, Vec<S>), Fault> {
        self.check_wanted(wanted)?;
        let batches = &self.contents.batches;
        let count = Parts::count(batches);
        let threads = match wanted.ordered {
            true => 1,
            false => wanted
                .threads
                .min(usize::try_from(count).unwrap_or(usize::MAX)),
        };
        let rows: u64 = batches.iter().map(|batch| batch.rows).sum();
        self.watch.begin(self.access.length);
        let parts = Mutex::new(Parts::of(batches));
        let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).next();
        let work = |stop: &Stop| {
            let mut state = make();
            let mut worker = Worker::new(self, wanted);
            while !stop.is_set()
                && let Some(part) = next()
            {
                let mut at = part.before();
                let mut show = |block: &Block| {
                    at = block.index();
                    let share = u128::from(self.access.length) * block.rows() as u128;
                    let share = share / u128::from(rows.max(1));
                    self.watch.add_bytes(u64::try_from(share).unwrap_or(0));
                    each(&mut state, block)
                };
                let scanned = worker.scan(&part, &mut show);
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

    /// Fails for columns that are not read, if somebody wants to see one.
    fn check_wanted(&self, wanted: &Wanted) -> Result<(), Fault> {
        for (at, leaf) in self.leaves().iter().enumerate() {
            if let Form::Refused(word) = leaf.form
                && wanted.column(at)
            {
                let column: String = self.columns()[at].chars().take(80).collect();
                let name = &self.name;
                let fault = Fault::new(format!(
                    "{name}: column `{column}` is {word}, which is not read"
                ));
                return Err(
                    fault.help("write it as plain values, or leave it out of what is judged")
                );
            }
        }
        Ok(())
    }

    /// The fault of a record batch, counted from 0.
    fn broken_batch(&self, batch: usize, wrong: Wrong) -> Fault {
        wrong.fault(&format!("{}: record batch {}", self.name, batch + 1))
    }

    /// The fault of a column in a record batch.
    fn broken_column(&self, batch: usize, at: usize, wrong: Wrong) -> Fault {
        let column: String = self.columns()[at].chars().take(80).collect();
        let (name, batch) = (&self.name, batch + 1);
        wrong.fault(&format!("{name}: record batch {batch}: column `{column}`"))
    }
}

#[cfg(test)]
mod damaged;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod written;
