//! `--baseline`: known breaches are let pass, new ones are not.
//!
//! A breach is known by its check and its row: the primary key where the
//! contract has one, else all cells of the row. Rows may move; a row that is
//! changed is a new one. The same row may be listed several times.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::{Deserialize, Serialize};
use table::Table;
use tool::read_text;
use verdict::{Check, Fault};

use crate::pass::{Found, Means, Pass, Recount, Sifted, Whole};
use crate::words::{counted, grouped};

/// Rows that are known to break rules.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Baseline {
    /// The version of this format: 1.
    tollgate_baseline: u32,
    /// Of each check by its name, the rows by their digests, and how often
    /// each comes.
    checks: BTreeMap<String, BTreeMap<String, u64>>,
}

/// Most breaches of a run that are listed.
const MOST: usize = 1 << 20;

impl Baseline {
    pub(crate) fn new() -> Self {
        Self {
            tollgate_baseline: 1,
            checks: BTreeMap::new(),
        }
    }

    pub(crate) fn read(path: &Path) -> Result<Self, Fault> {
        let text = read_text(path)?;
        let wrong = |message: String| {
            Fault::new(format!("{}: {message}", path.display()))
                .help("a baseline is written by `--write-baseline`")
        };
        let baseline: Self =
            serde_json::from_str(&text).map_err(|error| wrong(format!("no baseline: {error}")))?;
        match baseline.tollgate_baseline {
            1 => Ok(baseline),
            other => Err(wrong(format!("version {other} of a baseline is not known"))),
        }
    }

    pub(crate) fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Lists all breaches of a table.
    pub(crate) fn add(
        &mut self,
        pass: &Pass<'_>,
        found: &Found<'_>,
        table: &Table,
        means: &Means<'_>,
    ) -> Result<(), Fault> {
        let names: Vec<String> = found
            .broken
            .iter()
            .map(|job| pass.jobs[*job].name())
            .collect();
        let mut count = 0;
        let mut each = |sifted: &Sifted<'_>| {
            for at in 0..sifted.block.rows() {
                for (name, marks) in names.iter().zip(sifted.broken) {
                    if marks[at] {
                        count += 1;
                        let row = pass.identity(table, sifted.block, at);
                        let rows = self.checks.entry(name.clone()).or_default();
                        *rows.entry(row).or_default() += 1;
                    }
                }
            }
            match count <= MOST {
                true => Ok(()),
                false => Err(Fault::new(format!(
                    "more than {} breaches are too many for a baseline",
                    grouped(MOST as u64)
                ))
                .help("loosen the rules that most rows break: `mostly`, `severity = \"warning\"`")),
            }
        };
        pass.sift(
            table,
            means,
            &found.broken,
            &found.knowledge,
            Whole::Cells,
            &mut each,
        )
    }

    /// Takes back the breaches that are known: the checks are those of the
    /// new ones.
    pub(crate) fn forgive(
        &self,
        pass: &Pass<'_>,
        found: &mut Found<'_>,
        table: &Table,
        means: &Means<'_>,
        place: &dyn Fn(std::ops::Range<usize>) -> verdict::Location,
    ) -> Result<(), Fault> {
        let known = |job: &usize| self.checks.contains_key(&pass.jobs[*job].name());
        let jobs: Vec<usize> = found.broken.iter().copied().filter(known).collect();
        if jobs.is_empty() {
            return Ok(());
        }
        let mut left: Vec<HashMap<&str, u64>> = jobs
            .iter()
            .map(|job| {
                let rows = self.checks.get(&pass.jobs[*job].name());
                let rows = rows.into_iter().flatten();
                rows.map(|(row, count)| (&**row, *count)).collect()
            })
            .collect();
        let mut recount = Recount::new(pass, &jobs, means.samples);
        let mut each = |sifted: &Sifted<'_>| {
            let mut marks: Vec<Vec<bool>> = sifted.broken.to_vec();
            for at in 0..sifted.block.rows() {
                for (marks, left) in marks.iter_mut().zip(&mut left) {
                    if !marks[at] {
                        continue;
                    }
                    let row = pass.identity(table, sifted.block, at);
                    if let Some(count) = left.get_mut(&*row).filter(|count| **count > 0) {
                        *count -= 1;
                        marks[at] = false;
                    }
                }
            }
            recount.add(sifted, &marks);
            Ok(())
        };
        pass.sift(
            table,
            means,
            &jobs,
            &found.knowledge,
            Whole::Cells,
            &mut each,
        )?;
        let rows = found.scan.rows - found.scan.shape.left_out;
        for (job, tally) in recount.counted() {
            let before = found.tallies[job].broken;
            let broken = tally.broken;
            let tally = tally.of(&found.tallies[job]);
            found.breaches = found.breaches.saturating_sub(before - broken.min(before));
            let check = pass.recheck(job, &tally, table.name(), rows, means.samples > 0, place);
            if let Some((_, old)) = found.checks.get_mut(job) {
                *old = told(check, broken, before);
            }
        }
        Ok(())
    }
}

/// A check says how many breaches were known.
fn told(mut check: Check, broken: u64, before: u64) -> Check {
    let known = counted(before - broken.min(before), "known breach");
    let known = known.replace("breachs", "breaches");
    check.cause = check.cause.map(|cause| format!("{cause}, besides {known}"));
    check
}
