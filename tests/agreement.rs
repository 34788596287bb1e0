//! Random tables under random contracts: we find what `DuckDB` finds, in CSV,
//! JSON Lines and Parquet.

mod asked;
mod columns;
mod condition;
mod figures;
mod limits;
mod random;
mod rows;
mod table;

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::{Deserializer, Value};

use self::asked::{Asked, tell_apart};
use self::random::Random;
use self::table::{Kind, Table};
use crate::peers::peer;
use crate::sandbox::Sandbox;

/// How many tables, each with a contract of its own.
const PAIRS: u64 = 200;

/// A table and its contract.
struct Pair {
    table: Table,
    contract: String,
    asked: Vec<Asked>,
}

impl Pair {
    fn random(random: &mut Random) -> Self {
        let table = Table::random(random);
        let head = format!("delimiter = \",\"\nmissing = [{:?}]\n", table.missing);
        let (whole, mut asked) = rows::whole(&table, random);
        let mut contract = head + &whole;
        for column in &table.columns {
            let (toml, more) = columns::rules(&table, column, random);
            contract += &toml;
            asked.extend(more);
        }
        let (toml, more) = rows::rules(&table, random);
        contract += &toml;
        asked.extend(more);
        // Nothing else is looked at in a table without rows.
        asked.retain(|asked| table.rows > 0 || asked.name == "row-count");
        tell_apart(&mut asked);
        Self {
            table,
            contract,
            asked,
        }
    }

    /// Writes the files of a folder, but for those that `DuckDB` writes.
    fn write(&self, sandbox: &Sandbox, folder: &str, random: &mut Random) {
        let put = |name: &str, text: &str| sandbox.write(&format!("{folder}/{name}"), text);
        put("t.csv", &self.table.csv(random));
        put("t.jsonl", &self.table.json_lines(random));
        put("contract.toml", &self.contract);
        put("other.csv", &rows::other(self.table.missing));
    }

    /// Writes the Parquet file, and answers everything.
    fn sql(&self, folder: &str, random: &mut Random) -> String {
        let columns = &self.table.columns;
        let list = |each: &dyn Fn(&str, Kind) -> String| {
            let columns = columns.iter().map(|column| each(column.name, column.kind));
            columns.collect::<Vec<_>>().join(", ")
        };
        let types = list(&|name, kind| format!("{name}: '{}'", kind.sql()));
        let names = list(&|name, _| name.to_owned());
        // What is no number for a contract is null for all rules but `type`.
        let marked = list(&|name, kind| match kind {
            Kind::Number => format!("{name}, not isfinite({name}) as {name}_bad"),
            _ => format!("{name}, false as {name}_bad"),
        });
        let clean = list(&|name, _| {
            format!("case when not {name}_bad then {name} end as {name}, {name}_bad")
        });
        let codec = random.pick(&["snappy", "zstd", "gzip", "uncompressed", "lz4_raw"]);
        let version = random.pick(&["V1", "V2"]);
        format!(
            "create or replace table given as select * from read_json('{folder}/t.jsonl', format='newline_delimited', columns={{{types}}});
             copy (select {names} from given) to '{folder}/t.parquet' (format parquet, codec '{codec}', parquet_version {version}, row_group_size 2048);
             create or replace table raw as select rowid as \"#\", {marked} from given;
             create or replace table t as select \"#\", {clean} from raw;\n{}",
            self.answers(folder)
        )
    }

    /// What `DuckDB` is asked of `t` and `raw`.
    fn answers(&self, folder: &str) -> String {
        let part = |(at, asked): (usize, &Asked)| {
            let Asked {
                observed,
                of,
                holds,
                ..
            } = asked;
            format!(
                "select '{folder}' as pair, {at} as at, o::varchar as observed, ({holds}) as holds from (select {observed} as o, {of} as j)"
            )
        };
        // One statement of many parts is answered faster than many.
        let parts: Vec<String> = self.asked.iter().enumerate().map(part).collect();
        parts.join("\nunion all ") + ";\n"
    }

    /// The files, as they are told apart in reports.
    fn files(&self) -> &'static [&'static str] {
        match self.table.rows {
            // A file of no bytes is no table.
            0 => &["t.csv", "t.parquet"],
            _ => &["t.csv", "t.jsonl", "t.parquet"],
        }
    }
}

/// What was found of one check: what is observed, and whether it holds.
type Found = (Value, Option<bool>);

/// What `DuckDB` says of all pairs, by the folder and the number of the check.
fn by_duckdb(sandbox: &Sandbox, sql: &str) -> BTreeMap<(String, u64), Found> {
    sandbox.write("all.sql", sql);
    let mut duckdb = Command::new(peer("duckdb"));
    let ran = sandbox.command(duckdb.args(["-json", "-bail", "-c", ".read all.sql"]));
    assert!(ran.stderr.is_empty(), "{}", ran.stderr);
    let mut found = BTreeMap::new();
    for rows in Deserializer::from_str(&ran.ends_with(0).stdout).into_iter::<Vec<Value>>() {
        for row in rows.expect("JSON") {
            let pair = row["pair"].as_str().expect("a pair").to_owned();
            let at = row["at"].as_u64().expect("a number");
            found.insert(
                (pair, at),
                (row["observed"].clone(), row["holds"].as_bool()),
            );
        }
    }
    found
}

/// What we say of one pair, by the names of the checks.
fn by_us(sandbox: &Sandbox, folder: &str, files: &[&str]) -> BTreeMap<String, Found> {
    let files: Vec<String> = files
        .iter()
        .map(|file| format!("{folder}/{file}"))
        .collect();
    let line = format!(
        "validate-data {} -c {folder}/contract.toml --report json --samples 0",
        files.join(" ")
    );
    let ran = sandbox.run(&line);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| {
        panic!(
            "{folder}: {}\n{}",
            ran.said(),
            sandbox.read(&format!("{folder}/contract.toml"))
        )
    });
    let checks = report["verdict"]["predicate"]["checks"].as_array();
    let found = checks.expect("checks").iter().map(|check| {
        let word = |key: &str| check[key].as_str().unwrap_or_default().to_owned();
        let holds = match &*word("outcome") {
            "pass" => Some(true),
            "fail" => Some(false),
            _ => None,
        };
        (
            format!("{}({})", word("id"), word("target")),
            (check["observed"].clone(), holds),
        )
    });
    found.collect()
}

/// Whether two findings are the same, but for how figures are rounded.
fn same(ours: &Found, theirs: &Found) -> bool {
    let number = |value: &Value| match value {
        Value::String(text) => text.parse::<f64>().ok(),
        value => value.as_f64(),
    };
    let alike = match (number(&ours.0), number(&theirs.0)) {
        (Some(one), Some(other)) => {
            (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
        }
        _ => match (ours.0.as_str(), theirs.0.as_str()) {
            (Some(one), Some(other)) => moment(one) == moment(other),
            _ => ours.0 == theirs.0,
        },
    };
    alike && ours.1 == theirs.1
}

/// A point in time without the zeros at its end.
fn moment(text: &str) -> &str {
    let text = text.trim_end_matches('Z');
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => text,
    }
}

/// Where a check stands in the report on several files.
fn named(asked: &str, file: &str) -> String {
    match asked.split_once('(') {
        Some((id, target)) => format!("{id}({file}: {target}"),
        None => format!("{asked}({file})"),
    }
}

/// Pairs with their folders, and what `DuckDB` is asked of them.
fn pairs(sandbox: &Sandbox, seed: u64) -> (Vec<(String, Pair)>, String) {
    sandbox.write("other.csv", rows::other(""));
    let mut sql = "set threads = 1;\ncreate table other as select * from read_csv('other.csv', header=true, columns={k: 'BIGINT', t: 'VARCHAR'});\n".to_owned();
    let pairs = (0..PAIRS).map(|number| {
        let mut random = Random::new(seed * 1_000_003 + number);
        let (folder, pair) = (format!("p{number}"), Pair::random(&mut random));
        pair.write(sandbox, &folder, &mut random);
        sql += &pair.sql(&folder, &mut random);
        (folder, pair)
    });
    (pairs.collect(), sql)
}

/// `TOLLGATE_SEED` asks for other tables than the usual ones.
#[test]
fn random_tables_break_random_contracts_as_duckdb_says() {
    let seed = std::env::var("TOLLGATE_SEED").map_or(1, |seed| seed.parse().expect("a number"));
    let sandbox = Sandbox::new();
    let (pairs, sql) = pairs(&sandbox, seed);
    let theirs = by_duckdb(&sandbox, &sql);
    let half = pairs.len() / 2;
    let (mut differences, more) = std::thread::scope(|scope| {
        let other = scope.spawn(|| compare(&sandbox, &pairs[half..], &theirs));
        (
            compare(&sandbox, &pairs[..half], &theirs),
            other.join().expect("done"),
        )
    });
    differences.1.extend(more.1);
    let (compared, differences) = (differences.0 + more.0, differences.1);
    assert!(compared > 5000, "only {compared} checks");
    assert!(
        differences.is_empty(),
        "{} of {compared}:\n{}",
        differences.len(),
        differences[..differences.len().min(20)].join("\n")
    );
}

/// How many checks were compared, and where we differ.
fn compare(
    sandbox: &Sandbox,
    pairs: &[(String, Pair)],
    theirs: &BTreeMap<(String, u64), Found>,
) -> (usize, Vec<String>) {
    let (mut compared, mut differences) = (0, Vec::new());
    for (folder, pair) in pairs {
        let files = pair.files();
        let ours = by_us(sandbox, folder, files);
        for (at, asked) in (0..).zip(&pair.asked) {
            let their = &theirs[&(folder.clone(), at)];
            let our = |file: &&str| ours.get(&named(&asked.name, &format!("{folder}/{file}")));
            let ours: Vec<_> = files.iter().map(our).collect();
            compared += ours.len();
            if !ours
                .iter()
                .all(|our| our.is_some_and(|our| same(our, their)))
            {
                differences.push(format!(
                    "{folder} {}: we {ours:?}, DuckDB {their:?}\n{}{}\n",
                    asked.name, asked.said, asked.observed
                ));
            }
        }
    }
    (compared, differences)
}
