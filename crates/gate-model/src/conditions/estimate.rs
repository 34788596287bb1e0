//! What a test set says of the variables.

use stats::paired::Paired;

use super::{Clause, Formula};

/// Both models on the same examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which of them is right on how many examples that have a label.
    pub pairs: Paired,
    /// How many predictions differ between them.
    pub changed: u64,
    /// Of how many, with a label or without.
    pub predictions: u64,
}

impl Evidence {
    /// Where every example has a label.
    #[must_use]
    pub const fn labelled(pairs: Paired, changed: u64) -> Self {
        Self {
            pairs,
            changed,
            predictions: pairs.count(),
        }
    }

    /// `n`, `o` and `d`; NaN without examples.
    pub(crate) fn values(&self) -> [f64; 3] {
        let pairs = &self.pairs;
        let of = |count: u64| count as f64 / pairs.count() as f64;
        [
            of(pairs.both + pairs.candidate_only),
            of(pairs.both + pairs.baseline_only),
            self.changed as f64 / self.predictions as f64,
        ]
    }

    /// How many examples count for a clause.
    pub(crate) const fn examples(&self, labels: bool) -> u64 {
        match labels {
            true => self.pairs.count(),
            false => self.predictions,
        }
    }

    /// The share of predictions that changed, if there are any.
    pub(crate) fn share_changed(&self) -> Option<f64> {
        (self.predictions > 0).then(|| self.values()[2])
    }

    /// The left sides of a formula, and what they were computed from.
    pub(crate) fn told(&self, formula: &Formula) -> String {
        let values = self.values();
        let sides = formula.clauses.iter().map(|clause| shown(clause, values));
        let mut told: Vec<String> = sides.collect();
        told.dedup();
        let sums = formula.clauses.iter().filter(|clause| !clause.is_single());
        let parts = super::formula::VARIABLES.iter().zip(values).enumerate();
        let parts: Vec<String> = parts
            .filter(|(at, _)| sums.clone().any(|clause| clause.factors[*at] != 0.0))
            .map(|(_, (name, value))| format!("{name} = {}", report::six_digits(value)))
            .collect();
        match parts.is_empty() {
            true => told.join(", "),
            false => format!("{} ({})", told.join(", "), parts.join(", ")),
        }
    }
}

/// A clause's left side with its value.
pub(crate) fn shown(clause: &Clause, values: [f64; 3]) -> String {
    let value = clause.value(values);
    match value.is_finite() {
        true => format!("{} = {}", clause.left(), report::six_digits(value)),
        false => format!("{} is not known", clause.left()),
    }
}
