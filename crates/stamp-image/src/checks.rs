//! What there is to say of a stamp: a check an entry, and those of the whole.

use std::collections::BTreeSet;

use verdict::{Check, Severity, cut};

use crate::highest::Standing;
use crate::safety::safety;
use crate::stamp::{Request, Stamp};
use crate::tags::entry::{Entry, Remark, near};
use crate::tags::make::Made;
use crate::tags::version::refusal;

/// Every check of a stamp. `quirky` is the stamp that docker/metadata-action
/// would make, where that may be another one.
pub(crate) fn checks(request: &Request, stamp: &Stamp, quirky: Option<&Stamp>) -> Vec<Check> {
    let mut seen = BTreeSet::new();
    let mut checks: Vec<Check> = Vec::new();
    for (entry, made) in request.entries.iter().zip(&stamp.made) {
        let mut check = entry_check(entry, made);
        // Two entries of one text need two names.
        if !seen.insert(check.target.clone()) {
            let line = request.block.line(&entry.item);
            check.target = check.target.map(|target| format!("{target} (line {line})"));
        }
        let remarks = entry
            .remarks
            .iter()
            .map(|it| remark(it, check.target.as_deref().unwrap_or_default()));
        let remarks: Vec<Check> = remarks.collect();
        checks.push(check);
        checks.extend(remarks);
    }
    checks.extend(
        quirky
            .into_iter()
            .flat_map(|quirky| changed(request, stamp, quirky)),
    );
    checks.push(any_tag(stamp));
    if request.rules.safe.is_none() {
        checks.extend(valid_tags(stamp));
    }
    checks.extend(safety(request, stamp));
    checks.extend(request.standing.as_ref().and_then(Standing::check));
    checks.extend(stamp.dropped.iter().map(no_label));
    checks.extend(stamp.unknown_zones.iter().map(|zone| unknown_zone(zone)));
    checks
}

fn entry_check(entry: &Entry, made: &Made) -> Check {
    let text = cut(&entry.item.text);
    let (title, observed) = match made {
        Made::Tag { name, .. } => (format!("makes {}", cut(name)), Some(name)),
        Made::Nothing(why) => (format!("makes no tag here: {why}"), None),
        Made::Doubtful { .. } => ("makes a tag".to_owned(), None),
    };
    let mut check = Check::pass("entry", title)
        .on(text)
        .severity(Severity::Warning);
    if let Some(name) = observed {
        check = check.observed(cut(name));
    }
    match made {
        Made::Doubtful { cause, help } => check.broken(cause).help(help),
        Made::Tag { .. } | Made::Nothing(_) => check,
    }
}

/// What docker/metadata-action passes over in silence.
pub(crate) fn remark(remark: &Remark, target: &str) -> Check {
    let (id, title, cause, help) = match remark {
        Remark::Unknown(key) => (
            "attribute",
            "every attribute is known",
            format!("`{}` is no attribute of a tag entry", cut(key)),
            match near(key) {
                Some(near) => format!("did you mean `{near}`? With `--strict` this is a fault"),
                None => "with `--strict` this is a fault".to_owned(),
            },
        ),
        Remark::Again(key) => (
            "attribute-once",
            "every attribute is said once",
            format!("`{}` is said twice: the last one counts", cut(key)),
            "take the others away; a field without `=` is the `value`".to_owned(),
        ),
        Remark::Quotes => (
            "quotes",
            "quotes hold fields together",
            "its quotes come to nothing: the field is split at its comma".to_owned(),
            "quote the whole entry too, and double the quotes within: `\"type=raw,\"\"value=a,b\"\"\"`".to_owned(),
        ),
    };
    let check = Check::pass(id, title)
        .on(target)
        .severity(Severity::Warning);
    check.broken(cause).help(help)
}

/// Where a strict stamp is another one than docker/metadata-action's.
fn changed(request: &Request, stamp: &Stamp, quirky: &Stamp) -> Vec<Check> {
    let say = |target: &str, now: &str, then: &str| {
        let title = format!("is {} and not {}, by --strict", shown(now), shown(then));
        Check::pass("changed", title)
            .on(cut(target))
            .severity(Severity::Warning)
    };
    let mut checks = Vec::new();
    let both = stamp.made.iter().zip(&quirky.made);
    for (entry, (now, then)) in request.entries.iter().zip(both) {
        let (now, then) = (now.name().unwrap_or(""), then.name().unwrap_or(""));
        if now != then {
            checks.push(say(&entry.item.text, now, then));
        }
    }
    let (now, then) = (stamp.names.join(", "), quirky.names.join(", "));
    if checks.is_empty() && now != then {
        checks.push(say("tags", &now, &then));
    }
    for ((key, now), (_, then)) in stamp.labels.iter().zip(&quirky.labels) {
        if now != then && !key.ends_with(".version") {
            checks.push(say(key, now, then));
        }
    }
    checks
}

fn shown(text: &str) -> String {
    match text {
        "" => "nothing".to_owned(),
        text => format!("`{}`", cut(text)),
    }
}

fn any_tag(stamp: &Stamp) -> Check {
    let check = Check::pass("any-tag", "there is a tag for this change")
        .severity(Severity::Warning)
        .observed(stamp.names.len());
    if stamp.names.is_empty() {
        check
            .broken("no entry makes a tag here, so there is no version")
            .help("add an entry that always makes one, such as `type=sha`, or run this step only where one does")
    } else {
        check
    }
}

fn valid_tags(stamp: &Stamp) -> Vec<Check> {
    let refused = stamp.names.iter().filter_map(|name| {
        let check = Check::pass("valid-tag", "every tag is one that registries take").on(cut(name));
        // The image tools refuse it anyway; docker/metadata-action gives it out.
        let check = check.observed(cut(name)).severity(Severity::Warning);
        Some(check.broken(refusal(name)?).help(
            "registries take at most 128 characters and no `.` or `-` at the start: set a `prefix`, or cut the name with `type=match`",
        ))
    });
    // A tag may stand there twice, and two long ones may begin alike.
    let mut seen = BTreeSet::new();
    let mut checks: Vec<Check> = refused
        .filter(|check| seen.insert(check.target.clone()))
        .collect();
    if checks.is_empty() && !stamp.names.is_empty() {
        let check = Check::pass("valid-tag", "every tag is one that registries take");
        checks.push(check.severity(Severity::Warning));
    }
    checks
}

fn no_label((option, text): &(&'static str, String)) -> Check {
    Check::pass("label", format!("every line of {option} is `key=value`"))
        .on(cut(text))
        .severity(Severity::Warning)
        .broken("the line has no `=`, and is left out")
        .help("write `key=` for an empty value")
}

fn unknown_zone(zone: &str) -> Check {
    Check::pass("time-zone", "every time zone is known")
        .on(cut(zone))
        .severity(Severity::Warning)
        .broken("there is no time zone of that name, so UTC is taken")
        .help("use a name of the tz database, such as `Europe/Berlin`")
}
