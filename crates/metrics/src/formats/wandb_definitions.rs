//! What `define_metric(name, summary="max")` asks for: instead of its last
//! value a summary then holds `name.max`, and so on.

use std::collections::BTreeMap;

use crate::protobuf::{Field, fields};

/// One definition.
#[derive(Clone, Debug, Default)]
struct Definition {
    /// A name, or the beginning of many.
    name: String,
    many: bool,
    kinds: Vec<Kind>,
    lower_is_better: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Min,
    Max,
    Mean,
    Best,
    Last,
    None,
    First,
}

impl Kind {
    /// By its field in a `MetricSummary`.
    fn of(field: u64) -> Option<Self> {
        Some(match field {
            1 => Self::Min,
            2 => Self::Max,
            3 => Self::Mean,
            4 => Self::Best,
            5 => Self::Last,
            6 => Self::None,
            8 => Self::First,
            _ => return None,
        })
    }

    fn key(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Max => "max",
            Self::Mean => "mean",
            Self::Best => "best",
            Self::Last => "last",
            Self::First => "first",
            Self::None => "none",
        }
    }
}

/// What the values of one metric came to so far.
#[derive(Clone, Copy, Debug)]
struct Track {
    min: f64,
    max: f64,
    sum: f64,
    count: f64,
    first: f64,
}

/// The definitions of a run, and the values so far of what they name.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    all: Vec<Definition>,
    tracks: BTreeMap<String, Track>,
}

/// How many definitions are kept.
const MOST: usize = 10_000;

impl Definitions {
    /// Takes a `MetricRecord`.
    pub(crate) fn take(&mut self, record: &[u8]) -> Result<(), String> {
        let mut own = Definition::default();
        for field in fields(record) {
            match field? {
                (number @ (1 | 2), Field::Bytes(name)) => {
                    let name = String::from_utf8_lossy(name);
                    own.many = number == 2;
                    name.trim_end_matches('*').clone_into(&mut own.name);
                }
                (7, Field::Bytes(summary)) => {
                    for field in fields(summary) {
                        if let (number, Field::Varint(1)) = field? {
                            own.kinds.extend(Kind::of(number));
                        }
                    }
                }
                (8, Field::Varint(goal)) => own.lower_is_better = goal == 1,
                _ => {}
            }
        }
        if !own.kinds.is_empty() && self.all.len() < MOST {
            // A name with dots is written with backslashes before them.
            own.name = own.name.replace('\\', "");
            self.all.push(own);
        }
        Ok(())
    }

    /// What a summary holds of a metric after one more value; none if nothing
    /// else was asked for than the value itself.
    pub(crate) fn summary(&mut self, name: &str, value: f64) -> Option<Vec<(&'static str, f64)>> {
        let fits = |own: &&Definition| match own.many {
            true => name.starts_with(&own.name),
            false => name == own.name,
        };
        let own = self.all.iter().rev().find(fits)?;
        let track = self.tracks.entry(name.to_owned()).or_insert(Track {
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            sum: 0.0,
            count: 0.0,
            first: value,
        });
        track.min = track.min.min(value);
        track.max = track.max.max(value);
        track.sum += value;
        track.count += 1.0;
        let kept = own.kinds.iter().filter(|kind| **kind != Kind::None);
        let of = |kind: &Kind| match kind {
            Kind::Min => track.min,
            Kind::Mean => track.sum / track.count,
            Kind::Best if own.lower_is_better => track.min,
            Kind::Max | Kind::Best => track.max,
            Kind::First => track.first,
            Kind::Last | Kind::None => value,
        };
        Some(kept.map(|kind| (kind.key(), of(kind))).collect())
    }
}
