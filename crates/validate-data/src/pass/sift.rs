//! One more pass, in the file's order: which rows break which of the rules
//! that are known to be broken.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use table::{Block, Table, Wanted};
use verdict::Fault;

use super::order::follows;
use super::probe::Test;
use super::tally::{Spot, Tally, nothing_more, whole};
use super::{Means, Pass, Work};
use crate::checks::range::order;
use crate::figure::Owned;
use crate::seen::Seen;
use crate::value::Reading;

/// What a rule remembers of the rows before.
enum Memory<'p> {
    Nothing,
    Last(Option<Owned>),
    Test(Test<'p>),
}

/// How much of a row is needed beside what the rules look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whole {
    No,
    /// All of its cells.
    Cells,
    /// Its bytes as they stand in the file.
    Raw,
}

/// A block, and which of its rows break each of the rules, in their order.
pub(crate) struct Sifted<'a> {
    pub(crate) block: &'a Block,
    pub(crate) seen: &'a [Seen<'a>],
    pub(crate) broken: &'a [Vec<bool>],
}

impl<'p> Pass<'p> {
    /// Shows every block with the rows that break some of the jobs.
    pub(crate) fn sift(
        &'p self,
        table: &Table,
        means: &Means<'_>,
        jobs: &[usize],
        knowledge: &'p HashMap<usize, Test<'p>>,
        whole: Whole,
        each: &mut (dyn FnMut(&Sifted<'_>) -> Result<(), Fault> + Send),
    ) -> Result<(), Fault> {
        let wanted = Wanted {
            ordered: true,
            threads: 1,
            digest: false,
            raw: whole == Whole::Raw,
            ..self.wanted(table, means)
        };
        let wanted = match whole {
            Whole::No => wanted,
            _ => Wanted {
                columns: vec![true; table.columns().len()],
                ..wanted
            },
        };
        let each = Mutex::new(each);
        let memories = || -> Vec<Memory<'p>> {
            jobs.iter()
                .map(|job| self.memory(*job, knowledge))
                .collect()
        };
        table.scan_blocks(&wanted, &memories, &|memories, block| {
            let seen = self.see(block, None);
            let sight = self.sight(block, &seen);
            let mut broken = Vec::new();
            for (job, memory) in jobs.iter().zip(memories) {
                let condition = self.jobs[*job].condition;
                let mask = condition.map(|condition| &*sight.masks[condition]);
                let mut marks = vec![false; block.rows()];
                if !self.jobs[*job].work.mark(&sight, mask, &mut marks) {
                    self.remember(*job, memory, block, &seen, mask, &mut marks);
                }
                broken.push(marks);
            }
            let mut each = each.lock().unwrap_or_else(PoisonError::into_inner);
            each(&Sifted {
                block,
                seen: &seen,
                broken: &broken,
            })
        })?;
        Ok(())
    }

    fn memory(&self, job: usize, knowledge: &HashMap<usize, Test<'p>>) -> Memory<'p> {
        match (&self.jobs[job].work, knowledge.get(&job)) {
            (Work::Order { .. }, _) => Memory::Last(None),
            (_, Some(test)) => Memory::Test(test.fresh()),
            _ => Memory::Nothing,
        }
    }

    /// Marks the rows of a rule that looks at the rows before, too.
    fn remember(
        &self,
        job: usize,
        memory: &mut Memory<'p>,
        block: &Block,
        seen: &[Seen<'_>],
        mask: Option<&[bool]>,
        marks: &mut [bool],
    ) {
        let columns: &[usize] = match &self.jobs[job].work {
            Work::Repeats { columns, .. } | Work::Depends { columns, .. } => columns,
            Work::Outliers { column, .. } | Work::Order { column, .. } => {
                std::slice::from_ref(column)
            }
            _ => return,
        };
        for (at, broken) in marks.iter_mut().enumerate() {
            if mask.is_some_and(|mask| !mask[at]) {
                continue;
            }
            match (&mut *memory, &self.jobs[job].work) {
                (Memory::Test(test), _) => {
                    *broken = test.finds(columns, seen, at, block.number(at)).is_some();
                }
                (Memory::Last(last), Work::Order { order: wanted, .. }) => {
                    let Reading::Value(value) = seen[columns[0]].reading(at) else {
                        continue;
                    };
                    if let Some(before) = last.replace(Owned::of(value)) {
                        *broken = !follows(*wanted, order(&value, &before.value()));
                    }
                }
                _ => {}
            }
        }
    }

    /// The identity of a row: its primary key, where the contract has one,
    /// else all of its cells; 128 bits of a SHA-256 in hexadecimal.
    pub(crate) fn identity(&self, table: &Table, block: &Block, at: usize) -> String {
        let cells: Vec<usize> = match self.key.is_empty() {
            true => (0..table.columns().len()).collect(),
            false => self.key.iter().map(|at| self.columns[*at].index).collect(),
        };
        let mut text = String::new();
        for column in cells {
            let cell = whole(block.cell(column, at));
            text.push_str(&format!("{}:{cell}", cell.len()));
        }
        let mut digest = verdict::sha256_of_bytes(text.as_bytes());
        digest.truncate(32);
        digest
    }
}

/// The rows of some jobs, counted once more.
pub(crate) struct Recount<'p> {
    pass: &'p Pass<'p>,
    jobs: Vec<usize>,
    most: usize,
    tallies: Vec<Tally>,
}

impl<'p> Recount<'p> {
    /// `most`: how many broken cells are shown, a check.
    pub(crate) fn new(pass: &'p Pass<'p>, jobs: &[usize], most: usize) -> Self {
        Self {
            pass,
            jobs: jobs.to_vec(),
            most,
            tallies: vec![Tally::default(); jobs.len()],
        }
    }

    /// Counts the rows of a block that are marked, a job.
    pub(crate) fn add(&mut self, sifted: &Sifted<'_>, marks: &[Vec<bool>]) {
        for ((job, tally), marks) in self.jobs.iter().zip(&mut self.tallies).zip(marks) {
            let work = &self.pass.jobs[*job].work;
            let spot = Spot {
                pass: self.pass,
                block: sifted.block,
                seen: sifted.seen,
                columns: work.columns(),
            };
            let note = |at| work.note(sifted.seen, at);
            tally.add(marks, self.most, &spot, &note);
        }
    }

    /// What was counted, a job.
    pub(crate) fn counted(self) -> impl Iterator<Item = (usize, Tally)> {
        self.jobs.into_iter().zip(self.tallies)
    }
}

impl Work<'_> {
    /// The columns whose values are shown.
    pub(super) fn columns(&self) -> &[usize] {
        match self {
            Self::Cells { column, .. }
            | Self::Order { column, .. }
            | Self::Outliers { column, .. }
            | Self::Figure { column, .. } => std::slice::from_ref(column),
            Self::Expression { columns, .. }
            | Self::Reference { columns, .. }
            | Self::Repeats { columns, .. }
            | Self::Depends { columns, .. } => columns,
            Self::Table { .. } | Self::Blind(_) => &[],
        }
    }

    fn note(&self, seen: &[Seen<'_>], at: usize) -> Option<String> {
        match self {
            Self::Cells { column, rule } => rule.note(&seen[*column].reading(at)),
            _ => nothing_more(at),
        }
    }
}
