//! The beta distribution, on which the exact intervals of proportions rest.
//!
//! Both tails are computed for themselves, so that neither loses its digits
//! when it is small. Large parameters lose none either: the density comes by
//! Loader's way (Fast and Accurate Computation of Binomial Probabilities,
//! 2000), its integral by the continued fraction of Didonato and Morris
//! (Algorithm 708, ACM TOMS 18, 1992).

use std::f64::consts::{LN_2, TAU};

/// The probability of a number up to `x`, within 0 to 1, where both parameters
/// are above 0: the regularized incomplete beta function.
#[must_use]
pub fn cdf(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    Shares::new(x, 1.0 - x).tails(a, b).lower.exp()
}

/// The number up to which lies the probability `p`, where both parameters are
/// above 0.
#[must_use]
pub fn quantile(a: f64, b: f64, p: f64) -> f64 {
    shares(a, b, [p, 1.0 - p]).x
}

/// A number within 0 to 1, and what it lacks to 1.
#[derive(Clone, Copy)]
pub(crate) struct Shares {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// The logarithms of the probabilities below and above, and of `x (1 − x)`
/// times the density.
struct Tails {
    lower: f64,
    upper: f64,
    density: f64,
}

impl Shares {
    pub(crate) const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The probability up to `x`.
    pub(crate) fn cdf(self, a: f64, b: f64) -> f64 {
        self.tails(a, b).lower.exp()
    }

    fn tails(self, a: f64, b: f64) -> Tails {
        let Self { x, y } = self;
        if !(a > 0.0 && b > 0.0 && (a + b).is_finite()) {
            let (lower, upper, density) = (f64::NAN, f64::NAN, f64::NAN);
            return Tails {
                lower,
                upper,
                density,
            };
        }
        let density = ln_density(a, b, x, y);
        if x * b <= y * a {
            let lower = (density - fraction(a, b, self).ln()).min(0.0);
            let upper = ln_rest(lower);
            return Tails {
                lower,
                upper,
                density,
            };
        }
        let upper = (density - fraction(b, a, Self::new(y, x)).ln()).min(0.0);
        let lower = ln_rest(upper);
        Tails {
            lower,
            upper,
            density,
        }
    }
}

/// ln(1 − exp(x)).
fn ln_rest(x: f64) -> f64 {
    if x > -LN_2 {
        return (-x.exp_m1()).ln();
    }
    (-x.exp()).ln_1p()
}

/// Where the lower and the upper tail have these probabilities. Their sum is 1;
/// only the smaller is looked at.
pub(crate) fn shares(a: f64, b: f64, [lower, upper]: [f64; 2]) -> Shares {
    let valid = a > 0.0 && b > 0.0 && (a + b).is_finite();
    if !valid || lower.is_nan() || upper.is_nan() {
        return Shares::new(f64::NAN, f64::NAN);
    }
    if lower <= 0.0 {
        return Shares::new(0.0, 1.0);
    }
    if upper <= 0.0 {
        return Shares::new(1.0, 0.0);
    }
    let half = Shares::new(0.5, 0.5).tails(a, b);
    let before_half = match lower <= upper {
        true => lower.ln() <= half.lower,
        false => upper.ln() >= half.upper,
    };
    if before_half {
        let x = search(a, b, [lower, upper]);
        return Shares::new(x, 1.0 - x);
    }
    let y = search(b, a, [upper, lower]);
    Shares::new(1.0 - y, y)
}

/// The same where it is known to lie up to ½: by Newton's steps on logarithms,
/// on which tails are nearly straight, and by halving where one goes astray.
fn search(a: f64, b: f64, [lower, upper]: [f64; 2]) -> f64 {
    let mut range = [f64::MIN_POSITIVE.ln(), -LN_2];
    let mut t = (a / (a + b)).min(0.5).ln();
    for _ in 0..200 {
        let y = -t.exp_m1();
        let tails = Shares::new(t.exp(), y).tails(a, b);
        let (beyond, tail) = match lower <= upper {
            true => (tails.lower - lower.ln(), tails.lower),
            false => (upper.ln() - tails.upper, tails.upper),
        };
        range[usize::from(beyond > 0.0)] = t;
        let slope = (tails.density - y.ln() - tail).exp();
        let mut next = t - beyond / slope;
        if !(range[0] <= next && next <= range[1]) {
            next = f64::midpoint(range[0], range[1]);
        }
        let step = (next - t).abs();
        t = next;
        if step <= f64::EPSILON * t.abs() {
            break;
        }
    }
    t.exp()
}

/// ln(xᵃ (1 − x)ᵇ / B(a, b)).
fn ln_density(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let sum = a + b;
    let root = 0.5 * (a / TAU * (b / sum)).ln();
    let corrections = stirling_error(sum) - stirling_error(a) - stirling_error(b);
    root + corrections - deviance(a, sum * x) - deviance(b, sum * y)
}

/// What Stirling's formula lacks to the logarithm of the gamma function.
pub(crate) fn stirling_error(x: f64) -> f64 {
    if x < 10.0 {
        return libm::lgamma(x) - (x - 0.5) * x.ln() + x - 0.5 * TAU.ln();
    }
    let square = 1.0 / (x * x);
    let terms = [
        1.0 / 156.0,
        -691.0 / 360_360.0,
        1.0 / 1188.0,
        -1.0 / 1680.0,
        1.0 / 1260.0,
        -1.0 / 360.0,
        1.0 / 12.0,
    ];
    terms.iter().fold(0.0, |sum, term| sum * square + term) / x
}

/// x ln(x / mean) + mean − x, to the last digits where both are close.
pub(crate) fn deviance(x: f64, mean: f64) -> f64 {
    let ratio = (x - mean) / (x + mean);
    if ratio.abs() >= 0.1 {
        return x * (x / mean).ln() + mean - x;
    }
    let mut sum = (x - mean) * ratio;
    let mut power = 2.0 * x * ratio;
    for odd in (3_i32..).step_by(2) {
        power *= ratio * ratio;
        let term = power / f64::from(odd);
        sum += term;
        if term.abs() <= sum.abs() * f64::EPSILON / 2.0 {
            break;
        }
    }
    sum
}

/// The continued fraction by which the density is divided, where `x` is up to
/// the mean. It takes as many steps as the root of the parameters at most.
fn fraction(a: f64, b: f64, Shares { x, y }: Shares) -> f64 {
    let drift = |m: f64| (a + m) / (a + 2.0 * m + 1.0) * (a * y - b * x + 1.0 + m * (1.0 + y));
    let below = |m: f64| m + m * (b - m) * x / (a + 2.0 * m - 1.0) + drift(m);
    let above = |m: f64| {
        let odd = a + 2.0 * m - 1.0;
        (a + m - 1.0) / odd * ((a + b + m - 1.0) / odd) * m * (b - m) * x * x
    };
    // Lentz's algorithm.
    let mut value = divisor(drift(0.0));
    let mut ratios = [value, 0.0];
    for m in 1..10_000_000 {
        let (above, below) = (above(f64::from(m)), below(f64::from(m)));
        let [before, inverse] = ratios;
        ratios = [
            divisor(below + above / before),
            1.0 / divisor(below + above * inverse),
        ];
        let step = ratios[0] * ratios[1];
        value *= step;
        if (step - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}

/// What can be divided by.
fn divisor(x: f64) -> f64 {
    if x.abs() < 1e-300 { 1e-300 } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::near;
    use proptest::prelude::*;

    /// mpmath 1.4.1 with 40 digits: `betainc(a, b, 0, x, regularized=True)`,
    /// and `findroot` of it. `SciPy` 1.17.1 is off by 4e-10 on the fourth
    /// quantile.
    #[test]
    fn agrees_with_mpmath() {
        let quantiles = [
            (1.0, 10.0, 0.025, 0.002_528_578_544_461_784_6),
            (0.5, 1000.5, 1e-4, 7.852_018_425_146_5e-12),
            (15.0, 16.0, 1e-12, 0.047_159_402_679_841_99),
            (1000.0, 99_001.0, 0.995, 0.010_828_743_430_426_964),
            (5000.0, 5001.0, 0.025, 0.490_151_380_589_980_5),
            (50.5, 0.5, 0.05, 0.962_498_864_859_963),
        ];
        for (a, b, p, x) in quantiles {
            near(&[quantile(a, b, p) / x], &[1.0], 3e-14);
        }
        let probabilities = [
            (1.0, 10.0, 0.1, 0.651_321_559_9),
            (0.5, 1000.5, 1e-6, 0.035_675_056_772_841_32),
            (50_000.5, 50_000.5, 0.5, 0.5),
            (1000.0, 2.0, 0.999, 0.735_390_849_541_927_6),
            (9000.0, 1001.0, 0.88, 1.548_289_992_759_177_7e-10),
            (2.5, 3.5, 0.999_999, 1.0),
        ];
        for (a, b, x, p) in probabilities {
            near(&[cdf(a, b, x) / p], &[1.0], 1e-13);
        }
    }

    #[test]
    fn ends_are_exact() {
        assert_eq!((cdf(2.0, 3.0, 0.0), cdf(2.0, 3.0, 1.0)), (0.0, 1.0));
        assert_eq!(
            (quantile(2.0, 3.0, 0.0), quantile(2.0, 3.0, 1.0)),
            (0.0, 1.0)
        );
        assert!(quantile(2.0, 3.0, f64::NAN).is_nan());
        assert!(quantile(-1.0, 3.0, 0.5).is_nan() && cdf(2.0, f64::NAN, 0.5).is_nan());
    }

    proptest! {
        #[test]
        fn a_quantile_has_its_probability(
            size in 0.0..6.0_f64, share in 0.0..1.0_f64, power in -12.0..-0.31_f64, above: bool,
        ) {
            let count = 10_f64.powf(size);
            let (a, b) = (count * share + 0.5, count * (1.0 - share) + 0.5);
            let tail = 10_f64.powf(power);
            let tails = if above { [1.0 - tail, tail] } else { [tail, 1.0 - tail] };
            let found = shares(a, b, tails).tails(a, b);
            let found = if above { found.upper } else { found.lower };
            // A share is a number of 53 bits: that far it can be off.
            prop_assert!((found.exp() / tail - 1.0).abs() < 1e-11 * count.max(100.0).sqrt(), "{a} {b} {tail}");
        }

        #[test]
        fn both_sides_are_alike(a in 0.5..1e4_f64, b in 0.5..1e4_f64, x in 0.0..=1.0_f64) {
            let y = 1.0 - x;
            prop_assert!((cdf(a, b, 1.0 - y) + cdf(b, a, y) - 1.0).abs() < 1e-13);
        }
    }
}
