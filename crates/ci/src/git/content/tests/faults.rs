//! Paths that are no content.

use super::*;

fn fault(repo: &Repo, path: &str) -> String {
    let fault = lines(&repo.root, &[path]).expect_err(path);
    format!("{fault}; {}", fault.help.join("; "))
}

#[test]
fn a_path_that_is_not_there_is_no_content() {
    let repo = Repo::committed();
    for (path, expected) in [
        (
            "scr",
            "there is no `scr`; did you mean `src` instead of `scr`?",
        ),
        (
            "src/deeep/b.py",
            "there is no `src/deeep/b.py`; did you mean `deep` instead of `deeep`?",
        ),
        ("src/a.py/x", "there is no `src/a.py/x`; paths count"),
        (
            "nothing/like/it",
            "there is no `nothing/like/it`; paths count",
        ),
        ("src,data", "there is no"),
        ("../..", "`../..` leads out of the repository"),
        ("src/../../repo/src", "`src/../../repo/src` leads out"),
        ("/etc", "`/etc` is an absolute path"),
        ("./.git/config", "`./.git/config` is git's own"),
    ] {
        let said = fault(&repo, path);
        assert!(said.starts_with(expected), "{said}");
    }
    std::fs::remove_file(repo.at("data/x")).expect("removed");
    assert!(fault(&repo, "data/x").starts_with("there is no `data/x`"));
    let mut content = Content::new(&repo.root).expect("a repository");
    assert_eq!(content.add("data"), Ok(false), "an empty folder");
    assert_eq!(content.add("src"), Ok(true));
    assert_eq!(content.add("src"), Ok(true), "again");
}

#[test]
fn links_are_not_followed_and_pipes_not_read() {
    let repo = Repo::committed();
    std::os::unix::fs::symlink("src", repo.at("link")).expect("linked");
    assert!(fault(&repo, "link/a.py").starts_with("`link/a.py` is behind `link`: a symbolic link"));
    assert!(shown(&repo.lines(&["link"])).starts_with("120000 blob "));
    let made = Command::new("mkfifo").arg(repo.at("src/pipe")).status();
    assert!(made.expect("mkfifo starts").success());
    assert!(fault(&repo, "src").starts_with("src/pipe is neither a file nor a folder"));
    repo.write(".gitignore", "pipe\n");
    repo.agrees(&["src"]);
    assert!(fault(&repo, "src/pipe").starts_with("src/pipe is neither"));
    repo.write("src/pipe.dvc", "outs:\n- md5: 0a\n  path: pipe\n");
    assert_eq!(
        shown(&repo.lines(&["src/pipe"])),
        "100644 md5 0a\tsrc/pipe\n"
    );
}

#[test]
fn what_is_excluded_does_not_count() {
    let repo = Repo::committed();
    let without = |excluded: &[&str]| {
        let mut content = Content::new(&repo.root).expect("a repository");
        for path in excluded {
            content.exclude(path).expect("a path");
        }
        content.add("src").expect("added");
        content.items(&AtomicU64::new(0)).expect("items").len()
    };
    assert_eq!(without(&[]), 2);
    assert_eq!(without(&["./src/deep/", "none"]), 1);
    assert_eq!(without(&["src/de"]), 2);
    assert_eq!(without(&["src/deep/b.py", "src/a.py"]), 0);
    let mut content = Content::new(&repo.root).expect("a repository");
    assert!(content.exclude("../..").is_err());
}

#[test]
fn what_git_keeps_for_itself_is_no_content() {
    let repo = Repo::committed();
    let away = repo.folder.path();
    git(away, &["clone", "--quiet", "--bare", "repo", "bare"], None);
    repo.git(&["worktree", "add", "--quiet", "../linked"]);
    for folder in [
        "repo/.git",
        "repo/.git/objects",
        "repo/.git/worktrees/linked",
        "bare",
        "bare/refs",
    ] {
        let Err(fault) = Content::new(&away.join(folder)) else {
            panic!("{folder} is taken");
        };
        assert!(fault.message.contains("is git's own"), "{fault}");
    }
    assert!(Content::new(&away.join("linked/src")).is_ok());
}

#[test]
fn two_records_of_one_path_must_agree() {
    let repo = Repo::committed();
    repo.write(".gitignore", "/data/big\n");
    repo.write("data/big.dvc", "outs:\n- md5: 0a\n  path: big\n");
    repo.write("data/other.dvc", "outs:\n- md5: 0a\n  path: big\n");
    assert!(lines(&repo.root, &["data"]).is_ok());
    repo.write("data/other.dvc", "outs:\n- md5: 0b\n  path: big\n");
    assert!(fault(&repo, "data").starts_with("DVC has two records of data/big, which differ"));
    assert!(fault(&repo, ".").starts_with("DVC has two records"));
    let mut content = Content::new(&repo.root).expect("a repository");
    content.exclude("data/big").expect("a path");
    assert_eq!(content.add("data"), Ok(true));
}
