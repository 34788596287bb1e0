//! The outline of texts: runs of capital letters, small letters and digits,
//! with other characters between them.

/// Longest text that has an outline, in bytes.
const LONGEST: usize = 64;

/// The outline that all texts have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Outline {
    /// There was no text.
    #[default]
    Nothing,
    Runs(Vec<Run>),
    /// They have none in common.
    Different,
}

/// Characters of one kind, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) kind: Kind,
    /// The fewest and the most characters, over all texts.
    pub(super) shortest: usize,
    pub(super) longest: usize,
    /// What it is in all texts.
    pub(super) same: Option<Box<str>>,
    /// Whether it begins with a 0 in some text: digits of a fixed number, not
    /// a number that grows.
    pub(super) padded: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Capital,
    Small,
    Digit,
    /// This character.
    Other(char),
}

impl Kind {
    fn of(letter: char) -> Self {
        match letter {
            'A'..='Z' => Self::Capital,
            'a'..='z' => Self::Small,
            '0'..='9' => Self::Digit,
            other => Self::Other(other),
        }
    }
}

impl Outline {
    /// Takes in one more text.
    pub(super) fn add(&mut self, text: &str) {
        match self {
            Self::Different => {}
            Self::Nothing => *self = Self::of(text),
            Self::Runs(runs) => {
                if !widen(runs, text) {
                    *self = Self::Different;
                }
            }
        }
    }

    fn of(text: &str) -> Self {
        if text.is_empty() || text.len() > LONGEST {
            return Self::Different;
        }
        let runs = Pieces { rest: text }.map(|(kind, text)| {
            let length = text.chars().count();
            Run {
                kind,
                shortest: length,
                longest: length,
                same: Some(text.into()),
                padded: text.starts_with('0'),
            }
        });
        Self::Runs(runs.collect())
    }

    pub(super) fn merge(&mut self, other: &Self) {
        match (&mut *self, other) {
            (_, Self::Nothing) | (Self::Different, _) => {}
            (Self::Nothing, other) => *self = other.clone(),
            (Self::Runs(runs), Self::Runs(others)) => {
                let alike = runs.len() == others.len()
                    && runs
                        .iter_mut()
                        .zip(others)
                        .all(|(run, other)| run.merge(other));
                if !alike {
                    *self = Self::Different;
                }
            }
            (Self::Runs(_), Self::Different) => *self = Self::Different,
        }
    }
}

impl Run {
    fn merge(&mut self, other: &Self) -> bool {
        self.shortest = self.shortest.min(other.shortest);
        self.longest = self.longest.max(other.longest);
        if self.same != other.same {
            self.same = None;
        }
        self.padded |= other.padded;
        self.kind == other.kind
    }
}

/// Takes a text into runs. False: it has others.
fn widen(runs: &mut [Run], text: &str) -> bool {
    let mut pieces = Pieces { rest: text };
    for run in runs {
        let Some((kind, text)) = pieces.next() else {
            return false;
        };
        if kind != run.kind {
            return false;
        }
        if run.same.as_deref() != Some(text) {
            let length = text.chars().count();
            run.shortest = run.shortest.min(length);
            run.longest = run.longest.max(length);
            run.padded |= text.starts_with('0');
            run.same = None;
        }
    }
    pieces.rest.is_empty()
}

/// A text in runs.
struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (Kind, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = Kind::of(self.rest.chars().next()?);
        let end = self.rest.find(|letter| Kind::of(letter) != kind);
        let (text, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        Some((kind, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(texts: &[&str]) -> Outline {
        let mut outline = Outline::default();
        for text in texts {
            outline.add(text);
        }
        outline
    }

    #[test]
    fn texts_have_an_outline_in_common() {
        let Outline::Runs(runs) = of(&["AB-12", "XYZ-07"]) else {
            panic!("an outline");
        };
        let shown: Vec<_> = runs
            .iter()
            .map(|run| (run.kind, run.shortest, run.longest))
            .collect();
        let expected = [
            (Kind::Capital, 2, 3),
            (Kind::Other('-'), 1, 1),
            (Kind::Digit, 2, 2),
        ];
        assert_eq!(shown, expected);
        assert_eq!(runs[1].same.as_deref(), Some("-"));
        assert_eq!(of(&["AB-12", "AB_12"]), Outline::Different);
        assert_eq!(of(&["AB", "AB1"]), Outline::Different);
        assert_eq!(of(&["AB1", "AB"]), Outline::Different);
        assert_eq!(of(&[""]), Outline::Different);
    }

    proptest! {
        #[test]
        fn it_does_not_matter_who_saw_which(texts in prop::collection::vec("[A-B]{1,2}[-0-1]{0,2}", 1..9), cut in 0usize..9) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let (one, other) = texts.split_at(cut.min(texts.len()));
            let mut merged = of(other);
            merged.merge(&of(one));
            prop_assert_eq!(merged, of(&texts));
        }
    }
}
