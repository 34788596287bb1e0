//! How often a test set may decide, and how sure each decision is then.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use tool::Policy;
use verdict::Fault;

use crate::adaptivity::{Adaptivity, Uses};

/// How often the test set may decide: the policy's `[holdout]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Holdout {
    /// How many decisions it may take: each is surer then, so that all of them
    /// together are as sure as the policy asks. Without it the ledger only
    /// counts.
    #[schemars(with = "Option<u32>")]
    pub uses: Option<Spanned<u32>>,
    /// What those who make the next model learn from a decision.
    #[serde(default = "nothing")]
    pub adaptivity: Adaptivity,
}

impl Default for Holdout {
    fn default() -> Self {
        Self {
            uses: None,
            adaptivity: nothing(),
        }
    }
}

const fn nothing() -> Adaptivity {
    Adaptivity::None
}

/// The smallest error rate that a test can be held to: below it, a confidence
/// has few digits left before 1.
const LEAST: f64 = 1e-12;

impl Holdout {
    /// The budget, if there is one.
    #[must_use]
    pub fn budget(&self) -> Option<u64> {
        self.uses.as_ref().map(|uses| u64::from(*uses.get_ref()))
    }

    /// How sure each decision has to be so that all that the budget allows are
    /// right with the probability `level`, within 0 to 1: Bonferroni's share of
    /// the error, or the share of each way that answers can go. Without a
    /// budget that is the level itself.
    pub fn confidence<T>(&self, level: f64, policy: &Policy<T>) -> Result<f64, Fault> {
        let Some(uses) = &self.uses else {
            return Ok(level);
        };
        let count = *uses.get_ref();
        let fault = |message: String| Fault::new(message).at(policy.place(uses.span()));
        if count == 0 {
            return Err(fault("`uses` must be at least 1".to_owned())
                .help("leave it out where a test set may decide as often as it likes"));
        }
        let parts = match self.adaptivity {
            Adaptivity::Full => f64::from(count).exp2(),
            Adaptivity::None | Adaptivity::FirstChange => f64::from(count),
        };
        let rate = (1.0 - level) / parts;
        if rate < LEAST {
            return Err(fault(format!(
                "{count} uses (adaptivity `{}`) leave each decision an error rate of {rate:.1e}, \
                 which no test can show",
                self.adaptivity.word()
            ))
            .help(format!("the least is {LEAST:e}: allow fewer uses"))
            .help(
                "with adaptivity `first-change` the first pass ends the use, and many more fit in",
            ));
        }
        Ok(1.0 - rate)
    }

    /// Refuses a decision that the budget does not allow.
    pub fn admit<T>(&self, before: &Uses, policy: &Policy<T>) -> Result<(), Fault> {
        let Some(uses) = &self.uses else {
            return Ok(());
        };
        let Some(why) = before.spent(u64::from(*uses.get_ref()), self.adaptivity) else {
            return Ok(());
        };
        Err(Fault::new(why)
            .at(policy.place(uses.span()))
            .help("take a new test set: this one may be used for development from now on")
            .help(
                "or raise `uses` knowingly: what was decided before was not as sure as the new \
                 budget asks",
            ))
    }
}
