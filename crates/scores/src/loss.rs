//! What each row of a classification costs.

use crate::matrix::Matrix;
use crate::predictions::{Predictions, probabilities};
use crate::undefined::Undefined;

/// Log loss of each row: the logarithm of the probability of what was true,
/// clipped at the probabilities' machine epsilon as scikit-learn does since 1.5.
pub(crate) fn log(predictions: &Predictions<'_>) -> Result<Vec<f64>, Undefined> {
    let epsilon = predictions.precision.epsilon();
    let loss = |p: f64| -p.clamp(epsilon, 1.0 - epsilon).ln();
    if predictions.probabilities.is_some() {
        let matrix = normalized(predictions)?;
        let rows = matrix.each_row().zip(predictions.labels()?);
        return Ok(rows
            .map(|(row, label)| loss(row[*label as usize]))
            .collect());
    }
    let (scores, truth) = chances(predictions)?;
    let each = scores.iter().zip(truth);
    Ok(each
        .map(|(p, yes)| loss(if yes { *p } else { 1.0 - p }))
        .collect())
}

/// Squared distance of each row's probabilities to what was true: over all
/// classes, halved where there are two.
pub(crate) fn brier(predictions: &Predictions<'_>) -> Result<Vec<f64>, Undefined> {
    if predictions.probabilities.is_some() {
        let matrix = normalized(predictions)?;
        let scale = if matrix.columns() < 3 { 0.5 } else { 1.0 };
        let rows = matrix.each_row().zip(predictions.labels()?);
        return Ok(rows
            .map(|(row, label)| scale * squares(row, *label))
            .collect());
    }
    let (scores, truth) = chances(predictions)?;
    let distance = |(p, yes): (&f64, bool)| p - f64::from(u8::from(yes));
    Ok(scores
        .iter()
        .zip(truth)
        .map(distance)
        .map(|d| d * d)
        .collect())
}

/// Whether each row's label is among the k likeliest classes: of equally likely
/// ones the last classes first, as scikit-learn has it.
pub(crate) fn top(predictions: &Predictions<'_>, k: u32) -> Result<Vec<f64>, Undefined> {
    let matrix = predictions.matrix()?;
    let rows = matrix.each_row().zip(predictions.labels()?);
    let hit = |(row, label): (&[f64], &u32)| {
        let label = *label as usize;
        let before = row.iter().enumerate();
        let ahead =
            before.filter(|(class, p)| **p > row[label] || (**p >= row[label] && *class > label));
        f64::from(u8::from(ahead.count() < k as usize))
    };
    Ok(rows.map(hit).collect())
}

/// What each row costs by its true and its predicted class.
pub(crate) fn cost(predictions: &Predictions<'_>) -> Result<Vec<f64>, Undefined> {
    let costs = predictions.costs()?;
    let pairs = predictions.labels()?.iter().zip(predictions.predicted()?);
    let cost = |(label, predicted): (&u32, &u32)| {
        let class = if (*label as usize) < costs.rows() {
            *predicted
        } else {
            *label
        };
        costs
            .at(*label, *predicted)
            .ok_or(Undefined::UnknownClass { class })
    };
    pairs.map(cost).collect()
}

/// Whether each row's predicted class is another one than the other model's.
pub(crate) fn churn(predictions: &Predictions<'_>) -> Result<Vec<f64>, Undefined> {
    let pairs = predictions
        .predicted()?
        .iter()
        .zip(predictions.reference()?);
    Ok(pairs
        .map(|(new, old)| f64::from(u8::from(new != old)))
        .collect())
}

/// Scores that are probabilities of the positive class, and whether each row is of it.
pub(crate) fn chances<'a>(
    predictions: &Predictions<'a>,
) -> Result<(std::borrow::Cow<'a, [f64]>, Vec<bool>), Undefined> {
    let scores = predictions.scores()?;
    probabilities(&scores)?;
    Ok((scores, predictions.truth()?))
}

/// Probabilities whose rows sum to 1. scikit-learn only warns where they don't;
/// numbers that were written with two digits pass.
pub(crate) fn normalized<'a>(predictions: &Predictions<'a>) -> Result<Matrix<'a>, Undefined> {
    const TOLERANCE: f64 = 0.01;
    let matrix = predictions.matrix()?;
    for (row, values) in matrix.each_row().enumerate() {
        probabilities(values).map_err(|undefined| match undefined {
            Undefined::NotAProbability { value, .. } => Undefined::NotAProbability { row, value },
            other => other,
        })?;
        let sum = values.iter().sum::<f64>();
        if (sum - 1.0).abs() > TOLERANCE {
            return Err(Undefined::NotNormalized { row, sum });
        }
    }
    Ok(matrix)
}

fn squares(row: &[f64], label: u32) -> f64 {
    let distance = |(class, p): (usize, &f64)| match class == label as usize {
        true => 1.0 - p,
        false => *p,
    };
    row.iter().enumerate().map(distance).map(|d| d * d).sum()
}
