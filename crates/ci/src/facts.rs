//! The change at hand, in the same words for every CI system.

use serde_json::Value;
use verdict::{Fault, cut};

/// The change at hand. Events carry GitHub's names (`push`, `pull_request`,
/// `schedule`, …), refs their full form (`refs/heads/main`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// What started the run.
    pub event: String,
    /// The full ref; a pull request is `refs/pull/NUMBER/merge`.
    pub reference: Option<String>,
    /// The commit that was checked out.
    pub commit: Option<String>,
    /// When that commit was made, as the system writes it (RFC 3339).
    pub commit_date: Option<String>,
    /// The branch a pull request, or a pushed tag, goes to or comes from.
    pub base_branch: Option<String>,
    /// The last commit of a pull request itself: `commit` may be one that
    /// merges it.
    pub head_commit: Option<String>,
    /// The branch that a pull request comes from, without its repository.
    pub head_branch: Option<String>,
    /// Whether a pull request comes from another repository, where it is known.
    pub from_fork: Option<bool>,
    /// Whose turn it is, where a merge queue made the commit.
    pub merge_queue: Option<MergeQueue>,
    /// The repository's default branch.
    pub default_branch: Option<String>,
    /// The repository.
    pub repository: Repository,
    /// The system's own event payload; null where there is none.
    pub payload: Value,
}

/// The pull request that a merge queue (GitHub) or merge train (GitLab) tries.
/// The commit holds those before it in the queue, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeQueue {
    /// The pull request's number.
    pub pull_request: String,
    /// The branch that it is to be merged into.
    pub base_branch: String,
}

/// The repository, as far as it is known: empty is known to be none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repository {
    /// Its name without the owner.
    pub name: Option<String>,
    /// The address of its page.
    pub url: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Its licence as an SPDX identifier.
    pub license: Option<String>,
}

impl Facts {
    /// The branch, when the ref is one.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        self.strip("refs/heads/")
    }

    /// The tag, when the ref is one.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.strip("refs/tags/")
    }

    /// The pull request's number, when the ref is one (`7` of
    /// `refs/pull/7/merge`; other endings stay).
    #[must_use]
    pub fn pull_request(&self) -> Option<&str> {
        let rest = self.strip("refs/pull/")?;
        Some(rest.strip_suffix("/merge").unwrap_or(rest))
    }

    /// The facts, unless the event, a ref or a commit holds control characters
    /// or line breaks: git takes none.
    pub fn checked(self) -> Result<Self, Fault> {
        let queue = self.merge_queue.as_ref();
        let a_ref = "the name of a ref";
        let names = [
            ("an event", Some(self.event.as_str())),
            (a_ref, self.reference.as_deref()),
            ("a commit", self.commit.as_deref()),
            ("a commit", self.head_commit.as_deref()),
            (a_ref, self.base_branch.as_deref()),
            (a_ref, self.head_branch.as_deref()),
            (a_ref, self.default_branch.as_deref()),
            (a_ref, queue.map(|queue| queue.base_branch.as_str())),
            (
                "a pull request",
                queue.map(|queue| queue.pull_request.as_str()),
            ),
        ];
        let bad = names.into_iter().find_map(|(what, name)| {
            let name = name.filter(|name| name.contains(|c: char| c.is_ascii_control()))?;
            let name = name.escape_default().to_string();
            Some(Fault::new(format!("not {what}: `{}`", cut(&name))))
        });
        match bad {
            Some(fault) => Err(fault.help("git takes no control characters and line breaks in names: look at who set the variables of the CI system, or gave the facts")),
            None => Ok(self),
        }
    }

    fn strip(&self, prefix: &str) -> Option<&str> {
        self.reference.as_deref()?.strip_prefix(prefix)
    }
}

impl Repository {
    /// The same with a blank for each run of line breaks and control characters:
    /// what is one line stays one line wherever it goes.
    #[must_use]
    pub fn folded(self) -> Self {
        let fold = |text: Option<String>| {
            let text = text?;
            let words = text.split(breaks).filter(|part| !part.is_empty());
            Some(match text.contains(breaks) {
                true => words.collect::<Vec<_>>().join(" "),
                false => text,
            })
        };
        Self {
            name: fold(self.name),
            url: fold(self.url),
            description: fold(self.description),
            license: fold(self.license),
        }
    }
}

/// Whether a character breaks a line, or does other than to be shown.
fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The full ref out of what most systems give: a pull request, a tag or a
/// branch, in this order.
pub(crate) fn full_ref(
    pull_request: Option<&str>,
    tag: Option<&str>,
    branch: Option<&str>,
) -> Option<String> {
    pull_request
        .map(|number| format!("refs/pull/{number}/merge"))
        .or_else(|| tag.map(|name| format!("refs/tags/{name}")))
        .or_else(|| branch.map(|name| format!("refs/heads/{name}")))
}

/// The last part of a repository's path or address, without `.git`.
pub(crate) fn last_part(path: &str) -> Option<String> {
    let path = path.trim_end_matches('/');
    let name = path.rsplit(['/', ':']).next()?;
    let name = name.strip_suffix(".git").unwrap_or(name);
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests;
