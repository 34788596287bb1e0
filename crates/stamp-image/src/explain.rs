//! `explain`: what each entry came to, and why.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use verdict::cut;

use crate::change::Change;
use crate::highest::Standing;
use crate::stamp::{Request, Stamp};
use crate::tags::entry::{Entry, Kind, Remark};
use crate::tags::flavor::Latest;
use crate::tags::make::Made;

/// What each entry came to, and why, in the order that their priorities give.
pub(crate) fn explanation(request: &Request, change: &Change, stamp: &Stamp) -> String {
    let mut text = facts(change);
    let mut seen = BTreeSet::new();
    let mut decided = None;
    for (entry, made) in request.by_priority(&stamp.made) {
        let _ = writeln!(
            text,
            "\n{}\n  priority {}{}",
            cut(&entry.item.text),
            entry.priority,
            if entry.get("priority").is_none() {
                ", that of its type"
            } else {
                ""
            }
        );
        for remark in &entry.remarks {
            let _ = writeln!(text, "  {}", remarked(remark));
        }
        match made {
            Made::Nothing(why) => {
                let _ = writeln!(text, "  makes no tag: {why}");
            }
            Made::Doubtful { cause, help } => {
                let _ = writeln!(text, "  makes no tag: {cause}\n  help: {help}");
            }
            Made::Tag { name, latest, .. } => {
                let place = match (seen.insert(name.clone()), seen.len()) {
                    (true, 1) => ", the version",
                    (true, _) => "",
                    (false, _) => " again, which is given once",
                };
                let _ = writeln!(text, "  makes {}{place}", cut(name));
                let say = of_latest(entry, *latest, request.latest(), decided);
                let _ = writeln!(text, "  {say}");
                let standing = request.standing.as_ref().filter(|_| decided.is_none());
                if let Some(said) = standing.map(Standing::told) {
                    let _ = writeln!(text, "  {said}");
                }
                decided.get_or_insert(*latest);
            }
        }
    }
    let _ = write!(text, "\n{}", ending(request, stamp, decided));
    text
}

fn facts(change: &Change) -> String {
    let or_unknown = |text: &str| match text {
        "" => "not known".to_owned(),
        text => cut(text),
    };
    let mut text = format!(
        "event   {}\nref     {}\ncommit  {}\ndefault branch  {}\n",
        or_unknown(&change.event),
        or_unknown(&change.reference),
        or_unknown(&change.commit),
        or_unknown(change.default_branch.as_deref().unwrap_or_default()),
    );
    if let Some(queue) = &change.merge_queue {
        let (number, base) = (cut(&queue.pull_request), cut(&queue.base_branch));
        let _ = writeln!(
            text,
            "merge queue  of pull request {number} into {base}, with those before it"
        );
    }
    if change.from_fork {
        text.push_str(
            "fork    the change comes from one: its author chose its names, and it has no credentials to push\n",
        );
    }
    text
}

fn remarked(remark: &Remark) -> String {
    match remark {
        Remark::Unknown(key) => format!("`{}` is no attribute, and is passed over", cut(key)),
        Remark::Again(key) => format!("`{}` is said twice: the last one counts", cut(key)),
        Remark::Quotes => "its quotes come to nothing: the field is split at its comma".to_owned(),
    }
}

/// What an entry has to say of `latest`. `decided` is what the first tag said,
/// where this is a later one.
fn of_latest(entry: &Entry, own: bool, flavor: Latest, decided: Option<bool>) -> String {
    let brings = match (own, entry.kind) {
        (true, _) => "its type brings `latest`",
        (false, Kind::Semver) => "a prerelease brings no `latest`",
        (false, Kind::Pep440) => "what is no plain release brings no `latest`",
        (false, _) => "its type brings no `latest`",
    };
    match (flavor, decided) {
        (Latest::Always, _) => "`latest` is given by the flavor: latest=true".to_owned(),
        (Latest::Never, _) if own => "lost `latest`: the flavor says latest=false".to_owned(),
        (Latest::Never, _) => "no `latest`: the flavor says latest=false".to_owned(),
        (Latest::Auto | Latest::Highest, None) => {
            format!("decides on `latest` as the first tag: {brings}")
        }
        (Latest::Auto | Latest::Highest, Some(false)) if own => {
            "lost `latest`: the first tag decides, and brings none".to_owned()
        }
        (Latest::Auto | Latest::Highest, Some(_)) => {
            "no say in `latest`: the first tag decides".to_owned()
        }
    }
}

fn ending(request: &Request, stamp: &Stamp, decided: Option<bool>) -> String {
    let standing = request.standing.as_ref();
    let latest = match (request.latest(), decided) {
        (_, None) => "no entry makes a tag, so there is no version and no `latest`",
        (Latest::Always, _) => "`latest` is given: the flavor says latest=true",
        (Latest::Never, _) => "`latest` is not given: the flavor says latest=false",
        (Latest::Auto | Latest::Highest, Some(true)) => standing
            .and_then(Standing::why_withheld)
            .unwrap_or("`latest` is given: the first tag brings it"),
        (Latest::Auto | Latest::Highest, Some(false)) => {
            "`latest` is not given: the first tag brings none"
        }
    };
    let mut text = format!("{latest}\n");
    for name in &stamp.names {
        let _ = writeln!(text, "  {}", cut(name));
    }
    text
}
