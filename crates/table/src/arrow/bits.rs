//! Bits, the lowest of a byte first.

use super::bytes::Content;
use super::wrong::Result;

/// Bits, the lowest of a byte first.
pub(super) struct Bits<'a> {
    content: Content<'a>,
    /// The byte that is begun, and how many of its bits are done.
    begun: Option<(u8, usize)>,
}

impl<'a> Bits<'a> {
    /// The bits of a buffer from one on.
    pub(super) fn new(mut content: Content<'a>, from: u64) -> Result<Self> {
        content.skip_to(from / 8)?;
        let begun = match usize::try_from(from % 8).unwrap_or_default() {
            0 => None,
            done => Some((content.take(1)?[0], done)),
        };
        Ok(Self { content, begun })
    }

    /// The next so many bits, in words; those behind the last are not set.
    pub(super) fn take(&mut self, count: usize) -> Result<Vec<u64>> {
        let done = self.begun.map_or(0, |(_, done)| done);
        let more = (done + count).div_ceil(8) - usize::from(self.begun.is_some());
        let mut bytes: Vec<u8> = self.begun.iter().map(|(byte, _)| *byte).collect();
        bytes.extend_from_slice(&self.content.take(more)?);
        let left = (done + count) % 8;
        self.begun = bytes.last().filter(|_| left > 0).map(|byte| (*byte, left));
        Ok(words(&bytes, done, count))
    }
}

/// So many bits behind the first few of a byte, in words.
fn words(bytes: &[u8], done: usize, count: usize) -> Vec<u64> {
    let word = |at: usize| {
        let bytes = bytes.get(at * 8..).unwrap_or_default();
        let of = |bytes: &[u8]| {
            let bytes = bytes.iter().take(8).rev();
            bytes.fold(0, |word, byte| word << 8 | u64::from(*byte))
        };
        let high = bytes.get(8).copied().map_or(0, u64::from);
        match done {
            0 => of(bytes),
            done => of(bytes) >> done | high << (64 - done),
        }
    };
    let mut words: Vec<u64> = (0..count.div_ceil(64)).map(word).collect();
    if let Some(last) = words.last_mut()
        && !count.is_multiple_of(64)
    {
        *last &= (1 << (count % 64)) - 1;
    }
    words
}

/// Whether a bit is set.
pub(super) fn is_set(words: &[u64], at: usize) -> bool {
    words
        .get(at / 64)
        .is_some_and(|word| word >> (at % 64) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrow::bytes::Access;
    use crate::source::RandomAccess;

    /// Taken in any steps from any bit on, they are the same bits.
    #[test]
    fn bits_come_in_any_steps() {
        let bytes: Vec<u8> = (0..100u8).map(|at| at.wrapping_mul(37) ^ 0x5a).collect();
        let expected = |at: usize| bytes[at / 8] >> (at % 8) & 1 == 1;
        let access = Access::new(RandomAccess::Memory(bytes.clone().into()), 100);
        for from in [0, 3, 8, 13, 64] {
            for step in [1, 7, 8, 63, 64, 65, 200] {
                let content = Content::plain(&access, 0, 100);
                let mut bits = Bits::new(content, from as u64).expect("bits");
                let mut at = from;
                while at + step <= 800 {
                    let words = bits.take(step).expect("bits");
                    for within in 0..step {
                        assert_eq!(is_set(&words, within), expected(at + within));
                    }
                    assert!(!is_set(&words, step) || step % 64 == 0);
                    at += step;
                }
                assert!(bits.take(801 - at).is_err());
            }
        }
    }
}
