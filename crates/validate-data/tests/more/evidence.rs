//! What there is to say beyond which rule is broken.

use std::path::{Path, PathBuf};

use tollgate_validate_data::{Args, ValidateData};
use tool::{Judgement, Tool};
use verdict::{Fault, Outcome};

use crate::{case, context};

fn judge(data: &[&Path], contract: &Path) -> Result<Judgement, Fault> {
    let args = Args {
        data: data.iter().map(|path| path.to_path_buf()).collect(),
        contract: Some(contract.to_owned()),
        samples: 2,
        ..Args::default()
    };
    ValidateData::judge(&args, &context(0))
}

fn judged(name: &str) -> Judgement {
    let folder = case(name);
    judge(&[&folder.join("data.csv")], &folder.join("contract.toml")).expect("a judgement")
}

#[test]
fn a_broken_rule_names_the_row_the_line_and_the_value() {
    let judgement = judged("everything-wrong");
    let age = judgement
        .checks
        .iter()
        .find(|check| check.name() == "range(age)");
    let age = age.expect("the check");
    assert_eq!(age.title, "age is between 0 and 120");
    assert_eq!(age.cause.as_deref(), Some("2 of 4 rows: first at row 2"));
    let samples = age.samples.iter().map(|sample| {
        (
            sample.row,
            sample.line,
            &*sample.value,
            sample.note.as_deref().unwrap_or_default(),
        )
    });
    let samples: Vec<_> = samples.collect();
    assert_eq!(
        samples,
        [
            (Some(2), Some(3), "-1", "below 0"),
            (Some(3), Some(4), "121", "above 120"),
        ]
    );
    let [first, _, contract] = &age.locations[..] else {
        panic!("three locations");
    };
    assert!(first.file.ends_with("data.csv"));
    assert_eq!((first.line, first.row), (Some(3), Some(2)));
    assert!(contract.file.ends_with("contract.toml"));
    assert_eq!((contract.line, contract.row), (Some(10), None));
    let outputs = [("rows", "4".to_owned()), ("breaches", "14".to_owned())];
    assert_eq!(judgement.outputs, outputs);
}

#[test]
fn what_is_absent_is_named() {
    let judgement = judged("everything-wrong");
    let absent = judgement
        .checks
        .iter()
        .find(|check| check.name() == "column-present(emial)");
    assert_eq!(
        absent.expect("the check").help.as_deref(),
        Some("did you mean `email`?")
    );
    let judgement = judged("wrong-delimiter");
    let help = judgement.checks[0].help.as_deref();
    assert_eq!(
        help,
        Some("the whole header is one column: try `--delimiter ';'`")
    );
}

#[test]
fn several_tables_are_told_apart() {
    let folder = case("clean");
    let copy = tempfile::tempdir().expect("a folder");
    let other = copy.path().join("other.csv");
    std::fs::copy(folder.join("data.csv"), &other).expect("a copy");
    let data = folder.join("data.csv");
    let judgement = judge(&[&data, &other, &data], &folder.join("contract.toml"));
    let judgement = judgement.expect("a judgement");
    assert_eq!(judgement.subjects.len(), 2);
    assert_eq!(judgement.outputs[0], ("rows", "4".to_owned()));
    let targets = judgement
        .checks
        .iter()
        .filter_map(|check| check.target.as_deref());
    let with = targets.filter(|target| *target == format!("{}: id", other.display()));
    assert_eq!(with.count(), 4);
    let names: std::collections::HashSet<_> =
        judgement.checks.iter().map(verdict::Check::name).collect();
    assert_eq!(names.len(), judgement.checks.len());
}

#[test]
fn tables_with_types_are_judged_by_these() {
    for file in ["types.parquet", "types.arrow", "types.arrows"] {
        is_judged_by_its_own_types(file);
    }
}

fn is_judged_by_its_own_types(file: &str) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../table/tests/data");
    let data = data.join(file);
    let folder = tempfile::tempdir().expect("a folder");
    let contract = folder.path().join("contract.toml");
    let rules = [
        ("id", "type = 'integer'\nmax-nulls = 1\nunique = true"),
        ("score", "type = 'number'\nnullable = true"),
        ("name", "type = 'string'\nmin-length = 0"),
        ("day", "type = 'date'\nnullable = true\nmin = '1970-01-01'"),
        (
            "at",
            "type = 'datetime'\nnullable = true\nmax = '2024-02-29T12:30:01.5Z'",
        ),
        ("ok", "type = 'integer'\nnullable = true"),
        ("tags", "unique = true"),
        ("single", "values = ['a']\nunique = true"),
    ];
    let text = rules
        .map(|(name, rules)| format!("[columns.{name}]\n{rules}\n"))
        .concat();
    std::fs::write(&contract, text).expect("written");
    let judgement = judge(&[&data], &contract).expect("a judgement");
    let broken = judgement
        .checks
        .iter()
        .filter(|check| check.outcome != Outcome::Pass);
    let broken: Vec<_> = broken
        .map(|check| {
            let note = check.samples.first().and_then(|sample| sample.note.clone());
            (check.name(), check.outcome, note.unwrap_or_default())
        })
        .collect();
    let expected = [
        ("type(score)", Outcome::Fail, "not a finite number"),
        ("range(day)", Outcome::Fail, "below 1970-01-01"),
        ("type(ok)", Outcome::Fail, "stored as a boolean"),
        ("nulls(tags)", Outcome::Inconclusive, ""),
        ("unique(tags)", Outcome::Inconclusive, ""),
        ("allowed-values(single)", Outcome::Fail, ""),
    ];
    let expected =
        expected.map(|(name, outcome, note)| (name.to_owned(), outcome, note.to_owned()));
    assert_eq!(broken, expected);
}

/// 38 digits, of which a number of 64 bits keeps 17: bounds, values, equality
/// and what is shown are exact in every format that has decimals.
#[test]
fn decimals_keep_all_of_their_digits() {
    let folder = tempfile::tempdir().expect("a folder");
    let contract = folder.path().join("contract.toml");
    let text = "[columns.rate]
type = 'decimal'
nullable = true
min = 0.1
max = '12345678901234567890.123456789012345678'
unique = true
[columns.cents]
type = 'decimal'
values = [1.1, 0.1]
unique = true
[[columns.cents.rules]]
above = 0.1
";
    std::fs::write(&contract, text).expect("written");
    for file in ["decimals.parquet", "decimals.arrow"] {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../table/tests/data");
        let judgement = judge(&[&data.join(file)], &contract).expect("a judgement");
        let broken = judgement
            .checks
            .iter()
            .filter(|check| check.outcome != Outcome::Pass);
        let broken: Vec<(String, Vec<&str>)> = broken
            .map(|check| {
                let values = check.samples.iter().map(|sample| sample.value.as_str());
                (check.name(), values.collect())
            })
            .collect();
        let expected = [
            (
                "range(rate)",
                vec!["12345678901234567890.123456789012345679"],
            ),
            ("allowed-values(cents)", vec!["-0.05"]),
            ("unique(cents)", vec!["1.10"]),
            ("range(cents)", vec!["0.10", "-0.05"]),
        ];
        let expected = expected.map(|(name, values)| (name.to_owned(), values));
        assert_eq!(broken, expected, "{file}");
    }
}

/// Beyond 63 bits, and where other numbers were meant to be whole.
#[test]
fn whole_numbers_of_any_width_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let contract = folder.path().join("contract.toml");
    let column = |name| {
        format!("[columns.{name}]\ntype = 'integer'\nnullable = true\ndistinct = {{ min = 0 }}\n")
    };
    let text = ["unsigned", "big", "score"].map(column).concat();
    std::fs::write(&contract, text).expect("written");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../table/tests/data/types.parquet");
    let judgement = judge(&[&data], &contract).expect("a judgement");
    let distinct = judgement
        .checks
        .iter()
        .filter(|check| check.id == "distinct");
    let distinct: Vec<_> = distinct
        .filter_map(|check| check.observed.clone())
        .collect();
    assert_eq!(distinct, [2, 3, 0].map(serde_json::Value::from));
}

/// Rows that can't be written as they stand, or would go to files of one name.
#[test]
fn rows_that_can_not_be_written_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let keep = folder.path().join("kept");
    let contract = folder.path().join("contract.toml");
    std::fs::write(&contract, "[columns.id]\nnullable = true\n").expect("written");
    let of = |data: &[PathBuf]| {
        let args = Args {
            data: data.to_vec(),
            contract: Some(contract.clone()),
            keep: Some(keep.clone()),
            ..Args::default()
        };
        ValidateData::judge(&args, &context(0))
            .err()
            .map(|fault| fault.message)
    };
    let arrow = Path::new(env!("CARGO_MANIFEST_DIR")).join("../table/tests/data/types.arrow");
    let message = of(&[arrow]).expect("a fault");
    assert!(message.starts_with("rows of the Arrow file "), "{message}");
    let days = ["day=1", "day=2"].map(|day| folder.path().join(day).join("part.csv"));
    for day in &days {
        std::fs::create_dir(day.parent().expect("a folder")).expect("made");
        std::fs::write(day, "id\n1\n").expect("written");
    }
    let message = of(&days).expect("a fault");
    assert!(
        message.ends_with("would go to files of one name"),
        "{message}"
    );
    assert!(!keep.exists());
}

#[test]
fn what_is_not_given_is_asked_for() {
    let none = judge(&[], Path::new("contract.toml"));
    assert_eq!(
        none.err().map(|fault| fault.message),
        Some("no data given".to_owned())
    );
}
