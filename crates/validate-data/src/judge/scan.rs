//! The one pass over a table.

use report::Distribution;
use table::{Row, Table};
use tool::Policy;
use verdict::{Check, Fault, cut};

use crate::checks::{Reader, Tally};
use crate::plan::{ColumnPlan, Planned};
use crate::policy::Contract;
use crate::profile::Profile;

/// Most columns that are shown.
const SHOWN: usize = 60;

/// What one pass over a table has found.
pub(super) struct Scanned {
    pub(super) rows: u64,
    /// How many cells break a rule.
    pub(super) breaches: u64,
    /// The checks of each column of the contract; none for an absent one, and
    /// none at all in a table without rows: nothing was looked at.
    pub(super) checks: Vec<Vec<Check>>,
    pub(super) distributions: Vec<Distribution>,
}

/// One column of the contract and what its rules have seen.
struct Column {
    plan: ColumnPlan,
    /// Which column of the table it is.
    index: usize,
    reader: Reader,
    tallies: Vec<Tally>,
    profile: Profile,
}

/// Shows every row to every rule; keeps `most` samples a rule.
pub(super) fn scan(
    table: &Table,
    plans: Vec<ColumnPlan>,
    policy: &Policy<Contract>,
    most: usize,
) -> Result<Scanned, Fault> {
    let mut columns: Vec<Option<Column>> = plans
        .into_iter()
        .map(|plan| Column::of(plan, table, &policy.value))
        .collect();
    let rows = table.scan(&mut |row| {
        for column in columns.iter_mut().flatten() {
            column.look(row, most);
        }
        Ok(())
    })?;
    let mut scanned = Scanned {
        rows,
        breaches: 0,
        checks: Vec::new(),
        distributions: Vec::new(),
    };
    for column in columns {
        let checks = column.map(|column| column.finish(table, policy, &mut scanned));
        scanned.checks.push(checks.unwrap_or_default());
    }
    Ok(scanned)
}

impl Column {
    /// None: the table has no such column.
    fn of(plan: ColumnPlan, table: &Table, contract: &Contract) -> Option<Self> {
        let index = table.columns().iter().position(|name| *name == plan.name)?;
        let reader = Reader {
            column_type: plan.column_type,
            typed: table.is_typed(),
            missing: contract.missing.clone(),
        };
        Some(Self {
            index,
            reader,
            tallies: vec![Tally::default(); plan.rules.len()],
            profile: Profile::new(plan.column_type),
            plan,
        })
    }

    fn look(&mut self, row: &Row<'_>, most: usize) {
        let cell = row.cell(self.index);
        let seen = self.reader.read(cell);
        for (planned, tally) in self.plan.rules.iter_mut().zip(&mut self.tallies) {
            tally.look(&mut *planned.rule, row, cell, &seen, most);
        }
        self.profile.add(&seen);
    }

    fn finish(self, table: &Table, policy: &Policy<Contract>, scanned: &mut Scanned) -> Vec<Check> {
        if scanned.distributions.len() < SHOWN {
            scanned
                .distributions
                .push(self.profile.show(&self.plan.name));
        }
        if scanned.rows == 0 {
            return Vec::new();
        }
        let mut checks = Vec::new();
        for (Planned { rule, span }, tally) in self.plan.rules.into_iter().zip(self.tallies) {
            if !rule.tolerates(tally.count, scanned.rows) {
                scanned.breaches += tally.count;
            }
            let (verb, object) = rule.asks();
            let check = Check::pass(
                rule.id(),
                format!("{} {verb} {object}", cut(&self.plan.name)),
            )
            .on(&*self.plan.name)
            .severity(self.plan.severity);
            let check = tally.check(&*rule, check, table.name(), scanned.rows);
            checks.push(if check.cause.is_some() {
                check.at(policy.location(span))
            } else {
                check
            });
        }
        checks
    }
}
