//! A column in bounded memory.

use std::collections::HashMap;

use table::Cell;

use super::facts::Facts;
use super::missing::{self, WORDS};
use crate::read::{Reader, Typing};

/// A column in bounded memory: its different values with their counts as long
/// as these are few, and what is to be said of many.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    /// Cells without a value; in a table without types these are empty texts.
    pub(super) nulls: u64,
    /// How often each of [`WORDS`] came.
    pub(super) words: [u64; WORDS.len()],
    /// All different values; none when they are too many.
    pub(super) few: Option<Few>,
    /// Everything that is not in `few`.
    facts: Option<Box<Facts>>,
}

/// Different values with their counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Few {
    pub(super) texts: HashMap<Box<str>, u64, foldhash::fast::RandomState>,
    pub(super) integers: HashMap<i128, u64, foldhash::fast::RandomState>,
    /// Together, in the texts.
    bytes: usize,
}

/// How much a sketch may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Different values.
    values: usize,
    /// Bytes of texts.
    bytes: usize,
}

impl Room {
    /// For each of so many columns.
    pub(super) fn of(columns: usize) -> Self {
        let values = (200_000 / columns.max(1)).clamp(24, 1000);
        Self {
            values,
            bytes: values * 64,
        }
    }
}

impl Few {
    /// How many different values there are.
    pub(super) fn count(&self) -> usize {
        self.texts.len() + self.integers.len()
    }

    /// Whether some value came twice.
    pub(super) fn repeats(&self) -> bool {
        self.texts
            .values()
            .chain(self.integers.values())
            .any(|count| *count > 1)
    }

    fn fits(&self, room: Room) -> bool {
        self.count() <= room.values && self.bytes <= room.bytes
    }

    /// Takes in a value so many times. False: it is of a kind that isn't kept.
    fn add(&mut self, cell: Cell<'_>, times: u64) -> bool {
        match cell {
            Cell::Text(text) => {
                if let Some(count) = self.texts.get_mut(text) {
                    *count += times;
                } else {
                    self.bytes += text.len();
                    self.texts.insert(text.into(), times);
                }
            }
            Cell::Integer(x) => *self.integers.entry(x).or_default() += times,
            _ => return false,
        }
        true
    }

    /// Every value with its count.
    fn each(&self) -> impl Iterator<Item = (Cell<'_>, u64)> {
        let texts = self
            .texts
            .iter()
            .map(|(text, count)| (Cell::Text(text), *count));
        let integers = self
            .integers
            .iter()
            .map(|(x, count)| (Cell::Integer(*x), *count));
        texts.chain(integers)
    }
}

impl Sketch {
    pub(super) fn new() -> Self {
        Self {
            nulls: 0,
            words: [0; WORDS.len()],
            few: Some(Few::default()),
            facts: None,
        }
    }

    /// Takes in one cell.
    pub(super) fn add(&mut self, cell: Cell<'_>, readers: &[Reader], room: Room) {
        let untyped = readers
            .first()
            .is_some_and(|reader| reader.typing == Typing::Texts);
        match cell {
            Cell::Null => self.nulls += 1,
            Cell::Text("") if untyped => self.nulls += 1,
            Cell::Text(text) if untyped && let Some(word) = missing::word(text) => {
                self.words[word] += 1;
            }
            cell => self.value(cell, 1, readers, room),
        }
    }

    /// Takes in a value so many times.
    fn value(&mut self, cell: Cell<'_>, times: u64, readers: &[Reader], room: Room) {
        if let Some(few) = &mut self.few {
            if few.add(cell, times) {
                if !few.fits(room) {
                    self.spill(readers);
                }
                return;
            }
            self.spill(readers);
        }
        self.facts_mut().add(cell, times, readers);
    }

    fn facts_mut(&mut self) -> &mut Facts {
        self.facts.get_or_insert_with(|| Box::new(Facts::new()))
    }

    /// Turns the different values into what is to be said of many.
    fn spill(&mut self, readers: &[Reader]) {
        if let Some(few) = self.few.take() {
            let facts = self.facts_mut();
            few.each()
                .for_each(|(cell, count)| facts.add(cell, count, readers));
        }
    }

    /// Takes in what another thread saw of the same table.
    pub(super) fn merge(&mut self, mut other: Self, readers: &[Reader], room: Room) {
        self.nulls += other.nulls;
        for (count, more) in self.words.iter_mut().zip(other.words) {
            *count += more;
        }
        match other.few.take() {
            Some(few) => few
                .each()
                .for_each(|(cell, count)| self.value(cell, count, readers, room)),
            None => self.spill(readers),
        }
        if let Some(facts) = other.facts {
            self.facts_mut().merge(&facts);
        }
    }

    /// The whole column: facts on all of its values, and those that are few.
    pub(super) fn finish(mut self, readers: &[Reader]) -> Finished {
        let few = self.few.clone();
        self.spill(readers);
        Finished {
            nulls: self.nulls,
            words: self.words,
            few,
            facts: self.facts.map_or_else(Facts::new, |facts| *facts),
        }
    }
}

/// A column as a whole.
#[derive(Clone, Debug)]
pub(super) struct Finished {
    pub(super) nulls: u64,
    pub(super) words: [u64; WORDS.len()],
    /// All different values; none when they are too many.
    pub(super) few: Option<Few>,
    pub(super) facts: Facts,
}

impl Finished {
    /// Takes in the same column of another table.
    pub(super) fn merge(&mut self, other: Self, room: Room) {
        self.nulls += other.nulls;
        for (count, more) in self.words.iter_mut().zip(other.words) {
            *count += more;
        }
        self.facts.merge(&other.facts);
        self.few = match (self.few.take(), other.few) {
            (Some(mut few), Some(more)) => {
                more.each()
                    .for_each(|(cell, count)| _ = few.add(cell, count));
                few.fits(room).then_some(few)
            }
            _ => None,
        };
    }

    /// Takes a word for a value.
    pub(super) fn keep_word(&mut self, word: usize, readers: &[Reader]) {
        let count = self.words[word];
        if count > 0 {
            let cell = Cell::Text(WORDS[word]);
            self.facts.add(cell, count, readers);
            if let Some(few) = &mut self.few {
                few.add(cell, count);
            }
        }
    }
}
