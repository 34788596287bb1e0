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
    /// With so many keys more, which are known to be different from all others.
    /// Which they are is not known, so that no set holds one.
    #[must_use]
    pub fn with_different(mut self, more: u64) -> Self {
        if more > 0 {
            self.total += more;
            self.distinct += more;
            *self.frequencies.entry(1).or_default() += more;
            if self.frequencies.len() == 1 {
                self.most_common = KeySet::new(Mix::random(), &[], false);
            }
        }
        self
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
