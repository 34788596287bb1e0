//! The plain forms of numbers, dates and times, eight bytes at a time.
//!
//! Each reader takes most of what people write, and nothing that the exact one
//! of [`super::form`] would not take or would take for something else.

use crate::value::moment::days_from_civil;

/// Eight times the digit zero.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// At most eight bytes, 1 at least, with zeros before them.
#[inline]
fn word(text: &[u8]) -> Option<u64> {
    let before = 64u32.checked_sub(8 * u32::try_from(text.len()).ok()?)?;
    let zeros = ZEROS & !u64::MAX.checked_shl(before).unwrap_or(0);
    // Loads that overlap: where they do, all have the same bytes.
    let bytes = if let Some((first, last)) = text.first_chunk::<4>().zip(text.last_chunk::<4>()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        u64::from(first) << before | u64::from(last) << 32
    } else {
        let (first, middle, last) = (text.first()?, text.get(text.len() / 2)?, text.last()?);
        let at = 56 - 8 * u32::from(text.len() == 3);
        u64::from(*first) << before | u64::from(*middle) << at | u64::from(*last) << 56
    };
    Some(bytes | zeros)
}

/// Eight digits as four numbers of two, in four times 16 bits.
#[inline]
fn pairs(word: u64) -> Option<u64> {
    // Each byte is `0` to `9` when its high half is 3 and adding 6 keeps it so.
    let high = word & 0xf0f0_f0f0_f0f0_f0f0;
    let over = word.wrapping_add(0x0606_0606_0606_0606) & 0xf0f0_f0f0_f0f0_f0f0;
    if high | over >> 4 != 0x3333_3333_3333_3333 {
        return None;
    }
    let digits = word & 0x0f0f_0f0f_0f0f_0f0f;
    Some(digits.wrapping_mul(2561) >> 8 & 0x00ff_00ff_00ff_00ff)
}

/// Eight digits as a number: the sum of pairs, then of pairs of pairs.
#[inline]
fn eight_digits(word: u64) -> Option<u64> {
    let word = pairs(word)?;
    let word = word.wrapping_mul(6_553_601) >> 16 & 0x0000_ffff_0000_ffff;
    Some(word.wrapping_mul(42_949_672_960_001) >> 32)
}

/// One by one, which is faster for so few.
#[inline]
fn few_digits(text: &[u8]) -> Option<u64> {
    text.iter().try_fold(0, |sum, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit <= 9).then(|| sum * 10 + u64::from(digit))
    })
}

/// A sign or none, and what follows it.
#[inline]
fn signed(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    }
}

/// At most 16 bytes, 1 at least, as two words.
#[inline]
fn two_words(text: &[u8]) -> Option<(u64, u64)> {
    match text.split_last_chunk::<8>() {
        None => Some((ZEROS, word(text)?)),
        Some(([], last)) => Some((ZEROS, u64::from_le_bytes(*last))),
        Some((first @ [_, ..], last)) if first.len() <= 8 => {
            Some((word(first)?, u64::from_le_bytes(*last)))
        }
        _ => None,
    }
}

/// A whole number of at most 16 digits.
#[inline]
pub(super) fn integer(text: &[u8]) -> Option<i64> {
    let (negative, digits) = signed(text);
    let size = match digits.len() {
        0 => return None,
        1..=3 => few_digits(digits)?,
        4..=8 => eight_digits(word(digits)?)?,
        _ => {
            let (first, last) = two_words(digits)?;
            eight_digits(first)? * 100_000_000 + eight_digits(last)?
        }
    };
    let size = size.cast_signed();
    Some(if negative { -size } else { size })
}

/// The powers of ten that are exact.
const POWERS: [f64; 16] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/// A number of at most 15 digits without an exponent: digits and power of ten
/// are exact, so that their quotient is the nearest number (Clinger 1990). One
/// digit at a time: to take the point out of eight at once cost more than that
/// (9.5 ns a value against 11 for `123.456789`).
#[inline]
pub(super) fn number(text: &[u8]) -> Option<f64> {
    let (negative, digits) = signed(text);
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let mut sum = 0u64;
    let mut point = None;
    for (at, byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            sum = sum * 10 + u64::from(digit);
        } else if *byte == b'.' && point.is_none() {
            point = Some(at);
        } else {
            return None;
        }
    }
    let places = point.map_or(0, |at| digits.len() - at - 1);
    if !(1..=15).contains(&(digits.len() - usize::from(point.is_some()))) {
        return None;
    }
    let size = sum as f64 / POWERS.get(places)?;
    Some(if negative { -size } else { size })
}

/// `YYYY-MM-DD`: days since 1970.
#[inline]
pub(super) fn day(text: &[u8]) -> Option<i32> {
    let (head, tail) = text.split_first_chunk::<8>()?;
    day_of(u64::from_le_bytes(*head), *<&[u8; 2]>::try_from(tail).ok()?)
}

/// `YYYY-MM-` and `DD`.
#[inline]
fn day_of(head: u64, tail: [u8; 2]) -> Option<i32> {
    const DASHES: u64 = 0x2d00_002d_0000_0000;
    if head & 0xff00_00ff_0000_0000 != DASHES {
        return None;
    }
    let month = head >> 8 & 0x0000_ffff_0000_0000;
    let day = u64::from(u16::from_le_bytes(tail)) << 48;
    let pairs = pairs(head & 0xffff_ffff | month | day)?;
    let (year, month, day) = (
        pair(pairs, 0) * 100 + pair(pairs, 1),
        pair(pairs, 2),
        pair(pairs, 3),
    );
    let fits = (1..=12).contains(&month) && day >= 1 && (day <= 28 || day <= last_day(year, month));
    fits.then(|| days_from_civil(year, month, day))
}

/// One of four numbers of two digits.
#[inline]
const fn pair(pairs: u64, at: u32) -> i32 {
    (pairs >> (16 * at) & 0x7f) as i32
}

#[inline]
const fn last_day(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        // April, June, September and November; it turns around in August.
        _ => 30 + ((month + month / 8) & 1),
    }
}

/// `YYYY-MM-DDTHH:MM:SS`, with a blank for the `T`, a fraction and `Z` or
/// without: microseconds since 1970. Leap seconds are the exact reader's.
#[inline]
pub(super) fn moment(text: &[u8]) -> Option<i64> {
    const COLONS: u64 = 0x0000_3a00_003a_0000;
    let (head, rest) = text.split_first_chunk::<8>()?;
    let ([d1, d2, b'T' | b' '], rest) = rest.split_first_chunk::<3>()? else {
        return None;
    };
    let (time, rest) = rest.split_first_chunk::<8>()?;
    let time = u64::from_le_bytes(*time);
    if time & 0x0000_ff00_00ff_0000 != COLONS {
        return None;
    }
    let days = day_of(u64::from_le_bytes(*head), [*d1, *d2])?;
    let minute = time >> 8 & 0xffff_0000;
    let second = time >> 16 & 0x0000_ffff_0000_0000;
    let pairs = pairs(time & 0xffff | minute | second | 0x3030 << 48)?;
    let (hour, minute, second) = (pair(pairs, 0), pair(pairs, 1), pair(pairs, 2));
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let second = i64::from(days) * 86_400 + i64::from(hour * 3600 + minute * 60 + second);
    Some(second * 1_000_000 + micros(rest)?)
}

/// A fraction of a second of at most six digits or none, with `Z` or without.
#[inline]
fn micros(text: &[u8]) -> Option<i64> {
    match text.strip_suffix(b"Z").unwrap_or(text) {
        [] => Some(0),
        [b'.', digits @ ..] => {
            let unit = [100_000, 10_000, 1_000, 100, 10, 1].get(digits.len().checked_sub(1)?)?;
            Some(eight_digits(word(digits)?)?.cast_signed() * unit)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Form, Reader, Typing};
    use crate::value::{Moment, Number, Reading, Value};
    use contract::ColumnType;
    use proptest::prelude::*;

    fn exact(column_type: ColumnType, text: &str) -> Reading<'_> {
        let form = Form::new(Some(column_type), vec![String::new()]);
        let reader = Reader {
            form,
            typing: Typing::Texts,
        };
        reader.read_text(text)
    }

    proptest! {
        #[test]
        fn plain_integers_are_the_exact_ones(text in "[-+]?[0-9 .x:/]{0,20}|-?[0-9]{1,19}") {
            if let Some(x) = integer(text.as_bytes()) {
                prop_assert_eq!(exact(ColumnType::Integer, &text), Reading::Value(Value::Number(i128::from(x).into())));
            }
        }

        #[test]
        fn integers_are_plain(x in -9_999_999_999_999_999i64..=9_999_999_999_999_999, digits in 0u32..16) {
            let x = x / 10i64.pow(digits);
            prop_assert_eq!(integer(x.to_string().as_bytes()), Some(x));
        }

        #[test]
        fn plain_numbers_are_the_exact_ones(text in "-?[0-9]{0,9}[.]?[0-9]{0,9}|[-0-9.e+]{0,18}") {
            if let Some(x) = number(text.as_bytes()) {
                let number = Number::new(x).expect("finite");
                prop_assert_eq!(exact(ColumnType::Number, &text), Reading::Value(Value::Number(number)));
            }
        }

        #[test]
        fn decimals_of_fifteen_digits_are_plain(text in "-?[0-9]{1,8}([.][0-9]{0,7})?|-?[0-9]{0,7}[.][0-9]{1,8}") {
            prop_assert_eq!(number(text.as_bytes()), text.parse().ok());
        }

        #[test]
        fn plain_moments_are_the_exact_ones(text in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9][T t][0-2][0-9]:[0-6][0-9]:[0-6][0-9]([.,][0-9x]{0,8})?[Zz]?") {
            if let Some(x) = moment(text.as_bytes()) {
                let at = Moment::from_micros(x);
                prop_assert_eq!(exact(ColumnType::Datetime, &text), Reading::Value(Value::Moment(at)));
            }
        }

        #[test]
        fn moments_are_plain(micros in -62_135_596_800_000_000i64..253_402_207_200_000_000) {
            let text = jiff::Timestamp::from_microsecond(micros).expect("in range").to_string();
            prop_assert_eq!(moment(text.as_bytes()), Some(micros));
        }

        #[test]
        fn plain_days_are_the_exact_ones(text in "[0-2][0-9]{3}[-/][01][0-9][-/:][0-3][0-9x]") {
            let found = day(text.as_bytes()).and_then(crate::value::moment::date_of);
            let exact = match exact(ColumnType::Date, &text) {
                Reading::Value(Value::Day(day)) => Some(day),
                _ => None,
            };
            prop_assert_eq!(found, exact);
        }
    }

    #[test]
    fn the_plain_forms_are_plain() {
        assert_eq!(integer(b"1234567890"), Some(1_234_567_890));
        assert_eq!(integer(b"-7"), Some(-7));
        assert_eq!(number(b"-12.50"), Some(-12.5));
        assert_eq!(
            (number(b"5."), number(b".5"), number(b"12345678.5")),
            (Some(5.0), Some(0.5), Some(12_345_678.5))
        );
        assert!(moment(b"2024-02-28T12:30:01Z").is_some());
        for text in [
            "",
            "-",
            "+7",
            "1.0",
            "1234567x",
            "12345678x",
            "9223372036854775808",
        ] {
            assert_eq!(integer(text.as_bytes()), None, "{text}");
        }
        for text in [
            "",
            "-",
            ".",
            "-.",
            "1.2.3",
            "1.234.5678",
            "12345678.9.1",
            "1e5",
            "1234567890123456",
        ] {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
    }
}
