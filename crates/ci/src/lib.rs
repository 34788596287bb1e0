//! Where am I running, and how do I tell it things: one file a CI system.
//!
//! Only this crate reads CI environment variables. It prints nothing itself:
//! [`System::tell`] says which lines and files the shared main is to write.

mod api;
mod bitbucket;
mod dotenv;
mod env;
mod facts;
pub mod git;
mod github;
mod gitlab;
mod jenkins;
mod notice;
mod tekton;

pub use api::Api;
pub use dotenv::{LeftOut, dotenv};
pub use env::Env;
pub use facts::{Facts, MergeQueue, Repository};
pub use notice::{Action, Annotation, Level, Notice};

use std::path::{Path, PathBuf};

use verdict::{Fault, Run};

/// A CI system, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// GitHub Actions, and what speaks its language (Gitea, Forgejo, act).
    GitHub,
    /// GitLab CI/CD.
    GitLab,
    /// Jenkins.
    Jenkins,
    /// Bitbucket Pipelines.
    Bitbucket,
    /// Tekton, where a task hands the event over.
    Tekton,
    /// A terminal, or a system we don't know: plain git is asked.
    Plain,
}

impl System {
    /// The system that this process runs in.
    #[must_use]
    pub fn detect(env: &Env) -> Self {
        let marks = [
            ("GITHUB_ACTIONS", Self::GitHub),
            ("GITLAB_CI", Self::GitLab),
            ("JENKINS_URL", Self::Jenkins),
            ("BITBUCKET_BUILD_NUMBER", Self::Bitbucket),
            (tekton::MARKS[0], Self::Tekton),
            (tekton::MARKS[1], Self::Tekton),
        ];
        let mut marks = marks.into_iter();
        marks
            .find(|(variable, _)| env.get(variable).is_some())
            .map_or(Self::Plain, |(_, system)| system)
    }

    /// The system's name in a verdict; none for [`System::Plain`].
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::GitHub => Some("github"),
            Self::GitLab => Some("gitlab"),
            Self::Jenkins => Some("jenkins"),
            Self::Bitbucket => Some("bitbucket"),
            Self::Tekton => Some("tekton"),
            Self::Plain => None,
        }
    }

    /// The facts of the change at hand: event, ref, commit, repository.
    /// `dir` is where plain git looks for a repository.
    pub fn facts(self, env: &Env, dir: &Path) -> Result<Facts, Fault> {
        let facts = match self {
            // What its payload says stays as docker/metadata-action has it.
            Self::GitHub => return github::facts(env)?.checked(),
            Self::GitLab => gitlab::facts(env),
            Self::Jenkins => jenkins::facts(env),
            Self::Bitbucket => bitbucket::facts(env),
            Self::Tekton => tekton::facts(env),
            Self::Plain => git::facts(dir)?,
        };
        let repository = facts.repository.clone().folded();
        Facts {
            repository,
            ..facts
        }
        .checked()
    }

    /// The API of the platform that the repository is on, as far as the system
    /// says where that is.
    #[must_use]
    pub fn api(self, env: &Env) -> Option<Api> {
        Api::of(self, env)
    }

    /// The facts with ref and commit as the checkout has them, whatever the
    /// system says of these. What the system does not know, git may.
    pub fn facts_of_checkout(self, env: &Env, dir: &Path) -> Result<Facts, Fault> {
        let checkout = git::facts(dir)?;
        if self == Self::Plain {
            return Ok(checkout);
        }
        let mut facts = self.facts(env, dir)?;
        if facts.commit != checkout.commit {
            // Another commit is no longer the one that a queue made, nor of
            // its date.
            facts.merge_queue = None;
            facts.commit_date = None;
        }
        facts.reference = checkout.reference;
        facts.commit = checkout.commit;
        facts.default_branch = facts.default_branch.or(checkout.default_branch);
        facts.repository.name = facts.repository.name.or(checkout.repository.name);
        facts.repository.url = facts.repository.url.or(checkout.repository.url);
        Ok(facts)
    }

    /// The run as a verdict names it. Cheap, and never fails: a tool that
    /// looks at no repository needs none.
    #[must_use]
    pub fn run(self, env: &Env, time: String) -> Run {
        let (url, commit) = match self {
            Self::GitHub => github::run(env),
            Self::GitLab => (env.own("CI_JOB_URL"), env.own("CI_COMMIT_SHA")),
            Self::Jenkins => (env.own("BUILD_URL"), env.own("GIT_COMMIT")),
            Self::Bitbucket => (bitbucket::run_url(env), env.own("BITBUCKET_COMMIT")),
            Self::Tekton => (None, env.own("TEKTON_REVISION")),
            Self::Plain => (None, None),
        };
        Run {
            time,
            ci: self.name().map(str::to_owned),
            url,
            commit,
        }
    }

    /// Where the system has the checkout's root; it takes paths from there.
    #[must_use]
    pub fn checkout(self, env: &Env) -> Option<PathBuf> {
        let variable = match self {
            Self::GitHub => "GITHUB_WORKSPACE",
            Self::GitLab => "CI_PROJECT_DIR",
            Self::Jenkins => "WORKSPACE",
            Self::Bitbucket => "BITBUCKET_CLONE_DIR",
            Self::Tekton | Self::Plain => return None,
        };
        env.get(variable).map(PathBuf::from)
    }

    /// How this system is told of a run: lines for standard error and text
    /// for files. Systems that take reports only as artifacts are told
    /// nothing here.
    #[must_use]
    pub fn tell(self, env: &Env, notice: &Notice) -> Vec<Action> {
        match self {
            Self::GitHub => github::tell(env, notice),
            Self::GitLab | Self::Jenkins | Self::Bitbucket | Self::Tekton | Self::Plain => {
                Vec::new()
            }
        }
    }

    /// Lines that must stand before and after text from outside, so that the
    /// system takes none of it for a command. `token` must not be guessable.
    #[must_use]
    pub fn fence(self, token: &str) -> Option<(String, String)> {
        (self == Self::GitHub).then(|| {
            (
                format!("::stop-commands::{token}\n"),
                format!("::{token}::\n"),
            )
        })
    }
}
