//! Counting, one partition at a time.

use std::io;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::budget::Lease;
use crate::distinct::Distinct;
use crate::key::{Key, Mix};
use crate::part::{PARTITIONS, Share, partition};
use crate::spill::Spill;
use crate::table::{Slot, Table};
use crate::tally::Tally;

/// About so many different keys are counted at a time, which more than 100
/// million in all come to: a table of 16 or 24 MiB. Smaller ones, that fit a
/// nearer cache, don't make up for looking at all keys of a partition again.
const AT_ONCE: usize = 1 << 19;

/// Up to so many keys one thread is faster.
const FEW: usize = 1 << 16;

/// Counts the keys of all shares.
pub(crate) fn count<K: Key>(
    shares: Vec<Share<K>>,
    threads: usize,
    remembered: usize,
    mix: Mix,
) -> io::Result<Distinct<K>> {
    let store = Store::new(shares);
    let threads = if store.kept <= FEW && store.spills.is_empty() {
        1
    } else {
        threads.min(PARTITIONS)
    };
    let tally = thread::scope(|scope| {
        let work = || store.count(remembered);
        // Where a thread can't be had, the others do its work.
        let start = |_| thread::Builder::new().spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        let mut tally = work()?;
        for other in others {
            let lost = |_| io::Error::other("a counting thread was lost");
            tally.merge(other.join().map_err(lost)??);
        }
        Ok::<_, io::Error>(tally)
    })?;
    Ok(tally.into_distinct(mix))
}

/// All keys, by partition.
struct Store<K> {
    partitions: Mutex<std::vec::IntoIter<Partition<K>>>,
    spills: Vec<Spill>,
    /// How many keys are in memory.
    kept: usize,
    /// How many different keys are counted at a time.
    at_once: usize,
    /// Held until all is counted.
    _leases: Vec<Lease>,
}

/// What is in memory of a partition's keys.
struct Partition<K> {
    index: usize,
    hot: Vec<Slot<K>>,
    chunks: Vec<Vec<K>>,
}

/// The keys with these bits.
#[derive(Clone, Copy)]
struct Slice {
    mask: u64,
    bits: u64,
}

impl Slice {
    const ALL: Self = Self { mask: 0, bits: 0 };

    fn holds<K: Key>(self, key: K) -> bool {
        key.bits() & self.mask == self.bits
    }

    /// Its halves by the highest bit that neither the partition nor the slice
    /// knows yet; none once all are known.
    fn halves(self) -> Option<[Self; 2]> {
        let unknown = !(self.mask | !(u64::MAX / PARTITIONS as u64));
        let bit = 1 << unknown.checked_ilog2()?;
        let mask = self.mask | bit;
        Some([self.bits, self.bits | bit].map(|bits| Self { mask, bits }))
    }
}

impl<K: Key> Store<K> {
    fn new(shares: Vec<Share<K>>) -> Self {
        let empty = |index| Partition {
            index,
            hot: Vec::new(),
            chunks: Vec::new(),
        };
        let mut partitions: Vec<_> = (0..PARTITIONS).map(empty).collect();
        let (mut spills, mut leases, mut kept) = (Vec::new(), Vec::new(), 0);
        for share in shares {
            for slot in share.hot {
                partitions[partition(slot.key)].hot.push(slot);
            }
            for (partition, chunks) in partitions.iter_mut().zip(share.chunks) {
                kept += chunks.iter().map(Vec::len).sum::<usize>();
                partition.chunks.extend(chunks);
            }
            spills.extend(share.spill);
            leases.push(share.lease);
        }
        Self {
            at_once: AT_ONCE,
            partitions: Mutex::new(partitions.into_iter()),
            spills,
            kept,
            _leases: leases,
        }
    }

    /// Counts partitions until none is left.
    fn count(&self, remembered: usize) -> io::Result<Tally<K>> {
        let mut tally = Tally::new(remembered);
        let mut table = Table::with_capacity(0);
        while let Some(partition) = self.next() {
            self.count_slice(&partition, Slice::ALL, &mut table, &mut tally)?;
        }
        Ok(tally)
    }

    fn next(&self) -> Option<Partition<K>> {
        let mut partitions = self
            .partitions
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        partitions.next()
    }

    /// Counts a slice of a partition; where it has too many different keys,
    /// one half after the other.
    fn count_slice(
        &self,
        partition: &Partition<K>,
        slice: Slice,
        table: &mut Table<K>,
        tally: &mut Tally<K>,
    ) -> io::Result<()> {
        let halves = slice.halves();
        let most = match halves {
            None => usize::MAX,
            Some(_) => self.at_once,
        };
        // Partitions are much the same: the last one tells how many to expect.
        let kept = partition.chunks.iter().map(Vec::len).sum::<usize>();
        table.clear(table.len().max(kept.min(FEW / 2)));
        if self.fill(partition, slice, table, most)? {
            tally.take(table);
            return Ok(());
        }
        for half in halves.into_iter().flatten() {
            self.count_slice(partition, half, table, tally)?;
        }
        Ok(())
    }

    /// Fills a table with the keys of a slice; says whether they were at most
    /// so many.
    fn fill(
        &self,
        partition: &Partition<K>,
        slice: Slice,
        table: &mut Table<K>,
        most: usize,
    ) -> io::Result<bool> {
        for slot in partition.hot.iter().filter(|slot| slice.holds(slot.key)) {
            table.add(slot.key, slot.count);
        }
        let mut add = |keys: &[K]| {
            for key in keys.iter().filter(|key| slice.holds(**key)) {
                table.add(*key, 1);
            }
            table.len() <= most
        };
        if !partition.chunks.iter().all(|chunk| add(chunk)) {
            return Ok(false);
        }
        for spill in &self.spills {
            if !spill.read(partition.index, &mut add)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;
    use crate::keys::Keys;
    use std::path::Path;

    #[test]
    fn slices_of_a_partition_are_its_halves() {
        let [low, high] = Slice::ALL.halves().expect("bits are unknown");
        let next = high.halves().expect("bits are unknown");
        let key = 0xab80_0000_0000_0000_u64;
        assert!(!low.holds(key) && high.holds(key));
        assert!(next[0].holds(key) && !next[1].holds(key));
        let mut slice = Slice::ALL;
        let mut depth = 0;
        while let Some([half, _]) = slice.halves() {
            (slice, depth) = (half, depth + 1);
        }
        assert_eq!(depth, 56);
    }

    /// 300 different keys in each partition, at most 20 at a time.
    #[test]
    fn too_many_keys_are_counted_in_slices() {
        for bytes in [usize::MAX, 1 << 20] {
            let keys = Keys::<u128>::new(&Budget::new(bytes), Path::new("."));
            let mut part = keys.part();
            part.extend((0..76_800).chain(0..10_000).chain(0..5));
            let mut store = Store::new(vec![part.close().expect("room on disk")]);
            assert_eq!(store.spills.is_empty(), bytes == usize::MAX);
            store.at_once = 20;
            let tally = store.count(100).expect("read");
            let found = tally.into_distinct(crate::key::Mix::random());
            assert_eq!((found.total, found.distinct), (86_805, 76_800));
            assert_eq!(
                Vec::from_iter(found.frequencies),
                [(1, 66_800), (2, 9995), (3, 5)]
            );
        }
    }
}
