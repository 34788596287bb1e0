//! How values follow one another, over the borders of blocks.

use std::cmp::Ordering;

use contract::Order;
use verdict::Sample;

use super::tally::{Spot, Tally};
use crate::checks::range::order;
use crate::figure::Owned;
use crate::seen::{Seen, State, Vector};

/// The first and the last value of a block.
pub(super) struct Border {
    pub(super) index: u64,
    first: Owned,
    last: Owned,
    /// The first value as evidence.
    sample: Sample,
}

/// Whether a value may follow another.
pub(super) fn follows(wanted: Order, step: Option<Ordering>) -> bool {
    match (wanted, step) {
        // What can't be compared was said by `type`.
        (_, None) => true,
        (Order::Increasing, Some(step)) => step != Ordering::Less,
        (Order::StrictlyIncreasing, Some(step)) => step == Ordering::Greater,
        (Order::Decreasing, Some(step)) => step != Ordering::Greater,
        (Order::StrictlyDecreasing, Some(step)) => step == Ordering::Less,
    }
}

/// What an order asks, as the end of a sentence.
pub(super) fn words(wanted: Order) -> &'static str {
    match wanted {
        Order::Increasing => "is never less than the value before",
        Order::StrictlyIncreasing => "is greater than the value before",
        Order::Decreasing => "is never greater than the value before",
        Order::StrictlyDecreasing => "is less than the value before",
    }
}

/// Marks the values of a block that may not follow the one before, and says
/// what its first and last value are.
pub(super) fn mark(
    wanted: Order,
    seen: &Seen<'_>,
    mask: Option<&[bool]>,
    broken: &mut [bool],
    spot: &Spot<'_>,
) -> Option<Border> {
    let looked_at = |at: usize| seen.is_value(at) && mask.is_none_or(|mask| mask[at]);
    let whole = mask.is_none() && seen.states.iter().all(|state| *state == State::Value);
    match &seen.vector {
        Vector::Integers(values) if whole => plainly(wanted, values, broken),
        Vector::Moments(values) if whole => plainly(wanted, values, broken),
        Vector::Numbers(values) if whole => plainly(wanted, values, broken),
        _ => {
            let mut before = None;
            seen.each_value(|at, value| {
                if !looked_at(at) {
                    return;
                }
                if let Some(before) = before.replace(value) {
                    broken[at] |= !follows(wanted, order(&value, &before));
                }
            });
        }
    }
    let first = (0..seen.rows()).find(|at| looked_at(*at))?;
    let last = (0..seen.rows()).rfind(|at| looked_at(*at))?;
    let owned = |at| match seen.reading(at) {
        crate::value::Reading::Value(value) => Some(Owned::of(value)),
        _ => None,
    };
    Some(Border {
        index: spot.block.index(),
        first: owned(first)?,
        last: owned(last)?,
        sample: spot.sample(first, true, &super::tally::nothing_more),
    })
}

fn plainly<T: PartialOrd + Copy>(wanted: Order, values: &[T], broken: &mut [bool]) {
    for (pair, broken) in values.windows(2).zip(broken.iter_mut().skip(1)) {
        *broken |= !follows(wanted, pair[1].partial_cmp(&pair[0]));
    }
}

/// Takes note of the blocks that may not follow one another.
pub(super) fn join(wanted: Order, mut borders: Vec<Border>, tally: &mut Tally, most: usize) {
    borders.sort_by_key(|border| border.index);
    for pair in borders.windows(2) {
        if follows(wanted, order(&pair[1].first.value(), &pair[0].last.value())) {
            continue;
        }
        let sample = pair[1].sample.clone();
        let more = Tally {
            broken: 1,
            first: sample.row.unwrap_or_default(),
            samples: vec![sample],
            ..Tally::default()
        };
        tally.merge(more, most);
    }
}
