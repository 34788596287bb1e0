//! What there is to say of the entries and refs.

use std::collections::{BTreeMap, BTreeSet};

use report::Exhibit;
use verdict::{Check, Sample, Severity, cut};

use super::taken::{Collision, Taken};
use crate::tags::entry::Kind;
use crate::tags::version::refusal;
use crate::trial::{End, LIMIT};

/// Most rows of a table.
const ROWS: usize = 50;

/// Most pieces of evidence of one check.
const SAMPLES: usize = 10;

/// What there is to say of one entry. `is_safe` says that its tags are held to
/// what registries take.
pub(crate) fn checks_of(taken: &Taken<'_>, target: &str, is_safe: bool) -> Vec<Check> {
    let mut checks = vec![ends(taken)];
    let (refs, count) = (taken.refs.len(), taken.tags().count());
    if matches!(taken.tried.end, End::Done) && refs > 0 {
        checks.push(takes(taken, count));
    }
    if count > 0 {
        checks.push(collides(taken));
    }
    if count > 0 && !is_safe {
        checks.push(refused(taken));
    }
    checks.into_iter().map(|check| check.on(target)).collect()
}

/// Whether it gets over all refs.
fn ends(taken: &Taken<'_>) -> Check {
    let at = taken.stopped_at().map(cut).unwrap_or_default();
    match &taken.tried.end {
        End::Done => Check::pass("works", "works on every ref"),
        End::Fault(fault) => {
            let check = Check::pass("works", "works on every ref");
            let help = fault.help.join("; ");
            check.broken(format!("{fault}, at {at}")).help(help)
        }
        End::OutOfTime => {
            let seconds = LIMIT.as_secs();
            let check = Check::pass(
                "in-time",
                format!("is done with all refs in {seconds} seconds"),
            );
            check
                .undecided(format!("it is not done with {at} in time"))
                .help("a pattern such as `(a+)+` tries again and again: let no repeated part hold another one")
        }
    }
}

fn takes(taken: &Taken<'_>, count: usize) -> Check {
    let what = match taken.entry.kind {
        Kind::Branch => "branches",
        _ => "tags",
    };
    let of = taken.refs.len();
    let check = |title: String| {
        let check = Check::pass("takes-a-ref", title).severity(Severity::Warning);
        check.observed(count)
    };
    if count > 0 {
        check(format!("takes {count} of {of} {what}"))
    } else if taken.is_off() {
        check(format!(
            "takes none of {of} {what}: it is switched off by `enable`"
        ))
    } else {
        check("takes a ref".to_owned())
            .broken(format!("it takes none of {of} {what}"))
            .help("correct its pattern, or take it away")
    }
}

fn collides(taken: &Taken<'_>) -> Check {
    let check = Check::pass("collides", "no two refs come to one image tag");
    if taken.names_the_commit() {
        return Check::pass(
            "collides",
            "no two refs come to one image tag: each names its commit",
        );
    }
    let collisions = taken.collisions();
    let Some(first) = collisions.first() else {
        return check.observed(0);
    };
    let mut check = check
        .observed(collisions.len())
        .broken(in_words(first, collisions.len()))
        .help(apart(taken.entry.kind));
    check.samples = collisions.iter().take(SAMPLES).map(sample).collect();
    check
}

/// How the refs of an entry of a kind are kept apart.
const fn apart(kind: Kind) -> &'static str {
    match kind {
        Kind::Match => {
            "the later one takes the image of the first: let the pattern match the whole version, such as `^v(\\d+\\.\\d+\\.\\d+)$`, and give each part of a monorepo its own entry with a `prefix`"
        }
        Kind::Semver | Kind::Pep440 => {
            "the later one takes the image of the first: let the pattern name what they differ in, and give each part of a monorepo its own entry with `match` and `prefix`"
        }
        _ => {
            "the later one takes the image of the first: rename one of them, since all but letters, digits, `.`, `_` and `-` becomes `-`"
        }
    }
}

fn in_words(first: &Collision<'_>, count: usize) -> String {
    let more = match count - 1 {
        0 => String::new(),
        1 => ", and one more image tag is shared so".to_owned(),
        more => format!(", and {more} more image tags are shared so"),
    };
    format!(
        "{} and {} both come to `{}`{more}",
        cut(first.first),
        cut(first.other),
        cut(first.tag)
    )
}

fn sample(collision: &Collision<'_>) -> Sample {
    Sample {
        value: cut(collision.tag),
        note: Some(format!(
            "{} and {}, of {} refs",
            cut(collision.first),
            cut(collision.other),
            collision.refs
        )),
        ..Sample::default()
    }
}

fn refused(taken: &Taken<'_>) -> Check {
    let check = Check::pass("valid-tag", "every tag is one that registries take");
    let check = check.severity(Severity::Warning);
    let refused: Vec<_> = taken
        .tags()
        .filter_map(|(name, tag)| Some((name, tag, refusal(tag)?)))
        .collect();
    let Some((name, tag, why)) = refused.first() else {
        return check;
    };
    let mut check = check
        .broken(format!("`{}` of {} is refused: {why}", cut(tag), cut(name)))
        .help("make the tags `--safe docker`")
        .observed(refused.len());
    let samples = refused.iter().take(SAMPLES).map(|(name, tag, why)| Sample {
        value: cut(tag),
        note: Some(format!("{}: {why}", cut(name))),
        ..Sample::default()
    });
    check.samples = samples.collect();
    check
}

/// Whether a branch comes to the image tag of a git tag, by whatever entries.
pub(crate) fn branch_or_tag(taken: &[Taken<'_>]) -> Option<Check> {
    let (branches, tags): (Vec<&Taken<'_>>, Vec<_>) = taken
        .iter()
        .partition(|taken| taken.entry.kind == Kind::Branch);
    if branches.is_empty() || tags.is_empty() {
        return None;
    }
    let own: BTreeMap<&str, &str> = branches
        .iter()
        .flat_map(|taken| taken.fixed())
        .map(|(name, tag, _)| (tag, name))
        .collect();
    let of_tags = tags.iter().flat_map(|taken| taken.fixed());
    let mut shared = of_tags.filter_map(|(name, tag, _)| Some((name, tag, *own.get(tag)?)));
    let check = Check::pass("collides", "no branch comes to the image tag of a git tag");
    Some(match shared.next() {
        None => check,
        Some((name, tag, branch)) => check
            .broken(format!(
                "{} and {} both come to `{}`",
                cut(branch),
                cut(name),
                cut(tag)
            ))
            .help("give the branches a `prefix`, such as `type=ref,event=branch,prefix=branch-`"),
    })
}

/// A table of refs and image tags an entry, and one of what no entry takes.
pub(crate) fn exhibits(taken: &[Taken<'_>]) -> Vec<Exhibit> {
    let mut exhibits: Vec<Exhibit> = taken
        .iter()
        .filter(|taken| taken.tags().next().is_some())
        .map(|taken| {
            let rows = taken.tags().map(|(name, tag)| vec![cut(name), cut(tag)]);
            table(cut(&taken.entry.item.text), &["ref", "image tag"], rows)
        })
        .collect();
    let all: BTreeSet<&str> = taken
        .iter()
        .flat_map(|taken| taken.refs.iter().map(String::as_str))
        .collect();
    let some: BTreeSet<&str> = taken
        .iter()
        .flat_map(|taken| taken.tags().map(|(name, _)| name))
        .collect();
    let mut none = all.difference(&some).map(|name| vec![cut(name)]).peekable();
    if none.peek().is_some() {
        exhibits.push(table("Refs that no entry takes".to_owned(), &["ref"], none));
    }
    exhibits
}

/// The first rows, and how many more there are.
fn table(title: String, header: &[&str], mut all: impl Iterator<Item = Vec<String>>) -> Exhibit {
    let mut rows: Vec<Vec<String>> = all.by_ref().take(ROWS).collect();
    let more = all.count();
    if more > 0 {
        let mut last = vec![String::new(); header.len()];
        last[0] = format!("and {more} more");
        rows.push(last);
    }
    Exhibit::Table {
        title,
        header: header.iter().map(|&name| name.to_owned()).collect(),
        rows,
    }
}
