//! How much a rule weighs, and what it lets pass.

use contract::{Contract, Spanned};
use tool::Policy;
use verdict::{Fault, Severity};

/// How much a rule weighs, and what it lets pass.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weight {
    pub(crate) severity: Severity,
    pub(crate) tolerance: Tolerance,
    /// Only rows for which this SQL expression is true are looked at.
    pub(crate) condition: Option<Spanned<String>>,
    /// What the contract says of a breach.
    pub(crate) message: Option<String>,
    pub(crate) tags: Vec<String>,
}

/// How many of the cells or rows that are looked at may break a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Tolerance {
    /// At most so many.
    Count(u64),
    /// At most this part of them, within 0 to 1.
    Fraction(f64),
    /// At least this part of them keeps it, within 0 to 1.
    Mostly(f64),
}

impl Default for Tolerance {
    fn default() -> Self {
        Self::Count(0)
    }
}

impl Tolerance {
    /// Whether so many broken ones of so many are let pass.
    pub(crate) fn lets_pass(self, broken: u64, judged: u64) -> bool {
        // Divided, not multiplied: 29 of 100 rows are no more than 0.29.
        let part = |count: u64| count as f64 / judged as f64;
        match self {
            Self::Count(most) => broken <= most,
            Self::Fraction(most) => broken == 0 || part(broken) <= most,
            Self::Mostly(least) => broken == 0 || part(judged.saturating_sub(broken)) >= least,
        }
    }

    /// The end of a sentence that says so; none where nothing is let pass.
    pub(crate) fn words(self) -> Option<String> {
        match self {
            Self::Count(0) | Self::Fraction(_) => None,
            Self::Count(most) => Some(format!(", but for at most {most}")),
            Self::Mostly(least) => Some(format!(", for at least {least} of them")),
        }
    }
}

/// The keys of a contract that say how much a rule weighs.
pub(super) struct Keys<'a> {
    pub(super) severity: Severity,
    pub(super) mostly: Option<&'a Spanned<f64>>,
    pub(super) max_breaches: Option<&'a Spanned<u64>>,
    pub(super) condition: Option<&'a Spanned<String>>,
    pub(super) message: Option<&'a String>,
    pub(super) tags: &'a [String],
}

impl Keys<'_> {
    pub(super) fn weight(&self, policy: &Policy<Contract>) -> Result<Weight, Fault> {
        let tolerance = match (self.mostly, self.max_breaches) {
            (Some(mostly), Some(_)) => {
                let message = "`mostly` and `max-breaches` are two limits on the same";
                let fault = Fault::new(message).at(policy.place(mostly.span()));
                return Err(fault.help("drop one of them"));
            }
            (Some(mostly), None) if !(0.0..=1.0).contains(mostly.get_ref()) => {
                let fault = Fault::new("`mostly` is not within 0 to 1");
                let fault = fault.at(policy.place(mostly.span()));
                return Err(fault.help("95 percent are 0.95"));
            }
            (Some(mostly), None) => Tolerance::Mostly(*mostly.get_ref()),
            (None, Some(most)) => Tolerance::Count(*most.get_ref()),
            (None, None) => Tolerance::default(),
        };
        Ok(Weight {
            severity: self.severity,
            tolerance,
            condition: self.condition.cloned(),
            message: self.message.cloned(),
            tags: self.tags.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_means_the_same_as_its_count() {
        for percent in 0u64..=100 {
            let fraction = percent as f64 / 100.0;
            for tolerance in [Tolerance::Fraction(fraction), Tolerance::Count(percent)] {
                assert!(tolerance.lets_pass(percent, 100), "{percent}");
                assert!(!tolerance.lets_pass(percent + 1, 100), "{percent}");
            }
            assert!(Tolerance::Mostly(fraction).lets_pass(100 - percent, 100));
            let too_many = (101 - percent).min(100);
            assert_eq!(
                Tolerance::Mostly(fraction).lets_pass(too_many, 100),
                percent == 0
            );
        }
    }
}
