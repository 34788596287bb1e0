//! The keys and values of one line.

use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Deserializer, Error};

use super::column::Values;
use super::value::{Value, Written};
use crate::FIELD_LIMIT;
use crate::column::Span;

/// The keys of an object.
pub(super) fn keys(line: &str) -> Result<Vec<String>, Error> {
    let mut reader = Deserializer::from_str(line);
    let keys = reader.deserialize_map(Keys)?;
    reader.end()?;
    Ok(keys)
}

struct Keys;

impl<'de> Visitor<'de> for Keys {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut keys = Vec::new();
        while let Some(key) = map.next_key()? {
            map.next_value::<IgnoredAny>()?;
            keys.push(key);
        }
        Ok(keys)
    }
}

/// Which column each key is.
#[derive(Clone, Copy)]
pub(super) struct Columns<'a> {
    pub(super) names: &'a [String],
    pub(super) places: &'a HashMap<String, usize>,
    pub(super) wanted: &'a [bool],
}

/// Where the values of a row go.
pub(super) struct Row<'a> {
    pub(super) columns: Columns<'a>,
    pub(super) values: &'a mut [Values],
    /// The number of the row in its block, from 0.
    pub(super) at: usize,
    /// The text of the block, in which the line stands. None: the line stands
    /// elsewhere, and its texts must be kept.
    pub(super) text: Option<&'a [u8]>,
    /// Texts that don't stand in the text as they are, which come behind so
    /// many bytes.
    pub(super) anew: &'a mut Vec<u8>,
    pub(super) before: usize,
    /// Which columns have a value.
    pub(super) touched: &'a mut Vec<usize>,
    pub(super) odd: Odd,
}

/// What is odd about an object.
#[derive(Debug, Default)]
pub(super) struct Odd {
    /// A key that is there twice.
    pub(super) duplicate: Option<String>,
    /// A key that is no column.
    pub(super) late: Option<String>,
    /// Whether a text is longer than it may be.
    pub(super) too_long: bool,
}

impl Row<'_> {
    /// Reads a line. With an error, some values may have been put already.
    pub(super) fn read(&mut self, line: &str) -> Result<(), Error> {
        let mut reader = Deserializer::from_str(line);
        reader.deserialize_map(&mut *self)?;
        reader.end()
    }

    /// Puts a value as it is written into a column.
    fn put(&mut self, column: usize, json: &str) -> Result<(), Error> {
        let value = match Written::of(json) {
            Written::Value(value) => value,
            Written::Plain(text) => Value::Text(self.text(text)?),
            Written::Escaped(json) => {
                let text: String = serde_json::from_str(json)?;
                Value::Text(self.keep(&text)?)
            }
            Written::Nested(word) => Value::Nested(self.text(json)?, word),
        };
        self.values[column].put(self.at, value);
        Ok(())
    }

    /// The place of a text of the line.
    fn text(&mut self, text: &str) -> Result<Span, Error> {
        let Some(all) = self.text else {
            return self.keep(text);
        };
        self.check_length(text)?;
        let start = text.as_ptr().addr().wrapping_sub(all.as_ptr().addr());
        Ok(Span::new(start, start + text.len()))
    }

    /// The place of a text that is kept beside the block's own.
    fn keep(&mut self, text: &str) -> Result<Span, Error> {
        self.check_length(text)?;
        let start = self.before + self.anew.len();
        self.anew.extend_from_slice(text.as_bytes());
        Ok(Span::new(start, start + text.len()))
    }

    fn check_length(&mut self, text: &str) -> Result<(), Error> {
        if text.len() > FIELD_LIMIT {
            self.odd.too_long = true;
            return Err(Error::custom("too long"));
        }
        Ok(())
    }

    /// Notes that a column gets a value. False: nobody wants it.
    fn touch(&mut self, column: usize) -> bool {
        let values = &mut self.values[column];
        if values.has(self.at) {
            let name = &self.columns.names[column];
            self.odd.duplicate.get_or_insert_with(|| name.clone());
            values.truncate(self.at);
        } else {
            self.touched.push(column);
        }
        let wanted = self.columns.wanted.get(column) == Some(&true);
        if !wanted {
            values.touch(self.at);
        }
        wanted
    }
}

impl<'de> Visitor<'de> for &mut Row<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut guess = 0;
        let columns = self.columns;
        while let Some(key) = map.next_key_seed(Key { columns, guess })? {
            match key {
                Ok(column) => {
                    guess = column + 1;
                    if self.touch(column) {
                        let json: &RawValue = map.next_value()?;
                        self.put(column, json.get()).map_err(A::Error::custom)?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Err(late) => {
                    map.next_value::<IgnoredAny>()?;
                    self.odd.late.get_or_insert(late);
                }
            }
        }
        Ok(())
    }
}

/// Which column a key is, where most often it is the one behind the last; the
/// key itself, when it is none.
struct Key<'a> {
    columns: Columns<'a>,
    guess: usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Result<usize, String>;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        let Columns { names, places, .. } = self.columns;
        if names.get(self.guess).is_some_and(|name| name == key) {
            return Ok(Ok(self.guess));
        }
        Ok(places.get(key).copied().ok_or_else(|| key.to_owned()))
    }
}
