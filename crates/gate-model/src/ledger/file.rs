//! The file.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use tool::NewFile;
use verdict::{Fault, Outcome, sha256_of_bytes};

use super::chain::Chain;
use super::entry::VERSION;
use super::lock::Lock;
use super::{Decision, Entry};
use crate::adaptivity::{Adaptivity, Uses};

/// A ledger, held for this run until dropped.
#[derive(Debug)]
pub(crate) struct Ledger {
    path: PathBuf,
    text: String,
    chain: Chain,
    _lock: Lock,
}

impl Ledger {
    /// Waits for other runs, reads the ledger and verifies it. One that is not
    /// there is a new one. At most 64 MiB.
    pub(crate) fn open(path: &Path) -> Result<Self, Fault> {
        if path == Path::new("-") {
            return Err(Fault::new("a ledger can't be standard input")
                .help("name a file that is kept, such as gate.ledger.jsonl"));
        }
        // What a link points to is replaced, not the link.
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if path.is_symlink() || (path.exists() && !path.is_file()) {
            let message = format!("{} is no regular file", path.display());
            return Err(
                Fault::new(message).help("a ledger is a file that is kept beside the policy")
            );
        }
        let lock = Lock::take(&path)?;
        let text = match path.exists() {
            true => tool::read_text(&path)?,
            false => String::new(),
        };
        let chain = Chain::read(&tool::shown(&path), &text)?;
        Ok(Self {
            path,
            text,
            chain,
            _lock: lock,
        })
    }

    /// The digest of the last line, as `--ledger-head` takes it; that of nothing
    /// for a new ledger.
    #[must_use]
    pub(crate) fn head(&self) -> String {
        self.chain.head()
    }

    /// Refuses a ledger that lost what it held when its head was `head`; it may
    /// have grown since.
    pub(crate) fn refuse_shorter_than(&self, head: &str) -> Result<(), Fault> {
        let head = head.trim().to_ascii_lowercase();
        if head.len() != 64 || !head.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let shown = verdict::cut(&head);
            return Err(Fault::new(format!("`{shown}` is no digest of a ledger"))
                .help("give the output `ledger-head` of an earlier run: 64 hexadecimal digits"));
        }
        let mut digests = self.chain.entries.iter().map(|(_, digest)| digest);
        if head == sha256_of_bytes(b"") || digests.any(|digest| *digest == head) {
            return Ok(());
        }
        Err(Fault::new(format!(
            "the ledger {} has {} lines and none of the digest {}…",
            tool::shown(&self.path),
            self.chain.entries.len(),
            &head[..12]
        ))
        .help(
            "its last lines were cut off, or it is another ledger: put back the one that a run \
             left",
        ))
    }

    /// How often the test set decided before this decision. Where it was taken
    /// already, that is before the first time: evidence that is judged again
    /// by the same policy tells nothing new.
    #[must_use]
    pub(crate) fn uses(&self, decision: &Decision, adaptivity: Adaptivity) -> Uses {
        let mut uses = Uses::default();
        for entry in self.of(&decision.holdout) {
            if entry.took(decision) {
                break;
            }
            uses.add(entry.outcome, entry.confidence, adaptivity);
        }
        uses
    }

    /// The decision as it was taken before, if it was.
    #[must_use]
    pub(crate) fn replayed(&self, decision: &Decision) -> Option<&Entry> {
        self.of(&decision.holdout)
            .find(|entry| entry.took(decision))
    }

    /// All decisions of a test set, the first one first.
    pub(super) fn of(&self, holdout: &str) -> impl Iterator<Item = &Entry> {
        let entries = self.chain.entries.iter().map(|(entry, _)| entry);
        entries.filter(move |entry| entry.holdout == holdout)
    }

    /// Adds a decision at a time in seconds since 1970, and writes the ledger
    /// whole. What was decided before, and came to the same, is not added again.
    pub(crate) fn append(
        &mut self,
        decision: &Decision,
        outcome: Outcome,
        confidence: f64,
        now: i64,
    ) -> Result<(), Fault> {
        let same = self.replayed(decision);
        if same.is_some_and(|entry| entry.outcome == outcome) {
            return Ok(());
        }
        let decision = decision.clone();
        let entry = Entry {
            version: VERSION,
            time: Timestamp::from_second(now).unwrap_or_default().to_string(),
            holdout: decision.holdout,
            policy: decision.policy,
            candidate: decision.candidate,
            baseline: decision.baseline,
            outcome,
            confidence,
            previous: self.head(),
        };
        let line = entry.line();
        let text = format!("{}{line}\n", self.text);
        NewFile::whole(&self.path, &text)?;
        self.text = text;
        self.chain.push(entry, &line);
        Ok(())
    }
}

impl Uses {
    /// One decision more. Whoever learns from all decisions could have made as
    /// many models of the next as there are ways that the answers can go.
    pub(super) fn add(&mut self, outcome: Outcome, confidence: f64, adaptivity: Adaptivity) {
        let ways = match adaptivity {
            Adaptivity::Full => (self.count as f64).exp2(),
            Adaptivity::None | Adaptivity::FirstChange => 1.0,
        };
        self.risk = (self.risk + ways * (1.0 - confidence)).min(1.0);
        self.count += 1;
        // What is undecided may ship where the user says so.
        self.passed |= outcome != Outcome::Fail;
    }
}

#[cfg(test)]
mod tests;
