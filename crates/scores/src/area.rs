//! Areas under curves: ROC AUC and average precision.

use crate::gauge::{Gauge, Totals};
use crate::lanes;

/// Area under the ROC curve, by trapezoids.
pub(crate) struct RocArea {
    totals: Totals,
    /// Twice the area, in weights.
    area: f64,
}

impl RocArea {
    pub(crate) const fn new(totals: Totals) -> Self {
        Self { totals, area: 0.0 }
    }
}

impl Gauge for RocArea {
    fn see(&mut self, hits: &[f64], misses: &[f64]) {
        let slab = |[above, hits, from, to]: [f64; 4]| (to - from) * (hits + above);
        self.area += lanes::steps(hits, misses, slab);
    }

    fn value(&self) -> f64 {
        self.area / 2.0 / self.totals.positives / self.totals.negatives
    }
}

/// Average precision: the precision at each score, weighted by the gain in recall.
pub(crate) struct AveragePrecision {
    positives: f64,
    area: f64,
}

impl AveragePrecision {
    pub(crate) const fn new(totals: Totals) -> Self {
        Self {
            positives: totals.positives,
            area: 0.0,
        }
    }
}

impl Gauge for AveragePrecision {
    fn see(&mut self, hits: &[f64], misses: &[f64]) {
        // Where nothing was seen yet there is no gain: 0 / tiny.
        let slab = |[before, hits, _, misses]: [f64; 4]| {
            let all = hits + misses;
            let all = if all > f64::MIN_POSITIVE {
                all
            } else {
                f64::MIN_POSITIVE
            };
            (hits - before) * hits / all
        };
        self.area += lanes::steps(hits, misses, slab);
    }

    fn value(&self) -> f64 {
        self.area / self.positives
    }
}
