//! What the parts of one count have in common.

use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::budget::Budget;
use crate::count::count;
use crate::distinct::Distinct;
use crate::key::{Key, Mix};
use crate::part::Part;

/// The keys of one column, or of several side by side.
#[derive(Debug)]
pub struct Keys<K> {
    plan: Arc<Plan>,
    of: PhantomData<fn() -> K>,
}

/// What the parts of one count have in common.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) mix: Mix,
    pub(crate) budget: Budget,
    pub(crate) folder: PathBuf,
}

impl<K: Key> Keys<K> {
    /// No keys yet. What is beyond the budget waits in files without a name
    /// in a folder, one a part.
    #[must_use]
    pub fn new(budget: &Budget, folder: &Path) -> Self {
        let plan = Plan {
            mix: Mix::random(),
            budget: budget.clone(),
            folder: folder.to_owned(),
        };
        Self {
            plan: Arc::new(plan),
            of: PhantomData,
        }
    }

    /// A part to push keys into: one a thread.
    #[must_use]
    pub fn part(&self) -> Part<K> {
        Part::new(Arc::clone(&self.plan))
    }

    /// Counts all keys of all parts, by so many threads. Of the most common
    /// and the repeated keys, at most `remembered` each are kept, and of the
    /// most common no more than 16,384.
    ///
    /// # Errors
    ///
    /// Keys could not be written to the folder or read again; or a part is
    /// one of other keys.
    pub fn finish(
        self,
        parts: Vec<Part<K>>,
        threads: usize,
        remembered: usize,
    ) -> io::Result<Distinct<K>> {
        if !parts.iter().all(|part| part.is_of(&self.plan)) {
            let why = "a part is one of other keys";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        let shares: io::Result<Vec<_>> = parts.into_iter().map(Part::close).collect();
        count(shares?, threads, remembered, self.plan.mix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, HashMap};

    const PLENTY: usize = usize::MAX;

    /// Deals the keys out to parts in turns, in runs of a few.
    fn counted<K: Key>(keys: &[K], bytes: usize, parts: usize, remembered: usize) -> Distinct<K> {
        let all = Keys::new(&Budget::new(bytes), &std::env::temp_dir());
        let mut shares: Vec<Part<K>> = (0..parts).map(|_| all.part()).collect();
        for (turn, run) in keys.chunks(3).enumerate() {
            shares[turn % parts].extend(run.iter().copied());
        }
        all.finish(shares, 2, remembered).expect("room on disk")
    }

    /// Compares with a map all that can be told from one.
    fn agree<K: Key + std::hash::Hash>(keys: &[K], found: &Distinct<K>) {
        let mut map: HashMap<K, u64> = HashMap::new();
        for key in keys {
            *map.entry(*key).or_default() += 1;
        }
        let mut frequencies: BTreeMap<u64, u64> = BTreeMap::new();
        for count in map.values() {
            *frequencies.entry(*count).or_default() += 1;
        }
        assert_eq!(found.total, keys.len() as u64);
        assert_eq!(found.distinct, map.len() as u64);
        assert_eq!(found.repeats(), (keys.len() - map.len()) as u64);
        assert_eq!(
            found.once(),
            map.values().filter(|count| **count == 1).count() as u64
        );
        assert_eq!(found.frequencies, frequencies);
        let most = frequencies.keys().next_back().copied().unwrap_or_default();
        set_agrees(&map, &found.most_common, |count| count == most);
        set_agrees(&map, &found.repeated, |count| count > 1);
    }

    fn set_agrees<K: Key + std::hash::Hash>(
        map: &HashMap<K, u64>,
        set: &crate::KeySet<K>,
        belongs: impl Fn(u64) -> bool,
    ) {
        let mut expected: Vec<(K, u64)> = map.iter().map(|(key, count)| (*key, *count)).collect();
        expected.retain(|(_, count)| belongs(*count));
        expected.sort_unstable();
        assert_eq!(set.is_complete(), set.len() == expected.len());
        if set.is_complete() {
            assert_eq!(set.sorted(), expected);
        }
        for (key, count) in set.sorted() {
            assert!(belongs(count) && map.get(&key) == Some(&count));
            assert!(set.contains(key) && set.count(key) == count);
        }
        let strangers = map.iter().filter(|(_, count)| !belongs(**count));
        assert!(strangers.into_iter().all(|(key, _)| !set.contains(*key)));
    }

    /// 100,000 keys of 60,000 values: 800 kB and 1.6 MB.
    fn many() -> Vec<u64> {
        (0..100_000_u64)
            .map(|i| i.pow(2) % 60_013)
            .chain([0, u64::MAX, u64::MAX])
            .collect()
    }

    #[test]
    fn the_disk_changes_nothing() {
        let narrow = many();
        let wide: Vec<u128> = narrow.iter().map(|key| u128::from(*key) << 60).collect();
        for bytes in [0, 100_000, 500_000, PLENTY] {
            agree(&narrow, &counted(&narrow, bytes, 3, 100_000));
            agree(&wide, &counted(&wide, bytes, 2, 100_000));
        }
    }

    #[test]
    fn no_keys_are_none() {
        let found = counted::<u64>(&[], PLENTY, 1, 10);
        assert_eq!((found.total, found.distinct, found.once()), (0, 0, 0));
        assert!(found.most_common.is_empty() && found.most_common.is_complete());
        let none: Keys<u128> = Keys::new(&Budget::new(0), Path::new("."));
        assert_eq!(
            none.finish(Vec::new(), 0, 0).expect("nothing to do").total,
            0
        );
    }

    #[test]
    fn what_is_not_remembered_is_said() {
        let keys = many();
        let found = counted(&keys, PLENTY, 2, 10);
        assert!(found.repeated.len() == 10 && !found.repeated.is_complete());
        agree(&keys, &found);
        let none = counted(&keys, PLENTY, 2, 0);
        assert!(none.repeated.is_empty() && !none.repeated.is_complete());
    }

    #[test]
    fn a_folder_that_is_not_there_is_told_at_the_end() {
        let folder = std::env::temp_dir().join("tollgate-distinct-is-not-there");
        let keys = Keys::new(&Budget::new(0), &folder);
        let mut part = keys.part();
        part.extend(0..100_000_u64);
        let error = keys.finish(vec![part], 1, 10).expect_err("no such folder");
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn parts_of_other_keys_are_refused() {
        let [one, other] = [(); 2].map(|()| Keys::<u64>::new(&Budget::new(0), Path::new(".")));
        let error = one
            .finish(vec![other.part()], 1, 10)
            .expect_err("another mix");
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    }

    #[test]
    fn counters_share_memory() {
        let budget = Budget::new(1 << 20);
        let all: Vec<Keys<u64>> = (0..3)
            .map(|_| Keys::new(&budget, &std::env::temp_dir()))
            .collect();
        let mut parts: Vec<Part<u64>> = all.iter().map(Keys::part).collect();
        let keys = many();
        for run in keys.chunks(100) {
            for part in &mut parts {
                part.extend(run.iter().copied());
            }
        }
        for (of, part) in all.into_iter().zip(parts) {
            agree(&keys, &of.finish(vec![part], 2, 10).expect("room on disk"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn counts_are_those_of_a_map(
            keys in prop::collection::vec(prop_oneof![0..9_u64, any::<u64>(), 0..600_u64], 0..900),
            parts in 1..4_usize,
            remembered in prop_oneof![0..5_usize, Just(1000)],
            bytes in prop_oneof![Just(0), Just(PLENTY)],
        ) {
            agree(&keys, &counted(&keys, bytes, parts, remembered));
            let wide: Vec<u128> = keys.iter().map(|key| u128::from(*key).pow(2)).collect();
            agree(&wide, &counted(&wide, bytes, parts, remembered));
        }
    }
}
