//! What is sorted and parted once for all evaluations.

use crate::calibration::Bins;
use crate::cells::Cells;
use crate::deviation;
use crate::duels::Duels;
use crate::extreme::Errors;
use crate::metric::{Family, Metric};
use crate::predictions::{Predictions, ZeroDivision};
use crate::queries::{Item, Queries};
use crate::ranking::Ranking;
use crate::undefined::Undefined;
use crate::variance::Variance;

/// What the metrics of a panel are computed from. What none of them needs is
/// not there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables {
    pub(crate) rows: usize,
    pub(crate) weights: Option<Vec<f64>>,
    pub(crate) positive: Option<u32>,
    pub(crate) zero_division: ZeroDivision,
    /// Whether some metric compares groups.
    grouped: bool,
    pub(crate) cells: Option<Cells>,
    pub(crate) ranking: Option<Ranking>,
    pub(crate) classes: Vec<Ranking>,
    pub(crate) duels: Option<Duels>,
    pub(crate) variance: Option<Variance>,
    pub(crate) errors: Option<Errors>,
    pub(crate) columns: Vec<Vec<f64>>,
    pub(crate) bins: Vec<Bins>,
    pub(crate) queries: Option<Queries>,
    pub(crate) figures: Vec<Vec<f64>>,
}

impl Tables {
    pub(crate) fn new(
        predictions: &Predictions<'_>,
        metrics: &[Metric],
    ) -> Result<Self, Undefined> {
        let compares = |metric: &Metric| metric.family() == Family::Groups;
        Ok(Self {
            rows: predictions.rows(),
            weights: predictions.weights()?.map(<[f64]>::to_vec),
            positive: predictions.positive,
            zero_division: predictions.zero_division,
            grouped: metrics.iter().any(compares) && predictions.groups().is_ok(),
            ..Self::default()
        })
    }

    /// Whether rows are walked in another order than their own.
    pub(crate) fn ordered(&self) -> bool {
        let curves = self.ranking.is_some() || !self.classes.is_empty();
        curves || self.duels.is_some() || self.errors.is_some()
    }

    /// Cells: with groups where any metric compares groups, so that one walk
    /// is enough for all of them.
    pub(crate) fn cells(
        &mut self,
        metric: &Metric,
        predictions: &Predictions<'_>,
    ) -> Result<(), Undefined> {
        if metric.needs().contains(&crate::need::Need::Positive) {
            predictions.positive()?;
        }
        let compares = metric.family() == Family::Groups;
        if compares {
            predictions.groups()?;
        }
        if self.cells.is_none() {
            self.cells = Some(Cells::new(predictions, self.grouped)?);
        }
        Ok(())
    }

    pub(crate) fn ranking(&mut self, predictions: &Predictions<'_>) -> Result<(), Undefined> {
        if self.ranking.is_none() {
            let scores = predictions.scores()?;
            let truth = predictions.truth()?;
            self.ranking = Some(Ranking::new(&scores, truth, self.weights.as_deref())?);
        }
        Ok(())
    }

    /// The curve of each class against the rest.
    pub(crate) fn classes(&mut self, predictions: &Predictions<'_>) -> Result<(), Undefined> {
        let matrix = predictions.matrix()?;
        let labels = predictions.labels()?;
        if self.classes.is_empty() {
            let ranking = |class: usize| {
                let scores: Vec<f64> = matrix.column(class).collect();
                let truth = labels.iter().map(|label| *label as usize == class);
                Ranking::new(&scores, truth.collect(), self.weights.as_deref())
            };
            self.classes = (0..matrix.columns())
                .map(ranking)
                .collect::<Result<_, _>>()?;
        }
        Ok(())
    }

    pub(crate) fn duels(&mut self, predictions: &Predictions<'_>) -> Result<(), Undefined> {
        if self.duels.is_none() {
            self.duels = Some(Duels::new(predictions)?);
        }
        Ok(())
    }

    pub(crate) fn variance(&mut self, predictions: &Predictions<'_>) -> Result<(), Undefined> {
        if self.variance.is_none() {
            self.variance = Some(Variance::new(predictions)?);
        }
        Ok(())
    }

    pub(crate) fn errors(&mut self, predictions: &Predictions<'_>) -> Result<(), Undefined> {
        if self.errors.is_none() {
            self.errors = Some(Errors::new(deviation::absolute(predictions)?)?);
        }
        Ok(())
    }

    pub(crate) fn column(&mut self, column: Vec<f64>) -> usize {
        self.columns.push(column);
        self.columns.len() - 1
    }

    pub(crate) fn bins(&mut self, bins: Bins) -> usize {
        self.bins.push(bins);
        self.bins.len() - 1
    }

    /// A figure of each query.
    pub(crate) fn figures(
        &mut self,
        predictions: &Predictions<'_>,
        figure: impl Fn(&[Item]) -> f64,
    ) -> Result<usize, Undefined> {
        let queries = match self.queries.take() {
            Some(queries) => queries,
            None => Queries::new(predictions)?,
        };
        self.figures.push(queries.each(figure));
        self.queries = Some(queries);
        Ok(self.figures.len() - 1)
    }
}
