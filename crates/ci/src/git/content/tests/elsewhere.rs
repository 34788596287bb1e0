//! What git does not keep itself: submodules, and data that DVC keeps.

use super::*;

const RECORD: &str = "outs:\n- md5: 0a1b.dir\n  size: 3\n  nfiles: 2\n  hash: md5\n  path: train\n";

#[test]
fn submodules_by_their_commit() {
    let inner = Repo::committed();
    let repo = Repo::committed();
    let url = inner.root.to_string_lossy().into_owned();
    repo.git(&["submodule", "--quiet", "add", &url, "lib"]);
    let before = repo.agrees(&["."]);
    repo.commit();
    assert_eq!(repo.lines(&["."]), before);
    assert!(shown(&repo.lines(&["lib"])).starts_with("160000 commit "));
    repo.git(&["clone", "--quiet", ".", "../clone"]);
    let clone = repo.at("../clone");
    assert_eq!(lines(&clone, &["."]).expect("content"), before);
    std::fs::write(repo.at("lib/data/x"), "other").expect("written");
    assert_eq!(repo.agrees(&["."]), before);
    git(&repo.at("lib"), &["commit", "--quiet", "-am", "x"], None);
    assert_ne!(repo.agrees(&["."]), before);
    let fault = lines(&repo.root, &["lib/src"]).expect_err("in it");
    assert!(
        fault
            .message
            .contains("`lib/src` is behind `lib`: another repository"),
        "{fault}"
    );
    // In it, it is a repository as any.
    assert_eq!(
        lines(&repo.at("lib"), &["src"]).expect("content"),
        inner.lines(&["src"])
    );

    // A repository that nobody told git of is one too, as soon as it has a commit.
    repo.git(&["init", "--quiet", "nested"]);
    let fault = lines(&repo.root, &["."]).expect_err("no commit");
    assert!(
        fault
            .message
            .contains("nested is a repository that has no commit"),
        "{fault}"
    );
    let nested = repo.at("nested");
    git(
        &nested,
        &["commit", "--quiet", "--allow-empty", "-m", "x"],
        None,
    );
    repo.agrees(&["."]);
}

#[test]
fn data_of_dvc_by_the_digest_that_is_recorded() {
    let repo = Repo::committed();
    repo.write("data/.gitignore", "/train\n");
    repo.write("data/train/a", "a\n");
    repo.write("data/train.dvc", RECORD);
    let line = "040000 md5 0a1b.dir\tdata/train";
    let data = repo.lines(&["data"]);
    assert!(
        shown(&data).lines().any(|found| found == line),
        "{}",
        shown(&data)
    );
    assert!(!shown(&data).contains("train.dvc"));
    // By its own name, in it, by the file, and whether it is there or not.
    let train = format!("{line}\n");
    for path in ["data/train", "data/train/a", "data/train.dvc"] {
        assert_eq!(shown(&repo.lines(&[path])), train, "{path}");
    }
    std::fs::remove_dir_all(repo.at("data/train")).expect("removed");
    assert_eq!(repo.lines(&["data"]), data);
    assert_eq!(shown(&repo.lines(&["data/train"])), train);
    repo.commit();
    assert_eq!(repo.lines(&["data"]), data);
    // A description is no content; another digest is.
    repo.write("data/train.dvc", format!("desc: better\n{RECORD}"));
    assert_eq!(repo.lines(&["data"]), data);
    repo.write("data/train.dvc", RECORD.replace("0a1b", "0a1c"));
    assert_ne!(repo.lines(&["data"]), data);
    repo.write("data/train.dvc", "outs:\n- path: train\n");
    assert!(shown(&repo.lines(&["data"])).contains("data/train.dvc"));
    let fault = lines(&repo.root, &["data/train"]).expect_err("no digest");
    assert_eq!(
        fault.to_string(),
        "data/train.dvc names no digest of its data"
    );
}

#[test]
fn outputs_of_stages_by_the_lock() {
    let repo = Repo::committed();
    let lock = "schema: '2.0'\nstages:\n  p:\n    cmd: x\n    outs:\n    - path: data/made\n      md5: 0a\n    - path: data/kept\n      md5: 0b\n    - path: out\n      md5: 0c.dir\n";
    repo.write("dvc.lock", lock);
    repo.write(".gitignore", "/data/made\n/out\n");
    repo.write("data/kept", "in git\n");
    let made = "100644 md5 0a\tdata/made\n";
    for there in [false, true] {
        if there {
            repo.write("data/made", "made\n");
            repo.write("out/x", "made\n");
        }
        assert_eq!(shown(&repo.lines(&["data/made"])), made);
        assert_eq!(shown(&repo.lines(&["out/x"])), "040000 md5 0c.dir\tout\n");
        let data = shown(&repo.lines(&["data"]));
        assert!(data.contains(made) && !data.contains("0b"), "{data}");
        assert!(!shown(&repo.lines(&["src"])).contains("md5"));
    }
    let before = repo.lines(&["data", "src"]);
    repo.commit();
    assert_eq!(repo.lines(&["data", "src"]), before);
    repo.write("dvc.lock", lock.replace("0a", "1a"));
    assert_ne!(repo.lines(&["data", "src"]), before);
    repo.write("dvc.lock", "\tx");
    assert!(lines(&repo.root, &["data"]).is_err());
}

#[test]
fn outside_of_a_repository_every_file_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let repo = Repo::committed();
    let (here, there) = (folder.path().join("here"), repo.at("src"));
    let copied = Command::new("cp").arg("-r").arg(&there).arg(&here).status();
    assert!(copied.expect("cp starts").success());
    std::fs::write(here.join(".gitignore"), "*").expect("written");
    let outside = shown(&lines(&here, &["."]).expect("content"));
    let inside = shown(&repo.lines(&["src"])).replace("\tsrc/", "\t");
    assert!(outside.ends_with(&inside), "{outside}");
    assert_eq!(outside.lines().count(), 3);
    assert!(lines(&here, &[".."]).is_err());
}
