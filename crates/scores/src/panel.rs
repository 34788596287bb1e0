//! Many metrics of the same rows.

use crate::calibration::Bins;
use crate::draws::{Draws, Rows};
use crate::fscore::Average;
use crate::metric::{Family, Metric};
use crate::predictions::Predictions;
use crate::tables::Tables;
use crate::undefined::Undefined;
use crate::walk::Walk;
use crate::{deviation, gain, loss};

/// Many metrics of the same rows, prepared once: rows are sorted and parted into
/// cells and bins here, and every evaluation walks over them once a
/// [`Family`].
///
/// It owns what it needs, and can be evaluated by many threads at once.
#[derive(Clone, Debug)]
pub struct Panel {
    tables: Tables,
    entries: Vec<Result<Entry, Undefined>>,
}

/// Where a metric is found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Entry {
    /// In a table that is shared by the family.
    Family(Metric),
    /// Averages over the curves of classes.
    Classes(Average),
    /// The mean of a column of numbers, one a row.
    Mean(usize),
    /// The root of such a mean.
    Root(usize),
    /// One of the binnings.
    Bins(usize),
    /// The mean of a column of numbers, one a query.
    Query(usize),
}

impl Panel {
    /// Sorts and parts the rows for some metrics. What can't be computed from
    /// them says so in [`Panel::values`], and leaves the other metrics alone.
    #[must_use]
    pub fn prepare(metrics: &[Metric], predictions: &Predictions<'_>) -> Self {
        let tables = Tables::new(predictions, metrics);
        let mut tables = match tables {
            Ok(tables) => tables,
            Err(cause) => {
                return Self {
                    tables: Tables::default(),
                    entries: vec![Err(cause); metrics.len()],
                };
            }
        };
        let entries = metrics.iter().map(|metric| {
            possible(metric)?;
            enter(metric, &mut tables, predictions)
        });
        Self {
            entries: entries.collect(),
            tables,
        }
    }

    /// The metrics' values in their order, for the rows as often as they were drawn.
    #[must_use]
    pub fn values<'a>(&self, draws: impl Into<Draws<'a>>) -> Vec<Result<f64, Undefined>> {
        let draws = draws.into();
        let narrowed = match self.tables.ordered() {
            true => draws.narrowed(),
            false => None,
        };
        let draws = narrowed.as_deref().map_or(draws, Draws::U8);
        let rows = Rows::new(draws, self.tables.weights.as_deref(), self.tables.rows);
        let rows = match rows {
            Ok(rows) => rows,
            Err(cause) => return vec![Err(cause); self.entries.len()],
        };
        let walk = Walk::over(&self.tables, &rows, &self.entries);
        let mut values = Vec::with_capacity(self.entries.len());
        for (at, entry) in self.entries.iter().enumerate() {
            let value = entry.and_then(|entry| walk.value(at, entry));
            values.push(value.and_then(within_range));
        }
        values
    }

    /// How many rows there are.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.tables.rows
    }
}

impl Metric {
    /// Sorts and parts the rows for this metric alone.
    pub fn prepare(&self, predictions: &Predictions<'_>) -> Result<Prepared, Undefined> {
        let panel = Panel::prepare(&[*self], predictions);
        match panel.entries.first() {
            Some(Err(cause)) => Err(*cause),
            _ => Ok(Prepared(panel)),
        }
    }
}

/// One metric of some rows, prepared once.
#[derive(Clone, Debug)]
pub struct Prepared(Panel);

impl Prepared {
    /// The metric's value, for the rows as often as they were drawn.
    pub fn value<'a>(&self, draws: impl Into<Draws<'a>>) -> Result<f64, Undefined> {
        let first = self.0.values(draws).into_iter().next();
        first.unwrap_or(Err(Undefined::Empty))
    }
}

/// NaN and infinities are no values.
const fn within_range(value: f64) -> Result<f64, Undefined> {
    match value.is_finite() {
        true => Ok(value),
        false => Err(Undefined::Overflow),
    }
}

/// Refuses parameters that say nothing.
fn possible(metric: &Metric) -> Result<(), Undefined> {
    use crate::top::Cut;
    let share = |level: &f64| (0.0..=1.0).contains(level);
    let good = match metric {
        Metric::F { beta, .. } => *beta > 0.0 && (beta * beta).is_finite(),
        Metric::Pinball(level)
        | Metric::RecallAtPrecision(level)
        | Metric::PrecisionAtRecall(level) => share(level),
        Metric::PrecisionAt(cut) | Metric::RecallAt(cut) | Metric::LiftAt(cut) => match cut {
            Cut::Rows(rows) => *rows > 0,
            Cut::Share(level) => share(level) && *level > 0.0,
        },
        Metric::TopAccuracy { k } | Metric::HitRate(k) => *k > 0,
        Metric::Ndcg(k) | Metric::ReciprocalRank(k) | Metric::MeanAveragePrecision(k) => {
            *k != Some(0)
        }
        Metric::AveragePrecision(average) => *average != Average::Micro,
        _ => true,
    };
    if good {
        Ok(())
    } else {
        Err(Undefined::Parameter)
    }
}

/// Prepares what a metric needs, where it is not there yet.
fn enter(
    metric: &Metric,
    tables: &mut Tables,
    predictions: &Predictions<'_>,
) -> Result<Entry, Undefined> {
    match metric.family() {
        Family::Confusion | Family::Groups => tables.cells(metric, predictions)?,
        Family::Ranking => match metric {
            Metric::AveragePrecision(average) if *average != Average::Binary => {
                tables.classes(predictions)?;
                return Ok(Entry::Classes(*average));
            }
            _ => tables.ranking(predictions)?,
        },
        Family::Duels => tables.duels(predictions)?,
        Family::Variance => tables.variance(predictions)?,
        Family::Errors => tables.errors(predictions)?,
        Family::Mean => {
            let at = tables.column(column(metric, predictions)?);
            return Ok(match metric {
                Metric::RootSquaredError => Entry::Root(at),
                _ => Entry::Mean(at),
            });
        }
        Family::Bins => {
            let Metric::CalibrationError { bins, binning } = metric else {
                return Err(Undefined::Parameter);
            };
            return Ok(Entry::Bins(tables.bins(Bins::new(
                predictions,
                *bins,
                *binning,
            )?)));
        }
        Family::Queries => {
            let figure = |items: &[crate::queries::Item]| match metric {
                Metric::Ndcg(k) => gain::ndcg(items, *k),
                Metric::ReciprocalRank(k) => gain::reciprocal_rank(items, *k),
                Metric::HitRate(k) => gain::hit(items, *k),
                Metric::MeanAveragePrecision(k) => gain::average_precision(items, *k),
                _ => 0.0,
            };
            return tables.figures(predictions, figure).map(Entry::Query);
        }
    }
    Ok(Entry::Family(*metric))
}

/// The number a row whose mean a metric is.
fn column(metric: &Metric, predictions: &Predictions<'_>) -> Result<Vec<f64>, Undefined> {
    match metric {
        Metric::LogLoss => loss::log(predictions),
        Metric::Brier => loss::brier(predictions),
        Metric::TopAccuracy { k } => loss::top(predictions, *k),
        Metric::Cost => loss::cost(predictions),
        Metric::Churn => loss::churn(predictions),
        Metric::AbsoluteError => deviation::absolute(predictions),
        Metric::SquaredError | Metric::RootSquaredError => deviation::squared(predictions),
        Metric::PercentageError => deviation::percentage(predictions),
        Metric::Pinball(alpha) => deviation::pinball(predictions, *alpha),
        _ => Err(Undefined::Parameter),
    }
}
