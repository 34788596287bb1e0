//! Rules on several columns, on rows and on the table as a whole.

use std::path::Path;

use contract::Spanned;
use verdict::{Fault, cut};

use super::super::gather::What;
use super::super::keys::Nulls;
use super::super::{Held, Job, Work};
use super::Binder;
use crate::checks::{CellRule, nulls};
use crate::plan::{TableAsks, TablePlan};

impl<'p> Binder<'p, '_> {
    pub(super) fn rule(&mut self, rule: &'p TablePlan) -> Result<(), Fault> {
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
                    keys: super::super::other::keys(self.binding, reference, &self.pass, &columns)?,
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
                    let other = super::super::other::figure(self.binding, equals, wanted)?;
                    Ok(Work::Table {
                        gather: self.gather(
                            Vec::new(),
                            condition,
                            What::Aggregate(Box::new(aggregate)),
                        ),
                        limits: Held::Equal {
                            other,
                            of: shown(equals.file.get_ref()),
                            tolerance: equals.tolerance.as_ref().map_or(0.0, |x| *x.get_ref()),
                        },
                    })
                }
            },
        })
    }
}

/// The name of another file, without what is secret in an address.
fn shown(file: &str) -> String {
    cut(&crate::data::shown(Path::new(file)))
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
            let file = shown(reference.file.get_ref());
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
            let file = shown(equals.file.get_ref());
            (
                Some(text.clone()),
                format!("{text} equals {other} of {file}"),
            )
        }
    }
}
