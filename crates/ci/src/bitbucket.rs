//! Bitbucket Pipelines, by its default variables.

use crate::facts::full_ref;
use crate::{Env, Facts, Repository};

pub(crate) fn facts(env: &Env) -> Facts {
    let pull_request = env.get("BITBUCKET_PR_ID");
    Facts {
        event: if pull_request.is_some() {
            "pull_request"
        } else {
            "push"
        }
        .to_owned(),
        reference: full_ref(
            pull_request,
            env.get("BITBUCKET_TAG"),
            env.get("BITBUCKET_BRANCH"),
        ),
        commit: env.own("BITBUCKET_COMMIT"),
        base_branch: env.own("BITBUCKET_PR_DESTINATION_BRANCH"),
        // The commit is the one that started the build: the pull request's own,
        // though what is checked out is merged with the destination.
        head_commit: pull_request.and_then(|_| env.own("BITBUCKET_COMMIT")),
        head_branch: pull_request.and_then(|_| env.own("BITBUCKET_BRANCH")),
        repository: Repository {
            name: env.own("BITBUCKET_REPO_SLUG"),
            url: env.own("BITBUCKET_GIT_HTTP_ORIGIN"),
            ..Repository::default()
        },
        ..Facts::default()
    }
}

pub(crate) fn run_url(env: &Env) -> Option<String> {
    let origin = env.get("BITBUCKET_GIT_HTTP_ORIGIN")?;
    let build = env.get("BITBUCKET_BUILD_NUMBER")?;
    Some(format!("{origin}/pipelines/results/{build}"))
}
