//! GitLab CI/CD, by its predefined variables.

use crate::facts::full_ref;
use crate::{Env, Facts, Repository};

pub(crate) fn facts(env: &Env) -> Facts {
    let event = match env.get("CI_PIPELINE_SOURCE").unwrap_or("push") {
        "merge_request_event" | "external_pull_request_event" => "pull_request",
        "web" | "api" | "trigger" | "chat" => "workflow_dispatch",
        other => other,
    };
    Facts {
        event: event.to_owned(),
        reference: full_ref(
            env.get("CI_MERGE_REQUEST_IID"),
            env.get("CI_COMMIT_TAG"),
            env.get("CI_COMMIT_BRANCH"),
        ),
        commit: env.own("CI_COMMIT_SHA"),
        base_branch: env.own("CI_MERGE_REQUEST_TARGET_BRANCH_NAME"),
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
