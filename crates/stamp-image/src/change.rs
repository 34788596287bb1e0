//! The change that an image is built from, in docker/metadata-action's terms.

#[cfg(test)]
pub(crate) mod tests;
mod which;

use ci::git::Git;
use ci::{Facts, MergeQueue, Repository, System};
use jiff::Timestamp;
use serde_json::Value;
use tool::Context;
use verdict::{Check, Fault};

use crate::args::{Args, Commit, Created, Source};
use crate::content::Contents;
use crate::evidence;
use crate::facts::Given;
use crate::labels::Label;
use crate::platform;
use crate::tags::number;

/// Characters of a short commit where nothing else is said.
const SHORT_COMMIT: usize = 7;

/// The change that an image is built from.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// What started the run, by GitHub's names.
    pub(crate) event: String,
    /// The full ref; empty where none is known.
    pub(crate) reference: String,
    /// The commit; empty where none is known.
    pub(crate) commit: String,
    /// Characters of a short commit.
    pub(crate) short: usize,
    /// The branch that a pushed tag comes from, or a pull request goes to.
    pub(crate) base: String,
    /// The repository's default branch, where it is known: for `type=edge`.
    pub(crate) default_branch: Option<String>,
    /// The default branch that the event itself names: where it does, the
    /// template names go by that alone.
    pub(crate) event_default_branch: Option<String>,
    /// The repository.
    pub(crate) repository: Repository,
    /// The one "now" of the run.
    pub(crate) now: Timestamp,
    /// When the commit was made.
    pub(crate) committed: Timestamp,
    /// What the label `created` says.
    pub(crate) created: Timestamp,
    /// The parts of OCI annotations in an image, such as `manifest`.
    pub(crate) levels: Vec<String>,
    /// Whether plain git was asked, not a CI system.
    pub(crate) from_git: bool,
    /// Labels that name the verdicts that the image builds on.
    pub(crate) evidence: Vec<Label>,
    /// The branch that a pull request comes from; empty where none is known.
    pub(crate) head_branch: String,
    /// Whether a pull request comes from another repository.
    pub(crate) from_fork: bool,
    /// The pull request that a merge queue tries.
    pub(crate) merge_queue: Option<MergeQueue>,
    /// Whether templates know names that docker/metadata-action has not.
    pub(crate) own_names: bool,
    /// What there is to say of how the facts were found.
    pub(crate) remarks: Vec<Check>,
    /// The content of files and folders.
    pub(crate) contents: Contents,
}

impl Change {
    /// The change at hand.
    pub(crate) fn at_hand(args: &Args, context: &Context) -> Result<Self, Fault> {
        let from_git = args.context == Some(Source::Git) || context.system == System::Plain;
        let given = match &args.facts {
            Some(path) => Given::read(path)?,
            None => Given::default(),
        };
        let facts = match told(args, context) {
            // A repository that can't be read is no matter where it isn't needed.
            Err(_) if from_git && given.is_enough() => without_repository(context)?,
            facts => facts?,
        };
        let default_branch = given.get("default-branch");
        let default_branch_of_event = default_branch.or_else(|| facts.default_branch.clone());
        let now = Timestamp::from_second(context.now).map_err(|_| {
            Fault::new(format!("{} seconds since 1970 is no date", context.now))
                .help("SOURCE_DATE_EPOCH must lie within the years -9999 to 9999")
        })?;
        let facts = given.before(facts);
        let commit = match given.get("commit") {
            Some(commit) if args.commit != Some(Commit::Head) => commit,
            _ => which::commit(args, &facts, from_git, context)?,
        };
        let mut known = platform::Known {
            committed: given
                .commit_date()
                .or_else(|| committed(&facts, &commit, from_git, context)),
            facts,
        };
        let remarks = platform::complete(&mut known, &commit, args, context)?;
        let platform::Known { facts, committed } = known;
        let facts = Facts {
            commit: Some(commit.clone()),
            ..facts
        };
        let facts = facts.checked()?;
        let committed = committed.unwrap_or(now);
        Ok(Self {
            committed,
            now,
            created: match args.created {
                Created::Now => now,
                Created::CommitDate => committed,
            },
            short: short(context)?,
            base: facts.base_branch.unwrap_or_default(),
            levels: levels(context),
            from_git,
            evidence: evidence::labels(args, context)?,
            event: facts.event,
            reference: facts.reference.unwrap_or_default(),
            event_default_branch: default_branch_of_event,
            default_branch: facts.default_branch,
            repository: facts.repository,
            head_branch: facts.head_branch.unwrap_or_default(),
            from_fork: facts.from_fork.unwrap_or(false),
            merge_queue: facts.merge_queue,
            own_names: args.strict,
            remarks,
            contents: Contents::new(context),
            commit,
        }
        .with_base(given.get("base-branch")))
    }

    /// A base is the one that is given, else that of a pushed tag or of a pull
    /// request.
    fn with_base(mut self, given: Option<String>) -> Self {
        if let Some(queue) = self.merge_queue.as_mut() {
            queue.base_branch = given.clone().unwrap_or(queue.base_branch.clone());
        }
        if let Some(given) = given {
            self.base = given;
        } else if self.tag().is_none() && self.pull_request().is_none() {
            self.base.clear();
        }
        self
    }

    /// The same for templates that know docker/metadata-action's names alone.
    pub(crate) fn without_own_names(&self) -> Self {
        Self {
            own_names: false,
            ..self.clone()
        }
    }

    /// The branch, when the ref is one.
    pub(crate) fn branch(&self) -> Option<&str> {
        self.reference.strip_prefix("refs/heads/")
    }

    /// The git tag, when the ref is one.
    pub(crate) fn tag(&self) -> Option<&str> {
        self.reference.strip_prefix("refs/tags/")
    }

    /// The pull request's number, when the ref is one; endings other than
    /// `/merge` stay.
    pub(crate) fn pull_request(&self) -> Option<&str> {
        let rest = self.reference.strip_prefix("refs/pull/")?;
        Some(rest.strip_suffix("/merge").unwrap_or(rest))
    }

    /// The pull request's number alone, also of one that a merge queue tries;
    /// empty where there is none.
    pub(crate) fn pull_request_number(&self) -> &str {
        if let Some(queue) = &self.merge_queue {
            return &queue.pull_request;
        }
        let name = self.pull_request().unwrap_or_default();
        name.strip_suffix("/head").unwrap_or(name)
    }

    /// The first characters of the commit.
    pub(crate) fn short_commit(&self) -> String {
        self.commit.chars().take(self.short).collect()
    }

    /// Whether the ref is the default branch, or the event one that always is
    /// about it.
    pub(crate) fn is_default_branch(&self) -> bool {
        let name = self.branch().unwrap_or(&self.reference);
        let always = ["create", "discussion", "issues", "schedule"];
        let known = self.event_default_branch.as_ref();
        let default = known.or(self.default_branch.as_ref());
        !name.is_empty()
            && (default.is_some_and(|default| default == name)
                || always.iter().any(|event| self.event.contains(event)))
    }
}

/// What the CI system or git says.
fn told(args: &Args, context: &Context) -> Result<Facts, Fault> {
    match args.context {
        Some(Source::Git) => context.system.facts_of_checkout(&context.env, &context.dir),
        Some(Source::Workflow) | None => context.facts(),
    }
}

/// What is known where no repository can be read.
fn without_repository(context: &Context) -> Result<Facts, Fault> {
    match context.system {
        System::Plain => Ok(Facts {
            event: "push".to_owned(),
            ..Facts::default()
        }),
        _ => context.facts(),
    }
}

/// When a commit was made: from the event, else from the checkout; the other
/// way round where the facts come from git.
fn committed(facts: &Facts, commit: &str, from_git: bool, context: &Context) -> Option<Timestamp> {
    let from_checkout = || {
        let (seconds, _) = Git::discover(&context.dir).ok()?.commit_time(commit)?;
        Timestamp::from_second(seconds).ok()
    };
    let from_event = || {
        told_time(&facts.payload, commit).or_else(|| {
            let date = facts.commit_date.as_ref();
            let date = date.filter(|_| facts.commit.as_deref() == Some(commit));
            date?.parse().ok()
        })
    };
    match from_git {
        true => from_checkout().or_else(from_event),
        false => from_event().or_else(from_checkout),
    }
}

/// When a commit was made, as the event of a push tells it.
fn told_time(payload: &Value, commit: &str) -> Option<Timestamp> {
    let pushed = payload.pointer("/commits").and_then(Value::as_array);
    pushed
        .into_iter()
        .flatten()
        .chain(payload.pointer("/head_commit"))
        .filter(|entry| entry.get("id").and_then(Value::as_str) == Some(commit))
        .find_map(|entry| entry.get("timestamp")?.as_str()?.parse().ok())
}

/// Characters of a short commit, as JavaScript reads and cuts them.
fn short(context: &Context) -> Result<usize, Fault> {
    const NAME: &str = "DOCKER_METADATA_SHORT_SHA_LENGTH";
    let Some(said) = context.env.get(NAME) else {
        return Ok(SHORT_COMMIT);
    };
    let length = number::number(said).ok_or_else(|| {
        let shown: String = said.chars().take(80).collect();
        Fault::new(format!("{NAME} is no number: `{shown}`"))
            .help("say how many characters, such as 12")
    })?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within 0 to 1000 after clamp, and cut is what is wanted"
    )]
    let length = length.clamp(0.0, 1000.0) as usize;
    Ok(length)
}

fn levels(context: &Context) -> Vec<String> {
    let said = context
        .env
        .get("DOCKER_METADATA_ANNOTATIONS_LEVELS")
        .unwrap_or("manifest");
    said.split(',').map(str::to_owned).collect()
}
