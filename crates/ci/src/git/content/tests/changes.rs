//! The same before and after a commit, everywhere; another one for any change.

use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use proptest::prelude::*;

use super::*;

fn executable(path: &Path, yes: bool) {
    let mode = if yes { 0o755 } else { 0o644 };
    let mode = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, mode).expect("set");
}

#[test]
fn the_same_before_and_after_a_commit_and_in_every_clone() {
    let repo = Repo::committed();
    repo.write("src/a.py", "other\n");
    repo.write("src/new.py", "new\n");
    let paths = ["src", "data/x"];
    let before = repo.agrees(&paths);
    repo.git(&["add", "--all"]);
    assert_eq!(repo.lines(&paths), before);
    repo.git(&["commit", "--quiet", "--message", "two"]);
    assert_eq!(repo.lines(&paths), before);
    assert_eq!(shown(&repo.listed("HEAD", &paths)), shown(&before));

    for args in [
        &["clone", "--quiet", ".", "../clone"][..],
        &["clone", "--quiet", "--depth=1", "file://.", "../shallow"],
        &["worktree", "add", "--quiet", "../tree"],
    ] {
        let mut args: Vec<String> = args.iter().map(|&arg| arg.to_owned()).collect();
        let url = format!("file://{}", repo.root.display());
        for arg in &mut args {
            if arg == "file://." {
                arg.clone_from(&url);
            }
        }
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        repo.git(&args);
        let there = repo.at(args.last().expect("a folder"));
        assert_eq!(lines(&there, &paths).expect("content"), before, "{args:?}");
        age(&there);
        assert_eq!(lines(&there, &paths).expect("content"), before, "{args:?}");
    }
    age(&repo.root);
    assert_eq!(repo.lines(&paths), before);
}

#[test]
fn how_a_path_is_written_does_not_matter() {
    let repo = Repo::committed();
    let plain = repo.lines(&["src", "data"]);
    for paths in [
        &["./src/", "data//"][..],
        &["data", "src", "src/a.py", "src/deep"],
        &["src/../src/.", "data/x"],
    ] {
        assert_eq!(repo.lines(paths), plain, "{paths:?}");
    }
    assert_eq!(repo.lines(&["."]), repo.lines(&["src", "data"]));
    // From within a folder, paths are still those of the repository.
    let within = lines(&repo.at("src"), &[".", "../data"]).expect("content");
    assert_eq!(within, plain);
}

#[test]
fn every_change_is_another_content() {
    let repo = Repo::committed();
    let mut seen = vec![repo.agrees(&["src"])];
    let mut differs = |what: &str| {
        let lines = repo.agrees(&["src"]);
        assert!(!seen.contains(&lines), "{what}");
        seen.push(lines);
    };
    // Of the same size, in the same second as the index.
    repo.write("src/a.py", "c\n");
    differs("a byte");
    std::fs::rename(repo.at("src/a.py"), repo.at("src/z.py")).expect("renamed");
    differs("a name");
    executable(&repo.at("src/z.py"), true);
    differs("the executable bit");
    repo.write("src/untracked", "");
    differs("an untracked file");
    repo.git(&["add", "--all"]);
    std::fs::remove_file(repo.at("src/deep/b.py")).expect("removed");
    differs("a file that is gone");
    symlink("z.py", repo.at("src/link")).expect("linked");
    differs("a link");
    std::fs::remove_file(repo.at("src/link")).expect("removed");
    symlink("nowhere", repo.at("src/link")).expect("linked");
    differs("where a broken link leads");
    std::fs::remove_file(repo.at("src/z.py")).expect("removed");
    repo.write("src/z.py/inner", "");
    differs("a folder for a file");
    std::fs::remove_dir_all(repo.at("src/deep")).expect("removed");
    symlink("../data", repo.at("src/deep")).expect("linked");
    differs("a link for a folder");
    repo.write("data/x", "y\n");
    assert_eq!(Some(&repo.agrees(&["src"])), seen.last());
}

#[test]
fn what_is_ignored_does_not_count_unless_it_is_tracked_or_named() {
    let repo = Repo::committed();
    repo.write(".gitignore", "*.log\n/out/\n!keep.log\n");
    repo.write("src/.gitignore", "secret\n");
    let before = repo.agrees(&["."]);
    for path in [
        "src/x.log",
        "out/a",
        "out/deep/b",
        "src/deep/secret",
        "out/keep.log",
    ] {
        repo.write(path, "ignored\n");
    }
    assert_eq!(repo.agrees(&["."]), before);
    repo.write("src/keep.log", "kept\n");
    assert_ne!(repo.agrees(&["."]), before);
    repo.git(&["add", "--force", "out/deep/b"]);
    repo.agrees(&["."]);
    // Named itself, a folder counts whether it is ignored or not.
    let named = shown(&repo.lines(&["out"]));
    assert_eq!(named.lines().count(), 3, "{named}");
    repo.write("out/a", "other\n");
    assert_ne!(shown(&repo.lines(&["out"])), named);
    assert_eq!(shown(&repo.lines(&["src/x.log"])).lines().count(), 1);
    let global = repo.at("../global").to_string_lossy().into_owned();
    repo.git(&["config", "core.excludesFile", &global]);
    std::fs::write(repo.at("../global"), "*.tmp\n").expect("written");
    repo.write("src/a.tmp", "");
    repo.agrees(&["src"]);
}

#[test]
fn an_index_in_any_state() {
    let repo = Repo::committed();
    repo.git(&["checkout", "--quiet", "-b", "other"]);
    repo.write("src/a.py", "theirs\n");
    repo.commit();
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("src/a.py", "ours\n");
    repo.commit();
    let merge = Command::new("git")
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b",
            "merge",
            "other",
        ])
        .current_dir(&repo.root)
        .output()
        .expect("git starts");
    assert!(!merge.status.success(), "it conflicts");
    repo.agrees(&["src"]);
    repo.commit();
    repo.write("src/later", "later\n");
    repo.git(&["add", "--intent-to-add", "src/later"]);
    repo.agrees(&["src"]);
    repo.git(&["rm", "--quiet", "--cached", "src/a.py"]);
    repo.agrees(&["src"]);
    repo.write("src/b\\c\"d\te", "odd\n");
    let bytes = std::ffi::OsStr::from_bytes(b"src/\xff\xfe");
    std::fs::write(repo.root.join(bytes), "not UTF-8").expect("written");
    repo.agrees(&["."]);
    repo.git(&["config", "core.fileMode", "false"]);
    executable(&repo.at("src/deep/b.py"), true);
    repo.agrees(&["."]);
    std::fs::remove_file(repo.at(".git/index")).expect("removed");
    repo.agrees(&["."]);
}

#[test]
fn what_is_not_checked_out_counts_as_it_is_recorded() {
    let repo = Repo::committed();
    repo.write("data/old.dvc", "outs:\n- md5: 0a\n  path: old\n");
    repo.write("models/deep/m", "m\n");
    repo.commit();
    let whole = repo.lines(&["."]);
    let models = repo.lines(&["models"]);
    for args in [
        &["sparse-checkout", "set", "--cone", "src"][..],
        &["sparse-checkout", "set", "--cone", "--sparse-index", "src"],
    ] {
        repo.git(args);
        assert!(!repo.at("models").exists() && !repo.at("data").exists());
        assert_eq!(shown(&repo.lines(&["."])), shown(&whole), "{args:?}");
        assert_eq!(repo.lines(&["models"]), models, "{args:?}");
        assert_eq!(repo.lines(&["models/deep/m"]), models, "{args:?}");
        assert!(lines(&repo.root, &["modles"]).is_err());
    }
}

/// What may be done to a repository.
#[derive(Clone, Debug)]
enum Step {
    Write(usize, &'static str),
    Remove(usize),
    Link(usize, usize),
    Executable(usize, bool),
    Ignore(&'static str),
    Add,
    Commit,
}

const PATHS: [&str; 7] = ["a", "b/c", "b/d.log", "b-x", "b/e/f", "b.log", "g/h/i.txt"];

fn step() -> impl Strategy<Value = Step> {
    let path = 0..PATHS.len();
    let text = prop::sample::select(vec!["", "one\n", "two\n", "c\r\nd\r\n", "\0\r\n"]);
    let pattern = prop::sample::select(vec!["*.log\n", "/b\n", "g/\n!g/h\n", "e/*\n!f\n", ""]);
    prop_oneof![
        5 => (path.clone(), text).prop_map(|(at, text)| Step::Write(at, text)),
        2 => path.clone().prop_map(Step::Remove),
        1 => (path.clone(), path.clone()).prop_map(|(at, to)| Step::Link(at, to)),
        1 => (path, any::<bool>()).prop_map(|(at, yes)| Step::Executable(at, yes)),
        1 => pattern.prop_map(Step::Ignore),
        1 => Just(Step::Add),
        1 => Just(Step::Commit),
    ]
}

fn take(repo: &Repo, step: &Step) {
    let clear = |path: &Path| {
        let _ = std::fs::remove_file(path);
        let _ = std::fs::remove_dir_all(path);
        let folder = path.parent().expect("a parent");
        if std::fs::create_dir_all(folder).is_err() {
            let _ = std::fs::remove_file(folder);
            let _ = std::fs::create_dir_all(folder);
        }
    };
    match step {
        Step::Write(at, text) => {
            let path = repo.at(PATHS[*at]);
            clear(&path);
            let _ = std::fs::write(path, text);
        }
        Step::Remove(at) => clear(&repo.at(PATHS[*at])),
        Step::Link(at, to) => {
            let path = repo.at(PATHS[*at]);
            clear(&path);
            let _ = symlink(PATHS[*to], path);
        }
        Step::Executable(at, yes) => {
            let path = repo.at(PATHS[*at]);
            if std::fs::symlink_metadata(&path).is_ok_and(|it| it.is_file()) {
                executable(&path, *yes);
            }
        }
        Step::Ignore(text) => repo.write(".gitignore", text),
        Step::Add => drop(repo.git(&["add", "--all"])),
        Step::Commit => repo.commit(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Whatever is done to a repository, the content is what git would record:
    /// in no order, and of no other files.
    #[test]
    fn as_git_would_record_it(steps in prop::collection::vec(step(), 1..14)) {
        let repo = Repo::new();
        for step in &steps {
            take(&repo, step);
        }
        let lines = repo.agrees(&["."]);
        repo.commit();
        prop_assert_eq!(shown(&repo.lines(&["."])), shown(&lines));
        if !lines.is_empty() {
            let items = items(&repo.root, &["."]).expect("items");
            let mut paths: Vec<String> = items
                .iter()
                .map(|item| String::from_utf8_lossy(&item.path).into_owned())
                .collect();
            paths.reverse();
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            prop_assert_eq!(repo.lines(&paths), lines);
        }
    }
}
