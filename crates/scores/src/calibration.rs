//! Whether probabilities mean what they say.

use crate::draws::{CHUNK, Draws, Rows};
use crate::lanes;
use crate::loss::{chances, normalized};
use crate::predictions::Predictions;
use crate::undefined::Undefined;

/// How probabilities are parted into bins, as scikit-learn's `calibration_curve`
/// parts them. A probability on an edge is in the bin below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binning {
    /// Bins of the same width over 0 to 1.
    EqualWidth,
    /// Bins whose edges are quantiles of all rows' probabilities (linear
    /// interpolation, each row once), also where rows weigh differently or are
    /// drawn anew: the bins stay.
    EqualMass,
}

/// Rows in bins.
#[derive(Clone, Debug)]
pub(crate) struct Bins {
    count: u32,
    rows: Vec<u32>,
    chances: Vec<f64>,
    truth: Vec<bool>,
    /// What was said less what was true.
    gaps: Vec<f64>,
}

/// A point of the calibration curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalibrationPoint {
    /// Mean probability of the bin's rows.
    pub predicted: f64,
    /// Share of the bin's rows of which it was true.
    pub observed: f64,
    /// Sum of the weights of the bin's rows.
    pub weight: f64,
}

/// The calibration curve: a point for each bin that has rows, the lowest first.
///
/// With probabilities of more than two classes: the probability of the
/// likeliest class, and whether it was the true one.
pub fn calibration_curve(
    predictions: &Predictions<'_>,
    bins: u32,
    binning: Binning,
    draws: Draws<'_>,
) -> Result<Vec<CalibrationPoint>, Undefined> {
    let rows = Rows::new(draws, predictions.weights()?, predictions.rows())?;
    let points = Bins::new(predictions, bins, binning)?.points(&rows);
    match points.is_empty() {
        true => Err(Undefined::Empty),
        false => Ok(points),
    }
}

impl Bins {
    pub(crate) fn new(
        predictions: &Predictions<'_>,
        count: u32,
        binning: Binning,
    ) -> Result<Self, Undefined> {
        const MOST: u32 = 1 << 20;
        if !(1..=MOST).contains(&count) {
            return Err(Undefined::Parameter);
        }
        let (chances, truth) = said(predictions)?;
        let edges = match binning {
            Binning::EqualWidth => equal_width(count),
            Binning::EqualMass => equal_mass(&chances, count),
        };
        let bin = |p: &f64| u32::try_from(edges.partition_point(|edge| edge < p));
        let rows = chances.iter().map(bin).collect::<Result<_, _>>();
        let gap = |(chance, truth): (&f64, &bool)| chance - f64::from(u8::from(*truth));
        Ok(Self {
            count,
            rows: rows.map_err(|_| Undefined::Parameter)?,
            gaps: chances.iter().zip(&truth).map(gap).collect(),
            chances,
            truth,
        })
    }

    /// Expected calibration error: the mean distance of what was said to what
    /// was true, over bins by their weight.
    pub(crate) fn error(&self, rows: &Rows<'_>) -> Result<f64, Undefined> {
        let mut sums = vec![[0.0; 4]; self.count as usize];
        let mut total = 0.0;
        let mut gap = [0.0; CHUNK];
        rows.each_chunk(|start, weights| {
            let gaps = &self.gaps[start..start + weights.len()];
            for ((gap, weight), apart) in gap.iter_mut().zip(weights).zip(gaps) {
                *gap = weight * apart;
            }
            let bins = &self.rows[start..start + weights.len()];
            lanes::scatter(&gap[..weights.len()], bins, &mut sums);
            total += lanes::sum(weights);
        });
        let apart: f64 = sums
            .iter()
            .map(|lanes| lanes.iter().sum::<f64>().abs())
            .sum();
        match total > 0.0 {
            true => Ok(apart / total),
            false => Err(Undefined::Empty),
        }
    }

    fn points(&self, rows: &Rows<'_>) -> Vec<CalibrationPoint> {
        let sums = self.sums(rows).into_iter();
        let filled = sums.filter(|[weight, ..]| *weight > 0.0);
        let point = |[weight, said, yes]: [f64; 3]| CalibrationPoint {
            predicted: said / weight,
            observed: yes / weight,
            weight,
        };
        filled.map(point).collect()
    }

    /// Of each bin: weight, weighted probabilities, weight of what was true.
    fn sums(&self, rows: &Rows<'_>) -> Vec<[f64; 3]> {
        let mut sums = vec![[0.0; 3]; self.count as usize];
        rows.each_chunk(|start, weights| {
            let bins = &self.rows[start..];
            let said = self.chances[start..].iter().zip(&self.truth[start..]);
            for ((weight, bin), (chance, truth)) in weights.iter().zip(bins).zip(said) {
                let sum = &mut sums[*bin as usize];
                sum[0] += weight;
                sum[1] += weight * chance;
                sum[2] += if *truth { *weight } else { 0.0 };
            }
        });
        sums
    }
}

/// A probability of each row, and whether what it is of was true.
fn said(predictions: &Predictions<'_>) -> Result<(Vec<f64>, Vec<bool>), Undefined> {
    let many = predictions
        .probabilities
        .is_some_and(|matrix| matrix.columns() > 2);
    if !many {
        let (scores, truth) = chances(predictions)?;
        return Ok((scores.into_owned(), truth));
    }
    let matrix = normalized(predictions)?;
    let rows = matrix.each_row().zip(predictions.labels()?);
    Ok(rows.map(|(row, label)| likeliest(row, *label)).unzip())
}

/// Probability of the likeliest class, the first of equally likely ones, and
/// whether it is the true one.
fn likeliest(row: &[f64], label: u32) -> (f64, bool) {
    let mut best = (0, 0.0);
    for (class, p) in row.iter().enumerate() {
        if *p > best.1 {
            best = (class, *p);
        }
    }
    (best.1, best.0 == label as usize)
}

/// Inner edges, as numpy's `linspace` rounds them.
fn equal_width(count: u32) -> Vec<f64> {
    let step = 1.0 / f64::from(count);
    (1..count).map(|edge| f64::from(edge) * step).collect()
}

/// Inner edges: quantiles, as numpy's `percentile` interpolates them.
fn equal_mass(chances: &[f64], count: u32) -> Vec<f64> {
    let mut sorted = chances.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else {
        return Vec::new();
    };
    let quantile = |level: f64| {
        // numpy takes the level through percents, which rounds.
        let place = level * 100.0 / 100.0 * last as f64;
        let (below, share) = whole(place, last);
        let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
        match share < 0.5 {
            true => low + (high - low) * share,
            false => high - (high - low) * (1.0 - share),
        }
    };
    equal_width(count).into_iter().map(quantile).collect()
}

/// A place as a whole number, up to the last one, and what is left of it.
fn whole(place: f64, last: usize) -> (usize, f64) {
    let floor = place.floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place among the rows, not negative"
    )]
    let below = (floor as usize).min(last);
    (below, place - floor)
}
