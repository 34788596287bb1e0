use super::*;
use jiff::civil::{date, time};
use proptest::prelude::*;

fn format(format: &str, column_type: contract::ColumnType) -> Directives {
    Directives::new(format, column_type).expect("a format")
}

fn day(directives: &str, text: &str) -> Result<Date, &'static str> {
    format(directives, contract::ColumnType::Date).day(text.as_bytes())
}

fn clock(directives: &str, text: &str) -> Result<Time, &'static str> {
    format(directives, contract::ColumnType::Time).time(text.as_bytes())
}

fn moment(directives: &str, text: &str) -> Result<String, &'static str> {
    let directives = format(directives, contract::ColumnType::Datetime);
    directives.moment(text.as_bytes()).map(|at| at.to_string())
}

/// Python 3.11: `datetime.strptime(text, format).date()`.
#[test]
fn days_agree_with_python() {
    let leap = Ok(date(2024, 2, 29));
    for (format, text) in [
        ("%d.%m.%Y", "29.02.2024"),
        ("%d.%m.%Y", "29.2.2024"),
        ("%m/%d/%y", "02/29/24"),
        ("%Y%m%d", "20240229"),
        ("%d %b %Y", "29 Feb 2024"),
        ("%d. %B %Y", "29. FEBRUARY 2024"),
        ("%Y-%j", "2024-060"),
        ("%A, %d %B %Y", "Thursday, 29 February 2024"),
        ("%a %d/%m/%Y", "thu 29/02/2024"),
        ("%G-W%V-%u", "2024-W09-4"),
        ("%Y%%%m%%%d", "2024%02%29"),
    ] {
        assert_eq!(day(format, text), leap, "{format} {text}");
    }
    assert_eq!(day("%y-%m-%d", "68-01-02"), Ok(date(2068, 1, 2)));
    assert_eq!(day("%y-%m-%d", "69-01-02"), Ok(date(1969, 1, 2)));
    assert_eq!(day("%Y-%m", "2024-02"), Ok(date(2024, 2, 1)));
}

#[test]
fn other_days_are_refused() {
    for (format, text) in [
        ("%d.%m.%Y", " 29.02.2024"),
        ("%d.%m.%Y", "29.02.2024 "),
        ("%d.%m.%Y", "29. 02.2024"),
        ("%d.%m.%Y", "029.02.2024"),
        ("%d.%m.%Y", "29.02.24"),
        ("%d.%m.%Y", ""),
        ("%Y%m%d", "2024229"),
        ("%d %b %Y", "29 February 2024"),
        ("%d %B %Y", "29 Feb 2024"),
        ("%G-W%V-%u", "2024-W09-0"),
    ] {
        assert_eq!(day(format, text), Err(ANOTHER), "{format} {text}");
    }
    for (format, text) in [
        ("%d.%m.%Y", "30.02.2024"),
        ("%d.%m.%Y", "01.13.2024"),
        ("%d.%m.%Y", "00.01.2024"),
        ("%Y-%j", "2023-366"),
        ("%Y-%j", "2023-000"),
        ("%G-W%V-%u", "2023-W53-1"),
    ] {
        assert_eq!(
            day(format, text),
            Err("no day of the calendar"),
            "{format} {text}"
        );
    }
    assert_eq!(
        day("%a %d.%m.%Y", "Fri 29.02.2024"),
        Err("another day of the week")
    );
}

/// Python 3.11: `datetime.strptime(text, format).time()`.
#[test]
fn times_agree_with_python() {
    let afternoon = Ok(time(13, 5, 9, 0));
    for (format, text) in [
        ("%H:%M:%S", "13:05:09"),
        ("%T", "13:5:9"),
        ("%I:%M:%S %p", "01:05:09 PM"),
        ("%r", "1:05:09 pm"),
        ("%H%M%S", "130509"),
        ("%H:%M:%S%z", "13:05:09+0545"),
    ] {
        assert_eq!(clock(format, text), afternoon, "{format} {text}");
    }
    assert_eq!(clock("%I:%M %p", "12:05 AM"), Ok(time(0, 5, 0, 0)));
    assert_eq!(clock("%I:%M %p", "12:05 PM"), Ok(time(12, 5, 0, 0)));
    assert_eq!(
        clock("%H:%M:%S.%f", "13:05:09.25"),
        Ok(time(13, 5, 9, 250_000_000))
    );
    assert_eq!(clock("%T%.f", "13:05:09"), afternoon);
    assert_eq!(clock("%T%.3f", "13:05:09"), Err(ANOTHER));
    assert_eq!(clock("%T.%3f", "13:05:09.25"), Err(ANOTHER));
    for text in ["24:00", "13:60", "99:99"] {
        assert_eq!(clock("%H:%M", text), Err("no time of a day"), "{text}");
    }
    for text in ["13:05 PM", "0:05 PM", "1:05 XM", "1:05 "] {
        assert!(clock("%I:%M %p", text).is_err(), "{text}");
    }
}

/// Python 3.11: `datetime.strptime(text, format).astimezone(timezone.utc)`.
#[test]
fn moments_agree_with_python() {
    for (format, text, expected) in [
        ("%d/%m/%Y %H:%M", "29/02/2024 12:30", "2024-02-29T12:30:00Z"),
        (
            "%Y-%m-%dT%H:%M:%S%z",
            "2024-02-29T12:30:00+0545",
            "2024-02-29T06:45:00Z",
        ),
        (
            "%Y-%m-%dT%H:%M:%S%z",
            "2024-02-29T12:30:00-01:00",
            "2024-02-29T13:30:00Z",
        ),
        ("%FT%T%:z", "2024-02-29T12:30:00Z", "2024-02-29T12:30:00Z"),
        (
            "%F %T %Z",
            "2024-02-29 12:30:00 UTC",
            "2024-02-29T12:30:00Z",
        ),
        (
            "%Y%m%d%H%M%S%f",
            "20240229123000123456",
            "2024-02-29T12:30:00.123456Z",
        ),
        ("%Y-%m-%d", "2024-02-29", "2024-02-29T00:00:00Z"),
        (
            "%e %b %Y %k:%M",
            " 1 Feb 2024  9:30",
            "2024-02-01T09:30:00Z",
        ),
        ("%F %T", "2016-12-31 23:59:60", "2016-12-31T23:59:59Z"),
    ] {
        assert_eq!(
            moment(format, text).as_deref(),
            Ok(expected),
            "{format} {text}"
        );
    }
    assert_eq!(
        moment("%F %T", "2016-12-31 12:59:60"),
        Err("no time of a day")
    );
    assert!(moment("%FT%T%:z", "2024-02-29T12:30:00+0100").is_err());
    assert!(moment("%F %T %Z", "2024-02-29 12:30:00 PST").is_err());
}

#[test]
fn wrong_formats_are_told_with_their_place() {
    use contract::ColumnType::{Date, Datetime, Time};
    for (format, column_type, message, at, help) in [
        (
            "%Y-%M-%d",
            Date,
            "`%M` is no part of a date",
            3..5,
            "the month is `%m`",
        ),
        (
            "%d.%m.%Y %H:%M",
            Date,
            "`%H` is no part of a date",
            9..11,
            "drop it, or make the type `datetime`",
        ),
        (
            "%Y-%M-%d %H:%M",
            Datetime,
            "`%M` is there already",
            12..14,
            "the month is `%m`, the minute `%M`",
        ),
        (
            "%H:%q",
            Time,
            "there is no directive `%q`",
            3..5,
            "there are %Y",
        ),
        (
            "%H:%",
            Time,
            "there is no directive `%`",
            3..4,
            "a percent sign by itself is `%%`",
        ),
        (
            "dd.MM.yyyy",
            Date,
            "the format has no directive",
            0..10,
            "did you mean `%d.%m.%Y`?",
        ),
        (
            "soon",
            Date,
            "the format has no directive",
            0..4,
            "write it like `%Y-%m-%d %H:%M:%S`",
        ),
        (
            "%d.%m.",
            Date,
            "the format has no year",
            0..6,
            "it is `%Y`, or `%y` of two digits",
        ),
        (
            "%M:%S",
            Time,
            "the format has no hour",
            0..5,
            "it is `%H`, or `%I` with `%p`",
        ),
        (
            "%s",
            Datetime,
            "there is no directive `%s`",
            0..2,
            "for seconds since 1970 there is `format = \"unix\"`",
        ),
        (
            "%Y-W%V-%u",
            Date,
            "the format has no year of the week",
            0..9,
            "it is `%G`",
        ),
    ] {
        let wrong = Directives::new(format, column_type).expect_err(format);
        assert_eq!((&*wrong.message, wrong.at), (message, at), "{format}");
        assert!(
            wrong.help.is_some_and(|found| found.starts_with(help)),
            "{format}"
        );
    }
}

proptest! {
    #[test]
    fn what_jiff_writes_is_read(seconds in -2_208_988_800i64..4_102_444_800) {
        let at = jiff::Timestamp::from_second(seconds).expect("in range");
        let expected = at.to_string();
        for directives in ["%d.%m.%Y %H:%M:%S", "%A, %e %B %Y, %I:%M:%S %p", "%G-W%V-%u %T", "%Y/%j %R:%S"] {
            let text = at.strftime(directives).to_string();
            prop_assert_eq!(moment(directives, &text), Ok(expected.clone()), "{}", text);
        }
    }

    #[test]
    fn any_format_and_text_are_no_panic(directives in "[%a-zA-Z0-9.:äé -]{0,24}|(%[a-zA-Z%]){0,8}", text in ".{0,30}|[-0-9:. TZ+]{0,30}") {
        for column_type in [contract::ColumnType::Date, contract::ColumnType::Time, contract::ColumnType::Datetime] {
            if let Ok(directives) = Directives::new(&directives, column_type) {
                let _ = (directives.day(text.as_bytes()), directives.time(text.as_bytes()), directives.moment(text.as_bytes()));
            }
        }
    }
}
