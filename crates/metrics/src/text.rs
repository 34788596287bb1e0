//! A text, and places in it.

use verdict::{Fault, Location, Place};

/// A text with the name of its file.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
}

impl Text<'_> {
    /// A line, where it is known, else the file.
    pub(crate) fn location(&self, line: Option<u64>) -> Location {
        Location {
            line,
            ..Location::file(self.file)
        }
    }

    /// A fault at a line, counted from 1.
    pub(crate) fn fault(&self, line: Option<u64>, message: impl Into<String>) -> Fault {
        let message = message.into();
        match line {
            None => Fault::new(format!("{}: {message}", self.file)),
            Some(line) => Fault::new(message).at(whole_line(self.file, self.text, line)),
        }
    }
}

/// The place of a whole line, counted from 1, without the space around it.
pub(crate) fn whole_line(file: &str, text: &str, line: u64) -> Place {
    let number = usize::try_from(line).unwrap_or(1);
    let line = text
        .lines()
        .nth(number.saturating_sub(1))
        .unwrap_or_default();
    let column = line.chars().take_while(|c| c.is_whitespace()).count() + 1;
    Place::in_line(file, number, column, line.trim().chars().count(), line)
}

/// A text that is not of the format that it should be.
pub(crate) fn broken(format: &str, message: &str) -> Fault {
    Fault::new(format!(
        "not {format}: {}",
        message.lines().next().unwrap_or_default()
    ))
    .help("the format follows from the file's name and content; a caller may also name it")
}
