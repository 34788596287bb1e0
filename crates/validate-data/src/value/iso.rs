//! Days, times and points in time as ISO 8601 and RFC 3339 write them.

use jiff::civil::{Date, Time};

use super::moment::{Clock, Moment, NO_SUCH_DAY};

const NOT_A_DAY: &str = "not of the form YYYY-MM-DD";
const NOT_A_MOMENT: &str = "not of the form YYYY-MM-DDTHH:MM:SS";
const NOT_A_TIME: &str = "not of the form HH:MM:SS";

/// A time of day, `HH:MM:SS` with a fraction or without.
pub(crate) fn time(text: &str) -> Result<Time, &'static str> {
    time_of(text.as_bytes()).unwrap_or(Err(NOT_A_TIME))
}

/// None when the form is wrong.
fn time_of(text: &[u8]) -> Option<Result<Time, &'static str>> {
    let (clock, rest) = clock(text)?;
    rest.is_empty().then(|| clock.time())
}

/// `HH:MM:SS` with a fraction or without, and what follows it.
fn clock(text: &[u8]) -> Option<(Clock, &[u8])> {
    let [h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = text else {
        return None;
    };
    let (nanosecond, rest) = fraction(rest, b".")?;
    let clock = Clock {
        hour: two(*h1, *h2)?,
        minute: two(*m1, *m2)?,
        second: two(*s1, *s2)?,
        nanosecond,
        zone: 0,
    };
    Some((clock, rest))
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
    let [b'T' | b't' | b' ', rest @ ..] = rest else {
        return None;
    };
    let (clock, rest) = clock(rest)?;
    let zone = match rest {
        [] | [b'Z' | b'z'] => 0,
        [_, _, _, b':', _, _] => offset(rest)?,
        _ => return None,
    };
    Some(day_of(date)?.and_then(|day| Clock { zone, ..clock }.on(day)))
}

/// Nanoseconds behind one of some marks, and what follows them; 0 without a
/// mark. Digits after the ninth are read and dropped.
pub(crate) fn fraction<'a>(text: &'a [u8], marks: &[u8]) -> Option<(i32, &'a [u8])> {
    match text {
        [mark, digits @ ..] if marks.contains(mark) => nanoseconds(digits),
        text => Some((0, text)),
    }
}

/// Digits as a fraction of a second, at least one, and what follows them.
pub(crate) fn nanoseconds(text: &[u8]) -> Option<(i32, &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(count)?;
    let padded = digits
        .iter()
        .copied()
        .chain(std::iter::repeat(b'0'))
        .take(9);
    let nanosecond = padded.fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'));
    (count > 0).then_some((nanosecond, rest))
}

/// Seconds east of UTC: `+HH`, `+HHMM` or `+HH:MM`, the whole text.
pub(crate) fn offset(text: &[u8]) -> Option<i32> {
    let (sign, [h1, h2], [m1, m2]) = match *text {
        [sign, h1, h2] => (sign, [h1, h2], [b'0', b'0']),
        [sign, h1, h2, m1, m2] | [sign, h1, h2, b':', m1, m2] => (sign, [h1, h2], [m1, m2]),
        _ => return None,
    };
    let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
    let seconds = i32::from(hours) * 3600 + i32::from(minutes) * 60;
    let seconds = match sign {
        b'+' => seconds,
        b'-' => -seconds,
        _ => return None,
    };
    (hours <= 23 && minutes <= 59).then_some(seconds)
}

/// Two digits.
pub(crate) fn two(tens: u8, ones: u8) -> Option<i8> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
    i8::try_from(digit(tens)? * 10 + digit(ones)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::moment::NO_SUCH_TIME;
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
            let found = moment(text).map(Moment::nanoseconds);
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
            prop_assert_eq!(found.nanoseconds(), at.as_nanosecond());
            prop_assert_eq!(found.to_string(), at.to_string());
        }

        #[test]
        fn any_text_is_no_panic(text in ".{0,40}") {
            let _ = (day(&text), moment(&text));
        }
    }
}
