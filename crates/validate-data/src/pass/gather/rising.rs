//! Keys in the order of a column that rises: then none comes twice, or only
//! near by.

use std::ops::Range;
use std::sync::atomic::Ordering::Relaxed;

use super::super::keys::{self, Nulls};
use super::{Gather, Part};
use crate::seen::{Seen, Vector};

/// What a block has of a column that rises.
#[derive(Clone, Copy, Debug)]
pub(in crate::pass) struct Run {
    index: u64,
    first: i64,
    last: i64,
    /// How many keys are counted, and not kept: none comes twice.
    count: u64,
    /// Which column rises; of one column the values are all different.
    column: Option<usize>,
}

/// That of values each of which is greater than the one before: all are
/// counted. None: there are none.
pub(super) fn run(index: u64, values: &[i64]) -> Option<Run> {
    Some(Run {
        index,
        first: *values.first()?,
        last: *values.last()?,
        count: values.len() as u64,
        column: None,
    })
}

/// Most keys that are compared each with each.
const NEAR: usize = 8;

/// Takes in the keys of two columns one of which never falls, if it doesn't
/// here either. What is alike in it stands side by side, so that a key comes
/// twice only there: kept are the keys where that is so, and those that may go
/// on in another block; the others are counted.
///
/// None: it falls, has no rows or can't be looked at, and nothing was taken in.
pub(super) fn push_near(
    part: &mut distinct::Part<u128>,
    seen: &[Seen<'_>],
    (columns, nulls): (&[usize], Nulls),
    index: u64,
) -> Option<Run> {
    let [one, other] = *columns else { return None };
    let rises = match (&seen[one].vector, &seen[other].vector) {
        // A time rather than a number.
        (Vector::Integers(_), Vector::Moments(_)) => other,
        _ => one,
    };
    let plain = |column: usize| keys::plain_words(&seen[column]);
    let values = plain(rises)?;
    if !values.windows(2).all(|pair| pair[0] <= pair[1]) {
        return None;
    }
    let run = run(index, values)?;
    let rest = plain(one + other - rises);
    let count = near(values, rest, |rows| {
        keys::each(seen, columns, &rows, (None, nulls), |key| part.push(key));
    });
    Some(Run {
        count,
        column: Some(rises),
        ..run
    })
}

/// Hands over the rows, side by side, whose keys are kept; says how many keys
/// are not. `rest`: the values of the other column, if they can be looked at.
fn near(values: &[i64], rest: Option<&[i64]>, mut keep: impl FnMut(Range<usize>)) -> u64 {
    let (mut count, mut rows) = (0, 0..0);
    for alike in values.chunk_by(|one, other| one == other) {
        rows = rows.end..rows.end + alike.len();
        let border = rows.start == 0 || rows.end == values.len();
        match rest {
            Some(rest) if !border && all_differ(&rest[rows.clone()]) => count += alike.len() as u64,
            _ => keep(rows.clone()),
        }
    }
    count
}

/// Whether none comes twice; of many it is not said.
fn all_differ(values: &[i64]) -> bool {
    let mut nexts = (1..).zip(values);
    values.len() <= NEAR && nexts.all(|(next, x)| !values[next..].contains(x))
}

/// Whether the runs of all blocks rise as a whole: how many keys they counted,
/// 0 where all keys were kept. None: some were not, and may come twice.
pub(in crate::pass) fn rise(gather: &Gather, parts: &[Part]) -> Option<u64> {
    let mut all: Vec<Run> = Vec::new();
    for part in parts {
        if let Part::WholeKeys { runs, .. } | Part::Keys { runs, .. } = part {
            all.extend(runs);
        }
    }
    let (Gather::WholeKeys { rising, .. } | Gather::Keys { rising, .. }) = gather else {
        return Some(0);
    };
    if all.iter().all(|run| run.count == 0) {
        return Some(0);
    }
    rising.load(Relaxed).then(|| chained(all)).flatten()
}

/// How many keys runs counted. None: one does not begin where the one before
/// ends, or later.
fn chained(mut all: Vec<Run>) -> Option<u64> {
    all.sort_by_key(|run| run.index);
    let chained = all.windows(2).all(|pair| {
        let again = pair[0].column.is_some() && pair[0].last == pair[1].first;
        pair[0].column == pair[1].column && (again || pair[0].last < pair[1].first)
    });
    chained.then(|| all.iter().map(|run| run.count).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    type Rows = Vec<(i64, i64)>;
    type Counts = HashMap<(i64, i64), u64>;

    /// How often keys come, without those that were counted, of which none may
    /// be among them. None: the blocks don't rise.
    fn kept(blocks: &[Rows]) -> Option<(u64, Counts)> {
        let (mut runs, mut kept) = (Vec::new(), Counts::new());
        for (index, rows) in (0..).zip(blocks) {
            let (values, rest): (Vec<i64>, Vec<i64>) = rows.iter().copied().unzip();
            let count = near(&values, Some(&rest), |range| {
                for row in &rows[range] {
                    *kept.entry(*row).or_default() += 1;
                }
            });
            runs.extend(run(index, &values).map(|run| Run {
                count,
                column: Some(0),
                ..run
            }));
        }
        Some((chained(runs)?, kept))
    }

    proptest! {
        /// Few values, so that many are alike.
        #[test]
        fn repeats_are_those_of_a_map(
            mut rows in prop::collection::vec((0i64..40, 0i64..6), 0..200),
            size in 1usize..60,
        ) {
            rows.sort_by_key(|row| row.0);
            let blocks: Vec<Rows> = rows.chunks(size).map(<[_]>::to_vec).collect();
            let mut all = Counts::new();
            for row in &rows {
                *all.entry(*row).or_default() += 1;
            }
            let (count, kept) = kept(&blocks).expect("they rise");
            prop_assert_eq!(count + kept.len() as u64, all.len() as u64);
            prop_assert!(kept.iter().all(|(row, count)| all[row] == *count));
            all.retain(|_, count| *count > 1);
            prop_assert!(all.keys().all(|row| kept.contains_key(row)));
        }
    }

    #[test]
    fn what_falls_between_blocks_does_not_rise() {
        let block = |times: [i64; 3]| times.map(|time| (time, 0)).to_vec();
        let found = |blocks: &[Rows]| kept(blocks).map(|(count, _)| count);
        assert_eq!(found(&[block([1, 2, 3]), block([3, 4, 5])]), Some(2));
        assert_eq!(found(&[block([1, 2, 4]), block([3, 4, 5])]), None);
        let one = |index, values: &[i64]| run(index, values).expect("some");
        assert_eq!(chained(vec![one(1, &[3, 4]), one(0, &[1, 2])]), Some(4));
        assert_eq!(chained(vec![one(0, &[1, 3]), one(1, &[3, 4])]), None);
    }
}
