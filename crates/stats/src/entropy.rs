//! How evenly values are spread.

/// The entropy of values' frequencies in nats, −Σ p ln p: 0 where all are the
/// same, ln n where n values come equally often. Nothing without values.
///
/// Each pair is how often a value comes, and how many values come so often.
#[must_use]
pub fn entropy(frequencies: impl IntoIterator<Item = (u64, u64)>) -> Option<f64> {
    let (mut total, mut weighted) = (0.0, 0.0);
    for (count, values) in frequencies {
        let (count, values) = (count as f64, values as f64);
        total += count * values;
        weighted += count.max(1.0).ln() * count * values;
    }
    // Rounding may leave a trace below zero.
    (total > 0.0).then(|| (f64::ln(total) - weighted / total).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `SciPy` 1.17.1: `scipy.stats.entropy([5, 3, 3, 1])`.
    #[test]
    fn agrees_with_scipy() {
        let found = entropy([(1, 1), (3, 2), (5, 1)]).expect("values");
        crate::near(&[found], &[1.265_001_375_273_070_2], 1e-15);
    }

    #[test]
    fn nothing_has_none() {
        assert_eq!(entropy([]), None);
        assert_eq!(entropy([(0, 7), (7, 0)]), None);
        assert_eq!(entropy([(u64::MAX, 1)]), Some(0.0));
    }

    proptest! {
        #[test]
        fn equal_frequencies_have_most(count in 1_u64..1000, values in 1_u64..1000) {
            let found = entropy([(count, values)]).expect("values");
            prop_assert!((found - (values as f64).ln()).abs() < 1e-12);
        }
    }
}
