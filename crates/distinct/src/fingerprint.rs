//! Keys of what has no reversible form of 128 bits.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

use foldhash::SharedSeed;
use foldhash::quality::FoldHasher;

/// A 128-bit hash of a value, or of several side by side, keyed anew in every
/// process.
///
/// Unambiguous: every part is preceded by its length, so that ("a", "bc") and
/// ("ab", "c") differ. The halves are two hashes with seeds of their own that
/// never leave the process, so that a file can't be made whose values
/// collide. By chance, any two of n different values collide with a
/// probability of about n² / 2¹²⁹: 1e-24 for 10 million, 1e-19 for 10 billion.
///
/// Chosen by measurement on texts of 4 to 36 bytes: 3 to 7 ns, where
/// SipHash-1-3 of 128 bits takes 16 to 21 and XXH3 of 128 bits 4 to 6.
#[derive(Clone)]
pub struct Fingerprint {
    halves: [FoldHasher<'static>; 2],
}

impl Fingerprint {
    /// That of nothing yet.
    #[must_use]
    #[inline]
    pub fn new() -> Self {
        let halves = seeds()
            .each_ref()
            .map(|seed| FoldHasher::with_seed(seed.own, &seed.shared));
        Self { halves }
    }

    /// Takes in a text or other bytes.
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        for half in &mut self.halves {
            half.write(bytes);
        }
    }

    /// Takes in a value of 64 bits.
    #[inline]
    pub fn word(&mut self, word: u64) {
        for half in &mut self.halves {
            half.write_u64(word);
        }
    }

    /// Takes in that there is no value: not the same as a text without
    /// characters.
    #[inline]
    pub fn null(&mut self) {
        self.word(u64::MAX);
    }

    /// The hash of all that was taken in.
    #[must_use]
    #[inline]
    pub fn finish(&self) -> u128 {
        let [high, low] = self.halves.each_ref().map(Hasher::finish);
        u128::from(high) << 64 | u128::from(low)
    }
}

impl Default for Fingerprint {
    fn default() -> Self {
        Self::new()
    }
}

/// The [`Fingerprint`] of one text.
#[must_use]
#[inline]
pub fn fingerprint(bytes: &[u8]) -> u128 {
    let mut fingerprint = Fingerprint::new();
    fingerprint.bytes(bytes);
    fingerprint.finish()
}

struct Seed {
    own: u64,
    shared: SharedSeed,
}

/// The seeds of this process, from the operating system's random numbers.
fn seeds() -> &'static [Seed; 2] {
    static SEEDS: OnceLock<[Seed; 2]> = OnceLock::new();
    let random = || RandomState::new().hash_one(0_u8);
    SEEDS.get_or_init(|| {
        [(), ()].map(|()| Seed {
            own: random(),
            shared: SharedSeed::from_u64(random()),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn of(parts: &[&str]) -> u128 {
        let mut fingerprint = Fingerprint::new();
        for part in parts {
            fingerprint.bytes(part.as_bytes());
        }
        fingerprint.finish()
    }

    #[test]
    fn where_parts_end_matters() {
        let different = [
            of(&[]),
            of(&[""]),
            of(&["", ""]),
            of(&["a", "bc"]),
            of(&["ab", "c"]),
            of(&["abc"]),
            of(&["abc", ""]),
            of(&["", "abc"]),
            of(&["a\0"]),
            of(&["a"]),
            of(&["a\0\0"]),
        ];
        assert_eq!(
            different.iter().collect::<HashSet<_>>().len(),
            different.len()
        );
        assert_eq!(fingerprint(b"abc"), of(&["abc"]));
    }

    #[test]
    fn nothing_is_no_empty_text() {
        let mut null = Fingerprint::new();
        null.null();
        assert_ne!(null.finish(), of(&[""]));
    }

    /// Among 2^16 values, two that share a half would come by with a
    /// probability of 2^-33.
    #[test]
    fn each_half_tells_apart() {
        let keys: Vec<u128> = (0..65_536_u32)
            .map(|i| fingerprint(format!("user-{i}@example.org").as_bytes()))
            .collect();
        let high: HashSet<u128> = keys.iter().map(|key| key >> 64).collect();
        let low: HashSet<u128> = keys.iter().map(|key| key & u128::from(u64::MAX)).collect();
        let same = keys
            .iter()
            .filter(|key| (**key >> 64) == (**key & u128::from(u64::MAX)));
        assert_eq!((high.len(), low.len(), same.count()), (65_536, 65_536, 0));
    }

    proptest! {
        #[test]
        fn equal_if_and_only_if_the_parts_are(
            a in prop::collection::vec("[ab]{0,3}", 0..4),
            b in prop::collection::vec("[ab]{0,3}", 0..4),
        ) {
            let key = |parts: &[String]| of(&parts.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assert_eq!(key(&a) == key(&b), a == b);
        }
    }
}
