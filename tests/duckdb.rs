//! `validate-data` beside `DuckDB`: both count the breaches of the benchmark's
//! suite in the same table.

// The chores are a binary, which no test can use.
#[path = "../crates/xtask/src/bench/answers.rs"]
mod answers;
#[path = "../crates/xtask/src/bench/transactions.rs"]
mod transactions;

use std::fs;
use std::process::Command;

use serde_json::Value;

use self::answers::Answers;
use self::transactions::Rows;
use crate::peers::{peer, root};
use crate::sandbox::Sandbox;

const ROWS: u64 = 20_000;

/// A table of payments and its contract.
fn payments(rows: Rows) -> Sandbox {
    let suite = root().join("benches/validate-data");
    let mut table = Vec::new();
    transactions::write(rows, ROWS, &mut table).expect("written");
    let contract = fs::read_to_string(suite.join("contract.toml")).expect("the contract");
    Sandbox::new().file("transactions.csv", table).file(
        "contract.toml",
        format!("{contract}\n[rows]\nmin = {ROWS}\n"),
    )
}

/// What `DuckDB` finds in `transactions.csv`.
fn by_duckdb(sandbox: &Sandbox) -> Answers {
    let folder = root().join("benches/validate-data/duckdb");
    let sql = ["checked.sql", "suite.sql"]
        .map(|file| fs::read_to_string(folder.join(file)).expect(file))
        .concat();
    let mut duckdb = Command::new(peer("duckdb"));
    let ran = sandbox.command(duckdb.args(["-json", "-c", &sql]));
    answers::read(&ran.ends_with(0).stdout).expect("JSON")
}

/// What we find in a file, by the names of the checks.
fn by_us(sandbox: &Sandbox, file: &str, code: i32) -> Answers {
    let line = format!("validate-data {file} -c contract.toml --report json");
    let ran = sandbox.run(&line).ends_with(code);
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let checks = report["verdict"]["predicate"]["checks"].as_array();
    let answer = |check: &Value| {
        let id = check["id"].as_str().expect("an id");
        let name = match check["target"].as_str() {
            Some(target) => format!("{id}({target})"),
            None => id.to_owned(),
        };
        // A point in time without a zone is in UTC here, and in none there.
        let observed = match check["observed"]
            .as_str()
            .map(|text| text.trim_end_matches('Z'))
        {
            Some(text) => text.into(),
            None => check["observed"].clone(),
        };
        (name, observed)
    };
    checks.expect("checks").iter().map(answer).collect()
}

/// Counts what does not parse among the nulls, as `DuckDB` does.
fn with_unparsed(mut ours: Answers) -> Answers {
    let unparsed: Vec<_> = ours
        .iter()
        .filter_map(|(name, count)| Some((name.strip_prefix("type")?.to_owned(), count.as_u64()?)))
        .collect();
    for (column, more) in unparsed {
        if let Some(count) = ours.get_mut(&format!("nulls{column}")) {
            *count = (count.as_u64().expect("a count") + more).into();
        }
    }
    ours
}

#[track_caller]
fn assert_alike(ours: &Answers, theirs: &Answers) {
    let differs = |(name, theirs): (&String, &Value)| {
        let ours = ours.get(name).unwrap_or(&Value::Null);
        (!answers::same(ours, theirs)).then(|| format!("{name}: {ours}, DuckDB {theirs}"))
    };
    let differences: Vec<_> = theirs.iter().filter_map(differs).collect();
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn every_finding_in_a_faulty_table_is_duckdb_s() {
    let sandbox = payments(Rows::Faulty);
    let theirs = by_duckdb(&sandbox);
    assert!(theirs.len() > 40, "{theirs:?}");
    assert_alike(
        &with_unparsed(by_us(&sandbox, "transactions.csv", 1)),
        &theirs,
    );
}

#[test]
fn every_finding_in_a_good_table_is_duckdb_s_and_it_passes() {
    let sandbox = payments(Rows::Good);
    let theirs = by_duckdb(&sandbox);
    assert_alike(
        &with_unparsed(by_us(&sandbox, "transactions.csv", 0)),
        &theirs,
    );
}
