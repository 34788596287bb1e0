//! ROC AUC of many classes: each class against every other one.

use crate::draws::Rows;
use crate::predictions::Predictions;
use crate::ranking::{LAST, ROW, descending};
use crate::undefined::Undefined;

/// How ROC AUC is taken over more than two classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duel {
    /// Each class against the rest: the mean over classes.
    RestMacro,
    /// Each class against the rest: the mean by the weight of each class's rows.
    RestWeighted,
    /// Each pair of classes that have rows: the mean over pairs (Hand and Till, 2001).
    PairMacro,
    /// Each pair of classes that have rows: the mean by the pair's share of rows.
    PairWeighted,
}

/// Rows sorted once by the probability of each class.
#[derive(Clone, Debug)]
pub(crate) struct Duels {
    labels: Vec<u32>,
    orders: Vec<Vec<u32>>,
}

/// How often the rows of a class have a higher probability of it than the rows
/// of another class do, ties by half: sums of products of weights.
#[derive(Clone, Debug)]
pub(crate) struct Standings {
    wins: Vec<Vec<f64>>,
    weights: Vec<f64>,
}

impl Duels {
    pub(crate) fn new(predictions: &Predictions<'_>) -> Result<Self, Undefined> {
        let matrix = crate::loss::normalized(predictions)?;
        let order = |class| descending(&matrix.column(class).collect::<Vec<f64>>());
        Ok(Self {
            labels: predictions.labels()?.to_vec(),
            orders: (0..matrix.columns()).map(order).collect::<Result<_, _>>()?,
        })
    }

    pub(crate) fn standings(&self, rows: &Rows<'_>) -> Standings {
        let mut weights = vec![0.0; self.orders.len()];
        rows.each_chunk(|start, chunk| {
            for (weight, label) in chunk.iter().zip(&self.labels[start..]) {
                weights[*label as usize] += weight;
            }
        });
        let wins = |(class, order): (usize, &Vec<u32>)| self.wins(class, order, rows);
        Standings {
            wins: self.orders.iter().enumerate().map(wins).collect(),
            weights,
        }
    }

    /// Walks down the probability of a class, equal probabilities together.
    fn wins(&self, class: usize, order: &[u32], rows: &Rows<'_>) -> Vec<f64> {
        let mut wins = vec![0.0; self.orders.len()];
        let mut above = 0.0;
        for tie in order.chunk_by(|place, _| place & LAST == 0) {
            let each = tie.iter().map(|place| (place & ROW) as usize);
            let each = each.map(|row| (self.labels[row] as usize, rows.weight(row)));
            let own = each.clone().filter(|(label, _)| *label == class);
            let own: f64 = own.map(|(_, weight)| weight).sum();
            for (label, weight) in each.filter(|(label, _)| *label != class) {
                wins[label] += weight * (above + own / 2.0);
            }
            above += own;
        }
        wins
    }
}

impl Standings {
    pub(crate) fn area(&self, duel: Duel) -> Result<f64, Undefined> {
        let present = self.weights.iter().filter(|weight| **weight > 0.0).count();
        match (present, duel) {
            (0, _) => Err(Undefined::Empty),
            (1, _) => Err(Undefined::OneClass),
            (_, Duel::RestMacro | Duel::RestWeighted) => self.against_rest(duel),
            (_, Duel::PairMacro | Duel::PairWeighted) => Ok(self.by_pairs(duel)),
        }
    }

    fn against_rest(&self, duel: Duel) -> Result<f64, Undefined> {
        let all: f64 = self.weights.iter().sum();
        let (mut sum, mut total) = (0.0, 0.0);
        for ((class, wins), weight) in (0..).zip(&self.wins).zip(&self.weights) {
            let share = if duel == Duel::RestWeighted {
                *weight
            } else {
                1.0
            };
            if *weight > 0.0 {
                let area = wins.iter().sum::<f64>() / weight / (all - weight);
                sum += share * area;
            } else if duel == Duel::RestMacro {
                return Err(Undefined::NoRowsOfClass { class });
            }
            total += share;
        }
        Ok(sum / total)
    }

    fn by_pairs(&self, duel: Duel) -> f64 {
        let (mut sum, mut total) = (0.0, 0.0);
        for (one, weight) in self.weights.iter().enumerate() {
            for (other, rival) in self.weights.iter().enumerate().skip(one + 1) {
                if *weight > 0.0 && *rival > 0.0 {
                    let wins = self.wins[one][other] + self.wins[other][one];
                    let share = if duel == Duel::PairWeighted {
                        weight + rival
                    } else {
                        1.0
                    };
                    sum += share * wins / weight / rival / 2.0;
                    total += share;
                }
            }
        }
        sum / total
    }
}
