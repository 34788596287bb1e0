//! What the event does not tell of the repository, asked of its platform's API:
//! only where a token is given, and only if something is missing. The requests
//! need the feature `registry`.

#[cfg(not(feature = "registry"))]
mod absent;
#[cfg(feature = "registry")]
mod ask;

use ci::{Api, Facts};
use jiff::Timestamp;
use tool::Context;
use verdict::{Check, Fault, Severity, cut};

#[cfg(not(feature = "registry"))]
use self::absent::ask;
#[cfg(feature = "registry")]
use self::ask::ask;
use crate::args::{Args, Token};

/// What is known of a change before the API is asked, and behind that.
pub(crate) struct Known {
    /// Facts from a file, the event, the variables, or git.
    pub(crate) facts: Facts,
    /// When the commit was made.
    pub(crate) committed: Option<Timestamp>,
}

/// Completes what is known, and says how that went. Where the API has no answer
/// the facts stay as they are, with a warning; by `--strict` that is a fault.
pub(crate) fn complete(
    known: &mut Known,
    commit: &str,
    args: &Args,
    context: &Context,
) -> Result<Vec<Check>, Fault> {
    // An empty one is what a variable that is not set comes to.
    let token = args
        .token
        .as_ref()
        .filter(|token| !token.secret().is_empty());
    let Some(token) = token else {
        return Ok(Vec::new());
    };
    let before = missing(known, commit);
    if before.is_empty() {
        return Ok(Vec::new());
    }
    let api = context.system.api(&context.env);
    match asked(api.as_ref(), token, known, commit) {
        Ok(()) => Ok(vec![told(&before, &missing(known, commit))]),
        Err(fault) if args.strict => Err(fault),
        Err(fault) => {
            let title = format!("the platform tells {}", before.join(", "));
            let check = Check::pass("platform", title).severity(Severity::Warning);
            let check = check.broken(cut(&fault.message));
            Ok(vec![check.help(fault.help.join("; "))])
        }
    }
}

/// What came of the question.
fn told(before: &[&'static str], behind: &[&'static str]) -> Check {
    let told = before.iter().filter(|name| !behind.contains(name));
    let told: Vec<&str> = told.copied().collect();
    let title = match (told.is_empty(), behind.is_empty()) {
        (true, _) => format!("the platform told nothing of {}", behind.join(", ")),
        (false, true) => format!("the platform told {}", told.join(", ")),
        (false, false) => {
            let (told, behind) = (told.join(", "), behind.join(", "));
            format!("the platform told {told}, and nothing of {behind}")
        }
    };
    Check::pass("platform", title).severity(Severity::Warning)
}

/// What nobody told yet.
fn missing(known: &Known, commit: &str) -> Vec<&'static str> {
    let repository = &known.facts.repository;
    let facts = [
        ("name", repository.name.is_none()),
        ("url", repository.url.is_none()),
        ("description", repository.description.is_none()),
        ("license", repository.license.is_none()),
        ("default-branch", known.facts.default_branch.is_none()),
        (
            "commit-date",
            known.committed.is_none() && !commit.is_empty(),
        ),
    ];
    let missing = facts.into_iter().filter(|(_, missing)| *missing);
    missing.map(|(name, _)| name).collect()
}

/// Asks for what is missing.
fn asked(api: Option<&Api>, token: &Token, known: &mut Known, commit: &str) -> Result<(), Fault> {
    let api = api.ok_or_else(|| {
        Fault::new("there is a token, but no platform whose API is known")
            .help("GitHub, Gitea, GitLab and Bitbucket are asked, from their own pipelines: give the facts by `--facts`, or no token")
    })?;
    if missing(known, commit) != ["commit-date"] {
        let answer = ask(api, token, &api.repository)?;
        let (told, branch) = api.read_repository(&answer);
        let told = told.folded();
        let facts = &mut known.facts;
        facts.default_branch = facts.default_branch.take().or(branch);
        let repository = &mut facts.repository;
        repository.name = repository.name.take().or(told.name);
        repository.url = repository.url.take().or(told.url);
        repository.description = repository.description.take().or(told.description);
        repository.license = repository.license.take().or(told.license);
    }
    if let Some(path) = api.commit(commit).filter(|_| known.committed.is_none()) {
        let answer = ask(api, token, &path)?;
        let date = api.read_commit_date(&answer);
        known.committed = date.and_then(|date| date.parse().ok());
    }
    Ok(())
}

#[cfg(all(test, feature = "registry"))]
mod tests;
