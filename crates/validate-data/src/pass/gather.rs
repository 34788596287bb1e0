//! What is gathered over all rows for figures: kept a thread, or a block where
//! the order of adding would show, and put together in the file's order.

mod extremes;
mod gathered;
mod numbers;
mod rising;

use std::borrow::Cow;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use distinct::{Budget, Keys};
use expression::{Aggregate, Totals, Truth};
use stats::{Comoments, MomentOrder, Moments, integer_sum};

use extremes::widen_all;
pub(super) use gathered::{Gathered, gathered};
use numbers::Numbers;
pub(super) use rising::rise;
use rising::{Run, push_near, run};

use super::keys::{self, Nulls};
use super::rows::BlockRows;
use super::{GatherPlan, Means};
use crate::figure::Owned;
use crate::seen::{Seen, State, Vector};
use crate::value::{Reading, Value};

/// What is gathered.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// The least and the greatest value.
    Extremes,
    Moments(MomentOrder),
    /// All numbers.
    Numbers,
    /// How often each key comes.
    Keys(Nulls),
    /// How often rows come that have values in so many first columns, by all
    /// columns.
    Determined(usize),
    /// How often each key comes, of whole numbers of 64 bits.
    WholeKeys,
    /// Which of these values come at all.
    Required(Vec<Owned>),
    Comoments,
    Aggregate(Box<Aggregate>),
}

impl PartialEq for What {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Extremes, Self::Extremes)
            | (Self::Numbers, Self::Numbers)
            | (Self::WholeKeys, Self::WholeKeys)
            | (Self::Comoments, Self::Comoments) => true,
            (Self::Moments(one), Self::Moments(other)) => one == other,
            (Self::Keys(one), Self::Keys(other)) => one == other,
            (Self::Determined(one), Self::Determined(other)) => one == other,
            (Self::Required(one), Self::Required(other)) => one == other,
            _ => false,
        }
    }
}

/// What the threads share.
pub(super) enum Gather {
    Nothing,
    Numbers(Budget),
    Keys {
        keys: Keys<u128>,
        /// Whether it is still thought that of two columns one never falls:
        /// then a key comes twice only near by, and few are kept.
        rising: AtomicBool,
    },
    WholeKeys {
        keys: Keys<u64>,
        /// Whether it is still thought that every value is greater than all
        /// before: then none comes twice, and no key is kept.
        rising: AtomicBool,
        /// Whether a block has values that may be no whole numbers of 64 bits.
        wide: AtomicBool,
    },
}

/// Most keys that a second pass looks for.
const REMEMBERED: usize = 1 << 22;

impl Gather {
    /// Whether its keys are not all there, since they are no whole numbers.
    pub(super) fn is_wide(&self) -> bool {
        matches!(self, Self::WholeKeys { wide, .. } if wide.load(Relaxed))
    }

    /// `rising`: the gathers of which it is enough to know that none comes
    /// twice.
    pub(super) fn all(plans: &[GatherPlan], means: &Means<'_>, rising: &[usize]) -> Vec<Self> {
        let folder = std::env::temp_dir();
        let gathers = plans.iter().enumerate().map(|(at, plan)| match plan.what {
            What::Keys(_) | What::Determined(_) => Self::Keys {
                keys: Keys::new(means.budget, &folder),
                rising: AtomicBool::new(rising.contains(&at) && plan.condition.is_none()),
            },
            What::Numbers => Self::Numbers(means.budget.clone()),
            What::WholeKeys => Self::WholeKeys {
                keys: Keys::new(means.budget, &folder),
                rising: AtomicBool::new(rising.contains(&at)),
                wide: AtomicBool::new(false),
            },
            _ => Self::Nothing,
        });
        gathers.collect()
    }
}

/// What one thread has gathered. What is added up keeps its blocks apart: the
/// sum of floating-point numbers depends on their order.
pub(super) enum Part {
    Extremes(Option<(Owned, Owned)>),
    Moments {
        blocks: Vec<(u64, Moments)>,
        whole: Option<i128>,
    },
    Numbers(Numbers),
    Keys {
        part: distinct::Part<u128>,
        runs: Vec<Run>,
    },
    WholeKeys {
        part: distinct::Part<u64>,
        runs: Vec<Run>,
    },
    Required(Vec<bool>),
    Comoments(Vec<(u64, Comoments)>),
    Aggregate(Box<Totals>),
}

impl Part {
    pub(super) fn new(plan: &GatherPlan, gather: &Gather) -> Self {
        match (&plan.what, gather) {
            (_, Gather::Keys { keys, .. }) => Self::Keys {
                part: keys.part(),
                runs: Vec::new(),
            },
            (_, Gather::Numbers(budget)) => Self::Numbers(Numbers::new(budget.lease())),
            (_, Gather::WholeKeys { keys, .. }) => Self::WholeKeys {
                part: keys.part(),
                runs: Vec::new(),
            },
            (What::Moments(_), _) => Self::Moments {
                blocks: Vec::new(),
                whole: Some(0),
            },
            (What::Required(values), _) => Self::Required(vec![false; values.len()]),
            (What::Comoments, _) => Self::Comoments(Vec::new()),
            (What::Aggregate(aggregate), _) => Self::Aggregate(Box::new(aggregate.totals())),
            _ => Self::Extremes(None),
        }
    }

    /// Takes in a block; `mask`: the rows that its condition keeps.
    pub(super) fn add(
        &mut self,
        plan: &GatherPlan,
        gather: &Gather,
        index: u64,
        rows: &BlockRows<'_>,
        mask: Option<&[bool]>,
    ) {
        let all = rows.seen();
        let first = plan.columns.first().map(|column| &all[*column]);
        match (self, &plan.what, first) {
            (Self::Extremes(extremes), _, Some(seen)) => widen_all(extremes, seen, mask),
            (Self::Moments { blocks, whole }, What::Moments(order), Some(seen)) => {
                let keep = left_out(seen, mask);
                let keep = keep.as_deref();
                *whole = match &seen.vector {
                    Vector::Integers(values) => {
                        whole.and_then(|sum| sum.checked_add(integer_sum(values, keep)))
                    }
                    _ => None,
                };
                blocks.push((index, Moments::of(&numbers(seen), keep, *order)));
            }
            (Self::Numbers(all), _, Some(seen)) => match left_out(seen, mask) {
                None => all.extend(&numbers(seen)),
                Some(keep) => {
                    let numbers = numbers(seen);
                    let kept = numbers.iter().zip(keep).filter(|(_, keep)| *keep);
                    let kept: Vec<f64> = kept.map(|(x, _)| *x).collect();
                    all.extend(&kept);
                }
            },
            (Self::Keys { part, runs }, What::Keys(nulls), _) if rows.len() > 0 => {
                if let Gather::Keys { rising, .. } = gather
                    && rising.load(Relaxed)
                {
                    if let Some(run) = push_near(part, all, (&plan.columns, *nulls), index) {
                        return runs.push(run);
                    }
                    rising.store(false, Relaxed);
                }
                let rows = 0..rows.len();
                keys::each(all, &plan.columns, &rows, (mask, *nulls), |key| {
                    part.push(key);
                });
            }
            (Self::Keys { part, .. }, What::Determined(first), _) => {
                let (first, second) = plan.columns.split_at(*first);
                for at in 0..rows.len() {
                    if mask.is_none_or(|mask| mask[at])
                        && let Some(one) = keys::key(all, first, at, Nulls::Passed)
                        && let Some(other) = keys::key(all, second, at, Nulls::Alike)
                    {
                        part.push(keys::both(one, other));
                    }
                }
            }
            (Self::WholeKeys { part, runs }, _, Some(seen)) => {
                let Gather::WholeKeys { rising, wide, .. } = gather else {
                    return;
                };
                let Some(values) = whole_values(seen, mask) else {
                    return wide.store(true, Relaxed);
                };
                if rising.load(Relaxed) {
                    if values.windows(2).all(|pair| pair[0] < pair[1]) {
                        runs.extend(run(index, &values));
                        return;
                    }
                    rising.store(false, Relaxed);
                }
                part.extend(values.iter().map(|x| x.cast_unsigned()));
            }
            (Self::Required(found), What::Required(values), Some(seen))
                if found.contains(&false) =>
            {
                look_for(found, values, seen, mask);
            }
            (Self::Comoments(blocks), _, Some(seen)) => {
                let other = &all[plan.columns[1]];
                let both: Vec<bool> = keep(seen, mask)
                    .into_iter()
                    .zip(keep(other, mask))
                    .map(|(one, other)| one && other)
                    .collect();
                let comoments = Comoments::of(&numbers(seen), &numbers(other), Some(&both));
                blocks.push((index, comoments));
            }
            (Self::Aggregate(totals), What::Aggregate(aggregate), _) => {
                let only = mask.map(|mask| mask.iter().map(|keep| Truth::from(*keep)));
                let only: Option<Vec<Truth>> = only.map(Iterator::collect);
                aggregate.add(totals, rows, only.as_deref());
            }
            _ => {}
        }
    }
}

/// Which cells have a value and are looked at, where not all are.
fn left_out(seen: &Seen<'_>, mask: Option<&[bool]>) -> Option<Vec<bool>> {
    let all = seen.nulls + seen.wrong == 0 && mask.is_none();
    (!all).then(|| keep(seen, mask))
}

/// Which cells have a value and are looked at.
fn keep(seen: &Seen<'_>, mask: Option<&[bool]>) -> Vec<bool> {
    let values = seen.states.iter().map(|state| *state == State::Value);
    match mask {
        None => values.collect(),
        Some(mask) => values
            .zip(mask)
            .map(|(value, keep)| value && *keep)
            .collect(),
    }
}

/// The numbers of a column; 0 where there is none.
fn numbers<'a>(seen: &'a Seen<'_>) -> Cow<'a, [f64]> {
    match &seen.vector {
        Vector::Integers(values) => values.iter().map(|x| *x as f64).collect(),
        Vector::Numbers(values) => Cow::Borrowed(values),
        Vector::Mixed(readings) => readings
            .iter()
            .map(|reading| match reading {
                Reading::Value(Value::Number(x)) => x.nearest(),
                _ => 0.0,
            })
            .collect(),
        _ => Cow::Owned(vec![0.0; seen.rows()]),
    }
}

/// The whole numbers of a column that are looked at; days count from 1970.
/// None: there may be others.
fn whole_values<'a>(seen: &'a Seen<'_>, mask: Option<&[bool]>) -> Option<Cow<'a, [i64]>> {
    let values: Cow<'a, [i64]> = match &seen.vector {
        Vector::Integers(values) => Cow::Borrowed(values),
        Vector::Days(values) => values.iter().map(|x| i64::from(*x)).collect(),
        _ => return None,
    };
    Some(match left_out(seen, mask) {
        None => values,
        Some(keep) => {
            let kept = values.iter().zip(keep).filter(|(_, keep)| *keep);
            kept.map(|(x, _)| *x).collect()
        }
    })
}

fn look_for(found: &mut [bool], values: &[Owned], seen: &Seen<'_>, mask: Option<&[bool]>) {
    seen.each_value(|at, value| {
        if mask.is_none_or(|mask| mask[at])
            && let Some(which) = values.iter().position(|wanted| wanted.value() == value)
        {
            found[which] = true;
        }
    });
}
