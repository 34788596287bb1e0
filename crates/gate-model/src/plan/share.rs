//! One model alone: a share of examples, such as its accuracy.

use stats::proportion::wilson;
use stats::{binomial, normal};

use super::assumed::Assumed;
use super::search::{least_count, least_figure};

/// The examples that show an accuracy not to be below a limit that is `margin`
/// below it, by the power of Wilson's interval itself.
pub(super) fn not_below(margin: f64, assumed: &Assumed) -> Option<u64> {
    let limit = assumed.accuracy - margin;
    let step = period(limit.clamp(0.0, 1.0));
    least_count(near(margin, assumed), step, |count| {
        shows(count, margin, assumed)
    })
}

/// How far below the accuracy a limit has to be for so many examples.
pub(super) fn not_below_by(examples: u64, assumed: &Assumed) -> Option<f64> {
    least_figure(assumed.accuracy, |margin| shows(examples, margin, assumed))
}

/// The examples with which Wilson's interval is as long as twice the margin.
pub(super) fn known_to(margin: f64, assumed: &Assumed) -> Option<u64> {
    let guess = near(margin, assumed);
    least_count(guess, period(assumed.accuracy), |count| {
        half(count, assumed).is_some_and(|half| half <= margin)
    })
}

/// Half of the length of Wilson's interval of so many examples.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within 0 and the number of examples"
)]
pub(super) fn half(examples: u64, assumed: &Assumed) -> Option<f64> {
    let right = (examples as f64 * assumed.accuracy).round() as u64;
    let interval = wilson(right, examples, assumed.two_sided)?;
    Some(interval.width() / 2.0)
}

fn shows(examples: u64, margin: f64, assumed: &Assumed) -> bool {
    let limit = assumed.accuracy - margin;
    let above = |right: u64| {
        let interval = wilson(right, examples, assumed.one_sided);
        interval.is_some_and(|interval| interval.low >= limit)
    };
    // Whole numbers of right answers that are enough come after those that aren't.
    let (mut low, mut high) = (0, examples + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        match above(middle) {
            true => high = middle,
            false => low = middle + 1,
        }
    }
    binomial::at_least(low, examples, assumed.accuracy) >= assumed.power
}

/// After how many more examples one wrong answer more, or right one, is allowed.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 2 on, and cut to a thousand"
)]
fn period(share: f64) -> u64 {
    (1.0 / share.min(1.0 - share)).ceil().min(1000.0) as u64 + 1
}

/// About as many as the normal distribution asks for.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a guess: cut to the range of counts"
)]
fn near(margin: f64, assumed: &Assumed) -> u64 {
    let z = assumed.one_sided.z() + normal::quantile(assumed.power);
    let size = z * z * assumed.accuracy * (1.0 - assumed.accuracy) / (margin * margin);
    size as u64
}
