//! GitLab's code quality report: one entry a check that is not a pass.

use serde::Serialize;
use verdict::{Check, Outcome, Verdict};

use crate::json::pretty;
use crate::place::{fingerprints, places, relative};
use crate::plain;
use crate::wording::{name, sentence};

#[derive(Serialize)]
struct Entry {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
}

/// An array of entries, the worst first.
pub(crate) fn render(verdict: &Verdict) -> String {
    let mut found: Vec<(&Check, String)> = verdict
        .predicate
        .checks
        .iter()
        .zip(fingerprints(verdict))
        .filter(|(check, _)| check.outcome != Outcome::Pass)
        .collect();
    found.sort_by_key(|(check, _)| std::cmp::Reverse(check.outcome));
    let entries = found.into_iter().map(|(check, fingerprint)| Entry {
        description: format!("{}: {}", name(check), sentence(check)),
        check_name: check.id.clone(),
        fingerprint,
        severity: severity(check.outcome),
        location: place(check, verdict),
    });
    pretty(&entries.collect::<Vec<_>>())
}

/// Where the check is shown: GitLab demands a path and a line.
fn place(check: &Check, verdict: &Verdict) -> Place {
    let place = places(check, verdict).into_iter().next();
    let line = place.as_ref().and_then(|place| place.line);
    Place {
        path: place.map_or_else(|| ".".to_owned(), |place| plain(&relative(&place.file))),
        lines: Lines {
            begin: line.unwrap_or(1).max(1),
        },
    }
}

const fn severity(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fail => "critical",
        Outcome::Inconclusive => "major",
        Outcome::Warn => "minor",
        Outcome::Pass => "info",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::example::{hostile, verdict};

    fn parsed(verdict: &Verdict) -> Value {
        serde_json::from_str(&render(verdict)).expect("own JSON")
    }

    #[test]
    fn every_check_that_is_not_a_pass_is_an_entry() {
        let report = parsed(&verdict());
        let entries = report.as_array().expect("an array");
        assert_eq!(entries.len(), 3);
        let first = serde_json::json!({
            "description": "range(age): age is between 0 and 120: 2 of 1000 values are outside",
            "check_name": "range",
            // SHA-256 of `["validate-data","range","age",1]`, by sha256sum.
            "fingerprint": "a59816fca8247cdf35507c5333b162c0172810827f0c8d93fe2498e28721b7d7",
            "severity": "critical",
            "location": {"path": "data/people.csv", "lines": {"begin": 14}},
        });
        assert_eq!(entries[0], first);
        let severities: Vec<_> = entries.iter().map(|e| e["severity"].as_str()).collect();
        assert_eq!(severities, [Some("critical"), Some("major"), Some("minor")]);
        assert_eq!(entries[1]["location"]["path"], "contracts/people.toml");
        assert_eq!(entries[1]["location"]["lines"]["begin"], 1);
    }

    #[test]
    fn hostile_text_is_made_visible_and_a_line_is_at_least_1() {
        let report = parsed(&hostile());
        assert_eq!(report[0]["location"]["lines"]["begin"], 1);
        let description = report[0]["description"].as_str().expect("text");
        assert!(
            description.contains(r"\u{1b}[31m\r\n::set-output"),
            "{description}"
        );
        assert!(!description.contains(char::is_control));
    }

    #[test]
    fn a_passing_run_is_an_empty_array() {
        let mut verdict = verdict();
        verdict.predicate.checks.truncate(1);
        assert_eq!(render(&verdict), "[]\n");
    }
}
