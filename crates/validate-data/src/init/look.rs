//! Every row of a table, looked at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use table::{Block, Scan, Table, Wanted};
use verdict::Fault;

use super::Means;
use super::profile::Sketched;
use super::sketch::{Room, Sketch};
use crate::read::Reader;
use crate::words::grouped;

/// Most columns for which a contract is proposed.
const MOST_COLUMNS: usize = 20_000;

/// How a table is looked at.
pub(super) struct Look<'a> {
    pub(super) table: &'a Table,
    /// Those of the columns of the file, and of those that its folders name.
    pub(super) readers: [&'a [Reader]; 2],
    pub(super) room: Room,
}

impl<'a> Look<'a> {
    /// What reads a column.
    pub(super) fn readers(&self, column: usize) -> &'a [Reader] {
        self.readers[usize::from(column >= self.table.own_columns())]
    }

    /// The table, and a sketch of each of its columns.
    pub(super) fn all(&self, means: &Means) -> Result<(Sketched, Vec<Sketch>), Fault> {
        self.check_columns()?;
        let (scan, more, columns) = match means.rows {
            None => self.every_row(means.threads)?,
            Some(end) => self.first_rows(end)?,
        };
        let table = Sketched {
            name: self.table.name().to_owned(),
            rows: scan.rows,
            more,
            shape: scan.shape,
            dialect: self.table.dialect(),
        };
        Ok((table, columns))
    }

    fn check_columns(&self) -> Result<(), Fault> {
        let columns = self.table.columns().len();
        if columns <= MOST_COLUMNS {
            return Ok(());
        }
        let fault = Fault::new(format!(
            "{} has {} columns: no one would read a contract of more than {}",
            self.table.name(),
            grouped(columns as u64),
            grouped(MOST_COLUMNS as u64)
        ));
        Err(fault.help(
            "write one for those that matter; columns that it does not name are not looked at",
        ))
    }

    fn wanted(&self, threads: usize, ordered: bool) -> Wanted {
        let names = self.table.columns().iter();
        Wanted {
            columns: names.map(|name| !name.is_empty()).collect(),
            threads,
            ordered,
            digest: false,
            raw: false,
        }
    }

    fn blank(&self) -> Vec<Sketch> {
        vec![Sketch::new(); self.table.columns().len()]
    }

    /// Takes in the rows of a block up to the one with a number.
    fn block(&self, sketches: &mut [Sketch], block: &Block, end: u64) {
        let names = self.table.columns().iter();
        for (at, (sketch, name)) in sketches.iter_mut().zip(names).enumerate() {
            if name.is_empty() {
                continue;
            }
            let column = block.column(at);
            for row in (0..block.rows()).take_while(|row| block.number(*row) <= end) {
                sketch.add(column.cell(row), self.readers(at), self.room);
            }
        }
    }

    fn every_row(&self, threads: usize) -> Result<(Scan, bool, Vec<Sketch>), Fault> {
        let look = |sketches: &mut Vec<Sketch>, block: &Block| {
            self.block(sketches, block, u64::MAX);
            Ok(())
        };
        let wanted = self.wanted(threads, false);
        let (scan, states) = self.table.scan_blocks(&wanted, &|| self.blank(), &look)?;
        let together = states.into_iter().reduce(|mut one, other| {
            for (at, (one, other)) in one.iter_mut().zip(other).enumerate() {
                one.merge(other, self.readers(at), self.room);
            }
            one
        });
        Ok((scan, false, together.unwrap_or_else(|| self.blank())))
    }

    /// Looks at the first rows only, and says whether there are more.
    fn first_rows(&self, end: u64) -> Result<(Scan, bool, Vec<Sketch>), Fault> {
        let (sketches, enough) = (Mutex::new(self.blank()), AtomicBool::new(false));
        let look = |(): &mut (), block: &Block| {
            let mut sketches = sketches.lock().unwrap_or_else(PoisonError::into_inner);
            self.block(&mut sketches, block, end);
            let last = block.rows().checked_sub(1).map(|row| block.number(row));
            if last.is_some_and(|last| last > end) {
                // A fault is the one way to end a scan.
                enough.store(true, Ordering::Relaxed);
                return Err(Fault::new("enough rows"));
            }
            Ok(())
        };
        let scanned = self.table.scan_blocks(&self.wanted(1, true), &|| (), &look);
        let cut = enough.into_inner();
        let scan = match scanned {
            Err(_) if cut => Scan {
                rows: end,
                ..Scan::default()
            },
            scanned => scanned?.0,
        };
        let sketches = sketches
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        Ok((scan, cut, sketches))
    }
}
