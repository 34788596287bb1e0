//! The metrics that statistics are made of, prepared once for many resamples.

use scores::{Draws, Panel, Undefined};

use crate::statistic::{Figure, Statistic, Term};
use crate::trial::Examples;

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
    panels: Vec<(Panel, Vec<usize>)>,
}

impl Panels {
    pub(crate) fn new<'s>(
        examples: &Examples<'_>,
        statistics: impl Iterator<Item = &'s Statistic<'s>>,
    ) -> Self {
        let mut slots: Vec<Slot> = Vec::new();
        for slot in statistics
            .flat_map(|statistic| &statistic.terms)
            .filter_map(slot)
        {
            if !slots.contains(&slot) {
                slots.push(slot);
            }
        }
        let mut panels: Vec<(Panel, Vec<usize>)> = Vec::new();
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
            panels.push((panel, places));
        }
        Self { slots, panels }
    }

    /// The metrics' values, for the rows as often as they were drawn.
    pub(crate) fn values(&self, draws: Draws<'_>) -> Vec<Result<f64, Undefined>> {
        let mut values = vec![Err(Undefined::Empty); self.slots.len()];
        for (panel, places) in &self.panels {
            for (value, place) in panel.values(draws).into_iter().zip(places) {
                values[*place] = value;
            }
        }
        values
    }

    /// The value of a term.
    pub(crate) fn term(
        &self,
        term: &Term,
        values: &[Result<f64, Undefined>],
    ) -> Result<f64, Undefined> {
        match slot(term) {
            None => match term {
                Term::Given { value, .. } => Ok(*value),
                _ => Err(Undefined::Empty),
            },
            Some(slot) => {
                let place = self.slots.iter().position(|other| *other == slot);
                place.map_or(Err(Undefined::Empty), |place| values[place])
            }
        }
    }
}

fn slot(term: &Term) -> Option<Slot> {
    let (of_baseline, figure) = match term {
        Term::Candidate(figure) => (false, figure),
        Term::Baseline(figure) => (true, figure),
        Term::Given { .. } => return None,
    };
    Some(Slot {
        of_baseline,
        figure: figure.clone(),
    })
}
