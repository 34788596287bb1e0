//! How well the items of queries are ordered.

use std::collections::BTreeMap;

use crate::draws::Rows;
use crate::need::Need;
use crate::predictions::{Predictions, not_negative};
use crate::undefined::Undefined;

/// Rows of each query.
#[derive(Clone, Debug)]
pub(crate) struct Queries {
    /// Rows, query after query.
    rows: Vec<usize>,
    /// Query and end of its rows.
    ends: Vec<(u32, usize)>,
    scores: Vec<f64>,
    relevances: Vec<f64>,
}

/// An item of a query.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) relevance: f64,
    pub(crate) score: f64,
    /// Rank by score, from 1; of items with the same score the last one's.
    pub(crate) rank: usize,
}

impl Queries {
    pub(crate) fn new(predictions: &Predictions<'_>) -> Result<Self, Undefined> {
        let queries = predictions.queries()?;
        let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (row, query) in queries.iter().enumerate() {
            members.entry(*query).or_default().push(row);
        }
        let mut rows = Vec::with_capacity(queries.len());
        let mut ends = Vec::with_capacity(members.len());
        for (query, members) in members {
            rows.extend(members);
            ends.push((query, rows.len()));
        }
        Ok(Self {
            rows,
            ends,
            scores: predictions.scores()?.into_owned(),
            relevances: relevances(predictions)?,
        })
    }

    /// A figure of each query, of its items by score, the highest first.
    pub(crate) fn each(&self, figure: impl Fn(&[Item]) -> f64) -> Vec<f64> {
        let figures = self.members().map(|(_, rows)| figure(&self.items(rows)));
        figures.collect()
    }

    /// What each query weighs: what each of its rows does.
    pub(crate) fn weights(&self, rows: &Rows<'_>) -> Result<Vec<f64>, Undefined> {
        let weigh = |(query, members): (u32, &[usize])| {
            let mut each = members.iter().map(|row| rows.weight(*row));
            let first = each.next().unwrap_or_default();
            match each.all(|weight| weight.to_bits() == first.to_bits()) {
                true => Ok(first),
                false => Err(Undefined::UnevenQuery { query }),
            }
        };
        self.members().map(weigh).collect()
    }

    fn members(&self) -> impl Iterator<Item = (u32, &[usize])> {
        let starts = self.ends.iter().map(|(_, end)| *end);
        let starts = std::iter::once(0).chain(starts);
        let ranges = starts.zip(&self.ends);
        ranges.map(|(start, (query, end))| (*query, &self.rows[start..*end]))
    }

    fn items(&self, rows: &[usize]) -> Vec<Item> {
        let item = |row: &usize| Item {
            relevance: self.relevances[*row],
            score: self.scores[*row] + 0.0,
            rank: 0,
        };
        let mut items: Vec<Item> = rows.iter().map(item).collect();
        items.sort_by(|one, other| other.score.total_cmp(&one.score));
        let mut rank = items.len();
        for at in (0..items.len()).rev() {
            let below = items.get(at + 1).map(|item| item.score.to_bits());
            if below != Some(items[at].score.to_bits()) {
                rank = at + 1;
            }
            items[at].rank = rank;
        }
        items
    }
}

/// How relevant each row is: its target, else whether its label is the positive class.
fn relevances(predictions: &Predictions<'_>) -> Result<Vec<f64>, Undefined> {
    if predictions.targets.is_some() {
        let targets = predictions.targets()?;
        not_negative(Need::Relevance, targets)?;
        return Ok(targets.to_vec());
    }
    if predictions.labels.is_none() || predictions.positive.is_none() {
        return Err(Undefined::Missing(Need::Relevance));
    }
    let truth = predictions.truth()?;
    Ok(truth
        .into_iter()
        .map(|yes| f64::from(u8::from(yes)))
        .collect())
}

/// Mean over queries by their weights.
pub(crate) fn mean(figures: &[f64], weights: &[f64]) -> Result<f64, Undefined> {
    let total = crate::lanes::sum(weights);
    match total > 0.0 {
        true => Ok(crate::lanes::dot(figures, weights) / total),
        false => Err(Undefined::Empty),
    }
}
