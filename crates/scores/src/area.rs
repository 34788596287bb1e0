//! Areas under curves: ROC AUC and average precision.

use crate::draws::CHUNK;
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
        let mut slabs = [0.0; CHUNK];
        let ends = hits.iter().skip(1).zip(misses.iter().skip(1));
        let starts = hits.iter().zip(misses);
        let mut seen = 0;
        for ((slab, start), end) in slabs.iter_mut().zip(starts).zip(ends) {
            *slab = (end.1 - start.1) * (end.0 + start.0);
            seen += 1;
        }
        self.area += lanes::sum(&slabs[..seen]);
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
        let mut slabs = [0.0; CHUNK];
        let ends = hits.iter().skip(1).zip(misses.iter().skip(1));
        let mut seen = 0;
        for ((slab, start), end) in slabs.iter_mut().zip(hits).zip(ends) {
            // Where nothing was seen yet there is no gain: 0 / tiny.
            *slab = (end.0 - start) * end.0 / (end.0 + end.1).max(f64::MIN_POSITIVE);
            seen += 1;
        }
        self.area += lanes::sum(&slabs[..seen]);
    }

    fn value(&self) -> f64 {
        self.area / self.positives
    }
}
