//! The standard normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, TAU};

/// The probability of a number up to `x`.
#[must_use]
pub fn cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// The number up to which lies the probability `p`: infinities at 0 and 1, NaN
/// outside.
#[must_use]
pub fn quantile(p: f64) -> f64 {
    if p > 0.5 {
        return -lower(1.0 - p);
    }
    lower(p)
}

/// The quantile of a probability up to ½.
fn lower(p: f64) -> f64 {
    if p == 0.0 {
        return f64::NEG_INFINITY;
    }
    let mut x = guess(p);
    for _ in 0..3 {
        // Halley's step: the curve bends by −x of its slope.
        let newton = (cdf(x) - p) / density(x);
        x -= newton / (1.0 + x * newton / 2.0);
    }
    x
}

fn density(x: f64) -> f64 {
    (-x * x / 2.0).exp() / TAU.sqrt()
}

/// Good to 0.00045: 26.2.23 of Abramowitz and Stegun (Handbook of Mathematical
/// Functions, 1964).
fn guess(p: f64) -> f64 {
    let t = (-2.0 * p.ln()).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    above / below - t
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `SciPy` 1.17.1: `norm.ppf(p)`.
    #[test]
    fn agrees_with_scipy() {
        let expected = [
            (1e-300, -37.047_096_299_361_2),
            (1e-50, -14.933_337_534_788_487),
            (1e-12, -7.034_483_825_301_131),
            (0.001, -3.090_232_306_167_813),
            (0.025, -1.959_963_984_540_054_5),
            (0.3, -0.524_400_512_708_040_9),
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (1.0 - 1e-9, 5.997_807_019_601_637),
        ];
        for (p, x) in expected {
            let apart = (quantile(p) - x).abs();
            assert!(apart <= 1e-13 * x.abs().max(1e-3), "{p}: {}", quantile(p));
        }
        let ends = (quantile(0.0), quantile(1.0));
        assert_eq!(ends, (f64::NEG_INFINITY, f64::INFINITY));
        assert!(quantile(-0.1).is_nan() && quantile(1.1).is_nan() && quantile(f64::NAN).is_nan());
    }

    proptest! {
        #[test]
        fn a_quantile_has_its_probability(x in -37.0..5.0_f64) {
            let back = quantile(cdf(x));
            // Near 1 a probability has few digits left to tell numbers apart.
            let precision = 1e-13 + f64::EPSILON / density(x) * f64::from(u8::from(x > 0.0));
            prop_assert!((back - x).abs() <= precision * x.abs().max(1.0), "{x} and {back}");
        }

        #[test]
        fn both_sides_are_alike(x in -30.0..30.0_f64) {
            prop_assert!((cdf(x) + cdf(-x) - 1.0).abs() < 1e-15);
        }
    }
}
