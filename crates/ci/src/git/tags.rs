//! Tags: read, and made.

use gix::ObjectId;
use gix::object::Kind;
use gix::refs::transaction::PreviousValue;
use verdict::{Fault, cut};

use super::Git;

/// A tag, and the commit that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name, without `refs/tags/`.
    pub name: String,
    /// The commit in hexadecimal.
    pub commit: String,
}

impl Git {
    /// All tags that lead to a commit, sorted by name.
    pub fn tags(&self) -> Result<Vec<Tag>, Fault> {
        let mut tags = Vec::new();
        let read = self.each_ref("refs/tags/", &mut |name, lead| {
            let id = self.peeled(lead);
            let is_commit = |id: &ObjectId| {
                let header = self.0.find_header(*id);
                header.is_ok_and(|header| header.kind() == Kind::Commit)
            };
            if let Some(id) = id.filter(is_commit) {
                let name = name.to_string();
                tags.push(Tag {
                    name: name.strip_prefix("refs/tags/").unwrap_or(&name).to_owned(),
                    commit: id.to_string(),
                });
            }
        });
        read.ok_or_else(|| {
            Fault::new("can't read the tags of the repository")
                .help("`git fsck` and `git pack-refs --all` say what is wrong with it")
        })?;
        tags.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(tags)
    }

    /// Makes an annotated tag on a commit, by whom git's configuration or
    /// `GIT_COMMITTER_NAME` and `GIT_COMMITTER_EMAIL` name. It is not signed,
    /// and not pushed. Fails where a tag of that name is there already.
    pub fn tag(&self, name: &str, commit: &str, message: &str) -> Result<(), Fault> {
        let fault = |why: String| Fault::new(format!("can't make the tag `{}`: {why}", cut(name)));
        let tagger = self.0.committer().and_then(Result::ok).ok_or_else(|| {
            fault("git does not know who makes it".to_owned()).help(
                "set GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL, or `git config user.name` and `user.email`",
            )
        })?;
        let commit = self
            .0
            .rev_parse_single(commit)
            .map_err(|_| fault(format!("there is no commit `{}`", cut(commit))))?;
        let no_clash = PreviousValue::MustNotExist;
        let made = self
            .0
            .tag(name, commit, Kind::Commit, Some(tagger), message, no_clash);
        made.map(|_| ()).map_err(|error| fault(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    fn git(folder: &std::path::Path, args: &[&str]) -> String {
        let mut git = Command::new("git");
        let ran = git
            .args(["-c", "user.name=a", "-c", "user.email=a@b"])
            .args(args)
            .current_dir(folder)
            .output()
            .expect("git starts");
        assert!(ran.status.success(), "git {args:?}");
        String::from_utf8_lossy(&ran.stdout).trim().to_owned()
    }

    #[test]
    fn a_tag_is_made_once_and_as_git_reads_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path();
        git(dir, &["init", "--quiet"]);
        git(
            dir,
            &["commit", "--quiet", "--allow-empty", "--message", "one"],
        );
        git(dir, &["config", "user.name", "Ada"]);
        git(dir, &["config", "user.email", "ada@example.com"]);
        git(dir, &["tag", "light"]);
        let commit = git(dir, &["rev-parse", "HEAD"]);
        let own = Git::discover(dir).expect("a repository");
        own.tag("churn#prod#1", &commit, "Assigning").expect("made");
        let names: Vec<String> = own
            .tags()
            .expect("tags")
            .into_iter()
            .map(|tag| {
                assert_eq!(tag.commit, commit);
                tag.name
            })
            .collect();
        assert_eq!(names, ["churn#prod#1", "light"]);
        let written = git(dir, &["cat-file", "tag", "churn#prod#1"]);
        assert!(
            written.starts_with(&format!(
                "object {commit}\ntype commit\ntag churn#prod#1\ntagger Ada <ada@example.com> "
            )),
            "{written}"
        );
        assert!(written.ends_with("\n\nAssigning"), "{written}");
        git(dir, &["fsck", "--strict"]);
        own.tag("churn#prod#1", &commit, "again")
            .expect_err("there");
        own.tag("a..b", &commit, "x").expect_err("no name");
        own.tag("x", "0000", "x").expect_err("no commit");
    }
}
