//! Tables, sketched column by column.

use std::collections::HashMap;

use table::{Dialect, Shape, Table};
use verdict::Fault;

use super::Means;
use super::candidates::{self, Kind};
use super::look::Look;
use super::missing::{self, WORDS};
use super::name::Name;
use super::reading::{self, Reads};
use super::sketch::{Finished, Room, Sketch};
use crate::read::{Reader, Typing};

/// What is known of tables.
pub(super) struct Profile {
    pub(super) tables: Vec<Sketched>,
    /// In the order in which the tables have them.
    pub(super) columns: Vec<Column>,
}

/// A table that was looked at.
pub(super) struct Sketched {
    pub(super) name: String,
    /// How many rows were looked at.
    pub(super) rows: u64,
    /// Whether there are more.
    pub(super) more: bool,
    pub(super) shape: Shape,
    pub(super) dialect: Option<Dialect>,
}

/// A column of one or more tables.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) words: Name,
    /// What each table says of it that has it.
    pub(super) parts: Vec<Part>,
    /// All of them together.
    pub(super) sketch: Finished,
    pub(super) reads: Reads,
    /// Words for a value that is not there that are values here.
    kept: Vec<usize>,
}

/// What one table says of a column.
pub(super) struct Part {
    pub(super) rows: u64,
    nulls: u64,
    words: [u64; WORDS.len()],
}

impl Profile {
    /// The fewest rows of a table.
    pub(super) fn fewest_rows(&self) -> u64 {
        self.tables
            .iter()
            .map(|table| table.rows)
            .min()
            .unwrap_or(0)
    }

    /// Whether rows were left out of the looking.
    pub(super) fn is_cut(&self) -> bool {
        self.tables.iter().any(|table| table.more)
    }
}

impl Column {
    /// How many cells there were.
    pub(super) fn rows(&self) -> u64 {
        self.parts.iter().map(|part| part.rows).sum()
    }

    /// How many of them have no value.
    pub(super) fn nulls(&self) -> u64 {
        self.parts.iter().map(|part| self.nulls_of(part)).sum()
    }

    /// The greatest part of a table's rows that has no value.
    pub(super) fn null_fraction(&self) -> f64 {
        let of_rows = |part: &Part| self.nulls_of(part) as f64 / part.rows.max(1) as f64;
        self.parts.iter().map(of_rows).fold(0.0, f64::max)
    }

    fn nulls_of(&self, part: &Part) -> u64 {
        part.nulls + self.missing().map(|word| part.words[word]).sum::<u64>()
    }

    /// The words that were seen and mean that there is no value.
    pub(super) fn missing(&self) -> impl Iterator<Item = usize> + use<'_> {
        let seen = (0..WORDS.len()).filter(|word| self.sketch.words[*word] > 0);
        seen.filter(|word| !self.kept.contains(word))
    }

    /// Whether a word is a value: where values are texts, and by what they are.
    fn is_value(&self, word: usize) -> bool {
        self.reads.is_text() && (!missing::is_plain(word) || self.is_code(word))
    }

    /// Whether a word is one of a few codes in capital letters, as Namibia is
    /// among countries.
    fn is_code(&self, word: usize) -> bool {
        let Some(few) = &self.sketch.few else {
            return matches!(
                self.reads.kind(),
                Some(Kind::Text(candidates::Special::Country))
            ) && WORDS[word] == "NA";
        };
        let is_code =
            |text: &str| text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        WORDS[word] == "NA" && !few.texts.is_empty() && few.texts.keys().all(|text| is_code(text))
    }
}

/// Sketches tables.
pub(super) fn profile(tables: &[Table], means: &Means) -> Result<Profile, Fault> {
    let mut profile = Profile {
        tables: Vec::new(),
        columns: Vec::new(),
    };
    let mut by_name = HashMap::new();
    let plain = candidates::readers(Typing::Texts)?;
    for table in tables {
        let readers = candidates::readers(table.typing())?;
        let look = Look {
            table,
            readers: [&readers, &plain],
            room: Room::of(table.columns().len()),
        };
        let (seen, columns) = look.all(means)?;
        let rows = seen.rows.saturating_sub(seen.shape.left_out);
        for (at, (name, sketch)) in table.columns().iter().zip(columns).enumerate() {
            if !name.is_empty() {
                let column = Column::of(name, rows, sketch, look.readers(at));
                profile.add(column, look.room, &mut by_name);
            }
        }
        profile.tables.push(seen);
    }
    for column in &mut profile.columns {
        column.read(&plain);
    }
    Ok(profile)
}

impl Profile {
    /// Takes in a column of one more table.
    fn add(&mut self, column: Column, room: Room, by_name: &mut HashMap<String, usize>) {
        if let Some(at) = by_name.get(&column.name) {
            self.columns[*at].sketch.merge(column.sketch, room);
            self.columns[*at].parts.extend(column.parts);
        } else {
            by_name.insert(column.name.clone(), self.columns.len());
            self.columns.push(column);
        }
    }
}

impl Column {
    /// A column of one table of so many rows.
    fn of(name: &str, rows: u64, sketch: Sketch, readers: &[Reader]) -> Self {
        let part = Part {
            rows,
            nulls: sketch.nulls,
            words: sketch.words,
        };
        Self {
            name: name.to_owned(),
            words: Name::of(name),
            parts: vec![part],
            sketch: sketch.finish(readers),
            reads: Reads::Nothing,
            kept: Vec::new(),
        }
    }
}

impl Column {
    /// Chooses how to read the values, and what counts as one.
    fn read(&mut self, plain: &[Reader]) {
        self.reads = reading::choose(&self.words, &self.sketch);
        let kept: Vec<usize> = self.missing().filter(|word| self.is_value(*word)).collect();
        for word in &kept {
            self.sketch.keep_word(*word, plain);
        }
        if !kept.is_empty() {
            self.reads = reading::choose(&self.words, &self.sketch);
        }
        self.kept = kept;
    }
}
