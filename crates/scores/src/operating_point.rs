//! The best of one rate where another one is enough.

use crate::gauge::{Gauge, Totals};

/// The highest recall among thresholds whose precision is enough; 0 where none
/// is, as scikit-learn's curve ends in (precision 1, recall 0).
pub(crate) struct RecallAtPrecision {
    positives: f64,
    precision: f64,
    hits: f64,
}

impl RecallAtPrecision {
    pub(crate) const fn new(totals: Totals, precision: f64) -> Self {
        Self {
            positives: totals.positives,
            precision,
            hits: 0.0,
        }
    }
}

impl Gauge for RecallAtPrecision {
    fn see(&mut self, hits: &[f64], misses: &[f64]) {
        let mut best = self.hits;
        for (hits, misses) in hits.iter().zip(misses).skip(1) {
            let enough = precision(*hits, *misses) >= self.precision;
            best = if enough { best.max(*hits) } else { best };
        }
        self.hits = best;
    }

    fn value(&self) -> f64 {
        self.hits / self.positives
    }
}

/// The highest precision among thresholds whose recall is enough.
pub(crate) struct PrecisionAtRecall {
    positives: f64,
    recall: f64,
    best: f64,
}

impl PrecisionAtRecall {
    pub(crate) const fn new(totals: Totals, recall: f64) -> Self {
        Self {
            positives: totals.positives,
            recall,
            best: if recall <= 0.0 { 1.0 } else { 0.0 },
        }
    }
}

impl Gauge for PrecisionAtRecall {
    fn see(&mut self, hits: &[f64], misses: &[f64]) {
        let mut best = self.best;
        for (hits, misses) in hits.iter().zip(misses).skip(1) {
            let enough = hits / self.positives >= self.recall;
            best = if enough {
                best.max(precision(*hits, *misses))
            } else {
                best
            };
        }
        self.best = best;
    }

    fn value(&self) -> f64 {
        self.best
    }
}

/// 0 where nothing was seen yet.
const fn precision(hits: f64, misses: f64) -> f64 {
    hits / (hits + misses).max(f64::MIN_POSITIVE)
}
