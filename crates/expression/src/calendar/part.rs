//! The parts of a date or a timestamp.

use jiff::civil::Date;

use super::{DAY, SECOND, date_of, day_of, midnight};
use crate::kind::Kind;
use crate::trouble::Trouble;
use crate::value::{Cell, Value};

/// A part of a date or a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Year,
    Quarter,
    Month,
    /// Of ISO 8601: from Monday to Sunday.
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    /// Seconds since 1970.
    Epoch,
    /// 0 is Sunday.
    DayOfWeek,
    /// 1 is Monday, 7 is Sunday.
    IsoDayOfWeek,
    DayOfYear,
}

impl Part {
    pub(crate) const NAMES: [(&'static str, Self); 18] = [
        ("year", Self::Year),
        ("quarter", Self::Quarter),
        ("month", Self::Month),
        ("week", Self::Week),
        ("day", Self::Day),
        ("hour", Self::Hour),
        ("minute", Self::Minute),
        ("second", Self::Second),
        ("millisecond", Self::Millisecond),
        ("microsecond", Self::Microsecond),
        ("epoch", Self::Epoch),
        ("dow", Self::DayOfWeek),
        ("dayofweek", Self::DayOfWeek),
        ("weekday", Self::DayOfWeek),
        ("isodow", Self::IsoDayOfWeek),
        ("doy", Self::DayOfYear),
        ("dayofyear", Self::DayOfYear),
        ("dayofmonth", Self::Day),
    ];

    /// By its name, of which an `s` at the end is no matter.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let one = name.strip_suffix('s').unwrap_or(&name);
        let mut names = Self::NAMES.iter();
        names
            .find(|(known, _)| *known == one)
            .map(|(_, part)| *part)
    }

    /// Nanoseconds, of parts that always have the same.
    pub(crate) const fn nanoseconds(self) -> Option<i128> {
        Some(match self {
            Self::Week => 7 * DAY,
            Self::Day => DAY,
            Self::Hour => 3600 * SECOND,
            Self::Minute => 60 * SECOND,
            Self::Second => SECOND,
            Self::Millisecond => SECOND / 1_000,
            Self::Microsecond => SECOND / 1_000_000,
            _ => return None,
        })
    }

    /// Months, of parts that are some.
    pub(crate) const fn months(self) -> Option<i64> {
        match self {
            Self::Year => Some(12),
            Self::Quarter => Some(3),
            Self::Month => Some(1),
            _ => None,
        }
    }
}

/// The nanoseconds since 1970 of a date or a timestamp.
fn moment(value: &Value<'_>) -> Result<i128, Trouble> {
    match value {
        Value::Date(date) => Ok(midnight(*date)),
        Value::Moment(moment) => Ok(*moment),
        Value::Text(text) => {
            super::moment(text).ok_or_else(|| Trouble::unreadable(text, Kind::Moment))
        }
        other => Err(Trouble::Other(other.kind(), Kind::Moment)),
    }
}

/// A part of a date or a timestamp: a whole number, but seconds since 1970.
pub(crate) fn extract<'a>(part: Part, value: &Value<'_>) -> Cell<'a> {
    let moment = moment(value)?;
    if part == Part::Epoch {
        return Ok(Value::Number(moment as f64 / SECOND as f64));
    }
    let date = day_of(moment)?;
    let within = |unit: i128, whole: i128| Ok(moment.rem_euclid(whole) / unit);
    let found: Result<i128, Trouble> = match part {
        Part::Hour => within(3600 * SECOND, DAY),
        Part::Minute => within(60 * SECOND, 3600 * SECOND),
        Part::Second => within(SECOND, 60 * SECOND),
        Part::Millisecond => within(SECOND / 1_000, 60 * SECOND),
        Part::Microsecond => within(SECOND / 1_000_000, 60 * SECOND),
        part => Ok(of_date(part, date)),
    };
    found.map(Value::Integer)
}

fn of_date(part: Part, date: Date) -> i128 {
    match part {
        Part::Year => date.year().into(),
        Part::Quarter => ((date.month() - 1) / 3 + 1).into(),
        Part::Month => date.month().into(),
        Part::Week => date.iso_week_date().week().into(),
        Part::DayOfWeek => date.weekday().to_sunday_zero_offset().into(),
        Part::IsoDayOfWeek => date.weekday().to_monday_one_offset().into(),
        Part::DayOfYear => date.day_of_year().into(),
        _ => date.day().into(),
    }
}

/// The start of the year, month, … that a date or a timestamp is in. A date
/// stays a date.
pub(crate) fn truncate<'a>(part: Part, value: &Value<'_>) -> Cell<'a> {
    let at = moment(value)?;
    let start = match (part, part.months(), part.nanoseconds()) {
        // Weeks begin on Mondays; 1970 began on a Thursday.
        (Part::Week, ..) => (at + 3 * DAY).div_euclid(7 * DAY) * 7 * DAY - 3 * DAY,
        (_, Some(months), _) => midnight(first_of(day_of(at)?, months)?),
        (_, _, Some(unit)) => at.div_euclid(unit) * unit,
        _ => return Err(Trouble::Undefined("not a span of time")),
    };
    if let Value::Date(_) = value {
        return date_of(i64::try_from(start.div_euclid(DAY)).unwrap_or(i64::MAX)).map(Value::Date);
    }
    Ok(Value::Moment(start))
}

/// The first day of the year, quarter or month.
fn first_of(date: Date, months: i64) -> Result<Date, Trouble> {
    let before = i64::from(date.month() - 1) % months;
    let month = i8::try_from(i64::from(date.month()) - before).map_err(|_| Trouble::Calendar)?;
    Date::new(date.year(), month, 1).map_err(|_| Trouble::Calendar)
}

/// How many borders of that part lie between: one year between the last day of
/// a year and the first of the next.
pub(crate) fn difference<'a>(part: Part, from: &Value<'_>, to: &Value<'_>) -> Cell<'a> {
    let (from, to) = (moment(from)?, moment(to)?);
    Ok(Value::Integer(index(part, to)? - index(part, from)?))
}

/// The number of the year, month, … that a moment is in.
fn index(part: Part, at: i128) -> Result<i128, Trouble> {
    match (part, part.months(), part.nanoseconds()) {
        (Part::Week, ..) => Ok((at + 3 * DAY).div_euclid(7 * DAY)),
        (_, Some(months), _) => {
            let date = day_of(at)?;
            let month = i128::from(date.year()) * 12 + i128::from(date.month()) - 1;
            Ok(month.div_euclid(i128::from(months)))
        }
        (_, _, Some(unit)) => Ok(at.div_euclid(unit)),
        _ => Err(Trouble::Undefined("not a span of time")),
    }
}
