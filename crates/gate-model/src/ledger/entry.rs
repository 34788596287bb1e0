//! One decision, and the line that holds it.

use serde::{Deserialize, Serialize};
use verdict::{Outcome, sha256_of_bytes};

/// The version of the lines that are written.
pub(super) const VERSION: u32 = 1;

/// What was decided by what, in SHA-256 digests (lower-case hexadecimal).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    /// Of the test set: its examples with their labels, whatever the models say
    /// of them.
    pub holdout: String,
    /// Of the policy.
    pub policy: String,
    /// Of the candidate's evidence.
    pub candidate: String,
    /// Of the baseline's, if there is one.
    pub baseline: Option<String>,
}

/// A decision as the ledger has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Entry {
    /// The version of the format: 1.
    pub version: u32,
    /// When, as RFC 3339 has it, in UTC.
    pub time: String,
    /// See [`Decision::holdout`].
    pub holdout: String,
    /// See [`Decision::policy`].
    pub policy: String,
    /// See [`Decision::candidate`].
    pub candidate: String,
    /// See [`Decision::baseline`].
    pub baseline: Option<String>,
    /// What it came to.
    pub outcome: Outcome,
    /// How sure this decision had to be, within 0 to 1.
    pub confidence: f64,
    /// The digest of the line before.
    pub previous: String,
}

impl Entry {
    /// Whether it took that decision.
    pub(super) fn took(&self, decision: &Decision) -> bool {
        self.holdout == decision.holdout
            && self.policy == decision.policy
            && self.candidate == decision.candidate
            && self.baseline == decision.baseline
    }

    /// Its line, without the end: the entry with its own digest.
    pub(super) fn line(&self) -> String {
        let mut text = serde_json::to_string(self).unwrap_or_default();
        text.pop();
        let digest = sha256_of_bytes(text.as_bytes());
        format!("{text}{DIGEST}{digest}{END}")
    }

    /// Reads a line; the words say what is wrong with it.
    pub(super) fn of_line(line: &str) -> Result<Self, String> {
        let cut = line.len().checked_sub(DIGEST.len() + 64 + END.len());
        let (text, digest) = cut
            .and_then(|cut| line.split_at_checked(cut))
            .ok_or("it is no line of a ledger")?;
        let digest = digest
            .strip_prefix(DIGEST)
            .and_then(|digest| digest.strip_suffix(END))
            .ok_or("it does not end in its digest")?;
        if digest != sha256_of_bytes(text.as_bytes()) {
            return Err("it was changed: its digest is another".to_owned());
        }
        let entry: Self = serde_json::from_str(&format!("{text}}}"))
            .map_err(|_| "it is of a form that this version doesn't know".to_owned())?;
        match entry.version == VERSION && (0.0..=1.0).contains(&entry.confidence) {
            true => Ok(entry),
            false => Err("it is of a form that this version doesn't know".to_owned()),
        }
    }
}

/// What stands before and after a line's own digest.
const DIGEST: &str = ",\"digest\":\"";
const END: &str = "\"}";
