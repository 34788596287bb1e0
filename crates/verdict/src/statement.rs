//! The verdict file: an in-toto Statement about what was judged.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Check, Outcome, Subject};

/// The `_type` of every verdict.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// The `predicateType` of every verdict: in-toto's own, whose fields
/// [`Predicate`] extends.
pub const PREDICATE_TYPE: &str = "https://in-toto.io/attestation/test-result/v0.1";

/// What a tool says of its subjects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// Always [`STATEMENT_TYPE`].
    #[serde(rename = "_type")]
    pub statement_type: String,
    /// What was judged.
    pub subject: Vec<Subject>,
    /// Always [`PREDICATE_TYPE`].
    pub predicate_type: String,
    /// What was found.
    pub predicate: Predicate,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Predicate {
    /// The outcome in the words of the test-result predicate.
    pub result: TestResult,
    /// The outcome in our four words.
    pub outcome: Outcome,
    /// Whether later tools may build on it: the outcome as the run's own
    /// options bend it. A run that only reports opens nothing.
    pub open: bool,
    /// The policy, by name and digest; empty where a tool has none.
    pub configuration: Vec<Subject>,
    /// Names of the checks that passed.
    pub passed_tests: Vec<String>,
    /// Names of the checks that warned.
    pub warned_tests: Vec<String>,
    /// Names of the checks that failed or could not be decided.
    pub failed_tests: Vec<String>,
    /// Every check.
    pub checks: Vec<Check>,
    /// The tool that judged.
    pub tool: Tool,
    /// The run it judged in.
    pub run: Run,
    /// The verdicts it built on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<Required>,
}

/// The outcome in the words of the test-result predicate. An undecided run is
/// `FAILED` there: a reader that knows no third word must not take it for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum TestResult {
    /// Every rule holds.
    Passed,
    /// Only rules of severity `warning` were broken.
    Warned,
    /// A rule of severity `error` was broken, or the evidence can't decide.
    Failed,
}

impl From<Outcome> for TestResult {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Pass => Self::Passed,
            Outcome::Warn => Self::Warned,
            Outcome::Inconclusive | Outcome::Fail => Self::Failed,
        }
    }
}

/// The tool that judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Its name, such as `gate-model`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The run it judged in. The same run says the same of the same evidence, but
/// for `time`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Run {
    /// When, in RFC 3339, UTC; `SOURCE_DATE_EPOCH` where that is set.
    pub time: String,
    /// The CI system, such as `github`; none outside of CI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ci: Option<String>,
    /// The address of the run's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The commit that was checked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
}

/// A verdict that this one built on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Required {
    /// Path of the verdict file.
    pub name: String,
    /// The tool that judged there.
    pub tool: String,
    /// SHA-256 of the verdict file.
    pub sha256: String,
}

impl Verdict {
    /// The verdict of checks on subjects. The outcome is the worst check's.
    #[must_use]
    pub fn new(tool: Tool, run: Run, mut subject: Vec<Subject>, checks: Vec<Check>) -> Self {
        subject.sort();
        subject.dedup();
        let outcome = Outcome::worst(checks.iter().map(|check| check.outcome));
        let named = |wanted: &[Outcome]| -> Vec<String> {
            let with = checks.iter().filter(|c| wanted.contains(&c.outcome));
            with.map(Check::name).collect()
        };
        Self {
            statement_type: STATEMENT_TYPE.to_owned(),
            subject,
            predicate_type: PREDICATE_TYPE.to_owned(),
            predicate: Predicate {
                result: outcome.into(),
                outcome,
                open: outcome.is_open(),
                configuration: Vec::new(),
                passed_tests: named(&[Outcome::Pass]),
                warned_tests: named(&[Outcome::Warn]),
                failed_tests: named(&[Outcome::Inconclusive, Outcome::Fail]),
                checks,
                tool,
                run,
                requires: Vec::new(),
            },
        }
    }

    /// What the run came to.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.predicate.outcome
    }

    /// Whether it is a verdict of ours, and its outcome follows from its checks.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let checks = &self.predicate.checks;
        self.statement_type == STATEMENT_TYPE
            && self.predicate_type == PREDICATE_TYPE
            && !checks.is_empty()
            && self.outcome() == Outcome::worst(checks.iter().map(|check| check.outcome))
            && self.predicate.result == TestResult::from(self.outcome())
    }

    /// How many checks came to an outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        let checks = self.predicate.checks.iter();
        checks.filter(|check| check.outcome == outcome).count()
    }

    /// The checks, the worst first, in their own order otherwise.
    #[must_use]
    pub fn worst_first(&self) -> Vec<&Check> {
        let mut checks: Vec<&Check> = self.predicate.checks.iter().collect();
        checks.sort_by_key(|check| std::cmp::Reverse(check.outcome));
        checks
    }

    /// The verdict file: pretty JSON with a final newline.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Check, Severity};

    fn verdict(checks: Vec<Check>) -> Verdict {
        let tool = Tool {
            name: "t".into(),
            version: "1".into(),
        };
        Verdict::new(tool, Run::default(), Vec::new(), checks)
    }

    #[test]
    fn the_worst_check_decides() {
        let warning = Check::pass("b", "b")
            .severity(Severity::Warning)
            .broken("x");
        let undecided = Check::pass("c", "c").undecided("y");
        let fail = Check::pass("d", "d").on("z").broken("w");
        assert_eq!(verdict(vec![]).outcome(), Outcome::Pass);
        assert_eq!(verdict(vec![warning.clone()]).outcome(), Outcome::Warn);
        let both = verdict(vec![warning.clone(), undecided.clone()]);
        assert_eq!(both.outcome(), Outcome::Inconclusive);
        assert_eq!(both.predicate.result, TestResult::Failed);
        let all = verdict(vec![Check::pass("a", "a"), warning, undecided, fail]);
        assert_eq!(all.outcome(), Outcome::Fail);
        assert_eq!(all.predicate.failed_tests, ["c", "d(z)"]);
        assert_eq!(all.worst_first()[0].id, "d");
        assert!(all.is_sound() && !verdict(vec![]).is_sound());
        let mut forged = all;
        forged.predicate.outcome = Outcome::Pass;
        assert!(!forged.is_sound());
    }

    #[test]
    fn a_verdict_reads_back() {
        let written = verdict(vec![Check::pass("a", "a").observed(0.5)]);
        let read: Verdict = serde_json::from_str(&written.to_json()).expect("own JSON");
        assert_eq!(read, written);
    }
}
