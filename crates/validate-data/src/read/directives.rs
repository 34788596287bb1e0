//! Dates and times written by a format of directives, such as `%d.%m.%Y`.
//!
//! The directives are those of C's and Python's `strptime`. A text is of the
//! format or it is not: all of it, with no blank passed over. A number takes
//! as many digits as it may; numbers that follow one another at once take all
//! of their digits.

mod check;
mod compile;
mod parts;
mod step;

use jiff::civil::{Date, Time};

use crate::value::Moment;
use parts::Parts;
use step::Step;

pub(crate) use compile::type_of;

const ANOTHER: &str = "not of the format";

/// A format, made ready.
#[derive(Clone, Debug)]
pub(crate) struct Directives {
    steps: Vec<Step>,
    /// As the contract writes it.
    pub(crate) format: String,
}

impl Directives {
    /// A day of the calendar. Parts that the format lacks are the first ones
    /// of their kind.
    pub(super) fn day(&self, text: &[u8]) -> Result<Date, &'static str> {
        self.parts(text)?.day()
    }

    /// A time of day; a zone is read, and passed over.
    pub(super) fn time(&self, text: &[u8]) -> Result<Time, &'static str> {
        self.parts(text)?.clock().time()
    }

    /// A point in time; in UTC where the format has no zone.
    pub(super) fn moment(&self, text: &[u8]) -> Result<Moment, &'static str> {
        let parts = self.parts(text)?;
        parts.clock().on(parts.day()?)
    }

    fn parts(&self, text: &[u8]) -> Result<Parts, &'static str> {
        let mut parts = Parts::default();
        let mut rest = text;
        for step in &self.steps {
            rest = step.read(rest, &mut parts).ok_or(ANOTHER)?;
        }
        match rest {
            [] => Ok(parts),
            _ => Err(ANOTHER),
        }
    }
}

#[cfg(test)]
mod tests;
