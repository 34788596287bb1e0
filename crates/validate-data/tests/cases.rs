//! Each folder in `tests/cases` is a contract (`contract.*`), tables
//! (`data*.*`) and what comes of them (`expected.txt`): one line a check,
//! `id(target) outcome observed`. A file `now` says what time it is. Folders
//! with a `command` are run by the tests of the whole.
//!
//! `UPDATE_CASES=1` writes `expected.txt` anew, for a person to read.

use std::fs;
use std::path::{Path, PathBuf};

use ci::{Env, System};
use tollgate_validate_data::{Args, ValidateData};
use tool::{Context, Judgement, Tool};
use verdict::Fault;

#[path = "more/evidence.rs"]
mod evidence;
#[path = "more/readme.rs"]
mod readme;

fn context(now: i64) -> Context {
    Context {
        env: Env::default(),
        system: System::Plain,
        dir: PathBuf::from("."),
        now,
        digests: true,
        verdicts: Vec::new(),
        required: Vec::new(),
        progress: tool::Progress::default(),
    }
}

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(name)
}

/// The folders of all cases that are judged here.
fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(case("")).expect("the cases");
    let folders = entries.map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<_> = folders
        .filter(|folder| !folder.join("command").exists())
        .collect();
    folders.sort();
    folders
}

/// The files of a case whose names begin so, sorted.
fn files(folder: &Path, prefix: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a case");
    let files = entries.map(|entry| entry.expect("an entry").path());
    let named = |file: &PathBuf| {
        let name = file.file_name().expect("a name").to_string_lossy();
        name.starts_with(prefix)
    };
    let mut files: Vec<_> = files.filter(named).collect();
    files.sort();
    files
}

/// What comes of each table of a case.
fn judgements(folder: &Path) -> Vec<Result<Judgement, Fault>> {
    let now = fs::read_to_string(folder.join("now")).ok().map(|text| {
        let now: jiff::Timestamp = text.trim().parse().expect("a point in time");
        now.as_second()
    });
    let contract = files(folder, "contract.").pop().expect("a contract");
    let judgement = |data| {
        let args = Args {
            data: vec![data],
            contract: Some(contract.clone()),
            samples: 2,
            ..Args::default()
        };
        ValidateData::judge(&args, &context(now.unwrap_or_default()))
    };
    files(folder, "data").into_iter().map(judgement).collect()
}

fn lines(judgement: &Result<Judgement, Fault>) -> String {
    let judgement = match judgement {
        Ok(judgement) => judgement,
        Err(fault) => return format!("fault: {}\n", fault.message),
    };
    let lines = judgement.checks.iter().map(|check| {
        let observed = check.observed.clone().unwrap_or_default();
        format!("{} {} {observed}\n", check.name(), check.outcome.word())
    });
    lines.collect()
}

/// What comes of a case: of several tables with the name of each above.
fn found(folder: &Path) -> String {
    let found: Vec<_> = judgements(folder).iter().map(lines).collect();
    let data = files(folder, "data");
    if let [only] = &found[..] {
        return only.clone();
    }
    let named = data.iter().zip(found).map(|(data, found)| {
        let name = data.file_name().expect("a name").to_string_lossy();
        format!("# {name}\n{found}")
    });
    named.collect()
}

#[test]
fn every_case_comes_to_what_it_says() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let folders = folders();
    let mut wrong = Vec::new();
    for folder in &folders {
        let (found, path) = (found(folder), folder.join("expected.txt"));
        if update {
            fs::write(&path, found).expect("written");
        } else if fs::read_to_string(&path).unwrap_or_default() != found {
            wrong.push(format!("{}\n{found}", folder.display()));
        }
    }
    assert!(folders.len() >= 60, "{} cases", folders.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
