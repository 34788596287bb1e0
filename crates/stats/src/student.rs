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
