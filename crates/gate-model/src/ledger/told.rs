//! What a report says of a test set's use.

use report::{Exhibit, grouped, six_digits};
use tool::Policy;
use verdict::{Check, Severity};

use super::{Decision, Entry, Holdout, Ledger};
use crate::adaptivity::{Uses, times};

/// Most decisions that a table shows: the last ones.
const SHOWN: usize = 10;

/// The part of an error rate that may be lost where it is taken from 1: see the
/// least rate of a budget.
const DIGITS_LOST: f64 = 1e-3;

impl Ledger {
    /// The check `holdout`, once the decision is in the ledger. `level` is what
    /// the policy asks for all decisions together.
    #[must_use]
    pub(crate) fn check<T>(
        &self,
        decision: &Decision,
        holdout: &Holdout,
        level: f64,
        policy: &Policy<T>,
    ) -> Check {
        let mut uses = self.uses(decision, holdout.adaptivity);
        let now = self.replayed(decision);
        if let Some(entry) = now {
            uses.add(entry.outcome, entry.confidence, holdout.adaptivity);
        }
        let each = now.map_or(level, |entry| entry.confidence);
        let check = Check::pass("holdout", title(holdout, &uses, each))
            .severity(Severity::Warning)
            .observed(uses.count);
        let Some(budget) = &holdout.uses else {
            return check;
        };
        let check = check
            .expected(*budget.get_ref())
            .at(policy.location(budget.span()));
        // Where the ledger is older than the budget.
        match uses.risk > (1.0 - level) * (1.0 + DIGITS_LOST) {
            true => check
                .broken(format!(
                    "{}; the policy asks for {}, but earlier decisions were less sure",
                    at_least_one(uses.risk),
                    six_digits(1.0 - level)
                ))
                .help("take a new test set with this budget"),
            false => check,
        }
    }

    /// The last decisions of a test set.
    #[must_use]
    pub(crate) fn exhibit(&self, holdout: &str) -> Exhibit {
        let all: Vec<&Entry> = self.of(holdout).collect();
        let skipped = all.len().saturating_sub(SHOWN);
        let last = all.iter().enumerate().skip(skipped);
        let rows = last.map(|(at, entry)| {
            vec![
                (at + 1).to_string(),
                entry.time.clone(),
                short(&entry.candidate),
                entry.baseline.as_deref().map_or("–".to_owned(), short),
                entry.outcome.word().to_owned(),
                six_digits(entry.confidence),
            ]
        });
        let header = [
            "use",
            "time",
            "candidate",
            "baseline",
            "outcome",
            "confidence",
        ];
        Exhibit::Table {
            title: format!("decisions by the test set {}", short(holdout)),
            header: header.map(str::to_owned).to_vec(),
            rows: rows.collect(),
        }
    }
}

fn title(holdout: &Holdout, uses: &Uses, each: f64) -> String {
    match holdout.budget() {
        Some(budget) => format!(
            "this test set has decided {} of {} times, each with confidence {} so that all are \
             right together",
            grouped(uses.count),
            grouped(budget),
            six_digits(each)
        ),
        None => format!(
            "this test set has decided {}, and no budget says how often it may: {}",
            times(uses.count),
            at_least_one(uses.risk)
        ),
    }
}

fn at_least_one(risk: f64) -> String {
    format!(
        "the chance that at least one of the decisions was wrong is up to {}",
        six_digits(risk)
    )
}

/// The first digits of a digest.
fn short(digest: &str) -> String {
    digest.chars().take(12).collect()
}
