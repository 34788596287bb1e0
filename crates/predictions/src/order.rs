//! Rows in the order of their ids.

/// The rows in the order of their ids, and of the file where ids are the same.
pub(crate) fn by_id(ids: &[u128]) -> Vec<u32> {
    let mut order: Vec<(u64, u32)> = (0..).zip(ids).map(|(row, id)| (high(*id), row)).collect();
    order.sort_unstable();
    let mut rows: Vec<u32> = order.iter().map(|(_, row)| *row).collect();
    // Where the first halves of ids are the same, which is rare.
    let mut from = 0;
    for run in order.chunk_by(|(one, _), (other, _)| one == other) {
        if run.len() > 1 {
            rows[from..from + run.len()].sort_by_key(|row| ids[*row as usize]);
        }
        from += run.len();
    }
    rows
}

fn high(id: u128) -> u64 {
    (id >> 64) as u64
}

/// Two rows of the same id: of all rows whose id was there before, the first.
pub(crate) fn twice(ids: &[u128], order: &[u32]) -> Option<(u32, u32)> {
    let id = |row: u32| ids[row as usize];
    let pairs = order.windows(2).map(|pair| (pair[0], pair[1]));
    let pairs = pairs.filter(|(one, other)| id(*one) == id(*other));
    pairs.min_by_key(|(_, other)| *other)
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
        assert_eq!(twice(&ids, &by_id(&ids)), Some((1, 3)));
        assert_eq!(twice(&ids[..3], &by_id(&ids[..3])), None);
    }

    fn few() -> impl Strategy<Value = Vec<u128>> {
        // Of which some have the same first half.
        prop::collection::vec((0..4_u128, 0..4_u128).prop_map(|(a, b)| a << 64 | b), 0..20)
    }

    proptest! {
        #[test]
        fn rows_are_sorted_by_the_whole_id(ids in few()) {
            let mut expected: Vec<u32> = (0..).zip(&ids).map(|(row, _)| row).collect();
            expected.sort_by_key(|row| ids[*row as usize]);
            prop_assert_eq!(by_id(&ids), expected);
        }

        #[test]
        fn rows_meet_where_they_are_the_same(mut ids in few(), mut others in few()) {
            for ids in [&mut ids, &mut others] {
                ids.sort_unstable();
                ids.dedup();
                ids.reverse();
            }
            let found = met((&ids, &by_id(&ids)), (&others, &by_id(&others)));
            let expected = ids.iter().map(|id| others.iter().position(|other| other == id));
            let expected: Vec<Option<usize>> = expected.collect();
            let found: Vec<Option<usize>> = found.iter().map(|row| row.map(|row| row as usize)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
