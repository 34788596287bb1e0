//! Where two entries lead two git tags to one image tag.

use std::collections::{BTreeMap, BTreeSet};

use verdict::{Check, Sample, cut};

use super::taken::Taken;
use crate::tags::entry::Kind;
use crate::tags::line::Line;

/// Most pieces of evidence.
const SAMPLES: usize = 10;

/// One way to an image tag: the entry, and what stands around the version in
/// the ref. A git tag that is named itself is of the line of plain versions:
/// `v1` may move along with `v1.2.3`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Way<'a> {
    entry: usize,
    around: (&'a str, &'a str),
    /// The ref, where it is named itself.
    itself: Option<&'a str>,
}

impl<'a> Way<'a> {
    fn of(entry: usize, kind: Kind, name: &'a str, line: &'a Line) -> Self {
        let itself = kind == Kind::Tag;
        Self {
            entry,
            around: match itself {
                true => ("", ""),
                false => line.around(),
            },
            itself: itself.then_some(name),
        }
    }

    /// Whether two entries make one image tag of what differs.
    fn is_apart(&self, other: &Self) -> bool {
        let differs = match (self.itself, other.itself) {
            (Some(own), Some(other)) => own != other,
            _ => self.around != other.around,
        };
        self.entry != other.entry && differs
    }
}

/// Two refs that two entries lead to one image tag.
struct Meeting<'a> {
    tag: &'a str,
    refs: [&'a str; 2],
    entries: [String; 2],
}

/// Whether two entries lead two git tags of different lines to one image tag;
/// none where there are no two entries that take tags.
pub(super) fn between(taken: &[Taken<'_>]) -> Option<Check> {
    let of_tags: Vec<&Taken<'_>> = taken
        .iter()
        .filter(|taken| taken.entry.kind != Kind::Branch && taken.fixed().next().is_some())
        .collect();
    if of_tags.len() < 2 {
        return None;
    }
    let meetings = meetings(&of_tags);
    let check = Check::pass(
        "entries-collide",
        "no two entries lead two git tags to one image tag",
    );
    let Some(first) = meetings.first() else {
        return Some(check.observed(0));
    };
    let [one, other] = first.refs.map(cut);
    let mut check = check
        .observed(meetings.len())
        .broken(format!(
            "{one} by `{}` and {other} by `{}` both come to `{}`",
            first.entries[0],
            first.entries[1],
            cut(first.tag)
        ))
        .help("the later one takes the image of the first: give each entry its own `prefix`");
    check.samples = meetings.iter().take(SAMPLES).map(sample).collect();
    Some(check)
}

fn meetings<'a>(of_tags: &[&'a Taken<'_>]) -> Vec<Meeting<'a>> {
    let mut by_tag: BTreeMap<&str, BTreeMap<Way<'_>, &str>> = BTreeMap::new();
    for (at, taken) in of_tags.iter().enumerate() {
        for (name, tag, line) in taken.fixed() {
            let way = Way::of(at, taken.entry.kind, name, line);
            by_tag.entry(tag).or_default().entry(way).or_insert(name);
        }
    }
    let met = by_tag.into_iter().filter_map(|(tag, ways)| {
        let ([one, other], refs) = first_pair(&ways)?;
        let entry = |way: &Way<'_>| of_tags.get(way.entry).map(|it| cut(&it.entry.item.text));
        Some(Meeting {
            tag,
            refs,
            entries: [entry(one)?, entry(other)?],
        })
    });
    met.collect()
}

/// The first two ways that are apart. Of each other entry at most one way is
/// like a given one, so that the search ends soon where there are two entries.
fn first_pair<'w, 'a>(
    ways: &'w BTreeMap<Way<'a>, &'a str>,
) -> Option<([&'w Way<'a>; 2], [&'a str; 2])> {
    let entries: BTreeSet<usize> = ways.keys().map(|way| way.entry).collect();
    if entries.len() < 2 {
        return None;
    }
    ways.iter().find_map(|(way, name)| {
        let mut others = ways.iter();
        let (other, found) = others.find(|(other, found)| way.is_apart(other) && *found != name)?;
        Some(([way, other], [*name, *found]))
    })
}

fn sample(meeting: &Meeting<'_>) -> Sample {
    let [one, other] = meeting.refs.map(cut);
    Sample {
        value: cut(meeting.tag),
        note: Some(format!(
            "{one} by `{}`, {other} by `{}`",
            meeting.entries[0], meeting.entries[1]
        )),
        ..Sample::default()
    }
}
