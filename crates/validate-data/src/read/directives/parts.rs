//! The parts of a date and a time as they are read.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::step::Field;
use crate::read::lenient::of_year;
use crate::value::moment::{Clock, NO_SUCH_DAY};

/// The parts of a date and a time as they are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    year: i16,
    month: i8,
    day: i8,
    day_of_year: Option<i16>,
    /// The week in the year that it belongs to.
    week: Option<i8>,
    /// 1 is Monday.
    weekday: Option<i8>,
    pub(super) afternoon: Option<bool>,
    pub(super) clock: Clock,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            year: 1970,
            month: 1,
            day: 1,
            day_of_year: None,
            week: None,
            weekday: None,
            afternoon: None,
            clock: Clock::default(),
        }
    }
}

impl Parts {
    /// None: a weekday or an hour that can't be.
    pub(super) fn set(&mut self, field: Field, number: u16) -> Option<()> {
        let long = i16::try_from(number).ok()?;
        let short = i8::try_from(number % 1000).unwrap_or(i8::MAX);
        match field {
            Field::Year | Field::YearOfWeek => self.year = long,
            Field::YearOfCentury => self.year = long + if long < 69 { 2000 } else { 1900 },
            Field::Month => self.month = short,
            Field::Day => self.day = short,
            Field::DayOfYear => self.day_of_year = Some(long),
            Field::Week => self.week = Some(short),
            Field::Weekday if (1..=7).contains(&short) => self.weekday = Some(short),
            Field::WeekdayFromSunday if short <= 6 => {
                self.weekday = Some(if short == 0 { 7 } else { short });
            }
            Field::HourOfHalf if (1..=12).contains(&short) => self.clock.hour = short % 12,
            Field::Hour => self.clock.hour = short,
            Field::Minute => self.clock.minute = short,
            Field::Second => self.clock.second = short,
            Field::Weekday | Field::WeekdayFromSunday | Field::HourOfHalf => return None,
        }
        Some(())
    }

    /// The time of day, with its zone.
    pub(super) fn clock(self) -> Clock {
        let noon = if self.afternoon == Some(true) { 12 } else { 0 };
        Clock {
            hour: self.clock.hour.saturating_add(noon),
            ..self.clock
        }
    }

    /// The day; else a few words on why there is none.
    pub(super) fn day(self) -> Result<Date, &'static str> {
        let weekday = self.weekday.map(Weekday::from_monday_one_offset);
        let weekday = weekday.transpose().map_err(|_| NO_SUCH_DAY)?;
        let day = match (self.week, self.day_of_year) {
            (Some(week), _) => {
                let weekday = weekday.unwrap_or(Weekday::Monday);
                ISOWeekDate::new(self.year, week, weekday)
                    .ok()
                    .map(ISOWeekDate::date)
            }
            (None, Some(number)) => of_year(self.year, number),
            (None, None) => Date::new(self.year, self.month, self.day).ok(),
        };
        let day = day.ok_or(NO_SUCH_DAY)?;
        match weekday.is_some_and(|weekday| weekday != day.weekday()) {
            true => Err("another day of the week"),
            false => Ok(day),
        }
    }
}
