//! GitLab CI/CD, by its predefined variables.

use crate::facts::full_ref;
use crate::{Env, Facts, MergeQueue, Repository};

pub(crate) fn facts(env: &Env) -> Facts {
    let merge_request = MergeRequest::of(env);
    let event = match env.get("CI_PIPELINE_SOURCE").unwrap_or("push") {
        // A pipeline that another one started is of its merge request, too.
        _ if merge_request.number.is_some() => "pull_request",
        "web" | "api" | "trigger" | "chat" => "workflow_dispatch",
        other => other,
    };
    Facts {
        event: event.to_owned(),
        reference: full_ref(
            merge_request.number.as_deref(),
            env.get("CI_COMMIT_TAG"),
            env.get("CI_COMMIT_BRANCH"),
        ),
        commit: env.own("CI_COMMIT_SHA"),
        commit_date: env.own("CI_COMMIT_TIMESTAMP"),
        merge_queue: merge_request.queue(env),
        base_branch: merge_request.base_branch,
        head_commit: merge_request.head_commit,
        head_branch: merge_request.head_branch,
        from_fork: merge_request.from_fork,
        default_branch: env.own("CI_DEFAULT_BRANCH"),
        repository: Repository {
            name: env.own("CI_PROJECT_NAME"),
            url: env.own("CI_PROJECT_URL"),
            description: env.own("CI_PROJECT_DESCRIPTION"),
            license: None,
        },
        ..Facts::default()
    }
}

/// A merge request of GitLab, or a pull request of GitHub whose pipelines GitLab
/// runs. Without either, there is nothing in it.
struct MergeRequest {
    number: Option<String>,
    base_branch: Option<String>,
    head_branch: Option<String>,
    head_commit: Option<String>,
    from_fork: Option<bool>,
}

impl MergeRequest {
    fn of(env: &Env) -> Self {
        let differ = |one, other| Some(env.get(one)? != env.get(other)?);
        let own = env.own("CI_MERGE_REQUEST_IID");
        if own.is_none() {
            return Self {
                number: env.own("CI_EXTERNAL_PULL_REQUEST_IID"),
                base_branch: env.own("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME"),
                head_branch: env.own("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME"),
                head_commit: env.own("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA"),
                from_fork: differ(
                    "CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY",
                    "CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY",
                ),
            };
        }
        // Only a pipeline of merged results has a commit of its own; else the
        // one that is checked out is the source branch's.
        let merged = matches!(
            env.get("CI_MERGE_REQUEST_EVENT_TYPE"),
            Some("merged_result" | "merge_train")
        );
        let checked_out = env.own("CI_COMMIT_SHA").filter(|_| !merged);
        let head_commit = env.own("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA");
        Self {
            number: own,
            base_branch: env.own("CI_MERGE_REQUEST_TARGET_BRANCH_NAME"),
            head_branch: env.own("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"),
            head_commit: head_commit.or(checked_out),
            // The pipeline of a fork may run in the fork: `CI_PROJECT_ID` is
            // no measure.
            from_fork: differ(
                "CI_MERGE_REQUEST_SOURCE_PROJECT_ID",
                "CI_MERGE_REQUEST_PROJECT_ID",
            ),
        }
    }

    fn queue(&self, env: &Env) -> Option<MergeQueue> {
        let in_train = env.get("CI_MERGE_REQUEST_EVENT_TYPE") == Some("merge_train");
        Some(MergeQueue {
            pull_request: self.number.clone().filter(|_| in_train)?,
            base_branch: self.base_branch.clone()?,
        })
    }
}
