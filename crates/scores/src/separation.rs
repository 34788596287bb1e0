//! How far the scores of both classes are apart.

use crate::gauge::{Gauge, Totals};
use crate::lanes;

/// Kolmogorov and Smirnov's statistic, one-sided: the largest lead of the true
/// positive rate over the false positive rate.
pub(crate) struct Separation {
    totals: Totals,
    lead: f64,
}

impl Separation {
    pub(crate) const fn new(totals: Totals) -> Self {
        Self { totals, lead: 0.0 }
    }
}

impl Gauge for Separation {
    fn see(&mut self, hits: &[f64], misses: &[f64]) {
        let (hit, miss) = (1.0 / self.totals.positives, 1.0 / self.totals.negatives);
        let lead = |hits: f64, misses: f64| hits * hit - misses * miss;
        self.lead = self.lead.max(lanes::largest(hits, misses, lead));
    }

    fn value(&self) -> f64 {
        self.lead.min(1.0)
    }
}
