//! One pass over a table: every block of rows is shown to every check, on all
//! cores, and what the threads have seen is put together in the file's order.
//!
//! Checks that know only in the end what they were looking for (a value that
//! came twice, one far from the mean) find their rows in a second pass, which
//! is made only when there are such rows.

mod bind;
mod finish;
mod gather;
mod keys;
mod order;
mod other;
mod probe;
mod proof;
mod rows;
mod sift;
mod tally;
mod unsure;
mod worker;

use std::collections::HashMap;
use std::ops::Range;

use distinct::Budget;
use expression::Expression;
use table::{Scan, Table, Wanted};
use verdict::{Check, Fault, Severity};

use crate::checks::CellRule;
use crate::figure::{Figure, Limits};
use crate::plan::{Tolerance, Weight};
use crate::profile::Profile;
use crate::read::Reader;
use gather::{Gather, Gathered};
use probe::Test;

pub(crate) use bind::{Binding, bind};
pub(crate) use keys::Lookup;
pub(crate) use sift::{Recount, Sifted, Whole};
pub(crate) use tally::Tally;

/// A plan bound to the columns of one table.
pub(crate) struct Pass<'p> {
    pub(crate) columns: Vec<Used>,
    conditions: Vec<Expression>,
    gathers: Vec<GatherPlan>,
    pub(crate) jobs: Vec<Job<'p>>,
    /// The columns that tell the rows apart.
    key: Vec<usize>,
    /// Which of its columns a column of the table is.
    by_table: Vec<Option<usize>>,
}

/// A column of the table that is looked at.
pub(crate) struct Used {
    pub(crate) name: String,
    /// Which column of the table it is.
    pub(crate) index: usize,
    pub(crate) reader: Reader,
    /// Whether its values may not be shown.
    pub(crate) sensitive: bool,
    /// Whether the contract names it.
    pub(crate) named: bool,
}

/// One check on the rows of a table.
pub(crate) struct Job<'p> {
    pub(crate) id: &'static str,
    /// Which column of the contract it is about; none: several, or the table.
    pub(crate) column: Option<usize>,
    /// What it is about: a column, columns, or the name of a rule.
    pub(crate) target: Option<String>,
    pub(crate) title: String,
    pub(crate) weight: &'p Weight,
    /// Where the contract says it.
    pub(crate) span: Range<usize>,
    /// Which of the pass's conditions its rows keep.
    condition: Option<usize>,
    work: Work<'p>,
}

/// How a check is carried out. Columns and gathers are those of the pass.
enum Work<'p> {
    /// Each cell by itself.
    Cells {
        column: usize,
        rule: &'p dyn CellRule,
    },
    /// Each row by itself.
    Expression {
        expression: Expression,
        columns: Vec<usize>,
    },
    /// Each row against the keys of another table.
    Reference { columns: Vec<usize>, keys: Lookup },
    /// How values follow one another.
    Order {
        column: usize,
        order: contract::Order,
    },
    /// No row is like another in these columns.
    Repeats { gather: usize, columns: Vec<usize> },
    /// How far each value lies from the mean, in standard deviations.
    Outliers {
        gather: usize,
        column: usize,
        limits: &'p Limits,
    },
    /// Rows alike in the first columns are alike in the second.
    Depends {
        gathers: [usize; 2],
        columns: Vec<usize>,
        determine: Vec<usize>,
    },
    /// A figure of a column.
    Figure {
        gather: usize,
        column: usize,
        figure: &'p Figure,
        limits: &'p Limits,
    },
    /// A figure of the table.
    Table { gather: usize, limits: Held<'p> },
    /// It can't be judged, and why.
    Blind(String),
}

/// What a figure of the table is held against.
enum Held<'p> {
    Limits(&'p Limits),
    /// A number of another file, its name, and by which part of it the figure
    /// may differ.
    Equal {
        other: f64,
        of: String,
        tolerance: f64,
    },
}

/// What is gathered over all rows, for one or more checks.
#[derive(Debug, PartialEq)]
struct GatherPlan {
    columns: Vec<usize>,
    condition: Option<usize>,
    what: gather::What,
}

impl GatherPlan {
    /// The same with keys of any kind.
    fn wide(&self) -> Self {
        Self {
            columns: self.columns.clone(),
            condition: self.condition,
            what: gather::What::Keys(keys::Nulls::Passed),
        }
    }
}

/// How a pass is made.
pub(crate) struct Means<'a> {
    /// How many broken cells are shown, a check.
    pub(crate) samples: usize,
    pub(crate) threads: usize,
    /// Whether the SHA-256 of the table is taken.
    pub(crate) digest: bool,
    /// Whether what the footer of a file says is trusted.
    pub(crate) trust: bool,
    pub(crate) budget: &'a Budget,
    /// Seconds since 1970.
    pub(crate) now: i64,
}

/// What one pass over a table has found.
pub(crate) struct Found<'p> {
    pub(crate) scan: Scan,
    /// How many cells and rows break a rule.
    pub(crate) breaches: u64,
    /// The columns of the contract that the checks are about, and the checks,
    /// in the order of the pass's jobs; none at all in a table without rows.
    pub(crate) checks: Vec<(Option<usize>, Check)>,
    pub(crate) profiles: Vec<Profile>,
    /// The jobs whose rule cells or rows break, beyond what it lets pass.
    pub(crate) broken: Vec<usize>,
    /// What to look for, for those that know it only in the end.
    pub(crate) knowledge: HashMap<usize, Test<'p>>,
    /// What was counted, a job.
    pub(crate) tallies: Vec<Tally>,
}

impl Job<'_> {
    /// The name of its check.
    pub(crate) fn name(&self) -> String {
        match &self.target {
            Some(target) => format!("{}({target})", self.id),
            None => self.id.to_owned(),
        }
    }

    /// Whether it forbids every null of a column.
    fn lets_no_null_pass(&self, column: &str) -> bool {
        self.id == "nulls"
            && self.target.as_deref() == Some(column)
            && self.condition.is_none()
            && self.weight.severity == Severity::Error
            && self.weight.tolerance == Tolerance::Count(0)
    }
}

impl<'p> Pass<'p> {
    /// Makes the pass.
    pub(crate) fn run(
        &'p self,
        table: &Table,
        means: &Means<'_>,
        place: &dyn Fn(Range<usize>) -> verdict::Location,
    ) -> Result<Found<'p>, Fault> {
        let gathers = Gather::all(&self.gathers, means, &self.only_different());
        let known = self.known(table, means.trust);
        let mut wanted = self.wanted(table, means);
        for (used, needed) in self.columns.iter().zip(&known.needed) {
            wanted.columns[used.index] &= *needed;
        }
        let (scan, workers) = table.scan_blocks(
            &wanted,
            &|| worker::Worker::new(self, means, &gathers, &known),
            &|worker, block| {
                worker.look(block);
                Ok(())
            },
        )?;
        let mut merged = finish::Merged::of(self, workers, means.samples);
        merged.take(known);
        finish::finish(self, table, means, place, scan, merged, gathers)
    }

    /// The gathers of which it is enough to know whether all keys differ.
    fn only_different(&self) -> Vec<usize> {
        let enough = |at: usize| {
            self.jobs.iter().all(|job| match &job.work {
                Work::Figure { gather, figure, .. } if *gather == at => {
                    matches!(figure, Figure::Distinct | Figure::DistinctFraction)
                }
                Work::Depends { gathers, .. } => !gathers.contains(&at),
                _ => true,
            })
        };
        (0..self.gathers.len()).filter(|at| enough(*at)).collect()
    }

    /// The columns that one gather looks at: all, where others may be behind a
    /// condition or an expression.
    fn looked_at(&self, plan: &GatherPlan) -> Vec<bool> {
        let all = !self.conditions.is_empty() || matches!(plan.what, gather::What::Aggregate(_));
        let needed = (0..self.columns.len()).map(|at| all || plan.columns.contains(&at));
        needed.collect()
    }

    /// Reads a table once more, for one gather.
    fn once_more(
        &self,
        plan: &GatherPlan,
        table: &Table,
        means: &Means<'_>,
    ) -> Result<Gathered, Fault> {
        let gathers = Gather::all(std::slice::from_ref(plan), means, &[]);
        let needed = self.looked_at(plan);
        let mut wanted = self.wanted(table, means);
        for (used, needed) in self.columns.iter().zip(&needed) {
            wanted.columns[used.index] &= *needed;
        }
        let look = |part: &mut gather::Part, block: &table::Block| {
            let seen = self.see(block, Some(&needed));
            let sight = self.sight(block, &seen);
            let mask = plan.condition.map(|condition| &*sight.masks[condition]);
            part.add(plan, &gathers[0], block.index(), &sight.rows, mask);
            Ok(())
        };
        let make = || gather::Part::new(plan, &gathers[0]);
        let (_, parts) = table.scan_blocks(&wanted, &make, &look)?;
        let gather = gathers.into_iter().next().unwrap_or(Gather::Nothing);
        if gather.is_wide() {
            return self.once_more(&plan.wide(), table, means);
        }
        gather::gathered(plan, gather, parts, means.threads)
    }

    /// Reads a table only for what is gathered: one thing.
    fn gather_only(&self, table: &Table, means: &Means<'_>) -> Result<Option<Gathered>, Fault> {
        let plan = self.gathers.first();
        plan.map(|plan| self.once_more(plan, table, means))
            .transpose()
    }

    fn wanted(&self, table: &Table, means: &Means<'_>) -> Wanted {
        let mut columns = vec![false; table.columns().len()];
        for used in &self.columns {
            columns[used.index] = true;
        }
        Wanted {
            columns,
            threads: means.threads,
            ordered: false,
            digest: means.digest,
            raw: false,
        }
    }

    /// A rule that is there twice is told apart by a number.
    fn name_apart(&mut self) {
        let mut seen = HashMap::new();
        for job in &mut self.jobs {
            let times: &mut u32 = seen.entry((job.id, job.target.clone())).or_default();
            *times += 1;
            if *times > 1 {
                let target = job.target.clone().unwrap_or_default();
                job.target = Some(format!("{target} #{times}"));
            }
        }
    }
}
