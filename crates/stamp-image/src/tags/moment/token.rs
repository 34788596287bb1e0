//! What each token of a format stands for.

use jiff::Zoned;

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
const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// The text of a token at a moment.
pub(super) fn token_value(moment: &Zoned, token: &str) -> String {
    let family = token.chars().next().unwrap_or_default();
    match family {
        'Y' | 'y' | 'g' | 'G' | 'N' => year(moment, token),
        'M' | 'D' | 'd' | 'w' | 'W' | 'Q' | 'e' | 'E' => day(moment, token),
        'Z' | 'z' | 'X' | 'x' => zone(moment, token),
        _ => clock(moment, token),
    }
}

/// Years of the calendar, of eras and of weeks.
fn year(moment: &Zoned, token: &str) -> String {
    let year = i32::from(moment.year());
    let era = if year > 0 { year } else { 1 - year };
    match token {
        "YY" => padded(year % 100, 2),
        "Y" if year > 9999 => format!("+{year}"),
        "Y" | "YYYY" => padded(year, 4),
        "YYYYY" => padded(year, 5),
        "YYYYYY" if year >= 0 => format!("+{}", padded(year, 6)),
        "YYYYYY" => padded(year, 6),
        "yo" => ordinal(era),
        "gg" => padded(us_week(moment).0 % 100, 2),
        "GG" => padded(iso_week(moment).0 % 100, 2),
        "NNNN" if year > 0 => "Anno Domini".to_owned(),
        "NNNN" => "Before Christ".to_owned(),
        _ if token.starts_with('N') => (if year > 0 { "AD" } else { "BC" }).to_owned(),
        _ if token.starts_with('g') => padded(us_week(moment).0, token.len()),
        _ if token.starts_with('G') => padded(iso_week(moment).0, token.len()),
        _ => padded(era, token.len()),
    }
}

/// Quarters, months, weeks and days.
fn day(moment: &Zoned, token: &str) -> String {
    let month = i32::from(moment.month());
    let weekday = moment.weekday().to_sunday_zero_offset();
    let month_name = MONTHS[usize::from(moment.month().unsigned_abs() - 1) % 12];
    let day_name = DAYS[usize::from(weekday.unsigned_abs()) % 7];
    match token {
        "MMMM" => return month_name.to_owned(),
        "MMM" => return month_name[..3].to_owned(),
        "dddd" => return day_name.to_owned(),
        "ddd" => return day_name[..3].to_owned(),
        "dd" => return day_name[..2].to_owned(),
        "w|" | "W|" => return token.to_owned(),
        _ => {}
    }
    let number = match token {
        "Q" | "Qo" => (month - 1) / 3 + 1,
        "M" | "Mo" | "MM" => month,
        "D" | "Do" | "DD" => i32::from(moment.day()),
        "DDD" | "DDDo" | "DDDD" => i32::from(moment.day_of_year()),
        "w" | "wo" | "ww" => us_week(moment).1,
        "W" | "Wo" | "WW" => iso_week(moment).1,
        "E" => i32::from(moment.weekday().to_monday_one_offset()),
        _ => i32::from(weekday),
    };
    match token {
        "DDDD" => padded(number, 3),
        _ if token.ends_with('o') => ordinal(number),
        "DDD" => number.to_string(),
        _ => padded(number, token.len()),
    }
}

/// Hours to parts of a second.
fn clock(moment: &Zoned, token: &str) -> String {
    let hour = i32::from(moment.hour());
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let minute = padded(i32::from(moment.minute()), 2);
    let second = padded(i32::from(moment.second()), 2);
    match token {
        "a" => (if hour < 12 { "am" } else { "pm" }).to_owned(),
        "A" => (if hour < 12 { "AM" } else { "PM" }).to_owned(),
        "H" | "HH" => padded(hour, token.len()),
        "h" | "hh" => padded(twelve, token.len()),
        "k" | "kk" => padded(if hour == 0 { 24 } else { hour }, token.len()),
        "m" => moment.minute().to_string(),
        "mm" => minute,
        "s" => moment.second().to_string(),
        "ss" => second,
        "Hmm" => format!("{hour}{minute}"),
        "hmm" => format!("{twelve}{minute}"),
        "Hmmss" => format!("{hour}{minute}{second}"),
        "hmmss" => format!("{twelve}{minute}{second}"),
        // Parts of a second, known to the millisecond.
        _ => format!("{:03}000000", moment.millisecond())[..token.len().min(9)].to_owned(),
    }
}

/// Zones and time stamps.
fn zone(moment: &Zoned, token: &str) -> String {
    let offset = moment.offset().seconds() / 60;
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    match token {
        "Z" => format!("{sign}{hours:02}:{minutes:02}"),
        "ZZ" => format!("{sign}{hours:02}{minutes:02}"),
        "X" => moment
            .timestamp()
            .as_millisecond()
            .div_euclid(1000)
            .to_string(),
        "x" => moment.timestamp().as_millisecond().to_string(),
        _ => {
            let info = moment.time_zone().to_offset_info(moment.timestamp());
            info.abbreviation().to_owned()
        }
    }
}

/// Year and week, where weeks begin on Sunday and the first one holds
/// January 1.
fn us_week(moment: &Zoned) -> (i32, i32) {
    let year = i32::from(moment.year());
    let day = i32::from(moment.day_of_year());
    let weekday = i32::from(moment.weekday().to_sunday_zero_offset());
    // The weekday of January 1, and the days that its week has in this year.
    let first = (weekday - (day - 1)).rem_euclid(7);
    let week = (day - 1 + first) / 7 + 1;
    // The last week of the year belongs to the next one when that begins in it.
    let days = i32::from(moment.days_in_year());
    if weekday + (days - day) < 6 {
        return (year + 1, 1);
    }
    (year, week)
}

/// Year and week of ISO 8601.
fn iso_week(moment: &Zoned) -> (i32, i32) {
    let date = moment.date().iso_week_date();
    (i32::from(date.year()), i32::from(date.week()))
}

/// A number of at least so many digits; a sign comes before them.
fn padded(number: i32, digits: usize) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{:0digits$}", number.abs())
}

fn ordinal(number: i32) -> String {
    let suffix = match (number % 10, number % 100 / 10) {
        (_, 1) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}
