//! What was counted.

use std::collections::BTreeMap;

use crate::key::{Key, Mix};
use crate::set::KeySet;

/// What was counted.
#[derive(Clone, Debug)]
pub struct Distinct<K> {
    /// How many keys were pushed.
    pub total: u64,
    /// How many different ones there are.
    pub distinct: u64,
    /// How often a key comes, and how many keys come so often. The last entry
    /// is that of the most common key, and says how many are as common.
    pub frequencies: BTreeMap<u64, u64>,
    /// The keys that come most often.
    pub most_common: KeySet<K>,
    /// The keys that come more than once.
    pub repeated: KeySet<K>,
}

impl<K: Key> Distinct<K> {
    /// That of so many keys which are known to be different. Which they are is
    /// not known, so that no set holds one.
    #[must_use]
    pub fn of_different(total: u64) -> Self {
        let none = || KeySet::new(Mix::random(), &[], total == 0);
        Self {
            total,
            distinct: total,
            frequencies: (total > 0).then_some((1, total)).into_iter().collect(),
            most_common: none(),
            repeated: KeySet::new(Mix::random(), &[], true),
        }
    }
}

impl<K> Distinct<K> {
    /// How many keys come once.
    #[must_use]
    pub fn once(&self) -> u64 {
        self.frequencies.get(&1).copied().unwrap_or_default()
    }

    /// How many keys had come before when they were pushed.
    #[must_use]
    pub const fn repeats(&self) -> u64 {
        self.total - self.distinct
    }
}
