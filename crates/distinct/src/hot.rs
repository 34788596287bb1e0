//! Values that come again and again.

use crate::key::Key;
use crate::table::Slot;

/// Slots of keys: 64 or 128 KiB.
const SLOTS: usize = 1 << 12;

/// After so many keys it is looked at whether they are worth it.
const TRIAL: u32 = 1 << 14;

/// Counts of the keys that came first, each in the one slot it can have: a
/// column of few different values needs no more memory than this. It is
/// switched off while less than a quarter of the keys is found here, for good:
/// then most keys are new.
#[derive(Debug)]
pub(crate) struct Hot<K> {
    slots: Vec<Slot<K>>,
    on: bool,
    seen: u32,
    missed: u32,
}

impl<K: Key> Hot<K> {
    pub(crate) fn new() -> Self {
        Self {
            slots: vec![Slot::default(); SLOTS],
            on: true,
            seen: 0,
            missed: 0,
        }
    }

    /// Counts a mixed key, if it has a slot.
    #[inline]
    pub(crate) fn takes(&mut self, key: K) -> bool {
        self.on && self.counts(key)
    }

    #[inline]
    fn counts(&mut self, key: K) -> bool {
        let slot = &mut self.slots[slot(key)];
        let taken = slot.count == 0 || slot.key == key;
        // A key that is new here is rather one that never comes again.
        self.missed += u32::from(slot.count == 0 || !taken);
        if taken {
            slot.key = key;
            slot.count += 1;
        }
        self.seen += 1;
        if self.seen == TRIAL {
            self.on = self.missed <= TRIAL / 4 * 3;
            (self.seen, self.missed) = (0, 0);
        }
        taken
    }

    /// The keys and how often each was counted.
    pub(crate) fn into_slots(mut self) -> Vec<Slot<K>> {
        self.slots.retain(|slot| slot.count > 0);
        self.slots
    }
}

/// The slot of a mixed key, by its low bits.
#[expect(clippy::cast_possible_truncation, reason = "the low bits are meant")]
#[inline]
fn slot<K: Key>(key: K) -> usize {
    key.bits() as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Mix;
    use crate::key::mixed::Mixed;

    fn taken(keys: impl Iterator<Item = u64>) -> (usize, Hot<u64>) {
        let (mix, mut hot) = (Mix::random(), Hot::new());
        let taken = keys.filter(|key| hot.takes(key.mixed(&mix))).count();
        (taken, hot)
    }

    #[test]
    fn few_values_stay_here() {
        let (taken, hot) = taken((0..100_000).map(|i| i % 20));
        assert!(hot.on && taken > 80_000, "{taken}");
        let counted: u64 = hot.into_slots().iter().map(|slot| slot.count).sum();
        assert_eq!(counted, taken as u64);
    }

    #[test]
    fn new_values_switch_it_off() {
        let (taken, hot) = taken(0..100_000);
        assert!(!hot.on && taken <= SLOTS, "{taken}");
    }
}
