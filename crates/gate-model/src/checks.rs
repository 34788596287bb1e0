//! The four rules. A rule's equality is a pass.

use metrics::Metrics;
use report::six_digits as shown;
use toml::Spanned;
use tool::Policy;
use verdict::{Check, Fault};

use crate::baseline::Baseline;
use crate::policy::{Direction, Gate, GatePolicy};

/// Part of the larger number by which two may differ and still count as
/// equal: 0.9 - 0.89 is not 0.01 in binary.
const ROUNDING: f64 = 1e-12;

/// One gate with all that its rules look at.
pub(crate) struct Gated<'a> {
    pub(crate) policy: &'a Policy<GatePolicy>,
    /// The gate's own name: two gates may look at one metric.
    pub(crate) name: &'a str,
    pub(crate) gate: &'a Gate,
    pub(crate) metric: &'a str,
    pub(crate) candidate: &'a Metrics,
    pub(crate) value: Option<f64>,
    pub(crate) baseline: &'a Baseline,
}

impl Gated<'_> {
    /// The checks of every rule that the gate has.
    pub(crate) fn checks(&self) -> Result<Vec<Check>, Fault> {
        let gate = self.gate;
        let mut checks = Vec::new();
        if let Some(min) = &gate.min {
            checks.push(self.bound("min", "at least", min, |value, limit| value >= limit));
        }
        if let Some(max) = &gate.max {
            checks.push(self.bound("max", "at most", max, |value, limit| value <= limit));
        }
        if let Some(limit) = &gate.max_drop {
            checks.push(self.drop("max-drop", limit, false)?);
        }
        if let Some(limit) = &gate.max_relative_drop {
            checks.push(self.drop("max-relative-drop", limit, true)?);
        }
        Ok(checks)
    }

    fn check(&self, id: &str, title: String, limit: &Spanned<f64>) -> Check {
        Check::pass(id, title)
            .on(self.name)
            .severity(self.gate.severity)
            .expected(*limit.get_ref())
            .at(self.policy.location(limit.span()))
    }

    fn bound(
        &self,
        id: &str,
        words: &str,
        limit: &Spanned<f64>,
        holds: fn(f64, f64) -> bool,
    ) -> Check {
        let bound = *limit.get_ref();
        let check = self.check(
            id,
            format!("{} is {words} {}", self.metric, shown(bound)),
            limit,
        );
        let Some(value) = self.value else {
            return self.without_candidate(check);
        };
        let check = check.observed(value);
        if holds(value, bound) {
            return check;
        }
        let check = check.broken(format!("it is {}", shown(value)));
        self.with_evidence(check)
    }

    /// A drop is how much worse than the baseline the candidate is, in the
    /// metric's own direction; a gain is a negative drop.
    fn drop(&self, id: &str, limit: &Spanned<f64>, relative: bool) -> Result<Check, Fault> {
        let bound = *limit.get_ref();
        let unit = if relative { " of the baseline" } else { "" };
        let title = format!(
            "{} is worse than the baseline by at most {}{unit}",
            self.metric,
            shown(bound)
        );
        let check = self.check(id, title, limit);
        let Some(value) = self.value else {
            return Ok(self.without_candidate(check));
        };
        let Some(base) = self.base()? else {
            return Ok(self.without_baseline(check));
        };
        if relative && base == 0.0 {
            return Ok(check
                .undecided("the baseline is 0, and a fraction of 0 means nothing")
                .help("use max-drop for this metric"));
        }
        let worse = match self.gate.direction {
            Direction::Higher => base - value,
            Direction::Lower => value - base,
        };
        let (drop, scale) = match relative {
            true => (worse / base.abs(), 1.0),
            false => (worse, value.abs().max(base.abs())),
        };
        let check = check.observed(drop);
        if drop <= bound + ROUNDING * scale {
            return Ok(check);
        }
        let (value, base, drop) = (shown(value), shown(base), shown(drop));
        let cause = format!("it is {value} where the baseline is {base}: worse by {drop}{unit}");
        Ok(self.with_evidence(check.broken(cause)))
    }

    /// The baseline's value, where there is one.
    pub(crate) fn base(&self) -> Result<Option<f64>, Fault> {
        match self.baseline {
            Baseline::Found(metrics, _) => metrics.get(self.metric),
            Baseline::Missing(_) => Ok(None),
        }
    }

    /// Without a baseline a comparison can't be made, which is no pass.
    fn without_baseline(&self, check: Check) -> Check {
        match self.baseline {
            Baseline::Found(metrics, _) => {
                let file = metrics.file();
                check.undecided(format!("the baseline {file} has no metric `{}`", self.metric))
            }
            Baseline::Missing(why) => check.undecided(why).help(
                "name one with --baseline, or say with --on-inconclusive what a first run counts as",
            ),
        }
    }

    /// A candidate that lacks a gated metric has not reached it.
    fn without_candidate(&self, check: Check) -> Check {
        let file = self.candidate.file();
        let check = check.broken(format!(
            "the candidate {file} has no metric `{}`",
            self.metric
        ));
        match self.candidate.near(self.metric) {
            Some(near) => check.help(format!("did you mean `metric = \"{near}\"`?")),
            None => check,
        }
    }

    /// The candidate's own line comes after the policy's.
    fn with_evidence(&self, check: Check) -> Check {
        check.at(self.candidate.location(self.metric))
    }
}
