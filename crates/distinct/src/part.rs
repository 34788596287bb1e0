//! One thread's share of the keys.

use std::io;
use std::mem;
use std::sync::Arc;

use crate::budget::Lease;
use crate::hot::Hot;
use crate::key::Key;
use crate::keys::Plan;
use crate::spill::Spill;
use crate::table::Slot;

/// Keys are dealt out to so many partitions: then one of 5 million keys has
/// 20,000, whose table fits a second-level cache, and the ends of all
/// partitions fit the first-level one while they are written.
pub(crate) const PARTITIONS: usize = 256;

/// The least and the greatest size of a chunk in bytes. Small tables cost
/// little; of large ones only the last chunk of a partition is not full.
const CHUNK: [usize; 2] = [1 << 7, 1 << 13];

/// One thread's share of the keys of [`Keys`](crate::Keys).
#[derive(Debug)]
pub struct Part<K: Key> {
    plan: Arc<Plan>,
    hot: Hot<K>,
    /// For each partition the chunk that is being filled.
    open: Box<[Vec<K>; PARTITIONS]>,
    /// For each partition the chunks that are full. Chunks, not one long
    /// vector: growing that would need it twice.
    full: Vec<Vec<Vec<K>>>,
    lease: Lease,
    spill: Option<Spill>,
    failed: Option<io::Error>,
}

impl<K: Key> Part<K> {
    pub(crate) fn new(plan: Arc<Plan>) -> Self {
        Self {
            lease: plan.budget.lease(),
            plan,
            hot: Hot::new(),
            open: Box::new([const { Vec::new() }; PARTITIONS]),
            full: vec![Vec::new(); PARTITIONS],
            spill: None,
            failed: None,
        }
    }

    /// Takes a key in. That disk space ran out is told by
    /// [`Keys::finish`](crate::Keys::finish).
    #[inline]
    pub fn push(&mut self, key: K) {
        let key = key.mixed(&self.plan.mix);
        if !self.hot.takes(key) {
            let partition = partition(key);
            let chunk = &mut self.open[partition];
            if chunk.len() < chunk.capacity() {
                chunk.push(key);
            } else {
                self.make_room(partition);
                self.open[partition].push(key);
            }
        }
    }

    /// A new chunk for a partition, larger than the last; if there is no
    /// memory for one, the old one, once all keys are on disk.
    #[cold]
    fn make_room(&mut self, partition: usize) {
        let last = self.open[partition].capacity() * K::BYTES;
        let bytes = (last * 4).clamp(CHUNK[0], CHUNK[1]);
        if self.lease.grow(bytes) {
            let chunk = Vec::with_capacity(bytes / K::BYTES);
            let full = mem::replace(&mut self.open[partition], chunk);
            if !full.is_empty() {
                self.full[partition].push(full);
            }
        } else if last > 0 {
            self.spill();
        } else {
            self.open[partition].reserve_exact(CHUNK[0] / K::BYTES);
        }
    }

    /// Moves all keys to disk. The open chunks stay, empty.
    fn spill(&mut self) {
        if self.failed.is_none() {
            self.failed = self.write().err();
        }
        let mut freed = 0;
        for chunk in self.full.iter_mut().flat_map(mem::take) {
            freed += chunk.capacity() * K::BYTES;
        }
        self.lease.shrink(freed);
        self.open.iter_mut().for_each(Vec::clear);
    }

    fn write(&mut self) -> io::Result<()> {
        let spill = match &mut self.spill {
            Some(spill) => spill,
            None => self.spill.insert(Spill::new(&self.plan.folder)?),
        };
        let partitions = self.full.iter().zip(&*self.open);
        spill.write(partitions.map(|(full, open)| full.iter().chain([open])))
    }

    /// All that the part holds.
    pub(crate) fn close(self) -> io::Result<Share<K>> {
        if let Some(failed) = self.failed {
            return Err(failed);
        }
        let mut chunks = self.full;
        for (chunks, open) in chunks.iter_mut().zip(*self.open) {
            chunks.push(open);
        }
        Ok(Share {
            chunks,
            hot: self.hot.into_slots(),
            spill: self.spill,
            lease: self.lease,
        })
    }

    /// Whether it is a part of keys with this plan.
    pub(crate) fn is_of(&self, plan: &Arc<Plan>) -> bool {
        Arc::ptr_eq(&self.plan, plan)
    }
}

impl<K: Key> Extend<K> for Part<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        for key in keys {
            self.push(key);
        }
    }
}

/// What a part held: mixed keys.
#[derive(Debug)]
pub(crate) struct Share<K> {
    /// For each partition.
    pub(crate) chunks: Vec<Vec<Vec<K>>>,
    pub(crate) hot: Vec<Slot<K>>,
    pub(crate) spill: Option<Spill>,
    /// Held until all is counted.
    pub(crate) lease: Lease,
}

/// The partition of a mixed key, by its high bits.
#[inline]
pub(crate) fn partition<K: Key>(key: K) -> usize {
    (key.bits() >> 56) as usize % PARTITIONS
}
