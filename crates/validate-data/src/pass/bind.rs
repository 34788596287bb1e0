//! A plan bound to the columns of one table.

use std::path::{Path, PathBuf};

use contract::{ColumnType, Contract, Spanned};
use expression::{Aggregate, Expression, Kind, Scope};
use stats::MomentOrder;
use table::{CsvOptions, Table};
use tool::Policy;
use verdict::{Fault, cut, did_you_mean};

use super::gather::What;
use super::keys::Nulls;
use super::{GatherPlan, Held, Job, Pass, Used, Work, order, tally};
use crate::checks::{CellRule, nulls};
use crate::choice::Choice;
use crate::figure::{Figure, Need};
use crate::plan::{Asks, ColumnPlan, Plan, Planned, TableAsks, TablePlan, Weight};
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
                typing: self.table.typing(),
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

    /// The keys of one column: its numbers themselves, where all of them have
    /// 64 bits.
    fn keys(&mut self, plan: &ColumnPlan, column: usize, condition: Option<usize>) -> usize {
        let narrow = [ColumnType::Integer, ColumnType::Date].map(Some);
        let narrow = !self.table.is_typed() && narrow.contains(&plan.form.column_type);
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

    /// A rule's condition as one of the pass's. The error: why it can't be
    /// judged.
    fn condition(&mut self, weight: &Weight) -> Result<Result<Option<usize>, String>, Fault> {
        let Some(text) = &weight.condition else {
            return Ok(Ok(None));
        };
        let known = self.pass.conditions.iter();
        let mut known = known.map(Expression::text);
        if let Some(at) = known.position(|known| known == text.get_ref()) {
            return Ok(Ok(Some(at)));
        }
        Ok(match self.expression(text)? {
            Err(blind) => Err(blind),
            Ok((expression, _)) => {
                self.pass.conditions.push(expression);
                Ok(Some(self.pass.conditions.len() - 1))
            }
        })
    }

    /// An expression, and the pass's columns that it looks at. The inner
    /// error: which column is absent.
    fn expression(
        &mut self,
        text: &Spanned<String>,
    ) -> Result<Result<(Expression, Vec<usize>), String>, Fault> {
        let scope = Scope::new(&self.scope, self.binding.now);
        let expression = Expression::condition(text.get_ref(), &scope)
            .map_err(|wrong| self.wrong(text, wrong))?;
        let columns = expression.columns().to_vec();
        Ok(self.all_used(&columns).map(|columns| (expression, columns)))
    }

    fn aggregate(&mut self, text: &Spanned<String>) -> Result<Result<Aggregate, String>, Fault> {
        let scope = Scope::new(&self.scope, self.binding.now);
        let aggregate =
            Aggregate::parse(text.get_ref(), &scope).map_err(|wrong| self.wrong(text, wrong))?;
        let columns = aggregate.columns().to_vec();
        Ok(self.all_used(&columns).map(|_| aggregate))
    }

    /// Columns of the scope as columns of the pass; the error says which is
    /// absent.
    fn all_used(&mut self, columns: &[usize]) -> Result<Vec<usize>, String> {
        let there = self.table.columns().len();
        let name = |column: usize| self.scope.get(column).map_or("", |(name, _)| &**name);
        let optional = |column: usize| {
            let mut plans = self.binding.plan.columns.iter();
            plans.any(|plan| plan.optional && plan.name == name(column))
        };
        let absent = columns
            .iter()
            .find(|column| **column >= there && !optional(**column));
        if let Some(absent) = absent {
            return Err(format!("column `{}` is absent", cut(name(*absent))));
        }
        // An optional column that is absent is null in every row.
        let there = columns.iter().filter(|column| **column < there);
        Ok(there.map(|column| self.used(*column)).collect())
    }

    fn wrong(&self, text: &Spanned<String>, wrong: expression::Wrong) -> Fault {
        let policy = self.binding.policy;
        let span = crate::plan::within(&policy.text, text.span(), text.get_ref(), wrong.span);
        let fault = Fault::new(wrong.message).at(policy.place(span));
        match wrong.help {
            Some(help) => fault.help(help),
            None => fault,
        }
    }

    /// Columns by name. The inner error: which is absent, though the contract
    /// has it; the outer one: that nobody knows it.
    fn named(&mut self, names: &[Spanned<String>]) -> Result<Result<Vec<usize>, String>, Fault> {
        let mut columns = Vec::new();
        for name in names {
            let known = self
                .scope
                .iter()
                .position(|(known, _)| known == name.get_ref());
            let Some(column) = known else {
                return Err(self.unknown(name));
            };
            columns.push(column);
        }
        Ok(self.all_used(&columns))
    }

    fn unknown(&self, name: &Spanned<String>) -> Fault {
        let message = format!(
            "neither {} nor the contract has a column `{}`",
            self.table.name(),
            cut(name.get_ref())
        );
        let fault = Fault::new(message).at(self.binding.policy.place(name.span()));
        let known = self.scope.iter().map(|(known, _)| known.as_str());
        match did_you_mean(name.get_ref(), known) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault,
        }
    }

    fn rule(&mut self, rule: &'p TablePlan) -> Result<(), Fault> {
        let (what, title) = table_words(&rule.asks);
        let target = rule.name.clone().or(what);
        let id = rule.asks.id();
        let name = target.clone().unwrap_or_default();
        if !self.takes(id, &name, &name, &rule.weight) {
            return Ok(());
        }
        let condition = self.condition(&rule.weight)?;
        let work = match condition {
            Err(ref blind) => Work::Blind(blind.clone()),
            Ok(condition) => self
                .table_work(rule, condition)?
                .unwrap_or_else(Work::Blind),
        };
        self.push(Job {
            id,
            column: None,
            target,
            title,
            weight: &rule.weight,
            span: rule.span.clone(),
            condition: condition.ok().flatten(),
            work,
        });
        if let TableAsks::PrimaryKey(names) = &rule.asks {
            self.key_without_nulls(rule, names)?;
        }
        Ok(())
    }

    /// A key has no nulls, whatever its columns say by themselves.
    fn key_without_nulls(
        &mut self,
        rule: &'p TablePlan,
        names: &'p [Spanned<String>],
    ) -> Result<(), Fault> {
        static NO_NULLS: nulls::Nulls = nulls::Nulls {
            most: nulls::Most::Count(0),
        };
        let Ok(columns) = self.named(names)? else {
            return Ok(());
        };
        for (name, column) in names.iter().zip(columns) {
            let target = name.get_ref().as_str();
            if self
                .pass
                .jobs
                .iter()
                .any(|job| job.lets_no_null_pass(target))
            {
                continue;
            }
            self.push(Job {
                id: NO_NULLS.id(),
                column: None,
                target: Some(target.to_owned()),
                title: format!("{} has no nulls, as a part of the key", cut(target)),
                weight: &rule.weight,
                span: name.span(),
                condition: None,
                work: Work::Cells {
                    column,
                    rule: &NO_NULLS,
                },
            });
        }
        Ok(())
    }

    fn table_work(
        &mut self,
        rule: &'p TablePlan,
        condition: Option<usize>,
    ) -> Result<Result<Work<'p>, String>, Fault> {
        Ok(match &rule.asks {
            TableAsks::Expression(text) => {
                self.expression(text)?
                    .map(|(expression, columns)| Work::Expression {
                        expression,
                        columns,
                    })
            }
            TableAsks::Unique(names, _) | TableAsks::PrimaryKey(names) => {
                let nulls = match rule.asks {
                    TableAsks::Unique(_, true) => Nulls::Alike,
                    _ => Nulls::Passed,
                };
                self.named(names)?.map(|columns| Work::Repeats {
                    gather: self.gather(columns.clone(), condition, What::Keys(nulls)),
                    columns,
                })
            }
            TableAsks::UniqueRows => {
                let all: Vec<usize> = (0..self.table.columns().len()).collect();
                let columns: Vec<usize> = all.into_iter().map(|at| self.used(at)).collect();
                Ok(Work::Repeats {
                    gather: self.gather(columns.clone(), condition, What::Keys(Nulls::Alike)),
                    columns,
                })
            }
            TableAsks::Reference(reference) => match self.named(&reference.columns)? {
                Err(blind) => Err(blind),
                Ok(columns) => Ok(Work::Reference {
                    keys: super::other::keys(self.binding, reference, &self.pass, &columns)?,
                    columns,
                }),
            },
            TableAsks::Depends(dependency) => {
                match (
                    self.named(&dependency.columns)?,
                    self.named(&dependency.determine)?,
                ) {
                    (Err(blind), _) | (_, Err(blind)) => Err(blind),
                    (Ok(columns), Ok(determine)) => {
                        let both = [&columns[..], &determine[..]].concat();
                        let one =
                            self.gather(columns.clone(), condition, What::Keys(Nulls::Passed));
                        let both = self.gather(both, condition, What::Determined(columns.len()));
                        Ok(Work::Depends {
                            gathers: [one, both],
                            columns,
                            determine,
                        })
                    }
                }
            }
            TableAsks::Correlation(names, limits) => {
                self.named(names)?.map(|columns| Work::Table {
                    gather: self.gather(columns, condition, What::Comoments),
                    limits: Held::Limits(limits),
                })
            }
            TableAsks::Aggregate(text, limits) => {
                self.aggregate(text)?.map(|aggregate| Work::Table {
                    gather: self.gather(
                        Vec::new(),
                        condition,
                        What::Aggregate(Box::new(aggregate)),
                    ),
                    limits: Held::Limits(limits),
                })
            }
            TableAsks::Equals(text, equals) => match self.aggregate(text)? {
                Err(blind) => Err(blind),
                Ok(aggregate) => {
                    let wanted = equals.aggregate.as_ref().unwrap_or(text);
                    let other = super::other::figure(self.binding, equals, wanted)?;
                    Ok(Work::Table {
                        gather: self.gather(
                            Vec::new(),
                            condition,
                            What::Aggregate(Box::new(aggregate)),
                        ),
                        limits: Held::Equal {
                            other,
                            of: equals.file.get_ref().clone(),
                            tolerance: equals.tolerance.as_ref().map_or(0.0, |x| *x.get_ref()),
                        },
                    })
                }
            },
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

/// What a rule on the table is about, and what it asks.
fn table_words(asks: &TableAsks) -> (Option<String>, String) {
    let list = |names: &[Spanned<String>]| {
        let names = names.iter().map(|name| cut(name.get_ref()));
        names.collect::<Vec<_>>().join(", ")
    };
    match asks {
        TableAsks::Expression(text) => {
            let text = cut(text.get_ref());
            (Some(text.clone()), format!("no row contradicts {text}"))
        }
        TableAsks::Unique(names, _) => (
            Some(list(names)),
            format!("no two rows are alike in {}", list(names)),
        ),
        TableAsks::PrimaryKey(names) => (
            Some(list(names)),
            format!("{} tells the rows apart", list(names)),
        ),
        TableAsks::UniqueRows => (None, "no two rows are alike in every column".to_owned()),
        TableAsks::Reference(reference) => {
            let columns = list(&reference.columns);
            let file = cut(reference.file.get_ref());
            (Some(columns.clone()), format!("{columns} is in {file}"))
        }
        TableAsks::Depends(dependency) => {
            let (one, other) = (list(&dependency.columns), list(&dependency.determine));
            (Some(other.clone()), format!("{other} follows from {one}"))
        }
        TableAsks::Correlation([one, other], limits) => {
            let (one, other) = (cut(one.get_ref()), cut(other.get_ref()));
            let title = format!("the correlation of {one} and {other} {}", limits.words());
            (Some(format!("{one}, {other}")), title)
        }
        TableAsks::Aggregate(text, limits) => {
            let text = cut(text.get_ref());
            (Some(text.clone()), format!("{text} {}", limits.words()))
        }
        TableAsks::Equals(text, equals) => {
            let text = cut(text.get_ref());
            let other = equals
                .aggregate
                .as_ref()
                .map_or(text.clone(), |other| cut(other.get_ref()));
            let file = cut(equals.file.get_ref());
            (
                Some(text.clone()),
                format!("{text} equals {other} of {file}"),
            )
        }
    }
}

/// A file that a contract names, relative to the contract itself.
pub(super) fn beside(policy: &Policy<Contract>, file: &str) -> PathBuf {
    let folder = Path::new(&policy.file).parent();
    folder.unwrap_or(Path::new("")).join(file)
}
