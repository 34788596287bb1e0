//! Which commit a pull request is stamped with, and whose turn it is in a merge
//! queue.

use ci::Facts;
use tool::Context;
use verdict::{Check, Fault, Severity, cut};

use super::Change;
use crate::args::{Args, Commit};

/// The variable by which docker/metadata-action takes the head of a pull
/// request.
const VARIABLE: &str = "DOCKER_METADATA_PR_HEAD_SHA";

/// The commit that the event names; the last one of the pull request itself
/// where `--commit head` or the variable asks for that.
pub(super) fn commit(
    args: &Args,
    facts: &Facts,
    from_git: bool,
    context: &Context,
) -> Result<String, Fault> {
    let said = context.env.get(VARIABLE).unwrap_or_default().to_lowercase();
    let by_variable = said.contains("true") && facts.event.contains("pull_request") && !from_git;
    let named = || facts.commit.clone().unwrap_or_default();
    match (&facts.head_commit, args.commit) {
        (Some(head), Some(Commit::Head)) => Ok(head.clone()),
        (Some(head), None) if by_variable => Ok(head.clone()),
        // A queue makes its own commit, and doesn't tell the one it tries.
        (None, Some(Commit::Head))
            if facts.pull_request().is_some() && facts.merge_queue.is_none() =>
        {
            let number = cut(facts.pull_request().unwrap_or_default());
            Err(Fault::new(format!(
                "the last commit of pull request {number} is not known here"
            ))
            .help("give it by `--facts`, as `head-commit`, or leave `--commit head` out"))
        }
        _ => Ok(named()),
    }
}

impl Change {
    /// The change as `--strict` takes it: the run of a merge queue is that of
    /// the pull request that it tries, and a pull request is its number alone.
    pub(crate) fn mended(&self) -> Self {
        let mut mended = self.clone();
        if let Some(queue) = &self.merge_queue {
            mended.reference = format!("refs/pull/{}/merge", queue.pull_request);
            mended.base.clone_from(&queue.base_branch);
        }
        // Gitea and Forgejo name the head.
        let number = self.reference.strip_prefix("refs/pull/");
        if let Some(number) = number.and_then(|rest| rest.strip_suffix("/head")) {
            mended.reference = format!("refs/pull/{number}/merge");
        }
        mended
    }

    /// What there is to say of the ref that a strict stamp was made for.
    pub(crate) fn mended_ref(&self, strict: &Self) -> Option<Check> {
        if self.reference == strict.reference {
            return None;
        }
        let number = cut(strict.pull_request().unwrap_or_default());
        let title = match self.merge_queue {
            Some(_) => {
                format!("the merge queue's run is that of pull request {number}, by --strict")
            }
            None => format!("the ref is that of pull request {number}, by --strict"),
        };
        let check = Check::pass("ref", title).on(cut(&self.reference));
        Some(check.severity(Severity::Warning))
    }
}

#[cfg(test)]
mod tests {
    use ci::MergeQueue;

    use super::super::tests::{change, context};
    use super::*;

    fn facts(event: &str, reference: &str) -> Facts {
        Facts {
            event: event.to_owned(),
            reference: Some(reference.to_owned()),
            commit: Some("merge".to_owned()),
            head_commit: Some("head".to_owned()),
            ..Facts::default()
        }
    }

    fn asked(commit: Option<Commit>) -> Args {
        Args {
            commit,
            ..Args::default()
        }
    }

    #[test]
    fn the_head_of_a_pull_request_on_request() {
        let request = facts("pull_request_target", "refs/pull/7/merge");
        let push = Facts {
            head_commit: None,
            ..facts("push", "refs/heads/main")
        };
        let on = context(&[(VARIABLE, "True")]);
        let off = context(&[]);
        for (args, facts, from_git, context, expected) in [
            (None, &request, false, &on, "head"),
            (None, &request, true, &on, "merge"),
            (None, &request, false, &off, "merge"),
            (None, &push, false, &on, "merge"),
            (Some(Commit::Head), &request, false, &off, "head"),
            (Some(Commit::Head), &request, true, &off, "head"),
            (Some(Commit::Head), &push, false, &off, "merge"),
            (Some(Commit::Event), &request, false, &on, "merge"),
        ] {
            let commit = commit(&asked(args), facts, from_git, context);
            assert_eq!(commit.expect("a commit"), expected, "{args:?} {facts:?}");
        }
    }

    #[test]
    fn a_head_that_nobody_knows_is_a_fault_only_where_it_is_asked_for() {
        let mut request = facts("pull_request", "refs/pull/7/merge");
        request.head_commit = None;
        let on = context(&[(VARIABLE, "true")]);
        let fault = commit(&asked(Some(Commit::Head)), &request, false, &on).expect_err("a fault");
        assert!(fault.message.contains("pull request 7"), "{fault}");
        let silent = commit(&asked(None), &request, false, &on);
        assert_eq!(silent.expect("as upstream"), "merge");
        request.merge_queue = Some(MergeQueue {
            pull_request: "7".to_owned(),
            base_branch: "main".to_owned(),
        });
        let queued = commit(&asked(Some(Commit::Head)), &request, false, &on);
        assert_eq!(queued.expect("the queue's"), "merge");
    }

    #[test]
    fn a_merge_queue_is_mended_to_its_pull_request() {
        let mut queued = change("merge_group", "refs/heads/gh-readonly-queue/main/pr-7-abc");
        queued.merge_queue = Some(MergeQueue {
            pull_request: "7".to_owned(),
            base_branch: "main".to_owned(),
        });
        let mended = queued.mended();
        assert_eq!((mended.pull_request(), &*mended.base), (Some("7"), "main"));
        let said = queued.mended_ref(&mended).expect("a check");
        assert_eq!(
            said.title,
            "the merge queue's run is that of pull request 7, by --strict"
        );
        let head = change("pull_request", "refs/pull/7/head");
        assert_eq!(head.pull_request(), Some("7/head"));
        assert_eq!(head.mended().pull_request(), Some("7"));
        let branch = change("push", "refs/heads/refs/pull/7/head");
        assert!(branch.mended_ref(&branch.mended()).is_none());
    }
}
