//! The rows with the highest scores.

use crate::gauge::{Gauge, Totals};

/// How many of the rows with the highest scores are taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cut {
    /// So many (with sample weights: so much weight); all where there are fewer.
    Rows(u32),
    /// A share of them, above 0 and up to 1.
    Share(f64),
}

/// What is said of the rows that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TopFigure {
    Precision,
    Recall,
    Lift,
}

/// Hits among the rows with the highest scores.
///
/// Rows of the same score are taken together or not at all, but for those
/// across the cut: of them, the share that fits, with their mean hits. That is
/// the mean over all orders of equal scores.
pub(crate) struct Top {
    totals: Totals,
    figure: TopFigure,
    taken: f64,
    hits: Option<f64>,
}

impl Top {
    pub(crate) fn new(totals: Totals, figure: TopFigure, cut: Cut) -> Self {
        let taken = match cut {
            Cut::Rows(rows) => f64::from(rows).min(totals.all),
            Cut::Share(share) => share * totals.all,
        };
        Self {
            totals,
            figure,
            taken,
            hits: None,
        }
    }
}

impl Gauge for Top {
    fn see(&mut self, hits: &[f64], misses: &[f64]) {
        let (Some(last_hits), Some(last_misses)) = (hits.last(), misses.last()) else {
            return;
        };
        if self.hits.is_some() || last_hits + last_misses < self.taken {
            return;
        }
        let reached = |(hits, misses): (&f64, &f64)| hits + misses >= self.taken;
        let Some(at) = hits.iter().zip(misses).position(reached) else {
            return;
        };
        let before = at.saturating_sub(1);
        let all = hits[at] + misses[at] - hits[before] - misses[before];
        let missing = hits[at] + misses[at] - self.taken;
        let share = if all > 0.0 { missing / all } else { 0.0 };
        self.hits = Some(hits[at] - share * (hits[at] - hits[before]));
    }

    fn value(&self) -> f64 {
        // Rounding may leave the last row short of the whole.
        let hits = self.hits.unwrap_or(self.totals.positives);
        match self.figure {
            TopFigure::Precision => hits / self.taken,
            TopFigure::Recall => hits / self.totals.positives,
            TopFigure::Lift => (hits / self.taken) / (self.totals.positives / self.totals.all),
        }
    }
}
