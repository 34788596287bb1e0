//! Which image tags may move from ref to ref, and which may not.
//!
//! `{{major}}.{{minor}}` of 1.2.3 and 1.2.4 both come to `1.2`, as they should;
//! `\d.\d.\d` of 1.1.1 and 1.1.10 both come to `1.1.1`, as they should not. What
//! tells them apart is what the entry sets out to name: two refs may share an
//! image tag if they are of one line of versions, and don't differ in a part
//! that the entry names.

use verdict::Fault;

use super::entry::{Entry, Kind};
use super::make::Maker;
use super::python::Python;
use super::semantic::Semantic;

/// What two refs must have in common to share an image tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// What stands before the version in the ref, without a `v`.
    before: String,
    /// What stands behind it.
    after: String,
    /// The parts of the version that the entry names.
    version: String,
}

impl Line {
    /// What stands before and behind the version in the ref.
    pub(crate) fn around(&self) -> (&str, &str) {
        (&self.before, &self.after)
    }
}

/// Which parts of a version a pattern names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parts([bool; 3]);

/// A version, and three that differ from it in one part each.
const PROBES: [&str; 4] = ["101.202.303", "909.202.303", "101.909.303", "101.202.909"];

impl Maker<'_> {
    /// The parts of a version that an entry's pattern names: those that change
    /// what it makes. For other kinds of entries all.
    pub(crate) fn parts(&self, entry: &Entry) -> Result<Parts, Fault> {
        let read = |probe: &str| match entry.kind {
            Kind::Semver => Semantic::read(probe).map(|version| version.names()),
            Kind::Pep440 => Python::read(probe).map(|version| version.names()),
            _ => None,
        };
        let pattern = entry.get("pattern").unwrap_or_default();
        let mut made = Vec::new();
        for names in PROBES.iter().filter_map(|probe| read(probe)) {
            made.push(self.rendered_by(&self.templates.over(names), entry, pattern)?);
        }
        let changes = |at: usize| made.get(at) != made.first() || made.is_empty();
        Ok(Parts([changes(1), changes(2), changes(3)]))
    }

    /// The line that the ref at hand is of. None where the entry finds no
    /// version in it.
    pub(crate) fn line(&self, entry: &Entry, parts: Parts) -> Result<Option<Line>, Fault> {
        let Some(whole) = self.subject_of(entry)? else {
            return Ok(None);
        };
        let (part, version) = match entry.kind {
            Kind::Semver | Kind::Pep440 => {
                let Some(part) = self.version_subject(entry)? else {
                    return Ok(None);
                };
                let version = match entry.kind {
                    Kind::Semver => {
                        Semantic::read(&part).map(|version| parts.of_semantic(&version))
                    }
                    _ => Python::read(&part).map(|version| parts.of_python(&version)),
                };
                (part, version)
            }
            Kind::Match => match self.matching(entry)? {
                Ok((part, _)) => (part, Some(String::new())),
                Err(_) => return Ok(None),
            },
            // The ref itself is named: no other one may have its tag.
            _ => (String::new(), Some(whole.clone())),
        };
        let (before, after) = around(&whole, &part);
        Ok(version.map(|version| Line {
            before: before.trim_end_matches(['v', 'V']).to_owned(),
            after: match entry.kind {
                Kind::Match => without_further_parts(after).to_owned(),
                _ => after.to_owned(),
            },
            version,
        }))
    }

    fn subject_of(&self, entry: &Entry) -> Result<Option<String>, Fault> {
        match entry.kind {
            Kind::Branch => Ok(self.change.branch().map(str::to_owned)),
            Kind::Tag => Ok(self.change.tag().map(str::to_owned)),
            _ => self.subject(entry),
        }
    }
}

/// What stands before and behind a part of a text; slashes may have become
/// dashes in the part.
fn around<'a>(whole: &'a str, part: &str) -> (&'a str, &'a str) {
    let at = whole
        .find(part)
        .or_else(|| whole.replace('/', "-").find(part));
    let cut = |at: usize| Some((whole.get(..at)?, whole.get(at + part.len()..)?));
    at.and_then(cut).unwrap_or((whole, ""))
}

/// What is left when `.4` and the like are taken from its start: the parts of
/// the version that a pattern leaves out, as `v(\d+\.\d+)` does. A digit alone
/// is no part, but the rest of one.
fn without_further_parts(after: &str) -> &str {
    let part = after.strip_prefix('.').map(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (digits, rest.get(digits..).unwrap_or_default())
    });
    match part {
        Some((1.., rest)) => without_further_parts(rest),
        _ => after,
    }
}

impl Parts {
    /// Whether no part is left out.
    pub(crate) fn are_all(self) -> bool {
        self.0 == [true; 3]
    }

    /// What the pattern names of a semantic version: the whole of a prerelease,
    /// and where it names every part.
    fn of_semantic(self, version: &Semantic) -> String {
        match version.is_prerelease() || self.are_all() {
            true => version.whole(),
            false => self.named(&version.names()),
        }
    }

    fn of_python(self, version: &Python) -> String {
        match !version.is_release() || self.are_all() {
            true => version.whole(),
            false => format!("{}!{}", version.epoch(), self.named(&version.names())),
        }
    }

    fn named(self, names: &serde_json::Value) -> String {
        let parts = ["major", "minor", "patch"].into_iter().zip(self.0);
        let said = parts.map(|(name, is_named)| match is_named {
            true => names[name].to_string(),
            false => String::new(),
        });
        said.collect::<Vec<_>>().join(".")
    }
}
