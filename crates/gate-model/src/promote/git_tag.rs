//! Promotion in a git repository: tags as GTO makes them.

use std::path::Path;

use ci::git::{Git, Tag};
use semver::Version;
use tool::Context;
use verdict::{Check, Fault, Subject, Verdict, cut};

use super::gto::{self, What};
use super::proof::Proof;
use super::{Args, Promotion, is_of_version, is_open};

const HELP: &str =
    "judge the metrics that are committed with the version, or judge in a run of that commit";

/// Registers a version where it is not, and assigns the stage to it, if the
/// verdict is of the version's commit.
pub(super) fn promote(
    args: &Args,
    verdict: &Verdict,
    context: &Context,
) -> Result<Promotion, Fault> {
    let version = version(args)?;
    let git = Git::discover(&context.dir)?;
    let history = History::read(&git, &args.model)?;
    let registered = history.commit_of(&version)?;
    let commit = match &registered {
        Some(commit) => commit.clone(),
        None => history.free_head(&git)?,
    };
    let proof = proof(&git, &commit, verdict, context)?;
    let mut checks = vec![is_of_version(args, &format!("v{version}"), proof)];
    if !is_open(&checks) {
        return Ok(Promotion::refused(checks));
    }
    let previous = history.assigned(&args.alias);
    let plan = Plan {
        args,
        version: &version,
        commit: &commit,
        register: registered.is_none(),
        counter: history.last_counter() + 1,
    };
    let carried_out = match &previous {
        Some(tag) if tag.commit == commit => plan.is_so_already(&tag.name),
        _ => plan.carry_out(&git)?,
    };
    let led = carried_out.check.outcome.is_open() && !args.dry_run;
    checks.push(carried_out.check);
    Ok(Promotion {
        checks,
        version: format!("v{version}"),
        promoted: led.then_some(carried_out.tag),
        previous: previous.and_then(|tag| history.version_at(&tag.commit)),
        done: carried_out.done,
    })
}

fn version(args: &Args) -> Result<Version, Fault> {
    if !gto::is_artifact(&args.model) || !gto::is_name(&args.alias) {
        let wrong = match gto::is_artifact(&args.model) {
            true => &args.alias,
            false => &args.model,
        };
        return Err(
            Fault::new(format!("`{}` can't be a name in a tag of GTO", cut(wrong))).help(
                "use letters, digits, `-`, `_` and `/`; it begins and ends with a letter or digit",
            ),
        );
    }
    let text = args.version.strip_prefix('v').unwrap_or(&args.version);
    Version::parse(text).map_err(|error| {
        Fault::new(format!(
            "`{}` is no semantic version: {error}",
            cut(&args.version)
        ))
        .help("write it as 1.2.3; without `--git-tag` a version is a number of MLflow's registry")
    })
}

/// The tags about a model.
struct History {
    model: String,
    tags: Vec<(Tag, gto::Tag)>,
}

impl History {
    fn read(git: &Git, model: &str) -> Result<Self, Fault> {
        let tags = git.tags()?.into_iter();
        Ok(Self {
            model: model.to_owned(),
            tags: tags
                .filter_map(|tag| gto::read(model, &tag.name).map(|read| (tag, read)))
                .collect(),
        })
    }

    /// The commit that a version is registered at; none if it is not.
    fn commit_of(&self, version: &Version) -> Result<Option<String>, Fault> {
        let mut own = self
            .tags
            .iter()
            .filter(|(_, read)| matches!(&read.what, What::Version(known) if known == version));
        if let Some((tag, _)) = own.clone().find(|(_, read)| read.cancels) {
            return Err(Fault::new(format!(
                "version v{version} was taken back by the tag `{}`",
                tag.name
            ))
            .help("register the model under a new version"));
        }
        Ok(own.next().map(|(tag, _)| tag.commit.clone()))
    }

    /// The commit that is checked out, if no other version is registered at
    /// it: GTO takes one for a commit.
    fn free_head(&self, git: &Git) -> Result<String, Fault> {
        let head = git.head().1.ok_or_else(|| {
            Fault::new("the repository has no commit yet").help("commit something first")
        })?;
        match self.version_at(&head) {
            None => Ok(head),
            Some(other) => Err(Fault::new(format!(
                "the commit that is checked out is version {other} of {} already",
                self.model
            ))
            .help("promote that version, or check out the commit of the new one")),
        }
    }

    fn version_at(&self, commit: &str) -> Option<String> {
        self.tags.iter().find_map(|(tag, read)| match &read.what {
            What::Version(version) if tag.commit == commit && !read.cancels => {
                Some(format!("v{version}"))
            }
            _ => None,
        })
    }

    /// The tag that assigned a stage last, if nothing took it back since.
    fn assigned(&self, stage: &str) -> Option<Tag> {
        let own = self
            .tags
            .iter()
            .filter(|(_, read)| matches!(&read.what, What::Stage(known) if known == stage));
        let (tag, read) = own.max_by_key(|(_, read)| read.counter)?;
        (!read.cancels).then(|| tag.clone())
    }

    fn last_counter(&self) -> u64 {
        let counters = self.tags.iter().filter_map(|(_, read)| read.counter);
        counters.max().unwrap_or(0)
    }
}

/// What ties a verdict to a commit: it was reached in a run of that commit, or
/// the commit holds all that was judged.
fn proof(git: &Git, commit: &str, verdict: &Verdict, context: &Context) -> Result<Proof, Fault> {
    let short = commit.get(..12).unwrap_or(commit);
    if verdict.predicate.run.commit.as_deref() == Some(commit) {
        return Ok(Proof::Found(format!(
            "reached in a run of its commit {short}"
        )));
    }
    for Subject { name, .. } in &verdict.subject {
        if git.differs(commit, &context.dir.join(Path::new(name)))? {
            let why = format!(
                "it judged {}, which commit {short} does not hold",
                cut(name)
            );
            return Ok(Proof::None(why, HELP.to_owned()));
        }
    }
    Ok(Proof::Found(format!(
        "its commit {short} holds what was judged"
    )))
}

/// What is to be tagged.
struct Plan<'a> {
    args: &'a Args,
    version: &'a Version,
    commit: &'a str,
    register: bool,
    counter: u64,
}

/// What became of a plan.
struct CarriedOut {
    check: Check,
    /// The tag that assigns the stage.
    tag: String,
    /// What was done, for a person.
    done: String,
}

impl Plan<'_> {
    fn led_by(&self, tag: &str, done: String) -> CarriedOut {
        let (stage, model, version) = (&self.args.alias, &self.args.model, self.version);
        let would = match self.args.dry_run {
            true => "would lead",
            false => "leads",
        };
        let title = format!("the stage {stage} of {model} {would} to version v{version}");
        let check = Check::pass("tag-leads-to-version", title).on(&**stage);
        CarriedOut {
            check: check.observed(tag),
            tag: tag.to_owned(),
            done,
        }
    }

    fn is_so_already(&self, tag: &str) -> CarriedOut {
        self.led_by(tag, format!("nothing: {tag} did so already"))
    }

    /// Makes the tags, and reads back whether they lead to the commit.
    fn carry_out(&self, git: &Git) -> Result<CarriedOut, Fault> {
        let (model, stage, version) = (&self.args.model, &self.args.alias, self.version);
        let mut tags = Vec::new();
        if self.register {
            let message = format!("Registering artifact {model} version v{version}");
            tags.push((gto::registers(model, version), message));
        }
        let assigns = gto::assigns(model, stage, self.counter);
        let message = format!("Assigning stage {stage} to artifact {model} version v{version}");
        tags.push((assigns.clone(), message));
        let names: Vec<&str> = tags.iter().map(|(name, _)| name.as_str()).collect();
        if self.args.dry_run {
            let done = format!("nothing: a dry run; it would make {}", names.join(" and "));
            return Ok(self.led_by(&assigns, done));
        }
        for (name, message) in &tags {
            git.tag(name, self.commit, message)?;
        }
        let made = git.tags()?;
        let is_made = |name: &&str| {
            let mut made = made.iter();
            made.any(|tag| tag.name == *name && tag.commit == self.commit)
        };
        let all = names.iter().all(is_made);
        let push = format!(
            "tags were made; push them: git push origin {}",
            names.join(" ")
        );
        let carried_out = self.led_by(&assigns, push);
        Ok(match all {
            true => carried_out,
            false => CarriedOut {
                check: carried_out.check.broken("the tags are not there after all"),
                ..carried_out
            },
        })
    }
}
