//! Where something begins to hold.

/// Most examples that are planned with.
pub(super) const MOST: u64 = 1_000_000_000;

/// Most counts that are looked at after one that is enough.
const WALKED: u64 = 10_000;

/// The count from which on all are enough, looked for near a guess; nothing
/// beyond a billion. Powers of exact tests rise and fall by small steps, so that
/// some fewer may be enough as well; a step is at most `step` counts long.
pub(super) fn least_count(guess: u64, step: u64, enough: impl Fn(u64) -> bool) -> Option<u64> {
    let first = edge(guess, &enough)?;
    let mut from = first;
    let mut at = first + 1;
    while at < from + step && at < first + WALKED {
        if !enough(at) {
            from = at + 1;
        }
        at += 1;
    }
    Some(from)
}

/// A count that is enough where one less is not.
fn edge(guess: u64, enough: impl Fn(u64) -> bool) -> Option<u64> {
    let guess = guess.clamp(1, MOST);
    let (mut low, mut high) = match enough(guess) {
        true => (guess, guess),
        false => (guess, guess.saturating_mul(2).min(MOST)),
    };
    // Counts that are not enough and enough.
    while enough(low) {
        high = low;
        low = match low {
            1 => return Some(1),
            low => (low * 7 / 8).max(1),
        };
    }
    while !enough(high) {
        low = high;
        high = match high {
            MOST => return None,
            high => high.saturating_mul(2).min(MOST),
        };
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        match enough(middle) {
            true => high = middle,
            false => low = middle,
        }
    }
    Some(high)
}

/// The least figure up to `most` that is enough, to 1e-9; nothing where `most`
/// is not.
pub(super) fn least_figure(most: f64, enough: impl Fn(f64) -> bool) -> Option<f64> {
    let (mut low, mut high) = (0.0, most);
    if !enough(high) {
        return None;
    }
    while high - low > 1e-9 {
        let middle = f64::midpoint(low, high);
        match enough(middle) {
            true => high = middle,
            false => low = middle,
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_never_enough_is_not_found() {
        assert_eq!(least_count(5, 3, |_| false), None);
        assert_eq!(least_count(1000, 1, |_| true), Some(1));
        // 20 to 22 and all from 26 on.
        let steps = |count| count >= 20 && !(23..26).contains(&count);
        assert_eq!(least_count(10, 4, steps), Some(26));
        assert_eq!(least_count(10, 1, steps), Some(20));
        assert_eq!(least_figure(0.5, |_| false), None);
    }

    proptest! {
        #[test]
        fn the_first_that_is_enough_is_found(first in 1..=MOST, guess in 1..=MOST) {
            prop_assert_eq!(least_count(guess, 1, |count| count >= first), Some(first));
        }

        #[test]
        fn the_first_figure_is_found(first in 0.0..1.0_f64) {
            let found = least_figure(1.0, |figure| figure >= first).expect("some");
            prop_assert!(found >= first && found - first <= 1e-9);
        }
    }
}
