//! Numbers that a person would choose: 1, 2 and 5 times a power of ten.

/// The least round number that is not below one above 0.
pub(super) fn up(x: f64) -> f64 {
    steps(x).into_iter().find(|step| *step >= x).unwrap_or(x)
}

/// The greatest round number that is not above one above 0.
pub(super) fn down(x: f64) -> f64 {
    let steps = steps(x).into_iter().rev();
    steps.into_iter().find(|step| *step <= x).unwrap_or(x)
}

/// The round numbers around a number above 0, rising.
fn steps(x: f64) -> [f64; 6] {
    #[expect(clippy::cast_possible_truncation, reason = "within -324 to 308")]
    let power = x.log10().floor() as i32;
    [(5, -1), (1, 0), (2, 0), (5, 0), (1, 1), (2, 1)]
        .map(|(times, more)| scaled(times, power + more))
}

/// So many times a power of ten: the nearest number of 64 bits.
fn scaled(times: i32, power: i32) -> f64 {
    format!("{times}e{power}").parse().unwrap_or(f64::INFINITY)
}

/// The greatest round number that is not above a count; 0 of 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not above the count"
)]
pub(super) fn count_down(count: u64) -> u64 {
    match count {
        0 => 0,
        _ => (down(count as f64) as u64).min(count),
    }
}

/// A round number as TOML: without a point where it is whole.
pub(super) fn shown(x: f64) -> String {
    if x.fract() == 0.0 && x.abs() < 1e15 {
        return format!("{x:.0}");
    }
    let text = format!("{x}");
    let plain = text.contains(['.', 'e']);
    if plain { text } else { format!("{text}.0") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_a_person_would_choose() {
        let cases = [
            (1.0, 1.0, 1.0),
            (243.0, 500.0, 200.0),
            (0.03, 0.05, 0.02),
            (999.9, 1000.0, 500.0),
            (1000.0, 1000.0, 1000.0),
            (0.3, 0.5, 0.2),
        ];
        for (x, above, below) in cases {
            assert_eq!((up(x), down(x)), (above, below), "{x}");
        }
        assert_eq!([0, 1, 3, 2308, 99].map(count_down), [0, 1, 2, 2000, 50]);
    }

    #[test]
    fn they_are_written_plainly() {
        let shown = [500.0, -0.5, 1e20, 0.0, 1e-7].map(shown);
        assert_eq!(
            shown,
            ["500", "-0.5", "100000000000000000000.0", "0", "0.0000001"]
        );
    }

    #[test]
    fn every_size_has_round_numbers() {
        for x in [f64::MIN_POSITIVE, 1e-300, 5e-324, 1e300, f64::MAX] {
            assert!(down(x) <= x && up(x) >= x, "{x}");
        }
    }
}
