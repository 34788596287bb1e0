//! Mixed keys and how often each came.

use crate::key::Key;

/// A key and how often it came.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slot<K> {
    pub(crate) key: K,
    pub(crate) count: u64,
}

/// Counts of mixed keys by open addressing. Keys that come once, often all of
/// them, touch nothing but their own slot.
#[derive(Clone, Debug)]
pub(crate) struct Table<K> {
    /// A power of two of slots; 0 where there is no key.
    keys: Vec<K>,
    /// How often each came again.
    again: Vec<u64>,
    /// How often 0 came.
    zeros: u64,
    len: usize,
    /// How often any key came again.
    repeats: u64,
}

impl<K: Key> Table<K> {
    /// An empty table that so many keys fit into without growing.
    pub(crate) fn with_capacity(keys: usize) -> Self {
        let mut table = Self {
            keys: Vec::new(),
            again: Vec::new(),
            zeros: 0,
            len: 0,
            repeats: 0,
        };
        table.clear(keys);
        table
    }

    /// Empties the table and makes room for so many keys: a third to two
    /// thirds of the slots.
    pub(crate) fn clear(&mut self, keys: usize) {
        let slots = (keys + keys / 2).next_power_of_two().max(16);
        self.keys.clear();
        self.keys.resize(slots, K::default());
        if self.repeats > 0 {
            self.again.clear();
        }
        self.again.resize(slots, 0);
        (self.zeros, self.len, self.repeats) = (0, 0, 0);
    }

    /// How many different keys there are.
    pub(crate) fn len(&self) -> usize {
        self.len + usize::from(self.zeros > 0)
    }

    /// Counts a key so many more times, at least once.
    #[inline]
    pub(crate) fn add(&mut self, key: K, times: u64) {
        if key == K::default() {
            self.zeros += times;
            return;
        }
        let at = self.find(key);
        if self.keys[at] == key {
            self.again[at] += times;
            self.repeats += times;
            return;
        }
        self.keys[at] = key;
        self.len += 1;
        if times > 1 {
            self.again[at] += times - 1;
            self.repeats += times - 1;
        }
        if self.len > self.keys.len() / 3 * 2 {
            self.grow();
        }
    }

    /// How often a key came.
    pub(crate) fn count(&self, key: K) -> u64 {
        if key == K::default() {
            return self.zeros;
        }
        let at = self.find(key);
        if self.keys[at] == key {
            self.again[at] + 1
        } else {
            0
        }
    }

    /// The keys that are there, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Slot<K>> {
        let zero = Slot {
            key: K::default(),
            count: self.zeros,
        };
        let slots = self.keys.iter().zip(&self.again);
        let taken = slots.filter(|(key, _)| **key != K::default());
        let others = taken.map(|(key, again)| Slot {
            key: *key,
            count: again + 1,
        });
        (self.zeros > 0).then_some(zero).into_iter().chain(others)
    }

    /// The keys that came more than once. Nothing is looked at if there is none.
    pub(crate) fn repeated(&self) -> impl Iterator<Item = Slot<K>> {
        let any = self.repeats > 0 || self.zeros > 1;
        let slots = any.then(|| self.iter()).into_iter().flatten();
        slots.filter(|slot| slot.count > 1)
    }

    /// The slot of a key that is not 0, or the free one for it. A third of
    /// the slots is always free.
    #[inline]
    fn find(&self, key: K) -> usize {
        let last = self.keys.len() - 1;
        let mut at = low(key) & last;
        while self.keys[at] != key && self.keys[at] != K::default() {
            at = (at + 1) & last;
        }
        at
    }

    #[cold]
    fn grow(&mut self) {
        let mut larger = Self::with_capacity(self.keys.len());
        for slot in self.iter() {
            larger.add(slot.key, slot.count);
        }
        *self = larger;
    }
}

/// Which slot comes first: the low bits, since the high ones are the same in
/// a whole partition.
#[expect(clippy::cast_possible_truncation, reason = "the low bits are meant")]
#[inline]
fn low<K: Key>(key: K) -> usize {
    key.bits() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        /// Keys that fall on the same slots, zero among them.
        #[test]
        fn counts_are_those_of_a_map(keys in prop::collection::vec((0_u64..5, 0_u64..40), 0..300)) {
            let mut table = Table::with_capacity(0);
            for round in 0..2 {
                table.clear(round);
                let mut map: HashMap<u64, u64> = HashMap::new();
                for (low, high) in &keys {
                    let key = low | high << 50;
                    table.add(key, high + 1);
                    *map.entry(key).or_default() += high + 1;
                }
                let pairs = |slots: &mut dyn Iterator<Item = Slot<u64>>| -> HashMap<u64, u64> {
                    slots.map(|slot| (slot.key, slot.count)).collect()
                };
                prop_assert_eq!(table.len(), map.len());
                prop_assert_eq!(pairs(&mut table.iter()), map.clone());
                prop_assert!(map.iter().all(|(key, count)| table.count(*key) == *count));
                prop_assert_eq!(table.count(77), 0);
                map.retain(|_, count| *count > 1);
                prop_assert_eq!(pairs(&mut table.repeated()), map);
            }
        }
    }
}
