//! Formats that are no dates or times.

use contract::ColumnType;

use super::compile::{Directive, WrongFormat};
use super::step::{Field, Names, Step};

/// Fails where a part comes twice.
pub(super) fn check_once(format: &str, directives: &[Directive]) -> Result<(), WrongFormat> {
    let parts: Vec<_> = directives
        .iter()
        .filter(|directive| directive.is_part())
        .collect();
    for (at, directive) in parts.iter().enumerate() {
        if parts[..at]
            .iter()
            .any(|before| before.step == directive.step)
        {
            let name = format.get(directive.at.clone()).unwrap_or_default();
            return Err(WrongFormat {
                message: format!("`{name}` is there already"),
                at: directive.at.clone(),
                help: Some("the month is `%m`, the minute `%M`".to_owned()),
            });
        }
    }
    Ok(())
}

/// Fails where a part is missing, or is one of another type.
pub(super) fn check_parts(
    format: &str,
    directives: &[Directive],
    column_type: ColumnType,
) -> Result<(), WrongFormat> {
    let misplaced: fn(&Step) -> bool = match column_type {
        ColumnType::Date => is_of_time,
        ColumnType::Time => is_of_date,
        _ => |_| false,
    };
    if let Some(directive) = directives
        .iter()
        .find(|directive| misplaced(&directive.step))
    {
        let name = format.get(directive.at.clone()).unwrap_or_default();
        let word = column_type.word();
        let help = match name {
            "%M" if !has(directives, Field::Month) => "the month is `%m`",
            "%D" => "the day is `%d`",
            _ => "drop it, or make the type `datetime`",
        };
        return Err(WrongFormat {
            message: format!("`{name}` is no part of a {word}"),
            at: directive.at.clone(),
            help: Some(help.to_owned()),
        });
    }
    let (missing, help) = match column_type {
        ColumnType::Time
            if !has(directives, Field::Hour) && !has(directives, Field::HourOfHalf) =>
        {
            ("hour", "it is `%H`, or `%I` with `%p`")
        }
        ColumnType::Time => return Ok(()),
        _ if has(directives, Field::YearOfWeek) && !has(directives, Field::Week) => {
            ("week", "it is `%V`; the year of the calendar is `%Y`")
        }
        _ if has(directives, Field::Week) && !has(directives, Field::YearOfWeek) => {
            ("year of the week", "it is `%G`")
        }
        _ if ![Field::Year, Field::YearOfCentury, Field::YearOfWeek]
            .into_iter()
            .any(|field| has(directives, field)) =>
        {
            ("year", "it is `%Y`, or `%y` of two digits")
        }
        _ => return Ok(()),
    };
    Err(WrongFormat {
        message: format!("the format has no {missing}"),
        at: 0..format.len(),
        help: Some(help.to_owned()),
    })
}

fn has(directives: &[Directive], wanted: Field) -> bool {
    directives.iter().any(|directive| match directive.step {
        Step::Digits { field, .. } => field == wanted,
        Step::Name(Names::Months { .. }) => wanted == Field::Month,
        _ => false,
    })
}

impl Directive {
    /// Whether it is a part of a date or a time, rather than a text.
    pub(super) fn is_part(&self) -> bool {
        !matches!(self.step, Step::Bytes(_))
    }
}

/// Whether it is a part of a time of day, or its zone.
pub(super) fn is_of_time(step: &Step) -> bool {
    match step {
        Step::Bytes(_) | Step::Name(_) => false,
        Step::Digits { field, .. } => matches!(
            field,
            Field::Hour | Field::HourOfHalf | Field::Minute | Field::Second
        ),
        Step::Half | Step::Fraction(_) | Step::Zone { .. } | Step::ZoneName => true,
    }
}

/// Whether it is a part of a day.
pub(super) fn is_of_date(step: &Step) -> bool {
    !matches!(step, Step::Bytes(_)) && !is_of_time(step)
}
