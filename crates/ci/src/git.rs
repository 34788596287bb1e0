//! Plain git, read without a git binary.

pub mod content;
mod detached;
mod dvc;
mod lfs;
mod names;
mod refs;
mod tags;
mod unreadable;

pub use tags::Tag;

use std::path::{Path, PathBuf};

use verdict::Fault;

use crate::facts::last_part;
use crate::{Facts, Repository};

/// A repository on disk.
pub struct Git(gix::Repository);

impl Git {
    /// The repository that holds a folder, or that `GIT_DIR` and its like name
    /// in the process's environment, as git takes them.
    pub fn discover(dir: &Path) -> Result<Self, Fault> {
        let found = gix::ThreadSafeRepository::discover_with_environment_overrides(dir);
        match found {
            Ok(found) => Ok(Self(found.to_thread_local())),
            Err(_) => Err(unreadable::not_opened(dir)),
        }
    }

    /// The full name of the branch that is checked out, or none when HEAD is
    /// detached; and the commit, or none when there is no commit yet.
    #[must_use]
    pub fn head(&self) -> (Option<String>, Option<String>) {
        let name = self.0.head_name().ok().flatten();
        let commit = self.0.head_id().ok().map(|id| id.to_string());
        (name.map(|name| name.to_string()), commit)
    }

    /// Like [`Git::head`], where a HEAD that leads to nothing is a fault.
    fn checked_head(&self) -> Result<(Option<String>, String), Fault> {
        let git_dir = self.0.git_dir();
        let bad = || {
            let format = unreadable::format_fault(git_dir);
            format.unwrap_or_else(|| match self.packed_refs_are_broken() {
                true => unreadable::bad_packed_refs(self.0.common_dir()),
                false => unreadable::bad_head(git_dir),
            })
        };
        let head = self.0.head().map_err(|_| bad())?;
        if head.is_unborn() {
            if self.packed_refs_are_broken() {
                return Err(bad());
            }
            let fault =
                Fault::new("the repository has no commit yet").help("commit something first");
            return Err(unreadable::format_fault(git_dir).unwrap_or(fault));
        }
        let name = head.referent_name().map(|name| name.as_bstr().to_string());
        let commit = self.0.head_id().map_err(|_| bad())?;
        Ok((name, commit.to_string()))
    }

    /// When a commit of a full name in hexadecimal was made: seconds since
    /// 1970, and the seconds that the committer's clock was east of UTC.
    #[must_use]
    pub fn commit_time(&self, commit: &str) -> Option<(i64, i32)> {
        // By its whole name alone: a reader of git's words for revisions would
        // make each binary larger.
        let id = gix::ObjectId::from_hex(commit.as_bytes()).ok()?;
        let time = self.0.find_commit(id).ok()?.time().ok()?;
        Some((time.seconds, time.offset))
    }

    /// A file as it was at a revision; none if the revision has no such file.
    /// The path is taken from the root of the repository, or with a leading
    /// `./` from the working directory. All else that goes wrong is a fault.
    pub fn show(&self, revision: &str, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        let commit = self.0.rev_parse_single(revision).map_err(|_| {
            let fault = Fault::new(format!("no revision `{revision}` in this repository"));
            if self.0.is_shallow().unwrap_or(false) {
                fault.help("the clone is shallow: fetch more history (`fetch-depth: 0` of actions/checkout, `GIT_DEPTH: 0` of GitLab)")
            } else {
                fault.help("fetch it first, or check the name: a branch of the remote is `origin/NAME`")
            }
        })?;
        let lost = || {
            Fault::new(format!("can't read `{path}` at revision `{revision}`"))
                .help("the clone may be a partial one: fetch the revision with its files")
        };
        let object = commit.object().map_err(|_| lost())?;
        let tree = object.peel_to_tree().map_err(|_| lost())?;
        let entry = tree.lookup_entry_by_path(self.path_in_tree(path)?);
        let Some(entry) = entry.map_err(|_| lost())? else {
            return Ok(None);
        };
        if !entry.mode().is_blob() {
            return Err(Fault::new(format!(
                "`{path}` is no file at revision `{revision}`"
            )));
        }
        let blob = entry.object().map_err(|_| lost())?;
        Ok(Some(blob.detach().data))
    }

    /// Whether a file on disk is other than it was at a revision. What git
    /// keeps as a pointer of Git LFS is compared by the digest in it; what it
    /// does not keep, by what DVC recorded beside it (`FILE.dvc`).
    pub fn differs(&self, revision: &str, path: &Path) -> Result<bool, Fault> {
        let name = self.name_of(path);
        let unreadable = |error: std::io::Error| Fault::io("read", path, &error);
        if let Some(old) = self.show(revision, &name)? {
            return match lfs::digest(&old) {
                Some(digest) => {
                    let now = verdict::sha256_of_file(path).map_err(unreadable)?;
                    Ok(now != digest)
                }
                None => Ok(std::fs::read(path).map_err(unreadable)? != old),
            };
        }
        let beside = PathBuf::from(format!("{}.dvc", path.display()));
        let old = self.show(revision, &format!("{name}.dvc"))?;
        let now = std::fs::read(&beside).ok();
        Ok(match (now, old) {
            (Some(now), Some(old)) => now != old && !dvc::record_the_same(&now, &old),
            _ => true,
        })
    }

    /// A path on disk as [`Git::show`] takes it.
    fn name_of(&self, path: &Path) -> String {
        let root = self
            .0
            .workdir()
            .and_then(|root| std::fs::canonicalize(root).ok());
        let full = std::fs::canonicalize(path).ok();
        let inside = root.zip(full).and_then(|(root, full)| {
            let inside = full.strip_prefix(root).ok()?;
            Some(
                inside
                    .to_string_lossy()
                    .replace(std::path::MAIN_SEPARATOR, "/"),
            )
        });
        inside.unwrap_or_else(|| format!("./{}", path.display()))
    }

    /// A path from the root of the repository.
    fn path_in_tree(&self, path: &str) -> Result<PathBuf, Fault> {
        let Some(rest) = path.strip_prefix("./") else {
            return match path.starts_with(['/', '.']) {
                true => Err(Fault::new(format!("`{path}` is no path in a repository"))
                    .help("give it from the repository's root, or from here with a leading `./`")),
                false => Ok(PathBuf::from(path)),
            };
        };
        let prefix = self.0.prefix().ok().flatten().unwrap_or(Path::new(""));
        Ok(prefix.join(rest))
    }

    /// The address of the remote `origin`, as a page where it can be one.
    fn remote_page(&self) -> Option<String> {
        let url = self.0.config_snapshot().string("remote.origin.url")?;
        let url = gix::url::parse(gix::bstr::BStr::new(&*url)).ok()?;
        let path = url.path.to_string();
        // What stands behind these may be secret.
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let path = path.trim_matches('/').trim_end_matches(".git").to_owned();
        Some(format!("https://{}/{path}", url.host()?))
    }

    /// The branch that the remote's HEAD points to.
    fn default_branch(&self) -> Option<String> {
        let head = self.0.find_reference("refs/remotes/origin/HEAD").ok()?;
        let target = head.target().try_name()?.as_bstr().to_string();
        Some(target.strip_prefix("refs/remotes/origin/")?.to_owned())
    }
}

/// The facts that plain git knows. A detached HEAD is taken for a tag or branch
/// that leads to it, else for the newest branch that holds it.
pub(crate) fn facts(dir: &Path) -> Result<Facts, Fault> {
    let git = Git::discover(dir)?;
    let (name, commit) = git.checked_head()?;
    let url = git.remote_page();
    Ok(Facts {
        event: "push".to_owned(),
        reference: name.or_else(|| git.ref_of_detached(&commit)),
        commit: Some(commit),
        default_branch: git.default_branch(),
        repository: Repository {
            name: url.as_deref().and_then(last_part),
            url,
            ..Repository::default()
        },
        ..Facts::default()
    })
}
