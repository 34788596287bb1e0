//! Promotions in a git repository, as GTO (Git Tag Ops) reads them.

use std::process::Command;

use serde_json::Value;

use crate::peers::peer;
use crate::sandbox::{Ran, Sandbox};

/// A repository whose metrics passed, with a verdict of them.
fn judged() -> Sandbox {
    let sandbox = Sandbox::new()
        .file("gate.toml", "[gates.auc]\nmin = 0.8\n")
        .file("metrics.json", "{\"auc\": 0.9}")
        .repository()
        .env("GIT_COMMITTER_NAME", "Ada")
        .env("GIT_COMMITTER_EMAIL", "ada@example.com");
    judge(&sandbox);
    sandbox
}

fn judge(sandbox: &Sandbox) {
    let line = "gate-model metrics.json --policy gate.toml --report verdict=verdict.json";
    sandbox.run(line).ends_with(0);
}

fn promote(sandbox: &Sandbox, version: &str, stage: &str, options: &str) -> Ran {
    let ran = sandbox.run(&format!(
        "gate-model promote verdict.json --git-tag --model churn --version {version} --alias {stage} {options}"
    ));
    ran.in_a_row()
}

fn gto(sandbox: &Sandbox, words: &[&str]) -> String {
    let program = peer("ml-python").with_file_name("gto");
    let ran = sandbox
        .command(Command::new(program).args(words))
        .ends_with(0);
    ran.stdout.trim().to_owned()
}

/// The tags of all that happened, as GTO tells it.
fn refs(sandbox: &Sandbox) -> Vec<String> {
    let history: Value = serde_json::from_str(&gto(sandbox, &["history", "--json"])).expect("JSON");
    let events = history.as_array().expect("events").iter();
    let refs = events.filter_map(|event| event["ref"].as_str());
    refs.map(str::to_owned).collect()
}

#[test]
fn gto_sees_what_was_promoted() {
    let sandbox = judged();
    promote(&sandbox, "1.0.0", "prod", "--dry-run")
        .ends_with(0)
        .says("it would make");
    assert_eq!(gto(&sandbox, &["show", "--json"]), "{}");
    promote(&sandbox, "1.0.0", "prod", "")
        .ends_with(0)
        .says("prod none v1.0.0 tags were made");
    assert_eq!(
        gto(&sandbox, &["show", "churn#prod", "--version"]),
        "v1.0.0"
    );
    promote(&sandbox, "v1.0.0", "prod", "")
        .ends_with(0)
        .says("prod v1.0.0 v1.0.0 nothing:");

    // A second version; the counter is the artifact's own, as GTO counts.
    sandbox.write("metrics.json", "{\"auc\": 0.95}");
    sandbox.git(&["commit", "--quiet", "--all", "--message", "two"]);
    judge(&sandbox);
    promote(&sandbox, "1.0.0", "prod", "")
        .ends_with(1)
        .says("does not hold");
    promote(&sandbox, "1.1.0", "staging", "")
        .ends_with(0)
        .says("staging none v1.1.0 tags were made");
    promote(&sandbox, "1.1.0", "prod", "")
        .ends_with(0)
        .says("prod v1.0.0 v1.1.0 tags were made");
    assert_eq!(
        gto(&sandbox, &["show", "churn#prod", "--version"]),
        "v1.1.0"
    );
    let made = refs(&sandbox);
    for tag in [
        "churn@v1.0.0",
        "churn@v1.1.0",
        "churn#prod#1",
        "churn#prod#3",
    ] {
        assert!(made.contains(&tag.to_owned()), "{tag}: {made:?}");
    }
    // What GTO makes next does not clash with ours.
    gto(
        &sandbox,
        &["assign", "churn", "--version", "v1.0.0", "--stage", "other"],
    );
    assert!(refs(&sandbox).contains(&"churn#other#4".to_owned()));
    promote(&sandbox, "1.2.0", "prod", "")
        .ends_with(2)
        .says("is version v1.1.0 of churn already");
}

#[test]
fn metrics_that_changed_promote_nothing() {
    let sandbox = judged();
    sandbox.write("metrics.json", "{\"auc\": 0.99}");
    promote(&sandbox, "1.0.0", "prod", "")
        .ends_with(1)
        .says("has changed since it was judged");
    judge(&sandbox);
    promote(&sandbox, "1.0.0", "prod", "")
        .ends_with(1)
        .says("does not hold");
    promote(&sandbox, "one", "prod", "")
        .ends_with(2)
        .says("no semantic version");
    promote(&sandbox, "1.0.0", "pr:od", "")
        .ends_with(2)
        .says("can't be a name");
    assert_eq!(gto(&sandbox, &["show", "--json"]), "{}");
}
