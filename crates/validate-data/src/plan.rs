//! The contract made ready: every rule compiled once, every contradiction
//! found before a table is opened.

mod bounds;
mod delimiter;
mod texts;

use std::ops::Range;

use tool::Policy;
use verdict::{Fault, Severity};

use crate::checks::Rule;
use crate::checks::nulls::{Most, Nulls};
use crate::checks::row_count;
use crate::checks::type_of::TypeOf;
use crate::checks::unique::Unique;
use crate::policy::{ColumnRules, ColumnType, Contract, ExtraColumns};

pub(crate) use delimiter::delimiter;

/// One column of the contract, made ready.
pub(crate) struct ColumnPlan {
    pub(crate) name: String,
    /// Where the contract names it.
    pub(crate) span: Range<usize>,
    pub(crate) column_type: Option<ColumnType>,
    pub(crate) optional: bool,
    pub(crate) severity: Severity,
    pub(crate) rules: Vec<Planned>,
}

/// A rule, and where the contract says it.
pub(crate) struct Planned {
    pub(crate) rule: Box<dyn Rule>,
    pub(crate) span: Range<usize>,
}

impl Planned {
    fn new(rule: impl Rule + 'static, span: Range<usize>) -> Self {
        Self {
            rule: Box::new(rule),
            span,
        }
    }
}

/// One column of a contract, as its rules are made ready.
#[derive(Clone, Copy)]
struct Source<'a> {
    policy: &'a Policy<Contract>,
    rules: &'a ColumnRules,
}

impl Source<'_> {
    /// A fault at a place of the contract.
    fn fault(&self, span: Range<usize>, message: impl Into<String>) -> Fault {
        Fault::new(message).at(self.policy.place(span))
    }

    fn column_type(&self) -> Option<ColumnType> {
        self.rules
            .column_type
            .as_ref()
            .map(|spanned| *spanned.get_ref())
    }
}

/// The columns of a contract in its own order.
pub(crate) fn columns(policy: &Policy<Contract>) -> Result<Vec<ColumnPlan>, Fault> {
    check_forbidding(policy)?;
    check_rows(policy)?;
    let mut columns: Vec<_> = policy.value.columns.iter().collect();
    columns.sort_by_key(|(name, _)| name.span().start);
    let columns = columns.into_iter().map(|(name, rules)| {
        let source = Source { policy, rules };
        Ok(ColumnPlan {
            name: name.get_ref().clone(),
            span: name.span(),
            column_type: source.column_type(),
            optional: rules.optional,
            severity: rules.severity,
            rules: rules_of(source, name.span())?,
        })
    });
    let columns: Vec<ColumnPlan> = columns.collect::<Result<_, _>>()?;
    check_can_fail(policy, &columns)?;
    Ok(columns)
}

/// A contract that no table can break would let everything pass, in silence.
fn check_can_fail(policy: &Policy<Contract>, columns: &[ColumnPlan]) -> Result<(), Fault> {
    let contract = &policy.value;
    let of_columns = |plan: &ColumnPlan| !plan.optional || !plan.rules.is_empty();
    if contract.extra_columns == ExtraColumns::Forbid
        || row_count::asks_something(contract)
        || columns.iter().any(of_columns)
    {
        return Ok(());
    }
    let Some(plan) = columns.first() else {
        let message = format!("{}: the contract asks nothing", policy.file);
        return Err(Fault::new(message).help(NAME_A_COLUMN));
    };
    let message = "the contract asks nothing: its columns may be absent, and hold anything";
    let fault = Fault::new(message).at(policy.place(plan.span.clone()));
    Err(fault.help("say what their values are, for example `type = \"integer\"`"))
}

const NAME_A_COLUMN: &str =
    "name at least one column, for example `[columns.id]` with `type = \"integer\"`";

fn rules_of(source: Source<'_>, name: Range<usize>) -> Result<Vec<Planned>, Fault> {
    let column_type = source.rules.column_type.as_ref();
    let unique = source
        .rules
        .unique
        .as_ref()
        .filter(|unique| *unique.get_ref());
    let rules = [
        column_type.map(|spanned| Planned::new(TypeOf(*spanned.get_ref()), spanned.span())),
        nulls(source, name)?,
        bounds::allowed_values(source)?,
        bounds::range(source)?,
        texts::pattern(source)?,
        texts::length(source)?,
        unique.map(|spanned| Planned::new(Unique::new(), spanned.span())),
    ];
    Ok(rules.into_iter().flatten().collect())
}

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

fn check_rows(policy: &Policy<Contract>) -> Result<(), Fault> {
    match (&policy.value.rows.min, &policy.value.rows.max) {
        (Some(min), Some(max)) if min.get_ref() > max.get_ref() => {
            Err(Fault::new("`min` is above `max`, so no table can hold")
                .at(policy.place(min.span()))
                .help("swap them, or drop one"))
        }
        _ => Ok(()),
    }
}

/// The rule on nulls; none where every null is allowed.
fn nulls(source: Source<'_>, name: Range<usize>) -> Result<Option<Planned>, Fault> {
    let ColumnRules {
        nullable,
        max_nulls,
        max_null_fraction,
        ..
    } = source.rules;
    if let (Some(nullable), true) = (nullable, max_nulls.is_some() || max_null_fraction.is_some()) {
        return Err(source
            .fault(nullable.span(), "`nullable` says all or none, and a limit on nulls something between")
            .help("drop `nullable`: `max-nulls` and `max-null-fraction` allow nulls up to their limit"));
    }
    Ok(match (max_nulls, max_null_fraction) {
        (Some(_), Some(fraction)) => {
            return Err(source
                .fault(
                    fraction.span(),
                    "`max-nulls` and `max-null-fraction` are two limits on the same",
                )
                .help("drop one of them"));
        }
        (Some(most), None) => Some(Planned::new(
            Nulls::new(Most::Count(*most.get_ref())),
            most.span(),
        )),
        (None, Some(most)) if !(0.0..=1.0).contains(most.get_ref()) => {
            return Err(source
                .fault(most.span(), "`max-null-fraction` is not within 0 to 1")
                .help("five percent are 0.05"));
        }
        (None, Some(most)) => Some(Planned::new(
            Nulls::new(Most::Fraction(*most.get_ref())),
            most.span(),
        )),
        (None, None) => match nullable {
            Some(nullable) if *nullable.get_ref() => None,
            Some(nullable) => Some(Planned::new(Nulls::new(Most::Count(0)), nullable.span())),
            None => Some(Planned::new(Nulls::new(Most::Count(0)), name)),
        },
    })
}

#[cfg(test)]
mod tests;
