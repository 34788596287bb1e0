//! What one thread has seen.

use expression::Truth;
use table::Block;

use super::gather::{Gather, Part};
use super::keys::{self, Nulls};
use super::order::{self, Border};
use super::proof::Known;
use super::rows::BlockRows;
use super::tally::{Spot, Tally, count, nothing_more};
use super::unsure::Unsure;
use super::{Job, Means, Pass, Work};
use crate::checks::{CellRule, Over};
use crate::profile::Piece;
use crate::seen::{Seen, State, Vector};
use crate::value::{Reading, Value};

/// What one thread has seen.
pub(super) struct Worker<'w, 'p> {
    pass: &'p Pass<'p>,
    gathers: &'w [Gather],
    known: &'w Known,
    most: usize,
    /// One a job.
    pub(super) tallies: Vec<Tally>,
    /// The borders of blocks, a job that needs them.
    pub(super) borders: Vec<Vec<Border>>,
    /// One a gather.
    pub(super) parts: Vec<Part>,
    /// One a column and block.
    pub(super) pieces: Vec<Vec<Piece>>,
    /// Nulls and cells of another type, one a column.
    pub(super) counts: Vec<(u64, u64)>,
}

/// A block as its columns are understood, and the rows that conditions keep.
pub(super) struct Sight<'a> {
    pub(super) block: &'a Block,
    pub(super) rows: BlockRows<'a>,
    pub(super) masks: Vec<Vec<bool>>,
    /// Of each condition, the rows for which it can't be computed.
    unsure: Vec<Unsure>,
}

impl<'w, 'p> Worker<'w, 'p> {
    pub(super) fn new(
        pass: &'p Pass<'p>,
        means: &Means<'_>,
        gathers: &'w [Gather],
        known: &'w Known,
    ) -> Self {
        let parts = pass.gathers.iter().zip(gathers);
        Self {
            pass,
            gathers,
            known,
            most: means.samples,
            tallies: vec![Tally::default(); pass.jobs.len()],
            borders: pass.jobs.iter().map(|_| Vec::new()).collect(),
            parts: parts
                .map(|(plan, gather)| Part::new(plan, gather))
                .collect(),
            pieces: pass.columns.iter().map(|_| Vec::new()).collect(),
            counts: vec![(0, 0); pass.columns.len()],
        }
    }

    /// Looks at a block.
    pub(super) fn look(&mut self, block: &Block) {
        let seen = self.pass.see(block, Some(&self.known.needed));
        let sight = self.pass.sight(block, &seen);
        let mut broken = vec![false; block.rows()];
        for (at, job) in self.pass.jobs.iter().enumerate() {
            if self.known.proved.contains_key(&at) {
                continue;
            }
            broken.fill(false);
            self.look_by(at, job, &sight, &mut broken);
        }
        for (at, plan) in self.pass.gathers.iter().enumerate() {
            let mask = plan.condition.map(|condition| &*sight.masks[condition]);
            self.parts[at].add(plan, &self.gathers[at], block.index(), &sight.rows, mask);
        }
        for (at, seen) in seen.iter().enumerate() {
            self.counts[at].0 += seen.nulls;
            self.counts[at].1 += seen.wrong;
            let shown = self.pass.columns[at].named && self.known.needed[at];
            if shown && Piece::is_wanted(block.index()) {
                self.pieces[at].push(Piece::of(block.index(), seen));
            }
        }
    }

    fn look_by(&mut self, at: usize, job: &Job<'_>, sight: &Sight<'_>, broken: &mut [bool]) {
        let mask = job.condition.map(|condition| &*sight.masks[condition]);
        let seen = sight.rows.seen();
        let tally = &mut self.tallies[at];
        if let Some(condition) = job.condition {
            tally.unsure.merge(sight.unsure[condition].clone());
        }
        let spot = |columns| Spot {
            pass: self.pass,
            block: sight.block,
            seen,
            columns,
        };
        match &job.work {
            Work::Cells { column, rule } => {
                let (columns, cells) = ([*column], &seen[*column]);
                tally.judged += judged(*rule, cells, mask);
                tally.blind += rule.blind(cells);
                job.work.mark(sight, mask, broken);
                let note = |at| rule.note(&cells.reading(at));
                tally.add(broken, self.most, &spot(&columns), &note);
            }
            Work::Expression {
                expression,
                columns,
            } => {
                tally.judged += mask.map_or(broken.len() as u64, count);
                job.work.mark(sight, mask, broken);
                let note = |at| expression.value(&sight.rows, at).err();
                tally.add(broken, self.most, &spot(columns), &note);
            }
            Work::Reference { columns, .. } => {
                let kept = |at: &usize| mask.is_none_or(|mask| mask[*at]);
                let values = |at: &usize| columns.iter().all(|column| seen[*column].is_value(*at));
                let judged = (0..broken.len()).filter(|at| kept(at) && values(at));
                tally.judged += judged.count() as u64;
                job.work.mark(sight, mask, broken);
                tally.add(broken, self.most, &spot(columns), &nothing_more);
            }
            Work::Order { column, order } => {
                let (columns, cells) = ([*column], &seen[*column]);
                tally.judged += judged_values(cells, mask);
                let spot = spot(&columns);
                let border = order::mark(*order, cells, mask, broken, &spot);
                self.borders[at].extend(border);
                tally.add(broken, self.most, &spot, &nothing_more);
            }
            Work::Repeats { columns, .. } => {
                tally.blind += columns.iter().map(|at| unread(&seen[*at])).sum::<u64>();
            }
            Work::Outliers { .. }
            | Work::Depends { .. }
            | Work::Figure { .. }
            | Work::Table { .. }
            | Work::Blind(_) => {}
        }
    }
}

impl Work<'_> {
    /// Marks the rows that break a rule on cells or rows, each by itself. Not
    /// done: it is no such rule.
    pub(super) fn mark(
        &self,
        sight: &Sight<'_>,
        mask: Option<&[bool]>,
        broken: &mut [bool],
    ) -> bool {
        let seen = sight.rows.seen();
        match self {
            Work::Cells { column, rule } => rule.mark(&seen[*column], broken),
            Work::Expression { expression, .. } => {
                let mut truths = Vec::new();
                expression.truth(&sight.rows, &mut truths);
                for (truth, broken) in truths.iter().zip(broken.iter_mut()) {
                    *broken = matches!(truth, Truth::False | Truth::Error);
                }
            }
            Work::Reference { columns, keys } => {
                for (at, broken) in broken.iter_mut().enumerate() {
                    let key = keys::key(seen, columns, at, Nulls::Passed);
                    *broken = key.is_some_and(|key| !keys.contains(&key));
                }
            }
            _ => return false,
        }
        keep(broken, mask);
        true
    }
}

impl Pass<'_> {
    /// The columns of a block.
    /// Those that are not `needed` stay empty.
    pub(super) fn see<'b>(&'b self, block: &'b Block, needed: Option<&[bool]>) -> Vec<Seen<'b>> {
        let columns = self.columns.iter().enumerate();
        columns
            .map(|(at, used)| match needed.is_none_or(|needed| needed[at]) {
                true => used.reader.see(block, used.index),
                false => Seen::nothing(&used.reader, block, used.index),
            })
            .collect()
    }

    /// The rows that each condition keeps.
    pub(super) fn sight<'b>(&'b self, block: &'b Block, seen: &'b [Seen<'b>]) -> Sight<'b> {
        let rows = BlockRows::new(seen, block.rows(), &self.by_table);
        let (mut masks, mut unsure) = (Vec::new(), Vec::new());
        let mut truths = Vec::new();
        for condition in &self.conditions {
            condition.truth(&rows, &mut truths);
            masks.push(truths.iter().map(|truth| *truth == Truth::True).collect());
            unsure.push(Unsure::of(condition, &truths, &rows, block));
        }
        Sight {
            block,
            rows,
            masks,
            unsure,
        }
    }
}

/// Leaves out the rows that a condition does not keep.
pub(super) fn keep(broken: &mut [bool], mask: Option<&[bool]>) {
    if let Some(mask) = mask {
        for (broken, keep) in broken.iter_mut().zip(mask) {
            *broken &= *keep;
        }
    }
}

/// How many cells a rule looks at.
fn judged(rule: &dyn CellRule, seen: &Seen<'_>, mask: Option<&[bool]>) -> u64 {
    let Some(mask) = mask else {
        return match rule.looks_at() {
            Over::Values => seen.values(),
            Over::Present => seen.rows() as u64 - seen.nulls,
            Over::Rows => seen.rows() as u64,
        };
    };
    let looked_at = |state: State| match rule.looks_at() {
        Over::Values => state == State::Value,
        Over::Present => state != State::Null,
        Over::Rows => true,
    };
    let kept = seen.states.iter().zip(mask);
    kept.filter(|(state, keep)| **keep && looked_at(**state))
        .count() as u64
}

/// How many values are of a kind that is not looked into.
fn unread(seen: &Seen<'_>) -> u64 {
    let Vector::Mixed(readings) = &seen.vector else {
        return 0;
    };
    let unread =
        |reading: &&Reading<'_>| matches!(reading, Reading::Value(Value::Opaque | Value::Unread));
    readings.iter().filter(unread).count() as u64
}

pub(super) fn judged_values(seen: &Seen<'_>, mask: Option<&[bool]>) -> u64 {
    let Some(mask) = mask else {
        return seen.values();
    };
    let kept = seen.states.iter().zip(mask);
    kept.filter(|(state, keep)| **keep && **state == State::Value)
        .count() as u64
}
