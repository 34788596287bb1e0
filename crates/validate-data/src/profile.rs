//! What a column looks like, for a person.
//!
//! Nulls are counted everywhere; histogram, span and different texts come
//! from a few blocks of the file, spread over it, so that a profile costs
//! next to nothing. Small files are looked at as a whole.

use std::collections::HashSet;

use contract::ColumnType;
use report::Distribution;
use stats::Histogram;
use verdict::cut;

use crate::checks::range::order;
use crate::figure::Owned;
use crate::pass::Used;
use crate::seen::{Seen, Vector};
use crate::value::{Number, Value};
use crate::words::{counted, grouped};

/// Most bins of a histogram.
const BINS: usize = 32;

/// Most different texts that are counted.
const DISTINCT: usize = 1000;

/// What a column looks like in one block.
pub(crate) struct Piece {
    index: u64,
    rows: u64,
    numbers: Vec<f64>,
    yes: u64,
    not_finite: u64,
    span: Option<(Owned, Owned)>,
    /// Hashes of the different texts.
    texts: HashSet<u128>,
}

impl Piece {
    /// Whether a block is one of those that are looked at: the first sixteen,
    /// then fewer and fewer.
    pub(crate) fn is_wanted(index: u64) -> bool {
        index < 16 || index.is_multiple_of(index.next_power_of_two() / 8)
    }

    pub(crate) fn of(index: u64, seen: &Seen<'_>) -> Self {
        let mut piece = Self {
            index,
            rows: seen.rows() as u64,
            numbers: Vec::new(),
            yes: 0,
            not_finite: 0,
            span: None,
            texts: HashSet::new(),
        };
        let mut span = None;
        if let Vector::Texts(_) = seen.vector {
            seen.each_value(|_, value| piece.add(value));
        } else {
            seen.each_value(|_, value| {
                piece.add(value);
                widen(&mut span, value);
            });
        }
        piece.span = span.map(|(low, high)| (Owned::of(low), Owned::of(high)));
        piece
    }

    fn add(&mut self, value: Value<'_>) {
        match value {
            Value::Number(x) => self.numbers.push(x.nearest()),
            Value::NotFinite(_) => self.not_finite += 1,
            Value::Boolean(x) => self.yes += u64::from(x),
            Value::Text(text) if self.texts.len() < DISTINCT => {
                self.texts.insert(distinct::fingerprint(text.as_bytes()));
            }
            _ => {}
        }
    }
}

fn widen<'a>(span: &mut Option<(Value<'a>, Value<'a>)>, value: Value<'a>) {
    use std::cmp::Ordering::{Greater, Less};
    if matches!(value, Value::Text(_) | Value::Boolean(_)) || order(&value, &value).is_none() {
        return;
    }
    let (low, high) = span.get_or_insert((value, value));
    if order(&value, low) == Some(Less) {
        *low = value;
    }
    if order(&value, high) == Some(Greater) {
        *high = value;
    }
}

/// What a column looks like.
pub(crate) struct Profile {
    name: String,
    column_type: Option<ColumnType>,
    sensitive: bool,
    /// Whether the contract names it.
    pub(crate) named: bool,
    /// Whether its values were read: the footer of a file may prove all.
    pub(crate) read: bool,
    nulls: u64,
    wrong: u64,
    pub(crate) pieces: Vec<Piece>,
}

impl Profile {
    pub(crate) fn new(used: &Used) -> Self {
        Self {
            name: used.name.clone(),
            column_type: used.reader.form.column_type,
            sensitive: used.sensitive,
            named: used.named,
            read: true,
            nulls: 0,
            wrong: 0,
            pieces: Vec::new(),
        }
    }

    /// Takes in nulls and cells of another type.
    pub(crate) fn count(&mut self, (nulls, wrong): (u64, u64)) {
        self.nulls += nulls;
        self.wrong += wrong;
    }

    /// How many rows were looked at more closely.
    pub(crate) fn looked_at(&self) -> u64 {
        self.pieces.iter().map(|piece| piece.rows).sum()
    }

    /// The column for the report.
    pub(crate) fn show(mut self) -> Distribution {
        self.pieces.sort_by_key(|piece| piece.index);
        let mut words = vec![self.column_type.map_or("any", ColumnType::word).to_owned()];
        if !self.read {
            words.push("proved by the file's footer".to_owned());
            return Distribution {
                name: cut(&self.name),
                bins: Vec::new(),
                note: words.join(" · "),
            };
        }
        words.extend(self.distinct());
        words.push(counted(self.nulls, "null"));
        if self.wrong > 0 {
            words.push(format!("{} of another type", grouped(self.wrong)));
        }
        let not_finite: u64 = self.pieces.iter().map(|piece| piece.not_finite).sum();
        if not_finite > 0 {
            words.push(format!("{} not finite", grouped(not_finite)));
        }
        if self.sensitive {
            words.push("masked".to_owned());
        } else {
            words.extend(self.span());
        }
        Distribution {
            name: cut(&self.name),
            bins: self.bins(),
            note: words.join(" · "),
        }
    }

    fn distinct(&self) -> Option<String> {
        let mut texts: HashSet<u128> = HashSet::new();
        self.pieces
            .iter()
            .for_each(|piece| texts.extend(&piece.texts));
        match texts.len() {
            0 => None,
            count if count >= DISTINCT => Some(format!("{}+ distinct", grouped(DISTINCT as u64))),
            count => Some(format!("{count} distinct")),
        }
    }

    fn bins(&self) -> Vec<u64> {
        if self.sensitive {
            return Vec::new();
        }
        let mut histogram = match self.column_type {
            Some(ColumnType::Integer) => Histogram::of_integers(BINS),
            _ => Histogram::new(BINS),
        };
        let numbers = self.pieces.iter().flat_map(|piece| &piece.numbers);
        numbers.for_each(|x| histogram.add(*x));
        histogram.bins().to_vec()
    }

    /// From the least to the greatest value, where there is an order.
    fn span(&self) -> Option<String> {
        let mut span = None;
        let pieces = self.pieces.iter().filter_map(|piece| piece.span.as_ref());
        for (low, high) in pieces {
            widen(&mut span, low.value());
            widen(&mut span, high.value());
        }
        let Some((low, high)) = span else {
            let boolean = self.column_type == Some(ColumnType::Boolean);
            let yes: u64 = self.pieces.iter().map(|piece| piece.yes).sum();
            return boolean.then(|| format!("{} true", grouped(yes)));
        };
        Some(format!("{} to {}", shown(&low), shown(&high)))
    }
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Number(Number::Other(x)) => report::six_digits(*x),
        Value::Number(x) => x.to_string(),
        Value::Day(x) => x.to_string(),
        Value::Time(x) => x.to_string(),
        Value::Moment(x) => x.to_string(),
        _ => String::new(),
    }
}
