//! Student's t distribution.

use crate::beta::{Shares, shares};

/// The probability of a number up to `t`, with `df` degrees of freedom (above
/// 0, not necessarily whole).
#[must_use]
pub fn cdf(t: f64, df: f64) -> f64 {
    let scale = df + t * t;
    let tail = match scale.is_infinite() {
        true => 0.0,
        false => 0.5 * Shares::new(df / scale, t * t / scale).cdf(df / 2.0, 0.5),
    };
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// The number up to which lies the probability `p`: infinities at 0 and 1, NaN
/// outside.
#[must_use]
pub fn quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let tail = p.min(1.0 - p);
    let shares = shares(df / 2.0, 0.5, [2.0 * tail, 1.0 - 2.0 * tail]);
    let size = (df * shares.y / shares.x).sqrt();
    if p < 0.5 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::near;

    /// `SciPy` 1.17.1: `t.ppf(p, df)` and `t.cdf(t, df)`.
    #[test]
    fn agrees_with_scipy() {
        let quantiles = [
            (1.0, 1e-9, -318_309_886.183_790_7),
            (2.0, 0.3, -0.617_213_399_848_367_8),
            (3.0, 0.975, 3.182_446_305_283_707_8),
            (29.5, 0.95, 1.698_177_638_838_005_7),
            (1000.0, 0.025, -1.962_339_080_826_408_5),
            (1e6, 0.975, 1.959_966_356_814_107),
        ];
        for (df, p, t) in quantiles {
            near(&[quantile(p, df) / t], &[1.0], 1e-13);
        }
        let probabilities = [
            (1.0, -1.0, 0.25),
            (3.0, 2.5, 0.956_146_676_495_967_2),
            (29.5, -1.7, 0.049_826_413_085_224_806),
            (1e6, -5.0, 2.866_998_935_445_372_3e-7),
        ];
        for (df, t, p) in probabilities {
            near(&[cdf(t, df) / p], &[1.0], 1e-13);
        }
    }

    #[test]
    fn ends_and_the_middle_are_exact() {
        let ends = (quantile(0.0, 5.0), quantile(0.5, 5.0), quantile(1.0, 5.0));
        assert_eq!(ends, (f64::NEG_INFINITY, 0.0, f64::INFINITY));
        assert!(quantile(1.5, 5.0).is_nan());
        let ends = (
            cdf(f64::NEG_INFINITY, 5.0),
            cdf(0.0, 5.0),
            cdf(f64::INFINITY, 5.0),
        );
        assert_eq!(ends, (0.0, 0.5, 1.0));
    }
}
