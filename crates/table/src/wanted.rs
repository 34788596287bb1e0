//! What a scan is asked for, and what it knows in the end.

use verdict::Subject;

use crate::shape::Shape;

/// What a scan should read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Which columns, by their place in the table: the others are not
    /// decoded, and hold no values in a block. Columns past the end of this
    /// list are not wanted.
    pub columns: Vec<bool>,
    /// How many threads may read; 0 counts as 1.
    pub threads: usize,
    /// Whether blocks must come in the file's order: then one thread reads.
    pub ordered: bool,
    /// Whether the SHA-256 of the file is taken on the way.
    pub digest: bool,
    /// Whether the bytes of every record are kept, so that rows can be
    /// written out as they stood in the file.
    pub raw: bool,
}

impl Wanted {
    /// All of so many columns, in the file's order, by one thread.
    #[must_use]
    pub fn all(columns: usize) -> Self {
        Self {
            columns: vec![true; columns],
            threads: 1,
            ordered: true,
            digest: false,
            raw: false,
        }
    }

    /// Whether a column is wanted.
    #[must_use]
    pub fn column(&self, at: usize) -> bool {
        self.columns.get(at).copied().unwrap_or(false)
    }
}

/// What is known when all is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// How many rows the table has, those included that were left out (of
    /// which [`Shape::left_out`] tells).
    pub rows: u64,
    /// What is to be said of the file itself.
    pub shape: Shape,
    /// The table's name and SHA-256, when it was asked for.
    pub subject: Option<Subject>,
}
