//! A format into steps, and what is wrong with one.

use std::ops::Range;

use contract::ColumnType;

use super::Directives;
use super::check::{check_once, check_parts, is_of_date, is_of_time};
use super::step::{Field, Fraction, Names, Step};

/// What is wrong with a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrongFormat {
    /// What, as a fragment.
    pub(crate) message: String,
    /// Which bytes of the format are meant.
    pub(crate) at: Range<usize>,
    /// What to do.
    pub(crate) help: Option<String>,
}

/// One directive of a format.
pub(super) struct Directive {
    pub(super) step: Step,
    /// Where in the format.
    pub(super) at: Range<usize>,
}

impl Directives {
    /// A format of a date, a time or both, as the column's type asks.
    pub(crate) fn new(format: &str, column_type: ColumnType) -> Result<Self, WrongFormat> {
        let mut directives = Vec::new();
        directives_of(format, 0, &mut directives)?;
        if !directives.iter().any(Directive::is_part) {
            return Err(without_directives(format));
        }
        check_once(format, &directives)?;
        check_parts(format, &directives, column_type)?;
        let mut steps: Vec<Step> = directives
            .into_iter()
            .map(|directive| directive.step)
            .collect();
        take_all_digits(&mut steps);
        Ok(Self {
            steps,
            format: format.to_owned(),
        })
    }
}

/// The type of values that a format's directives make; none without any.
pub(crate) fn type_of(format: &str) -> Option<ColumnType> {
    let mut directives = Vec::new();
    directives_of(format, 0, &mut directives).ok()?;
    let has = |part: fn(&Step) -> bool| directives.iter().any(|directive| part(&directive.step));
    match (has(is_of_date), has(is_of_time)) {
        (true, true) => Some(ColumnType::Datetime),
        (true, false) => Some(ColumnType::Date),
        (false, true) => Some(ColumnType::Time),
        (false, false) => None,
    }
}

/// Adds the directives of a format that begins at some byte of the contract's.
fn directives_of(format: &str, start: usize, into: &mut Vec<Directive>) -> Result<(), WrongFormat> {
    let mut at = 0;
    while let Some(rest) = format.get(at..).filter(|rest| !rest.is_empty()) {
        let width = match rest.strip_prefix('%') {
            None => {
                let width = rest.find('%').unwrap_or(rest.len());
                add(
                    into,
                    Step::Bytes(rest.as_bytes()[..width].into()),
                    start + at..start + at + width,
                );
                width
            }
            Some(letters) => {
                let width = 1 + name_width(letters);
                let span = start + at..start + at + width;
                directive(&rest[1..width], span, into)?;
                width
            }
        };
        at += width;
    }
    Ok(())
}

fn add(into: &mut Vec<Directive>, step: Step, at: Range<usize>) {
    into.push(Directive { step, at });
}

/// How long a directive is behind its percent sign: flags and a letter.
fn name_width(letters: &str) -> usize {
    let is_flag = |letter: char| matches!(letter, '-' | ':' | '.' | '0'..='9');
    let flags = letters
        .find(|letter| !is_flag(letter))
        .unwrap_or(letters.len());
    let letter = letters[flags..].chars().next();
    flags + letter.map_or(0, char::len_utf8)
}

/// Adds one directive, by what stands behind its percent sign.
fn directive(name: &str, at: Range<usize>, into: &mut Vec<Directive>) -> Result<(), WrongFormat> {
    let whole = match name {
        "F" => "%Y-%m-%d",
        "T" => "%H:%M:%S",
        "R" => "%H:%M",
        "D" => "%m/%d/%y",
        "r" => "%I:%M:%S %p",
        _ => "",
    };
    if !whole.is_empty() {
        let first = into.len();
        directives_of(whole, at.start, into)?;
        into[first..]
            .iter_mut()
            .for_each(|directive| directive.at = at.clone());
        return Ok(());
    }
    let step = step(name).ok_or_else(|| unknown(name, at.clone()))?;
    add(into, step, at);
    Ok(())
}

fn step(name: &str) -> Option<Step> {
    let digits = |field, least, most| {
        Some(Step::Digits {
            field,
            least,
            most,
            padded: matches!(name, "e" | "k" | "l"),
        })
    };
    match name {
        "Y" => digits(Field::Year, 4, 4),
        "y" => digits(Field::YearOfCentury, 2, 2),
        "m" | "-m" => digits(Field::Month, 1, 2),
        "d" | "-d" | "e" => digits(Field::Day, 1, 2),
        "j" | "-j" => digits(Field::DayOfYear, 1, 3),
        "G" => digits(Field::YearOfWeek, 4, 4),
        "V" => digits(Field::Week, 1, 2),
        "u" => digits(Field::Weekday, 1, 1),
        "w" => digits(Field::WeekdayFromSunday, 1, 1),
        "H" | "-H" | "k" => digits(Field::Hour, 1, 2),
        "I" | "-I" | "l" => digits(Field::HourOfHalf, 1, 2),
        "M" | "-M" => digits(Field::Minute, 1, 2),
        "S" | "-S" => digits(Field::Second, 1, 2),
        "b" | "h" => Some(Step::Name(Names::Months { short: true })),
        "B" => Some(Step::Name(Names::Months { short: false })),
        "a" => Some(Step::Name(Names::Weekdays { short: true })),
        "A" => Some(Step::Name(Names::Weekdays { short: false })),
        "p" | "P" => Some(Step::Half),
        "z" => Some(Step::Zone { colon: false }),
        ":z" => Some(Step::Zone { colon: true }),
        "Z" => Some(Step::ZoneName),
        "n" => Some(Step::Bytes(b"\n".as_slice().into())),
        "t" => Some(Step::Bytes(b"\t".as_slice().into())),
        "%" => Some(Step::Bytes(b"%".as_slice().into())),
        _ => fraction(name).map(Step::Fraction),
    }
}

/// `f`, `3f`, `.f` or `.3f`.
fn fraction(name: &str) -> Option<Fraction> {
    let name = name.strip_suffix('f')?;
    let digits = name.strip_prefix('.').unwrap_or(name);
    let point = digits.len() < name.len();
    match digits.as_bytes() {
        [] => Some(Fraction {
            digits: None,
            point,
        }),
        [count @ b'1'..=b'9'] => Some(Fraction {
            digits: Some(usize::from(count - b'0')),
            point,
        }),
        _ => None,
    }
}

fn unknown(name: &str, at: Range<usize>) -> WrongFormat {
    let help = match name {
        "" => "a percent sign by itself is `%%`",
        "s" => "for seconds since 1970 there is `format = \"unix\"`",
        "c" | "x" | "X" => "it depends on the machine: write its parts, for example `%d.%m.%Y`",
        "L" | "N" => "fractions of a second are `%f`, or `%3f` for three digits",
        _ => {
            "there are %Y %m %d %b %B %j %y %H %I %p %M %S %f %z %a %A and some more, as in `strptime`"
        }
    };
    WrongFormat {
        message: format!("there is no directive `%{}`", verdict::cut(name)),
        at,
        help: Some(help.to_owned()),
    }
}

fn without_directives(format: &str) -> WrongFormat {
    let near = of_letters(format).filter(|near| type_of(near).is_some());
    WrongFormat {
        message: "the format has no directive".to_owned(),
        at: 0..format.len(),
        help: Some(near.map_or_else(
            || "write it like `%Y-%m-%d %H:%M:%S`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        )),
    }
}

/// A format by letters, as other programs have it: `YYYY-MM-DD`.
fn of_letters(format: &str) -> Option<String> {
    let letters = [
        ("yyyy", "%Y"),
        ("YYYY", "%Y"),
        ("yy", "%y"),
        ("YY", "%y"),
        ("MMMM", "%B"),
        ("MMM", "%b"),
        ("MM", "%m"),
        ("DD", "%d"),
        ("dd", "%d"),
        ("HH", "%H"),
        ("hh", "%I"),
        ("mm", "%M"),
        ("SS", "%S"),
        ("ss", "%S"),
    ];
    let replace = |text: String, (from, to): &(&str, &str)| text.replace(from, to);
    let found = letters.iter().fold(format.to_owned(), replace);
    (found != format && format.len() <= 80).then_some(found)
}

/// Numbers that follow one another at once have to have all of their digits,
/// or no one knew where each ends.
fn take_all_digits(steps: &mut [Step]) {
    for at in 1..steps.len() {
        let (before, behind) = steps.split_at_mut(at);
        let (Some(before), Some(behind)) = (before.last_mut(), behind.first_mut()) else {
            return;
        };
        if is_number(before) && is_number(behind) {
            for step in [before, behind] {
                if let Step::Digits { least, most, .. } = step {
                    *least = *most;
                }
            }
        }
    }
}

fn is_number(step: &Step) -> bool {
    match step {
        Step::Digits { .. } => true,
        Step::Fraction(fraction) => !fraction.point,
        _ => false,
    }
}
