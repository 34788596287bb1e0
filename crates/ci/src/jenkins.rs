//! Jenkins, by the variables of its plugins: git, branch sources, and those that
//! build pull requests of GitHub and merge requests of GitLab.

use verdict::public_address;

use crate::facts::{full_ref, last_part};
use crate::{Env, Facts, Repository};

/// The variables of a pull request by plugin: number, the branch it goes to, the
/// one it comes from, its last commit.
const PULL_REQUESTS: [[&str; 4]; 3] = [
    ["CHANGE_ID", "CHANGE_TARGET", "CHANGE_BRANCH", ""],
    [
        "ghprbPullId",
        "ghprbTargetBranch",
        "ghprbSourceBranch",
        "ghprbActualCommit",
    ],
    [
        "gitlabMergeRequestIid",
        "gitlabTargetBranch",
        "gitlabSourceBranch",
        "gitlabMergeRequestLastCommit",
    ],
];

pub(crate) fn facts(env: &Env) -> Facts {
    let plugin = PULL_REQUESTS
        .into_iter()
        .find(|[number, ..]| env.get(number).is_some());
    let [number, target, source, last] = plugin.unwrap_or_default();
    let branch = branch(env);
    let tag = env
        .get("TAG_NAME")
        .or_else(|| git_branch(env)?.strip_prefix("refs/tags/"));
    // As the job was told it, which may be with a password.
    let url = env.get("GIT_URL").map(|url| {
        let url = public_address(url);
        let end = url.find(['?', '#']).unwrap_or(url.len());
        url[..end].to_owned()
    });
    Facts {
        event: match env.get(number) {
            Some(_) => "pull_request",
            None if is_timer(env) => "schedule",
            None => "push",
        }
        .to_owned(),
        reference: full_ref(env.get(number), tag, branch),
        commit: env.own("GIT_COMMIT"),
        base_branch: env.own(target),
        head_commit: env.own(last).or_else(|| own_head(env)),
        head_branch: env.own(source),
        from_fork: from_fork(env),
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

/// The branch. Outside of multibranch jobs the git plugin names the remote's.
fn branch(env: &Env) -> Option<&str> {
    env.get("BRANCH_NAME").or_else(|| {
        let full = git_branch(env)?;
        let of_remote = || {
            let remote = full.strip_prefix("refs/remotes/")?;
            Some(remote.split_once('/')?.1)
        };
        let own = full.strip_prefix("refs/heads/").or_else(of_remote);
        Some(own.or_else(|| full.strip_prefix("origin/")).unwrap_or(full))
    })
}

/// What the git plugin checked out: mostly a branch as the remote's, but what
/// the job asked for where that is a full name.
fn git_branch(env: &Env) -> Option<&str> {
    env.get("GIT_BRANCH").filter(|name| *name != "detached")
}

/// Whether the clock started the run, by the variables of the plugin `EnvInject`.
fn is_timer(env: &Env) -> bool {
    let cause = env.get("BUILD_CAUSE").unwrap_or_default();
    cause.split(',').any(|cause| cause == "TIMERTRIGGER")
}

/// The commit, where the branch source builds pull requests as they are beside
/// those merged, and says so in the branch's name.
fn own_head(env: &Env) -> Option<String> {
    let name = env.get("BRANCH_NAME")?;
    let unmerged = env.get("CHANGE_ID").is_some() && name.ends_with("-head");
    env.own("GIT_COMMIT").filter(|_| unmerged)
}

/// Whether the branch source names a fork. It always names the branch.
fn from_fork(env: &Env) -> Option<bool> {
    env.get("CHANGE_BRANCH")?;
    Some(env.get("CHANGE_FORK").is_some())
}
