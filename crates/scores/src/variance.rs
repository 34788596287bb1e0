//! How much of the targets' variance the forecasts explain.

use crate::draws::{CHUNK, Rows};
use crate::lanes;
use crate::predictions::Predictions;
use crate::undefined::Undefined;

/// Targets, and how far the forecasts are from them.
#[derive(Clone, Debug)]
pub(crate) struct Variance {
    targets: Vec<f64>,
    residuals: Vec<f64>,
}

/// Sums of squares, by weight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Explained {
    /// Of the targets around their mean.
    spread: f64,
    /// Of the residuals.
    residual: f64,
    /// Of the residuals around their mean.
    residual_spread: f64,
}

impl Variance {
    pub(crate) fn new(predictions: &Predictions<'_>) -> Result<Self, Undefined> {
        let targets = predictions.targets()?;
        let pairs = targets.iter().zip(predictions.forecasts()?);
        Ok(Self {
            residuals: pairs.map(|(target, forecast)| target - forecast).collect(),
            targets: targets.to_vec(),
        })
    }

    /// Two walks: the means, then the squares around them, so that nothing
    /// cancels.
    pub(crate) fn explained(&self, rows: &Rows<'_>) -> Result<Explained, Undefined> {
        let (mean, bias) = self.means(rows)?;
        let mut sums = [0.0; 3];
        let mut buffer = [0.0; CHUNK];
        rows.each_chunk(|start, weights| {
            let targets = &self.targets[start..start + weights.len()];
            let residuals = &self.residuals[start..start + weights.len()];
            let shifts = [(targets, mean), (residuals, 0.0), (residuals, bias)];
            for (sum, (values, shift)) in sums.iter_mut().zip(shifts) {
                let squares = &mut buffer[..weights.len()];
                for (square, value) in squares.iter_mut().zip(values) {
                    *square = (value - shift) * (value - shift);
                }
                *sum += lanes::dot(weights, squares);
            }
        });
        let [spread, residual, residual_spread] = sums;
        Ok(Explained {
            spread,
            residual,
            residual_spread,
        })
    }

    /// Means of the targets and of the residuals; refused where all targets
    /// are the same, also up to the rounding of their mean.
    fn means(&self, rows: &Rows<'_>) -> Result<(f64, f64), Undefined> {
        let (mut sum, mut bias, mut total) = (0.0, 0.0, 0.0);
        let mut first = None;
        let mut differ = false;
        rows.each_chunk(|start, weights| {
            let targets = &self.targets[start..start + weights.len()];
            sum += lanes::dot(weights, targets);
            bias += lanes::dot(weights, &self.residuals[start..start + weights.len()]);
            total += lanes::sum(weights);
            differ = differ || differing(targets, weights, &mut first);
        });
        if total <= 0.0 {
            return Err(Undefined::Empty);
        }
        match differ {
            true => Ok((sum / total, bias / total)),
            false => Err(Undefined::ZeroVariance),
        }
    }
}

/// Whether a value that weighs something is another one than the first.
fn differing(values: &[f64], weights: &[f64], first: &mut Option<u64>) -> bool {
    let mut weighing = values
        .iter()
        .zip(weights)
        .filter(|(_, weight)| **weight > 0.0);
    weighing.any(|(value, _)| {
        let bits = (value + 0.0).to_bits();
        *first.get_or_insert(bits) != bits
    })
}

impl Explained {
    pub(crate) fn r2(self) -> f64 {
        1.0 - self.residual / self.spread
    }

    pub(crate) fn variance(self) -> f64 {
        1.0 - self.residual_spread / self.spread
    }
}
