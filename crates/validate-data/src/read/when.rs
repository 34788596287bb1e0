//! How dates and times are written.

use jiff::civil::{Date, Time};

use super::directives::Directives;
use super::lenient;
use super::marks::Marks;
use super::number::number;
use crate::value::Number;
use crate::value::moment::{self, Moment};

/// How dates and times are written.
#[derive(Clone, Debug)]
pub(crate) enum When {
    /// As RFC 3339 has it, zones and the `T` not asked for.
    Plain,
    /// In any way that ISO 8601 has.
    Lenient,
    /// By directives.
    Directives(Directives),
    /// As a number: so many of them make a second, counted from 1970 on.
    Unix(u32),
}

impl When {
    pub(super) fn is_plain(&self) -> bool {
        matches!(self, Self::Plain)
    }

    pub(super) fn day(&self, text: &str) -> Result<Date, &'static str> {
        match self {
            Self::Plain | Self::Unix(_) => moment::day(text),
            Self::Lenient => lenient::day(text.as_bytes()),
            Self::Directives(directives) => directives.day(text.as_bytes()),
        }
    }

    pub(super) fn time(&self, text: &str) -> Result<Time, &'static str> {
        match self {
            Self::Plain | Self::Unix(_) => moment::time(text),
            Self::Lenient => lenient::time(text.as_bytes()),
            Self::Directives(directives) => directives.time(text.as_bytes()),
        }
    }

    pub(super) fn moment(&self, text: &str) -> Result<Moment, &'static str> {
        match self {
            Self::Plain => moment::moment(text),
            Self::Lenient => lenient::moment(text.as_bytes()),
            Self::Directives(directives) => directives.moment(text.as_bytes()),
            Self::Unix(units) => {
                let number =
                    super::number::decimal(text).or_else(|_| number(text, &Marks::default()))?;
                since_1970(number, *units)
            }
        }
    }

    /// A point in time as a number; None where it is written otherwise.
    pub(super) fn number(&self, number: Number) -> Option<Result<Moment, &'static str>> {
        match self {
            Self::Unix(units) => Some(since_1970(number, *units)),
            _ => None,
        }
    }

    /// What is asked, in brackets behind a date or a time.
    pub(super) fn shown(&self, plain: &str) -> String {
        match self {
            Self::Plain => format!(" ({plain})"),
            Self::Lenient => " (ISO 8601)".to_owned(),
            Self::Directives(directives) => format!(" ({})", verdict::cut(&directives.format)),
            Self::Unix(1) => " (seconds since 1970)".to_owned(),
            Self::Unix(_) => " (milliseconds since 1970)".to_owned(),
        }
    }
}

/// Within the years 1 to 9999, as every other way to write a time; to the
/// nanosecond.
fn since_1970(number: Number, units: u32) -> Result<Moment, &'static str> {
    const SECOND: i128 = 1_000_000_000;
    const RANGE: std::ops::Range<i128> = -62_135_596_800 * SECOND..253_402_300_800 * SECOND;
    let unit = SECOND / i128::from(units);
    let nanoseconds = match (number.parts(), number) {
        (Some((digits, scale)), _) => {
            let scaled = digits.checked_mul(unit);
            scaled.map(|scaled| scaled.div_euclid(10i128.pow(scale)))
        }
        (None, number) => {
            Number::new((number.nearest() * unit as f64).floor()).and_then(Number::whole)
        }
    };
    let nanoseconds = nanoseconds.filter(|nanoseconds| RANGE.contains(nanoseconds));
    nanoseconds
        .map(Moment::from_nanoseconds)
        .ok_or("beyond the years 1 to 9999")
}
