//! The binomial distribution: how many of so many trials succeed.

use crate::beta::{Shares, deviance, stirling_error};
use std::f64::consts::TAU;

/// The probability of exactly `k` successes in `n` trials that succeed with
/// probability `p` each; 0 where `k` is beyond `n`.
#[must_use]
pub fn mass(k: u64, n: u64, p: f64) -> f64 {
    if k > n {
        return 0.0;
    }
    let (hits, misses, trials) = (k as f64, (n - k) as f64, n as f64);
    if k == 0 || k == n {
        let power = |share: f64, count: f64| match count == 0.0 {
            true => 1.0,
            false => (count * (-share).ln_1p()).exp(),
        };
        return power(p, misses) * power(1.0 - p, hits);
    }
    let corrections = stirling_error(trials) - stirling_error(hits) - stirling_error(misses);
    let deviances = deviance(hits, trials * p) + deviance(misses, trials * (1.0 - p));
    (trials / (TAU * hits * misses)).sqrt() * (corrections - deviances).exp()
}

/// The probability of at most `k` successes.
#[must_use]
pub fn at_most(k: u64, n: u64, p: f64) -> f64 {
    if k >= n {
        return 1.0;
    }
    tail(n - k, n, Shares::new(1.0 - p, p))
}

/// The probability of at least `k` successes.
#[must_use]
pub fn at_least(k: u64, n: u64, p: f64) -> f64 {
    tail(k, n, Shares::new(p, 1.0 - p))
}

/// At least `k` successes, as the beta distribution has it.
fn tail(k: u64, n: u64, shares: Shares) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if k > n || shares.x <= 0.0 {
        return 0.0;
    }
    if shares.y <= 0.0 {
        return 1.0;
    }
    shares.cdf(k as f64, (n - k) as f64 + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::near;
    use proptest::prelude::*;

    /// `SciPy` 1.17.1: `binom.pmf(k, n, p)`, `binom.cdf(k, n, p)`,
    /// `binom.sf(k - 1, n, p)`.
    #[test]
    fn agrees_with_scipy() {
        let expected = [
            (0, 10, 0.1, [0.348_678_440_1, 0.348_678_440_1, 1.0]),
            (10, 10, 0.3, [5.904_9e-6, 1.0, 5.904_9e-6]),
            (
                3,
                10,
                0.25,
                [
                    0.250_282_287_597_656_1,
                    0.775_875_091_552_734_4,
                    0.474_407_196_044_921_9,
                ],
            ),
            (
                40,
                1000,
                0.05,
                [
                    0.020_821_694_204_787_782,
                    0.080_636_573_256_691,
                    0.940_185_120_948_096_8,
                ],
            ),
            (
                120,
                100_000,
                0.001,
                [
                    0.005_553_274_978_522_526,
                    0.977_386_269_127_669_3,
                    0.028_167_005_850_853_494,
                ],
            ),
        ];
        for (k, n, p, expected) in expected {
            let found = [mass(k, n, p), at_most(k, n, p), at_least(k, n, p)];
            let ratios: Vec<f64> = found.iter().zip(&expected).map(|(a, b)| a / b).collect();
            near(&ratios, &[1.0; 3], 1e-12);
        }
    }

    #[test]
    fn certain_trials_are_certain() {
        assert_eq!(
            (mass(0, 5, 0.0), mass(5, 5, 1.0), mass(0, 0, 0.5)),
            (1.0, 1.0, 1.0)
        );
        assert_eq!(
            (mass(6, 5, 0.5), at_least(6, 5, 0.5), at_most(6, 5, 0.5)),
            (0.0, 0.0, 1.0)
        );
        assert_eq!(
            (
                at_least(1, 5, 0.0),
                at_least(5, 5, 1.0),
                at_least(0, 5, 0.0)
            ),
            (0.0, 1.0, 1.0)
        );
        assert_eq!((at_most(0, 5, 0.0), at_most(4, 5, 1.0)), (1.0, 0.0));
    }

    proptest! {
        #[test]
        fn tails_are_sums((n, k) in (0..200_u64).prop_flat_map(|n| (Just(n), 0..=n)), p in 0.0..=1.0_f64) {
            let below: f64 = (0..=k).map(|k| mass(k, n, p)).sum();
            prop_assert!((below - at_most(k, n, p)).abs() < 1e-12);
            prop_assert!((at_most(k, n, p) + at_least(k + 1, n, p) - 1.0).abs() < 1e-13);
        }
    }
}
