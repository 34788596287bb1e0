//! The change that an image is built from, in docker/metadata-action's terms.

use ci::git::Git;
use ci::{Facts, Repository, System};
use jiff::Timestamp;
use serde_json::Value;
use tool::Context;
use verdict::Fault;

use crate::args::{Args, Created, Source};
use crate::evidence;
use crate::facts::Given;
use crate::labels::Label;
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
}

impl Change {
    /// The change at hand.
    pub(crate) fn at_hand(args: &Args, context: &Context) -> Result<Self, Fault> {
        let from_git = args.context == Some(Source::Git) || context.system == System::Plain;
        let facts = match args.context {
            Some(Source::Git) => context
                .system
                .facts_of_checkout(&context.env, &context.dir)?,
            Some(Source::Workflow) | None => context.facts()?,
        };
        let given = match &args.facts {
            Some(path) => Given::read(path)?,
            None => Given::default(),
        };
        let now = Timestamp::from_second(context.now).map_err(|_| {
            Fault::new(format!("{} seconds since 1970 is no date", context.now))
                .help("SOURCE_DATE_EPOCH must lie within the years -9999 to 9999")
        })?;
        let commit = given
            .get("commit")
            .unwrap_or_else(|| commit(&facts, from_git, context));
        let committed = given
            .commit_date()
            .or_else(|| commit_time(&facts.payload, &commit, from_git, context))
            .unwrap_or(now);
        let reference = given.get("ref").or(facts.reference.clone());
        let base = given.get("base-branch").or(facts.base_branch.clone());
        Ok(Self {
            committed,
            now,
            created: match args.created {
                Created::Now => now,
                Created::CommitDate => committed,
            },
            short: short(context)?,
            base: base.unwrap_or_default(),
            levels: levels(context),
            from_git,
            evidence: evidence::labels(args, context)?,
            event: given.get("event").unwrap_or(facts.event),
            reference: reference.unwrap_or_default(),
            event_default_branch: facts.default_branch.clone(),
            default_branch: given.get("default-branch").or(facts.default_branch),
            repository: Repository {
                name: given.get("name").or(facts.repository.name),
                url: given.get("url").or(facts.repository.url),
                description: given.get("description").or(facts.repository.description),
                license: given.get("license").or(facts.repository.license),
            },
            commit,
        }
        .without_strange_base())
    }

    /// A base is that of a pushed tag, or of a pull request.
    fn without_strange_base(mut self) -> Self {
        if self.tag().is_none() && self.pull_request().is_none() {
            self.base.clear();
        }
        self
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

/// The commit that was checked out; the pull request's own one where
/// `DOCKER_METADATA_PR_HEAD_SHA` asks for that.
fn commit(facts: &Facts, from_git: bool, context: &Context) -> String {
    const NAME: &str = "DOCKER_METADATA_PR_HEAD_SHA";
    let said = context.env.get(NAME).unwrap_or_default().to_lowercase();
    let wanted = said.contains("true") && facts.event.contains("pull_request") && !from_git;
    let head = facts
        .payload
        .pointer("/pull_request/head/sha")
        .and_then(Value::as_str);
    match head.filter(|_| wanted) {
        Some(head) => head.to_owned(),
        None => facts.commit.clone().unwrap_or_default(),
    }
}

/// When a commit was made: from the event, else from the checkout; the other
/// way round where the facts come from git.
fn commit_time(
    payload: &Value,
    commit: &str,
    from_git: bool,
    context: &Context,
) -> Option<Timestamp> {
    let from_checkout = || {
        let (seconds, _) = Git::discover(&context.dir).ok()?.commit_time(commit)?;
        Timestamp::from_second(seconds).ok()
    };
    match from_git {
        true => from_checkout().or_else(|| told_time(payload, commit)),
        false => told_time(payload, commit).or_else(from_checkout),
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

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::json;

    use super::*;

    /// A change at 2020-01-10T00:30:00Z in a repository of the default branch
    /// `main`.
    pub(crate) fn change(event: &str, reference: &str) -> Change {
        let now = Timestamp::from_second(1_578_616_200).expect("in range");
        Change {
            event: event.to_owned(),
            reference: reference.to_owned(),
            commit: "860c1904a1ce19322e91ac35af1ab07466440c37".to_owned(),
            short: SHORT_COMMIT,
            base: String::new(),
            default_branch: Some("main".to_owned()),
            event_default_branch: None,
            repository: Repository::default(),
            now,
            committed: now,
            created: now,
            levels: vec!["manifest".to_owned()],
            from_git: false,
            evidence: Vec::new(),
        }
    }

    fn context(env: &[(&str, &str)]) -> Context {
        Context {
            env: env.iter().copied().collect(),
            system: System::GitHub,
            dir: std::env::temp_dir(),
            now: 1_578_616_200,
            digests: true,
            verdicts: Vec::new(),
            required: Vec::new(),
            progress: tool::Progress::default(),
        }
    }

    #[test]
    fn some_events_are_always_about_the_default_branch() {
        assert!(change("push", "refs/heads/main").is_default_branch());
        assert!(!change("push", "refs/heads/dev").is_default_branch());
        assert!(!change("pull_request", "refs/pull/7/merge").is_default_branch());
        for event in ["create", "discussion_comment", "issues", "schedule"] {
            assert!(
                change(event, "refs/heads/dev").is_default_branch(),
                "{event}"
            );
            assert!(!change(event, "").is_default_branch(), "{event}");
        }
        assert!(!change("issue_comment", "refs/heads/dev").is_default_branch());
    }

    #[test]
    fn the_short_commit_is_cut_as_javascript_cuts() {
        for (said, expected) in [
            ("0", 0),
            ("7.9", 7),
            ("-3", 0),
            ("0x10", 16),
            ("Infinity", 1000),
        ] {
            let context = context(&[("DOCKER_METADATA_SHORT_SHA_LENGTH", said)]);
            assert_eq!(short(&context).expect(said), expected, "{said}");
        }
        assert_eq!(short(&context(&[])).expect("the default"), 7);
        let bad = short(&context(&[("DOCKER_METADATA_SHORT_SHA_LENGTH", "x")]));
        assert!(bad.is_err());
    }

    #[test]
    fn the_head_of_a_pull_request_on_request() {
        let facts = |event: &str| Facts {
            event: event.to_owned(),
            commit: Some("merge".to_owned()),
            payload: json!({ "pull_request": { "head": { "sha": "head" } } }),
            ..Facts::default()
        };
        let on = context(&[("DOCKER_METADATA_PR_HEAD_SHA", "True")]);
        assert_eq!(commit(&facts("pull_request_target"), false, &on), "head");
        assert_eq!(commit(&facts("push"), false, &on), "merge");
        assert_eq!(commit(&facts("pull_request"), true, &on), "merge");
        let off = context(&[]);
        assert_eq!(commit(&facts("pull_request"), false, &off), "merge");
    }

    #[test]
    fn the_event_knows_when_the_commit_was_made() {
        let payload = json!({
            "commits": [{ "id": "b", "timestamp": "2022-04-19T11:27:24+02:00" }],
            "head_commit": { "id": "c", "timestamp": "2022-04-19T11:27:25+02:00" },
        });
        let seconds =
            |commit| commit_time(&payload, commit, false, &context(&[])).map(Timestamp::as_second);
        assert_eq!(seconds("b"), Some(1_650_360_444));
        assert_eq!(seconds("c"), Some(1_650_360_445));
        assert_eq!(seconds("a"), None);
    }
}
