//! Versions among the tags of real repositories.

use std::path::Path;
use std::process::Command;

use ci::System;
use tool::{Context, Judgement};
use verdict::Outcome;

use crate::args::Args;
use crate::judge::judge;

fn git(folder: &Path, args: &[&str]) {
    let ran = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@b"])
        .args(args)
        .current_dir(folder)
        .output()
        .expect("git starts");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "git {args:?}: {said}");
}

/// A repository of one commit with these tags.
fn repository(tags: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    let commit = ["commit", "--quiet", "--allow-empty", "--message", "one"];
    git(folder.path(), &commit);
    for tag in tags {
        git(folder.path(), &["tag", tag]);
    }
    folder
}

fn judged(folder: &Path, tag: &str, args: &Args) -> Judgement {
    let reference = format!("refs/tags/{tag}");
    let env = [
        ("GITHUB_EVENT_NAME", "push"),
        ("GITHUB_REF", reference.as_str()),
    ];
    let context = Context {
        env: env.into_iter().collect(),
        system: System::GitHub,
        dir: folder.to_owned(),
        now: 1_578_616_200,
        digests: true,
        verdicts: Vec::new(),
        required: Vec::new(),
        progress: tool::Progress::default(),
    };
    judge(args, &context).expect("judged")
}

fn highest(entry: &str) -> Args {
    Args {
        tags: vec![entry.to_owned()],
        flavor: vec!["latest=highest".to_owned()],
        ..Args::default()
    }
}

/// Whether `latest` is given, and what the report says of that.
fn latest(judgement: &Judgement) -> (bool, Outcome, String) {
    let names = judgement
        .outputs
        .iter()
        .find(|(name, _)| *name == "tag-names");
    let given = names.is_some_and(|(_, names)| names.lines().any(|name| name == "latest"));
    let check = judgement.checks.iter().find(|check| check.id == "highest");
    let (outcome, said) = check.map_or((Outcome::Pass, String::new()), |check| {
        let cause = check.cause.clone().unwrap_or_default();
        (check.outcome, format!("{} {cause}", check.title))
    });
    (given, outcome, said)
}

#[track_caller]
fn decides(entry: &str, tags: &[&str], given: bool, outcome: Outcome, says: &str) {
    let folder = repository(tags);
    let judgement = judged(folder.path(), tags[0], &highest(entry));
    let (is_given, is_outcome, said) = latest(&judgement);
    assert_eq!((is_given, is_outcome), (given, outcome), "{said}");
    assert!(said.contains(says), "{said}");
}

const SEMVER: &str = "type=semver,pattern={{version}}";

#[test]
fn only_the_highest_release_is_latest() {
    let tags = ["v1.9.0", "v1.2.3", "v2.0.0-rc.1", "nightly"];
    decides(
        SEMVER,
        &tags,
        true,
        Outcome::Pass,
        "`v1.9.0` is the highest of 2 releases",
    );
    let tags = ["v1.9.0", "v1.10.0", "v1.11.0", "v1.10.1"];
    decides(
        SEMVER,
        &tags,
        false,
        Outcome::Pass,
        "tag `v1.11.0` is higher",
    );
    decides(SEMVER, &["v1.0.0"], true, Outcome::Pass, "only release");
    let python = "type=pep440,pattern={{version}}";
    decides(
        python,
        &["1.9", "1.10rc1"],
        true,
        Outcome::Pass,
        "only release",
    );
    decides(
        python,
        &["9.0", "1!0.1"],
        false,
        Outcome::Pass,
        "`1!0.1` is higher",
    );
}

#[test]
fn each_part_of_a_monorepo_has_its_own_versions() {
    let entry = "type=semver,pattern={{version}},match=^service-a/v(.*)$";
    let tags = ["service-a/v1.0.0", "service-b/v2.0.0", "v3.0.0", "x"];
    decides(entry, &tags, true, Outcome::Pass, "only release");
    let tags = ["service-a/v1.0.0", "service-a/v1.0.1"];
    decides(entry, &tags, false, Outcome::Pass, "`service-a/v1.0.1`");
}

#[test]
fn what_is_matched_is_compared_where_it_is_a_version() {
    let entry = "type=match,pattern=^v(.*)$,group=1";
    decides(
        entry,
        &["v2.1", "v2.0", "other"],
        true,
        Outcome::Pass,
        "highest",
    );
    decides(entry, &["v2.1", "v2.10"], false, Outcome::Pass, "`v2.10`");
    decides(
        entry,
        &["v2.1", "vendored"],
        false,
        Outcome::Warn,
        "can't be compared",
    );
    decides(
        entry,
        &["vendored", "v2"],
        false,
        Outcome::Warn,
        "is no version",
    );
    decides(entry, &["v2.0.0-rc.1"], false, Outcome::Pass, "no release");
    let entry = "type=ref,event=tag";
    decides(
        entry,
        &["v2.0.0", "nightly"],
        true,
        Outcome::Pass,
        "only release",
    );
    decides(
        entry,
        &["v2.0.0", "v2.0.1"],
        false,
        Outcome::Pass,
        "`v2.0.1`",
    );
    decides(
        entry,
        &["nightly", "v2"],
        false,
        Outcome::Warn,
        "is no version",
    );
}

#[test]
fn a_pattern_that_leaves_parts_out_is_compared_by_them_too() {
    let entry = r"type=match,pattern=v(\d+\.\d+),group=1";
    let tags = ["v1.2.3", "v1.2.9", "v1.1.0"];
    decides(entry, &tags, false, Outcome::Pass, "`v1.2.9` is higher");
    let tags = ["v1.2.9", "v1.2.3", "v1.2.10-rc.1"];
    decides(entry, &tags, true, Outcome::Pass, "highest of 2");
    let tags = ["api/v1.2.3", "api/v1.2.10"];
    decides(entry, &tags, false, Outcome::Pass, "`api/v1.2.10`");
    let tags = ["v1.2.3", "v1.2-old_one"];
    decides(entry, &tags, false, Outcome::Warn, "can't be compared");
    let whole = "type=match,pattern=v(.*),group=1";
    decides(
        whole,
        &["v1.2.3", "x-v1.2.3"],
        true,
        Outcome::Pass,
        "2 releases",
    );
}

#[test]
fn a_clone_of_one_branch_may_lack_tags_of_others() {
    let origin = repository(&["v1.0.0"]);
    let there = origin.path();
    git(there, &["checkout", "--quiet", "-b", "next"]);
    let commit = ["commit", "--quiet", "--allow-empty", "--message", "two"];
    git(there, &commit);
    git(there, &["tag", "v2.0.0"]);
    let away = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", there.display());
    let clone = [
        "clone",
        "--quiet",
        "--single-branch",
        "--branch=main",
        &url,
        "clone",
    ];
    git(away.path(), &clone);
    let dir = away.path().join("clone");
    let at = |tag: &str| latest(&judged(&dir, tag, &highest(SEMVER)));
    let (given, outcome, said) = at("v1.0.0");
    assert_eq!((given, outcome), (false, Outcome::Warn), "{said}");
    assert!(said.contains("one branch"), "{said}");
    git(&dir, &["fetch", "--quiet", "--tags"]);
    let (given, outcome, said) = at("v1.0.0");
    assert_eq!((given, outcome), (false, Outcome::Pass), "{said}");
    let all = ["remote", "set-branches", "origin", "*"];
    git(&dir, &all);
    assert!(at("v2.0.0").0);
}

#[test]
fn what_is_no_git_tag_is_as_on_auto() {
    for entry in [
        "type=semver,pattern={{version}},value=1.0.0",
        "type=raw,value=x",
        "type=raw,value=x,priority=1000\ntype=semver,pattern={{version}}",
    ] {
        let folder = repository(&["v2.0.0"]);
        let with = |flavor: &str| {
            let args = Args {
                flavor: vec![flavor.to_owned()],
                ..highest(entry)
            };
            judged(folder.path(), "v1.0.0", &args).outputs
        };
        let entry_has_tag = entry.contains("value=1");
        assert_eq!(with("latest=auto"), with("latest=highest"), "{entry}");
        assert_eq!(entry_has_tag, with("")[2].1.ends_with("latest"), "{entry}");
    }
    let entry = "type=semver,pattern={{version}},value={{tag}}";
    decides(
        entry,
        &["v1.0.0", "v2.0.0"],
        false,
        Outcome::Pass,
        "`v2.0.0`",
    );
}

#[test]
fn where_tags_are_missing_latest_is_withheld() {
    let origin = repository(&["v1.0.0", "v2.0.0"]);
    let away = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", origin.path().display());
    // As actions/checkout fetches a tag that was pushed, and nothing else.
    let dir = away.path();
    git(dir, &["init", "--quiet"]);
    git(dir, &["remote", "add", "origin", &url]);
    let only = "+refs/tags/v1.0.0:refs/tags/v1.0.0";
    git(
        dir,
        &["fetch", "--quiet", "--no-tags", "--depth=1", "origin", only],
    );
    let at = |tag: &str| latest(&judged(dir, tag, &highest(SEMVER)));
    let (given, outcome, said) = at("v1.0.0");
    assert_eq!((given, outcome), (false, Outcome::Warn));
    assert!(said.contains("shallow"), "{said}");
    // Other tags there prove nothing, unless they are higher.
    git(dir, &["tag", "v0.9.0", "v1.0.0"]);
    assert_eq!(at("v1.0.0").1, Outcome::Warn);
    git(dir, &["fetch", "--quiet", "--tags", "--depth=1", "origin"]);
    let (given, outcome, said) = at("v1.0.0");
    assert_eq!((given, outcome), (false, Outcome::Pass), "{said}");
    assert_eq!(at("v2.0.0").1, Outcome::Warn);
    git(
        dir,
        &["fetch", "--quiet", "--tags", "--unshallow", "origin"],
    );
    assert!(at("v2.0.0").0);
    let (given, outcome, said) = at("v3.0.0");
    assert_eq!((given, outcome), (false, Outcome::Warn));
    assert!(said.contains("not in this checkout"), "{said}");
    let nowhere = tempfile::tempdir().expect("a folder");
    let judgement = judged(nowhere.path(), "v1.0.0", &highest(SEMVER));
    assert_eq!(latest(&judgement).1, Outcome::Warn);
}

#[test]
fn a_clone_without_tags_says_so() {
    let origin = repository(&["v2.0.0"]);
    let away = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", origin.path().display());
    git(
        away.path(),
        &["clone", "--quiet", "--no-tags", &url, "clone"],
    );
    let dir = away.path().join("clone");
    git(&dir, &["tag", "v1.0.0"]);
    let (given, outcome, said) = latest(&judged(&dir, "v1.0.0", &highest(SEMVER)));
    assert_eq!((given, outcome), (false, Outcome::Warn));
    assert!(said.contains("without tags"), "{said}");
}

#[test]
fn strict_is_highest_unless_another_word_is_said() {
    let folder = repository(&["v1.0.0", "v2.0.0"]);
    for (flavor, given) in [("", false), ("latest=auto", false), ("latest=true", true)] {
        let args = Args {
            strict: true,
            flavor: vec![flavor.to_owned()],
            ..highest(SEMVER)
        };
        let judgement = judged(folder.path(), "v1.0.0", &args);
        assert_eq!(latest(&judgement).0, given, "{flavor}");
        let changed = judgement.checks.iter().any(|check| check.id == "changed");
        assert!(!changed, "the quirks have no part in it");
    }
}

#[test]
fn a_pattern_that_never_ends_withholds_latest() {
    let slow = format!("{}-", "a".repeat(40));
    let folder = repository(&["aa1.0.0", &slow]);
    let entry = r"type=match,pattern=^(a+)+(\d.*)$,group=2";
    let judgement = judged(folder.path(), "aa1.0.0", &highest(entry));
    let (given, outcome, said) = latest(&judgement);
    assert_eq!((given, outcome), (false, Outcome::Warn));
    assert!(said.contains("aaa"), "{said}");
}
