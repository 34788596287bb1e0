//! `--require`: going on only from verdicts that are open and still hold.

use std::path::{Path, PathBuf};

use serde_json::Value;
use verdict::{
    Check, Fault, Location, PREDICATE_TYPE, Place, Required, Severity, Subject, Verdict, cut,
    sha256_of_bytes, sha256_of_file,
};

use crate::Context;
use crate::input::read_text;

/// A required verdict, read and looked at.
pub(crate) struct Requirement {
    pub(crate) verdict: Verdict,
    pub(crate) required: Required,
    /// Whether it is open and holds, as a check of the present run.
    pub(crate) check: Check,
}

/// Whether the tool looks itself at what a verdict judged.
type LooksAt<'a> = &'a dyn Fn(&Subject) -> bool;

/// Reads the required verdicts and checks each against what is there now, but
/// for what the tool looks at itself.
pub(crate) fn read_all(
    paths: &[PathBuf],
    context: &Context,
    looks_at: LooksAt,
) -> Result<Vec<Requirement>, Fault> {
    let read = |path: &PathBuf| read(path, context, looks_at);
    paths.iter().map(read).collect()
}

fn read(path: &Path, context: &Context, looks_at: LooksAt) -> Result<Requirement, Fault> {
    let text = read_text(path)?;
    let name = path.to_string_lossy().into_owned();
    let verdict = parse(&name, &text)?;
    let tool = verdict.predicate.tool.name.clone();
    let title = format!("the gate of {tool} is open for what is here now");
    let check = Check::pass("required-verdict", title)
        .on(&*name)
        .at(Location::file(&*name))
        .observed(verdict.outcome().word());
    let broken = match verdict.predicate.open {
        true if !verdict.is_sound() => {
            Some("its outcome does not follow from its checks".to_owned())
        }
        true => changed(&verdict, context, looks_at),
        false => Some(format!(
            "its outcome is {}, and the gate was closed",
            verdict.outcome().word()
        )),
    };
    let help = format!("run {tool} again on what is here, and go on from its new verdict");
    Ok(Requirement {
        check: match broken {
            Some(cause) => check.broken(cause).help(help),
            None if verdict.subject.is_empty() => check
                .broken("it names no subject, so it may be about anything")
                .help(help),
            None => match elsewhere(&verdict, context, looks_at) {
                Some(subject) => unseen(check, subject),
                None => check,
            },
        },
        required: Required {
            sha256: sha256_of_bytes(text.as_bytes()),
            name,
            tool,
        },
        verdict,
    })
}

fn parse(name: &str, text: &str) -> Result<Verdict, Fault> {
    let advice = "a verdict file is what `--report verdict=PATH` writes";
    let place =
        |error: &serde_json::Error| Place::at_line(name, text, error.line(), error.column());
    let value: Value = serde_json::from_str(text).map_err(|error| {
        Fault::new("a verdict must be JSON")
            .at(place(&error))
            .help(advice)
    })?;
    if value.get("predicateType").and_then(Value::as_str) != Some(PREDICATE_TYPE) {
        return Err(Fault::new(format!("{name} is not a verdict")).help(advice));
    }
    serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        Fault::new(format!("not a verdict of ours: {message}"))
            .at(place(&error))
            .help(advice)
    })
}

/// What has changed since a verdict was reached, if anything has: what it
/// judged, or the policy it judged by.
fn changed(verdict: &Verdict, context: &Context, looks_at: LooksAt) -> Option<String> {
    let subjects = verdict
        .subject
        .iter()
        .filter(|subject| !looks_at(subject))
        .find_map(|subject| why_not(subject, context));
    subjects.or_else(|| {
        let mut policies = verdict.predicate.configuration.iter();
        policies.find_map(|policy| match file_digest(policy, context) {
            // A policy may come from elsewhere; what was judged by it may not.
            Some(now) => differs(policy, &now),
            None => None,
        })
    })
}

/// A subject that holds by its name alone: it lies elsewhere, and the tool does
/// not look at it itself.
fn elsewhere<'a>(
    verdict: &'a Verdict,
    context: &Context,
    looks_at: LooksAt,
) -> Option<&'a Subject> {
    let mut subjects = verdict.subject.iter();
    subjects.find(|subject| {
        subject.is_elsewhere() && !looks_at(subject) && file_digest(subject, context).is_none()
    })
}

fn unseen(check: Check, subject: &Subject) -> Check {
    let cause = format!(
        "it judged `{}`, which lies elsewhere and is not looked at again here",
        cut(&subject.name)
    );
    check
        .severity(Severity::Warning)
        .broken(cause)
        .help("name what you go on with by the version or digest that was judged, not by a name that can move")
}

/// Why a subject is not what is being handled now; none if it is, as far as it
/// can be looked at.
fn why_not(subject: &Subject, context: &Context) -> Option<String> {
    if let Some(commit) = subject.digest.get("gitCommit") {
        let here = commits(context);
        return (!here.contains(commit)).then(|| {
            let now = here.first().map_or("unknown", String::as_str);
            format!("it judged commit {commit}, and the commit here is {now}")
        });
    }
    match file_digest(subject, context) {
        Some(now) => differs(subject, &now),
        None if subject.is_elsewhere() => None,
        None => Some(format!("it judged `{}`, which is not here", subject.name)),
    }
}

fn differs(subject: &Subject, now: &str) -> Option<String> {
    let then = subject.digest.get("sha256").map(String::as_str);
    (then != Some(now)).then(|| format!("`{}` has changed since it was judged", subject.name))
}

/// The digest of the file that a subject names, if it is one: a device or a
/// pipe might never end.
fn file_digest(subject: &Subject, context: &Context) -> Option<String> {
    let path = context.dir.join(&subject.name);
    let file = std::fs::metadata(&path).is_ok_and(|meta| meta.is_file());
    file.then(|| sha256_of_file(&path).ok()).flatten()
}

/// The commit that the CI system names, and the one that is checked out.
fn commits(context: &Context) -> Vec<String> {
    let named = context.facts().ok().and_then(|facts| facts.commit);
    let git = ci::git::Git::discover(&context.dir).ok();
    let head = git.and_then(|git| git.head().1);
    named.into_iter().chain(head).collect()
}
