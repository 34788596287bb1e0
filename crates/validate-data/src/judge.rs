//! Evidence to judgement: each table is read once, and every rule looks at
//! every row.

mod scan;

use std::path::{Path, PathBuf};

use report::Exhibit;
use table::{CsvOptions, Table};
use tool::{Judgement, Policy, read_policy};
use verdict::{Check, Fault, Location, Subject};

use crate::args::Args;
use crate::checks::columns::{self, Header};
use crate::checks::row_count;
use crate::plan::{self, ColumnPlan};
use crate::policy::Contract;
use scan::Scanned;

/// Judges each table by itself.
pub(crate) fn judge(args: &Args) -> Result<Judgement, Fault> {
    let data = data(args)?;
    let policy: Policy<Contract> = read_policy(contract(args)?)?;
    let plans = plan::columns(&policy)?;
    let delimiter = plan::delimiter(args.delimiter.as_deref(), &policy)?;
    let mut judgement = Judgement {
        configuration: vec![policy.subject()],
        ..Judgement::default()
    };
    let (mut rows, mut breaches) = (0, 0);
    for path in &data {
        let table = Table::open(path, CsvOptions { delimiter })?;
        let subject = table.subject()?;
        // Rules remember what they have seen: each table needs its own.
        let scanned = scan::scan(&table, plan::columns(&policy)?, &policy, args.samples)?;
        check_unchanged(&table, &subject)?;
        rows += scanned.rows;
        breaches += scanned.breaches;
        judgement.subjects.push(subject);
        judgement.exhibits.extend(exhibit(&scanned, &table));
        let mut checks = checks(&policy, &plans, &table, scanned);
        if data.len() > 1 {
            name_file(&mut checks, table.name());
        }
        judgement.checks.append(&mut checks);
    }
    judgement.outputs = vec![
        ("rows", rows.to_string()),
        ("breaches", breaches.to_string()),
    ];
    Ok(judgement)
}

/// A digest must be that of the rows which were judged.
fn check_unchanged(table: &Table, before: &Subject) -> Result<(), Fault> {
    if table.subject()? == *before {
        return Ok(());
    }
    let message = format!("{} changed while it was read", table.name());
    Err(Fault::new(message).help("run the gate when what writes the table is done"))
}

/// The tables that were named, each once.
fn data(args: &Args) -> Result<Vec<&PathBuf>, Fault> {
    let mut data: Vec<&PathBuf> = Vec::new();
    for path in &args.data {
        if !data.contains(&path) {
            data.push(path);
        }
    }
    if data.is_empty() {
        return Err(Fault::new("no data given").help(
            "name the tables, for example `validate-data data/*.csv --contract contract.toml`",
        ));
    }
    Ok(data)
}

fn contract(args: &Args) -> Result<&Path, Fault> {
    let Some(contract) = &args.contract else {
        return Err(Fault::new("no contract given").help(
            "name the file that says what the tables must look like: `--contract contract.toml`",
        ));
    };
    if contract == Path::new("-") && args.data.contains(contract) {
        return Err(
            Fault::new("both the data and the contract are standard input")
                .help("put one of them into a file"),
        );
    }
    Ok(contract)
}

/// Everything that the contract asks of a table: the whole first, then column
/// by column.
fn checks(
    policy: &Policy<Contract>,
    plans: &[ColumnPlan],
    table: &Table,
    scanned: Scanned,
) -> Vec<Check> {
    let file = table.name();
    let place = if table.is_typed() {
        Location::file(file)
    } else {
        Location::line(file, 1)
    };
    let header = Header {
        columns: table.columns(),
        place,
    };
    let mut checks: Vec<Check> = row_count::check(policy, file, scanned.rows)
        .into_iter()
        .collect();
    checks.extend(columns::extra(policy, plans, &header));
    for (plan, mut looked_at) in plans.iter().zip(scanned.checks) {
        checks.extend(columns::present(policy, plan, &header));
        checks.append(&mut looked_at);
    }
    if checks.is_empty() {
        checks.push(columns::nothing_judged(&header));
    }
    checks
}

/// Among several tables a check needs the table's name to be told apart.
fn name_file(checks: &mut [Check], file: &str) {
    for check in checks {
        check.target = Some(match &check.target {
            Some(column) => format!("{file}: {column}"),
            None => file.to_owned(),
        });
    }
}

fn exhibit(scanned: &Scanned, table: &Table) -> Option<Exhibit> {
    let columns = scanned.distributions.clone();
    let title = format!(
        "{}: {}",
        table.name(),
        crate::words::counted(scanned.rows, "row")
    );
    (!columns.is_empty()).then_some(Exhibit::Distributions { title, columns })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_changes_on_the_way_is_a_fault() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("t.csv");
        std::fs::write(&path, "a\n1\n").expect("written");
        let table = Table::open(&path, CsvOptions::default()).expect("a table");
        let subject = table.subject().expect("a digest");
        assert!(check_unchanged(&table, &subject).is_ok());
        std::fs::write(&path, "a\n2\n").expect("written");
        let fault = check_unchanged(&table, &subject).expect_err("a fault");
        assert!(fault.message.ends_with("t.csv changed while it was read"));
    }
}
