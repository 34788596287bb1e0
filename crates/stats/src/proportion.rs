//! Intervals of a proportion: so many successes of so many trials.
//!
//! They are nothing of no trials, or with more successes than trials. With no
//! success the lower end is exactly 0, with no failure the upper exactly 1.

use crate::beta::{Shares, shares};
use crate::{Confidence, Interval};

/// Wilson's score interval (1927): on average as sure as it says, which makes
/// it the default of the field.
#[must_use]
pub fn wilson(successes: u64, trials: u64, confidence: Confidence) -> Option<Interval> {
    let z = confidence.z();
    interval(successes, trials, |hits, misses| {
        let trials = hits + misses;
        let spread = z * (hits * (misses / trials) + z * z / 4.0).sqrt();
        let upper = |count: f64| (count + z * z / 2.0 + spread) / (trials + z * z);
        // Both ends solve one quadratic equation: their product loses no digits.
        let low = hits * (hits / trials) / ((trials + z * z) * upper(hits));
        Shares::new(low, upper(misses))
    })
}

/// Clopper and Pearson's exact interval (1934): never less sure than it says,
/// and so wider than need be.
#[must_use]
pub fn clopper_pearson(successes: u64, trials: u64, confidence: Confidence) -> Option<Interval> {
    interval(successes, trials, |hits, misses| {
        shares(hits, misses + 1.0, tails(confidence))
    })
}

/// The interval between quantiles of the posterior of Jeffreys' prior, with
/// the ends at 0 and 1 that Brown, Cai and `DasGupta` advise (Interval
/// Estimation for a Binomial Proportion, 2001).
#[must_use]
pub fn jeffreys(successes: u64, trials: u64, confidence: Confidence) -> Option<Interval> {
    interval(successes, trials, |hits, misses| {
        shares(hits + 0.5, misses + 0.5, tails(confidence))
    })
}

/// The probabilities before and after a lower end.
fn tails(confidence: Confidence) -> [f64; 2] {
    [confidence.tail(), 1.0 - confidence.tail()]
}

/// The interval with a lower end out of successes and failures. What is sought
/// above is the same with both exchanged.
fn interval(successes: u64, trials: u64, lower: impl Fn(f64, f64) -> Shares) -> Option<Interval> {
    let failures = trials.checked_sub(successes)?;
    let lower = |hits: u64, misses: u64| match hits {
        0 => Shares::new(0.0, 1.0),
        _ => lower(hits as f64, misses as f64),
    };
    (trials > 0).then(|| Interval {
        low: lower(successes, failures).x,
        high: lower(failures, successes).y,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{binomial, near};
    use proptest::prelude::*;

    type Method = fn(u64, u64, Confidence) -> Option<Interval>;
    const METHODS: [Method; 3] = [wilson, clopper_pearson, jeffreys];

    fn confidence(level: f64) -> Confidence {
        Confidence::two_sided(level).expect("within")
    }

    /// statsmodels 0.15.0: `proportion_confint(k, n, .05, method)` with
    /// "wilson", "beta" and "jeffreys".
    #[test]
    fn agrees_with_statsmodels() {
        let expected = [
            (1, 29, [0.006_113_214_292_762_667, 0.171_755_218_793_202_94]),
            (1, 29, [0.000_872_646_883_579_922, 0.177_644_295_488_722_93]),
            (1, 29, [0.003_746_173_649_057_073, 0.150_077_686_002_231_76]),
            (81, 263, [0.255_288_519_878_274_2, 0.366_209_576_982_800_04]),
            (81, 263, [0.252_736_745_585_271_26, 0.367_621_922_601_351_4]),
            (81, 263, [0.254_521_934_991_023_6, 0.365_647_499_174_082_46]),
            (
                9990,
                10_000,
                [0.998_160_055_612_561_9, 0.999_456_714_013_502_8],
            ),
            (
                9990,
                10_000,
                [0.998_161_735_865_789_4, 0.999_520_360_276_228_9],
            ),
            (
                9990,
                10_000,
                [0.998_226_786_978_546_7, 0.999_485_743_017_549_2],
            ),
            (0, 10, [0.0, 0.277_532_799_862_889_26]),
            (0, 10, [0.0, 0.308_497_107_818_760_83]),
        ];
        for ((k, n, ends), method) in expected.iter().zip(METHODS.iter().cycle()) {
            let found = method(*k, *n, confidence(0.95)).expect("defined");
            near(&[found.low, found.high], ends, 1e-12);
        }
    }

    /// Newcombe (Two-Sided Confidence Intervals for the Single Proportion,
    /// 1998), table I: methods 3 and 5.
    #[test]
    fn agrees_with_newcombe() {
        for (k, n, score, exact) in [
            (15, 148, [0.0624, 0.1605], [0.0578, 0.1617]),
            (0, 20, [0.0, 0.1611], [0.0, 0.1684]),
            (1, 29, [0.0061, 0.1718], [0.0009, 0.1776]),
        ] {
            let ends = |interval: Option<Interval>| interval.map(|it| [it.low, it.high]);
            near(
                &ends(wilson(k, n, confidence(0.95))).expect("defined"),
                &score,
                5e-5,
            );
            near(
                &ends(clopper_pearson(k, n, confidence(0.95))).expect("defined"),
                &exact,
                5e-5,
            );
        }
    }

    /// The rule of three, to the digits that it has: an end near 0 is as exact
    /// as one near ½.
    #[test]
    fn ends_near_zero_keep_their_digits() {
        let ends = clopper_pearson(0, 1 << 60, confidence(0.9)).expect("defined");
        near(&[ends.high * (1_u64 << 60) as f64], &[20_f64.ln()], 1e-14);
        for method in METHODS {
            let ends = method(1, u64::MAX, confidence(0.9)).expect("defined");
            assert!(ends.low > 0.0 && ends.high > ends.low && ends.high < 1e-18);
        }
    }

    #[test]
    fn impossible_counts_have_no_interval() {
        for method in METHODS {
            assert_eq!(method(0, 0, confidence(0.95)), None);
            assert_eq!(method(3, 2, confidence(0.95)), None);
        }
    }

    /// How often an interval of this many trials contains the share, exactly.
    fn coverage(method: Method, trials: u64, share: f64) -> f64 {
        let contains =
            |k: &u64| method(*k, trials, confidence(0.95)).is_some_and(|it| it.contains(share));
        let counts = (0..=trials).filter(contains);
        counts.map(|k| binomial::mass(k, trials, share)).sum()
    }

    #[test]
    fn intervals_are_as_sure_as_they_say() {
        let shares: Vec<f64> = (1..100).map(|share| f64::from(share) / 100.0).collect();
        let [wilson, exact, jeffreys] = METHODS.map(|method| {
            let covered = shares.iter().map(|share| coverage(method, 40, *share));
            covered.collect::<Vec<f64>>()
        });
        let mean = |covered: &[f64]| covered.iter().sum::<f64>() / covered.len() as f64;
        assert!((mean(&wilson) - 0.95).abs() < 0.005, "{}", mean(&wilson));
        assert!((mean(&jeffreys) - 0.95).abs() < 0.01, "{}", mean(&jeffreys));
        assert!(exact.iter().all(|covered| *covered >= 0.95));
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_share_and_turns_with_it(
            (n, k) in (1..100_000_u64).prop_flat_map(|n| (Just(n), 0..=n)), level in 0.5..0.9999_f64,
        ) {
            let seen = k as f64 / n as f64;
            for method in METHODS {
                let it = method(k, n, confidence(level)).expect("defined");
                prop_assert!(0.0 <= it.low && it.low <= seen && seen <= it.high && it.high <= 1.0);
                prop_assert_eq!((it.low <= 0.0, it.high >= 1.0), (k == 0, k == n));
                let turned = method(n - k, n, confidence(level)).expect("defined");
                prop_assert!((turned.low - (1.0 - it.high)).abs() < 1e-15);
                let surer = method(k, n, confidence(f64::midpoint(level, 1.0))).expect("defined");
                prop_assert!(surer.width() > it.width());
            }
        }
    }
}
