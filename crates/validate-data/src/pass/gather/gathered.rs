//! What all threads have gathered.

use std::io;

use distinct::Distinct;
use expression::Aggregate;
use stats::{Comoments, Interpolation, MomentOrder, Moments};
use verdict::Fault;

use super::super::GatherPlan;
use super::extremes::widen;
use super::numbers::All;
use super::{Gather, Part, REMEMBERED, What};
use crate::figure::Owned;

/// What all threads have gathered.
pub(in crate::pass) enum Gathered {
    Extremes(Option<(Owned, Owned)>),
    Moments(Moments, Option<i128>),
    Numbers(All),
    /// Quantiles of them: level, which value it is between two, the value.
    Quantiles(Vec<(f64, Interpolation, f64)>),
    Keys(Distinct<u128>),
    WholeKeys(Distinct<u64>),
    Required(Vec<bool>),
    Comoments(Comoments),
    /// None: nothing was there. In words: why it can't be computed.
    Aggregate(Result<Option<f64>, String>),
}

#[expect(clippy::needless_pass_by_value, reason = "an error is mapped to it")]
fn unspilled(error: io::Error) -> Fault {
    Fault::new(format!("can't use the temporary folder: {error}"))
        .help("free some space there, name another one by TMPDIR, or allow more `--memory`")
}

/// Puts together what the threads have gathered.
pub(in crate::pass) fn gathered(
    plan: &GatherPlan,
    gather: Gather,
    parts: Vec<Part>,
    threads: usize,
) -> Result<Gathered, Fault> {
    Ok(match (gather, &plan.what) {
        (Gather::Keys { keys, .. }, _) => {
            let parts = parts.into_iter().filter_map(|part| match part {
                Part::Keys { part, .. } => Some(part),
                _ => None,
            });
            let distinct = keys
                .finish(parts.collect(), threads, REMEMBERED)
                .map_err(unspilled)?;
            Gathered::Keys(distinct)
        }
        (Gather::WholeKeys { keys, .. }, _) => {
            let parts = parts.into_iter().filter_map(|part| match part {
                Part::WholeKeys { part, .. } => Some(part),
                _ => None,
            });
            let distinct = keys
                .finish(parts.collect(), threads, REMEMBERED)
                .map_err(unspilled)?;
            Gathered::WholeKeys(distinct)
        }
        (_, What::Moments(order)) => moments(parts, *order),
        (Gather::Numbers(_), _) => {
            let parts = parts.into_iter().filter_map(|part| match part {
                Part::Numbers(part) => Some(part),
                _ => None,
            });
            Gathered::Numbers(All::new(parts.collect()).map_err(unspilled)?)
        }
        (_, What::Required(values)) => {
            let mut found = vec![false; values.len()];
            for part in parts {
                if let Part::Required(part) = part {
                    found
                        .iter_mut()
                        .zip(part)
                        .for_each(|(found, more)| *found |= more);
                }
            }
            Gathered::Required(found)
        }
        (_, What::Comoments) => {
            let mut all: Vec<(u64, Comoments)> = Vec::new();
            for part in parts {
                if let Part::Comoments(blocks) = part {
                    all.extend(blocks);
                }
            }
            all.sort_by_key(|(index, _)| *index);
            let mut sum = Comoments::new();
            for (_, block) in &all {
                sum.merge(block);
            }
            Gathered::Comoments(sum)
        }
        (_, What::Aggregate(aggregate)) => Gathered::Aggregate(figure(aggregate, parts)),
        _ => {
            let mut extremes = None;
            for part in parts {
                if let Part::Extremes(Some(more)) = part {
                    widen(&mut extremes, more);
                }
            }
            Gathered::Extremes(extremes)
        }
    })
}

impl Gathered {
    /// With so many more keys, each of which came once.
    pub(in crate::pass) fn with_different(self, more: u64) -> Self {
        match self {
            Self::Keys(distinct) => Self::Keys(distinct.with_different(more)),
            Self::WholeKeys(distinct) => Self::WholeKeys(distinct.with_different(more)),
            other => other,
        }
    }

    /// Numbers as those of their quantiles that are asked for: level, and
    /// which value it is between two.
    pub(in crate::pass) fn into_quantiles(
        self,
        asked: &[(f64, Interpolation)],
    ) -> Result<Self, Fault> {
        let Self::Numbers(mut numbers) = self else {
            return Ok(self);
        };
        let mut found = Vec::new();
        for method in asked.iter().map(|(_, method)| *method) {
            if found.iter().any(|(_, known, _)| *known == method) {
                continue;
            }
            let levels = asked.iter().filter(|(_, other)| *other == method);
            let levels: Vec<f64> = levels.map(|(level, _)| *level).collect();
            let values = numbers.quantiles(&levels, method).map_err(unspilled)?;
            let values = levels.into_iter().zip(values);
            found.extend(values.map(|(level, value)| (level, method, value)));
        }
        Ok(Self::Quantiles(found))
    }
}

fn moments(parts: Vec<Part>, order: MomentOrder) -> Gathered {
    let mut all: Vec<(u64, Moments)> = Vec::new();
    let mut exact = Some(0i128);
    for part in parts {
        if let Part::Moments { blocks, whole } = part {
            all.extend(blocks);
            exact = exact
                .zip(whole)
                .and_then(|(sum, more)| sum.checked_add(more));
        }
    }
    all.sort_by_key(|(index, _)| *index);
    let mut sum = Moments::new(order);
    for (_, block) in &all {
        sum.merge(block);
    }
    Gathered::Moments(sum, exact)
}

fn figure(aggregate: &Aggregate, parts: Vec<Part>) -> Result<Option<f64>, String> {
    let mut sum = aggregate.totals();
    for part in parts {
        if let Part::Aggregate(totals) = part {
            sum.merge(*totals);
        }
    }
    match aggregate.finish(&sum)? {
        expression::Value::Null => Ok(None),
        expression::Value::Integer(x) => Ok(Some(x as f64)),
        expression::Value::Number(x) => Ok(Some(x)),
        expression::Value::Boolean(x) => Ok(Some(f64::from(u8::from(x)))),
        other => Err(format!("it is {}, not a number", other.kind().words())),
    }
}
