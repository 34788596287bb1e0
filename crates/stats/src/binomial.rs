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
