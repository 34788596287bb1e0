//! The change at hand, in the same words for every CI system.

use serde_json::Value;

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
    /// The branch a pull request, or a pushed tag, goes to or comes from.
    pub base_branch: Option<String>,
    /// The repository's default branch.
    pub default_branch: Option<String>,
    /// The repository.
    pub repository: Repository,
    /// The system's own event payload; null where there is none.
    pub payload: Value,
}

/// The repository, as far as it is known.
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

    fn strip(&self, prefix: &str) -> Option<&str> {
        self.reference.as_deref()?.strip_prefix(prefix)
    }
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
mod tests {
    use std::path::Path;

    use crate::{Env, Facts, System};

    fn facts(pairs: &[(&str, &str)]) -> Facts {
        let env: Env = pairs.iter().copied().collect();
        let system = System::detect(&env);
        assert_ne!(system, System::Plain);
        system.facts(&env, Path::new(".")).expect("facts")
    }

    #[test]
    fn a_branch_is_a_branch_everywhere() {
        for pairs in [
            &[("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/heads/a/b")][..],
            &[("GITLAB_CI", "true"), ("CI_COMMIT_BRANCH", "a/b")],
            &[("JENKINS_URL", "x"), ("BRANCH_NAME", "a/b")],
            &[("JENKINS_URL", "x"), ("GIT_BRANCH", "origin/a/b")],
            &[("BITBUCKET_BUILD_NUMBER", "1"), ("BITBUCKET_BRANCH", "a/b")],
        ] {
            let facts = facts(pairs);
            assert_eq!(facts.branch(), Some("a/b"), "{pairs:?}");
            assert_eq!((facts.tag(), facts.pull_request()), (None, None));
        }
    }

    #[test]
    fn a_tag_is_a_tag_everywhere() {
        for pairs in [
            &[("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/tags/v1")][..],
            &[("GITLAB_CI", "true"), ("CI_COMMIT_TAG", "v1")],
            &[
                ("JENKINS_URL", "x"),
                ("BRANCH_NAME", "v1"),
                ("TAG_NAME", "v1"),
            ],
            &[("BITBUCKET_BUILD_NUMBER", "1"), ("BITBUCKET_TAG", "v1")],
        ] {
            assert_eq!(facts(pairs).tag(), Some("v1"), "{pairs:?}");
        }
    }

    #[test]
    fn a_pull_request_is_one_everywhere() {
        for pairs in [
            &[
                ("GITHUB_ACTIONS", "true"),
                ("GITHUB_EVENT_NAME", "pull_request"),
                ("GITHUB_REF", "refs/pull/7/merge"),
            ][..],
            &[
                ("GITLAB_CI", "true"),
                ("CI_PIPELINE_SOURCE", "merge_request_event"),
                ("CI_MERGE_REQUEST_IID", "7"),
            ],
            &[
                ("JENKINS_URL", "x"),
                ("CHANGE_ID", "7"),
                ("BRANCH_NAME", "PR-7"),
            ],
            &[
                ("BITBUCKET_BUILD_NUMBER", "1"),
                ("BITBUCKET_PR_ID", "7"),
                ("BITBUCKET_BRANCH", "x"),
            ],
        ] {
            let facts = facts(pairs);
            assert_eq!(facts.pull_request(), Some("7"), "{pairs:?}");
            assert_eq!(facts.event, "pull_request");
        }
    }

    #[test]
    fn an_empty_variable_counts_as_none() {
        let facts = facts(&[
            ("GITLAB_CI", "true"),
            ("CI_COMMIT_TAG", ""),
            ("CI_COMMIT_BRANCH", "main"),
        ]);
        assert_eq!(facts.branch(), Some("main"));
    }

    #[test]
    fn the_name_is_the_last_part() {
        use super::last_part;
        assert_eq!(last_part("git@host:owner/app.git").as_deref(), Some("app"));
        assert_eq!(last_part("https://host/owner/app/").as_deref(), Some("app"));
        assert_eq!(last_part(""), None);
    }
}
