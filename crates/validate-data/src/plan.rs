//! The contract made ready: every rule compiled once, every contradiction
//! found before a table is opened.
//!
//! Every check is one of a few kinds: a predicate on a cell or a row, a
//! figure of a column or the table that is held against limits, a uniqueness,
//! an order, a dependency or a reference. The plan says which, over which
//! columns; what is done about it is the pass's business. So the same plan
//! can be carried out elsewhere.

mod bounds;
mod columns;
mod delimiter;
mod figures;
mod read;
mod texts;
mod weight;
mod whole;

use std::ops::Range;

use contract::{ColumnRules, ColumnType, Contract, ExtraColumns, Order, Permission, Spanned};
use tool::Policy;
use verdict::{Fault, Severity};

use crate::checks::{CellRule, row_count};
use crate::figure::{Figure, Limits};
use crate::read::Form;

pub(crate) use delimiter::{csv, of_option as delimiter_of_option};
pub(crate) use texts::within;
pub(crate) use weight::{Tolerance, Weight};
pub(crate) use whole::{TableAsks, TablePlan, number_limits};

/// A contract made ready.
pub(crate) struct Plan {
    /// In the contract's own order.
    pub(crate) columns: Vec<ColumnPlan>,
    /// On several columns, on rows and on the table as a whole.
    pub(crate) rules: Vec<TablePlan>,
}

/// One column of the contract, made ready.
pub(crate) struct ColumnPlan {
    pub(crate) name: String,
    /// Where the contract names it.
    pub(crate) span: Range<usize>,
    pub(crate) form: Form,
    pub(crate) optional: bool,
    /// Whether its values may not be shown.
    pub(crate) sensitive: bool,
    pub(crate) severity: Severity,
    pub(crate) checks: Vec<Planned>,
}

/// What is asked of a column, how much it weighs, and where the contract says
/// it.
pub(crate) struct Planned {
    pub(crate) asks: Asks,
    pub(crate) weight: Weight,
    pub(crate) span: Range<usize>,
}

impl Planned {
    /// What its check is about, when it is asked of a column of that name.
    pub(crate) fn target(&self, column: &str) -> String {
        match &self.asks {
            Asks::Figure(Figure::Quantile(_, level, _), _) => format!("{column} at {level}"),
            _ => column.to_owned(),
        }
    }
}

/// What is asked of a column.
pub(crate) enum Asks {
    /// Of each cell by itself.
    Cells(Box<dyn CellRule>),
    /// No value comes twice.
    Unique,
    /// How values follow one another.
    Order(Order),
    /// How far each value lies from the mean, in standard deviations.
    Outliers(Limits),
    /// A figure of all values lies within limits.
    Figure(Figure, Limits),
}

impl Asks {
    fn cells(rule: impl CellRule + 'static) -> Self {
        Self::Cells(Box::new(rule))
    }

    /// The rule's name: stable and kebab-case.
    pub(crate) fn id(&self) -> &'static str {
        match self {
            Self::Cells(rule) => rule.id(),
            Self::Unique => "unique",
            Self::Order(_) => "order",
            Self::Outliers(_) => "outliers",
            Self::Figure(figure, _) => figure.id(),
        }
    }
}

/// The rules on one column, as they are made ready: the column's own, or one
/// entry of its `rules`.
#[derive(Clone, Copy)]
struct Source<'a> {
    policy: &'a Policy<Contract>,
    rules: &'a ColumnRules,
    form: &'a Form,
}

impl Source<'_> {
    /// A fault at a place of the contract.
    fn fault(&self, span: Range<usize>, message: impl Into<String>) -> Fault {
        Fault::new(message).at(self.policy.place(span))
    }

    fn column_type(&self) -> Option<ColumnType> {
        self.form.column_type
    }
}

/// Makes a contract ready.
pub(crate) fn plan(policy: &Policy<Contract>) -> Result<Plan, Fault> {
    check_forbidding(policy)?;
    check_file(policy)?;
    check_rows(policy)?;
    if let Some(count) = &policy.value.column_count {
        number_limits(policy, count.get_ref(), count.span())?;
    }
    let plan = Plan {
        columns: columns::columns(policy)?,
        rules: whole::rules(policy)?,
    };
    check_can_fail(policy, &plan)?;
    Ok(plan)
}

/// A contract that no table can break would let everything pass, in silence.
fn check_can_fail(policy: &Policy<Contract>, plan: &Plan) -> Result<(), Fault> {
    let contract = &policy.value;
    let of_columns = |plan: &ColumnPlan| !plan.optional || !plan.checks.is_empty();
    if contract.extra_columns == ExtraColumns::Forbid
        || contract.column_count.is_some()
        || contract.rows.max_change.is_some()
        || row_count::asks_something(contract)
        || !plan.rules.is_empty()
        || plan.columns.iter().any(of_columns)
    {
        return Ok(());
    }
    let Some(plan) = plan.columns.first() else {
        let message = format!("{}: the contract asks nothing", policy.file);
        return Err(Fault::new(message).help(NAME_A_COLUMN));
    };
    let message = "the contract asks nothing: its columns may be absent, and hold anything";
    let fault = Fault::new(message).at(policy.place(plan.span.clone()));
    Err(fault.help("say what their values are, for example `type = \"integer\"`"))
}

const NAME_A_COLUMN: &str =
    "name at least one column, for example `[columns.id]` with `type = \"integer\"`";

/// Without a column by name, every column would be one too many.
fn check_forbidding(policy: &Policy<Contract>) -> Result<(), Fault> {
    let contract = &policy.value;
    if contract.extra_columns == ExtraColumns::Allow || !contract.columns.is_empty() {
        return Ok(());
    }
    Err(Fault::new(format!(
        "{}: extra columns are forbidden, but no column is named",
        policy.file
    ))
    .help(NAME_A_COLUMN))
}

/// Only of a byte order mark it makes sense to ask that it be there.
fn check_file(policy: &Policy<Contract>) -> Result<(), Fault> {
    let file = &policy.value.file;
    let rules = [
        &file.ragged_rows,
        &file.stray_quotes,
        &file.invalid_utf8,
        &file.nul_bytes,
        &file.unclear_header,
        &file.blank_rows,
    ];
    let mut rules = rules.into_iter().flatten();
    match rules.find(|rule| *rule.get_ref() == Permission::Require) {
        None => Ok(()),
        Some(rule) => Err(Fault::new("nobody asks that a fault of the file be there")
            .at(policy.place(rule.span()))
            .help("`\"allow\"` or `\"forbid\"` it")),
    }
}

fn check_rows(policy: &Policy<Contract>) -> Result<(), Fault> {
    let rows = &policy.value.rows;
    if let (Some(min), Some(max)) = (&rows.min, &rows.max)
        && min.get_ref() > max.get_ref()
    {
        return Err(Fault::new("`min` is above `max`, so no table can hold")
            .at(policy.place(min.span()))
            .help("swap them, or drop one"));
    }
    match &rows.max_change {
        Some(change) if !(*change.get_ref() >= 0.0 && change.get_ref().is_finite()) => {
            Err(Fault::new("`max-change` is no part of a count")
                .at(policy.place(change.span()))
                .help("twenty percent are 0.2"))
        }
        _ => Ok(()),
    }
}

/// The value of a key, without its place.
fn value<T: Copy>(spanned: Option<&Spanned<T>>) -> Option<T> {
    spanned.map(|spanned| *spanned.get_ref())
}

#[cfg(test)]
mod tests;
