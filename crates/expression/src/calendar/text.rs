//! Days and points in time as texts.

use std::fmt;

use jiff::civil::{Date, DateTime};

use super::{DAY, SECOND, civil, nanoseconds};

/// A day of the calendar, `YYYY-MM-DD`.
pub(crate) fn date(text: &str) -> Option<Date> {
    let form = matches!(
        text.as_bytes(),
        [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]
            if [y1, y2, y3, y4, m1, m2, d1, d2].into_iter().all(u8::is_ascii_digit)
    );
    form.then(|| text.parse().ok()).flatten()
}

/// A point in time in nanoseconds since 1970: RFC 3339, or the same with a
/// blank for the `T`, without a zone (taken for UTC), or a day by itself (its
/// first moment). A leap second is taken for the second before it.
pub(crate) fn moment(text: &str) -> Option<i128> {
    let Some((day, rest)) = text
        .split_at_checked(10)
        .filter(|(_, rest)| !rest.is_empty())
    else {
        return date(text).map(super::midnight);
    };
    let (time, seconds) = offset(rest.strip_prefix(['T', 't', ' '])?)?;
    let form = matches!(
        time.as_bytes(),
        [h1, h2, b':', m1, m2, b':', s1, s2, fraction @ ..]
            if [h1, h2, m1, m2, s1, s2].into_iter().all(u8::is_ascii_digit) && is_fraction(fraction)
    );
    let day = date(day).filter(|_| form)?;
    // More digits than a nanosecond has are cut off.
    let time = time.get(..18).unwrap_or(time);
    let at = DateTime::from_parts(day, time.parse().ok()?);
    let moment = nanoseconds(at) - i128::from(seconds) * SECOND;
    // Leap seconds are the last ones of a day in UTC.
    let leaps = time.get(6..8) == Some("60");
    (!leaps || moment.rem_euclid(DAY) >= DAY - SECOND).then_some(moment)
}

/// Nothing, or a dot and digits.
fn is_fraction(text: &[u8]) -> bool {
    match text {
        [] => true,
        [b'.', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// What stands before the offset, and the offset in seconds east of UTC.
fn offset(text: &str) -> Option<(&str, i32)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((time, 0));
    }
    let Some(at) = text.rfind(['+', '-']) else {
        return Some((text, 0));
    };
    let (time, zone) = text.split_at(at);
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let two = |digits: &str, last| {
        let digits = Some(digits).filter(|x| x.len() == 2 && x.bytes().all(|x| x.is_ascii_digit()));
        digits?.parse().ok().filter(|x: &i32| *x <= last)
    };
    let seconds = two(hours, 23)? * 3600 + two(minutes, 59)? * 60;
    let west = zone.starts_with('-');
    Some((time, if west { -seconds } else { seconds }))
}

/// As RFC 3339 writes it.
pub(crate) fn write_moment(moment: i128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match civil(moment) {
        Some(at) => write!(f, "{at}Z"),
        None if moment < 0 => f.write_str("before the calendar"),
        None => f.write_str("after the year 9999"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::Value;

    /// Python 3.11: `datetime.fromisoformat(...).timestamp()`.
    #[test]
    fn moments_agree_with_python() {
        for (text, nanoseconds) in [
            ("2024-02-29T12:30:01.5Z", 1_709_209_801_500_000_000),
            ("2024-02-29 12:30:01", 1_709_209_801_000_000_000),
            ("2024-02-29t12:30:01+05:45", 1_709_189_101_000_000_000),
            ("1969-12-31T23:59:59-00:00", -1_000_000_000),
            ("2024-02-29", 1_709_164_800_000_000_000),
        ] {
            assert_eq!(moment(text), Some(nanoseconds), "{text}");
        }
        let never = moment("9999-12-31T23:59:59.999999999999Z").expect("a moment");
        assert_eq!(
            Value::Moment(never).to_string(),
            "9999-12-31T23:59:59.999999999Z"
        );
    }

    #[test]
    fn texts_of_other_forms_are_none() {
        for text in [
            "",
            "2024-2-9",
            "20240229",
            "2024-02-29 ",
            "2023-02-29",
            "２024-01-01",
            "2024-02-29T12:00",
            "2024-02-29T12:00:00.",
            "2024-02-29T24:00:00",
            "2024-02-29T12:00:00+24:00",
            "2024-02-29T12:00:00+1:00",
            "2024-02-29T12:00:60",
            "2024-02-29T12:00:61",
            "2024-02-29X12:00:00",
            "+02024-02-29",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
        for leap in ["2016-12-31T23:59:60Z", "2017-01-01T00:59:60+01:00"] {
            assert_eq!(moment(leap), moment("2016-12-31T23:59:59Z"), "{leap}");
        }
    }

    proptest! {
        #[test]
        fn what_jiff_writes_is_read(seconds in -62_135_596_800_i64..253_402_207_200, nanos in 0..1_000_000_000) {
            let at = jiff::Timestamp::new(seconds, nanos).expect("in range");
            prop_assert_eq!(moment(&at.to_string()), Some(at.as_nanosecond()));
            prop_assert_eq!(Value::Moment(at.as_nanosecond()).to_string(), at.to_string());
        }

        #[test]
        fn any_text_is_no_panic(text in ".{0,40}") {
            let _ = (date(&text), moment(&text));
        }
    }
}
