//! Metrics whose chance a formula tells: shares of examples, differences of
//! shares of the same examples, areas under ROC curves.

use scores::{Average, Metric, Predictions};
use stats::delong;
use stats::paired::Paired;

use super::resample::FEWEST;
use super::{Known, Unknown};

/// One model's metric; nothing where there is no formula for it.
pub(crate) fn value(metric: &Metric, of: &Predictions<'_>) -> Option<Result<Known, Unknown>> {
    if let Metric::RocAuc = metric {
        return area(of);
    }
    let (mut hits, mut all) = (0, 0);
    for hit in (0..of.rows()).map(hit(metric, of)?) {
        all += u64::from(hit.is_some());
        hits += u64::from(hit == Some(true));
    }
    Some(match all {
        0 => Err("no example counts for it".to_owned()),
        of => Ok(Known::Share { hits, of }),
    })
}

/// The candidate's metric less the baseline's, on the same examples; nothing
/// where there is no formula for it.
pub(crate) fn change(
    metric: &Metric,
    candidate: &Predictions<'_>,
    baseline: &Predictions<'_>,
) -> Option<Result<Known, Unknown>> {
    if let Metric::RocAuc = metric {
        return areas(candidate, baseline);
    }
    // What counts for these depends on what the model says.
    if let Metric::Precision(_) | Metric::Churn = metric {
        return None;
    }
    let (one, other) = (hit(metric, candidate)?, hit(metric, baseline)?);
    let mut paired = Paired::default();
    for row in 0..candidate.rows() {
        *match (one(row), other(row)) {
            (Some(true), Some(true)) => &mut paired.both,
            (Some(true), Some(false)) => &mut paired.candidate_only,
            (Some(false), Some(true)) => &mut paired.baseline_only,
            (Some(false), Some(false)) => &mut paired.neither,
            _ => continue,
        } += 1;
    }
    Some(match paired.count() {
        0 => Err("no example counts for it".to_owned()),
        few if few < u64::from(FEWEST) => Err(format!(
            "{few} examples count for it, and below {FEWEST} no change is told from chance as surely as is promised"
        )),
        _ => Ok(Known::Paired(paired)),
    })
}

/// Whether a row is a hit of a metric that is a share of rows; nothing for
/// rows that don't count.
type Hit<'a> = Box<dyn Fn(usize) -> Option<bool> + 'a>;

fn hit<'a>(metric: &Metric, of: &Predictions<'a>) -> Option<Hit<'a>> {
    if of.weights.is_some() {
        return None;
    }
    let predicted = of.predicted?;
    if let Metric::Churn = metric {
        let reference = of.reference?;
        return Some(Box::new(move |row| Some(predicted[row] != reference[row])));
    }
    if let Metric::SelectionRate = metric {
        let positive = of.positive?;
        return Some(Box::new(move |row| Some(predicted[row] == positive)));
    }
    let labels = of.labels?;
    if let Metric::Accuracy = metric {
        return Some(Box::new(move |row| Some(labels[row] == predicted[row])));
    }
    let positive = of.positive?;
    let is = move |row: usize| (labels[row] == positive, predicted[row] == positive);
    Some(match metric {
        Metric::Recall(Average::Binary) => Box::new(move |row| match is(row) {
            (true, hit) => Some(hit),
            _ => None,
        }),
        Metric::FalseNegativeRate => Box::new(move |row| match is(row) {
            (true, hit) => Some(!hit),
            _ => None,
        }),
        Metric::Specificity => Box::new(move |row| match is(row) {
            (false, hit) => Some(!hit),
            _ => None,
        }),
        Metric::FalsePositiveRate => Box::new(move |row| match is(row) {
            (false, hit) => Some(hit),
            _ => None,
        }),
        Metric::Precision(Average::Binary) => Box::new(move |row| match is(row) {
            (hit, true) => Some(hit),
            _ => None,
        }),
        _ => return None,
    })
}

/// Labels as whether they are positive, and the scores.
fn ranked<'a>(of: &Predictions<'a>) -> Option<(Vec<bool>, &'a [f64])> {
    let positive = of.positive?;
    let plain = of.weights.is_none();
    let (labels, scores) = of.labels.zip(of.scores).filter(|_| plain)?;
    Some((
        labels.iter().map(|label| *label == positive).collect(),
        scores,
    ))
}

fn area(of: &Predictions<'_>) -> Option<Result<Known, Unknown>> {
    let (positive, scores) = ranked(of)?;
    let positives = positive.iter().filter(|is| **is).count() as u64;
    let classes = [positives, positive.len() as u64 - positives];
    Some(match delong::area(&positive, scores) {
        Ok(area) => Ok(Known::Area { area, classes }),
        Err(why) => Err(why.to_string()),
    })
}

fn areas(
    candidate: &Predictions<'_>,
    baseline: &Predictions<'_>,
) -> Option<Result<Known, Unknown>> {
    let (positive, scores) = ranked(candidate)?;
    let (_, others) = ranked(baseline)?;
    let positives = positive.iter().filter(|is| **is).count() as u64;
    let classes = [positives, positive.len() as u64 - positives];
    Some(match delong::areas(&positive, others, scores) {
        // The same order of all examples: only another one could differ, and
        // those of the rarer class move the area the most.
        Ok(areas) if areas.variance == 0.0 && areas.difference() == 0.0 => Ok(Known::Same {
            of: classes[0].min(classes[1]),
        }),
        Ok(areas) if areas.variance == 0.0 => Err("the variance is 0".to_owned()),
        Ok(areas) => Ok(Known::Areas { areas, classes }),
        Err(why) => Err(why.to_string()),
    })
}
