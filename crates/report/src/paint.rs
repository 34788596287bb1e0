//! Colours: one meaning each, and none that is needed to understand a report.

use owo_colors::{OwoColorize, Style as Ink};
use verdict::Outcome;

use crate::Style;

impl Style {
    /// Text in an ink, where colour is wanted.
    pub(crate) fn paint(self, ink: Ink, text: &str) -> String {
        if self.color && !text.is_empty() {
            text.style(ink).to_string()
        } else {
            text.to_owned()
        }
    }

    /// Text that is less important than its neighbours.
    pub(crate) fn dim(self, text: &str) -> String {
        self.paint(Ink::new().dimmed(), text)
    }

    /// Text that the eye should find.
    pub(crate) fn bold(self, text: &str) -> String {
        self.paint(Ink::new().bold(), text)
    }
}

/// The ink of an outcome.
pub(crate) fn ink_of(outcome: Outcome) -> Ink {
    let ink = Ink::new().bold();
    match outcome {
        Outcome::Pass => ink.green(),
        Outcome::Warn => ink.yellow(),
        Outcome::Inconclusive => ink.magenta(),
        Outcome::Fail => ink.red(),
    }
}

/// The ink of a line of a unified diff.
pub(crate) fn ink_of_diff(line: &str) -> Ink {
    if line.starts_with("+++") || line.starts_with("---") {
        Ink::new().bold()
    } else if line.starts_with('+') {
        Ink::new().green()
    } else if line.starts_with('-') {
        Ink::new().red()
    } else if line.starts_with("@@") {
        Ink::new().cyan()
    } else {
        Ink::new()
    }
}
