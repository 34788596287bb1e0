//! Conditions of ease.ml/ci: what must hold of a candidate's accuracy `n`, the
//! baseline's `o` and the share `d` of predictions that changed, each within a
//! tolerance, for many models on one test set (Renggli et al., Continuous
//! Integration of Machine Learning Models with ease.ml/ci, 2019).
//!
//! A clause is true where its left side is beyond the limit by more than the
//! tolerance, false where it is short of it by more, and unknown in between.
//! `fp-free` takes unknown for false and so opens to no model by mistake;
//! `fn-free` takes it for true and so turns none away by mistake. Each guards
//! against one of the two errors, which is why sizes count one side only.
//! A test set that is too small for the reliability decides nothing.

mod estimate;
mod formula;
mod lexer;
mod parser;
mod ruling;
mod size;

pub(crate) use estimate::Evidence;
pub(crate) use formula::{Clause, Formula, Side};
pub(crate) use ruling::{Ready, exhibit};
pub(crate) use size::{Bound, Size, Terms, sizes};

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use tool::Policy;
use verdict::{Fault, Severity};

use crate::Adaptivity;

/// The reliability where none is given: as in the paper's examples.
pub(crate) const RELIABILITY: f64 = 0.9999;

/// The steps where none are given: as in the paper's examples.
pub(crate) const STEPS: u32 = 32;

/// One condition of a policy.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Condition {
    /// Its name; its number in the file if not given.
    pub name: Option<String>,
    /// What must hold, such as `n - o > 0.02 +/- 0.01 and d < 0.1 +/- 0.01`:
    /// `n` is the candidate's accuracy, `o` the baseline's, `d` the share of
    /// predictions that differ between them.
    #[schemars(with = "String")]
    pub condition: Spanned<String>,
    /// The probability that all estimates of all steps are within their
    /// tolerances: 0.9999 unless said otherwise.
    #[schemars(with = "Option<f64>")]
    pub reliability: Option<Spanned<f64>>,
    /// How many models the test set is to decide on: 32 unless said otherwise.
    #[schemars(with = "Option<u32>")]
    pub steps: Option<Spanned<u32>>,
    /// What those who make the next model learn: whether this one passed, unless
    /// said otherwise.
    #[serde(default = "seen")]
    pub adaptivity: Adaptivity,
    /// What an estimate within the tolerance of its limit counts as.
    #[serde(default)]
    pub mode: Mode,
    /// What a broken condition weighs.
    #[serde(default)]
    pub severity: Severity,
    /// Why the condition is there.
    pub description: Option<String>,
}

/// What an estimate within the tolerance of its limit counts as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// As broken: no model passes by mistake
    #[default]
    FpFree,
    /// As a pass: no model is turned away by mistake
    FnFree,
}

impl Mode {
    /// The word of a policy.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::FpFree => "fp-free",
            Self::FnFree => "fn-free",
        }
    }
}

/// Whoever sees the report of a run in CI sees whether the model passed.
const fn seen() -> Adaptivity {
    Adaptivity::Full
}

impl Condition {
    /// Understands a condition of a policy. Faults point into its text.
    pub fn read<T>(&self, policy: &Policy<T>, number: usize) -> Result<Ready, Fault> {
        let within = |fault: Fault, span| fault.at(policy.place(span));
        let level = self.reliability.as_ref();
        if let Some(level) = level.filter(|level| !(0.0..1.0).contains(level.get_ref())) {
            let fault = Fault::new("`reliability` must be at least 0 and below 1");
            return Err(within(fault, level.span()).help(
                "1 would ask for certainty, which no number of examples gives; the usual is 0.9999",
            ));
        }
        if let Some(steps) = self.steps.as_ref().filter(|steps| *steps.get_ref() == 0) {
            let fault = Fault::new("`steps` must be at least 1");
            return Err(within(fault, steps.span()));
        }
        let text = self.condition.get_ref();
        let terms = Terms {
            level: level.map_or(RELIABILITY, |level| *level.get_ref()),
            steps: self.steps.as_ref().map_or(STEPS, |steps| *steps.get_ref()),
            adaptivity: self.adaptivity,
            mode: self.mode,
        };
        let formula = Formula::parse(text)
            .and_then(|formula| formula.can_hold(self.mode).map(|()| formula))
            .map_err(|wrong| {
                let span = lexer::in_toml(&policy.text, self.condition.span(), wrong.span.clone());
                wrong.fault().at(policy.place(span))
            })?;
        Ok(Ready {
            name: self.name.clone().unwrap_or_else(|| number.to_string()),
            formula,
            terms,
            severity: self.severity,
            location: policy.location(self.condition.span()),
        })
    }
}
