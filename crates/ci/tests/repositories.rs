//! Facts of real repositories, as people and CI systems leave them. The program
//! `git` makes them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use tollgate_ci::git::Git;
use tollgate_ci::{Env, Facts, System};
use verdict::Fault;

/// Runs git in a folder, without anybody's configuration.
fn try_git(folder: &Path, args: &[&str]) -> Result<String, String> {
    let identity = [
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        "-c",
        "protocol.file.allow=always",
    ];
    let ran = Command::new("git")
        .args(identity)
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_AUTHOR_DATE", "1600000000 +0000")
        .env("GIT_COMMITTER_DATE", "1600000000 +0000")
        .current_dir(folder)
        .output()
        .expect("git starts");
    match ran.status.success() {
        true => Ok(String::from_utf8_lossy(&ran.stdout).trim().to_owned()),
        false => Err(String::from_utf8_lossy(&ran.stderr).into_owned()),
    }
}

#[track_caller]
fn git(folder: &Path, args: &[&str]) -> String {
    try_git(folder, args).unwrap_or_else(|said| panic!("git {args:?}: {said}"))
}

/// A folder with a repository `own` of two commits on `main`, and its path.
fn repository() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let own = folder.path().join("own");
    fs::create_dir(&own).expect("made");
    git(&own, &["init", "--quiet", "--initial-branch=main"]);
    for message in ["one", "two"] {
        git(
            &own,
            &["commit", "--quiet", "--allow-empty", "--message", message],
        );
    }
    (folder, own)
}

fn told(dir: &Path) -> Result<Facts, Fault> {
    System::Plain.facts(&Env::default(), dir)
}

#[track_caller]
fn facts(dir: &Path) -> Facts {
    told(dir).unwrap_or_else(|fault| panic!("{fault}"))
}

#[track_caller]
fn fault(dir: &Path) -> Fault {
    let fault = told(dir).expect_err("a fault");
    assert!(!fault.help.is_empty(), "no help: {fault}");
    fault
}

/// Where a repository's HEAD is.
fn head(dir: &Path) -> String {
    git(dir, &["rev-parse", "HEAD"])
}

#[test]
fn a_branch_in_a_folder_below() {
    let (_folder, own) = repository();
    git(&own, &["checkout", "--quiet", "-b", "feat/ä#1"]);
    git(
        &own,
        &[
            "remote",
            "add",
            "origin",
            "https://user:s3cret@host/owner/app.git",
        ],
    );
    let below = own.join("a/b");
    fs::create_dir_all(&below).expect("made");
    let facts = facts(&below);
    assert_eq!(facts.branch(), Some("feat/ä#1"));
    assert_eq!(facts.commit, Some(head(&own)));
    assert_eq!(
        facts.repository.url.as_deref(),
        Some("https://host/owner/app")
    );
    assert_eq!(facts.repository.name.as_deref(), Some("app"));
}

#[test]
fn a_shallow_clone_on_a_tag() {
    let (folder, own) = repository();
    git(&own, &["tag", "--annotate", "v1", "--message", "v1"]);
    let from = format!("file://{}", own.display());
    let clone = folder.path().join("clone");
    git(
        folder.path(),
        &[
            "clone",
            "--quiet",
            "--depth=1",
            "--branch=v1",
            &from,
            "clone",
        ],
    );
    assert!(clone.join(".git/shallow").is_file());
    let facts = facts(&clone);
    assert_eq!(facts.tag(), Some("v1"));
    assert_eq!(facts.commit, Some(head(&own)));
    let commit = facts.commit.expect("a commit");
    let time = Git::discover(&clone).expect("opened").commit_time(&commit);
    assert_eq!(time, Some((1_600_000_000, 0)));
}

#[test]
fn a_clone_knows_the_default_branch() {
    let (folder, own) = repository();
    git(
        folder.path(),
        &["clone", "--quiet", &own.display().to_string(), "clone"],
    );
    let facts = facts(&folder.path().join("clone"));
    assert_eq!(facts.default_branch.as_deref(), Some("main"));
}

#[test]
fn what_stands_behind_an_address_is_not_told() {
    let (_folder, dir) = repository();
    let url = "https://host/owner/app.git?token=s3cret#x";
    git(&dir, &["remote", "add", "origin", url]);
    let repository = facts(&dir).repository;
    assert_eq!(repository.url.as_deref(), Some("https://host/owner/app"));
    assert_eq!(repository.name.as_deref(), Some("app"));
}

#[test]
fn a_worktree_has_its_own_branch_and_the_tags_of_all() {
    let (folder, own) = repository();
    git(
        &own,
        &["worktree", "add", "--quiet", "../tree", "-b", "other"],
    );
    let tree = folder.path().join("tree");
    assert_eq!(facts(&tree).branch(), Some("other"));
    assert_eq!(facts(&own).branch(), Some("main"));
    git(&own, &["tag", "v1"]);
    git(&tree, &["checkout", "--quiet", "--detach"]);
    assert_eq!(facts(&tree).tag(), Some("v1"));
    git(&own, &["pack-refs", "--all"]);
    assert_eq!(facts(&tree).tag(), Some("v1"));
}

#[test]
fn a_submodule_is_a_repository_of_its_own() {
    let (folder, own) = repository();
    git(&own, &["tag", "sub-v1"]);
    let whole = folder.path().join("whole");
    fs::create_dir(&whole).expect("made");
    git(&whole, &["init", "--quiet", "--initial-branch=trunk"]);
    git(
        &whole,
        &[
            "submodule",
            "--quiet",
            "add",
            &own.display().to_string(),
            "sub",
        ],
    );
    git(&whole, &["commit", "--quiet", "--message", "sub"]);
    let sub = whole.join("sub");
    git(&sub, &["checkout", "--quiet", "--detach", "sub-v1"]);
    assert_eq!(facts(&sub).tag(), Some("sub-v1"));
    assert_eq!(facts(&sub).commit, Some(head(&own)));
    assert_eq!(facts(&whole).branch(), Some("trunk"));
    // Its history is the outer one's, and was left behind.
    fs::rename(whole.join(".git"), whole.join("gone")).expect("moved");
    let fault = fault(&sub);
    assert!(fault.message.contains(".git leads to "), "{fault}");
    assert!(fault.message.ends_with("which is not there"), "{fault}");
}

#[test]
fn a_bare_repository_is_one() {
    let (folder, own) = repository();
    git(
        folder.path(),
        &[
            "clone",
            "--quiet",
            "--bare",
            &own.display().to_string(),
            "bare.git",
        ],
    );
    let bare = folder.path().join("bare.git");
    assert_eq!(facts(&bare).branch(), Some("main"));
    assert_eq!(facts(&bare).commit, Some(head(&own)));
}

#[test]
fn no_commit_and_no_repository_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let none = fault(folder.path());
    assert!(
        none.message.starts_with("not in a git repository"),
        "{none}"
    );
    git(folder.path(), &["init", "--quiet"]);
    assert_eq!(
        fault(folder.path()).message,
        "the repository has no commit yet"
    );
}

#[test]
fn a_git_file_that_leads_nowhere_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(".git"), "gitdir: ../else/where\n").expect("written");
    let fault = fault(folder.path());
    assert!(
        fault.message.contains("else/where, which is not there"),
        "{fault}"
    );
    fs::write(folder.path().join(".git"), "what is this").expect("written");
    let fault = told(folder.path()).expect_err("a fault");
    assert!(fault.message.ends_with("can't be read"), "{fault}");
}

#[test]
fn a_broken_head_is_told() {
    let (_folder, own) = repository();
    let branch = own.join(".git/refs/heads/main");
    let commit = fs::read_to_string(&branch).expect("a ref");
    for broken in ["", "rubbish\n", "0123\n"] {
        fs::write(&branch, broken).expect("written");
        let fault = fault(&own);
        assert!(
            fault
                .message
                .ends_with("HEAD leads to nothing that git knows"),
            "{broken:?}: {fault}"
        );
    }
    fs::write(&branch, &commit).expect("written");
    for broken in ["", "rubbish\n", "ref: \n", "ref: refs/heads/a..b\n"] {
        fs::write(own.join(".git/HEAD"), broken).expect("written");
        let fault = fault(&own);
        let told = fault.message.contains("HEAD leads to nothing")
            || fault.message.ends_with("can't be read");
        assert!(told, "{broken:?}: {fault}");
    }
    // Nobody has that commit.
    let lost = "0123456789012345678901234567890123456789";
    fs::write(own.join(".git/HEAD"), lost).expect("written");
    assert!(fault(&own).message.contains("HEAD leads to nothing"));
    assert_eq!(Git::discover(&own).expect("opened").commit_time(lost), None);
}

#[test]
fn packed_refs_that_are_broken_are_told() {
    let (_folder, own) = repository();
    git(&own, &["pack-refs", "--all"]);
    assert!(told(&own).is_ok());
    let packed = own.join(".git/packed-refs");
    let sound = fs::read_to_string(&packed).expect("refs");
    for broken in [
        "rubbish\n".to_owned(),
        sound.replace("refs/heads/main", "refs/heads/../main"),
        sound.replace(" refs/", "x refs/"),
    ] {
        fs::write(&packed, &broken).expect("written");
        let fault = fault(&own);
        let said = fault.message.ends_with("packed-refs holds what is no ref");
        assert!(said, "{broken:?}: {fault}");
    }
}

#[test]
fn a_form_that_is_not_read_is_told() {
    for (form, word) in [
        ("--ref-format=reftable", "reftable"),
        ("--object-format=sha256", "SHA-256"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        // An older git has no such form.
        if try_git(folder.path(), &["init", "--quiet", form]).is_err() {
            continue;
        }
        git(
            folder.path(),
            &["commit", "--quiet", "--allow-empty", "--message", "one"],
        );
        let fault = fault(folder.path());
        assert!(fault.message.contains(word), "{fault}");
        assert!(fault.message.ends_with("which is not read"), "{fault}");
    }
}

/// Git itself refuses such a repository; nothing in it is carried out here, so
/// that its facts may be read, as a checkout of another user's in a container.
#[test]
fn another_users_repository_is_read() {
    let (_folder, own) = repository();
    let given = Command::new("chown")
        .args(["-R", "12345"])
        .arg(&own)
        .status();
    if !given.is_ok_and(|status| status.success()) {
        // Only the administrator may give files away.
        return;
    }
    assert_eq!(facts(&own).branch(), Some("main"));
    assert!(facts(&own).commit.is_some());
}

/// Lines for `git update-ref --stdin`: as many tags at a commit.
fn many_tags(own: &Path, count: usize, commit: &str) {
    use std::io::Write as _;
    let lines = (0..count).map(|number| format!("create refs/tags/v{number}.0.0 {commit}\n"));
    let mut update = Command::new("git")
        .args(["update-ref", "--stdin"])
        .current_dir(own)
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("git starts");
    let mut stdin = update.stdin.take().expect("a pipe");
    stdin
        .write_all(lines.collect::<String>().as_bytes())
        .expect("written");
    drop(stdin);
    assert!(update.wait().expect("ended").success());
}

#[test]
fn one_of_ten_thousand_tags_is_found_loose_and_packed() {
    let (_folder, own) = repository();
    let first = git(&own, &["rev-parse", "HEAD~1"]);
    many_tags(&own, 10_000, &first);
    git(&own, &["tag", "--annotate", "here", "--message", "x"]);
    git(
        &own,
        &["tag", "--annotate", "z-below", "--message", "x", "HEAD~1"],
    );
    git(&own, &["checkout", "--quiet", "--detach"]);
    assert_eq!(facts(&own).tag(), Some("here"));
    git(&own, &["pack-refs", "--all"]);
    assert_eq!(facts(&own).tag(), Some("here"));
    git(&own, &["tag", "here-too"]);
    assert_eq!(facts(&own).tag(), Some("here-too"));
    // A loose ref stands before the packed one of its name.
    git(&own, &["tag", "--force", "here-too", "HEAD~1"]);
    git(&own, &["tag", "--force", "here", "HEAD~1"]);
    assert_eq!(facts(&own).tag(), None);
    assert_eq!(facts(&own).branch(), Some("main"));
    git(&own, &["checkout", "--quiet", "--detach", "HEAD~1"]);
    assert_eq!(facts(&own).tag(), Some("z-below"));
    assert_eq!(
        Git::discover(&own)
            .expect("opened")
            .tags()
            .expect("tags")
            .len(),
        10_003
    );
}

#[test]
fn names_of_tags_are_as_odd_as_git_lets_them_be() {
    let (_folder, own) = repository();
    git(&own, &["checkout", "--quiet", "--detach"]);
    for name in [
        "v1+x#y",
        "a/b/c",
        "日本語",
        "it's",
        "a\"b",
        "{{sha}}",
        "$(id)",
        "%41",
        "a@b",
        "latest\u{200b}",
    ] {
        git(&own, &["tag", name]);
        assert_eq!(facts(&own).tag(), Some(name));
        git(&own, &["tag", "--delete", name]);
    }
}

#[test]
fn a_tag_of_something_else_is_no_tag_of_the_commit() {
    let (_folder, own) = repository();
    let tree = git(&own, &["rev-parse", "HEAD^{tree}"]);
    git(&own, &["tag", "of-a-tree", &tree]);
    git(&own, &["tag", "--annotate", "of-a-tag", "--message", "x"]);
    git(
        &own,
        &[
            "tag",
            "--annotate",
            "z-of-a-tag-of-a-tag",
            "--message",
            "x",
            "of-a-tag",
        ],
    );
    git(&own, &["checkout", "--quiet", "--detach"]);
    assert_eq!(facts(&own).tag(), Some("z-of-a-tag-of-a-tag"));
    // One whose object is not there.
    let lost = "0123456789012345678901234567890123456789\n";
    fs::write(own.join(".git/refs/tags/zz-lost"), lost).expect("written");
    assert_eq!(facts(&own).tag(), Some("z-of-a-tag-of-a-tag"));
    git(&own, &["update-ref", "-d", "refs/tags/zz-lost"]);
    git(&own, &["pack-refs", "--all"]);
    assert_eq!(facts(&own).tag(), Some("z-of-a-tag-of-a-tag"));
}

/// Says what a process of its own is told, for the test below.
#[test]
#[expect(clippy::print_stdout, reason = "the other process reads it")]
fn a_process_says_its_facts() {
    if let Some(dir) = std::env::var_os("FACTS_OF") {
        match told(Path::new(&dir)) {
            Ok(facts) => println!("told {:?}", facts.reference),
            Err(fault) => println!("{fault}"),
        }
    }
}

#[test]
fn what_git_dir_names_stands_before_the_folder() {
    let (folder, own) = repository();
    let (_other, other) = repository();
    git(&other, &["checkout", "--quiet", "-b", "other"]);
    let said = |git_dir: &Path| {
        let this = std::env::current_exe().expect("this program");
        let ran = Command::new(this)
            .args(["--exact", "a_process_says_its_facts", "--nocapture"])
            .env("FACTS_OF", &own)
            .env("GIT_DIR", git_dir)
            .output()
            .expect("starts");
        String::from_utf8_lossy(&ran.stdout).into_owned()
    };
    let told = said(&other.join(".git"));
    assert!(told.contains("told Some(\"refs/heads/other\")"), "{told}");
    let told = said(&folder.path().join("nowhere"));
    assert!(told.contains("GIT_DIR names "), "{told}");
    assert!(told.contains("which is no git repository"), "{told}");
}
