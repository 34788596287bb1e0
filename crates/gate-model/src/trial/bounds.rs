//! Metrics that nothing moves: at the end of their range, or of two models that
//! say the same.

use scores::Draws;

use crate::examples::Examples;
use crate::inference::{Known, Unknown};
use crate::statistic::{Combine, Figure, Statistic, Term};

/// The fewest examples of which it tells something that both models say the same.
const LEAST: u64 = 30;

impl Examples<'_> {
    /// What is known of a metric that is as good, or as bad, as it can be, and
    /// so is the same on all resamples: were it worse by some share of the
    /// examples, so many would show it.
    pub(super) fn at_the_end(self, statistic: &Statistic<'_>, value: f64) -> Option<Known> {
        let ([Term::Candidate(figure)], Combine::Only) = (&statistic.terms[..], statistic.combine)
        else {
            return None;
        };
        let bounded = figure.metric.range() == (Some(0.0), Some(1.0));
        let of = self.telling(figure);
        let hits = if value <= 0.0 { 0 } else { of };
        let at_the_end = value <= 0.0 || value >= 1.0;
        (bounded && at_the_end && of > 0).then_some(Known::Share { hits, of })
    }

    /// What is known of a metric that did not change, for no prediction did. How
    /// far it may be off is known of those within bounds.
    pub(super) fn unchanged(self, figure: &Figure, relative: bool) -> Result<Known, Unknown> {
        let of = self.telling(figure);
        if let (Some(_), Some(_)) = figure.metric.range() {
            let same = Known::Same { of };
            let base = self.base_of(figure);
            return match (relative, base) {
                (false, _) => Ok(same),
                (true, Some(base)) if base != 0.0 => Ok(same.scaled(1.0 / base.abs(), 0.0)),
                (true, _) => Err("it has no value".to_owned()),
            };
        }
        match of < LEAST {
            true => Err(format!(
                "both models say the same of all {of} examples, and below {LEAST} that tells nothing"
            )),
            false => Ok(Known::Point(0.0)),
        }
    }

    /// The baseline's metric.
    fn base_of(self, figure: &Figure) -> Option<f64> {
        let baseline = self.baseline(figure.by.as_deref())?;
        figure
            .metric
            .prepare(&baseline)
            .ok()?
            .value(Draws::Once)
            .ok()
    }

    /// How many examples tell something of a metric: clusters and queries count
    /// once, and of two classes the rarer one counts.
    fn telling(self, figure: &Figure) -> u64 {
        let units = self.units();
        let of = self.candidate(figure.by.as_deref());
        let rarer = of.labels.zip(of.positive).map(|(labels, positive)| {
            let positives = labels.iter().filter(|label| **label == positive).count();
            positives.min(labels.len() - positives) as u64
        });
        let rarer = rarer.filter(|_| of.queries.is_none());
        let group = figure
            .by
            .as_deref()
            .and_then(|column| self.smallest_group(column));
        let least = rarer.map_or(units, |rarer| rarer.min(units));
        group.map_or(least, |(_, size)| least.min(size))
    }
}
