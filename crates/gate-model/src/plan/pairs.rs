//! Two models on the same examples.

use stats::samples::{noninferiority, noninferiority_power, superiority};

use super::assumed::Assumed;
use super::search::{MOST, least_count, least_figure};

/// The examples that show a candidate not to be worse by a margin, by the power
/// of Tango's test itself, looked for near the formula.
pub(super) fn not_worse(margin: f64, assumed: &Assumed) -> Option<u64> {
    let Assumed {
        one_sided, power, ..
    } = *assumed;
    let guess = noninferiority(one_sided, power, assumed.truth(), margin);
    let guess = guess.unwrap_or(MOST);
    // Beyond, steps are as small as what is left of the formula's error.
    let step = if guess > 50_000 { 1 } else { 32 };
    least_count(guess, step, |count| shows(count, margin, assumed))
}

/// The smallest margin that so many examples can show.
pub(super) fn not_worse_by(examples: u64, assumed: &Assumed) -> Option<f64> {
    least_figure(1.0, |margin| shows(examples, margin, assumed))
}

fn shows(examples: u64, margin: f64, assumed: &Assumed) -> bool {
    let found = noninferiority_power(examples, assumed.one_sided, assumed.truth(), margin);
    found.is_some_and(|power| power >= assumed.power)
}

/// The examples with which Mc Nemar's test finds a difference.
pub(super) fn difference(difference: f64, assumed: &Assumed) -> Option<u64> {
    let Assumed {
        two_sided,
        power,
        discordance,
        ..
    } = *assumed;
    superiority(two_sided, power, [discordance, difference]).filter(|count| *count <= MOST)
}

/// The smallest difference that so many examples can show.
pub(super) fn difference_by(examples: u64, assumed: &Assumed) -> Option<f64> {
    least_figure(assumed.discordance, |least| {
        difference(least, assumed).is_some_and(|needed| needed <= examples)
    })
}
