//! One evaluation: what walks over the rows found for all metrics.

use crate::agreement;
use crate::area::{AveragePrecision, RocArea};
use crate::cells;
use crate::confusion::Confusion;
use crate::draws::Rows;
use crate::duels::Standings;
use crate::fairness::{self, Gap, GroupRates};
use crate::fscore::{self, Average, Quotient};
use crate::gauge::{Gauge, Totals};
use crate::mean;
use crate::metric::{Family, Metric};
use crate::operating_point::{PrecisionAtRecall, RecallAtPrecision};
use crate::panel::Entry;
use crate::queries;
use crate::ranking::Ranking;
use crate::rates;
use crate::separation::Separation;
use crate::tables::Tables;
use crate::top::{Top, TopFigure};
use crate::undefined::Undefined;
use crate::variance::Explained;

/// What was found on the rows.
pub(crate) struct Walk<'a> {
    tables: &'a Tables,
    rows: &'a Rows<'a>,
    confusion: Option<Confusion>,
    groups: Vec<GroupRates>,
    /// Figures of the curve, by the metric's place.
    curve: Vec<Option<Result<f64, Undefined>>>,
    standings: Option<Standings>,
    explained: Option<Result<Explained, Undefined>>,
    means: Vec<Result<f64, Undefined>>,
    queries: Option<Result<Vec<f64>, Undefined>>,
}

impl<'a> Walk<'a> {
    pub(crate) fn over(
        tables: &'a Tables,
        rows: &'a Rows<'a>,
        entries: &[Result<Entry, Undefined>],
    ) -> Self {
        let cells = tables.cells.as_ref().map(|cells| cells.tally(rows));
        let groups = cells.as_deref().zip(tables.positive);
        let ranking = tables.ranking.as_ref();
        let queries = tables.queries.as_ref();
        Self {
            tables,
            rows,
            groups: groups.map_or(Vec::new(), |(cells, positive)| {
                fairness::by_group(cells, positive)
            }),
            confusion: cells.as_deref().map(cells::confusion),
            curve: ranking.map_or(Vec::new(), |ranking| curve(ranking, rows, entries)),
            standings: tables.duels.as_ref().map(|duels| duels.standings(rows)),
            explained: tables
                .variance
                .as_ref()
                .map(|variance| variance.explained(rows)),
            means: mean::means(&tables.columns, rows),
            queries: queries.map(|queries| queries.weights(rows)),
        }
    }

    /// Value of the metric at a place.
    pub(crate) fn value(&self, at: usize, entry: Entry) -> Result<f64, Undefined> {
        let absent = Err(Undefined::Empty);
        match entry {
            Entry::Mean(column) => self.means[column],
            Entry::Root(column) => self.means[column].map(f64::sqrt),
            Entry::Bins(at) => self.tables.bins[at].error(self.rows),
            Entry::Classes(average) => self.classes(average),
            Entry::Query(at) => {
                let weights = self.queries.as_ref().ok_or(Undefined::Empty)?;
                let weights = weights.as_ref().map_err(|cause| *cause)?;
                queries::mean(&self.tables.figures[at], weights)
            }
            Entry::Family(metric) => match metric.family() {
                Family::Confusion => self.confusion(&metric),
                Family::Groups => self.fairness(&metric),
                Family::Ranking => self.curve.get(at).copied().flatten().unwrap_or(absent),
                Family::Duels => match (&self.standings, metric) {
                    (Some(standings), Metric::RocAucOf(duel)) => standings.area(duel),
                    _ => absent,
                },
                Family::Variance => self.variance(&metric),
                Family::Errors => self.errors(&metric),
                Family::Mean | Family::Bins | Family::Queries => absent,
            },
        }
    }

    fn confusion(&self, metric: &Metric) -> Result<f64, Undefined> {
        let confusion = self.confusion.as_ref().ok_or(Undefined::Empty)?;
        if confusion.total() <= 0.0 {
            return Err(Undefined::Empty);
        }
        let positive = self.tables.positive.unwrap_or_default();
        let over = |quotient, average| {
            let zero = self.tables.zero_division;
            fscore::average(confusion, quotient, average, positive, zero)
        };
        match metric {
            Metric::Accuracy => Ok(agreement::accuracy(confusion)),
            Metric::BalancedAccuracy => Ok(agreement::balanced_accuracy(confusion)),
            Metric::Matthews => Ok(agreement::matthews(confusion)),
            Metric::CohenKappa => agreement::kappa(confusion),
            Metric::Precision(average) => over(Quotient::Precision, *average),
            Metric::Recall(average) => over(Quotient::Recall, *average),
            Metric::F { beta, average } => over(Quotient::F { beta: *beta }, *average),
            Metric::Specificity => rates::specificity(confusion, positive),
            Metric::FalsePositiveRate => rates::false_positive(confusion, positive),
            Metric::FalseNegativeRate => rates::false_negative(confusion, positive),
            _ => rates::selection(confusion, positive),
        }
    }

    fn fairness(&self, metric: &Metric) -> Result<f64, Undefined> {
        match metric {
            Metric::DemographicParityDifference => {
                fairness::demographic_parity(&self.groups, Gap::Difference)
            }
            Metric::DemographicParityRatio => {
                fairness::demographic_parity(&self.groups, Gap::Ratio)
            }
            Metric::EqualizedOddsDifference => {
                fairness::equalized_odds(&self.groups, Gap::Difference)
            }
            _ => fairness::equalized_odds(&self.groups, Gap::Ratio),
        }
    }

    fn variance(&self, metric: &Metric) -> Result<f64, Undefined> {
        let explained = self.explained.unwrap_or(Err(Undefined::Empty))?;
        Ok(match metric {
            Metric::R2 => explained.r2(),
            _ => explained.variance(),
        })
    }

    fn errors(&self, metric: &Metric) -> Result<f64, Undefined> {
        let errors = self.tables.errors.as_ref().ok_or(Undefined::Empty)?;
        match metric {
            Metric::MaxError => errors.max(self.rows),
            _ => errors.median(self.rows),
        }
    }

    /// Average precision over classes against the rest.
    fn classes(&self, average: Average) -> Result<f64, Undefined> {
        let (mut sum, mut total) = (0.0, 0.0);
        for (class, ranking) in (0..).zip(&self.tables.classes) {
            let totals = ranking.totals(self.rows);
            let share = if average == Average::Weighted {
                totals.positives
            } else {
                1.0
            };
            if totals.positives > 0.0 {
                let mut gauges: [Box<dyn Gauge>; 1] = [Box::new(AveragePrecision::new(totals))];
                ranking.sweep(self.rows, &mut gauges);
                sum += share * gauges[0].value();
            } else if average == Average::Macro {
                return Err(Undefined::NoRowsOfClass { class });
            }
            total += share;
        }
        if total > 0.0 {
            Ok(sum / total)
        } else {
            Err(Undefined::Empty)
        }
    }
}

/// Figures of the curve for the metrics that are read off it, by their places.
fn curve(
    ranking: &Ranking,
    rows: &Rows<'_>,
    entries: &[Result<Entry, Undefined>],
) -> Vec<Option<Result<f64, Undefined>>> {
    let totals = ranking.totals(rows);
    let mut values = vec![None; entries.len()];
    let mut gauges = Vec::new();
    let mut places = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let Ok(Entry::Family(metric)) = entry else {
            continue;
        };
        match gauge(metric, totals) {
            None => {}
            Some(Err(cause)) => values[at] = Some(Err(cause)),
            Some(Ok(gauge)) => {
                gauges.push(gauge);
                places.push(at);
            }
        }
    }
    ranking.sweep(rows, &mut gauges);
    for (at, gauge) in places.into_iter().zip(gauges) {
        values[at] = Some(Ok(gauge.value()));
    }
    values
}

/// What reads a metric off the curve; nothing where it is not of the curve.
fn gauge(metric: &Metric, totals: Totals) -> Option<Result<Box<dyn Gauge>, Undefined>> {
    let top = |figure, cut: &_| -> Box<dyn Gauge> { Box::new(Top::new(totals, figure, *cut)) };
    let gauge: Box<dyn Gauge> = match metric {
        Metric::RocAuc => Box::new(RocArea::new(totals)),
        Metric::AveragePrecision(_) => Box::new(AveragePrecision::new(totals)),
        Metric::KolmogorovSmirnov => Box::new(Separation::new(totals)),
        Metric::PrecisionAt(cut) => top(TopFigure::Precision, cut),
        Metric::RecallAt(cut) => top(TopFigure::Recall, cut),
        Metric::LiftAt(cut) => top(TopFigure::Lift, cut),
        Metric::RecallAtPrecision(level) => Box::new(RecallAtPrecision::new(totals, *level)),
        Metric::PrecisionAtRecall(level) => Box::new(PrecisionAtRecall::new(totals, *level)),
        _ => return None,
    };
    Some(defined(metric, totals).map(|()| gauge))
}

/// Refuses weights from which nothing follows.
const fn defined(metric: &Metric, totals: Totals) -> Result<(), Undefined> {
    let (none, all) = (totals.positives <= 0.0, totals.negatives <= 0.0);
    match metric {
        _ if none && all => Err(Undefined::Empty),
        Metric::RocAuc | Metric::KolmogorovSmirnov if none || all => Err(Undefined::OneClass),
        Metric::PrecisionAt(_) => Ok(()),
        _ if none => Err(Undefined::NoPositives),
        _ => Ok(()),
    }
}
