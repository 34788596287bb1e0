//! The best of one rate where another one is enough.

use crate::gauge::{Gauge, Totals};
use crate::lanes;

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
        let best = lanes::largest(hits, misses, |hits, misses| {
            let enough = precision(hits, misses) >= self.precision;
            if enough { hits } else { 0.0 }
        });
        self.hits = self.hits.max(best);
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
        let best = lanes::largest(hits, misses, |hits, misses| {
            let enough = hits / self.positives >= self.recall;
            if enough { precision(hits, misses) } else { 0.0 }
        });
        self.best = self.best.max(best);
    }

    fn value(&self) -> f64 {
        self.best
    }
}

/// 0 where nothing was seen yet.
fn precision(hits: f64, misses: f64) -> f64 {
    let all = hits + misses;
    hits / if all > f64::MIN_POSITIVE {
        all
    } else {
        f64::MIN_POSITIVE
    }
}
