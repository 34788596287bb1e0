//! The confusion matrix.

use crate::cells::{self, Cells};
use crate::draws::{Draws, Rows};
use crate::predictions::Predictions;
use crate::undefined::Undefined;

/// Weights of rows by true and predicted class. Only pairs that are there.
#[derive(Clone, Debug, PartialEq)]
pub struct Confusion {
    pairs: Vec<Pair>,
    classes: Vec<Class>,
    total: f64,
}

/// A cell of the confusion matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// True class.
    pub label: u32,
    /// Predicted class.
    pub predicted: u32,
    /// Sum of the weights of its rows.
    pub weight: f64,
}

/// A class against all others, in weights of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Class {
    /// The class.
    pub class: u32,
    /// Rows of the class that were predicted as such.
    pub hits: f64,
    /// Rows of the class: its support.
    pub labelled: f64,
    /// Rows that were predicted as of the class.
    pub predicted: f64,
}

impl Confusion {
    /// The confusion matrix of some rows.
    pub fn of(predictions: &Predictions<'_>, draws: Draws<'_>) -> Result<Self, Undefined> {
        let weights = predictions.weights()?;
        let rows = Rows::new(draws, weights, predictions.rows())?;
        let cells = Cells::new(predictions, false)?;
        Ok(cells::confusion(&cells.tally(&rows)))
    }

    /// Cells may repeat.
    pub(crate) fn new(mut cells: Vec<Pair>) -> Self {
        cells.sort_by_key(|pair| (pair.label, pair.predicted));
        let mut pairs: Vec<Pair> = Vec::new();
        for cell in cells {
            match pairs.last_mut() {
                Some(last) if (last.label, last.predicted) == (cell.label, cell.predicted) => {
                    last.weight += cell.weight;
                }
                _ => pairs.push(cell),
            }
        }
        Self {
            classes: classes(&pairs),
            total: pairs.iter().map(|pair| pair.weight).sum(),
            pairs,
        }
    }

    /// Cells that hold rows, by true class, then by predicted class.
    #[must_use]
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Classes that are true or predicted of a row, in their order.
    #[must_use]
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// Weight of all rows.
    #[must_use]
    pub const fn total(&self) -> f64 {
        self.total
    }

    /// Weight of a cell.
    #[must_use]
    pub fn weight(&self, label: u32, predicted: u32) -> f64 {
        let place = (label, predicted);
        let found = self
            .pairs
            .binary_search_by_key(&place, |pair| (pair.label, pair.predicted));
        found.map_or(0.0, |at| self.pairs[at].weight)
    }

    /// A class against all others; zeros where no row has to do with it.
    #[must_use]
    pub fn class(&self, class: u32) -> Class {
        let found = self
            .classes
            .binary_search_by_key(&class, |found| found.class);
        let absent = Class {
            class,
            ..Class::default()
        };
        found.map_or(absent, |at| self.classes[at])
    }
}

fn classes(pairs: &[Pair]) -> Vec<Class> {
    let both = pairs.iter().flat_map(|pair| [pair.label, pair.predicted]);
    let mut names: Vec<u32> = both.collect();
    names.sort_unstable();
    names.dedup();
    let new = |class: &u32| Class {
        class: *class,
        ..Class::default()
    };
    let mut classes: Vec<Class> = names.iter().map(new).collect();
    let place = |class| names.binary_search(&class).unwrap_or_default();
    for pair in pairs {
        classes[place(pair.label)].labelled += pair.weight;
        classes[place(pair.predicted)].predicted += pair.weight;
        if pair.label == pair.predicted {
            classes[place(pair.label)].hits += pair.weight;
        }
    }
    classes
}
