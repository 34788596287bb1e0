//! What `--safe` and `--lower-case` changed, and what is left to look after.

use std::collections::{BTreeMap, BTreeSet};

use plain::read_as;
use verdict::{Check, Severity, cut};

use crate::args::Safe;
use crate::stamp::{Request, Stamp};
use crate::tags::make::Made;

/// The checks of a stamp whose tags are held to rules; none without rules.
pub(crate) fn safety(request: &Request, stamp: &Stamp) -> Vec<Check> {
    if !request.rules.are_given() {
        return Vec::new();
    }
    let values = values(request, stamp);
    let mut checks = changes(request, &values);
    checks.extend(collisions(&values));
    if request.rules.safe.is_some() {
        checks.extend(yaml_words(stamp));
    }
    checks
}

/// What a tag was made of.
struct Source<'a> {
    tag: String,
    value: &'a str,
    /// The entry, or the flavor.
    by: String,
}

/// The values before they were made tags, and `latest` behind them.
fn values<'a>(request: &'a Request, stamp: &'a Stamp) -> Vec<Source<'a>> {
    let entries = request.entries.iter().zip(&stamp.made);
    let made = entries.filter_map(|(entry, made)| match made {
        Made::Tag { name, value, .. } => Some(Source {
            tag: name.clone(),
            value,
            by: cut(&entry.item.text),
        }),
        Made::Nothing(_) | Made::Doubtful { .. } => None,
    });
    let latest = stamp.latest.as_deref().map(|value| Source {
        tag: request.rules.tag(value),
        value,
        by: "latest of the flavor".to_owned(),
    });
    made.chain(latest).collect()
}

fn changes(request: &Request, values: &[Source<'_>]) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut seen = BTreeSet::new();
    for source in values {
        let mended = request.rules.mend(source.value);
        if mended.reasons.is_empty() || !seen.insert(source.by.as_str()) {
            continue;
        }
        let title = format!(
            "{}: is `{}` and not `{}`",
            mended.reasons.join(", "),
            cut(&mended.tag),
            cut(&mended.before)
        );
        checks.push(Check::pass("safe-tag", title).on(source.by.as_str()));
    }
    if checks.is_empty() && !values.is_empty() {
        let title = match request.rules.safe {
            None => "every tag is in lower case already",
            Some(Safe::Docker) => "every tag is one that registries take",
            Some(Safe::Kubernetes) => "every tag is one that labels of Kubernetes take",
        };
        checks.push(Check::pass("safe-tag", title));
    }
    let warnings = checks.into_iter();
    warnings
        .map(|check| check.severity(Severity::Warning))
        .collect()
}

/// Where two values that differ come to one tag.
fn collisions(values: &[Source<'_>]) -> Vec<Check> {
    let mut firsts: BTreeMap<&str, &Source<'_>> = BTreeMap::new();
    let mut collided = BTreeSet::new();
    let mut checks = Vec::new();
    let check = Check::pass("collides", "no two entries come to one tag");
    let check = check.severity(Severity::Warning);
    for source in values {
        let first = *firsts.entry(&source.tag).or_insert(source);
        if first.value == source.value || !collided.insert(&source.tag) {
            continue;
        }
        let cause = format!(
            "`{}` of `{}` and `{}` of `{}` come to one tag",
            cut(first.value),
            first.by,
            cut(source.value),
            source.by
        );
        let help = "keep them apart by a `prefix` or `suffix`";
        checks.push(check.clone().on(cut(&source.tag)).broken(cause).help(help));
    }
    if checks.is_empty() && !values.is_empty() {
        checks.push(check);
    }
    checks
}

/// Tags that YAML reads as something else than text.
fn yaml_words(stamp: &Stamp) -> Vec<Check> {
    let check = Check::pass("yaml-word", "every tag is a text in YAML too");
    let check = check.severity(Severity::Warning);
    let names: BTreeSet<&String> = stamp.names.iter().collect();
    let words = names
        .into_iter()
        .filter_map(|name| Some((name, read_as(name)?)));
    let mut checks: Vec<Check> = words
        .map(|(name, read)| {
            let cause = format!("without quotes `{}` is read as {read}", cut(name));
            let help = format!(
                "quote it wherever YAML holds it, \"{}\", or give it a `prefix` such as `v`",
                cut(name)
            );
            check.clone().on(cut(name)).broken(cause).help(help)
        })
        .collect();
    if checks.is_empty() && !stamp.names.is_empty() {
        checks.push(check);
    }
    checks
}
