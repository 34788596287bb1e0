//! What is learnt from a decision about the test set that took it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::samples;

/// What those who make the next model learn from a decision.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub enum Adaptivity {
    /// Nothing that the next model is fitted to
    None,
    /// Whether it passed, and the next model may be fitted to that
    Full,
    /// Whether it passed, and the first pass ends the use of the test set
    #[serde(alias = "hybrid", alias = "firstChange")]
    #[value(alias = "hybrid", alias = "firstChange")]
    FirstChange,
}

impl Adaptivity {
    /// The word of a policy.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Full => "full",
            Self::FirstChange => "first-change",
        }
    }

    /// As sizes of samples know it: until the first pass there is one way only
    /// that all answers could have gone, so that nothing was learnt.
    pub(crate) const fn of_samples(self) -> samples::Adaptivity {
        match self {
            Self::None | Self::FirstChange => samples::Adaptivity::None,
            Self::Full => samples::Adaptivity::Full,
        }
    }
}

/// How often a test set has decided so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Uses {
    /// How many decisions it took.
    pub count: u64,
    /// Whether one of them was a pass.
    pub passed: bool,
    /// The chance that at least one of them was wrong is at most this.
    pub risk: f64,
}

impl Uses {
    /// Why the test set may not decide once more, if so.
    pub(crate) fn spent(&self, budget: u64, adaptivity: Adaptivity) -> Option<String> {
        if adaptivity == Adaptivity::FirstChange && self.passed {
            return Some(
                "a model has passed on this test set, which ends its use (`first-change`)"
                    .to_owned(),
            );
        }
        (self.count >= budget).then(|| {
            let times = times(self.count);
            let may = match self.count == budget {
                true => "as often as it may".to_owned(),
                false => format!("and may only {}", self::times(budget)),
            };
            format!("this test set has decided {times}, {may}")
        })
    }
}

/// A number of times in words.
pub(crate) fn times(count: u64) -> String {
    match count {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        count => format!("{} times", report::grouped(count)),
    }
}
