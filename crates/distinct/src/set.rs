//! Keys that are remembered.

use crate::key::{Key, Mix};
use crate::table::{Slot, Table};

/// Some keys with how often each came: those of a kind, or as many of them as
/// are remembered.
#[derive(Clone, Debug)]
pub struct KeySet<K> {
    mix: Mix,
    table: Table<K>,
    complete: bool,
}

impl<K: Key> KeySet<K> {
    /// Of mixed keys.
    pub(crate) fn new(mix: Mix, keys: &[Slot<K>], complete: bool) -> Self {
        let mut table = Table::with_capacity(keys.len());
        for slot in keys {
            table.add(slot.key, slot.count);
        }
        Self {
            mix,
            table,
            complete,
        }
    }

    /// Whether a key is among them.
    #[must_use]
    pub fn contains(&self, key: K) -> bool {
        self.count(key) > 0
    }

    /// How often a key came; 0 if it is not among them.
    #[must_use]
    pub fn count(&self, key: K) -> u64 {
        self.table.count(key.mixed(&self.mix))
    }

    /// How many keys are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether all are remembered. Which ones are if not is left to chance.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.complete
    }

    /// The keys and how often each came, from the least key on.
    #[must_use]
    pub fn sorted(&self) -> Vec<(K, u64)> {
        let unmixed = |slot: Slot<K>| (slot.key.unmixed(&self.mix), slot.count);
        let mut keys: Vec<(K, u64)> = self.table.iter().map(unmixed).collect();
        keys.sort_unstable();
        keys
    }
}
