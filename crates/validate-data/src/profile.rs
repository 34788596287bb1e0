//! What a column looks like, for a person.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use jiff::civil::Date;
use report::Distribution;
use stats::Histogram;
use verdict::cut;

use crate::checks::moment::Moment;
use crate::checks::number::Number;
use crate::checks::{Reading, Value};
use crate::policy::ColumnType;
use crate::words::{counted, grouped};

/// Most bins of a histogram.
const BINS: usize = 32;

/// Most different texts that are counted.
const DISTINCT: usize = 1000;

/// What a column looks like.
pub(crate) struct Profile {
    column_type: Option<ColumnType>,
    nulls: u64,
    wrong: u64,
    yes: u64,
    not_finite: u64,
    numbers: Option<(Number, Number)>,
    histogram: Histogram,
    days: Option<(Date, Date)>,
    moments: Option<(Moment, Moment)>,
    /// Hashes of the different texts: that two among a thousand share one is
    /// rarer than 1 in 10^13.
    distinct: HashSet<u64>,
    hasher: RandomState,
}

impl Profile {
    pub(crate) fn new(column_type: Option<ColumnType>) -> Self {
        let histogram = match column_type {
            Some(ColumnType::Integer) => Histogram::of_integers(BINS),
            _ => Histogram::new(BINS),
        };
        Self {
            column_type,
            nulls: 0,
            wrong: 0,
            yes: 0,
            not_finite: 0,
            numbers: None,
            histogram,
            days: None,
            moments: None,
            distinct: HashSet::new(),
            hasher: RandomState::new(),
        }
    }

    /// Takes one cell in.
    pub(crate) fn add(&mut self, seen: &Reading<'_>) {
        match seen {
            Reading::Null => self.nulls += 1,
            Reading::Wrong(_) => self.wrong += 1,
            Reading::Value(value) => self.add_value(value),
        }
    }

    fn add_value(&mut self, value: &Value<'_>) {
        match value {
            Value::Number(x) => {
                widen(&mut self.numbers, *x);
                self.histogram.add(x.nearest());
            }
            Value::NotFinite(_) => self.not_finite += 1,
            Value::Boolean(x) => self.yes += u64::from(*x),
            Value::Day(x) => widen(&mut self.days, *x),
            Value::Moment(x) => widen(&mut self.moments, *x),
            Value::Text(text) if self.distinct.len() < DISTINCT => {
                self.distinct.insert(self.hasher.hash_one(text));
            }
            Value::Text(_) | Value::Opaque | Value::Unread => {}
        }
    }

    /// The column for the report.
    pub(crate) fn show(&self, name: &str) -> Distribution {
        let mut words = vec![self.column_type.map_or("any", ColumnType::word).to_owned()];
        match self.distinct.len() {
            0 => {}
            DISTINCT => words.push(format!("{}+ distinct", grouped(DISTINCT as u64))),
            count => words.push(format!("{count} distinct")),
        }
        words.push(counted(self.nulls, "null"));
        if self.wrong > 0 {
            words.push(format!("{} of another type", grouped(self.wrong)));
        }
        if self.not_finite > 0 {
            words.push(format!("{} not finite", grouped(self.not_finite)));
        }
        words.extend(self.range());
        Distribution {
            name: cut(name),
            bins: self.histogram.bins().to_vec(),
            note: words.join(" · "),
        }
    }

    /// From the least to the greatest value, where there is an order.
    fn range(&self) -> Option<String> {
        if let Some((low, high)) = self.numbers {
            return Some(format!("{low} to {high}"));
        }
        if let Some((low, high)) = self.days {
            return Some(format!("{low} to {high}"));
        }
        if let Some((low, high)) = self.moments {
            return Some(format!("{low} to {high}"));
        }
        let boolean = self.column_type == Some(ColumnType::Boolean);
        boolean.then(|| format!("{} true", grouped(self.yes)))
    }
}

fn widen<T: Ord + Copy>(span: &mut Option<(T, T)>, x: T) {
    let (low, high) = span.unwrap_or((x, x));
    *span = Some((low.min(x), high.max(x)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_in_a_few_words() {
        let mut numbers = Profile::new(Some(ColumnType::Integer));
        for x in [243, 1, 101] {
            numbers.add(&Reading::Value(Value::Number(Number::from(x))));
        }
        numbers.add(&Reading::Null);
        let shown = numbers.show("age");
        assert_eq!(shown.note, "integer · 1 null · 1 to 243");
        assert_eq!(shown.bins.iter().sum::<u64>(), 3);
        let mut texts = Profile::new(Some(ColumnType::String));
        (0..2000).for_each(|x| texts.add(&Reading::Value(Value::Text(&x.to_string()))));
        assert_eq!(
            texts.show("name").note,
            "string · 1,000+ distinct · 0 nulls"
        );
    }
}
