//! Names of refs, without a look at what they lead to.

use std::collections::BTreeSet;
use std::path::Path;

use gix::refs::FullName;
use verdict::Fault;

use super::Git;

impl Git {
    /// Names of all tags, without `refs/tags/`, sorted. No object is read: a tag
    /// may lead to anything, and one whose file is damaged counts too.
    pub fn tag_names(&self) -> Result<Vec<String>, Fault> {
        let names = self.names("refs/tags/")?;
        Ok(names.into_iter().collect())
    }

    /// Names of all branches, one's own and those of the remote `origin`, each
    /// once, without `refs/heads/`, sorted.
    pub fn branch_names(&self) -> Result<Vec<String>, Fault> {
        let mut names = self.names("refs/remotes/origin/")?;
        // It is another name of one of them.
        names.remove("HEAD");
        names.extend(self.names("refs/heads/")?);
        Ok(names.into_iter().collect())
    }

    /// Whether history is cut off, so that more may be missing than commits.
    #[must_use]
    pub fn is_shallow(&self) -> bool {
        self.0.is_shallow().unwrap_or(false)
    }

    /// Whether tags of the remote are not fetched: it was cloned with
    /// `--no-tags`.
    #[must_use]
    pub fn leaves_tags_out(&self) -> bool {
        let said = self.0.config_snapshot().string("remote.origin.tagOpt");
        said.is_some_and(|said| said == "--no-tags")
    }

    /// Whether single branches of the remote are fetched, and so the tags on
    /// these alone: it was cloned with `--single-branch`.
    #[must_use]
    pub fn follows_single_branches(&self) -> bool {
        let said = self.0.config_snapshot().strings("remote.origin.fetch");
        let all = ["refs/*", "refs/heads/*", "refs/tags/*"];
        said.is_some_and(|said| {
            !said.iter().any(|spec| {
                let spec = spec.to_string();
                let from = spec.split(':').next().unwrap_or_default();
                all.contains(&from.trim_start_matches('+'))
            })
        })
    }

    /// Names of the refs below a prefix, without it.
    fn names(&self, prefix: &str) -> Result<BTreeSet<String>, Fault> {
        let lost = |_| Fault::new(format!("can't read the refs below {prefix}"));
        let mut names = BTreeSet::new();
        if let Some(packed) = self.0.refs.cached_packed_buffer().map_err(lost)? {
            let references = packed.iter_prefixed(prefix.into()).map_err(lost)?;
            let names_of = references.filter_map(Result::ok);
            let full = names_of.map(|reference| reference.name.as_bstr().to_string());
            names.extend(full.filter_map(|name| Some(name.strip_prefix(prefix)?.to_owned())));
        }
        let folder = self.0.common_dir().join(prefix);
        loose(&folder, prefix, &mut names).map_err(|error| Fault::io("read", &folder, &error))?;
        Ok(names)
    }
}

/// Adds the names of the refs that are files of their own. The files are not
/// opened: that would take ten times as long.
fn loose(folder: &Path, prefix: &str, names: &mut BTreeSet<String>) -> std::io::Result<()> {
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, above)) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            // Git takes folders away with their last ref, at any time.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let name = format!("{above}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push((entry.path(), format!("{name}/")));
            } else if FullName::try_from(format!("{prefix}{name}")).is_ok() {
                // A lock, a stray file of a file manager: such names end in
                // what no ref may end in, or begin with a dot.
                names.insert(name);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

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

    fn repository() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path();
        git(dir, &["init", "--quiet", "--initial-branch=main"]);
        let commit = ["commit", "--quiet", "--allow-empty", "--message", "one"];
        git(dir, &commit);
        folder
    }

    fn open(folder: &Path) -> Git {
        Git::discover(folder).expect("a repository")
    }

    #[test]
    fn packed_and_loose_tags_are_listed_once_each() {
        let folder = repository();
        let dir = folder.path();
        assert_eq!(open(dir).tag_names().expect("none"), [""; 0]);
        for tag in ["v1", "service-a/v2", "packed", "日本語"] {
            git(dir, &["tag", tag]);
        }
        git(dir, &["tag", "--annotate", "--message=x", "annotated"]);
        git(dir, &["pack-refs", "--all"]);
        git(dir, &["tag", "--force", "packed", "HEAD"]);
        git(dir, &["tag", "service-a/loose"]);
        std::fs::write(dir.join(".git/refs/tags/v9.lock"), "").expect("written");
        std::fs::write(dir.join(".git/refs/tags/.DS_Store"), "").expect("written");
        let expected = [
            "annotated",
            "packed",
            "service-a/loose",
            "service-a/v2",
            "v1",
            "日本語",
        ];
        assert_eq!(open(dir).tag_names().expect("tags"), expected);
        assert_eq!(open(dir).branch_names().expect("branches"), ["main"]);
        git(
            dir,
            &["worktree", "add", "--quiet", "-b", "other", "linked"],
        );
        let linked = open(&dir.join("linked"));
        assert_eq!(linked.tag_names().expect("tags"), expected);
        assert_eq!(linked.branch_names().expect("both"), ["main", "other"]);
    }

    #[test]
    fn branches_of_origin_count_and_a_clone_says_what_it_lacks() {
        let folder = repository();
        let origin = folder.path();
        git(origin, &["branch", "feat/x"]);
        git(origin, &["tag", "v1"]);
        let away = tempfile::tempdir().expect("a folder");
        let url = format!("file://{}", origin.display());
        let clone = |name: &str, options: &[&str]| {
            let all = [&["clone", "--quiet"], options, &[url.as_str(), name]].concat();
            git(away.path(), &all);
            open(&away.path().join(name))
        };
        let whole = clone("whole", &[]);
        assert_eq!(whole.branch_names().expect("two"), ["feat/x", "main"]);
        assert!(!whole.is_shallow() && !whole.leaves_tags_out());
        let shallow = clone("shallow", &["--depth=1"]);
        assert!(shallow.is_shallow() && !shallow.leaves_tags_out());
        let bare_of_tags = clone("untagged", &["--no-tags"]);
        assert!(!whole.follows_single_branches() && shallow.follows_single_branches());
        let single = clone("single", &["--single-branch"]);
        assert!(single.follows_single_branches() && !open(origin).follows_single_branches());
        let mirror = clone("mirror", &["--mirror"]);
        assert!(!mirror.follows_single_branches());
        assert!(bare_of_tags.leaves_tags_out());
        assert_eq!(bare_of_tags.tag_names().expect("none"), [""; 0]);
    }
}
