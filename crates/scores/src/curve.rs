//! Curves for reports.

use crate::draws::{Draws, Rows};
use crate::gauge::Point;
use crate::predictions::Predictions;
use crate::ranking::Ranking;
use crate::undefined::Undefined;

/// A point of the ROC curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RocPoint {
    /// Share of the negatives at or above the threshold.
    pub false_positive: f64,
    /// Share of the positives at or above the threshold.
    pub true_positive: f64,
    /// Rows with this score or a higher one are taken; infinite at the start.
    pub threshold: f64,
}

/// A point of the precision-recall curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrecisionRecallPoint {
    /// Share of the positives at or above the threshold.
    pub recall: f64,
    /// Share of positives among the rows at or above the threshold.
    pub precision: f64,
    /// Rows with this score or a higher one are taken.
    pub threshold: f64,
}

/// The ROC curve from (0, 0) to (1, 1). Of more than `most` points those are
/// left that part the curve into even steps; both ends always are.
pub fn roc_curve(
    predictions: &Predictions<'_>,
    draws: Draws<'_>,
    most: usize,
) -> Result<Vec<RocPoint>, Undefined> {
    let (points, scores) = points(predictions, draws)?;
    let end = points.last().map(|(point, _)| *point).unwrap_or_default();
    if end.misses <= 0.0 {
        return Err(Undefined::NoNegatives);
    }
    let start = RocPoint {
        false_positive: 0.0,
        true_positive: 0.0,
        threshold: f64::INFINITY,
    };
    let point = |(point, row): &(Point, usize)| RocPoint {
        false_positive: point.misses / end.misses,
        true_positive: point.hits / end.hits,
        threshold: scores[*row],
    };
    let curve: Vec<RocPoint> = std::iter::once(start)
        .chain(points.iter().map(point))
        .collect();
    let way = |point: &RocPoint| f64::midpoint(point.false_positive, point.true_positive);
    Ok(thinned(&curve, most, way))
}

/// The precision-recall curve from the highest threshold to the lowest. Of more
/// than `most` points those are left that part the recall into even steps; both
/// ends always are.
pub fn precision_recall_curve(
    predictions: &Predictions<'_>,
    draws: Draws<'_>,
    most: usize,
) -> Result<Vec<PrecisionRecallPoint>, Undefined> {
    let (points, scores) = points(predictions, draws)?;
    let end = points.last().map(|(point, _)| *point).unwrap_or_default();
    let point = |(point, row): &(Point, usize)| PrecisionRecallPoint {
        recall: point.hits / end.hits,
        precision: point.hits / (point.hits + point.misses),
        threshold: scores[*row],
    };
    let curve: Vec<PrecisionRecallPoint> = points.iter().map(point).collect();
    Ok(thinned(&curve, most, |point| point.recall))
}

/// Points of the curve that weigh something, and the scores.
#[expect(clippy::type_complexity, reason = "read where it is made")]
fn points(
    predictions: &Predictions<'_>,
    draws: Draws<'_>,
) -> Result<(Vec<(Point, usize)>, Vec<f64>), Undefined> {
    let weights = predictions.weights()?;
    let rows = Rows::new(draws, weights, predictions.rows())?;
    let scores = predictions.scores()?.into_owned();
    let ranking = Ranking::new(&scores, predictions.truth()?, weights)?;
    let mut points = ranking.points(&rows);
    let mut last = Point::default();
    points.retain(|(point, _)| std::mem::replace(&mut last, *point) != *point);
    match points.last() {
        None => Err(Undefined::Empty),
        Some((end, _)) if end.hits <= 0.0 => Err(Undefined::NoPositives),
        Some(_) => Ok((points, scores)),
    }
}

/// At most so many points (at least two): the first at or after each even step
/// of the way, which does not fall.
fn thinned<T: Copy>(curve: &[T], most: usize, way: impl Fn(&T) -> f64) -> Vec<T> {
    let most = most.max(2);
    let (Some(first), Some(last)) = (curve.first(), curve.last()) else {
        return Vec::new();
    };
    if curve.len() <= most {
        return curve.to_vec();
    }
    let (start, length) = (way(first), way(last) - way(first));
    let mut left = vec![*first];
    let mut from = 1;
    for step in 1..most - 1 {
        let goal = start + length * step as f64 / (most - 1) as f64;
        let at = curve.partition_point(|point| way(point) < goal);
        if at >= from && at < curve.len() - 1 {
            left.push(curve[at]);
            from = at + 1;
        }
    }
    left.push(*last);
    left
}
