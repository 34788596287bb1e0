//! `unique`: no value comes twice.

use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};

use super::{Reading, Rule, Value};
use crate::words::{counted, grouped};

/// Most different values that are remembered: about 1 GiB of them.
const CAPACITY: usize = 1 << 24;

/// No value comes twice.
///
/// Values are remembered by 128 bits of two keyed hashes (`SipHash`, with keys
/// that are new in every run, so that no file can be made to collide). Among
/// the most values that are remembered, the chance that any two different ones
/// are taken for the same is below 2^48 / 2^129, or 1e-24.
pub(crate) struct Unique {
    keys: [RandomState; 2],
    /// The row in which each value came first.
    first: HashMap<u128, u64, BuildHasherDefault<Digest>>,
    /// The first row of the value that was seen last, when that was another.
    before: Option<u64>,
    capacity: usize,
    /// Why not every value could be compared.
    forgotten: Option<Forgotten>,
}

/// Why not every value could be compared.
#[derive(Clone, Copy)]
enum Forgotten {
    /// Values of a kind that is not looked into.
    Opaque,
    /// More different values than are remembered.
    TooMany,
}

impl Unique {
    pub(crate) fn new() -> Self {
        Self::with_capacity(CAPACITY)
    }

    fn with_capacity(capacity: usize) -> Self {
        Self {
            keys: [RandomState::new(), RandomState::new()],
            first: HashMap::default(),
            before: None,
            capacity,
            forgotten: None,
        }
    }

    fn digest(&self, value: &Value<'_>) -> u128 {
        let [low, high] = self.keys.each_ref().map(|key| {
            let mut hasher = key.build_hasher();
            feed(value, &mut hasher);
            u128::from(hasher.finish())
        });
        low | (high << 64)
    }
}

/// The hasher of keys that are hashes already.
#[derive(Default)]
struct Digest(u64);

impl Hasher for Digest {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let word = bytes
            .first_chunk()
            .map_or(0, |word| u64::from_ne_bytes(*word));
        self.0 ^= word;
    }
}

fn feed(value: &Value<'_>, hasher: &mut impl Hasher) {
    std::mem::discriminant(value).hash(hasher);
    match value {
        Value::Text(x) => x.hash(hasher),
        Value::Number(x) => x.hash(hasher),
        // Every NaN is the same as any other.
        Value::NotFinite(x) => (x.is_nan(), *x > 0.0).hash(hasher),
        Value::Boolean(x) => x.hash(hasher),
        Value::Day(x) => x.hash(hasher),
        Value::Moment(x) => x.hash(hasher),
        Value::Opaque | Value::Unread => {}
    }
}

impl Rule for Unique {
    fn id(&self) -> &'static str {
        "unique"
    }

    fn asks(&self) -> (&'static str, String) {
        ("has", "no value twice".to_owned())
    }

    fn breaks(&mut self, row: u64, seen: &Reading<'_>) -> bool {
        let value = match seen {
            // What isn't looked into can't be told apart.
            Reading::Value(Value::Opaque | Value::Unread) => {
                self.forgotten = Some(Forgotten::Opaque);
                return false;
            }
            Reading::Value(value) => value,
            Reading::Null | Reading::Wrong(_) => return false,
        };
        let digest = self.digest(value);
        let full = self.first.len() >= self.capacity;
        match self.first.entry(digest) {
            Entry::Occupied(entry) => {
                self.before = Some(*entry.get());
                true
            }
            Entry::Vacant(_) if full => {
                self.forgotten = Some(Forgotten::TooMany);
                false
            }
            Entry::Vacant(entry) => {
                entry.insert(row);
                false
            }
        }
    }

    fn note(&self, _seen: &Reading<'_>) -> Option<String> {
        self.before
            .map(|row| format!("the same as row {}", grouped(row)))
    }

    fn undecided(&self) -> Option<String> {
        Some(match self.forgotten? {
            Forgotten::Opaque => "its values are not looked into".to_owned(),
            Forgotten::TooMany => {
                let most = counted(self.capacity as u64, "different value");
                format!("no repeat among {most}, and no more are remembered")
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::number::Number;
    use proptest::prelude::*;

    fn repeats(values: &[i64], capacity: usize) -> (usize, bool) {
        let mut rule = Unique::with_capacity(capacity);
        let broken = (1..).zip(values).filter(|(row, x)| {
            rule.breaks(*row, &Reading::Value(Value::Number(i128::from(**x).into())))
        });
        (broken.count(), rule.undecided().is_some())
    }

    fn number(x: f64) -> Value<'static> {
        Value::Number(Number::new(x).expect("finite"))
    }

    #[test]
    fn neighbours_beyond_the_digits_of_f64_differ() {
        let mut rule = Unique::new();
        let whole = |x: i128| Reading::Value(Value::Number(x.into()));
        assert!(!rule.breaks(1, &whole(9_007_199_254_740_992)));
        assert!(!rule.breaks(2, &whole(9_007_199_254_740_993)));
        assert!(rule.breaks(3, &Reading::Value(number(9_007_199_254_740_992.0))));
    }

    #[test]
    fn what_is_not_finite_is_compared_too() {
        let mut rule = Unique::new();
        let mut breaks = |x: f64| rule.breaks(1, &Reading::Value(Value::NotFinite(x)));
        assert!(!breaks(f64::NAN) && breaks(-f64::NAN));
        assert!(!breaks(f64::INFINITY) && !breaks(f64::NEG_INFINITY) && breaks(f64::INFINITY));
    }

    #[test]
    fn both_zeros_are_one_value_and_nulls_are_none() {
        let mut rule = Unique::new();
        assert!(!rule.breaks(1, &Reading::Value(number(0.0))));
        assert!(rule.breaks(2, &Reading::Value(number(-0.0))));
        assert_eq!(
            rule.note(&Reading::Null),
            Some("the same as row 1".to_owned())
        );
        assert!(!rule.breaks(3, &Reading::Null) && !rule.breaks(4, &Reading::Null));
    }

    #[test]
    fn a_full_memory_is_said() {
        assert_eq!(repeats(&[1, 2, 3, 1], 2), (1, true));
        assert_eq!(repeats(&[1, 2, 1], 2), (1, false));
    }

    proptest! {
        #[test]
        fn repeats_are_counted_exactly(values in prop::collection::vec(0i64..30, 0..60)) {
            let different: std::collections::HashSet<_> = values.iter().collect();
            prop_assert_eq!(repeats(&values, CAPACITY), (values.len() - different.len(), false));
        }
    }
}
