//! What is counted.

use std::fmt::Debug;
use std::hash::{BuildHasher, RandomState};

/// A key: `u64` or `u128`, every value of them.
pub trait Key: mixed::Mixed {}

impl Key for u64 {}
impl Key for u128 {}

/// How keys are mixed: a bijection, so that no two keys become one. Its
/// constants are new for every [`Keys`](crate::Keys), so that no file can be
/// made whose keys crowd in one place.
#[derive(Clone, Copy, Debug)]
pub struct Mix {
    mask: u64,
    /// Odd factors and their inverses modulo 2^64.
    factors: [u64; 2],
    inverses: [u64; 2],
}

impl Mix {
    /// New constants.
    pub(crate) fn random() -> Self {
        let state = RandomState::new();
        let [mask, first, second] = [0, 1, 2].map(|which: u8| state.hash_one(which));
        let factors = [first | 1, second | 1];
        Self {
            mask,
            factors,
            inverses: factors.map(inverse),
        }
    }

    #[inline]
    fn word(&self, x: u64) -> u64 {
        let x = (x ^ self.mask).wrapping_mul(self.factors[0]);
        let x = (x ^ (x >> 32)).wrapping_mul(self.factors[1]);
        x ^ (x >> 32)
    }

    fn word_back(&self, x: u64) -> u64 {
        let x = (x ^ (x >> 32)).wrapping_mul(self.inverses[1]);
        (x ^ (x >> 32)).wrapping_mul(self.inverses[0]) ^ self.mask
    }
}

/// The inverse of an odd number modulo 2^64, by Newton's iteration: each step
/// doubles the digits that are right, and the number itself has three.
fn inverse(odd: u64) -> u64 {
    (0..5).fold(odd, |x, _| {
        x.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(x)))
    })
}

/// What only this crate does with keys.
pub(crate) mod mixed {
    use super::{Debug, Mix};

    pub trait Mixed: Copy + Debug + Default + Eq + Ord + Send + Sync + 'static {
        /// Size in bytes.
        const BYTES: usize;

        #[must_use]
        fn mixed(self, mix: &Mix) -> Self;

        #[must_use]
        fn unmixed(self, mix: &Mix) -> Self;

        /// Bits of a mixed key that are as good as random.
        fn bits(self) -> u64;

        /// The key as bytes, at the end of others.
        fn write(self, bytes: &mut Vec<u8>);

        /// The key of so many bytes.
        fn read(bytes: &[u8]) -> Self;
    }
}

impl mixed::Mixed for u64 {
    const BYTES: usize = 8;

    #[inline]
    fn mixed(self, mix: &Mix) -> Self {
        mix.word(self)
    }

    fn unmixed(self, mix: &Mix) -> Self {
        mix.word_back(self)
    }

    #[inline]
    fn bits(self) -> u64 {
        self
    }

    fn write(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }

    fn read(bytes: &[u8]) -> Self {
        bytes.try_into().map_or(0, Self::from_le_bytes)
    }
}

/// Two rounds of a Feistel network: either half is mixed into the other.
impl mixed::Mixed for u128 {
    const BYTES: usize = 16;

    #[inline]
    fn mixed(self, mix: &Mix) -> Self {
        let (high, low) = halves(self);
        let high = high ^ mix.word(low);
        let low = low ^ mix.word(high);
        joined(high, low)
    }

    fn unmixed(self, mix: &Mix) -> Self {
        let (high, low) = halves(self);
        let low = low ^ mix.word(high);
        let high = high ^ mix.word(low);
        joined(high, low)
    }

    #[inline]
    fn bits(self) -> u64 {
        halves(self).1
    }

    fn write(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }

    fn read(bytes: &[u8]) -> Self {
        bytes.try_into().map_or(0, Self::from_le_bytes)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "halves are meant")]
fn halves(x: u128) -> (u64, u64) {
    ((x >> 64) as u64, x as u64)
}

fn joined(high: u64, low: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

#[cfg(test)]
mod tests {
    use super::mixed::Mixed;
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    /// Neighbours, and multiples of powers of two, are dealt out evenly.
    #[test]
    fn regular_keys_are_spread() {
        let mix = Mix::random();
        for shift in [0, 8, 32, 48, 64, 100] {
            let keys: Vec<u128> = (0..65_536).map(|i| i << shift).collect();
            let wide = keys.iter().map(|key| key.mixed(&mix).bits());
            let narrow = keys.iter().map(|key| halves(*key).1.mixed(&mix));
            even(wide);
            if shift <= 48 {
                even(narrow);
            }
        }
    }

    /// 65,536 keys in 256 places: 256 each on average, with a standard
    /// deviation of 16 if dealt by chance.
    fn even(mixed: impl Iterator<Item = u64>) {
        let (mut high, mut low) = (vec![0; 256], vec![0; 256]);
        for key in mixed {
            high[(key >> 56) as usize] += 1;
            low[(key & 255) as usize] += 1;
        }
        assert!(high.iter().chain(&low).all(|count| *count < 512));
    }

    #[test]
    fn mixes_differ() {
        let mixed: HashSet<u64> = (0..100).map(|_| 7_u64.mixed(&Mix::random())).collect();
        assert_eq!(mixed.len(), 100);
    }

    proptest! {
        #[test]
        fn mixing_is_reversible(narrow: u64, wide: u128) {
            let mix = Mix::random();
            prop_assert_eq!(narrow.mixed(&mix).unmixed(&mix), narrow);
            prop_assert_eq!(wide.mixed(&mix).unmixed(&mix), wide);
        }

        #[test]
        fn bytes_are_read_as_written(narrow: u64, wide: u128) {
            let mut bytes = Vec::new();
            narrow.write(&mut bytes);
            wide.write(&mut bytes);
            prop_assert_eq!(u64::read(&bytes[..8]), narrow);
            prop_assert_eq!(u128::read(&bytes[8..]), wide);
        }
    }
}
