//! Names as numbers, while rows are read.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;

use crate::class::Name;
use crate::value::Value;

/// The names that one thread has seen, by codes of its own: in order of first
/// sight.
#[derive(Debug)]
pub(crate) struct Dictionary {
    most: usize,
    pub(crate) names: Vec<Name>,
    texts: HashMap<Box<[u8]>, u32, RandomState>,
    /// Booleans, whole numbers and others, by a number of their kind.
    words: HashMap<(u8, i128), u32, RandomState>,
}

/// More names than are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full;

/// The code of no value.
pub(crate) const NOTHING: u32 = u32::MAX;

impl Dictionary {
    /// None yet, and never more than so many.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            names: Vec::new(),
            texts: HashMap::default(),
            words: HashMap::default(),
        }
    }

    /// The code of a value that is understood as a class; [`NOTHING`] of no
    /// value.
    pub(crate) fn code(&mut self, value: &Value<'_>) -> Result<u32, Full> {
        let word = match value {
            Value::Null => return Ok(NOTHING),
            Value::Text(text) => {
                if let Some(code) = self.texts.get(&**text) {
                    return Ok(*code);
                }
                let code = self.push(value)?;
                self.texts.insert(Box::from(&**text), code);
                return Ok(code);
            }
            Value::Boolean(x) => (0, i128::from(*x)),
            Value::Integer(x) => (1, *x),
            Value::Number(x) => (2, i128::from(x.to_bits())),
            Value::Opaque(_) => (3, 0),
        };
        if let Some(code) = self.words.get(&word) {
            return Ok(*code);
        }
        let code = self.push(value)?;
        self.words.insert(word, code);
        Ok(code)
    }

    fn push(&mut self, value: &Value<'_>) -> Result<u32, Full> {
        let code = u32::try_from(self.names.len()).map_err(|_| Full)?;
        if self.names.len() >= self.most {
            return Err(Full);
        }
        self.names.extend(Name::of(value));
        Ok(code)
    }
}

/// Keys as codes, in the order of their first row.
pub(crate) fn numbered<K: Hash + Eq + Copy>(keys: &[K]) -> Vec<u32> {
    let mut codes: HashMap<K, u32, RandomState> = HashMap::default();
    let mut code = |key: &K| {
        let next = u32::try_from(codes.len()).unwrap_or(u32::MAX);
        *codes.entry(*key).or_insert(next)
    };
    keys.iter().map(&mut code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_in_order_of_first_sight_up_to_a_number() {
        let mut dictionary = Dictionary::new(3);
        let text = |text: &'static str| Value::Text(text.as_bytes().into());
        let values = [
            Value::Integer(1),
            text("a"),
            Value::Null,
            Value::Integer(1),
            Value::Boolean(true),
            text("b"),
            text("a"),
        ];
        let codes = values.map(|value| dictionary.code(&value));
        assert_eq!(
            codes,
            [Ok(0), Ok(1), Ok(NOTHING), Ok(0), Ok(2), Err(Full), Ok(1)]
        );
        assert_eq!(dictionary.names.len(), 3);
    }

    #[test]
    fn keys_are_numbered_by_their_first_row() {
        assert_eq!(numbered(&[7_u128, 3, 7, 9, 3]), [0, 1, 0, 2, 1]);
    }
}
