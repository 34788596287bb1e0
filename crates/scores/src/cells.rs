//! Which cell of the confusion matrix each row is in.

use std::collections::HashMap;

use crate::confusion::{Confusion, Pair};
use crate::draws::Rows;
use crate::lanes;
use crate::predictions::Predictions;
use crate::undefined::Undefined;

/// Rows by group, true class and predicted class: only those combinations
/// that are there, so that many classes cost no more than there are rows.
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    keys: Vec<Cell>,
    rows: Vec<u32>,
}

/// Group, true class, predicted class.
pub(crate) type Cell = (u32, u32, u32);

/// What is in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    /// Sum of weights.
    pub(crate) weight: f64,
    /// Whether a row was drawn, be its weight zero.
    pub(crate) drawn: bool,
}

impl Cells {
    /// The cells; of a single group where groups are not asked for.
    pub(crate) fn new(predictions: &Predictions<'_>, grouped: bool) -> Result<Self, Undefined> {
        let groups = if grouped {
            Some(predictions.groups()?)
        } else {
            None
        };
        let pairs = predictions.labels()?.iter().zip(predictions.predicted()?);
        let mut found = HashMap::new();
        let mut last = None;
        let mut rows = Vec::with_capacity(predictions.rows());
        for (row, (label, predicted)) in pairs.enumerate() {
            let cell = (groups.map_or(0, |groups| groups[row]), *label, *predicted);
            let number = match last {
                Some((key, number)) if key == cell => number,
                _ => number_of(&mut found, cell)?,
            };
            last = Some((cell, number));
            rows.push(number);
        }
        Ok(Self::sorted(&found, rows))
    }

    /// Cells numbered in the order of their keys.
    fn sorted(found: &HashMap<Cell, u32>, mut rows: Vec<u32>) -> Self {
        let mut cells: Vec<(Cell, u32)> = found.iter().map(|(key, at)| (*key, *at)).collect();
        cells.sort_unstable();
        let mut renumbered = vec![0; cells.len()];
        for (new, (_, old)) in (0..).zip(&cells) {
            renumbered[*old as usize] = new;
        }
        for row in &mut rows {
            *row = renumbered[*row as usize];
        }
        let keys = cells.into_iter().map(|(key, _)| key).collect();
        Self { keys, rows }
    }

    /// What is in each cell.
    pub(crate) fn tally(&self, rows: &Rows<'_>) -> Vec<(Cell, Tally)> {
        let weights = self.sums(rows);
        let drawn = match rows.weighted() {
            true => self.sums(&rows.unweighted()),
            false => weights.clone(),
        };
        let tallies = weights.iter().zip(&drawn).map(|(weight, drawn)| Tally {
            weight: *weight,
            drawn: *drawn > 0.0,
        });
        self.keys.iter().copied().zip(tallies).collect()
    }

    /// Sum of the weights of each cell.
    fn sums(&self, rows: &Rows<'_>) -> Vec<f64> {
        let mut sums = vec![[0.0; 4]; self.keys.len()];
        rows.each_chunk(|start, weights| {
            let cells = &self.rows[start..start + weights.len()];
            lanes::scatter(weights, cells, &mut sums);
        });
        sums.iter().map(|[a, b, c, d]| (a + b) + (c + d)).collect()
    }
}

/// Number of a cell, a new one where it was not seen yet.
fn number_of(found: &mut HashMap<Cell, u32>, cell: Cell) -> Result<u32, Undefined> {
    let next = u32::try_from(found.len()).map_err(|_| Undefined::TooManyRows)?;
    Ok(*found.entry(cell).or_insert(next))
}

/// The confusion matrix of all groups together.
pub(crate) fn confusion(cells: &[(Cell, Tally)]) -> Confusion {
    let drawn = cells.iter().filter(|(_, tally)| tally.drawn);
    let pair = |((_, label, predicted), tally): &(Cell, Tally)| Pair {
        label: *label,
        predicted: *predicted,
        weight: tally.weight,
    };
    Confusion::new(drawn.map(pair).collect())
}
