//! Days and points in time: as texts, by their parts, and moved.

mod interval;
mod part;
mod text;

pub(crate) use interval::{Interval, shift};
pub(crate) use part::{Part, difference, extract, truncate};
pub(crate) use text::{date, moment, write_moment};

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

use crate::trouble::Trouble;

pub(crate) const SECOND: i128 = 1_000_000_000;
pub(crate) const DAY: i128 = 86_400 * SECOND;

const START: Date = Date::constant(1970, 1, 1);

/// Days since 1970.
pub(crate) fn days(date: Date) -> i64 {
    i64::from((date - START).get_days())
}

/// That many days after 1970.
pub(crate) fn date_of(days: i64) -> Result<Date, Trouble> {
    let span = Span::new().try_days(days).map_err(|_| Trouble::Calendar)?;
    START.checked_add(span).map_err(|_| Trouble::Calendar)
}

/// The first moment of a day.
pub(crate) fn midnight(date: Date) -> i128 {
    i128::from(days(date)) * DAY
}

/// The day of a moment in UTC.
pub(crate) fn day_of(moment: i128) -> Result<Date, Trouble> {
    let days = i64::try_from(moment.div_euclid(DAY)).map_err(|_| Trouble::Calendar)?;
    date_of(days)
}

/// Nanoseconds since 1970 of a day and time of day in UTC.
fn nanoseconds(at: DateTime) -> i128 {
    let time = at.time();
    let seconds =
        i128::from(time.hour()) * 3600 + i128::from(time.minute()) * 60 + i128::from(time.second());
    midnight(at.date()) + seconds * SECOND + i128::from(time.subsec_nanosecond())
}

/// Day and time of day in UTC; none beyond the calendar.
fn civil(moment: i128) -> Option<DateTime> {
    let within = i64::try_from(moment.rem_euclid(DAY)).ok()?;
    let time = Time::midnight().checked_add(Span::new().try_nanoseconds(within).ok()?);
    Some(day_of(moment).ok()?.to_datetime(time.ok()?))
}
