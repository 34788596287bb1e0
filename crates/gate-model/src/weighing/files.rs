//! Rules that take nothing but metrics files.

use verdict::Fault;

use super::Weighing;
use super::against::Against;
use crate::finding::Finding;
use crate::inference::Known;
use crate::rules::{Rule, What, direction};
use crate::scale;
use crate::statistic::{Combine, Statistic, Term};
use crate::trial::Measured;

impl Weighing<'_> {
    /// A rule that takes nothing but files.
    pub(super) fn of_files(
        &self,
        at: usize,
        rule: &Rule<'_>,
        against: Against,
        statistic: &Statistic<'_>,
    ) -> Result<Finding, Fault> {
        let numbers: Vec<(f64, Option<f64>)> = statistic
            .terms
            .iter()
            .filter_map(|term| match term {
                Term::Given { value, error } => Some((*value, *error)),
                _ => None,
            })
            .collect();
        let values: Vec<f64> = numbers.iter().map(|(value, _)| *value).collect();
        scale::refuse(
            rule,
            &values.iter().copied().map(Some).collect::<Vec<_>>(),
            false,
        )?;
        let known = match (&statistic.combine, &rule.what) {
            (Combine::Only, What::Value(metric)) => self.of_file(metric)?,
            (Combine::Change { sign, relative }, _) => changed(&numbers, *sign, *relative),
            _ => statistic.combine.value(&values).map(Known::Point),
        };
        let measured = Measured {
            terms: values.into_iter().map(Some).collect(),
            known,
        };
        let mut finding = self.tested(at, against, measured, None);
        if let What::Value(metric) | What::Change { metric, .. } = &rule.what {
            let holder = self.evidence.holder(metric)?;
            finding.location = holder.map(|holder| holder.location(metric));
            if let (None, [baseline]) = (finding.base, &*self.evidence.baselines)
                && let Ok(base) = baseline.holder(metric, direction(rule.gate, metric))
            {
                finding.base = base.get(metric)?;
            }
        }
        Ok(finding)
    }

    /// What a file says of how sure a metric is.
    fn of_file(&self, name: &str) -> Result<Result<Known, String>, Fault> {
        let metric = match self.evidence.holder(name)? {
            Some(holder) => holder.metric(name)?,
            None => None,
        };
        let Some(metric) = metric else {
            return Ok(Err("it is not there".to_owned()));
        };
        Ok(Ok(match (metric.standard_error, share(metric)) {
            (_, Some(known)) => known,
            (Some(error), None) if error > 0.0 => Known::Normal {
                value: metric.value,
                error,
                of: metric.n,
            },
            (Some(_), None) => {
                return Ok(Err(format!(
                    "it is {} with a standard error of 0, which tells nothing of chance",
                    report::six_digits(metric.value)
                )));
            }
            (None, None) => Known::Point(metric.value),
        }))
    }
}

/// A share of so many examples, where the file says that it is one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count"
)]
pub(super) fn share(metric: &metrics::Metric) -> Option<Known> {
    let of = metric.n.filter(|of| metric.share && *of > 0)?;
    let hits = (metric.value * of as f64).round().max(0.0) as u64;
    Some(Known::Share { hits, of })
}

/// How a metric changed, of two files: as if each had a test set of its own.
fn changed(numbers: &[(f64, Option<f64>)], sign: f64, relative: bool) -> Result<Known, String> {
    let values: Vec<f64> = numbers.iter().map(|(value, _)| *value).collect();
    let value = Combine::Change { sign, relative }.value(&values)?;
    let [(one, Some(error)), (other, Some(base))] = *numbers else {
        return Ok(Known::Point(value));
    };
    let error = match relative {
        false => error.hypot(base),
        true => error.hypot(base * one / other) / other.abs(),
    };
    match error > 0.0 {
        true => Ok(Known::Normal {
            value,
            error,
            of: None,
        }),
        false => Err("both have a standard error of 0, which tells nothing of chance".to_owned()),
    }
}
