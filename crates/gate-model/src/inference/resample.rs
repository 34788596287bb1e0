//! Statistics without a formula, computed anew on resamples of the examples.

use std::thread;

use stats::bootstrap::{Bootstrap, Replicates, Units, acceleration};

use super::known::words;
use super::{Known, Unknown};

/// The fewest examples, or clusters of them, that are drawn from.
pub(super) const FEWEST: u32 = 30;

/// Groups that are left out in turn, to find the acceleration.
const GROUPS: u32 = 200;

/// The largest share of resamples that may have no value, for lack of a class.
const WITHOUT: f64 = 0.01;

/// Examples that are drawn from.
pub(crate) struct Resampling {
    units: Units,
    bootstrap: Bootstrap,
}

/// How often each example was drawn.
pub(crate) type Drawn<'a> = &'a [u8];

impl Resampling {
    /// Draws from so many examples, or from their clusters as a whole. The
    /// same seed draws the same.
    pub(crate) fn new(
        rows: usize,
        clusters: Option<&[u32]>,
        resamples: u32,
        seed: [u8; 32],
    ) -> Result<Self, Unknown> {
        let many = || "there are too many examples to draw from".to_owned();
        let units = match clusters {
            None => Units::rows(u32::try_from(rows).map_err(|_| many())?),
            Some(clusters) => Units::clusters(clusters.to_vec()).ok_or_else(many)?,
        };
        if units.count() < FEWEST {
            let what = if clusters.is_some() {
                "clusters"
            } else {
                "examples"
            };
            return Err(format!(
                "there are {} {what}, and drawing them anew tells nothing below {FEWEST}",
                units.count()
            ));
        }
        Ok(Self {
            units,
            bootstrap: Bootstrap {
                seed,
                resamples: resamples as usize,
                threads: thread::available_parallelism().map_or(1, usize::from),
            },
        })
    }

    /// What is known of some statistics, whose values on all examples are the
    /// `estimates`. `evaluate` takes how often each was drawn and writes a
    /// figure a statistic, NaN where it has none.
    pub(crate) fn known<E>(&self, estimates: &[f64], evaluate: E) -> Vec<Result<Known, Unknown>>
    where
        E: FnMut(Drawn<'_>, &mut [f64]) + Clone + Send,
    {
        let count = estimates.len();
        let left = self
            .bootstrap
            .jackknife(&self.units, GROUPS, count, evaluate.clone());
        let drawn = self.bootstrap.replicates(&self.units, count, evaluate);
        let both = left.into_iter().zip(drawn);
        let each = estimates.iter().zip(both);
        each.map(|(value, (left, drawn))| self.one(*value, &left, drawn))
            .collect()
    }

    fn one(&self, value: f64, left: &[f64], mut drawn: Vec<f64>) -> Result<Known, Unknown> {
        let all = drawn.len() as f64;
        drawn.retain(|figure| figure.is_finite());
        let without = all - drawn.len() as f64;
        if without > WITHOUT * all {
            return Err(format!(
                "{without} of {all} resamples have no value: too few examples of a class"
            ));
        }
        Ok(Known::Resampled {
            acceleration: acceleration(left).map_err(words)?,
            replicates: Replicates::new(value, drawn).map_err(words)?,
            value,
            of: u64::from(self.units.count()),
        })
    }
}
