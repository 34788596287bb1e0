//! Rows for which it can't be said whether a rule is on them.

use expression::{Expression, Truth};
use table::Block;
use verdict::Check;

use super::rows::BlockRows;
use crate::words::{counted, grouped};

/// Rows for which a `where` can't be computed: how many, and the first of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unsure {
    rows: u64,
    /// The number of the first, and why.
    first: Option<(u64, String)>,
}

impl Unsure {
    /// Those of a block, of which all truths are known.
    pub(super) fn of(
        condition: &Expression,
        truths: &[Truth],
        rows: &BlockRows<'_>,
        block: &Block,
    ) -> Self {
        let mut unsure = (0..truths.len()).filter(|at| truths[*at] == Truth::Error);
        let Some(first) = unsure.next() else {
            return Self::default();
        };
        let why = condition.value(rows, first).err().unwrap_or_default();
        Self {
            rows: 1 + unsure.count() as u64,
            first: Some((block.number(first), why)),
        }
    }

    /// With those of other blocks.
    pub(super) fn merge(&mut self, other: Self) {
        self.rows += other.rows;
        let (first, other) = (self.first.take(), other.first);
        self.first = [first, other].into_iter().flatten().min();
    }

    /// The check of a rule that is on rows: what would pass is undecided where
    /// it may be on more of them.
    pub(super) fn tell(&self, check: Check) -> Check {
        let Some((first, why)) = self.first.as_ref().filter(|_| check.cause.is_none()) else {
            return check;
        };
        let (rows, first) = (counted(self.rows, "row"), grouped(*first));
        check
            .undecided(format!("its `where` can't be computed in {rows}: first in row {first}: {why}"))
            .help("say in the `where` what is meant of such rows, for example with `try_cast` or `nullif`")
    }
}
