//! `gate-model promote`: from a verdict that lets a model ship to the alias or
//! the tag that lets it serve.
//!
//! The verdict itself is looked at as `--require` does: it must be open, follow
//! from its checks, and be about what is here. What is added is that it was
//! passed, and reached for the very version that is promoted.

mod alias;
mod args;
mod git_tag;
mod gto;
mod proof;

pub(crate) use args::Args;

use report::Exhibit;
use tool::{Context, Judgement};
use verdict::{Check, Fault, Outcome, Severity, Subject, Verdict};

/// Whether something that was judged is kept by an `MLflow` server.
pub(crate) fn is_of_mlflow(subject: &Subject) -> bool {
    subject.name.starts_with("mlflow:")
}

/// What a registry was told, and what it held before.
struct Promotion {
    checks: Vec<Check>,
    /// The version as its registry writes it.
    version: String,
    /// What leads to it now; none when nothing was set.
    promoted: Option<String>,
    /// The version that it led to before.
    previous: Option<String>,
    /// What was done, for a person.
    done: String,
}

impl Promotion {
    /// One that is not carried out, for these reasons.
    fn refused(checks: Vec<Check>) -> Self {
        Self {
            checks,
            version: String::new(),
            promoted: None,
            previous: None,
            done: String::new(),
        }
    }

    /// The change at a glance.
    fn exhibit(&self, args: &Args) -> Exhibit {
        let header = ["alias", "before", "now", "what was done", "proof"];
        let proof = self.checks.first();
        let proof =
            proof.and_then(|check| check.cause.as_deref().or(check.observed.as_ref()?.as_str()));
        let before = self.previous.as_deref().unwrap_or("none");
        let row = [
            &args.alias,
            before,
            &self.version,
            &self.done,
            proof.unwrap_or_default(),
        ];
        Exhibit::Table {
            title: format!("{}: from version to version", args.model),
            header: header.map(str::to_owned).to_vec(),
            rows: vec![row.map(str::to_owned).to_vec()],
        }
    }
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Judgement, Fault> {
    let verdict = context.verdicts.first().ok_or_else(|| {
        Fault::new("no verdict was given").help("name the file that `--report verdict=PATH` wrote")
    })?;
    let mut checks = vec![lets_ship(verdict, args)];
    let (mut outputs, mut exhibits) = (Vec::new(), Vec::new());
    if is_open(&checks) {
        let promotion = match args.git_tag {
            true => git_tag::promote(args, verdict, context)?,
            false => alias::promote(args, verdict, context)?,
        };
        if is_open(&promotion.checks) {
            exhibits.push(promotion.exhibit(args));
        }
        checks.extend(promotion.checks);
        outputs.extend(promotion.promoted.map(|promoted| ("promoted", promoted)));
        outputs.extend(promotion.previous.map(|old| ("previous-version", old)));
    }
    Ok(Judgement {
        checks,
        // So that what builds on this verdict asks for the same evidence.
        subjects: verdict.subject.clone(),
        outputs,
        exhibits,
        ..Judgement::default()
    })
}

fn is_open(checks: &[Check]) -> bool {
    checks.iter().all(|check| check.outcome.is_open())
}

/// Whether a verdict lets a model ship: an open one may be of another tool, or
/// undecided and let through.
fn lets_ship(verdict: &Verdict, args: &Args) -> Check {
    let outcome = verdict.outcome();
    let check = Check::pass("verdict-lets-ship", "the verdict lets the model ship")
        .on(args.verdict.to_string_lossy())
        .observed(outcome.word())
        .expected(Outcome::Pass.word());
    let tool = &verdict.predicate.tool.name;
    if tool != "gate-model" {
        return check
            .broken(format!("{tool} judged, which looks at no model"))
            .help("name the verdict of gate-model");
    }
    match outcome {
        Outcome::Pass => check,
        Outcome::Warn if args.allow_warnings => check,
        Outcome::Warn => check
            .broken("it warns")
            .help("look at what it warns of; `--allow-warnings` promotes all the same"),
        Outcome::Inconclusive | Outcome::Fail => check
            .broken(format!("its outcome is {}", outcome.word()))
            .help("an option let it through; a model is promoted only when its gates hold"),
    }
}

/// Whether a verdict was reached for a version, by what was found out about
/// that.
fn is_of_version(args: &Args, version: &str, proof: proof::Proof) -> Check {
    let title = format!(
        "the verdict was reached for version {version} of {}",
        args.model
    );
    let check = Check::pass("verdict-is-of-version", title).on(&*args.model);
    match proof {
        proof::Proof::Found(how) => check.observed(how),
        proof::Proof::None(why, help) if args.trust_version => check
            .severity(Severity::Warning)
            .broken(format!("taken on trust: {why}"))
            .help(help),
        proof::Proof::None(why, help) => check.broken(why).help(format!(
            "{help}; `--trust-version` promotes without a proof"
        )),
    }
}

#[cfg(test)]
mod tests;
