//! How evenly values are spread.

/// The entropy of values' frequencies in nats, −Σ p ln p: 0 where all are the
/// same, ln n where n values come equally often. Nothing without values.
///
/// Each pair is how often a value comes, and how many values come so often.
#[must_use]
pub fn entropy(frequencies: impl IntoIterator<Item = (u64, u64)>) -> Option<f64> {
    let frequencies: Vec<(u64, u64)> = frequencies.into_iter().collect();
    let all = |(count, values): &(u64, u64)| u128::from(*count) * u128::from(*values);
    let total = frequencies.iter().map(all).fold(0, u128::saturating_add);
    // A sum of parts that are not below zero: the difference of two logarithms
    // would leave a trace where all values are the same.
    let part = |(count, values): &(u64, u64)| match u128::from(*count) {
        0 => 0.0,
        count => {
            let others = (total - count) as f64 / count as f64;
            *values as f64 * (count as f64 / total as f64) * others.ln_1p()
        }
    };
    (total > 0).then(|| frequencies.iter().filter(|x| x.1 > 0).map(part).sum())
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

    #[test]
    fn one_value_has_none_however_often_it_comes() {
        for count in 1..100_000 {
            assert_eq!(entropy([(count, 1)]), Some(0.0), "{count}");
        }
    }

    /// Python's `decimal` with 50 digits: one value that comes once among a
    /// billion of another.
    #[test]
    fn a_small_one_is_exact_too() {
        let found = entropy([(1, 1), (999_999_999, 1)]).expect("values");
        crate::near(&[found * 1e8], &[2.172_326_583_644_641], 1e-15);
    }

    proptest! {
        #[test]
        fn equal_frequencies_have_most(count in 1_u64..1000, values in 1_u64..1000) {
            let found = entropy([(count, values)]).expect("values");
            prop_assert!((found - (values as f64).ln()).abs() < 1e-12);
        }
    }
}
