//! Jenkins, by the variables of its git and branch-source plugins.

use crate::facts::{full_ref, last_part};
use crate::{Env, Facts, Repository};

pub(crate) fn facts(env: &Env) -> Facts {
    let pull_request = env.get("CHANGE_ID");
    let branch = env.get("BRANCH_NAME").or_else(|| {
        // Outside of multibranch jobs the git plugin names the remote's ref.
        let full = env.get("GIT_BRANCH")?;
        Some(full.strip_prefix("origin/").unwrap_or(full))
    });
    let url = env.own("GIT_URL");
    Facts {
        event: if pull_request.is_some() {
            "pull_request"
        } else {
            "push"
        }
        .to_owned(),
        reference: full_ref(pull_request, env.get("TAG_NAME"), branch),
        commit: env.own("GIT_COMMIT"),
        base_branch: env.own("CHANGE_TARGET"),
        default_branch: branch
            .filter(|_| env.is_on("BRANCH_IS_PRIMARY"))
            .map(str::to_owned),
        repository: Repository {
            name: url.as_deref().and_then(last_part),
            url,
            ..Repository::default()
        },
        ..Facts::default()
    }
}
