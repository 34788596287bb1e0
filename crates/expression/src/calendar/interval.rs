//! Spans of time that move a date or a timestamp.

use jiff::Span;
use jiff::civil::Date;

use super::{DAY, Part, day_of, midnight};
use crate::kind::Kind;
use crate::trouble::Trouble;
use crate::value::{Cell, Value};

/// A span of time. Months have no fixed length, so they are kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Interval {
    months: i64,
    nanoseconds: i128,
}

/// The longest span, in days or months: more than the calendar has.
const LONGEST: i64 = 8_000_000;

impl Interval {
    /// A number of years, days, ….
    pub(crate) fn of(count: i64, part: Part) -> Option<Self> {
        let months = part.months().unwrap_or(0).checked_mul(count)?;
        let nanoseconds = part.nanoseconds().unwrap_or(0) * i128::from(count);
        let known = part.months().or(part.nanoseconds().map(|_| 0)).is_some();
        let fits = months.abs() <= LONGEST && nanoseconds.abs() <= i128::from(LONGEST) * DAY;
        (known && fits).then_some(Self {
            months,
            nanoseconds,
        })
    }

    /// Numbers and units in turn: `1 year 6 months`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let mut sum = None;
        while let Some(count) = words.next() {
            let one = Self::of(count.parse().ok()?, Part::named(words.next()?)?)?;
            let so_far: Self = sum.unwrap_or_default();
            sum = Some(Self {
                months: so_far.months.checked_add(one.months)?,
                nanoseconds: so_far.nanoseconds.checked_add(one.nanoseconds)?,
            });
        }
        sum
    }

    /// The same backwards.
    pub(crate) fn negated(self) -> Self {
        Self {
            months: -self.months,
            nanoseconds: -self.nanoseconds,
        }
    }
}

/// A date or a timestamp moved by a span. It is a timestamp then, as in
/// `DuckDB`. A day that a shorter month lacks becomes its last.
pub(crate) fn shift<'a>(value: &Value<'_>, by: Interval) -> Cell<'a> {
    let from = match value {
        Value::Date(date) => midnight(*date),
        Value::Moment(moment) => *moment,
        Value::Text(text) => {
            super::moment(text).ok_or_else(|| Trouble::unreadable(text, Kind::Moment))?
        }
        other => return Err(Trouble::Other(other.kind(), Kind::Moment)),
    };
    let day = day_of(from)?;
    let moved = midnight(months_after(day, by.months)?) + (from - midnight(day)) + by.nanoseconds;
    day_of(moved).map(|_| Value::Moment(moved))
}

fn months_after(date: Date, months: i64) -> Result<Date, Trouble> {
    let span = Span::new()
        .try_months(months)
        .map_err(|_| Trouble::Calendar)?;
    date.checked_add(span).map_err(|_| Trouble::Calendar)
}
