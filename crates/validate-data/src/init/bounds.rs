//! Bounds that a person would choose: by what a value means, else round and
//! well beyond what was seen.

use super::candidates::Kind;
use super::draft::{ENOUGH, Line, MANY, rule};
use super::facts::Extent;
use super::profile::Column;
use super::round;
use super::spread::Spread;
use crate::figure::Owned;
use crate::value::Value;

/// Numbers as a column has them.
struct Numbers<'a> {
    column: &'a Column,
    low: f64,
    high: f64,
    count: u64,
    spread: Spread,
}

/// Bounds of numbers.
pub(super) fn of_numbers(column: &Column, sensitive: bool) -> Vec<Line> {
    let facts = &column.sketch.facts;
    let Some((extent, low, high)) = numbers(column) else {
        return Vec::new();
    };
    let numbers = Numbers {
        column,
        low,
        high,
        count: facts.values,
        spread: facts.spread(extent),
    };
    if let Some(lines) = numbers.by_name() {
        return lines;
    }
    if numbers.count < ENOUGH || sensitive {
        return Vec::new();
    }
    if numbers.is_part() {
        return both("0", "1", "all lie within 0 to 1");
    }
    let mut lines = vec![];
    lines.extend(numbers.min());
    if !column.words.is_id() {
        lines.extend(numbers.max());
    }
    lines
}

fn numbers(column: &Column) -> Option<(&Extent, f64, f64)> {
    let extent = column.reads.extent(&column.sketch.facts)?;
    let nearest = |value: &Owned| match value.value() {
        Value::Number(x) => Some(x.nearest()),
        _ => None,
    };
    let (low, high) = extent.ends.as_ref()?;
    Some((extent, nearest(low)?, nearest(high)?))
}

/// Whether whole numbers are so many in so small a space that some would be
/// alike if they were drawn by chance.
pub(super) fn are_dense(column: &Column) -> bool {
    let Some((_, low, high)) = numbers(column) else {
        return false;
    };
    let count = column.sketch.facts.values as f64;
    // Drawn at random, so many pairs would be alike.
    count * count / (2.0 * (high - low).max(1.0)) >= 5.0
}

fn both(min: &str, max: &str, note: &str) -> Vec<Line> {
    vec![
        rule(format!("min = {min}"), ""),
        rule(format!("max = {max}"), note),
    ]
}

impl Numbers<'_> {
    /// The bounds that its name means, where all values lie within.
    fn by_name(&self) -> Option<Vec<Line>> {
        let (min, max, note) = self.column.words.bounds()?;
        let within = self.low >= f64::from(min) && self.high <= f64::from(max);
        // A percentage within 0 to 1 is one in other words.
        let fits = within && !(max == 100 && self.high <= 1.0);
        fits.then(|| both(&min.to_string(), &max.to_string(), note))
    }

    /// Whether it is a part of a whole, and all parts were seen.
    fn is_part(&self) -> bool {
        self.count >= MANY
            && self.spread.fractions > 0
            && (0.0..0.1).contains(&self.low)
            && self.high <= 1.0
            && (self.high > 0.9 || (self.high > 0.5 && self.column.words.is_score()))
    }

    fn min(&self) -> Option<Line> {
        if self.low >= 0.0 {
            return Some(rule("min = 0", ""));
        }
        if self.count < MANY {
            return None;
        }
        let tail = Tail::of(
            -self.low,
            -self.spread.quantile(0.01),
            -self.spread.quantile(0.1),
        );
        let size = self.high.abs().max(-self.low);
        match tail {
            Tail::Long => None,
            Tail::Short => self.line("min", -beyond(-self.low, size, self.count)),
        }
    }

    fn max(&self) -> Option<Line> {
        if self.high <= 0.0 && self.low < 0.0 {
            return Some(rule("max = 0", ""));
        }
        if self.count < MANY || self.high <= 0.0 {
            return None;
        }
        let tail = Tail::of(
            self.high,
            self.spread.quantile(0.99),
            self.spread.quantile(0.9),
        );
        match tail {
            Tail::Long => Some(Line::Said(
                "no `max`: the greatest are far above the others".to_owned(),
            )),
            Tail::Short => self.line(
                "max",
                beyond(self.high, self.high.max(-self.low), self.count),
            ),
        }
    }

    fn line(&self, key: &str, bound: f64) -> Option<Line> {
        // What 64 bits hold as a whole number.
        let whole = self.column.reads.kind() == Some(Kind::Integer);
        let fits = bound.is_finite() && !(whole && bound.abs() >= 9e18);
        fits.then(|| rule(format!("{key} = {}", round::shown(bound)), ""))
    }
}

/// Whether the greatest numbers say how great others may be.
enum Tail {
    Short,
    Long,
}

impl Tail {
    /// Of the greatest number and two quantiles before it.
    fn of(greatest: f64, one_in_hundred: f64, one_in_ten: f64) -> Self {
        let long = one_in_hundred <= 0.0
            || greatest > 3.0 * one_in_hundred
            || (one_in_ten > 0.0 && greatest > 6.0 * one_in_ten);
        if long { Self::Long } else { Self::Short }
    }
}

/// A round number well beyond the greatest of so many, the more so the fewer
/// there are; `size`: of the numbers on the other side of 0, too.
fn beyond(greatest: f64, size: f64, count: u64) -> f64 {
    let room = match count {
        0..1000 => 3.0,
        1000..10_000 => 2.0,
        _ => 1.5,
    };
    round::up((greatest * room).max(size / 10.0))
}

/// Bounds of dates and points in time: they begin with the first year.
pub(super) fn of_times(column: &Column) -> Vec<Line> {
    let facts = &column.sketch.facts;
    let ends = column
        .reads
        .extent(facts)
        .and_then(|extent| extent.ends.as_ref());
    let year = ends.and_then(|(low, _)| year(low));
    let birth = column.words.is_birth();
    let mut lines = Vec::new();
    match year {
        Some(1900..) if birth => lines.push(rule("min = \"1900-01-01\"", "")),
        Some(year @ 1..) if facts.values >= ENOUGH && !birth => {
            let note = "the beginning of the first year";
            lines.push(rule(format!("min = \"{year:04}-01-01\""), note));
        }
        _ => {}
    }
    if !birth {
        let note = "if the latest may not be older than this";
        lines.push(Line::Idea("max-age = \"2d\"".to_owned(), note.to_owned()));
    }
    lines
}

/// The year of a date or a point in time.
pub(super) fn year(value: &Owned) -> Option<i16> {
    match value.value() {
        Value::Day(day) => Some(day.year()),
        Value::Moment(moment) => moment.to_string().get(..4)?.parse().ok(),
        _ => None,
    }
}
