//! How the values of a column are best read.

use super::bounds::year;
use super::candidates::{ALL, Candidate, Kind, Special};
use super::facts::{Extent, Facts};
use super::name::Name;
use super::sketch::Finished;

/// How the values of a column are best read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reads {
    /// There are none.
    Nothing,
    /// In this way.
    As(Candidate, usize),
    /// As dates or times whose day and month nobody can tell apart: two ways,
    /// and that of texts.
    Unclear([Candidate; 2], usize),
    /// In none: they are of different kinds, or of one that isn't looked into.
    Anyhow,
}

impl Reads {
    /// The keys of the contract that say so.
    pub(super) fn keys(&self) -> &'static str {
        match self {
            Self::As(candidate, _) => candidate.keys,
            Self::Unclear(..) => "type = \"string\"",
            Self::Nothing | Self::Anyhow => "",
        }
    }

    pub(super) fn kind(&self) -> Option<Kind> {
        match self {
            Self::As(candidate, _) => Some(candidate.kind),
            Self::Unclear(..) => Some(Kind::Plain),
            Self::Nothing | Self::Anyhow => None,
        }
    }

    /// What came of reading the values so.
    pub(super) fn extent<'f>(&self, facts: &'f Facts) -> Option<&'f Extent> {
        match self {
            Self::As(_, at) | Self::Unclear(_, at) => facts.extent(*at),
            Self::Nothing | Self::Anyhow => None,
        }
    }

    /// Whether values are texts to the rules.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.kind(), Some(Kind::Plain | Kind::Text(_)))
    }
}

/// Fewest values of which a form of texts is believed.
const ENOUGH: u64 = 20;

/// Fewest digits of a code.
const CODE: usize = 3;

/// Chooses the way to read a column: the first that fits and makes sense.
pub(super) fn choose(name: &Name, column: &Finished) -> Reads {
    if column.facts.values == 0 {
        return Reads::Nothing;
    }
    let fits = Fits { name, column };
    let mut possible = ALL
        .iter()
        .enumerate()
        .filter(|(at, candidate)| fits.makes_sense(*at, **candidate));
    let Some((at, first)) = possible.next() else {
        return Reads::Anyhow;
    };
    // The plain way to write a date is never meant otherwise.
    let told = first.keys.contains("format");
    let another = possible.find(|(_, other)| told && other.kind == first.kind);
    match (first.kind, another) {
        (Kind::Date | Kind::Datetime, Some((_, other))) => {
            let plain = ALL
                .iter()
                .position(|candidate| candidate.kind == Kind::Plain);
            Reads::Unclear([*first, *other], plain.unwrap_or(at))
        }
        _ => Reads::As(*first, at),
    }
}

struct Fits<'a> {
    name: &'a Name,
    column: &'a Finished,
}

impl Fits<'_> {
    /// Whether a column can be read so, and a person would.
    fn makes_sense(&self, at: usize, candidate: Candidate) -> bool {
        let (name, facts) = (self.name, &self.column.facts);
        let Some(extent) = facts.extent(at) else {
            return false;
        };
        let texts = &facts.texts;
        let long = texts.lengths.is_some_and(|(least, _)| least >= CODE);
        let code = texts.leading_zeros || (name.is_code() && long);
        match candidate.kind {
            Kind::Integer | Kind::Number => !code && !self.is_moment_by_name(),
            Kind::Marked(_) => !code && Facts::has_marks(extent),
            Kind::Decimal => {
                let places = facts.texts.places;
                !code && name.is_money() && (1..=2).contains(&places) && facts.values >= 100
            }
            Kind::Boolean => self.is_boolean(extent),
            Kind::Date if candidate.keys.contains("%Y%m%d") => {
                name.is_day() && years(extent, 1900, 2100)
            }
            Kind::Since1970 => name.is_time() && years(extent, 2000, 2100),
            Kind::Date | Kind::Datetime | Kind::Time | Kind::Plain => true,
            Kind::Text(form) => facts.values >= ENOUGH && self.is_form(form),
        }
    }

    /// Whether whole numbers are dates or points in time, by the column's name.
    fn is_moment_by_name(&self) -> bool {
        let mut moments = ALL.iter().enumerate().filter(|(_, candidate)| {
            candidate.kind == Kind::Since1970 || candidate.keys.contains("%Y%m%d")
        });
        moments.any(|(at, candidate)| self.makes_sense(at, *candidate))
    }

    /// Letters and words that mean other things too have to come in pairs.
    fn is_boolean(&self, extent: &Extent) -> bool {
        let both = extent.ends.as_ref().is_some_and(|(low, high)| low != high);
        let Some(few) = &self.column.few else {
            // Values that carry their own type.
            return self.column.facts.texts.lengths.is_none();
        };
        let is_plain = |text: &str| {
            ["true", "false"]
                .iter()
                .any(|word| text.eq_ignore_ascii_case(word))
        };
        both || few.texts.keys().any(|text| is_plain(text))
    }

    fn is_form(&self, form: Special) -> bool {
        let few = self.column.few.as_ref();
        let different = few.map_or(usize::MAX, super::sketch::Few::count);
        match form {
            Special::Country => {
                self.name.is_country() || (different >= 8 && !self.name.is_other_place())
            }
            Special::Currency => self.name.is_currency() || different >= 5,
            // A number or `true` is JSON too, and read as such before.
            Special::Json => self.column.facts.texts.letters.has_others(),
            Special::Uuid | Special::Email | Special::Ip | Special::Uri => true,
        }
    }
}

/// Whether all dates or times lie within these years.
fn years(extent: &Extent, first: i16, last: i16) -> bool {
    let within = |value| year(value).is_some_and(|year| (first..=last).contains(&year));
    extent
        .ends
        .as_ref()
        .is_some_and(|(low, high)| within(low) && within(high))
}
