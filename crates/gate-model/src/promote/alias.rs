//! Promotion in `MLflow`'s registry: an alias.

use mlflow::{Server, Version};
use tool::Context;
use verdict::{Check, Fault, Verdict, cut};

use super::{Args, Promotion, is_of_version, is_open, proof};

/// Lets an alias lead to a version, if the verdict is of that version and was
/// compared with the one that the alias leads to.
pub(super) fn promote(
    args: &Args,
    verdict: &Verdict,
    context: &Context,
) -> Result<Promotion, Fault> {
    let get = |name: &str| context.env.own(name);
    let server = match &args.server {
        Some(address) => Server::at(address, &get)?,
        None => Server::from_env(&get)?,
    };
    let version = version(&server, args)?;
    let before = server.alias(&args.model, &args.alias)?;
    let proof = proof::of_version(&server, &version, verdict, &context.dir.join(&args.verdict))?;
    let mut checks = vec![is_of_version(args, &args.version, proof)];
    checks.extend(compared_with_current(args, verdict, version.number, before));
    if !is_open(&checks) {
        return Ok(Promotion::refused(checks));
    }
    let (check, done) = lead(&server, args, version.number, before)?;
    let led = check.outcome.is_open() && !args.dry_run;
    checks.push(check);
    Ok(Promotion {
        checks,
        version: version.number.to_string(),
        promoted: led.then(|| format!("models:/{}@{}", args.model, args.alias)),
        previous: before.map(|number| number.to_string()),
        done: done.to_owned(),
    })
}

fn version(server: &Server, args: &Args) -> Result<Version, Fault> {
    let shown = cut(&args.version);
    let number = args.version.parse().ok().filter(|number| *number > 0);
    let number = number.ok_or_else(|| {
        Fault::new(format!("`{shown}` is no number of a model version"))
            .help("MLflow counts versions from 1; for a version such as 1.2.3 add `--git-tag`")
    })?;
    let version = server.version(&args.model, number)?.ok_or_else(|| {
        let model = cut(&args.model);
        Fault::new(format!(
            "{} has no version {number} of a model `{model}`",
            server.name()
        ))
        .help("register the model first, and name the version that the registry gave it")
    })?;
    match version.status.as_deref() {
        None | Some("READY") => Ok(version),
        Some(status) => Err(Fault::new(format!(
            "version {number} of the model `{}` is not ready: {}",
            cut(&args.model),
            cut(status)
        ))
        .help("wait until it is registered, or register it again")),
    }
}

/// Whether the model that the verdict compared with is the one whose place is
/// taken. None: it was not compared with what the alias led to.
fn compared_with_current(
    args: &Args,
    verdict: &Verdict,
    number: u64,
    before: Option<u64>,
) -> Option<Check> {
    let start = format!("mlflow:models:/{}@{} (version ", args.model, args.alias);
    let baselines = verdict.predicate.configuration.iter();
    let mut compared = baselines.filter_map(|baseline| {
        let rest = baseline.name.strip_prefix(&start)?;
        rest.split(',').next()?.parse::<u64>().ok()
    });
    let compared = compared.next()?;
    let title = format!(
        "the verdict compares with the version that {} leads to",
        args.alias
    );
    let check = Check::pass("baseline-is-current", title)
        .on(&*args.alias)
        .observed(compared);
    Some(match before {
        Some(now) if now == compared || now == number => check.expected(now),
        Some(now) => check
            .expected(now)
            .broken(format!(
                "it compares with version {compared}, and another one took its place: version {now}"
            ))
            .help("run gate-model again, so that it compares with the version that leads now"),
        None => check
            .broken(format!(
                "it compares with version {compared}, and the alias is gone"
            ))
            .help("find out who took the alias away, and run gate-model again"),
    })
}

/// Lets the alias lead to the version, reads back whether it does, and says
/// what was done. The registry can't compare and set: what happens between two
/// readings is found out afterwards.
fn lead(
    server: &Server,
    args: &Args,
    number: u64,
    before: Option<u64>,
) -> Result<(Check, &'static str), Fault> {
    let (model, alias) = (&args.model, &args.alias);
    let would = if args.dry_run { "would lead" } else { "leads" };
    let title = format!("the alias {alias} of {model} {would} to version {number}");
    let check = Check::pass("alias-leads-to-version", title).on(&**alias);
    let check = check.observed(number).expected(number);
    if before == Some(number) {
        return Ok((check, "nothing: it was so already"));
    }
    if args.dry_run {
        return Ok((check, "nothing: a dry run"));
    }
    let meanwhile = |now: Option<u64>| {
        let to = now.map_or_else(|| "no version".to_owned(), |now| format!("version {now}"));
        let why = format!("somebody else set the alias meanwhile: it leads to {to}");
        let help = "look who else promotes, let one job at a time do so, and run gate-model again";
        (check.clone().observed(now).broken(why).help(help), "")
    };
    let now = server.alias(model, alias)?;
    if now != before {
        return Ok(meanwhile(now));
    }
    server.set_alias(model, alias, number)?;
    let after = server.alias(model, alias)?;
    Ok(match after == Some(number) {
        true => (check, "the alias was set, and read back"),
        false => meanwhile(after),
    })
}
