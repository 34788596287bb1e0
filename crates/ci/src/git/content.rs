//! The content of files and folders, as git would record all of it now: what it
//! tracks, and what it would track. So it is the same before and after a
//! commit, and in every clone.
//!
//! Where git does not record the content itself, what is recorded in its place
//! counts: a pointer of Git LFS, the digest in a `.dvc` file or a `dvc.lock`,
//! the commit of a submodule.

mod blob;
mod clean;
mod line_ends;
mod path;
mod record;
#[cfg(test)]
mod tests;
mod tracked;
mod walk;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use verdict::{Fault, cut};

use self::blob::Task;
use self::clean::Clean;
use self::tracked::Tracked;
use super::{Git, dvc, unreadable};

/// Something that counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// Its path from the root of the repository, with `/` between its parts;
    /// outside of a repository from where the tool runs.
    pub path: Vec<u8>,
    /// Its mode as git writes it, six octal digits.
    pub mode: &'static str,
    /// What its digest is: git's of a `blob` or, for a submodule, a `commit`;
    /// or what DVC names, such as `md5`.
    pub kind: String,
    /// The digest.
    pub digest: String,
}

impl Item {
    /// The item as `MODE SP KIND SP DIGEST TAB PATH NUL`: of what git has, as
    /// `git ls-tree -r -z --full-tree` writes it.
    #[must_use]
    pub fn line(&self) -> Vec<u8> {
        let mut line = format!("{} {} {}\t", self.mode, self.kind, self.digest).into_bytes();
        line.extend_from_slice(&self.path);
        line.push(0);
        line
    }
}

/// The content of files and folders, which are added one by one.
pub struct Content {
    /// Where paths count from.
    root: PathBuf,
    /// Where the tool runs, from there.
    prefix: BString,
    tracked: Option<Tracked>,
    excluded: Vec<Excluded>,
    /// What counts, by its path, and whether it is a record of DVC.
    found: BTreeMap<(BString, bool), Found>,
    /// The `dvc.lock` files that were read, by their folders.
    locks: BTreeMap<BString, Vec<(BString, dvc::Record)>>,
    /// How often something was found that counts.
    counted: u64,
}

/// A path that does not count.
struct Excluded {
    given: String,
    path: BString,
    /// Whether anything is there that would have counted, or was not looked at.
    is_met: Cell<bool>,
}

/// Something that counts, maybe before its file was read.
enum Found {
    Known {
        mode: &'static str,
        kind: String,
        digest: String,
    },
    File {
        mode: &'static str,
        size: u64,
        clean: Clean,
        was: Option<ObjectId>,
    },
}

impl Content {
    /// No content yet, of what is in a folder: in a repository, or outside of
    /// one, where all files count.
    pub fn new(dir: &Path) -> Result<Self, Fault> {
        let dir = std::fs::canonicalize(dir).map_err(|error| Fault::io("read", dir, &error))?;
        let repo = match Git::discover(&dir) {
            Ok(git) => Some(git.0),
            // What can't be read is not the same as nothing.
            Err(fault) if unreadable::is_meant(&dir) => return Err(fault),
            Err(_) => None,
        };
        if let Some(repo) = repo.as_ref().filter(|repo| is_kept_in(&dir, repo)) {
            return Err(gits_own(repo));
        }
        let inside = repo.and_then(|repo| {
            let root = std::fs::canonicalize(repo.workdir()?).ok()?;
            let prefix = path::bytes(dir.strip_prefix(&root).ok()?);
            Some((repo, root, prefix))
        });
        let (root, prefix, tracked) = match inside {
            Some((repo, root, prefix)) => (root, prefix, Some(Tracked::new(repo)?)),
            None => (dir, BString::default(), None),
        };
        Ok(Self {
            root,
            prefix,
            tracked,
            excluded: Vec::new(),
            found: BTreeMap::new(),
            locks: BTreeMap::new(),
            counted: 0,
        })
    }

    /// Lets a file or folder not count that is added later, by its path from
    /// where the tool runs.
    pub fn exclude(&mut self, path: &str) -> Result<(), Fault> {
        self.excluded.push(Excluded {
            given: path.to_owned(),
            path: self.placed(path)?,
            is_met: Cell::new(false),
        });
        Ok(())
    }

    /// The excluded paths, as they were given, at which nothing was found.
    pub fn idle(&self) -> impl Iterator<Item = &str> {
        let idle = self.excluded.iter().filter(|it| !it.is_met.get());
        idle.map(|it| it.given.as_str())
    }

    /// Adds a file or folder, by its path from where the tool runs. Says
    /// whether there is anything that counts. A path that is not there, or that
    /// leads out of the repository, is a fault.
    pub fn add(&mut self, path: &str) -> Result<bool, Fault> {
        let full = self.placed(path)?;
        self.check_way(full.as_bstr(), path)?;
        let before = self.counted;
        self.walk(full.as_bstr(), path)?;
        Ok(self.counted > before)
    }

    /// How many bytes are to be read before everything is known.
    #[must_use]
    pub fn to_read(&self) -> u64 {
        let size = |found: &Found| match found {
            Found::File { size, .. } => *size,
            Found::Known { .. } => 0,
        };
        self.found.values().map(size).sum()
    }

    /// All that counts, sorted by path. Files that are not known to be as git
    /// has them are read; `read` counts their bytes.
    pub fn items(&self, read: &AtomicU64) -> Result<Vec<Item>, Fault> {
        let read = self.read(read)?;
        let mut read = read.into_iter();
        let mut items = Vec::with_capacity(self.found.len());
        for ((path, _), found) in &self.found {
            let (mode, kind, digest) = match found {
                Found::Known { mode, kind, digest } => (mode, kind.clone(), digest.clone()),
                Found::File { mode, .. } => {
                    let id = read.next().unwrap_or(self.hash().null());
                    (mode, "blob".to_owned(), id.to_string())
                }
            };
            items.push(Item {
                path: path.to_vec(),
                mode,
                kind,
                digest,
            });
        }
        Ok(items)
    }

    /// The ids of the files that have to be read, in their order.
    fn read(&self, read: &AtomicU64) -> Result<Vec<ObjectId>, Fault> {
        let files: Vec<_> = self
            .found
            .iter()
            .filter_map(|((path, _), found)| match found {
                Found::Known { .. } => None,
                Found::File {
                    size, clean, was, ..
                } => {
                    let path = path.as_bstr();
                    Some((path, self.on_disk(path), *size, clean, *was))
                }
            })
            .collect();
        let tasks: Vec<Task> = files
            .iter()
            .map(|(_, path, size, clean, was)| Task {
                path,
                size: *size,
                clean,
                was: *was,
            })
            .collect();
        let ids = blob::ids(&tasks, self.hash(), read)
            .map_err(|(at, error)| cannot_read(files[at].0, &error))?;
        let both = tasks.iter().zip(ids);
        both.map(|(task, ids)| match (task.was, &self.tracked) {
            (Some(was), Some(tracked))
                if *task.clean == Clean::AutoText
                    && ids.raw != ids.clean
                    && tracked.keeps_pairs(was)? =>
            {
                Ok(ids.raw)
            }
            _ => Ok(ids.clean),
        })
        .collect()
    }

    fn hash(&self) -> gix::hash::Kind {
        let tracked = self.tracked.as_ref();
        tracked.map_or(gix::hash::Kind::Sha1, Tracked::hash)
    }

    fn know(&mut self, path: &BStr, mode: &'static str, id: String) {
        let kind = if mode == "160000" { "commit" } else { "blob" };
        let found = Found::Known {
            mode,
            kind: kind.to_owned(),
            digest: id,
        };
        self.count(path, found);
    }

    fn count(&mut self, path: &BStr, found: Found) {
        self.counted += 1;
        self.found.insert((path.to_owned(), false), found);
    }
}

/// Whether a folder is one in which a repository keeps its history.
fn is_kept_in(dir: &Path, repo: &gix::Repository) -> bool {
    let mut own = [repo.git_dir(), repo.common_dir()].into_iter();
    own.any(|own| std::fs::canonicalize(own).is_ok_and(|own| dir.starts_with(own)))
}

fn gits_own(repo: &gix::Repository) -> Fault {
    let shown = cut(&repo.git_dir().to_string_lossy());
    Fault::new(format!("what is in {shown} is git's own, and no content"))
        .help("run the tool in a checkout")
}

/// The fault of something that can't be read.
fn cannot_read(path: &BStr, error: &std::io::Error) -> Fault {
    Fault::io("read", &path::local(path), error)
}
