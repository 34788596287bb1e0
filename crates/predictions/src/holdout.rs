//! The name of a test set, whatever the order of its rows.

use sha2::{Digest, Sha256};

use crate::value::Value;

/// A digest of rows in which their order does not count: the sum of their
/// SHA-256, modulo 2^256. Such a sum keeps rows that come twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Holdout {
    sum: [u64; 4],
    rows: u64,
    /// A row while it is put together.
    bytes: Vec<u8>,
}

impl Holdout {
    /// Takes in an example: its id, else its number, and what is true of it.
    pub(crate) fn add(&mut self, id: Option<&Value<'_>>, row: u64, label: &Value<'_>) {
        self.bytes.clear();
        if let Some(id) = id {
            id.encode(&mut self.bytes);
        } else {
            self.bytes.push(b'#');
            self.bytes.extend(row.to_le_bytes());
        }
        label.encode(&mut self.bytes);
        let digest = Sha256::digest(&self.bytes);
        let mut words = [0; 4];
        for (word, bytes) in words.iter_mut().zip(digest.chunks_exact(8)) {
            *word = bytes.try_into().map_or(0, u64::from_le_bytes);
        }
        self.plus(&words);
        self.rows += 1;
    }

    /// Takes in what another thread has seen.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.plus(&other.sum);
        self.rows += other.rows;
    }

    /// In lower-case hexadecimal.
    pub(crate) fn finish(&self) -> String {
        let words = self.sum.iter().chain([&self.rows]);
        let bytes: Vec<u8> = words.flat_map(|word| word.to_le_bytes()).collect();
        verdict::sha256_of_bytes(&bytes)
    }

    fn plus(&mut self, other: &[u64; 4]) {
        let mut carry = false;
        for (word, other) in self.sum.iter_mut().zip(other) {
            (*word, carry) = word.carrying_add(*other, carry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carries_reach_the_last_word() {
        let mut holdout = Holdout {
            sum: [u64::MAX, u64::MAX, u64::MAX, 0],
            ..Holdout::default()
        };
        holdout.plus(&[1, 0, 0, 0]);
        assert_eq!(holdout.sum, [0, 0, 0, 1]);
    }

    /// The sum of SHA-256("#" 1u64 null) and SHA-256("#" 2u64 null) with two
    /// rows behind it, by Python's `hashlib`.
    #[test]
    fn it_is_the_sum_of_digests() {
        let mut holdout = Holdout::default();
        holdout.add(None, 1, &Value::Null);
        holdout.add(None, 2, &Value::Null);
        assert_eq!(
            holdout.finish(),
            "e61f15c2ad16c2ef1b9ee7ee29b7a76f24ce28629f5473c4f7e73b6ec4e5dc5f"
        );
    }
}
