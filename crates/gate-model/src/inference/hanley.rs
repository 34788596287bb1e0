//! An area under a ROC curve that is 1 or 0: its variance by what was seen is
//! 0, and by what might be true it is not (Hanley and Mc Neil, The Meaning and
//! Use of the Area under a ROC Curve, 1982).

use stats::{Confidence, Interval};

/// How many standard errors, as they would be were it true, an area is above a
/// figure.
pub(super) fn score(area: f64, figure: f64, classes: [u64; 2]) -> f64 {
    let apart = area - figure;
    if apart == 0.0 {
        return 0.0;
    }
    let [positives, negatives] = classes.map(|count| count as f64);
    let both = figure.clamp(0.0, 1.0);
    let one = both / (2.0 - both) - both * both;
    let other = 2.0 * both * both / (1.0 + both) - both * both;
    let spread = both * (1.0 - both) + (positives - 1.0) * one + (negatives - 1.0) * other;
    apart / (spread / (positives * negatives)).sqrt()
}

/// All areas that the score does not reject.
pub(super) fn interval(area: f64, classes: [u64; 2], confidence: Confidence) -> Interval {
    let z = confidence.z();
    let within = |figure: f64| score(area, figure, classes).abs() <= z;
    let end = |mut outside: f64| {
        if within(outside) {
            return outside;
        }
        let mut inside = area;
        for _ in 0..60 {
            let middle = f64::midpoint(inside, outside);
            match within(middle) {
                true => inside = middle,
                false => outside = middle,
            }
        }
        inside
    };
    Interval {
        low: end(0.0),
        high: end(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed apart from the formula in the paper: an area of 0.893 of 51
    /// abnormal and 58 normal cases has a standard error of 0.032.
    #[test]
    fn has_the_standard_error_of_the_paper() {
        let z = score(0.893 + 0.032, 0.893, [51, 58]);
        assert!((z - 1.0).abs() < 0.02, "{z}");
    }

    #[test]
    fn of_a_perfect_ranking_the_interval_has_a_length() {
        let confidence = Confidence::one_sided(0.95).expect("a level");
        let few = interval(1.0, [5, 5], confidence);
        let many = interval(1.0, [500, 500], confidence);
        assert!(few.low < many.low && many.low < 1.0, "{few:?} {many:?}");
        assert!(few.high >= 1.0 && many.high >= 1.0);
        assert!(interval(0.0, [5, 5], confidence).low <= 0.0);
    }
}
