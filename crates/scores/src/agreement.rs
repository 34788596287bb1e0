//! Figures of the whole confusion matrix.

use crate::confusion::Confusion;
use crate::undefined::Undefined;

/// Share of rows that were predicted as they are.
pub(crate) fn accuracy(confusion: &Confusion) -> f64 {
    let hits = confusion.classes().iter().map(|class| class.hits);
    hits.sum::<f64>() / confusion.total()
}

/// Mean recall of the classes that have rows.
pub(crate) fn balanced_accuracy(confusion: &Confusion) -> f64 {
    let present = confusion
        .classes()
        .iter()
        .filter(|class| class.labelled > 0.0);
    let recalls: Vec<f64> = present.map(|class| class.hits / class.labelled).collect();
    recalls.iter().sum::<f64>() / recalls.len() as f64
}

/// Matthews' correlation of true and predicted classes; 0 where all rows are
/// of one class or predicted as one, as scikit-learn has it.
pub(crate) fn matthews(confusion: &Confusion) -> f64 {
    let Margins {
        hits,
        total,
        chance,
        labelled,
        predicted,
    } = Margins::of(confusion);
    let spread = (total * total - predicted) * (total * total - labelled);
    match spread > 0.0 {
        true => (hits * total - chance) / spread.sqrt(),
        false => 0.0,
    }
}

/// Cohen's kappa: agreement beyond chance.
pub(crate) fn kappa(confusion: &Confusion) -> Result<f64, Undefined> {
    let margins = Margins::of(confusion);
    let apart = confusion
        .pairs()
        .iter()
        .filter(|pair| pair.label != pair.predicted);
    let apart: f64 = apart.map(|pair| pair.weight).sum();
    let expected = margins.total - margins.chance / margins.total;
    let one = confusion.classes().len() < 2 || expected <= 0.0;
    match one {
        true => Err(Undefined::OneClass),
        false => Ok(1.0 - apart / expected),
    }
}

/// Sums over the classes.
struct Margins {
    hits: f64,
    total: f64,
    /// Of rows of a class times rows predicted as such.
    chance: f64,
    /// Of squares of the rows of a class.
    labelled: f64,
    /// Of squares of the rows predicted as a class.
    predicted: f64,
}

impl Margins {
    fn of(confusion: &Confusion) -> Self {
        let mut margins = Self {
            hits: 0.0,
            total: confusion.total(),
            chance: 0.0,
            labelled: 0.0,
            predicted: 0.0,
        };
        for class in confusion.classes() {
            margins.hits += class.hits;
            margins.chance += class.labelled * class.predicted;
            margins.labelled += class.labelled * class.labelled;
            margins.predicted += class.predicted * class.predicted;
        }
        margins
    }
}
