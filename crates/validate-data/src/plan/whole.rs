//! Rules on several columns, on rows and on the table as a whole.

use std::ops::Range;

use contract::{
    ColumnRules, ColumnType, Contract, Dependency, Limits as Said, Reference, Spanned, TableRule,
};
use tool::Policy;
use verdict::Fault;

use super::weight::{Keys, Weight};
use super::{Source, bounds, figures};
use crate::figure::Limits;
use crate::read::Form;

/// A rule on several columns, on rows or on the table as a whole.
pub(crate) struct TablePlan {
    /// Its name in the contract.
    pub(crate) name: Option<String>,
    pub(crate) asks: TableAsks,
    pub(crate) weight: Weight,
    pub(crate) span: Range<usize>,
}

/// What is asked of a table.
pub(crate) enum TableAsks {
    /// A SQL expression is not false for any row.
    Expression(Spanned<String>),
    /// No two rows are alike in these columns; and whether two nulls are.
    Unique(Vec<Spanned<String>>, bool),
    /// The same, and none of them is null.
    PrimaryKey(Vec<Spanned<String>>),
    /// No two rows are alike in every column.
    UniqueRows,
    /// Values stand in another file too.
    Reference(Reference),
    /// Rows alike in some columns are alike in others.
    Depends(Dependency),
    /// Pearson's correlation of two columns lies within limits.
    Correlation([Spanned<String>; 2], Limits),
    /// A figure of the table lies within limits.
    Aggregate(Spanned<String>, Limits),
    /// A figure of the table equals one of another file.
    Equals(Spanned<String>, contract::Aggregate),
}

impl TableAsks {
    /// The rule's name: stable and kebab-case.
    pub(crate) const fn id(&self) -> &'static str {
        match self {
            Self::Expression(_) => "expression",
            Self::Unique(..) => "unique",
            Self::PrimaryKey(_) => "primary-key",
            Self::UniqueRows => "unique-rows",
            Self::Reference(_) => "references",
            Self::Depends(_) => "depends",
            Self::Correlation(..) => "correlation",
            Self::Aggregate(..) => "aggregate",
            Self::Equals(..) => "equals",
        }
    }
}

/// The rules of a contract on the table as a whole, in its own order.
pub(super) fn rules(policy: &Policy<Contract>) -> Result<Vec<TablePlan>, Fault> {
    let contract = &policy.value;
    let mut rules = Vec::new();
    if let Some(key) = &contract.primary_key {
        check_columns(policy, key.get_ref(), &key.span())?;
        rules.push(TablePlan {
            name: None,
            asks: TableAsks::PrimaryKey(key.get_ref().clone()),
            weight: Weight::default(),
            span: key.span(),
        });
    }
    if let Some(unique) = contract
        .rows
        .unique
        .as_ref()
        .filter(|unique| *unique.get_ref())
    {
        let weight = Weight {
            severity: contract.rows.severity,
            ..Weight::default()
        };
        rules.push(TablePlan {
            name: None,
            asks: TableAsks::UniqueRows,
            weight,
            span: unique.span(),
        });
    }
    for entry in &contract.rules {
        rules.push(rule(policy, entry)?);
    }
    Ok(rules)
}

fn rule(policy: &Policy<Contract>, entry: &Spanned<TableRule>) -> Result<TablePlan, Fault> {
    let rule = entry.get_ref();
    let keys = Keys {
        severity: rule.severity,
        mostly: rule.mostly.as_ref(),
        max_breaches: rule.max_breaches.as_ref(),
        condition: rule.condition.as_ref(),
        message: rule.message.as_ref(),
        tags: &rule.tags,
    };
    Ok(TablePlan {
        name: rule.name.clone(),
        weight: keys.weight(policy)?,
        span: entry.span(),
        asks: asks(policy, entry)?,
    })
}

fn asks(policy: &Policy<Contract>, entry: &Spanned<TableRule>) -> Result<TableAsks, Fault> {
    let rule = entry.get_ref();
    let given = [
        rule.expression.is_some(),
        rule.unique.is_some(),
        rule.references.is_some(),
        rule.depends.is_some(),
        rule.correlation.is_some(),
        rule.aggregate.is_some(),
    ];
    if given.iter().filter(|given| **given).count() != 1 {
        return Err(Fault::new("a rule asks exactly one thing")
            .at(policy.place(entry.span()))
            .help("give one of `expression`, `unique`, `references`, `depends`, `correlation` and `aggregate`"));
    }
    if let Some(expression) = &rule.expression {
        return Ok(TableAsks::Expression(expression.clone()));
    }
    if let Some(columns) = &rule.unique {
        check_columns(policy, columns.get_ref(), &columns.span())?;
        let alike = rule
            .nulls_alike
            .as_ref()
            .is_some_and(|alike| *alike.get_ref());
        return Ok(TableAsks::Unique(columns.get_ref().clone(), alike));
    }
    if let Some(reference) = &rule.references {
        return references(policy, reference);
    }
    if let Some(depends) = &rule.depends {
        let dependency = depends.get_ref();
        check_columns(policy, &dependency.columns, &depends.span())?;
        check_columns(policy, &dependency.determine, &depends.span())?;
        return Ok(TableAsks::Depends(dependency.clone()));
    }
    if let Some(correlation) = &rule.correlation {
        let limits = number_limits(policy, &correlation.get_ref().limits, correlation.span())?;
        let columns = correlation.get_ref().columns.clone();
        return Ok(TableAsks::Correlation(columns, limits));
    }
    aggregate(policy, entry)
}

fn references(
    policy: &Policy<Contract>,
    reference: &Spanned<Reference>,
) -> Result<TableAsks, Fault> {
    let Reference { columns, to, .. } = reference.get_ref();
    check_columns(policy, columns, &reference.span())?;
    if to.is_empty() || to.len() == columns.len() {
        return Ok(TableAsks::Reference(reference.get_ref().clone()));
    }
    Err(Fault::new("`columns` and `to` have different lengths")
        .at(policy.place(reference.span()))
        .help("name one column of the other file for each of this one"))
}

fn aggregate(policy: &Policy<Contract>, entry: &Spanned<TableRule>) -> Result<TableAsks, Fault> {
    let rule = entry.get_ref();
    let fault = |message: &str| Fault::new(message).at(policy.place(entry.span()));
    let Some(aggregate) = &rule.aggregate else {
        return Err(fault("this rule asks nothing"));
    };
    match (&rule.limits, &rule.equals) {
        (Some(limits), None) => {
            let limits = number_limits(policy, limits.get_ref(), limits.span())?;
            Ok(TableAsks::Aggregate(aggregate.clone(), limits))
        }
        (None, Some(equals)) => Ok(TableAsks::Equals(
            aggregate.clone(),
            equals.get_ref().clone(),
        )),
        _ => Err(fault("an `aggregate` is held against `limits` or `equals`")
            .help("for example `limits = { min = 0.9 }`")),
    }
}

/// Limits of a count or another figure that is no column's.
pub(crate) fn number_limits(
    policy: &Policy<Contract>,
    said: &Said,
    span: Range<usize>,
) -> Result<Limits, Fault> {
    let (rules, form) = (
        ColumnRules::default(),
        Form::new(Some(ColumnType::Number), Vec::new()),
    );
    let source = Source {
        policy,
        rules: &rules,
        form: &form,
    };
    figures::limits(source, said, span, (bounds::number, bounds::number))
}

fn check_columns(
    policy: &Policy<Contract>,
    columns: &[Spanned<String>],
    span: &Range<usize>,
) -> Result<(), Fault> {
    if columns.is_empty() {
        return Err(Fault::new("no column is named")
            .at(policy.place(span.clone()))
            .help("name at least one"));
    }
    let mut seen = std::collections::HashSet::new();
    match columns.iter().find(|column| !seen.insert(column.get_ref())) {
        None => Ok(()),
        Some(twice) => Err(Fault::new(format!(
            "`{}` is named twice",
            verdict::cut(twice.get_ref())
        ))
        .at(policy.place(twice.span()))),
    }
}
