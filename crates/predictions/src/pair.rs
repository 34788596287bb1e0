//! The same examples of two models, in one order.

use std::sync::Arc;

use scores::Predictions;
use verdict::Fault;

use crate::order;
use crate::sheet::Sheet;
use crate::wrong::row_of;

/// The same examples of two models, in the order of the candidate's file. What
/// is true of them is the candidate's in both.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The candidate's predictions of what both were asked about.
    pub candidate: Sheet,
    /// The baseline's, row for row.
    pub baseline: Sheet,
    /// How many examples only the candidate was asked about.
    pub candidate_only: u64,
    /// How many examples only the baseline was asked about.
    pub baseline_only: u64,
    /// The ids of the first of them in the candidate's file, cut, at most 5.
    pub candidate_only_ids: Vec<String>,
    /// The ids of the first of them in the baseline's file, cut, at most 5.
    pub baseline_only_ids: Vec<String>,
}

/// How many ids are shown.
const SHOWN: usize = 5;

/// Targets this near to each other, as a share of them, were written from the
/// same number: floats of 32 bits are within 6e-8.
const SAME: f64 = 1e-6;

impl Pair {
    /// What metrics of the candidate and of the baseline are computed from; the
    /// candidate's `reference` is what the baseline predicted. `group` is as in
    /// [`Sheet::predictions`].
    #[must_use]
    pub fn predictions(&self, group: Option<&str>) -> (Predictions<'_>, Predictions<'_>) {
        let baseline = self.baseline.predictions(group);
        let candidate = Predictions {
            reference: baseline.predicted,
            ..self.candidate.predictions(group)
        };
        (candidate, baseline)
    }

    /// How many examples there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.candidate.rows()
    }

    /// The same examples, where of some the models have changed places: as many
    /// marks as there are examples.
    #[must_use]
    pub fn swapped(&self, marks: &[bool]) -> Self {
        Self {
            candidate: self.candidate.saying(&self.baseline, marks),
            baseline: self.baseline.saying(&self.candidate, marks),
            ..self.clone()
        }
    }

    /// Examples that were drawn with replacement, as [`Sheet::drawn`] has them.
    #[must_use]
    pub fn drawn(&self, rows: &[u32], units: &[u32]) -> Self {
        let candidate = self.candidate.drawn(rows, units);
        Self {
            baseline: self.baseline.with(rows, Arc::clone(&candidate.examples)),
            candidate,
            ..self.clone()
        }
    }

    /// Some of the examples, as [`Sheet::take`] takes them; what only one was
    /// asked about stays told.
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        let candidate = self.candidate.take(rows);
        let there: Vec<u32> = rows
            .iter()
            .copied()
            .filter(|row| (*row as usize) < self.rows())
            .collect();
        Self {
            baseline: self.baseline.with(&there, Arc::clone(&candidate.examples)),
            candidate,
            ..self.clone()
        }
    }
}

/// Pairs the examples of two models: by their ids, or by their order where
/// neither has ids.
///
/// # Errors
///
/// They were read with different [`Classes`](crate::Classes); only one of them
/// has ids; no id is in both; without ids, the numbers of rows
/// differ; an example is labelled otherwise in the baseline.
pub fn pair(candidate: &Sheet, baseline: &Sheet) -> Result<Pair, Fault> {
    if !Arc::ptr_eq(&candidate.origin.classes, &baseline.origin.classes) {
        let (name, other) = (candidate.name(), baseline.name());
        return Err(
            Fault::new(format!("{name} and {other} were not read together"))
                .help("their classes may have different codes: read both anew"),
        );
    }
    let met = match (&candidate.examples.ids, &baseline.examples.ids) {
        (Some(ids), Some(other)) if ids == other => None,
        (Some(ids), Some(other)) => {
            let orders = (candidate.examples.order(), baseline.examples.order());
            Some(order::met((ids, &orders.0.rows), (other, &orders.1.rows)))
        }
        (None, None) => {
            check_counts(candidate, baseline)?;
            None
        }
        (ids, _) => return Err(one_sided(candidate, baseline, ids.is_some())),
    };
    let pair = match met {
        None => Pair {
            candidate: candidate.clone(),
            baseline: baseline.clone(),
            candidate_only: 0,
            baseline_only: 0,
            candidate_only_ids: Vec::new(),
            baseline_only_ids: Vec::new(),
        },
        Some(met) => matched(candidate, baseline, &met)?,
    };
    check_labels(&pair)?;
    let all: Vec<u32> = (0..).take(pair.rows()).collect();
    Ok(Pair {
        baseline: pair
            .baseline
            .with(&all, Arc::clone(&pair.candidate.examples)),
        ..pair
    })
}

/// The rows that have met.
fn matched(candidate: &Sheet, baseline: &Sheet, met: &[Option<u32>]) -> Result<Pair, Fault> {
    let rows = (0..).zip(met);
    let (rows, others): (Vec<u32>, Vec<u32>) = rows
        .filter_map(|(row, other)| Some((row, (*other)?)))
        .unzip();
    if rows.is_empty() {
        return Err(apart(candidate, baseline)?);
    }
    let mut has_met = vec![false; baseline.rows()];
    for other in &others {
        has_met[*other as usize] = true;
    }
    let alone = |sheet: &Sheet, alone: &mut dyn Iterator<Item = usize>| {
        let places = alone.take(SHOWN).map(|row| sheet.place(row));
        let mut places: Vec<u32> = places
            .filter_map(|place| u32::try_from(place).ok())
            .collect();
        places.sort_unstable();
        sheet.origin.cells(sheet.origin.id, &places)
    };
    let mut left = (0..met.len()).filter(|row| met[*row].is_none());
    let mut other_left = (0..has_met.len()).filter(|row| !has_met[*row]);
    Ok(Pair {
        candidate: candidate.take(&rows),
        baseline: baseline.take(&others),
        candidate_only: (candidate.rows() - rows.len()) as u64,
        baseline_only: (baseline.rows() - others.len()) as u64,
        candidate_only_ids: alone(candidate, &mut left)?,
        baseline_only_ids: alone(baseline, &mut other_left)?,
    })
}

fn check_counts(candidate: &Sheet, baseline: &Sheet) -> Result<(), Fault> {
    let (rows, others) = (candidate.rows(), baseline.rows());
    if rows == others {
        return Ok(());
    }
    Err(Fault::new(format!(
        "{} has {rows} rows and {} has {others}, and no column tells which belong together",
        candidate.name(),
        baseline.name()
    ))
    .help("give both a column `id` with the same id for the same example, or name one by `id` under [predictions]"))
}

fn one_sided(candidate: &Sheet, baseline: &Sheet, candidate_has: bool) -> Fault {
    let (with, without) = match candidate_has {
        true => (candidate, baseline),
        false => (baseline, candidate),
    };
    Fault::new(format!(
        "{} has a column of ids and {} has none, so that no one can tell which examples are the same",
        with.name(),
        without.name()
    ))
    .help("write the ids into both; without them in either, rows are paired by their order")
}

fn apart(candidate: &Sheet, baseline: &Sheet) -> Result<Fault, Fault> {
    let (id, other) = (candidate.id(0)?, baseline.id(0)?);
    Ok(Fault::new(format!(
        "no example of {} is in {}: no id is the same",
        candidate.name(),
        baseline.name()
    ))
    .help(format!(
        "the first ids are `{id}` and `{other}`: write them alike, from the same test set"
    ))
    .help("whole numbers are the same in all formats; `007` and other texts are not `7`"))
}

/// An example that is labelled otherwise is another one, or one of the files is
/// old.
fn check_labels(pair: &Pair) -> Result<(), Fault> {
    let (mine, others) = (&pair.candidate.examples, &pair.baseline.examples);
    let classes = mine.labels.as_ref().zip(others.labels.as_ref());
    let targets = mine.targets.as_ref().zip(others.targets.as_ref());
    let other_class =
        classes.and_then(|(mine, others)| first(mine, others, |one, other| one != other));
    let other_target = targets.and_then(|(mine, others)| first(mine, others, differ));
    match other_class.or(other_target) {
        None => Ok(()),
        Some(row) => Err(labelled_otherwise(pair, row)?),
    }
}

fn first<T: Copy>(mine: &[T], others: &[T], differ: impl Fn(T, T) -> bool) -> Option<usize> {
    let mut pairs = mine.iter().zip(others);
    pairs.position(|(mine, other)| differ(*mine, *other))
}

fn differ(one: f64, other: f64) -> bool {
    (one - other).abs() > SAME * one.abs().max(other.abs())
}

fn labelled_otherwise(pair: &Pair, row: usize) -> Result<Fault, Fault> {
    let said = |sheet: &Sheet| {
        let location = sheet.location(row);
        let place = row_of(
            sheet.name(),
            location.row.unwrap_or_default(),
            location.line,
        );
        Ok(format!("`{}` in {place}", sheet.label(row)?))
    };
    let (mine, other) = (said(&pair.candidate)?, said(&pair.baseline)?);
    let example = match pair.candidate.has_ids() {
        true => format!("example `{}`", pair.candidate.id(row)?),
        false => "an example".to_owned(),
    };
    Ok(Fault::new(format!("{example} is labelled {mine} but {other}"))
        .help("both models must be judged by the same labels: predict the same version of the test set with both"))
}
