//! Numbers as texts.

use std::num::IntErrorKind;

use super::marks::Marks;
use crate::value::Number;
use crate::value::decimal::MOST_DIGITS;

pub(super) const NOT_FINITE: &str = "not a finite number";
const NOT_A_NUMBER: &str = "not a number";

/// A whole number of 64 bits, with a sign or without.
pub(super) fn integer(text: &str, marks: &Marks) -> Result<i64, &'static str> {
    let plain = marks.plain(text).ok_or("not an integer")?;
    plain
        .parse()
        .map_err(|error: std::num::ParseIntError| match error.kind() {
            IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "larger than 64 bits can hold",
            _ if number(text, marks).is_ok() => "a number, but not written as an integer",
            _ => "not an integer",
        })
}

/// A number in Rust's own syntax for `f64`, without its words for NaN and
/// infinity. Whole numbers of 128 bits keep all their digits.
pub(super) fn number(text: &str, marks: &Marks) -> Result<Number, &'static str> {
    let plain = marks.plain(text).ok_or("a decimal point")?;
    if let Ok(whole) = plain.parse::<i128>() {
        return Ok(whole.into());
    }
    match plain.parse::<f64>() {
        Ok(x) => Number::new(x).ok_or(NOT_FINITE),
        Err(_) if plain.replace(',', ".").parse::<f64>().is_ok() => Err("a decimal comma"),
        Err(_) => Err(NOT_A_NUMBER),
    }
}

/// How many digits a decimal has at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Digits {
    /// All of them, as the number is written with `scale` digits behind the
    /// point: what a column of a database holds.
    pub(crate) precision: Option<u32>,
    /// Behind the point.
    pub(crate) scale: Option<u32>,
}

impl Digits {
    /// Fails for a number of so many digits before and behind the point.
    fn check(self, before: u32, behind: u32) -> Result<(), &'static str> {
        let before_at_most = self.precision.map(|most| match self.scale {
            Some(scale) => most.saturating_sub(scale),
            None => most.saturating_sub(behind),
        });
        if self.scale.is_some_and(|most| behind > most) {
            return Err("too many digits behind the point");
        }
        if self.precision.is_some_and(|most| behind > most) {
            return Err("too many digits");
        }
        match before_at_most.is_some_and(|most| before > most) {
            true if self.scale.is_some() => Err("too many digits before the point"),
            true => Err("too many digits"),
            false => Ok(()),
        }
    }

    /// Fails for a number that is no text and has more digits.
    pub(super) fn check_number(self, number: Number) -> Result<(), &'static str> {
        if self == Self::default() {
            return Ok(());
        }
        let text = number.to_string();
        let (before, behind) = written(&text).ok_or(NOT_A_NUMBER)?;
        self.check(before, behind)
    }

    /// What is asked beyond a decimal, behind a decimal in words.
    pub(super) fn shown(self) -> String {
        let digits = |count: u32| match count {
            1 => "1 digit".to_owned(),
            count => format!("{count} digits"),
        };
        match (self.precision, self.scale) {
            (None, None) => String::new(),
            (Some(all), None) => format!(" of at most {}", digits(all)),
            (Some(all), Some(0)) => format!(" of at most {}, none behind the point", digits(all)),
            (Some(all), Some(behind)) => {
                format!(" of at most {}, {behind} behind the point", digits(all))
            }
            (None, Some(0)) => " without digits behind the point".to_owned(),
            (None, Some(behind)) => format!(" of at most {} behind the point", digits(behind)),
        }
    }
}

/// A decimal with all of its digits: a sign or none, digits, a point or none.
pub(crate) fn decimal(text: &str) -> Result<Number, &'static str> {
    exactly(text, &Marks::default(), Digits::default())
}

/// A decimal by its marks, within a number of digits.
pub(super) fn exactly(text: &str, marks: &Marks, digits: Digits) -> Result<Number, &'static str> {
    let plain = marks.plain(text).ok_or("a decimal point")?;
    let Some((before, behind)) = written(&plain) else {
        return Err(match number(text, marks) {
            Ok(_) => "a number, but not written as a decimal",
            Err(note) => note,
        });
    };
    digits.check(before, behind)?;
    let all = || {
        let number = match plain.split_once('.') {
            Some((whole, fraction)) => format!("{whole}{fraction}").parse().ok()?,
            None => plain.parse().ok()?,
        };
        Number::decimal(number, behind)
    };
    match before + behind <= MOST_DIGITS {
        true => all().ok_or(NOT_A_NUMBER),
        false => Err("more than 38 digits"),
    }
}

/// How many digits a decimal has before the point, without zeros that begin
/// it, and behind it. None: it is written otherwise.
fn written(text: &str) -> Option<(u32, u32)> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let some = whole.len() + fraction.len() > 0;
    let count = |text: &str| {
        u32::try_from(text.len())
            .ok()
            .filter(|count| *count < 1 << 30)
    };
    let counts = count(whole.trim_start_matches('0')).zip(count(fraction));
    counts.filter(|_| some && are_digits(whole) && are_digits(fraction))
}
