//! Rows in the order of their ids.

use std::thread::Builder;

/// Rows in the order of their ids.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Order {
    /// Where ids are the same, in the order of the file.
    pub(crate) rows: Vec<u32>,
    /// Two rows of the same id: of all rows whose id was there before, the
    /// first.
    pub(crate) twice: Option<(u32, u32)>,
}

/// From how many ids on two threads sort them.
const MANY: usize = 50_000;

/// The rows in the order of their ids.
pub(crate) fn by_id(ids: &[u128]) -> Order {
    let halves = match ids.len() < MANY {
        true => [sorted(ids, false), sorted(ids, true)],
        false => std::thread::scope(|scope| {
            let beside = Builder::new().spawn_scoped(scope, || sorted(ids, true));
            let lower = sorted(ids, false);
            let upper = match beside {
                Ok(beside) => beside
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                Err(_) => sorted(ids, true),
            };
            [lower, upper]
        }),
    };
    let mut order = Order::default();
    order.rows.reserve_exact(ids.len());
    for half in halves {
        for run in half.chunk_by(|(one, _), (other, _)| one == other) {
            order.add(ids, run);
        }
    }
    order
}

/// Rows whose ids are in one half of all, by the first half of each id.
fn sorted(ids: &[u128], upper: bool) -> Vec<(u64, u32)> {
    let keys = (0..).zip(ids).map(|(row, id)| ((id >> 64) as u64, row));
    let mut keys: Vec<(u64, u32)> = keys.filter(|(key, _)| (key >> 63 == 1) == upper).collect();
    keys.sort_unstable();
    keys
}

impl Order {
    /// Adds rows whose ids have the same first half: most often one.
    fn add(&mut self, ids: &[u128], run: &[(u64, u32)]) {
        let from = self.rows.len();
        self.rows.extend(run.iter().map(|(_, row)| *row));
        if run.len() < 2 {
            return;
        }
        let id = |row: &u32| ids[*row as usize];
        let rows = &mut self.rows[from..];
        rows.sort_by_key(id);
        let pairs = rows.windows(2).filter(|pair| id(&pair[0]) == id(&pair[1]));
        let pairs = pairs.map(|pair| (pair[0], pair[1])).chain(self.twice);
        self.twice = pairs.min_by_key(|(_, second)| *second);
    }
}

/// Of each row of one table the row of the same id in another, by orders of
/// ids that are there once.
pub(crate) fn met(
    (ids, order): (&[u128], &[u32]),
    (other_ids, other_order): (&[u128], &[u32]),
) -> Vec<Option<u32>> {
    let mut met = vec![None; ids.len()];
    let mut others = other_order.iter().copied().peekable();
    for row in order {
        let id = ids[*row as usize];
        while others
            .next_if(|other| other_ids[*other as usize] < id)
            .is_some()
        {}
        met[*row as usize] = others.next_if(|other| other_ids[*other as usize] == id);
    }
    met
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_row_whose_id_was_there_before_is_told() {
        let ids = [5, 1, 9, 1, 5, 1];
        assert_eq!(by_id(&ids).twice, Some((1, 3)));
        assert_eq!(by_id(&ids[..3]).twice, None);
    }

    #[test]
    fn two_threads_sort_as_one() {
        let id = |row: u128| row.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        let ids: Vec<u128> = (0..MANY as u128 + 7).map(id).collect();
        let mut expected: Vec<u32> = (0..).zip(&ids).map(|(row, _)| row).collect();
        expected.sort_by_key(|row| ids[*row as usize]);
        assert_eq!(by_id(&ids).rows, expected);
    }

    fn few() -> impl Strategy<Value = Vec<u128>> {
        // Of which some have the same first half.
        prop::collection::vec(
            (0..4_u128, 0..4_u128).prop_map(|(a, b)| a << 126 | b),
            0..20,
        )
    }

    proptest! {
        #[test]
        fn rows_are_sorted_by_the_whole_id(ids in few()) {
            let mut expected: Vec<u32> = (0..).zip(&ids).map(|(row, _)| row).collect();
            expected.sort_by_key(|row| ids[*row as usize]);
            prop_assert_eq!(by_id(&ids).rows, expected);
        }

        #[test]
        fn rows_meet_where_they_are_the_same(mut ids in few(), mut others in few()) {
            for ids in [&mut ids, &mut others] {
                ids.sort_unstable();
                ids.dedup();
                ids.reverse();
            }
            let found = met((&ids, &by_id(&ids).rows), (&others, &by_id(&others).rows));
            let expected = ids.iter().map(|id| others.iter().position(|other| other == id));
            let expected: Vec<Option<usize>> = expected.collect();
            let found: Vec<Option<usize>> = found.iter().map(|row| row.map(|row| row as usize)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
