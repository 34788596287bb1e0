//! The metrics that statistics are made of, prepared once for many resamples.

use scores::{Draws, Panel, Undefined};

use crate::examples::Examples;
use crate::statistic::{Figure, Statistic, Term};

/// A metric of one of the models.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Slot {
    /// Whose it is.
    pub(crate) of_baseline: bool,
    /// What it is.
    pub(crate) figure: Figure,
}

/// The metrics that some statistics are made of: those of the same model and
/// the same groups in one panel.
pub(crate) struct Panels {
    /// The metrics, in the order of their values.
    pub(crate) slots: Vec<Slot>,
    prepared: Vec<(Panel, Vec<usize>)>,
    /// Where the terms of each statistic are.
    places: Vec<Vec<Place>>,
}

/// Where a term is.
#[derive(Clone, Copy)]
enum Place {
    /// Among the metrics.
    Slot(usize),
    /// Nowhere: it is this number.
    Given(f64),
}

impl Panels {
    pub(crate) fn new<'s>(
        examples: &Examples<'_>,
        statistics: impl Iterator<Item = &'s Statistic<'s>>,
    ) -> Self {
        let mut slots: Vec<Slot> = Vec::new();
        let mut place = |term: &Term| {
            let (of_baseline, figure) = match term {
                Term::Given { value, .. } => return Place::Given(*value),
                Term::Candidate(figure) => (false, figure),
                Term::Baseline(figure) => (true, figure),
            };
            let known = |slot: &Slot| slot.of_baseline == of_baseline && slot.figure == *figure;
            let at = slots.iter().position(known).unwrap_or_else(|| {
                slots.push(Slot {
                    of_baseline,
                    figure: figure.clone(),
                });
                slots.len() - 1
            });
            Place::Slot(at)
        };
        let places = statistics.map(|statistic| statistic.terms.iter().map(&mut place).collect());
        let places: Vec<Vec<Place>> = places.collect();
        let mut prepared: Vec<(Panel, Vec<usize>)> = Vec::new();
        let mut done = vec![false; slots.len()];
        for first in 0..slots.len() {
            if done[first] {
                continue;
            }
            let Slot {
                of_baseline,
                figure,
            } = &slots[first];
            let alike =
                |slot: &Slot| slot.of_baseline == *of_baseline && slot.figure.by == figure.by;
            let places: Vec<usize> = (first..slots.len())
                .filter(|at| alike(&slots[*at]))
                .collect();
            let metrics: Vec<_> = places.iter().map(|at| slots[*at].figure.metric).collect();
            let by = figure.by.as_deref();
            let predictions = match of_baseline {
                false => Some(examples.candidate(by)),
                true => examples.baseline(by),
            };
            let panel = Panel::prepare(&metrics, &predictions.unwrap_or_default());
            for place in &places {
                done[*place] = true;
            }
            prepared.push((panel, places));
        }
        Self {
            slots,
            prepared,
            places,
        }
    }

    /// The metrics' values, for the rows as often as they were drawn.
    pub(crate) fn values(&self, draws: Draws<'_>) -> Vec<Result<f64, Undefined>> {
        let mut values = vec![Err(Undefined::Empty); self.slots.len()];
        for (panel, places) in &self.prepared {
            for (value, place) in panel.values(draws).into_iter().zip(places) {
                values[*place] = value;
            }
        }
        values
    }

    /// The values of a statistic's terms, of the how manieth one.
    pub(crate) fn terms(
        &self,
        statistic: usize,
        values: &[Result<f64, Undefined>],
    ) -> impl Iterator<Item = Result<f64, Undefined>> {
        self.places[statistic].iter().map(|place| match place {
            Place::Slot(at) => values[*at],
            Place::Given(value) => Ok(*value),
        })
    }
}
