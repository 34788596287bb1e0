//! Which of two versions is the higher one, by the rules of an entry's type.

use std::cmp::Ordering;

use super::entry::{Entry, Kind};
use super::make::Maker;
use super::python::Python;
use super::semantic::Semantic;
use verdict::Fault;

/// A text that an entry takes out of a ref, as the versions that it may be.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// The text.
    pub(crate) text: String,
    /// Whether the entry's `match` found it; without, the whole name is taken.
    is_found: bool,
    version: Version,
    /// What a pattern found and all behind it, which may name further parts of
    /// the version.
    longer: Option<Version>,
}

/// A text, read as a version in one way or either.
#[derive(Clone, Debug)]
struct Version {
    semantic: Option<Semantic>,
    python: Option<Python>,
}

/// How another version stands to one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    /// It is a higher release.
    Higher,
    /// It is a release that is not higher.
    NotHigher,
    /// It is no release, so it can't have `latest` either, or of another part of
    /// a monorepo.
    Aside,
    /// It is no version that the own one can be compared with.
    Unknown,
}

impl Version {
    /// A text, read as entries of a kind read versions: those of the others are
    /// read in either way.
    fn read(kind: Kind, text: &str) -> Self {
        let (semantic, python) = match kind {
            Kind::Semver => (true, false),
            Kind::Pep440 => (false, true),
            _ => (true, true),
        };
        Self {
            semantic: semantic.then(|| Semantic::read(text)).flatten(),
            python: python.then(|| Python::read(text)).flatten(),
        }
    }

    const fn is_any(&self) -> bool {
        self.semantic.is_some() || self.python.is_some()
    }

    fn is_release(&self) -> bool {
        match (&self.semantic, &self.python) {
            (Some(version), _) => !version.is_prerelease(),
            (None, Some(version)) => version.is_release(),
            (None, None) => false,
        }
    }

    /// How another one stands to this one by the order of versions; none where
    /// they can't be compared.
    fn order(&self, other: &Self) -> Option<Ordering> {
        let semantic = self.semantic.as_ref().zip(other.semantic.as_ref());
        let python = self.python.as_ref().zip(other.python.as_ref());
        semantic
            .map(|(own, other)| other.precedence(own))
            .or_else(|| python.map(|(own, other)| other.precedence(own)))
    }
}

impl Named {
    /// What an entry of a kind takes out of a whole name.
    fn read(kind: Kind, text: String, is_found: bool, whole: Option<&str>) -> Self {
        // Slashes and the like stand before it, not behind it.
        let longer = whole.and_then(|whole| whole.get(whole.find(&text)?..));
        Self {
            version: Version::read(kind, &text),
            longer: longer.map(|longer| Version::read(kind, longer)),
            text,
            is_found,
        }
    }

    /// Whether it is a version at all.
    pub(crate) const fn is_version(&self) -> bool {
        self.version.is_any()
    }

    /// Whether it is a version that may have `latest`.
    pub(crate) fn is_release(&self) -> bool {
        self.version.is_release()
    }

    /// How another one stands to this one.
    pub(crate) fn compared(&self, other: &Self) -> Stands {
        let is_of_another_part = self.is_found != other.is_found;
        if is_of_another_part || (other.is_version() && !other.is_release()) {
            return Stands::Aside;
        }
        match self.version.order(&other.version) {
            Some(Ordering::Greater) => Stands::Higher,
            Some(Ordering::Equal) => self.behind(other),
            Some(Ordering::Less) => Stands::NotHigher,
            None => Stands::Unknown,
        }
    }

    /// How another one of an equal text stands to this one: by the parts that a
    /// pattern such as `v(\d+\.\d+)` leaves out.
    fn behind(&self, other: &Self) -> Stands {
        let Some((own, other)) = self.longer.as_ref().zip(other.longer.as_ref()) else {
            return Stands::NotHigher;
        };
        if own.is_release() && other.is_any() && !other.is_release() {
            return Stands::Aside;
        }
        match own.order(other) {
            Some(Ordering::Greater) => Stands::Higher,
            Some(_) => Stands::NotHigher,
            None => Stands::Unknown,
        }
    }
}

impl Maker<'_> {
    /// What an entry takes for a version in the ref at hand; none where it
    /// takes nothing.
    pub(crate) fn named(&self, entry: &Entry) -> Result<Option<Named>, Fault> {
        let text = match entry.kind {
            Kind::Semver | Kind::Pep440 => self.version_part(entry)?,
            Kind::Match => self.matching(entry)?.ok().map(|(text, _)| (text, true)),
            Kind::Tag => self.change.tag().map(|tag| (tag.to_owned(), true)),
            _ => None,
        };
        let Some((text, is_found)) = text else {
            return Ok(None);
        };
        let whole = match entry.kind {
            Kind::Match => self.subject(entry)?,
            _ => None,
        };
        let named = Named::read(entry.kind, text, is_found, whole.as_deref());
        Ok(Some(named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(kind: Kind, own: &str, other: &str) -> Stands {
        let read = |text: &str| Named::read(kind, text.to_owned(), true, None);
        read(own).compared(&read(other))
    }

    #[test]
    fn semantic_versions_by_their_precedence() {
        // https://semver.org/#spec-item-11
        for (own, other, expected) in [
            ("1.9.0", "v1.10.0", Stands::Higher),
            ("v1.10.0", "1.9.0", Stands::NotHigher),
            ("1.0.0", "1.0.0+build", Stands::NotHigher),
            ("1.0.0", "2.0.0-rc.1", Stands::Aside),
            ("1.0.0", "2.0", Stands::Unknown),
            ("1.0.0", "nightly", Stands::Unknown),
        ] {
            assert_eq!(stands(Kind::Semver, own, other), expected, "{own} {other}");
        }
    }

    #[test]
    fn versions_of_python_packages_by_pep_440() {
        // https://peps.python.org/pep-0440/#summary-of-permitted-suffixes-and-relative-ordering
        for (own, other, expected) in [
            ("1.9", "1.10", Stands::Higher),
            ("1.0", "1.0.0", Stands::NotHigher),
            ("2.0", "1!0.1", Stands::Higher),
            ("1.0", "1.1rc1", Stands::Aside),
            ("1.0", "1.0.post1", Stands::Aside),
            ("1.0", "1.1.dev3", Stands::Aside),
            ("1.0", "1.0+local.1", Stands::Higher),
        ] {
            assert_eq!(stands(Kind::Pep440, own, other), expected, "{own} {other}");
        }
    }

    #[test]
    fn what_a_pattern_finds_is_read_in_either_way() {
        for (own, other, expected) in [
            ("1.2.3", "1.3", Stands::Higher),
            ("2024.1", "2024.11", Stands::Higher),
            ("1.2.3", "1.3.0-foo.1", Stands::Aside),
            ("v1.2.3", "v1.2.10", Stands::Higher),
            ("1.2.3", "next", Stands::Unknown),
            ("blue", "1.2.3", Stands::Unknown),
        ] {
            assert_eq!(stands(Kind::Match, own, other), expected, "{own} {other}");
        }
    }
}
