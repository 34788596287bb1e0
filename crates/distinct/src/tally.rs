//! What the tables say together.

use std::collections::BTreeMap;

use crate::distinct::Distinct;
use crate::key::{Key, Mix};
use crate::set::KeySet;
use crate::table::{Slot, Table};

/// Counts below this have a place of their own.
const SMALL: usize = 256;

/// What the tables of several partitions say together.
#[derive(Debug)]
pub(crate) struct Tally<K> {
    remembered: usize,
    /// How many keys came 0, 1, 2, … times.
    small: [u64; SMALL],
    /// How often a key came, and how many keys came so often.
    large: BTreeMap<u64, u64>,
    repeated: Vec<Slot<K>>,
    /// The keys that came most often, all equally often.
    most_common: Vec<Slot<K>>,
}

/// Most keys that are kept of those that tie for the most common.
const TIES: usize = 1 << 14;

impl<K: Key> Tally<K> {
    pub(crate) const fn new(remembered: usize) -> Self {
        Self {
            remembered,
            small: [0; SMALL],
            large: BTreeMap::new(),
            repeated: Vec::new(),
            most_common: Vec::new(),
        }
    }

    /// Takes in the counts of keys that no other table has.
    pub(crate) fn take(&mut self, table: &Table<K>) {
        let mut once = table.len() as u64;
        for slot in table.repeated() {
            once -= 1;
            self.take_repeated(slot);
        }
        self.small[1] += once;
        let most = self.most_common.first().map_or(1, |slot| slot.count);
        if most == 1 && self.most_common.len() < self.remembered.min(TIES) {
            table.iter().for_each(|slot| self.take_common(slot));
        }
    }

    fn take_repeated(&mut self, slot: Slot<K>) {
        let small = usize::try_from(slot.count).ok();
        match small.and_then(|count| self.small.get_mut(count)) {
            Some(keys) => *keys += 1,
            None => *self.large.entry(slot.count).or_default() += 1,
        }
        if self.repeated.len() < self.remembered {
            self.repeated.push(slot);
        }
        self.take_common(slot);
    }

    fn take_common(&mut self, slot: Slot<K>) {
        let most = self.most_common.first().map_or(0, |slot| slot.count);
        if slot.count > most {
            self.most_common.clear();
        }
        if slot.count >= most && self.most_common.len() < self.remembered.min(TIES) {
            self.most_common.push(slot);
        }
    }

    /// Takes in what another one knows of other keys.
    pub(crate) fn merge(&mut self, other: Self) {
        for (here, there) in self.small.iter_mut().zip(other.small) {
            *here += there;
        }
        for (count, keys) in other.large {
            *self.large.entry(count).or_default() += keys;
        }
        self.repeated.extend(other.repeated);
        self.repeated.truncate(self.remembered);
        for slot in other.most_common {
            self.take_common(slot);
        }
    }

    pub(crate) fn into_distinct(self, mix: Mix) -> Distinct<K> {
        let mut frequencies = self.large;
        let small = (0_u64..).zip(self.small).filter(|(_, keys)| *keys > 0);
        frequencies.extend(small);
        let distinct = frequencies.values().sum();
        let total = frequencies.iter().map(|(count, keys)| count * keys).sum();
        let once = frequencies.get(&1).copied().unwrap_or_default();
        let ties = frequencies
            .values()
            .next_back()
            .copied()
            .unwrap_or_default();
        let set = |keys: &[Slot<K>], all: u64| KeySet::new(mix, keys, keys.len() as u64 == all);
        Distinct {
            total,
            distinct,
            most_common: set(&self.most_common, ties),
            repeated: set(&self.repeated, distinct - once),
            frequencies,
        }
    }
}
