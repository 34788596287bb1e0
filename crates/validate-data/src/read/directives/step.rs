//! One step through a text.

use super::parts::Parts;
use crate::value::iso::{nanoseconds, offset};

/// What comes next in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// These bytes.
    Bytes(Box<[u8]>),
    /// A number of so many digits.
    Digits {
        field: Field,
        least: usize,
        most: usize,
        /// Whether a blank may stand for the first of two digits.
        padded: bool,
    },
    /// The name of a month or of a day of the week, in English.
    Name(Names),
    /// `AM` or `PM`.
    Half,
    /// Digits of a fraction of a second.
    Fraction(Fraction),
    /// `+HHMM`, `+HH:MM`, `+HH` or `Z`; with the colon only, or with any.
    Zone { colon: bool },
    /// `UTC`, `GMT` or `Z`.
    ZoneName,
}

/// A part of a date or a time that is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Year,
    /// Two digits: 69 to 99 are 1969 to 1999, the others from 2000 on (POSIX).
    YearOfCentury,
    Month,
    Day,
    DayOfYear,
    /// The year that a week of ISO 8601 belongs to.
    YearOfWeek,
    Week,
    /// 1 is Monday.
    Weekday,
    /// 0 is Sunday.
    WeekdayFromSunday,
    Hour,
    HourOfHalf,
    Minute,
    Second,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    Months { short: bool },
    Weekdays { short: bool },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fraction {
    /// How many digits; any number from one to nine.
    pub(super) digits: Option<usize>,
    /// Whether a point stands before them; without a count of digits both may
    /// be absent then.
    pub(super) point: bool,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

impl Step {
    /// What follows, when the text begins with what is asked.
    pub(super) fn read<'a>(&self, text: &'a [u8], parts: &mut Parts) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => text.strip_prefix(&**bytes),
            Self::Digits {
                field,
                least,
                most,
                padded,
            } => {
                let (least, most, text) = match text {
                    [b' ', rest @ ..] if *padded => (1, 1, rest),
                    text => (*least, *most, text),
                };
                let (number, rest) = number(text, least, most)?;
                parts.set(*field, number)?;
                Some(rest)
            }
            Self::Name(names) => names.read(text, parts),
            Self::Half => {
                let (half, rest) = text.split_at_checked(2)?;
                parts.afternoon = Some(half.eq_ignore_ascii_case(b"pm"));
                (parts.afternoon == Some(true) || half.eq_ignore_ascii_case(b"am")).then_some(rest)
            }
            Self::Fraction(fraction) => fraction.read(text, parts),
            Self::Zone { colon } => zone(text, *colon, parts),
            Self::ZoneName => {
                let names: [&[u8]; 3] = [b"UTC", b"GMT", b"Z"];
                names.iter().find_map(|name| text.strip_prefix(*name))
            }
        }
    }
}

/// A number, and what follows it.
fn number(text: &[u8], least: usize, most: usize) -> Option<(u16, &[u8])> {
    let (mut number, mut count) = (0u16, 0);
    while let Some(digit) = text.get(count).map(|byte| byte.wrapping_sub(b'0'))
        && digit <= 9
        && count < most
    {
        number = number * 10 + u16::from(digit);
        count += 1;
    }
    (count >= least).then(|| (number, &text[count..]))
}

impl Names {
    fn read<'a>(self, text: &'a [u8], parts: &mut Parts) -> Option<&'a [u8]> {
        let (names, short) = match self {
            Self::Months { short } => (&MONTHS[..], short),
            Self::Weekdays { short } => (&WEEKDAYS[..], short),
        };
        let starts = |name: &&str| {
            let name = if short { &name[..3] } else { name };
            let (head, rest) = text.split_at_checked(name.len())?;
            head.eq_ignore_ascii_case(name.as_bytes()).then_some(rest)
        };
        let mut found = names.iter().map(starts).zip(1u16..);
        let (rest, number) = found.find_map(|(rest, at)| Some((rest?, at)))?;
        let field = match self {
            Self::Months { .. } => Field::Month,
            Self::Weekdays { .. } => Field::Weekday,
        };
        parts.set(field, number)?;
        Some(rest)
    }
}

impl Fraction {
    fn read<'a>(self, text: &'a [u8], parts: &mut Parts) -> Option<&'a [u8]> {
        let text = match (self.point, text) {
            (true, [b'.', rest @ ..]) | (false, rest) => rest,
            (true, rest) => return self.digits.is_none().then_some(rest),
        };
        let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let count = match self.digits {
            Some(digits) => digits,
            None => count.min(9),
        };
        let (digits, rest) = text.split_at_checked(count)?;
        let (nanosecond, []) = nanoseconds(digits)? else {
            return None;
        };
        parts.clock.nanosecond = nanosecond;
        Some(rest)
    }
}

fn zone<'a>(text: &'a [u8], colon: bool, parts: &mut Parts) -> Option<&'a [u8]> {
    if let [b'Z' | b'z', rest @ ..] = text {
        return Some(rest);
    }
    // The longest first; `+05` before a colon that is not its own is rare.
    let lengths: &[usize] = if colon { &[6] } else { &[6, 5, 3] };
    let mut read = lengths.iter().filter_map(|length| {
        let (zone, rest) = text.split_at_checked(*length)?;
        Some((offset(zone)?, rest))
    });
    let (zone, rest) = read.next()?;
    parts.clock.zone = zone;
    Some(rest)
}
