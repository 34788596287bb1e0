//! What is to be said of many values, whatever their order and whoever saw
//! which of them.

use table::Cell;

use super::candidates::{ALL, Kind, Marked};
use super::letters::Letters;
use super::outline::Outline;
use super::spread::Spread;
use crate::checks::range::order;
use crate::figure::Owned;
use crate::read::Reader;
use crate::value::{Reading, Value};

/// Longest text that is read in the ways of [`ALL`], in bytes.
const LONGEST: usize = 4096;

/// What is to be said of many values.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) values: u64,
    /// What came of each way to read them, as long as it is alive.
    read: Vec<Extent>,
    /// The ways by which all values can be read.
    alive: Vec<usize>,
    pub(super) texts: Texts,
    /// Numbers without a comma.
    plain: Spread,
}

/// From the least to the greatest of values.
#[derive(Clone, Debug, Default)]
pub(super) struct Extent {
    pub(super) ends: Option<(Owned, Owned)>,
    /// Numbers with a comma.
    marked: Spread,
}

/// What is to be said of texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Texts {
    pub(super) outline: Outline,
    /// The fewest and the most characters.
    pub(super) lengths: Option<(usize, usize)>,
    /// Whether one is of more digits than its number needs, such as 007.
    pub(super) leading_zeros: bool,
    /// The most digits behind a point or comma.
    pub(super) places: usize,
    pub(super) letters: Letters,
}

impl Facts {
    pub(super) fn new() -> Self {
        Self {
            values: 0,
            read: vec![Extent::default(); ALL.len()],
            alive: (0..ALL.len()).collect(),
            texts: Texts::default(),
            plain: Spread::default(),
        }
    }

    /// Takes in a value so many times.
    pub(super) fn add(&mut self, cell: Cell<'_>, count: u64, readers: &[Reader]) {
        self.values += count;
        let mut comma = false;
        if let Cell::Text(text) = cell {
            self.texts.add(text);
            comma = text.contains(',');
            if text.len() > LONGEST {
                self.alive.retain(|at| ALL[*at].kind == Kind::Plain);
            }
        }
        let mut number = None;
        self.alive.retain(|at| {
            let reading = readers.get(*at).map(|reader| reader.read(cell));
            let Some(Reading::Value(value)) =
                reading.filter(|_| is_written_well(ALL[*at].kind, cell))
            else {
                return false;
            };
            self.read[*at].add(value, count, comma);
            if let (Value::Number(x), false) = (value, comma) {
                number = Some(x.nearest());
            }
            true
        });
        if let Some(x) = number {
            self.plain.add(x, count);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.values += other.values;
        self.alive.retain(|at| other.alive.contains(at));
        for at in &self.alive {
            self.read[*at].merge(&other.read[*at]);
        }
        self.texts.merge(&other.texts);
        self.plain.merge(&other.plain);
    }

    /// What came of one of the ways to read the values; none where it does not
    /// read them all.
    pub(super) fn extent(&self, candidate: usize) -> Option<&Extent> {
        self.alive
            .contains(&candidate)
            .then(|| &self.read[candidate])
    }

    /// Whether numbers with commas were among those of an extent.
    pub(super) fn has_marks(extent: &Extent) -> bool {
        extent.marked != Spread::default()
    }

    /// How the numbers are spread, in one of the ways to read them.
    pub(super) fn spread(&self, extent: &Extent) -> Spread {
        let mut spread = self.plain.clone();
        spread.merge(&extent.marked);
        spread
    }
}

impl Extent {
    fn add(&mut self, value: Value<'_>, count: u64, comma: bool) {
        if let (Value::Number(x), true) = (value, comma) {
            self.marked.add(x.nearest(), count);
        }
        self.widen(value);
    }

    fn widen(&mut self, value: Value<'_>) {
        use std::cmp::Ordering::{Greater, Less};
        // The order of texts tells nothing.
        if matches!(value, Value::Text(_)) {
            return;
        }
        let Some((low, high)) = &mut self.ends else {
            self.ends = Some((Owned::of(value), Owned::of(value)));
            return;
        };
        if order(&value, &low.value()) == Some(Less) {
            *low = Owned::of(value);
        }
        if order(&value, &high.value()) == Some(Greater) {
            *high = Owned::of(value);
        }
    }

    fn merge(&mut self, other: &Self) {
        if let Some((low, high)) = &other.ends {
            self.widen(low.value());
            self.widen(high.value());
        }
        self.marked.merge(&other.marked);
    }
}

/// Whether a number is written as it would be read: readers take out commas
/// wherever they are, and a decimal is one only as a text.
fn is_written_well(kind: Kind, cell: Cell<'_>) -> bool {
    let Cell::Text(text) = cell else {
        return kind != Kind::Decimal;
    };
    let Kind::Marked(marked) = kind else {
        return true;
    };
    match marked {
        Marked::Groups => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
            !fraction.contains(',') && (!whole.contains(',') || is_grouped(whole, ','))
        }
        Marked::Fraction => match text.split_once(',') {
            None => !text.contains('.'),
            Some((whole, _)) => !whole.contains('.') || is_grouped(whole, '.'),
        },
    }
}

/// Whether a whole number is in groups of three digits, but for the first.
fn is_grouped(whole: &str, mark: char) -> bool {
    let digits = whole.trim_start_matches(['-', '+']);
    let mut groups = digits.split(mark);
    let first = groups.next().unwrap_or_default();
    let all_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&first.len())
        && all_digits(first)
        && groups.all(|group| group.len() == 3 && all_digits(group))
}

impl Texts {
    fn add(&mut self, text: &str) {
        self.outline.add(text);
        let length = text.chars().count();
        self.lengths = Some(self.lengths.map_or((length, length), |(least, most)| {
            (least.min(length), most.max(length))
        }));
        let digits = text.trim_start_matches(['-', '+']).as_bytes();
        self.leading_zeros |= matches!(digits, [b'0', b'0'..=b'9', ..]);
        if text.len() <= LONGEST {
            let point = text.rfind(['.', ',']);
            let places = point.map_or(0, |at| text.len() - at - 1);
            self.places = self.places.max(places);
        }
        self.letters.add(text);
    }

    fn merge(&mut self, other: &Self) {
        self.outline.merge(&other.outline);
        self.lengths = match (self.lengths, other.lengths) {
            (Some(one), Some(two)) => Some((one.0.min(two.0), one.1.max(two.1))),
            (one, two) => one.or(two),
        };
        self.leading_zeros |= other.leading_zeros;
        self.places = self.places.max(other.places);
        self.letters.merge(other.letters);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_have_three_digits() {
        for (text, is) in [
            ("1,234", true),
            ("-12,345,678", true),
            ("12", true),
            ("1,23", false),
            ("1234,567", false),
            ("", false),
            ("1,,234", false),
        ] {
            assert_eq!(is_grouped(text, ','), is, "{text}");
        }
        let well = |marked, text| is_written_well(Kind::Marked(marked), Cell::Text(text));
        assert!(well(Marked::Groups, "1,234.5") && well(Marked::Groups, "1234.5"));
        assert!(!well(Marked::Groups, "1.2,345") && !well(Marked::Groups, "1,5"));
        assert!(well(Marked::Fraction, "1.234,5") && well(Marked::Fraction, "1234,5"));
        assert!(!well(Marked::Fraction, "1.5") && !well(Marked::Fraction, "1.5,5"));
    }
}
