//! Words for a value that is not there.

use std::collections::BTreeSet;

use super::profile::{Column, Profile};

/// Words by which programs say that there is no value.
pub(super) const WORDS: [&str; 14] = [
    "#N/A", "-", ".", "?", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "nil", "none", "null",
];

/// Which of the words a text is.
pub(super) fn word(text: &str) -> Option<usize> {
    match text.len() {
        1..=4 => WORDS.iter().position(|word| *word == text),
        _ => None,
    }
}

/// Whether a word means that there is no value even where values are texts:
/// others may be a value, such as a payment of kind `none`.
pub(super) fn is_plain(word: usize) -> bool {
    !matches!(WORDS[word], "." | "None" | "nil" | "none")
}

/// What is said of missing values.
pub(super) struct Missing {
    /// The words that mean none in some column.
    words: BTreeSet<usize>,
}

impl Missing {
    /// What the columns of a profile together say.
    pub(super) fn of(profile: &Profile) -> Self {
        let columns = profile.columns.iter();
        Self {
            words: columns.flat_map(Column::missing).collect(),
        }
    }

    /// The list for the whole contract; none where nothing but the empty text
    /// was seen.
    pub(super) fn list(&self) -> Option<Vec<&'static str>> {
        list(self.words.iter().copied())
    }

    /// The list for a column in which one of the words is a value.
    pub(super) fn own(&self, column: &Column) -> Option<Vec<&'static str>> {
        let kept: Vec<usize> = column.missing().collect();
        let is_value = |word: &usize| column.sketch.words[*word] > 0 && !kept.contains(word);
        let clashes = self.words.iter().any(is_value);
        clashes.then(|| list(kept.into_iter()).unwrap_or_else(|| vec![""]))
    }
}

fn list(words: impl Iterator<Item = usize>) -> Option<Vec<&'static str>> {
    let words: Vec<&str> = words.map(|word| WORDS[word]).collect();
    (!words.is_empty()).then(|| std::iter::once("").chain(words).collect())
}
