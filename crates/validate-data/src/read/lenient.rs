//! Dates and times in any way that ISO 8601 has for them: the extended form
//! with its separators and the basic form without, days by month, week or
//! number, times to the hour, the minute or the second.

use jiff::civil::{Date, ISOWeekDate, Time, Weekday};

use crate::value::Moment;
use crate::value::iso::{fraction, offset, two};
use crate::value::moment::{Clock, NO_SUCH_DAY, date_of, days_from_civil};

const NOT_A_DAY: &str = "not a date of ISO 8601";
const NOT_A_TIME: &str = "not a time of ISO 8601";
const NOT_A_MOMENT: &str = "not a date and time of ISO 8601";

/// A day; one of a month without a day is its first.
pub(super) fn day(text: &[u8]) -> Result<Date, &'static str> {
    day_of(text).unwrap_or(Err(NOT_A_DAY))
}

/// A time of day; a zone is read, and passed over.
pub(super) fn time(text: &[u8]) -> Result<Time, &'static str> {
    clock(text).ok_or(NOT_A_TIME)?.time()
}

/// A day, and a time behind a `T` or a blank; midnight without. In UTC without
/// a zone.
pub(super) fn moment(text: &[u8]) -> Result<Moment, &'static str> {
    let parted = text
        .iter()
        .position(|byte| matches!(byte, b'T' | b't' | b' '));
    let (date, clock) = match parted {
        Some(at) => (&text[..at], clock(&text[at + 1..]).ok_or(NOT_A_MOMENT)?),
        None => (text, Clock::default()),
    };
    clock.on(day_of(date).ok_or(NOT_A_MOMENT)??)
}

/// None when the form is wrong.
fn day_of(text: &[u8]) -> Option<Result<Date, &'static str>> {
    let (year, rest) = text.split_first_chunk::<4>()?;
    let year = i16::from(two(year[0], year[1])?) * 100 + i16::from(two(year[2], year[3])?);
    let month_and_day = |month, day| Date::new(year, month, day).ok();
    let week_and_day = |week, day: u8| {
        let weekday = Weekday::from_monday_one_offset(day.wrapping_sub(b'0').cast_signed()).ok()?;
        Some(ISOWeekDate::new(year, week, weekday).ok()?.date())
    };
    // A dash and a `W` before what would take them for a digit.
    let day = match *rest {
        [b'-', b'W', w1, w2, b'-', d] | [b'W', w1, w2, d] => {
            week_and_day(two(w1, w2)?, Some(d).filter(u8::is_ascii_digit)?)
        }
        [b'-', m1, m2] => month_and_day(two(m1, m2)?, 1),
        [b'-', d1, d2, d3] | [d1, d2, d3] => {
            let number = i16::from(two(b'0', d1)?) * 100 + i16::from(two(d2, d3)?);
            of_year(year, number)
        }
        [b'-', m1, m2, b'-', d1, d2] | [m1, m2, d1, d2] => {
            month_and_day(two(m1, m2)?, two(d1, d2)?)
        }
        _ => return None,
    };
    Some(day.ok_or(NO_SUCH_DAY))
}

/// The day of a year by its number, from 1 on.
pub(super) fn of_year(year: i16, number: i16) -> Option<Date> {
    let before = days_from_civil(year.into(), 1, 1) - 1;
    let day = date_of(before + i32::from(number))?;
    (day.year() == year).then_some(day)
}

/// A time and its zone: `HH`, `HH:MM`, `HH:MM:SS` with a fraction or without,
/// or the same without colons.
fn clock(text: &[u8]) -> Option<Clock> {
    let zone = text
        .iter()
        .position(|byte| matches!(byte, b'+' | b'-' | b'Z' | b'z'));
    let (text, zone) = text.split_at(zone.unwrap_or(text.len()));
    let zone = match zone {
        [] | [b'Z' | b'z'] => 0,
        zone => offset(zone)?,
    };
    let point = text.iter().position(|byte| matches!(byte, b'.' | b','));
    let (whole, behind) = text.split_at(point.unwrap_or(text.len()));
    let (nanosecond, []) = fraction(behind, b".,")? else {
        return None;
    };
    let ([h1, h2], [m1, m2], [s1, s2]) = match *whole {
        [h1, h2] => ([h1, h2], *b"00", *b"00"),
        [h1, h2, b':', m1, m2] | [h1, h2, m1, m2] => ([h1, h2], [m1, m2], *b"00"),
        [h1, h2, b':', m1, m2, b':', s1, s2] | [h1, h2, m1, m2, s1, s2] => {
            ([h1, h2], [m1, m2], [s1, s2])
        }
        _ => return None,
    };
    // A fraction of a minute or an hour is allowed, and never seen.
    let seconds = whole.len() == 8 || whole.len() == 6;
    (seconds || point.is_none()).then_some(())?;
    Some(Clock {
        hour: two(h1, h2)?,
        minute: two(m1, m2)?,
        second: two(s1, s2)?,
        nanosecond,
        zone,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// Python 3.11: `datetime.fromisoformat`, which has no months without days
    /// and no days by number; those by `strptime` with `%Y-%j`.
    #[test]
    fn days_in_every_form() {
        for text in [
            "2024-02-29",
            "20240229",
            "2024-W09-4",
            "2024W094",
            "2024-060",
            "2024060",
        ] {
            assert_eq!(day(text.as_bytes()), Ok(date(2024, 2, 29)), "{text}");
        }
        assert_eq!(day(b"2024-02"), Ok(date(2024, 2, 1)));
        for text in [
            "2024-02-30",
            "2023-366",
            "2023-000",
            "2023-W53-1",
            "2024-W09-8",
        ] {
            assert_eq!(day(text.as_bytes()), Err(NO_SUCH_DAY), "{text}");
        }
        for text in [
            "",
            "2024",
            "2024-2-9",
            "29.02.2024",
            "2024-0229",
            "2024-02-29 ",
        ] {
            assert_eq!(day(text.as_bytes()), Err(NOT_A_DAY), "{text}");
        }
    }

    /// Python 3.11: `datetime.fromisoformat`.
    #[test]
    fn moments_in_every_form() {
        for text in [
            "2024-02-29T12:30:00Z",
            "2024-02-29 12:30",
            "20240229T1230",
            "20240229T123000+00",
            "2024-02-29T13:30+01:00",
            "2024-W09-4T07:30:00,000-0500",
        ] {
            let found = moment(text.as_bytes()).map(|at| at.to_string());
            assert_eq!(found.as_deref(), Ok("2024-02-29T12:30:00Z"), "{text}");
        }
        let midnight = moment(b"2024-02-29").map(|at| at.to_string());
        assert_eq!(midnight.as_deref(), Ok("2024-02-29T00:00:00Z"));
        assert!(moment(b"2024-02-29T25").is_err() && time(b"12:30:61").is_err());
        for text in [
            "2024-02-29T",
            "2024-02-29T1",
            "2024-02-29T12:3",
            "2024-02-29T12.5",
            "now",
        ] {
            assert_eq!(moment(text.as_bytes()), Err(NOT_A_MOMENT), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_plain_means_the_same(text in "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9]([.][0-9]{1,9})?(Z|[+-][0-2][0-9]:[0-5][0-9])?") {
            if let Ok(at) = crate::value::moment::moment(&text) {
                prop_assert_eq!(moment(text.as_bytes()), Ok(at));
            }
        }

        #[test]
        fn any_text_is_no_panic(text in ".{0,30}|[-0-9:.TW+]{0,24}") {
            let _ = (day(text.as_bytes()), time(text.as_bytes()), moment(text.as_bytes()));
        }
    }
}
