//! How sure an area under a ROC curve is: De Long's variance on the logarithm of
//! its odds, with as many degrees of freedom as the rarer class has; where that
//! class is small, or the area is at an end, Hanley and Mc Neil's variance at
//! what might be true has a say too.

use stats::delong::Area;
use stats::{Confidence, Interval, normal, student};

use super::hanley;

/// From how many examples on a class is not rare: the variance by what was seen
/// of fewer is too small at times.
const FEW: u64 = 30;

/// How probable an area this high is, were the truth at most `figure`.
pub(super) fn against_at_most(area: &Area, classes: [u64; 2], figure: f64) -> f64 {
    if figure >= 1.0 {
        return 1.0;
    }
    if figure <= 0.0 {
        return f64::from(u8::from(area.area <= 0.0));
    }
    let by_score = normal::cdf(-hanley::score(area.area, figure, classes));
    match (area.variance > 0.0, is_rare(classes)) {
        (false, _) => by_score,
        (true, true) => by_score.max(Odds::of(area).below(figure, classes)),
        (true, false) => Odds::of(area).below(figure, classes),
    }
}

/// How probable an area this low is, were the truth at least `figure`.
pub(super) fn against_at_least(area: &Area, classes: [u64; 2], figure: f64) -> f64 {
    if figure <= 0.0 {
        return 1.0;
    }
    if figure >= 1.0 {
        return f64::from(u8::from(area.area >= 1.0));
    }
    let by_score = normal::cdf(hanley::score(area.area, figure, classes));
    match (area.variance > 0.0, is_rare(classes)) {
        (false, _) => by_score,
        (true, true) => by_score.max(1.0 - Odds::of(area).below(figure, classes)),
        (true, false) => 1.0 - Odds::of(area).below(figure, classes),
    }
}

/// All areas that neither rejects.
pub(super) fn interval(area: &Area, classes: [u64; 2], confidence: Confidence) -> Interval {
    let score = || hanley::interval(area.area, classes, confidence);
    if area.variance <= 0.0 {
        return score();
    }
    let odds = Odds::of(area).interval(classes, confidence);
    if !is_rare(classes) {
        return odds;
    }
    let score = score();
    Interval {
        low: odds.low.min(score.low),
        high: odds.high.max(score.high),
    }
}

/// Of how many examples the variance of an area is known as if it were normal:
/// those of the rarer class vary the most.
pub(super) fn freedom(classes: [u64; 2]) -> f64 {
    (classes[0].min(classes[1]).max(2) - 1) as f64
}

fn is_rare(classes: [u64; 2]) -> bool {
    classes[0].min(classes[1]) < FEW
}

/// An area as the logarithm of its odds, which is nearer to normal than itself
/// where it is near 1 and the examples are few (Pepe, The Statistical
/// Evaluation of Medical Tests, 2003, 5.2).
struct Odds {
    logarithm: f64,
    error: f64,
}

impl Odds {
    fn of(area: &Area) -> Self {
        Self {
            logarithm: logit(area.area),
            error: area.variance.sqrt() / (area.area * (1.0 - area.area)),
        }
    }

    /// How probable an area this high is, were the truth at most `figure`.
    fn below(&self, figure: f64, classes: [u64; 2]) -> f64 {
        student::cdf(
            (logit(figure) - self.logarithm) / self.error,
            freedom(classes),
        )
    }

    fn interval(&self, classes: [u64; 2], confidence: Confidence) -> Interval {
        let half = -student::quantile(confidence.tail(), freedom(classes)) * self.error;
        Interval {
            low: share(self.logarithm - half),
            high: share(self.logarithm + half),
        }
    }
}

fn logit(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

fn share(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}
