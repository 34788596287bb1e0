//! `unique`: no value comes twice.

use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::{BuildHasher, Hash, Hasher};

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
    first: HashMap<u128, u64>,
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
            first: HashMap::new(),
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

fn feed(value: &Value<'_>, hasher: &mut impl Hasher) {
    std::mem::discriminant(value).hash(hasher);
    match value {
        Value::Text(x) => x.hash(hasher),
        Value::Integer(x) => x.hash(hasher),
        // Adding zero makes one of the two zeros.
        Value::Number(x) => (x + 0.0).to_bits().hash(hasher),
        Value::Boolean(x) => x.hash(hasher),
        Value::Day(x) => x.hash(hasher),
        Value::Moment(x) => x.hash(hasher),
        Value::Opaque(_) => {}
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
            Reading::Value(Value::Opaque(_)) => {
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

    fn fresh(&self) -> Box<dyn Rule> {
        Box::new(Self::with_capacity(self.capacity))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn repeats(values: &[i64], capacity: usize) -> (usize, bool) {
        let mut rule = Unique::with_capacity(capacity);
        let broken = (1..)
            .zip(values)
            .filter(|(row, x)| rule.breaks(*row, &Reading::Value(Value::Integer(**x))));
        (broken.count(), rule.undecided().is_some())
    }

    #[test]
    fn both_zeros_are_one_value_and_nulls_are_none() {
        let mut rule = Unique::new();
        assert!(!rule.breaks(1, &Reading::Value(Value::Number(0.0))));
        assert!(rule.breaks(2, &Reading::Value(Value::Number(-0.0))));
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
