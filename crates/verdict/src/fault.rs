//! Why a tool could not judge.

use std::fmt;
use std::ops::Range;
use std::path::Path;

/// Why a tool could not judge: what happened, where, and what to do.
///
/// The message is a lower-case fragment without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What happened.
    pub message: String,
    /// Where, when there is a place.
    pub place: Option<Box<Place>>,
    /// What to do, one entry a hint.
    pub help: Vec<String>,
}

/// A place in a text, with the line itself so that it can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, or a name such as `<stdin>`.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// How many characters are meant, at least 1.
    pub width: usize,
    /// The line without its end; cut around the column when very long.
    pub text: String,
    /// How many characters of the line come before `text`.
    pub skipped: usize,
}

/// Longest part of a line that a place keeps, in characters.
const LINE_SHOWN: usize = 160;

impl Fault {
    /// A fault without a place.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: None,
            help: Vec::new(),
        }
    }

    /// The same fault at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    /// The same fault with one more hint.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// A file that can't be read or written; `doing` is "read" or "write".
    #[must_use]
    pub fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        let fault = Self::new(format!(
            "can't {doing} {}: {}",
            path.display(),
            plain(error)
        ));
        match error.kind() {
            std::io::ErrorKind::NotFound => {
                fault.help("check the path; it is taken relative to the working directory")
            }
            std::io::ErrorKind::PermissionDenied => fault.help("check the file's permissions"),
            _ => fault,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{}:{}:{}: ", place.file, place.line, place.column)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl Place {
    /// The place of a byte range in a text. A range past the end means the end.
    #[must_use]
    pub fn in_text(file: impl Into<String>, text: &str, span: Range<usize>) -> Self {
        let start = floor_char(text, span.start.min(text.len()));
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let end = floor_char(text, span.end.clamp(start, line_end));
        Self::in_line(
            file,
            text[..start].matches('\n').count() + 1,
            text[line_start..start].chars().count() + 1,
            text[start..end].chars().count(),
            line,
        )
    }

    /// The place of a line and column, both counted from 1, in a text.
    #[must_use]
    pub fn at_line(file: impl Into<String>, text: &str, line: usize, column: usize) -> Self {
        let shown = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        Self::in_line(file, line.max(1), column.max(1), 1, shown)
    }

    /// The place of a line whose text is known.
    #[must_use]
    pub fn in_line(
        file: impl Into<String>,
        line: usize,
        column: usize,
        width: usize,
        text: &str,
    ) -> Self {
        let skipped = if text.chars().nth(LINE_SHOWN).is_some() {
            column.saturating_sub(LINE_SHOWN / 2)
        } else {
            0
        };
        Self {
            file: file.into(),
            line,
            column,
            width: width.max(1),
            text: text.chars().skip(skipped).take(LINE_SHOWN).collect(),
            skipped,
        }
    }
}

fn floor_char(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The operating system's words without Rust's `(os error 2)`.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_lowercase(),
        None => text,
    }
}

/// The longest name that is looked for among others, in characters.
const LONGEST_NAME: usize = 128;

/// The known word nearest to a mistyped one, if any is near enough.
#[must_use]
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > LONGEST_NAME {
        return None;
    }
    let limit = (length / 3).clamp(1, 3);
    known
        .into_iter()
        // Names may be very long; one that differs by more can't be near.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| {
            let (a, b) = (word.to_lowercase(), candidate.to_lowercase());
            (strsim::osa_distance(&a, &b), candidate)
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters_and_shows_the_line() {
        let text = "first\r\näö = 12\r\n";
        let at = text.find("12").expect("is there");
        let place = Place::in_text("f", text, at..at + 2);
        assert_eq!((place.line, place.column, place.width), (2, 6, 2));
        assert_eq!(place.text, "äö = 12");
    }

    #[test]
    fn a_place_survives_any_span() {
        for start in 0..12 {
            for end in 0..12 {
                let place = Place::in_text("f", "ä\nb", start..end);
                assert!(place.line >= 1 && place.width >= 1);
            }
        }
    }

    #[test]
    fn near_words_are_found_and_far_ones_not() {
        let known = ["min", "max", "max-drop", "severity"];
        assert_eq!(did_you_mean("max-dorp", known), Some("max-drop"));
        assert_eq!(did_you_mean("serverity", known), Some("severity"));
        assert_eq!(did_you_mean("colour", known), None);
    }
}
