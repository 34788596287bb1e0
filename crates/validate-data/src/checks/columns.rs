//! `column-present` and `extra-columns`: the header is that of the contract.

use contract::{Contract, ExtraColumns};
use tool::Policy;
use verdict::{Check, Location, Sample, cut, did_you_mean};

use crate::plan::ColumnPlan;
use crate::words::{counted, listed};

/// The header of a table.
pub(crate) struct Header<'a> {
    pub(crate) columns: &'a [String],
    /// How many of them are in the file itself: the others are named by its
    /// folders.
    pub(crate) own: usize,
    /// Where it is.
    pub(crate) place: Location,
}

impl<'a> Header<'a> {
    fn of_file(&self) -> &'a [String] {
        &self.columns[..self.own]
    }

    fn of_folders(&self) -> &'a [String] {
        &self.columns[self.own..]
    }
}

/// What the contract asks of the header as a whole.
pub(crate) fn whole(
    policy: &Policy<Contract>,
    plans: &[ColumnPlan],
    header: &Header<'_>,
) -> Vec<Check> {
    let checks = [
        count(policy, plans, header),
        extra(policy, plans, header),
        order(policy, plans, header),
    ];
    checks.into_iter().flatten().collect()
}

/// The check of how many columns there are: those of folders count where the
/// contract names them.
fn count(policy: &Policy<Contract>, plans: &[ColumnPlan], header: &Header<'_>) -> Option<Check> {
    let said = policy.value.column_count.as_ref()?;
    let limits = crate::plan::number_limits(policy, said.get_ref(), said.span()).ok()?;
    let folders = header.of_folders().iter();
    let named = folders.filter(|name| plans.iter().any(|plan| plan.name == **name));
    let columns = (header.own + named.count()) as u64;
    let title = format!("the number of columns {}", limits.words());
    let check = Check::pass("column-count", title).observed(columns);
    let number = crate::value::Value::Number(i128::from(columns).into());
    Some(match limits.hold(&number) {
        true => check,
        false => check
            .broken(format!("it is {columns}"))
            .at(header.place.clone())
            .at(policy.location(said.span())),
    })
}

/// The check of the columns' order: those that both have.
fn order(policy: &Policy<Contract>, plans: &[ColumnPlan], header: &Header<'_>) -> Option<Check> {
    let said = policy
        .value
        .ordered
        .as_ref()
        .filter(|said| *said.get_ref())?;
    let asked = plans.iter().map(|plan| &plan.name);
    let asked: Vec<&String> = asked
        .filter(|name| header.of_file().contains(name))
        .collect();
    let names: std::collections::HashSet<&String> = asked.iter().copied().collect();
    let found = header.of_file().iter().filter(|name| names.contains(name));
    let off = asked
        .iter()
        .zip(found)
        .find(|(asked, found)| **asked != *found);
    let check = Check::pass("column-order", "the columns come in the contract's order");
    Some(match off {
        None => check,
        Some((asked, found)) => check
            .broken(format!(
                "`{}` comes where `{}` is asked for",
                cut(found),
                cut(asked)
            ))
            .at(header.place.clone())
            .at(policy.location(said.span())),
    })
}

/// The check of one column's presence. None: it may be absent.
pub(crate) fn present(
    policy: &Policy<Contract>,
    plan: &ColumnPlan,
    header: &Header<'_>,
) -> Option<Check> {
    if plan.optional {
        return None;
    }
    let name = &plan.name;
    let there = header.columns.contains(name);
    let check = Check::pass("column-present", format!("{} is there", cut(name)))
        .on(&**name)
        .severity(plan.severity)
        .observed(if there { "present" } else { "absent" });
    if there {
        return Some(check);
    }
    let check = check
        .broken(format!("no column `{}`", cut(name)))
        .help(absent_help(name, header.columns))
        .at(header.place.clone())
        .at(policy.location(plan.span.clone()));
    Some(check)
}

/// The check of a table of which nothing could be judged.
pub(crate) fn nothing_judged(header: &Header<'_>) -> Check {
    Check::pass("column-present", "a column of the contract is there")
        .undecided("none of the optional columns is there: nothing to judge")
        .at(header.place.clone())
        .help(format!("the table has {}", listed(header.columns, 10)))
}

/// What to do about a column that isn't there.
fn absent_help(name: &str, columns: &[String]) -> String {
    if let Some(near) = did_you_mean(name, columns.iter().map(String::as_str)) {
        return format!("did you mean `{near}`?");
    }
    if let [only] = columns
        && let Some(mark) = [';', '\t', '|', ',']
            .into_iter()
            .find(|mark| only.contains(*mark))
    {
        let mark = if mark == '\t' {
            "tab".to_owned()
        } else {
            mark.to_string()
        };
        return format!("the whole header is one column: try `--delimiter '{mark}'`");
    }
    format!("the table has {}", listed(columns, 10))
}

/// The check of columns of the file that the contract does not name. None: it
/// may. What folders say is nothing too much.
fn extra(policy: &Policy<Contract>, plans: &[ColumnPlan], header: &Header<'_>) -> Option<Check> {
    if policy.value.extra_columns == ExtraColumns::Allow {
        return None;
    }
    let known: std::collections::HashSet<&str> = plans.iter().map(|plan| &*plan.name).collect();
    let extra: Vec<&String> = header
        .of_file()
        .iter()
        .filter(|name| !known.contains(name.as_str()))
        .collect();
    let title = "the table has no column that the contract does not name";
    let mut check = Check::pass("extra-columns", title).observed(extra.len() as u64);
    check.unit = Some(
        if extra.len() == 1 {
            "column"
        } else {
            "columns"
        }
        .to_owned(),
    );
    if extra.is_empty() {
        return Some(check);
    }
    let cause = format!(
        "{}: {}",
        counted(extra.len() as u64, "column"),
        listed(&extra, 10)
    );
    let mut check = check.broken(cause).at(header.place.clone());
    check.samples = extra.iter().take(10).map(|name| sample(name)).collect();
    Some(check.help(
        "name them in the contract, drop them from the table, or say `extra-columns = \"allow\"`",
    ))
}

fn sample(name: &str) -> Sample {
    Sample {
        value: cut(name),
        ..Sample::default()
    }
}
