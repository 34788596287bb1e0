//! What is gathered over all rows for figures: kept a thread, or a block where
//! the order of adding would show, and put together in the file's order.

use std::cmp::Ordering;
use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use distinct::{Distinct, Keys};
use expression::{Aggregate, Totals, Truth};
use stats::{Comoments, Interpolation, MomentOrder, Moments, integer_sum, quantiles};
use verdict::Fault;

use super::keys::{self, Nulls};
use super::rows::BlockRows;
use super::{GatherPlan, Means};
use crate::checks::range::order;
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
    Keys(Keys<u128>),
    WholeKeys {
        keys: Keys<u64>,
        /// Whether it is still thought that every value is greater than all
        /// before: then none comes twice, and no key is kept.
        rising: AtomicBool,
    },
}

/// A run of values each of which is greater than the one before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    index: u64,
    first: i64,
    last: i64,
    count: u64,
}

/// Most keys that a second pass looks for.
const REMEMBERED: usize = 1 << 22;

impl Gather {
    /// `rising`: the gathers of which it is enough to know that none comes
    /// twice.
    pub(super) fn all(plans: &[GatherPlan], means: &Means<'_>, rising: &[usize]) -> Vec<Self> {
        let folder = std::env::temp_dir();
        let gathers = plans.iter().enumerate().map(|(at, plan)| match plan.what {
            What::Keys(_) | What::Determined(_) => Self::Keys(Keys::new(means.budget, &folder)),
            What::WholeKeys => Self::WholeKeys {
                keys: Keys::new(means.budget, &folder),
                rising: AtomicBool::new(rising.contains(&at)),
            },
            _ => Self::Nothing,
        });
        gathers.collect()
    }
}

/// Numbers in one piece: so many that its memory goes back to the system as
/// soon as it is let go.
const CHUNK: usize = 1 << 16;

/// What one thread has gathered. What is added up keeps its blocks apart: the
/// sum of floating-point numbers depends on their order.
pub(super) enum Part {
    Extremes(Option<(Owned, Owned)>),
    Moments {
        blocks: Vec<(u64, Moments)>,
        whole: Option<i128>,
    },
    Numbers(Vec<Vec<f64>>),
    Keys(distinct::Part<u128>),
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
            (_, Gather::Keys(keys)) => Self::Keys(keys.part()),
            (_, Gather::WholeKeys { keys, .. }) => Self::WholeKeys {
                part: keys.part(),
                runs: Vec::new(),
            },
            (What::Moments(_), _) => Self::Moments {
                blocks: Vec::new(),
                whole: Some(0),
            },
            (What::Numbers, _) => Self::Numbers(Vec::new()),
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
                let keep = keep(seen, mask);
                *whole = match &seen.vector {
                    Vector::Integers(values) => {
                        whole.and_then(|sum| sum.checked_add(integer_sum(values, Some(&keep))))
                    }
                    _ => None,
                };
                blocks.push((index, Moments::of(&numbers(seen), Some(&keep), *order)));
            }
            (Self::Numbers(chunks), _, Some(seen)) => {
                let keep = keep(seen, mask);
                let kept = numbers(seen).into_iter().zip(keep);
                for (x, _) in kept.filter(|(_, keep)| *keep) {
                    match chunks.last_mut() {
                        Some(chunk) if chunk.len() < CHUNK => chunk.push(x),
                        _ => {
                            let mut chunk = Vec::with_capacity(CHUNK);
                            chunk.push(x);
                            chunks.push(chunk);
                        }
                    }
                }
            }
            (Self::Keys(part), What::Keys(nulls), _) => {
                let rows = 0..rows.len();
                keys::each(all, &plan.columns, &rows, (mask, *nulls), |key| {
                    part.push(key);
                });
            }
            (Self::Keys(part), What::Determined(first), _) => {
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
                let values = whole_values(seen, mask);
                let Gather::WholeKeys { rising, .. } = gather else {
                    return;
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
fn numbers(seen: &Seen<'_>) -> Vec<f64> {
    match &seen.vector {
        Vector::Integers(values) => values.iter().map(|x| *x as f64).collect(),
        Vector::Numbers(values) => values.to_vec(),
        Vector::Mixed(readings) => readings
            .iter()
            .map(|reading| match reading {
                Reading::Value(Value::Number(x)) => x.nearest(),
                _ => 0.0,
            })
            .collect(),
        _ => vec![0.0; seen.rows()],
    }
}

/// The whole numbers of a column that are looked at; days count from 1970.
fn whole_values(seen: &Seen<'_>, mask: Option<&[bool]>) -> Vec<i64> {
    let kept = keep(seen, mask).into_iter();
    match &seen.vector {
        Vector::Integers(values) => {
            let kept = values.iter().zip(kept).filter(|(_, keep)| *keep);
            kept.map(|(x, _)| *x).collect()
        }
        Vector::Days(values) => {
            let kept = values.iter().zip(kept).filter(|(_, keep)| *keep);
            kept.map(|(x, _)| i64::from(*x)).collect()
        }
        _ => Vec::new(),
    }
}

fn run(index: u64, values: &[i64]) -> Option<Run> {
    Some(Run {
        index,
        first: *values.first()?,
        last: *values.last()?,
        count: values.len() as u64,
    })
}

/// Whether the runs of all blocks rise as a whole: how many values they have.
/// None: the keys of some were not kept, and some value may come twice.
pub(super) fn rise(gather: &Gather, parts: &[Part]) -> Option<u64> {
    let mut all: Vec<Run> = Vec::new();
    for part in parts {
        if let Part::WholeKeys { runs, .. } = part {
            all.extend(runs);
        }
    }
    let Gather::WholeKeys { rising, .. } = gather else {
        return Some(0);
    };
    if all.is_empty() {
        return Some(0);
    }
    all.sort_by_key(|run| run.index);
    let chained = all.windows(2).all(|pair| pair[0].last < pair[1].first);
    (chained && rising.load(Relaxed)).then(|| all.iter().map(|run| run.count).sum())
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

fn widen_all(extremes: &mut Option<(Owned, Owned)>, seen: &Seen<'_>, mask: Option<&[bool]>) {
    let (mut least, mut greatest): (Option<Value<'_>>, Option<Value<'_>>) = (None, None);
    let beats = |value: &Value<'_>, best: &Option<Value<'_>>, wanted| {
        best.as_ref()
            .is_none_or(|best| order(value, best) == Some(wanted))
    };
    match &seen.vector {
        Vector::Integers(values) => {
            let span = span(values, seen, mask);
            (least, greatest) = span
                .map(|(low, high)| {
                    let value = |x: i64| Value::Number(i128::from(x).into());
                    (value(low), value(high))
                })
                .unzip();
        }
        Vector::Moments(values) => {
            let span = span(values, seen, mask);
            (least, greatest) = span
                .map(|(low, high)| {
                    let value = |x: i64| Value::Moment(crate::value::Moment::from_micros(x));
                    (value(low), value(high))
                })
                .unzip();
        }
        Vector::Numbers(values) => {
            let span = span(values, seen, mask);
            let value = |x: f64| crate::value::Number::new(x).map(Value::Number);
            if let Some((low, high)) = span {
                (least, greatest) = (value(low), value(high));
            }
        }
        _ => seen.each_value(|at, value| {
            if mask.is_none_or(|mask| mask[at]) {
                if beats(&value, &least, Ordering::Less) {
                    least = Some(value);
                }
                if beats(&value, &greatest, Ordering::Greater) {
                    greatest = Some(value);
                }
            }
        }),
    }
    if let (Some(least), Some(greatest)) = (least, greatest) {
        widen(extremes, (Owned::of(least), Owned::of(greatest)));
    }
}

/// The least and the greatest of plain values.
fn span<T: PartialOrd + Copy>(
    values: &[T],
    seen: &Seen<'_>,
    mask: Option<&[bool]>,
) -> Option<(T, T)> {
    let kept = values
        .iter()
        .zip(keep(seen, mask))
        .filter(|(_, keep)| *keep);
    kept.map(|(x, _)| *x).fold(None, |span, x| {
        Some(match span {
            None => (x, x),
            Some((low, high)) => (
                if x < low { x } else { low },
                if x > high { x } else { high },
            ),
        })
    })
}

fn widen(extremes: &mut Option<(Owned, Owned)>, (least, greatest): (Owned, Owned)) {
    let Some((low, high)) = extremes else {
        *extremes = Some((least, greatest));
        return;
    };
    if order(&least.value(), &low.value()) == Some(Ordering::Less) {
        *low = least;
    }
    if order(&greatest.value(), &high.value()) == Some(Ordering::Greater) {
        *high = greatest;
    }
}

/// What all threads have gathered.
pub(super) enum Gathered {
    Extremes(Option<(Owned, Owned)>),
    Moments(Moments, Option<i128>),
    Numbers(Vec<f64>),
    /// Quantiles of them: level, which value it is between two, the value.
    Quantiles(Vec<(f64, Interpolation, f64)>),
    Keys(Distinct<u128>),
    WholeKeys(Distinct<u64>),
    Required(Vec<bool>),
    Comoments(Comoments),
    /// None: nothing was there. In words: why it can't be computed.
    Aggregate(Result<Option<f64>, String>),
}

/// Puts together what the threads have gathered.
pub(super) fn gathered(
    plan: &GatherPlan,
    gather: Gather,
    parts: Vec<Part>,
    threads: usize,
) -> Result<Gathered, Fault> {
    let unspilled = |error: io::Error| {
        Fault::new(format!("can't use the temporary folder: {error}"))
            .help("free some space there, name another one by TMPDIR, or allow more `--memory`")
    };
    Ok(match (gather, &plan.what) {
        (Gather::Keys(keys), _) => {
            let parts = parts.into_iter().filter_map(|part| match part {
                Part::Keys(part) => Some(part),
                _ => None,
            });
            let distinct = keys
                .finish(parts.collect(), threads, REMEMBERED)
                .map_err(unspilled)?;
            Gathered::Keys(distinct)
        }
        (gather @ Gather::WholeKeys { .. }, _)
            if rise(&gather, &parts).is_some_and(|total| total > 0) =>
        {
            let total = rise(&gather, &parts).unwrap_or_default();
            Gathered::WholeKeys(Distinct::of_different(total))
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
        (_, What::Numbers) => Gathered::Numbers(all_numbers(parts)),
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
    /// Numbers as those of their quantiles that are asked for: level, and
    /// which value it is between two.
    pub(super) fn into_quantiles(self, asked: &[(f64, Interpolation)]) -> Self {
        let Self::Numbers(mut numbers) = self else {
            return self;
        };
        let mut found = Vec::new();
        for method in asked.iter().map(|(_, method)| *method) {
            if found.iter().any(|(_, known, _)| *known == method) {
                continue;
            }
            let levels = asked.iter().filter(|(_, other)| *other == method);
            let levels: Vec<f64> = levels.map(|(level, _)| *level).collect();
            let values = quantiles(&mut numbers, &levels, method).unwrap_or_default();
            let values = levels.into_iter().zip(values);
            found.extend(values.map(|(level, value)| (level, method, value)));
        }
        Self::Quantiles(found)
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

fn all_numbers(parts: Vec<Part>) -> Vec<f64> {
    let chunks = parts.into_iter().filter_map(|part| match part {
        Part::Numbers(chunks) => Some(chunks),
        _ => None,
    });
    let chunks: Vec<Vec<f64>> = chunks.flatten().collect();
    let mut all = Vec::with_capacity(chunks.iter().map(Vec::len).sum());
    for chunk in chunks {
        all.extend(chunk);
    }
    all
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
