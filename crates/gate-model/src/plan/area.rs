//! One model alone: its area under the ROC curve.

use stats::normal;

use super::assumed::Assumed;
use super::search::{least_count, least_figure};

/// The examples that show an area not to be below a limit that is `margin` below
/// it: with the limit's variance for the error and the area's for the power.
pub(super) fn not_below(margin: f64, assumed: &Assumed) -> Option<u64> {
    least_count(1000, 1, |count| shows(count, margin, assumed))
}

/// How far below the area a limit has to be for so many examples.
pub(super) fn not_below_by(examples: u64, assumed: &Assumed) -> Option<f64> {
    least_figure(assumed.auc, |margin| shows(examples, margin, assumed))
}

fn shows(examples: u64, margin: f64, assumed: &Assumed) -> bool {
    let classes = [assumed.prevalence, 1.0 - assumed.prevalence];
    let classes = classes.map(|share| share * examples as f64);
    if classes.iter().any(|count| *count < 1.0) {
        return false;
    }
    let error = |area: f64| variance(area, classes).sqrt();
    let reach = assumed.one_sided.z() * error(assumed.auc - margin)
        + normal::quantile(assumed.power) * error(assumed.auc);
    reach <= margin
}

/// The variance of an area of so many positives and negatives, by Hanley and
/// Mc Neil (The Meaning and Use of the Area under a Receiver Operating
/// Characteristic (ROC) Curve, 1982).
fn variance(area: f64, [positives, negatives]: [f64; 2]) -> f64 {
    let square = area * area;
    let of_positives = area / (2.0 - area) - square;
    let of_negatives = 2.0 * square / (1.0 + area) - square;
    let sum = area - square + (positives - 1.0) * of_positives + (negatives - 1.0) * of_negatives;
    sum / (positives * negatives)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a model that knows nothing it is that of Mann and Whitney's statistic
    /// (1947), (m + n + 1) / 12 m n, whatever the distributions are.
    #[test]
    fn the_variance_of_chance_is_known() {
        for [positives, negatives] in [[51.0, 58.0], [1.0, 1.0], [1000.0, 3.0]] {
            let expected = (positives + negatives + 1.0) / (12.0 * positives * negatives);
            let found = variance(0.5, [positives, negatives]);
            assert!((found / expected - 1.0).abs() < 1e-12, "{found}");
        }
    }
}
