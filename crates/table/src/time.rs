//! Numbers as the days and times they mean.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

use crate::cell::Cell;

/// In nanoseconds.
pub(crate) const DAY: i128 = 86_400_000_000_000;

/// A cell of a time that the calendar of 9,999 years doesn't have.
const BEYOND: Cell<'static> = Cell::Opaque("time beyond the year 9999");

/// The day so many days after the first of 1970.
pub(crate) fn date(days: i32) -> Cell<'static> {
    day(days.into()).map_or(BEYOND, Cell::Date)
}

/// The time so many units of some nanoseconds after the first of 1970.
pub(crate) fn timestamp(value: i64, nanoseconds: i64, utc: bool) -> Cell<'static> {
    let at = moment(i128::from(value) * i128::from(nanoseconds));
    at.map_or(BEYOND, |at| Cell::Timestamp { at, utc })
}

fn day(days: i128) -> Option<Date> {
    let span = Span::new().try_days(i64::try_from(days).ok()?).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

/// The date and time so many nanoseconds after the first of 1970.
pub(crate) fn moment(nanoseconds: i128) -> Option<DateTime> {
    let within = i64::try_from(nanoseconds.rem_euclid(DAY)).ok()?;
    let time = Time::midnight().checked_add(Span::new().try_nanoseconds(within).ok()?);
    Some(day(nanoseconds.div_euclid(DAY))?.to_datetime(time.ok()?))
}
