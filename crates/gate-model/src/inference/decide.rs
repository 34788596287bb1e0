//! What an estimate says of a limit.

use stats::samples;
use stats::{Confidence, Interval, multiplicity};

use super::{Known, Unknown};

/// Part of the larger number by which two may differ and still count as
/// equal: 0.9 - 0.89 is not 0.01 in binary.
const ROUNDING: f64 = 1e-12;

/// On which side of its limit a number has to be. Equality holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Not below.
    AtLeast,
    /// Not above.
    AtMost,
}

/// An estimate that is held against a limit.
#[derive(Clone, Debug)]
pub(crate) struct Test {
    /// The estimate.
    pub(crate) known: Known,
    /// On which side it has to be.
    pub(crate) side: Side,
    /// Of what.
    pub(crate) limit: f64,
    /// Whether the limit itself is on the wrong side.
    pub(crate) strict: bool,
    /// The size of the numbers that the estimate is the difference of; 0 of a
    /// number by itself.
    pub(crate) scale: f64,
    /// How sure a decision has to be; none: the numbers are compared.
    pub(crate) confidence: Option<Confidence>,
}

/// What a test came to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Call {
    /// The number is on the right side.
    Holds,
    /// It is on the wrong side; with the p-value of that, where there is one.
    Broken(Option<f64>),
    /// Nobody knows: with the examples that it would take besides, should the
    /// estimate stay as it is.
    Open(Option<u64>),
    /// There is nothing to decide by.
    Undecidable(Unknown),
}

impl Test {
    /// Whether chance is a part of the decision.
    pub(crate) fn is_by_points(&self) -> bool {
        self.confidence.is_none() || matches!(self.known, Known::Point(_))
    }

    /// What it comes to, as if it were the only one.
    pub(crate) fn call(&self) -> Call {
        let Some(confidence) = self.confidence.filter(|_| !self.is_by_points()) else {
            return match self.is_met() {
                true => Call::Holds,
                false => Call::Broken(None),
            };
        };
        let alpha = confidence.tail();
        match self.p_values() {
            Err(why) => Call::Undecidable(why),
            Ok((against_pass, _)) if against_pass <= alpha => Call::Holds,
            Ok((_, against_fail)) if against_fail <= alpha => Call::Broken(Some(against_fail)),
            Ok(_) => match self.known.interval(confidence) {
                Ok(interval) => Call::Open(self.more(interval)),
                Err(why) => Call::Undecidable(why),
            },
        }
    }

    /// How probable what was seen is were the truth beyond the limit, and were
    /// it not: small where the rule holds, and small where it is broken.
    pub(crate) fn p_values(&self) -> Result<(f64, f64), Unknown> {
        let (low, high) = (
            self.known.against_at_most(self.limit)?,
            self.known.against_at_least(self.limit)?,
        );
        Ok(match self.side {
            Side::AtLeast => (low, high),
            Side::AtMost => (high, low),
        })
    }

    /// Whether the estimate itself is on the right side.
    pub(crate) fn is_met(&self) -> bool {
        let estimate = self.known.estimate();
        let size = self.scale.max(estimate.abs()).max(self.limit.abs());
        let room = if self.strict { -ROUNDING } else { ROUNDING } * size;
        match self.side {
            Side::AtLeast if self.strict => estimate > self.limit - room,
            Side::AtLeast => estimate >= self.limit - room,
            Side::AtMost if self.strict => estimate < self.limit + room,
            Side::AtMost => estimate <= self.limit + room,
        }
    }

    /// Whether the estimate is the limit, as near as numbers tell.
    pub(crate) fn is_at_its_limit(&self) -> bool {
        let estimate = self.known.estimate();
        let size = self.scale.max(estimate.abs()).max(self.limit.abs());
        (estimate - self.limit).abs() <= ROUNDING * size
    }

    /// Where the truth lies: each end as sure as the decision.
    pub(crate) fn interval(&self) -> Option<Interval> {
        self.known.interval(self.confidence?).ok()
    }

    fn more(&self, interval: Interval) -> Option<u64> {
        let units = self.known.units()?;
        samples::more(units, self.known.estimate(), interval, self.limit)
    }
}

/// Which of several broken tests still count as broken once it is held against
/// them how many were looked at: with Holm's method for rules that each close
/// the gate, with Benjamini and Hochberg's for a rule's slices.
pub(crate) fn corrected(tests: &[&Test], slices: bool) -> Vec<Option<f64>> {
    let found: Vec<Option<f64>> = tests
        .iter()
        .map(|test| match test.is_by_points() {
            true => None,
            false => test.p_values().ok().map(|(_, broken)| broken),
        })
        .collect();
    let p: Vec<f64> = found.iter().filter_map(|p| *p).collect();
    let adjusted = match slices {
        true => multiplicity::benjamini_hochberg(&p),
        false => multiplicity::holm(&p),
    };
    let mut adjusted = adjusted.unwrap_or_default().into_iter();
    found
        .iter()
        .map(|p| p.and_then(|_| adjusted.next()))
        .collect()
}
