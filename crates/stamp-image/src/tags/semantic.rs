//! Semantic versions, as strict as node-semver has them.

use std::cmp::Ordering;

use serde_json::{Value, json};

/// Largest part of a version: what JavaScript can count exactly.
const LARGEST: u64 = (1 << 53) - 1;

/// Longest version, in characters.
const LONGEST: usize = 256;

/// A semantic version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Semantic {
    raw: String,
    version: semver::Version,
}

impl Semantic {
    /// Reads a version; a `v` may stand before it.
    pub(crate) fn read(raw: &str) -> Option<Self> {
        let text = raw.trim();
        if raw.chars().count() > LONGEST {
            return None;
        }
        let version = semver::Version::parse(text.strip_prefix('v').unwrap_or(text)).ok()?;
        let parts = [version.major, version.minor, version.patch];
        let countable = parts.into_iter().all(|part| part <= LARGEST);
        countable.then(|| Self {
            raw: raw.to_owned(),
            version,
        })
    }

    /// Whether it comes before a release.
    pub(crate) fn is_prerelease(&self) -> bool {
        !self.version.pre.is_empty()
    }

    /// Which of two comes first; build metadata has no say.
    pub(crate) fn precedence(&self, other: &Self) -> Ordering {
        self.version.cmp_precedence(&other.version)
    }

    /// The whole version, build metadata and all.
    pub(crate) fn whole(&self) -> String {
        self.version.to_string()
    }

    /// The names that a pattern may use.
    pub(crate) fn names(&self) -> Value {
        let semver::Version {
            major,
            minor,
            patch,
            ..
        } = self.version;
        let split = |text: &str| -> Vec<String> {
            let parts = text.split('.').filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect()
        };
        let release = semver::Version {
            build: semver::BuildMetadata::EMPTY,
            ..self.version.clone()
        };
        json!({
            "raw": self.raw,
            "version": release.to_string(),
            "major": major,
            "minor": minor,
            "patch": patch,
            "prerelease": split(self.version.pre.as_str()),
            "build": split(self.version.build.as_str()),
            "loose": true,
            "includePrerelease": false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_strict_as_node_semver() {
        // As `semver.valid(text)` answers, package semver 7.
        for text in [
            "1.2.3",
            "v1.2.3",
            "1.2.3-rc.1+a.b",
            " 1.2.3 ",
            "9007199254740991.0.0",
            "1.0.0--",
        ] {
            assert!(Semantic::read(text).is_some(), "{text}");
        }
        for text in [
            "V1.2.3",
            "=v1.2.3",
            "vv1.2.3",
            "1.2",
            "1.2.3.4",
            "01.2.3",
            "1.2.3-01",
            "9007199254740992.0.0",
            "release-1.2.3",
            "1.2.3+",
            "",
        ] {
            assert!(Semantic::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn version_drops_what_raw_keeps() {
        let names = Semantic::read("v1.2.3-rc.1+a.b")
            .expect("a version")
            .names();
        assert_eq!(names["version"], "1.2.3-rc.1");
        assert_eq!(names["raw"], "v1.2.3-rc.1+a.b");
        assert_eq!(names["build"], json!(["a", "b"]));
    }
}
