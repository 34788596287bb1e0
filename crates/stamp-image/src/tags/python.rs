//! Versions of Python packages, by PEP 440.

use std::cmp::Ordering;
use std::str::FromStr as _;

use pep440_rs::Version;
use serde_json::{Value, json};

/// A version of a Python package.
#[derive(Clone, Debug)]
pub(crate) struct Python {
    raw: String,
    version: Version,
}

impl Python {
    /// Reads a version; no white space may stand around it.
    pub(crate) fn read(raw: &str) -> Option<Self> {
        if raw.trim() != raw {
            return None;
        }
        let version = Version::from_str(raw).ok()?;
        Some(Self {
            raw: raw.to_owned(),
            version,
        })
    }

    /// Whether it is a plain release: no pre, post or development one.
    pub(crate) fn is_release(&self) -> bool {
        !self.version.any_prerelease() && !self.version.is_post()
    }

    /// Which of two comes first, as PEP 440 orders them.
    pub(crate) fn precedence(&self, other: &Self) -> Ordering {
        self.version.cmp(&other.version)
    }

    /// Its epoch, which stands before everything else.
    pub(crate) fn epoch(&self) -> u64 {
        self.version.epoch()
    }

    /// The whole version: the same text for those that are equal.
    pub(crate) fn whole(&self) -> String {
        let mut release = self.version.release().to_vec();
        while release.len() > 1 && release.last() == Some(&0) {
            release.pop();
        }
        self.version.clone().with_release(release).to_string()
    }

    /// The text as it was read.
    pub(crate) fn raw(&self) -> &str {
        &self.raw
    }

    /// Its normal form.
    pub(crate) fn normal(&self) -> String {
        self.version.to_string()
    }

    /// The names that a pattern may use. Parts that are not written are 0.
    pub(crate) fn names(&self) -> Value {
        let release = self.version.release();
        let part = |at: usize| release.get(at).copied().unwrap_or(0);
        json!({
            "raw": self.raw,
            "version": self.normal(),
            "major": part(0),
            "minor": part(1),
            "patch": part(2),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_forms_of_the_pep() {
        // PEP 440, "Normalization", and packaging 24 for the rest.
        for (text, normal, is_release) in [
            ("1.2", "1.2", true),
            ("v1.1.1", "1.1.1", true),
            ("1.1beta2", "1.1b2", false),
            ("1.0dev4", "1.0.dev4", false),
            ("1.2.3rc2", "1.2.3rc2", false),
            ("1.2-1", "1.2.post1", false),
            ("1!2.0", "1!2.0", true),
            ("1.2.3+Local-1", "1.2.3+local.1", true),
        ] {
            let version = Python::read(text).expect(text);
            assert_eq!(
                (version.normal().as_str(), version.is_release()),
                (normal, is_release),
                "{text}"
            );
        }
        assert!(Python::read("sometag").is_none());
        assert!(Python::read(" 1.0").is_none());
        assert_eq!(Python::read("1").expect("short").names()["minor"], 0);
    }
}
