//! Days and points in time as texts.

use std::fmt;

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

const NOT_A_DAY: &str = "not of the form YYYY-MM-DD";
const NO_SUCH_DAY: &str = "no day of the calendar";
const NOT_A_MOMENT: &str = "not of the form YYYY-MM-DDTHH:MM:SS";
const NO_SUCH_TIME: &str = "no time of a day";

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
    /// The last one of a day in UTC.
    pub(crate) fn end_of(day: Date) -> Self {
        let start = Self::from(day.to_datetime(Time::midnight()));
        Self {
            nanoseconds: start.nanoseconds + DAY - 1,
        }
    }

    fn east_of_utc(self, seconds: i32) -> Self {
        Self {
            nanoseconds: self.nanoseconds - i128::from(seconds) * SECOND,
        }
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
        let days = (at.date() - Date::constant(1970, 1, 1)).get_days();
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

/// A day of the calendar, `YYYY-MM-DD`; else a few words on why not.
pub(crate) fn day(text: &str) -> Result<Date, &'static str> {
    day_of(text.as_bytes()).unwrap_or(Err(NOT_A_DAY))
}

/// A point in time: RFC 3339, or the same with a blank for the `T` or without
/// a zone. Without a zone it is taken for UTC. A leap second, which is the last
/// one of a day in UTC, is taken for the second before it; a fraction is read
/// to the nanosecond.
pub(crate) fn moment(text: &str) -> Result<Moment, &'static str> {
    moment_of(text.as_bytes()).unwrap_or(Err(NOT_A_MOMENT))
}

/// None when the form is wrong.
fn day_of(text: &[u8]) -> Option<Result<Date, &'static str>> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else {
        return None;
    };
    let year = i16::from(two(y1, y2)?) * 100 + i16::from(two(y3, y4)?);
    Some(Date::new(year, two(m1, m2)?, two(d1, d2)?).map_err(|_| NO_SUCH_DAY))
}

/// None when the form is wrong.
fn moment_of(text: &[u8]) -> Option<Result<Moment, &'static str>> {
    let (date, rest) = text.split_at_checked(10)?;
    let [
        b'T' | b't' | b' ',
        h1,
        h2,
        b':',
        m1,
        m2,
        b':',
        s1,
        s2,
        rest @ ..,
    ] = rest
    else {
        return None;
    };
    let (hour, minute, second) = (two(*h1, *h2)?, two(*m1, *m2)?, two(*s1, *s2)?);
    let (nanosecond, rest) = fraction(rest)?;
    let offset = offset(rest)?;
    let time = match Time::new(hour, minute, second.min(59), nanosecond) {
        Ok(time) if second <= 60 => time,
        _ => return Some(Err(NO_SUCH_TIME)),
    };
    let at = |date| {
        let at = Moment::from(DateTime::from_parts(date, time)).east_of_utc(offset);
        (second < 60 || at.ends_a_day())
            .then_some(at)
            .ok_or(NO_SUCH_TIME)
    };
    Some(day_of(date)?.and_then(at))
}

/// Nanoseconds, and what follows them.
fn fraction(text: &[u8]) -> Option<(i32, &[u8])> {
    let [b'.', digits @ ..] = text else {
        return Some((0, text));
    };
    let count = digits
        .iter()
        .take_while(|digit| digit.is_ascii_digit())
        .count();
    let (digits, rest) = digits.split_at_checked(count)?;
    let padded = digits
        .iter()
        .copied()
        .chain(std::iter::repeat(b'0'))
        .take(9);
    let nanosecond = padded.fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'));
    (count > 0).then_some((nanosecond, rest))
}

/// Seconds east of UTC.
fn offset(text: &[u8]) -> Option<i32> {
    match *text {
        [] | [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
            let seconds = i32::from(hours) * 3600 + i32::from(minutes) * 60;
            let seconds = if sign == b'-' { -seconds } else { seconds };
            (hours <= 23 && minutes <= 59).then_some(seconds)
        }
        _ => None,
    }
}

/// Two digits.
fn two(tens: u8, ones: u8) -> Option<i8> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
    i8::try_from(digit(tens)? * 10 + digit(ones)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for text in ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(day(text).map(|day| day.to_string()), Ok(text.to_owned()));
        }
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2024-04-31",
            "2024-13-01",
            "2024-00-10",
        ] {
            assert_eq!(day(text), Err(NO_SUCH_DAY), "{text}");
        }
        for text in [
            "2024-2-9",
            "20240229",
            "29.02.2024",
            "2024-02-29 ",
            "",
            "２024-01-01",
        ] {
            assert_eq!(day(text), Err(NOT_A_DAY), "{text}");
        }
    }

    /// Python 3.11: `datetime.fromisoformat(...).timestamp()`.
    #[test]
    fn moments_agree_with_python() {
        for (text, nanoseconds) in [
            ("2024-02-29T12:30:01.5Z", 1_709_209_801_500_000_000),
            ("2024-02-29 12:30:01", 1_709_209_801_000_000_000),
            ("2024-02-29t12:30:01+05:45", 1_709_189_101_000_000_000),
            ("1969-12-31T23:59:59-00:00", -1_000_000_000),
        ] {
            let found = moment(text).map(|at| at.nanoseconds);
            assert_eq!(found, Ok(nanoseconds), "{text}");
        }
    }

    #[test]
    fn moments_of_no_clock_are_refused() {
        for text in [
            "2024-02-29T24:00:00",
            "2024-02-29T12:60:00",
            "2024-02-29T12:00:61",
            "2024-02-29T12:00:60",
            "2016-12-31T23:59:60+01:00",
        ] {
            assert_eq!(moment(text), Err(NO_SUCH_TIME), "{text}");
        }
        assert_eq!(moment("2023-02-29T12:00:00"), Err(NO_SUCH_DAY));
        for text in ["2016-12-31T23:59:60Z", "2017-01-01T00:59:60+01:00"] {
            assert_eq!(moment(text), moment("2016-12-31T23:59:59Z"), "{text}");
        }
        // Far in the future, as many systems write "never".
        let never = moment("9999-12-31T23:59:59Z").expect("a moment");
        assert_eq!(never.to_string(), "9999-12-31T23:59:59Z");
        let later = moment("9999-12-31T23:59:59-01:00").expect("a moment");
        assert!(later > never && later.to_string() == "after the year 9999");
        for text in [
            "2024-02-29",
            "2024-02-29T12:00",
            "2024-02-29T12:00:00.",
            "2024-02-29T12:00:00+24:00",
            "2024-02-29T12:00:00+1:00",
        ] {
            assert_eq!(moment(text), Err(NOT_A_MOMENT), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_jiff_writes_is_read(seconds in -62_135_596_800_i64..253_402_207_200, nanos in 0..1_000_000_000) {
            let at = jiff::Timestamp::new(seconds, nanos).expect("in range");
            let found = moment(&at.to_string()).expect("a moment");
            prop_assert_eq!(found.nanoseconds, at.as_nanosecond());
            prop_assert_eq!(found.to_string(), at.to_string());
        }

        #[test]
        fn any_text_is_no_panic(text in ".{0,40}") {
            let _ = (day(&text), moment(&text));
        }
    }
}
