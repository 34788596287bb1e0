//! Content against git itself: what `git add --all` would record of a folder,
//! and what `git ls-tree` says of a commit.

mod changes;
mod elsewhere;
mod faults;
mod line_ends;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicU64;

use tempfile::TempDir;
use verdict::Fault;

use super::{Content, Item};

/// A repository of its own.
struct Repo {
    folder: TempDir,
    root: PathBuf,
}

impl Repo {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let repo = Self {
            root: folder.path().join("repo"),
            folder,
        };
        std::fs::create_dir(&repo.root).expect("made");
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        repo
    }

    /// With `src/a.py`, `src/deep/b.py` and `data/x`, committed.
    fn committed() -> Self {
        let repo = Self::new();
        repo.write("src/a.py", "a\n");
        repo.write("src/deep/b.py", "b\n");
        repo.write("data/x", "x\n");
        repo.commit();
        repo
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.at(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    fn git(&self, args: &[&str]) -> Vec<u8> {
        git(&self.root, args, None)
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "x"]);
    }

    /// The lines of what counts at paths.
    fn lines(&self, paths: &[&str]) -> Vec<u8> {
        lines(&self.root, paths).expect("content")
    }

    /// What git would record of the folder now, as it lists it.
    fn would_be(&self, paths: &[&str]) -> Vec<u8> {
        let index = self.folder.path().join("index");
        let own = self.git(&["rev-parse", "--git-path", "index"]);
        let own = String::from_utf8(own).expect("a path");
        let _ = std::fs::copy(self.at(own.trim()), &index);
        git(&self.root, &["add", "--all"], Some(&index));
        let tree = git(&self.root, &["write-tree"], Some(&index));
        let _ = std::fs::remove_file(index);
        self.listed(String::from_utf8(tree).expect("an id").trim(), paths)
    }

    /// What git lists of a tree.
    fn listed(&self, tree: &str, paths: &[&str]) -> Vec<u8> {
        let mut args = vec!["ls-tree", "-r", "-z", "--full-tree", tree];
        args.extend(paths);
        self.git(&args)
    }

    /// Holds the content to what git would record.
    #[track_caller]
    fn agrees(&self, paths: &[&str]) -> Vec<u8> {
        let lines = self.lines(paths);
        let of_git: Vec<&str> = paths.iter().copied().filter(|path| *path != ".").collect();
        assert_eq!(shown(&lines), shown(&self.would_be(&of_git)));
        lines
    }
}

fn git(root: &Path, args: &[&str], index: Option<&Path>) -> Vec<u8> {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=a", "-c", "user.email=a@b"])
        .args(["-c", "protocol.file.allow=always"])
        .args(["-c", "advice.addEmbeddedRepo=false"])
        .args(args)
        .current_dir(root)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    if let Some(index) = index {
        git.env("GIT_INDEX_FILE", index);
    }
    let ran = git.output().expect("git starts");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "git {args:?}: {said}");
    ran.stdout
}

fn items(dir: &Path, paths: &[&str]) -> Result<Vec<Item>, Fault> {
    let mut content = Content::new(dir)?;
    for path in paths {
        content.add(path)?;
    }
    content.items(&AtomicU64::new(0))
}

fn lines(dir: &Path, paths: &[&str]) -> Result<Vec<u8>, Fault> {
    let items = items(dir, paths)?;
    Ok(items.iter().flat_map(Item::line).collect())
}

fn shown(lines: &[u8]) -> String {
    String::from_utf8_lossy(lines).replace('\0', "\n")
}

/// Lets files look as if they were written long ago, so that git is sure of
/// them by their times.
fn age(folder: &Path) {
    let ran = Command::new("find")
        .arg(folder)
        .args(["-name", ".git", "-prune", "-o", "-type", "f"])
        .args(["-exec", "touch", "-h", "-d", "2020-01-01", "{}", "+"])
        .status();
    assert!(ran.expect("find starts").success());
}
