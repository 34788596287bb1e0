//! What conditions of ease.ml/ci take.

use serde::Serialize;

use super::Args;
use super::assumed::Assumed;
use super::search::least_figure;
use crate::conditions::{Bound, Clause, Formula, Size, Terms, sizes};
use verdict::{Fault, Place};

/// A condition with its terms.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) formula: Formula,
    pub(super) terms: Terms,
}

/// What one clause takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfClause {
    pub(super) condition: String,
    pub(super) clause: String,
    /// By each bound that holds, the fewest first.
    pub(super) sizes: Vec<OfBound>,
    /// The smallest tolerance that the examples asked about can keep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tolerance: Option<f64>,
}

/// What a clause takes by one bound.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfBound {
    pub(super) by: &'static str,
    pub(super) examples: u64,
    /// How many of them need a label for one model.
    pub(super) labels: u64,
}

impl Asked {
    /// Reads the conditions of a command line.
    pub(super) fn of(args: &Args) -> Result<Vec<Self>, Fault> {
        if !(0.0..1.0).contains(&args.reliability) {
            let message = format!(
                "--reliability is at least 0 and below 1, not {}",
                args.reliability
            );
            return Err(Fault::new(message).help("the usual is 0.9999"));
        }
        if args.steps == 0 {
            return Err(Fault::new("--steps must be at least 1"));
        }
        let terms = Terms {
            level: args.reliability,
            steps: args.steps,
            adaptivity: args.adaptivity,
            mode: args.mode,
        };
        let one = |text: &String| {
            let formula = Formula::parse(text)
                .and_then(|formula| formula.can_hold(args.mode).map(|()| formula));
            let formula = formula.map_err(|wrong| {
                let place = Place::in_text("--condition", text, wrong.span.clone());
                wrong.fault().at(place)
            })?;
            Ok(Self { formula, terms })
        };
        args.condition.iter().map(one).collect()
    }

    /// What each clause takes, and the smallest tolerance of so many examples.
    pub(super) fn clauses(&self, examples: Option<u64>, assumed: &Assumed) -> Vec<OfClause> {
        let changed = Some(assumed.discordance);
        let clauses = self.formula.clauses.iter().map(|clause| {
            let sizes = sizes(clause, &self.formula, &self.terms, changed);
            OfClause {
                condition: self.formula.to_string(),
                clause: clause.to_string(),
                sizes: sizes.iter().map(|size| of_bound(clause, size)).collect(),
                tolerance: examples.and_then(|examples| self.tolerance(clause, examples, changed)),
            }
        });
        clauses.collect()
    }

    fn tolerance(&self, clause: &Clause, examples: u64, changed: Option<f64>) -> Option<f64> {
        least_figure(0.5, |tolerance| {
            let clause = Clause {
                tolerance,
                ..clause.clone()
            };
            let sizes = sizes(&clause, &self.formula, &self.terms, changed);
            sizes.first().is_some_and(|size| size.examples <= examples)
        })
    }

    /// Its terms in words.
    pub(super) fn terms(&self) -> String {
        let Terms {
            level,
            steps,
            adaptivity,
            mode,
        } = self.terms;
        let (adaptivity, mode) = (adaptivity.word(), mode.word());
        format!(
            "{}: reliability {level}, {steps} steps, adaptivity {adaptivity}, {mode}",
            self.formula
        )
    }
}

/// Where both models predict the same, a label tells nothing of their
/// difference.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count"
)]
fn of_bound(clause: &Clause, size: &Size) -> OfBound {
    let labels = match (clause.needs_labels(), size.bound) {
        (false, _) => 0,
        (true, Bound::Bennett(share)) => (size.examples as f64 * share).ceil() as u64,
        (true, _) => size.examples,
    };
    OfBound {
        by: size.bound.word(),
        examples: size.examples,
        labels,
    }
}
