//! Date formats of Python: directives such as `%d.%m.%Y`.

use crate::column::ColumnType;

/// Directives of a date: a year, a month, a day, a weekday.
const DATE: &str = "aAdbBmyYjGuV";
/// Directives of a time of day.
const TIME: &str = "HIpMSfz";

/// What values of a format are; else why it is none, as a fragment.
pub(super) fn type_of(format: &str) -> Result<ColumnType, String> {
    let (mut date, mut time) = (false, false);
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            continue;
        }
        match letters.next() {
            Some('%') => {}
            Some(letter) if DATE.contains(letter) => date = true,
            Some(letter) if TIME.contains(letter) => time = true,
            Some(letter) => return Err(format!("`%{letter}` is not read")),
            None => return Err("its format ends with `%`".to_owned()),
        }
    }
    match (date, time) {
        (true, true) => Ok(ColumnType::Datetime),
        (true, false) => Ok(ColumnType::Date),
        (false, true) => Ok(ColumnType::Time),
        (false, false) => Err("its format has no part of a date".to_owned()),
    }
}

/// Whether a text is a date as ISO 8601 writes it: `2024-02-29`, and a time
/// behind it.
pub(super) fn is_iso(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let day = [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(digit);
    let dashes = bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    day && dashes && matches!(bytes.get(10), None | Some(b'T' | b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_tell_the_type() {
        assert_eq!(type_of("%d/%m/%y"), Ok(ColumnType::Date));
        assert_eq!(type_of("%Y-%m-%dT%H:%M:%S%z"), Ok(ColumnType::Datetime));
        assert_eq!(type_of("%H:%M"), Ok(ColumnType::Time));
        assert!(type_of("%D").expect_err("wrong").contains("`%D`"));
        assert!(type_of("100%%").expect_err("wrong").contains("no part"));
        assert!(type_of("%Y-%").expect_err("wrong").contains("ends"));
    }

    #[test]
    fn dates_of_iso_8601_are_known() {
        assert!(is_iso("2024-02-29") && is_iso("2024-02-29T10:00:00Z"));
        assert!(!is_iso("Jan 01 1970") && !is_iso("2024-2-9") && !is_iso("a"));
    }
}
