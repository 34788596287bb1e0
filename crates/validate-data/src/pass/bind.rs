//! A plan bound to the columns of one table.

mod names;
mod whole;

use std::path::{Path, PathBuf};

use contract::{ColumnType, Contract};
use expression::Kind;
use remote::Address;
use stats::MomentOrder;
use table::{CsvOptions, Table, Typing};
use tool::Policy;
use verdict::{Fault, cut};

use super::gather::What;
use super::keys::Nulls;
use super::{GatherPlan, Job, Pass, Used, Work, order, tally};
use crate::choice::Choice;
use crate::figure::{Figure, Need};
use crate::plan::{Asks, ColumnPlan, Plan, Planned, Weight};
use crate::read::{Form, Reader};

/// What a plan is bound by.
pub(crate) struct Binding<'p> {
    pub(crate) policy: &'p Policy<Contract>,
    pub(crate) plan: &'p Plan,
    pub(crate) choice: &'p Choice,
    pub(crate) options: CsvOptions,
    /// Seconds since 1970.
    pub(crate) now: i64,
    pub(crate) threads: usize,
}

/// Binds a plan to a table.
pub(crate) fn bind<'p>(binding: &Binding<'p>, table: &Table) -> Result<Pass<'p>, Fault> {
    let mut binder = Binder::new(binding, table);
    for name in key_columns(binding.policy) {
        if let Some(column) = binder.table_column(name) {
            let column = binder.used(column);
            binder.pass.key.push(column);
        }
    }
    for (at, column) in binding.plan.columns.iter().enumerate() {
        let first = binder.pass.jobs.len();
        binder.column(column)?;
        for job in &mut binder.pass.jobs[first..] {
            job.column = Some(at);
        }
    }
    for rule in &binding.plan.rules {
        binder.rule(rule)?;
    }
    binder.pass.name_apart();
    Ok(binder.pass)
}

fn key_columns(policy: &Policy<Contract>) -> impl Iterator<Item = &str> {
    let key = policy.value.primary_key.iter();
    key.flat_map(|key| key.get_ref().iter().map(|name| name.get_ref().as_str()))
}

struct Binder<'p, 't> {
    binding: &'t Binding<'p>,
    table: &'t Table,
    /// Columns of the table, then those that only the contract has.
    scope: Vec<(String, Kind)>,
    pass: Pass<'p>,
}

impl<'p, 't> Binder<'p, 't> {
    fn new(binding: &'t Binding<'p>, table: &'t Table) -> Self {
        let plans = &binding.plan.columns;
        let kind = |name: &String| {
            let plan = plans.iter().find(|plan| plan.name == *name);
            plan.map_or(Kind::Any, |plan| kind_of(&plan.form))
        };
        let there = table
            .columns()
            .iter()
            .map(|name| (name.clone(), kind(name)));
        let absent = plans
            .iter()
            .filter(|plan| !table.columns().contains(&plan.name));
        let absent = absent.map(|plan| (plan.name.clone(), kind_of(&plan.form)));
        Self {
            binding,
            table,
            scope: there.chain(absent).collect(),
            pass: Pass {
                by_table: vec![None; table.columns().len()],
                columns: Vec::new(),
                conditions: Vec::new(),
                gathers: Vec::new(),
                jobs: Vec::new(),
                key: Vec::new(),
            },
        }
    }

    fn table_column(&self, name: &str) -> Option<usize> {
        self.table
            .columns()
            .iter()
            .position(|column| column == name)
    }

    /// A column of the table as one of the pass.
    fn used(&mut self, index: usize) -> usize {
        if let Some(at) = self.pass.by_table[index] {
            return at;
        }
        let name = self.table.columns()[index].clone();
        let plans = &self.binding.plan.columns;
        let plan = plans.iter().find(|plan| plan.name == name);
        let form = plan.map_or_else(|| self.plain_form(), |plan| plan.form.clone());
        self.pass.columns.push(Used {
            index,
            reader: Reader {
                form,
                typing: self.table.typing_of(index),
            },
            sensitive: plan.is_some_and(|plan| plan.sensitive),
            named: plan.is_some(),
            name,
        });
        let at = self.pass.columns.len() - 1;
        self.pass.by_table[index] = Some(at);
        at
    }

    /// How a column that the contract does not name is read.
    fn plain_form(&self) -> Form {
        let missing = self.binding.policy.value.missing.clone();
        Form::new(None, missing.unwrap_or_else(|| vec![String::new()]))
    }

    fn column(&mut self, plan: &'p ColumnPlan) -> Result<(), Fault> {
        let Some(index) = self.table_column(&plan.name) else {
            return Ok(());
        };
        let column = self.used(index);
        for planned in &plan.checks {
            self.planned(plan, planned, column)?;
        }
        Ok(())
    }

    fn planned(
        &mut self,
        plan: &'p ColumnPlan,
        planned: &'p Planned,
        column: usize,
    ) -> Result<(), Fault> {
        let name = cut(&plan.name);
        let title = match &planned.asks {
            Asks::Cells(rule) => {
                let (verb, object) = rule.asks();
                format!("{name} {verb} {object}")
            }
            Asks::Unique => format!("{name} has no value twice"),
            Asks::Order(order) => format!("{name} {}", order::words(*order)),
            Asks::Outliers(limits) => format!("the z-score of {name} {}", limits.words()),
            Asks::Figure(figure, limits) => figure_title(figure, limits, &name),
        };
        let (id, target) = (planned.asks.id(), planned.target(&plan.name));
        if !self.takes(id, &target, &plan.name, &planned.weight) {
            return Ok(());
        }
        let condition = self.condition(&planned.weight)?;
        let work = match condition {
            Err(ref blind) => Work::Blind(blind.clone()),
            Ok(condition) => self.work(plan, &planned.asks, column, condition),
        };
        let job = Job {
            id,
            column: None,
            target: Some(target),
            title,
            weight: &planned.weight,
            span: planned.span.clone(),
            condition: condition.ok().flatten(),
            work,
        };
        self.push(job);
        Ok(())
    }

    fn push(&mut self, mut job: Job<'p>) {
        job.title.push_str(&tally::suffix(&job));
        self.pass.jobs.push(job);
    }

    fn takes(&self, id: &str, target: &str, column: &str, weight: &Weight) -> bool {
        self.binding
            .choice
            .takes(id, &[target, column], &weight.tags)
    }

    fn work(
        &mut self,
        plan: &'p ColumnPlan,
        asks: &'p Asks,
        column: usize,
        condition: Option<usize>,
    ) -> Work<'p> {
        match asks {
            Asks::Cells(rule) => Work::Cells {
                column,
                rule: &**rule,
            },
            Asks::Order(order) => Work::Order {
                column,
                order: *order,
            },
            Asks::Unique => Work::Repeats {
                gather: self.keys(plan, column, condition),
                columns: vec![column],
            },
            Asks::Outliers(limits) => Work::Outliers {
                gather: self.gather(vec![column], condition, What::Moments(MomentOrder::Second)),
                column,
                limits,
            },
            Asks::Figure(figure, limits) => {
                let gather = match figure.need() {
                    Need::Extremes => self.gather(vec![column], condition, What::Extremes),
                    Need::Moments(order) => {
                        self.gather(vec![column], condition, What::Moments(order))
                    }
                    Need::Numbers => self.gather(vec![column], condition, What::Numbers),
                    Need::Keys => self.keys(plan, column, condition),
                    Need::Required => {
                        let values = match figure {
                            Figure::Required(values, _) => values.clone(),
                            _ => Vec::new(),
                        };
                        self.gather(vec![column], condition, What::Required(values))
                    }
                };
                Work::Figure {
                    gather,
                    column,
                    figure,
                    limits,
                }
            }
        }
    }

    /// The keys of one column: its numbers themselves, where all of them should
    /// have 64 bits. In JSON Lines there are others among them.
    fn keys(&mut self, plan: &ColumnPlan, column: usize, condition: Option<usize>) -> usize {
        let narrow = [ColumnType::Integer, ColumnType::Date].map(Some);
        let json = self.pass.columns[column].reader.typing == Typing::Json;
        let narrow = !json && narrow.contains(&plan.form.column_type);
        let what = match narrow {
            true => What::WholeKeys,
            false => What::Keys(Nulls::Passed),
        };
        self.gather(vec![column], condition, what)
    }

    fn gather(&mut self, columns: Vec<usize>, condition: Option<usize>, what: What) -> usize {
        let plan = GatherPlan {
            columns,
            condition,
            what,
        };
        let known = self.pass.gathers.iter().position(|known| *known == plan);
        known.unwrap_or_else(|| {
            self.pass.gathers.push(plan);
            self.pass.gathers.len() - 1
        })
    }
}

fn kind_of(form: &Form) -> Kind {
    match form.column_type {
        Some(ColumnType::String | ColumnType::Time) => Kind::Text,
        Some(ColumnType::Integer) => Kind::Integer,
        Some(ColumnType::Number | ColumnType::Decimal) => Kind::Number,
        Some(ColumnType::Boolean) => Kind::Boolean,
        Some(ColumnType::Date) => Kind::Date,
        Some(ColumnType::Datetime) => Kind::Moment,
        None => Kind::Any,
    }
}

fn figure_title(figure: &Figure, limits: &crate::figure::Limits, name: &str) -> String {
    let words = figure.words(name);
    match figure {
        Figure::Required(_, shown) => format!("{words} has {}", crate::words::listed(shown, 6)),
        Figure::MostCommon(common) => {
            format!("{words} is {}", crate::words::listed(&common.shown, 6))
        }
        _ => format!("{words} {}", limits.words()),
    }
}

/// A file that a contract names, relative to the contract itself, or an
/// address.
pub(super) fn beside(policy: &Policy<Contract>, file: &str) -> PathBuf {
    if Address::of(Path::new(file)).is_some() {
        return PathBuf::from(file);
    }
    let folder = Path::new(&policy.file).parent();
    folder.unwrap_or(Path::new("")).join(file)
}
