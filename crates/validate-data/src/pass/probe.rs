//! The second pass: the rows of which it was known only in the end what to
//! look for.

use std::collections::HashMap;

use distinct::KeySet;
use stats::Moments;
use table::{Block, Table};
use verdict::Fault;

use super::keys::{self, Nulls};
use super::tally::{Spot, Tally};
use super::{Means, Pass};
use crate::figure::Limits;
use crate::seen::Seen;
use crate::value::{Reading, Value};
use crate::words::grouped;

/// What to look for, for one job.
pub(super) struct Probe<'p> {
    pub(super) job: usize,
    pub(super) columns: Vec<usize>,
    pub(super) test: Test<'p>,
    pub(super) tally: Tally,
}

/// Which rows are looked for. They are shown in the file's order.
pub(crate) enum Test<'p> {
    /// Those with a key that came before.
    Repeats {
        repeated: Repeated,
        nulls: Nulls,
        /// The row in which each key came first.
        first: HashMap<u128, u64, foldhash::fast::RandomState>,
    },
    /// Those with a value far from the mean.
    Far {
        moments: Moments,
        limits: &'p Limits,
    },
    /// Those that determine something else than the first like them.
    Depends {
        determine: Vec<usize>,
        first: HashMap<u128, (u128, u64), foldhash::fast::RandomState>,
    },
}

/// Keys that come more than once.
#[derive(Clone)]
pub(crate) enum Repeated {
    Keys(KeySet<u128>),
    WholeKeys(KeySet<u64>),
}

impl Repeated {
    fn contains(&self, seen: &[Seen<'_>], columns: &[usize], at: usize, key: u128) -> bool {
        match self {
            Self::Keys(keys) => keys.contains(key),
            Self::WholeKeys(keys) => match seen[columns[0]].reading(at) {
                Reading::Value(Value::Number(x)) => x
                    .whole()
                    .and_then(|x| i64::try_from(x).ok())
                    .is_some_and(|x| keys.contains(x.cast_unsigned())),
                Reading::Value(Value::Day(x)) => {
                    let days = crate::value::moment::days_of(x);
                    keys.contains(i64::from(days).cast_unsigned())
                }
                _ => false,
            },
        }
    }
}

/// Reads the table once more, for all probes.
pub(super) fn run<'p>(
    pass: &Pass<'_>,
    table: &Table,
    means: &Means<'_>,
    probes: Vec<Probe<'p>>,
) -> Result<Vec<Probe<'p>>, Fault> {
    if probes.is_empty() {
        return Ok(probes);
    }
    let wanted = table::Wanted {
        ordered: true,
        threads: 1,
        digest: false,
        ..pass.wanted(table, means)
    };
    let probes = std::sync::Mutex::new(Some(probes));
    let take = || {
        let mut probes = probes
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        probes.take().unwrap_or_default()
    };
    let (_, states) = table.scan_blocks(&wanted, &take, &|probes, block| {
        let seen = pass.see(block, None);
        let sight = pass.sight(block, &seen);
        for probe in probes {
            let condition = pass.jobs[probe.job].condition;
            let mask = condition.map(|condition| &*sight.masks[condition]);
            probe.look(pass, block, &seen, mask, means.samples);
        }
        Ok(())
    })?;
    Ok(states.into_iter().flatten().collect())
}

impl Probe<'_> {
    fn look(
        &mut self,
        pass: &Pass<'_>,
        block: &Block,
        seen: &[Seen<'_>],
        mask: Option<&[bool]>,
        most: usize,
    ) {
        let mut broken = vec![false; block.rows()];
        let mut notes = HashMap::new();
        let missing = most.saturating_sub(self.tally.samples.len());
        for (at, broken) in broken.iter_mut().enumerate() {
            if mask.is_some_and(|mask| !mask[at]) {
                continue;
            }
            if let Some(note) = self.test.finds(&self.columns, seen, at, block.number(at)) {
                *broken = true;
                if notes.len() < missing {
                    notes.insert(at, note);
                }
            }
        }
        let spot = Spot {
            pass,
            block,
            seen,
            columns: &self.columns,
        };
        self.tally
            .add(&broken, most, &spot, &|at| notes.get(&at).cloned());
    }
}

impl<'p> Test<'p> {
    /// The same test, of no rows yet.
    pub(super) fn fresh(&self) -> Test<'p> {
        match self {
            Self::Repeats {
                repeated, nulls, ..
            } => Self::Repeats {
                repeated: repeated.clone(),
                nulls: *nulls,
                first: HashMap::default(),
            },
            Self::Far { moments, limits } => Self::Far {
                moments: moments.clone(),
                limits,
            },
            Self::Depends { determine, .. } => Self::Depends {
                determine: determine.clone(),
                first: HashMap::default(),
            },
        }
    }

    /// What there is to say of a row that is looked for.
    pub(super) fn finds(
        &mut self,
        columns: &[usize],
        seen: &[Seen<'_>],
        at: usize,
        number: u64,
    ) -> Option<String> {
        match self {
            Self::Repeats {
                repeated,
                nulls,
                first,
            } => {
                let key = keys::key(seen, columns, at, *nulls)?;
                if !repeated.contains(seen, columns, at, key) {
                    return None;
                }
                match first.entry(key) {
                    std::collections::hash_map::Entry::Vacant(entry) => {
                        entry.insert(number);
                        None
                    }
                    std::collections::hash_map::Entry::Occupied(entry) => {
                        Some(format!("the same as row {}", grouped(*entry.get())))
                    }
                }
            }
            Self::Far { moments, limits } => {
                let Reading::Value(Value::Number(x)) = seen[columns[0]].reading(at) else {
                    return None;
                };
                let score = z_score(moments, x.nearest())?;
                let number = crate::value::Number::new(score)?;
                (!limits.hold(&Value::Number(number)))
                    .then(|| format!("{score:.2} standard deviations from the mean"))
            }
            Self::Depends { determine, first } => {
                let key = keys::key(seen, columns, at, Nulls::Passed)?;
                let other = keys::key(seen, determine, at, Nulls::Alike)?;
                let (known, row) = *first.entry(key).or_insert((other, number));
                (known != other).then(|| format!("unlike row {}", grouped(row)))
            }
        }
    }
}

/// How far a number lies from the mean, in standard deviations. None: there
/// is no deviation.
pub(super) fn z_score(moments: &Moments, x: f64) -> Option<f64> {
    let deviation = moments.standard_deviation()?;
    (deviation > 0.0).then(|| (x - moments.mean().unwrap_or_default()) / deviation)
}
