//! What is true of examples, and what a model said of them.

use std::collections::HashMap;
use std::sync::OnceLock;

use scores::Matrix;

use crate::order::{self, Order};

/// What is true of some examples, whatever a model says.
#[derive(Debug, Default)]
pub(crate) struct Examples {
    pub(crate) rows: usize,
    pub(crate) ids: Option<Vec<u128>>,
    pub(crate) order: OnceLock<Order>,
    pub(crate) labels: Option<Vec<u32>>,
    pub(crate) targets: Option<Vec<f64>>,
    pub(crate) weights: Option<Vec<f64>>,
    pub(crate) clusters: Option<Vec<u32>>,
    pub(crate) queries: Option<Vec<u32>>,
    pub(crate) categories: Vec<Category>,
    pub(crate) conditions: Vec<Condition>,
}

/// A column of groups or slices.
#[derive(Clone, Debug)]
pub(crate) struct Category {
    pub(crate) column: String,
    /// One a row; rows without a value have a code behind all names.
    pub(crate) codes: Vec<u32>,
    pub(crate) names: Vec<String>,
}

/// A condition, and which rows it keeps.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) text: String,
    pub(crate) kept: Vec<bool>,
}

/// What a model said of some examples.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) predicted: Option<Vec<u32>>,
    pub(crate) scores: Option<Vec<f64>>,
    pub(crate) probabilities: Option<Grid>,
    pub(crate) forecasts: Option<Vec<f64>>,
}

/// Numbers in rows and columns, row after row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grid {
    pub(crate) values: Vec<f64>,
    pub(crate) columns: usize,
}

impl Grid {
    pub(crate) fn matrix(&self) -> Option<Matrix<'_>> {
        Matrix::new(&self.values, self.columns)
    }

    fn take(&self, rows: &[u32]) -> Self {
        let row = |row: &u32| {
            let begin = *row as usize * self.columns;
            self.values[begin..begin + self.columns].iter().copied()
        };
        Self {
            values: rows.iter().flat_map(row).collect(),
            columns: self.columns,
        }
    }
}

impl Examples {
    /// The rows in the order of their ids.
    pub(crate) fn order(&self) -> &Order {
        let ids = self.ids.as_deref().unwrap_or_default();
        self.order.get_or_init(|| order::by_id(ids))
    }

    /// Some of the rows, which are there.
    pub(crate) fn take(&self, rows: &[u32]) -> Self {
        let category = |category: &Category| Category {
            codes: taken(&category.codes, rows),
            column: category.column.clone(),
            names: category.names.clone(),
        };
        let condition = |condition: &Condition| Condition {
            kept: taken(&condition.kept, rows),
            text: condition.text.clone(),
        };
        Self {
            rows: rows.len(),
            ids: some(self.ids.as_ref(), rows),
            order: OnceLock::new(),
            labels: some(self.labels.as_ref(), rows),
            targets: some(self.targets.as_ref(), rows),
            weights: some(self.weights.as_ref(), rows),
            clusters: some(self.clusters.as_ref(), rows).map(renumbered),
            queries: some(self.queries.as_ref(), rows),
            categories: self.categories.iter().map(category).collect(),
            conditions: self.conditions.iter().map(condition).collect(),
        }
    }
}

impl Said {
    /// Some of the rows, which are there.
    pub(crate) fn take(&self, rows: &[u32]) -> Self {
        Self {
            predicted: some(self.predicted.as_ref(), rows),
            scores: some(self.scores.as_ref(), rows),
            probabilities: self.probabilities.as_ref().map(|grid| grid.take(rows)),
            forecasts: some(self.forecasts.as_ref(), rows),
        }
    }
}

impl Said {
    /// What another one says of the rows with a mark, and this one of the others.
    pub(crate) fn mixed(&self, other: &Self, marks: &[bool]) -> Self {
        let grids = self
            .probabilities
            .as_ref()
            .zip(other.probabilities.as_ref());
        let probabilities = grids.map(|(one, other)| {
            let each = one
                .values
                .chunks(one.columns)
                .zip(other.values.chunks(one.columns));
            let rows = marks.iter().zip(each);
            let row = |(mark, (one, other)): (&bool, (_, _))| if *mark { other } else { one };
            Grid {
                values: rows.flat_map(row).copied().collect(),
                columns: one.columns,
            }
        });
        Self {
            predicted: mixed(self.predicted.as_ref(), other.predicted.as_ref(), marks),
            scores: mixed(self.scores.as_ref(), other.scores.as_ref(), marks),
            forecasts: mixed(self.forecasts.as_ref(), other.forecasts.as_ref(), marks),
            probabilities,
        }
    }
}

fn mixed<T: Copy>(one: Option<&Vec<T>>, other: Option<&Vec<T>>, marks: &[bool]) -> Option<Vec<T>> {
    let each = marks.iter().zip(one?.iter().zip(other?));
    Some(
        each.map(|(mark, (one, other))| if *mark { *other } else { *one })
            .collect(),
    )
}

impl Examples {
    /// Rows that were drawn with replacement, a unit of them at a time: what was
    /// drawn twice are two clusters, and two queries.
    pub(crate) fn drawn(&self, rows: &[u32], units: &[u32]) -> Self {
        let taken = self.take(rows);
        let mut known = HashMap::new();
        let queries = taken.queries.as_ref().map(|queries| {
            let each = units.iter().zip(queries);
            each.map(|pair| {
                let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                *known.entry((*pair.0, *pair.1)).or_insert(next)
            })
            .collect()
        });
        Self {
            clusters: taken.clusters.is_some().then(|| units.to_vec()),
            queries,
            ..taken
        }
    }
}

/// Codes from 0 without gaps, in the order in which they come.
fn renumbered(codes: Vec<u32>) -> Vec<u32> {
    let most = codes.iter().max().map_or(0, |most| *most as usize + 1);
    let mut known = vec![u32::MAX; most];
    let mut next = 0;
    let mut number = |code: u32| {
        let known = &mut known[code as usize];
        if *known == u32::MAX {
            *known = next;
            next += 1;
        }
        *known
    };
    codes.into_iter().map(&mut number).collect()
}

fn some<T: Copy>(column: Option<&Vec<T>>, rows: &[u32]) -> Option<Vec<T>> {
    column.map(|values| taken(values, rows))
}

pub(crate) fn taken<T: Copy>(values: &[T], rows: &[u32]) -> Vec<T> {
    rows.iter().map(|row| values[*row as usize]).collect()
}

/// Whether rows are all of so many in their order.
pub(crate) fn are_all(rows: &[u32], of: usize) -> bool {
    rows.len() == of && (0..).zip(rows).all(|(at, row): (u32, _)| at == *row)
}
