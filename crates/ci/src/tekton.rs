//! Tekton, by variables that a task sets from its parameters: a step has none
//! of its own. They are called as Pipelines-as-Code calls what it knows of an
//! event; a binding of Tekton Triggers can give the same.
//!
//! | variable | Pipelines-as-Code |
//! | --- | --- |
//! | `TEKTON_EVENT_TYPE` | `{{ event_type }}` |
//! | `TEKTON_REVISION` | `{{ revision }}` |
//! | `TEKTON_SOURCE_BRANCH` | `{{ source_branch }}` |
//! | `TEKTON_TARGET_BRANCH` | `{{ target_branch }}` |
//! | `TEKTON_GIT_TAG` | `{{ git_tag }}` |
//! | `TEKTON_PULL_REQUEST_NUMBER` | `{{ pull_request_number }}` |
//! | `TEKTON_REPO_URL` | `{{ repo_url }}` |
//! | `TEKTON_SOURCE_URL` | `{{ source_url }}` |
//! | `TEKTON_DEFAULT_BRANCH` | `{{ body.repository.default_branch }}` |

use verdict::public_address;

use crate::facts::{full_ref, last_part};
use crate::{Env, Facts, Repository};

/// Any of these says that a task handed the event over.
pub(crate) const MARKS: [&str; 2] = ["TEKTON_REVISION", "TEKTON_EVENT_TYPE"];

pub(crate) fn facts(env: &Env) -> Facts {
    let number = given(env, "TEKTON_PULL_REQUEST_NUMBER");
    let source = given(env, "TEKTON_SOURCE_BRANCH");
    let pushed = match (number, given(env, "TEKTON_GIT_TAG"), source) {
        // A push has the full ref, of a tag too.
        (None, None, Some(full)) if full.starts_with("refs/") => Some(full.to_owned()),
        (None, Some(tag), _) => full_ref(None, tag.strip_prefix("refs/tags/").or(Some(tag)), None),
        _ => full_ref(number, None, source),
    };
    let own = |name| given(env, name).map(str::to_owned);
    let url = given(env, "TEKTON_REPO_URL").map(public_address);
    Facts {
        event: match (number, given(env, "TEKTON_EVENT_TYPE")) {
            (Some(_), _) => "pull_request",
            (None, Some("incoming")) => "workflow_dispatch",
            (None, said) => said.unwrap_or("push"),
        }
        .to_owned(),
        reference: pushed,
        commit: own("TEKTON_REVISION"),
        base_branch: number.and(given(env, "TEKTON_TARGET_BRANCH").map(branch)),
        // What is checked out is the pull request as it is, not merged.
        head_commit: number.and_then(|_| own("TEKTON_REVISION")),
        head_branch: number.and(source.map(branch)),
        from_fork: number.and_then(|_| {
            let from = public_address(given(env, "TEKTON_SOURCE_URL")?);
            Some(page(&from) != page(url.as_deref()?))
        }),
        default_branch: own("TEKTON_DEFAULT_BRANCH"),
        repository: Repository {
            name: url.as_deref().and_then(last_part),
            url: url.as_deref().map(|url| page(url).to_owned()),
            ..Repository::default()
        },
        ..Facts::default()
    }
}

/// A variable that holds a value. A parameter that nobody filled in stays as it
/// was written.
fn given<'a>(env: &'a Env, name: &str) -> Option<&'a str> {
    let value = env.get(name)?.trim();
    let unfilled = value.starts_with("{{") || value.starts_with("$(");
    (!unfilled && !value.is_empty()).then_some(value)
}

/// A branch's name without `refs/heads/`.
fn branch(name: &str) -> String {
    name.strip_prefix("refs/heads/").unwrap_or(name).to_owned()
}

/// An address without what is only there for git.
fn page(url: &str) -> &str {
    let url = url.trim_end_matches('/');
    url.strip_suffix(".git").unwrap_or(url)
}
