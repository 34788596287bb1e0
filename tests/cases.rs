//! The case folders of every tool: `crates/<tool>/tests/cases/<case>/` holds
//! a `command`, its input files, and the `transcript` of what must be said;
//! `git-tags` names further tags of its repository, one a line.
//! `UPDATE_CASES=1` writes the transcripts anew, for a person to read.

use std::fs;
use std::path::{Path, PathBuf};

use crate::sandbox::Sandbox;

#[test]
fn every_case_says_what_its_transcript_says() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in cases() {
        count += 1;
        let said = transcript(&case);
        let path = case.join("transcript");
        if update {
            fs::write(&path, said).expect("written");
        } else if fs::read_to_string(&path).unwrap_or_default() != said {
            wrong.push(format!("{}\n{said}", case.display()));
        }
    }
    assert!(count >= 20, "only {count} cases were found");
    assert!(
        wrong.is_empty(),
        "{} of {count} cases differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn cases() -> Vec<PathBuf> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates");
    let folders = |path: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(path).into_iter().flatten();
        entries
            .map(|entry| entry.expect("an entry").path())
            .collect()
    };
    let mut cases: Vec<PathBuf> = folders(&crates)
        .iter()
        .flat_map(|tool| folders(&tool.join("tests/cases")))
        .filter(|case| case.join("command").is_file())
        .collect();
    cases.sort();
    cases
}

/// Runs a case in a copy of its folder, in a repository with one commit.
fn transcript(case: &Path) -> String {
    let sandbox = Sandbox::new();
    for entry in fs::read_dir(case).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if !["transcript", "command", "git-tags"].contains(&name.as_str()) {
            sandbox.write(&name, fs::read(&path).expect("a file"));
        }
    }
    let sandbox = sandbox.repository();
    let tags = fs::read_to_string(case.join("git-tags")).unwrap_or_default();
    for tag in tags.lines() {
        sandbox.git(&["tag", tag]);
    }
    let command = fs::read_to_string(case.join("command")).expect("a command");
    let mut said = String::new();
    for line in command.lines().filter(|line| !line.starts_with('#')) {
        let ran = sandbox.run(line);
        said.push_str(&format!("$ {line}\n{}", ran.stdout));
        if !ran.stderr.is_empty() {
            said.push_str(&format!("--- standard error\n{}", ran.stderr));
        }
        said.push_str(&format!("[exit code {}]\n\n", ran.code));
    }
    said
}
