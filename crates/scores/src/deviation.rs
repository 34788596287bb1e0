//! How far each forecast is from its target.

use crate::predictions::Predictions;
use crate::undefined::Undefined;

/// |target - forecast| of each row.
pub(crate) fn absolute(predictions: &Predictions<'_>) -> Result<Vec<f64>, Undefined> {
    each(predictions, |target, forecast| (target - forecast).abs())
}

/// (target - forecast)^2 of each row.
pub(crate) fn squared(predictions: &Predictions<'_>) -> Result<Vec<f64>, Undefined> {
    each(predictions, |target, forecast| (target - forecast).powi(2))
}

/// |target - forecast| / |target| of each row. scikit-learn divides by the
/// machine epsilon where the target is nearer to zero than that, which says
/// nothing about the model: no value then.
pub(crate) fn percentage(predictions: &Predictions<'_>) -> Result<Vec<f64>, Undefined> {
    let zero = |target: &f64| target.abs() < f64::EPSILON;
    if let Some(row) = predictions.targets()?.iter().position(zero) {
        return Err(Undefined::ZeroTarget { row });
    }
    each(predictions, |target, forecast| {
        (forecast - target).abs() / target.abs()
    })
}

/// Pinball loss of each row for the quantile `alpha`.
pub(crate) fn pinball(predictions: &Predictions<'_>, alpha: f64) -> Result<Vec<f64>, Undefined> {
    each(predictions, |target, forecast| {
        let above = target - forecast;
        if above >= 0.0 {
            alpha * above
        } else {
            (alpha - 1.0) * above
        }
    })
}

fn each(
    predictions: &Predictions<'_>,
    loss: impl Fn(f64, f64) -> f64,
) -> Result<Vec<f64>, Undefined> {
    let pairs = predictions.targets()?.iter().zip(predictions.forecasts()?);
    Ok(pairs
        .map(|(target, forecast)| loss(*target, *forecast))
        .collect())
}
