//! The ref of a detached HEAD, as docker/metadata-action reads it from plain
//! git: by the refs that lead to the commit, else by those that hold it.

use gix::revision::walk::Sorting;
use gix::traverse::commit::simple::CommitTimeOrder;

use super::Git;

/// A branch's tip, and when it was committed.
struct Tip {
    name: String,
    id: gix::ObjectId,
    seconds: i64,
}

impl Git {
    /// The ref of a detached HEAD at a commit; none where nothing leads there.
    pub(super) fn ref_of_detached(&self, commit: &str) -> Option<String> {
        let head = gix::ObjectId::from_hex(commit.as_bytes()).ok()?;
        // Git names the last ones first: tags, then remote branches, then own.
        let of_kind = |prefix: &str| {
            let mut names = self.refs_at(prefix, commit);
            names.reverse();
            names
        };
        if let Some(tag) = of_kind("refs/tags/").into_iter().next() {
            return Some(tag);
        }
        let remote = of_kind("refs/remotes/");
        let remote: Vec<&str> = remote.iter().filter_map(|name| of_remote(name)).collect();
        let own = of_kind("refs/heads/");
        match (remote.is_empty(), own.is_empty()) {
            (true, true) => self.containing(head),
            _ => decorated(&remote, &own),
        }
    }

    /// The newest branch that holds a commit, else a branch of a remote, else
    /// a tag.
    fn containing(&self, head: gix::ObjectId) -> Option<String> {
        let newest = |prefix: &str| {
            let mut tips = self.tips(prefix);
            // Names decide among those of the same second.
            tips.sort_by(|a, b| b.seconds.cmp(&a.seconds).then(a.name.cmp(&b.name)));
            tips.into_iter().find(|tip| self.holds(tip, head))
        };
        if let Some(tip) = newest("refs/heads/") {
            return Some(tip.name);
        }
        if let Some(tip) = newest("refs/remotes/") {
            let branch = of_remote(&tip.name).and_then(|name| name.split_once('/'));
            return branch.map(|(_, branch)| format!("refs/heads/{branch}"));
        }
        let mut tags = self.tips("refs/tags/");
        tags.sort_by(|a, b| a.name.cmp(&b.name));
        let tag = tags.into_iter().find(|tip| self.holds(tip, head))?;
        Some(tag.name)
    }

    fn tips(&self, prefix: &str) -> Vec<Tip> {
        let Ok(platform) = self.0.references() else {
            return Vec::new();
        };
        let Ok(references) = platform.prefixed(prefix) else {
            return Vec::new();
        };
        let tips = references
            .filter_map(Result::ok)
            .filter_map(|mut reference| {
                let id = reference.peel_to_id().ok()?;
                let commit = id.object().ok()?.try_into_commit().ok()?;
                Some(Tip {
                    name: reference.name().as_bstr().to_string(),
                    id: id.detach(),
                    seconds: commit.time().ok()?.seconds,
                })
            });
        let named = |tip: &Tip| prefix != "refs/remotes/" || of_remote(&tip.name).is_some();
        tips.filter(named).collect()
    }

    /// Whether a commit is a tip or one of its ancestors. What is older than
    /// the commit is not looked at.
    fn holds(&self, tip: &Tip, head: gix::ObjectId) -> bool {
        if tip.id == head {
            return true;
        }
        let time = self.0.find_commit(head).ok().and_then(|it| it.time().ok());
        let Some(time) = time else { return false };
        let walk = self
            .0
            .rev_walk([tip.id])
            .sorting(Sorting::ByCommitTimeCutoff {
                order: CommitTimeOrder::NewestFirst,
                seconds: time.seconds,
            });
        let Ok(mut walk) = walk.all() else {
            return false;
        };
        walk.any(|found| found.is_ok_and(|found| found.id == head))
    }
}

/// The ref by the branches that lead to the commit itself. Several of one's own
/// make it a guess, which is not made.
fn decorated(remote: &[&str], own: &[String]) -> Option<String> {
    match (remote, own) {
        // actions/checkout leaves a pull request as `pull/7/merge`.
        ([first, ..], _) if is_pull_request(first) => Some(format!("refs/{first}")),
        (_, [only]) => Some(only.clone()),
        ([first, ..], _) => {
            let (_, branch) = first.split_once('/')?;
            Some(format!("refs/heads/{branch}"))
        }
        ([], _) => None,
    }
}

/// A remote's branch without `refs/remotes/`; none for the remote's HEAD, which
/// is another name of one of them.
fn of_remote(name: &str) -> Option<&str> {
    let name = name.strip_prefix("refs/remotes/")?;
    (!name.ends_with("/HEAD")).then_some(name)
}

/// `pull/NUMBER/head` or `pull/NUMBER/merge`.
fn is_pull_request(name: &str) -> bool {
    let number = name.strip_prefix("pull/").and_then(|rest| {
        let (number, state) = rest.split_once('/')?;
        matches!(state, "head" | "merge").then_some(number)
    });
    number.is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use super::*;

    /// When the first commit is made, in seconds since 1970.
    const START: i64 = 1_600_000_000;

    fn git(folder: &Path, args: &[&str], seconds: i64) -> String {
        let date = format!("{seconds} +0000");
        let ran = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@b"])
            .args(args)
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .current_dir(folder)
            .output()
            .expect("git starts");
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "git {args:?}: {said}");
        String::from_utf8_lossy(&ran.stdout).trim().to_owned()
    }

    /// A repository of two commits; the first one is checked out, and no ref
    /// leads to it.
    fn repository() -> (tempfile::TempDir, String) {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path();
        git(dir, &["init", "--quiet", "--initial-branch=main"], START);
        for (at, message) in [(START, "one"), (START + 100, "two")] {
            let commit = ["commit", "--quiet", "--allow-empty", "--message", message];
            git(dir, &commit, at);
        }
        git(dir, &["checkout", "--quiet", "--detach", "HEAD~1"], START);
        let commit = git(dir, &["rev-parse", "HEAD"], START);
        (folder, commit)
    }

    fn found(folder: &tempfile::TempDir, commit: &str) -> Option<String> {
        let own = Git::discover(folder.path()).expect("a repository");
        own.ref_of_detached(commit)
    }

    /// Sets refs to HEAD.
    fn point(folder: &tempfile::TempDir, names: &[&str]) {
        for name in names {
            git(folder.path(), &["update-ref", name, "HEAD"], START);
        }
    }

    #[test]
    fn a_ref_that_leads_there_names_it() {
        let cases: [(&[&str], Option<&str>); 7] = [
            (
                &["refs/tags/v1", "refs/tags/v1.2", "refs/heads/b"],
                Some("refs/tags/v1.2"),
            ),
            (&["refs/remotes/pull/7/merge"], Some("refs/pull/7/merge")),
            (&["refs/remotes/origin/a/b"], Some("refs/heads/a/b")),
            (
                &["refs/remotes/origin/b", "refs/heads/b"],
                Some("refs/heads/b"),
            ),
            (
                &[
                    "refs/remotes/origin/b",
                    "refs/remotes/origin/HEAD",
                    "refs/heads/b",
                ],
                Some("refs/heads/b"),
            ),
            (&["refs/heads/feat/x"], Some("refs/heads/feat/x")),
            (&["refs/heads/b", "refs/heads/c"], None),
        ];
        for (names, expected) in cases {
            let (folder, commit) = repository();
            point(&folder, names);
            let found = found(&folder, &commit);
            assert_eq!(found.as_deref(), expected, "{names:?}");
        }
    }

    #[test]
    fn else_the_newest_branch_that_holds_it() {
        let (folder, commit) = repository();
        let dir = folder.path();
        assert_eq!(found(&folder, &commit).as_deref(), Some("refs/heads/main"));
        git(dir, &["branch", "newer", "main"], START);
        git(dir, &["checkout", "--quiet", "newer"], START);
        let three = ["commit", "--quiet", "--allow-empty", "--message", "three"];
        git(dir, &three, START + 200);
        git(dir, &["checkout", "--quiet", "--detach", &commit], START);
        assert_eq!(found(&folder, &commit).as_deref(), Some("refs/heads/newer"));
        git(
            dir,
            &["update-ref", "refs/remotes/origin/far/off", "newer"],
            START,
        );
        git(dir, &["tag", "later", "main"], START);
        git(dir, &["branch", "--quiet", "-D", "main", "newer"], START);
        assert_eq!(
            found(&folder, &commit).as_deref(),
            Some("refs/heads/far/off")
        );
        git(
            dir,
            &["update-ref", "-d", "refs/remotes/origin/far/off"],
            START,
        );
        assert_eq!(found(&folder, &commit).as_deref(), Some("refs/tags/later"));
        git(dir, &["tag", "-d", "later"], START);
        assert_eq!(found(&folder, &commit), None);
    }

    #[test]
    fn the_checkout_stands_before_what_the_system_says() {
        let (folder, commit) = repository();
        point(&folder, &["refs/tags/v1"]);
        let env = [
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_EVENT_NAME", "schedule"),
            ("GITHUB_REF", "refs/heads/main"),
            ("GITHUB_SHA", "0000"),
        ];
        let env: crate::Env = env.into_iter().collect();
        let facts = crate::System::GitHub
            .facts_of_checkout(&env, folder.path())
            .expect("facts");
        assert_eq!(facts.event, "schedule");
        assert_eq!(facts.tag(), Some("v1"));
        assert_eq!(facts.commit, Some(commit));
    }
}
