//! The plain forms of numbers, dates and times, eight bytes at a time.
//!
//! Each reader takes most of what people write, and nothing that the exact one
//! of [`super::form`] would not take or would take for something else.

use crate::value::moment::days_from_civil;

/// Eight times the digit zero.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// A one in each of eight bytes.
const ONES: u64 = u64::MAX / 0xff;

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

/// Eight digits as a number.
#[inline]
fn eight_digits(word: u64) -> Option<u64> {
    Some(sum_of_pairs(pairs(word)?))
}

/// The sum of pairs, then of pairs of pairs.
#[inline]
const fn sum_of_pairs(pairs: u64) -> u64 {
    let fours = pairs.wrapping_mul(6_553_601) >> 16 & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(42_949_672_960_001) >> 32
}

/// A text as the last of 16 bytes, and how many it has.
#[derive(Clone, Copy)]
pub(super) struct Tail<'a> {
    pub(super) bytes: &'a [u8; 16],
    pub(super) length: usize,
}

/// The last of 16 bytes, so many, as two words.
const LAST: [[u64; 2]; 17] = {
    let mut masks = [[0; 2]; 17];
    let mut length = 1;
    while length <= 16 {
        let bits = u128::MAX << (128 - 8 * length);
        masks[length] = halves(bits);
        length += 1;
    }
    masks
};

/// The lower half and the higher.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "halves are meant")]
const fn halves(x: u128) -> [u64; 2] {
    [x as u64, (x >> 64) as u64]
}

/// A number without its sign.
struct Unsigned {
    negative: bool,
    /// How many bytes it has.
    length: usize,
    /// They less the digit zero, behind zeros, in two words.
    bytes: [u64; 2],
}

impl Unsigned {
    /// None: there is nothing, or more than 16 bytes.
    #[inline]
    fn of(text: Tail<'_>) -> Option<Self> {
        let first = text.bytes.get(16usize.checked_sub(text.length)?)?;
        let negative = *first == b'-';
        let length = text.length - usize::from(negative);
        let masks = LAST.get(length)?;
        let [low, high] = halves(u128::from_le_bytes(*text.bytes));
        Some(Self {
            negative,
            length,
            bytes: [(low ^ ZEROS) & masks[0], (high ^ ZEROS) & masks[1]],
        })
    }
}

/// Whether each of 16 bytes is at most 9.
#[inline]
const fn are_digits([one, other]: [u64; 2]) -> bool {
    // More than 9 and 0x76 is more than 0x7f.
    let one = one.wrapping_add(ONES * 0x76) | one;
    let other = other.wrapping_add(ONES * 0x76) | other;
    (one | other) & (ONES * 0x80) == 0
}

/// Eight digits, less the digit zero, as a number.
#[inline]
const fn eight(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(2561) >> 8 & 0x00ff_00ff_00ff_00ff;
    sum_of_pairs(pairs)
}

/// 16 digits, less the digit zero, as a number.
#[inline]
fn sixteen(digits: [u64; 2]) -> Option<u64> {
    let [low, high] = digits;
    if !are_digits(digits) {
        return None;
    }
    let mut sum = eight(high);
    if low != 0 {
        sum += eight(low) * 100_000_000;
    }
    Some(sum)
}

/// A whole number of at most 16 characters.
#[inline]
pub(super) fn integer(text: Tail<'_>) -> Option<i64> {
    let text = Unsigned::of(text)?;
    let size = sixteen(text.bytes)?.cast_signed();
    // Without a jump: the signs of a column are often mixed.
    let sign = -i64::from(text.negative);
    (text.length > 0).then_some((size ^ sign) - sign)
}

/// The powers of ten that are exact.
const POWERS: [f64; 16] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/// The powers of ten up to seven digits.
const TENS: [u64; 8] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];

/// A number of at most 16 characters without an exponent: at most 15 digits
/// and power of ten are exact, so that their quotient is the nearest number
/// (Clinger 1990).
#[inline]
pub(super) fn number(text: Tail<'_>) -> Option<f64> {
    let text = Unsigned::of(text)?;
    let (digits, places) = match split(&text) {
        Some((parts, places)) if are_digits(parts) => {
            let [whole, rest] = parts.map(eight);
            (whole * TENS[places] + rest, places)
        }
        Some(_) => return None,
        None if (1..=15).contains(&text.length) => match sixteen(text.bytes) {
            Some(whole) => (whole, 0),
            None => one_by_one(&text)?,
        },
        None => one_by_one(&text)?,
    };
    let size = float(digits) / POWERS[places % POWERS.len()];
    // Without a jump: the signs of a column are often mixed.
    Some(f64::from_bits(
        size.to_bits() | u64::from(text.negative) << 63,
    ))
}

/// A number below 2^52, in the last bits of one of as many. The instruction
/// that does it waits for the number that was in its register before.
#[inline]
fn float(x: u64) -> f64 {
    const BASE: f64 = (1u64 << 52) as f64;
    f64::from_bits(BASE.to_bits() | x) - BASE
}

/// What stands before a point, and what behind it, at most seven bytes. None:
/// there is no such point, or nothing else, or more than eight bytes before.
#[inline]
fn split(text: &Unsigned) -> Option<([u64; 2], usize)> {
    let [low, high] = text.bytes;
    // `.` less `0`, as is done to all bytes.
    let others = high ^ (ONES * 0x1e);
    // The highest bit of each byte that is a point; of those above the first
    // also of some that are none.
    let points = others.wrapping_sub(ONES) & !others & (ONES << 7);
    let before = points.trailing_zeros() & 0x38;
    let places = 7 - before as usize / 8;
    if points == 0 || !(2..=9 + places).contains(&text.length) {
        return None;
    }
    let first = points & points.wrapping_neg();
    let whole = (high & ((first >> 7) - 1)) << 1 << (63 - before) | low >> before;
    Some(([whole, high & (first << 1).wrapping_neg()], places))
}

/// The digits of a number, and how many stand behind the point.
#[cold]
fn one_by_one(text: &Unsigned) -> Option<(u64, usize)> {
    let [low, high] = text.bytes.map(u64::to_le_bytes);
    let bytes = low.into_iter().chain(high).skip(16 - text.length);
    let (mut sum, mut point) = (0, None);
    for (at, byte) in bytes.enumerate() {
        match byte {
            0..=9 => sum = sum * 10 + u64::from(byte),
            0x1e if point.is_none() => point = Some(at),
            _ => return None,
        }
    }
    let digits = text.length - usize::from(point.is_some());
    let places = point.map_or(0, |at| text.length - at - 1);
    (1..=15).contains(&digits).then_some((sum, places))
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

/// The day that was read last: neighbours are often of the same.
pub(super) struct LastDay {
    text: (u64, [u8; 2]),
    days: i32,
}

impl LastDay {
    pub(super) const fn new() -> Self {
        Self {
            text: (u64::from_le_bytes(*b"1970-01-"), *b"01"),
            days: 0,
        }
    }

    #[inline]
    fn day_of(&mut self, head: u64, tail: [u8; 2]) -> Option<i32> {
        if self.text != (head, tail) {
            self.days = day_of(head, tail)?;
            self.text = (head, tail);
        }
        Some(self.days)
    }
}

/// `YYYY-MM-DDTHH:MM:SS`, with a blank for the `T`, a fraction and `Z` or
/// without: microseconds since 1970. Leap seconds are the exact reader's.
#[inline]
pub(super) fn moment(text: &[u8], last: &mut LastDay) -> Option<i64> {
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
    let days = last.day_of(u64::from_le_bytes(*head), [*d1, *d2])?;
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

    /// Behind bytes that have no meaning.
    fn of_tail<T>(text: &[u8], read: impl Fn(Tail<'_>) -> Option<T>) -> Option<T> {
        let bytes = [b"1.-2,34.5678,9.0", text].concat();
        read(Tail {
            bytes: bytes.last_chunk()?,
            length: text.len(),
        })
    }

    fn integer(text: &[u8]) -> Option<i64> {
        of_tail(text, super::integer)
    }

    fn number(text: &[u8]) -> Option<f64> {
        of_tail(text, super::number)
    }

    fn moment(text: &[u8]) -> Option<i64> {
        super::moment(text, &mut LastDay::new())
    }

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
        fn integers_are_plain(x in -999_999_999_999_999i64..=9_999_999_999_999_999, digits in 0u32..16) {
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
        fn decimals_of_sixteen_characters_are_plain(text in "-?[0-9]{1,7}([.][0-9]{0,7})?|-?[0-9]{0,7}[.][0-9]{1,7}|[0-9]{8}[.][0-9]{0,7}") {
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
