//! What a test asks, in our words.

use toml::Spanned;
use verdict::{Severity, cut};

use super::manner::{self, Manner, Shared};
use super::test::Test;
use super::{expectations, utils};
use crate::column::ColumnRules;
use crate::foreign::node::Node;
use crate::foreign::sql::Names;
use crate::foreign::{ForeignTable, Wrong, piece};
use crate::rule::TableRule;

/// What a test asks.
pub(super) enum Meaning {
    /// Rules of its column.
    Column(ColumnRules),
    /// Rules of a column that it names.
    Of(Spanned<String>, ColumnRules),
    /// A rule on the table.
    Table(TableRule),
    /// Limits on the table's own keys, as a change of the contract.
    Whole(Box<dyn FnOnce(&mut ForeignTable)>),
}

/// What a test asks, and whether dbt counts the rows that break it: then a
/// count of failures means what it does here.
pub(super) struct Asked {
    pub(super) meaning: Meaning,
    pub(super) by_rows: bool,
}

impl Asked {
    /// Of each row.
    pub(super) fn rows(meaning: Meaning) -> Self {
        Self {
            meaning,
            by_rows: true,
        }
    }

    /// Of the whole.
    pub(super) fn whole(meaning: Meaning) -> Self {
        Self {
            meaning,
            by_rows: false,
        }
    }
}

/// What a test is about.
pub(super) struct About<'a> {
    pub(super) test: &'a Test<'a>,
    /// The column it stands at.
    pub(super) column: Option<&'a Spanned<String>>,
    pub(super) names: &'a Names,
}

impl About<'_> {
    /// The column it stands at.
    pub(super) fn column(&self) -> Result<&Spanned<String>, String> {
        let none = || "it stands at no column".to_owned();
        self.column.ok_or_else(none)
    }

    /// A value where the test's name stands.
    pub(super) fn here<T>(&self, value: T) -> Spanned<T> {
        Spanned::new(self.test.name.span(), value)
    }
}

/// Reads a test of a column, or of the table.
pub(super) fn read(
    node: &Node,
    column: Option<&Spanned<String>>,
    names: &Names,
    table: &mut ForeignTable,
) -> Result<(), Wrong> {
    let Some(test) = Test::of(node) else {
        return Err(Wrong::new(
            node.span.clone(),
            "a test is a name, or a map of one name",
        ));
    };
    if test.config("enabled").and_then(Node::boolean) == Some(false) {
        return Ok(());
    }
    let about = About {
        test: &test,
        column,
        names,
    };
    let of = match column {
        Some(column) => format!("column `{}`", cut(column.get_ref())),
        None => "the table".to_owned(),
    };
    let what = format!("test `{}` of {of}", cut(test.name.get_ref()));
    match asked(&about).and_then(|asked| add(&about, asked, table)) {
        Ok(()) => {
            for key in test.others() {
                let what = format!("argument `{}` of {what}", cut(key.get_ref()));
                table.leave(key.span(), what, "it has no words here");
            }
        }
        Err(why) => table.leave(test.name.span(), what, why),
    }
    Ok(())
}

fn asked(about: &About<'_>) -> Result<Asked, String> {
    match about.test.parts() {
        (None | Some("dbt"), name) => own(name, about),
        (Some("dbt_utils"), name) => utils::asked(name, about),
        (Some("dbt_expectations"), name) => expectations::asked(name, about),
        _ => Err("it is a test of the project's own".to_owned()),
    }
}

/// The four that dbt brings.
fn own(name: &str, about: &About<'_>) -> Result<Asked, String> {
    let test = about.test;
    let none = ColumnRules::default();
    let column = match name {
        "not_null" => {
            let nullable = Some(about.here(false));
            return Ok(Asked::rows(Meaning::Column(ColumnRules {
                nullable,
                ..none
            })));
        }
        // Failures are values, and not rows.
        "unique" => ColumnRules {
            unique: Some(about.here(true)),
            ..none
        },
        "accepted_values" => ColumnRules {
            values: Some(test.values("values")?),
            ..none
        },
        "relationships" => {
            let to = test.argument("to").map(Node::shown).unwrap_or_default();
            return Err(format!("the file of {to} is not named"));
        }
        _ => return Err("it is a test of the project's own".to_owned()),
    };
    Ok(Asked::whole(Meaning::Column(column)))
}

/// Adds what a test asks, once for each way in which it is taken.
fn add(about: &About<'_>, asked: Asked, table: &mut ForeignTable) -> Result<(), String> {
    let manners = manner::manners(about.test)?;
    let shared = manner::shared(about.test, about.names)?;
    let counted = manners.iter().any(|manner| manner.breaches.is_some());
    if counted && (!asked.by_rows || about.test.config("fail_calc").is_some()) {
        return Err("its failures that are let pass are no rows".to_owned());
    }
    let span = about.test.node.span.clone();
    match asked.meaning {
        Meaning::Column(rules) => {
            let column = about.column()?.clone();
            add_column(&column, &rules, manners, &shared, &span, table);
        }
        Meaning::Of(column, rules) => add_column(&column, &rules, manners, &shared, &span, table),
        Meaning::Table(rule) => {
            leave_nulls(about, &rule, table);
            for manner in manners {
                table.rule(span.clone(), on_table(&rule, manner, &shared));
            }
        }
        Meaning::Whole(change) => {
            let plain = manners
                .iter()
                .all(|manner| manner.severity == Severity::Error);
            if !plain || shared.condition.is_some() {
                return Err("it has a severity or a condition".to_owned());
            }
            change(table);
        }
    }
    Ok(())
}

/// Lists what a test of uniqueness says of nulls: dbt takes two of them for
/// alike, and here such rows are passed over.
fn leave_nulls(about: &About<'_>, rule: &TableRule, table: &mut ForeignTable) {
    if about.test.text("ignore_row_if") == Some("any_value_is_missing") {
        return;
    }
    let columns = rule.unique.as_ref().map(Spanned::get_ref);
    let may_be_null = |name: &Spanned<String>| {
        let nullable = table.contract.columns.get(name).map(|own| &own.nullable);
        nullable.is_none_or(|nullable| {
            nullable
                .as_ref()
                .is_some_and(|nullable| *nullable.get_ref())
        })
    };
    if columns.into_iter().flatten().any(may_be_null) {
        let what = format!("nulls in test `{}`", cut(about.test.name.get_ref()));
        let why = "rows with a null in one of the columns are passed over";
        table.leave(about.test.name.span(), what, why);
    }
}

fn add_column(
    column: &Spanned<String>,
    rules: &ColumnRules,
    manners: Vec<Manner>,
    shared: &Shared,
    span: &std::ops::Range<usize>,
    table: &mut ForeignTable,
) {
    let is_new = !table.contract.columns.contains_key(column);
    let own = table.column(column);
    own.optional = false;
    if is_new {
        own.nullable = Some(Spanned::new(column.span(), true));
    }
    for manner in manners {
        let piece = ColumnRules {
            condition: shared.condition.clone(),
            message: shared.message.clone(),
            tags: shared.tags.clone(),
            severity: (manner.severity == Severity::Warning).then_some(manner.severity),
            max_breaches: manner.breaches,
            ..rules.clone()
        };
        piece::add(own, Spanned::new(span.clone(), piece));
    }
}

fn on_table(rule: &TableRule, manner: Manner, shared: &Shared) -> TableRule {
    TableRule {
        condition: shared.condition.clone(),
        message: shared.message.clone(),
        tags: shared.tags.clone(),
        severity: manner.severity,
        max_breaches: manner.breaches,
        ..rule.clone()
    }
}
