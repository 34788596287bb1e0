//! Days and points in time.

use std::fmt;

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

pub(crate) use super::iso::{day, moment, time};

pub(crate) const NO_SUCH_DAY: &str = "no day of the calendar";
pub(crate) const NO_SUCH_TIME: &str = "no time of a day";

const SECOND: i128 = 1_000_000_000;
const DAY: i128 = 86_400 * SECOND;

/// A point in time. A calendar's last day holds all of its moments, whatever
/// their zone: jiff's own kind of this ends a day before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Moment {
    /// Since 1970 in UTC.
    nanoseconds: i128,
}

impl Moment {
    /// So many microseconds after the start of 1970 in UTC.
    pub(crate) fn from_micros(micros: i64) -> Self {
        Self {
            nanoseconds: i128::from(micros) * 1000,
        }
    }

    /// Microseconds since 1970 in UTC. None: it lies between two of them, or
    /// beyond what 64 bits hold.
    pub(crate) fn micros(self) -> Option<i64> {
        let whole = self.nanoseconds % 1000 == 0;
        whole.then(|| i64::try_from(self.nanoseconds / 1000).ok())?
    }

    /// Nanoseconds since 1970 in UTC.
    pub(crate) fn nanoseconds(self) -> i128 {
        self.nanoseconds
    }

    /// The last one of a day in UTC.
    pub(crate) fn end_of(day: Date) -> Self {
        let start = Self::from(day.to_datetime(Time::midnight()));
        Self {
            nanoseconds: start.nanoseconds + DAY - 1,
        }
    }

    /// So many nanoseconds after the start of 1970 in UTC.
    pub(crate) fn from_nanoseconds(nanoseconds: i128) -> Self {
        Self { nanoseconds }
    }

    /// Within the last second of a day.
    fn ends_a_day(self) -> bool {
        self.nanoseconds.rem_euclid(DAY) >= DAY - SECOND
    }

    /// None: beyond the calendar.
    fn civil(self) -> Option<DateTime> {
        let start = Date::constant(1970, 1, 1);
        let days = i64::try_from(self.nanoseconds.div_euclid(DAY)).ok()?;
        let within = i64::try_from(self.nanoseconds.rem_euclid(DAY)).ok()?;
        let day = start.checked_add(Span::new().try_days(days).ok()?).ok()?;
        let time = Time::midnight().checked_add(Span::new().try_nanoseconds(within).ok()?);
        Some(day.to_datetime(time.ok()?))
    }
}

impl From<DateTime> for Moment {
    /// A date and time in UTC.
    fn from(at: DateTime) -> Self {
        let days = days_of(at.date());
        let time = at.time();
        let seconds = i128::from(time.hour()) * 3600
            + i128::from(time.minute()) * 60
            + i128::from(time.second());
        Self {
            nanoseconds: i128::from(days) * DAY
                + seconds * SECOND
                + i128::from(time.subsec_nanosecond()),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.civil() {
            Some(at) => write!(f, "{at}Z"),
            None if self.nanoseconds < 0 => f.write_str("before the year 0"),
            None => f.write_str("after the year 9999"),
        }
    }
}

/// A time of day as it is written, with its zone. None of the parts is
/// negative but the zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) hour: i8,
    pub(crate) minute: i8,
    pub(crate) second: i8,
    pub(crate) nanosecond: i32,
    /// Seconds east of UTC.
    pub(crate) zone: i32,
}

impl Clock {
    /// The time of day, whatever the zone.
    pub(crate) fn time(self) -> Result<Time, &'static str> {
        Time::new(self.hour, self.minute, self.second, self.nanosecond).map_err(|_| NO_SUCH_TIME)
    }

    /// The point in time on a day. A leap second, which is the last one of a
    /// day in UTC, is taken for the second before it.
    pub(crate) fn on(self, day: Date) -> Result<Moment, &'static str> {
        if self.hour > 23 || self.minute > 59 || self.second > 60 {
            return Err(NO_SUCH_TIME);
        }
        let minutes = i64::from(self.hour) * 60 + i64::from(self.minute);
        let seconds = minutes * 60 + i64::from(self.second.min(59)) - i64::from(self.zone);
        let seconds = i64::from(days_of(day)) * 86_400 + seconds;
        let at = Moment {
            nanoseconds: i128::from(seconds) * SECOND + i128::from(self.nanosecond),
        };
        match self.second < 60 || at.ends_a_day() {
            true => Ok(at),
            false => Err(NO_SUCH_TIME),
        }
    }
}

/// Days since 1970.
pub(crate) fn days_of(day: Date) -> i32 {
    days_from_civil(day.year().into(), day.month().into(), day.day().into())
}

/// Days since 1970 of a day of the calendar: those of whole years from March
/// on, in which the leap day is the last one (as in Howard Hinnant's
/// "chrono-compatible low-level date algorithms").
#[inline]
pub(crate) const fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    /// Days from the first of March to the day before the first of a month;
    /// from January on.
    const BEFORE: [i32; 16] = [
        0, 305, 336, -1, 30, 60, 91, 121, 152, 183, 213, 244, 274, 0, 0, 0,
    ];
    /// A multiple of 400 years, so that no year is below 0.
    const ERAS: i32 = 25;
    let year = year - (month <= 2) as i32 + ERAS * 400;
    let century = year / 100;
    let before = year * 365 + year / 4 - century + century / 4;
    before + BEFORE[(month.unsigned_abs() & 15) as usize] + day - 719_468 - ERAS * 146_097
}

/// The day so many days after the first one of 1970. None: beyond the
/// calendar of 9,999 years.
pub(crate) fn date_of(days: i32) -> Option<Date> {
    let start = Date::constant(1970, 1, 1);
    start.checked_add(Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn days_are_counted_as_jiff_counts_them(days in -4_000_000..2_900_000) {
            let day = date_of(days).expect("within the calendar");
            prop_assert_eq!(days_of(day), days);
            prop_assert_eq!((day - Date::constant(1970, 1, 1)).get_days(), days);
        }
    }
}
