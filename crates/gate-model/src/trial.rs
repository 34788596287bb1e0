//! Statistics of some examples, and how sure they are.

use predictions::{Pair, Sheet, Slice};
use scores::{Draws, Metric, Predictions, Undefined};
use stats::Confidence;
use verdict::{Fault, Location};

use crate::inference::{self, Drawn, Known, Resampling, Unknown};
use crate::panels::{Panels, Slot};
use crate::statistic::{Combine, Figure, Statistic, Term};

/// Examples, with what one model or two say of them.
#[derive(Clone, Copy)]
pub(crate) enum Examples<'a> {
    /// Of the candidate alone.
    Alone(&'a Sheet),
    /// Of the candidate and of a baseline.
    Paired(&'a Pair),
}

/// How examples are drawn anew.
#[derive(Clone, Copy)]
pub(crate) struct Drawing {
    /// How often.
    pub(crate) resamples: u32,
    /// What everything that is drawn follows from.
    pub(crate) seed: [u8; 32],
}

/// What came of a statistic.
pub(crate) struct Measured {
    /// The numbers that it is made of.
    pub(crate) terms: Vec<Option<f64>>,
    /// The statistic, and how sure it is; or why not.
    pub(crate) known: Result<Known, Unknown>,
}

impl<'a> Examples<'a> {
    pub(crate) fn candidate(self, by: Option<&str>) -> Predictions<'a> {
        match self {
            Self::Alone(sheet) => sheet.predictions(by),
            Self::Paired(pair) => pair.predictions(by).0,
        }
    }

    pub(crate) fn baseline(self, by: Option<&str>) -> Option<Predictions<'a>> {
        match self {
            Self::Alone(_) => None,
            Self::Paired(pair) => Some(pair.predictions(by).1),
        }
    }

    fn sheet(self) -> &'a Sheet {
        match self {
            Self::Alone(sheet) => sheet,
            Self::Paired(pair) => &pair.candidate,
        }
    }

    /// How many there are.
    pub(crate) fn rows(self) -> usize {
        self.sheet().rows()
    }

    /// Parts of them.
    pub(crate) fn slices(self) -> &'a [Slice] {
        self.sheet().slices()
    }

    /// Measures statistics on these examples. Where no formula tells how sure
    /// one is, the examples are drawn anew, once for all of them.
    pub(crate) fn measure(
        &self,
        statistics: &[(&Statistic<'_>, Option<Confidence>)],
        drawing: Drawing,
    ) -> Result<Vec<Measured>, Fault> {
        let panels = Panels::new(self, statistics.iter().map(|(statistic, _)| *statistic));
        let values = panels.values(Draws::Once);
        self.refuse_defects(&panels, &values)?;
        let mut measured = Vec::new();
        let mut drawn = Vec::new();
        for (at, (statistic, confidence)) in statistics.iter().enumerate() {
            let each = statistic.terms.iter();
            let terms: Vec<_> = each.map(|term| panels.term(term, &values)).collect();
            let known = whole(statistic, &terms).and_then(|value| match confidence {
                None => Ok(Known::Point(value)),
                Some(_) => self.by_formula(statistic, value).unwrap_or_else(|| {
                    drawn.push((at, value));
                    Ok(Known::Point(value))
                }),
            });
            measured.push(Measured {
                terms: terms.into_iter().map(Result::ok).collect(),
                known,
            });
        }
        if !drawn.is_empty() {
            let which: Vec<_> = drawn.iter().map(|(at, _)| statistics[*at].0).collect();
            let estimates: Vec<f64> = drawn.iter().map(|(_, value)| *value).collect();
            let anew = self.draw(&which, &estimates, drawing);
            for ((at, value), known) in drawn.into_iter().zip(anew) {
                measured[at].known = known.or_else(|why| {
                    let end = self.at_the_end(statistics[at].0, value);
                    end.ok_or(why)
                });
            }
        }
        Ok(measured)
    }

    /// What a formula says of a statistic, where there is one.
    fn by_formula(&self, statistic: &Statistic<'_>, value: f64) -> Option<Result<Known, Unknown>> {
        match (&statistic.terms[..], statistic.combine) {
            ([Term::Candidate(figure)], Combine::Only) => self.of_one(figure),
            ([Term::Candidate(figure), Term::Baseline(_)], Combine::Change { sign, relative }) => {
                let by = figure.by.as_deref();
                let (one, other) = (self.candidate(by), self.baseline(by)?);
                if value == 0.0 && same(&one, &other) {
                    return Some(Ok(unchanged(&figure.metric, one.rows())));
                }
                if relative || self.sheet().clusters().is_some() {
                    return None;
                }
                let known = inference::change(&figure.metric, &one, &other)?;
                Some(known.map(|known| known.scaled(sign, 0.0)))
            }
            (
                [Term::Candidate(figure), Term::Given { value: base, error }],
                Combine::Change { sign, relative },
            ) => {
                let one = self.of_one(figure)?;
                Some(one.map(|one| against(one, *base, *error, sign, relative)))
            }
            _ => None,
        }
    }

    fn of_one(&self, figure: &Figure) -> Option<Result<Known, Unknown>> {
        let plain = self.sheet().clusters().is_none();
        plain.then(|| inference::value(&figure.metric, &self.candidate(figure.by.as_deref())))?
    }

    fn at_the_end(&self, statistic: &Statistic<'_>, value: f64) -> Option<Known> {
        let ([Term::Candidate(figure)], Combine::Only) = (&statistic.terms[..], statistic.combine)
        else {
            return None;
        };
        let of = self.candidate(figure.by.as_deref());
        at_the_end(&figure.metric, &of, value, self.units())
    }

    /// How many examples there are, or clusters of them.
    fn units(&self) -> u64 {
        let clusters = self.sheet().clusters();
        let count = clusters.map(|clusters| clusters.iter().max().map_or(0, |most| most + 1));
        count.map_or(self.rows() as u64, u64::from)
    }

    fn draw(
        &self,
        statistics: &[&Statistic<'_>],
        estimates: &[f64],
        drawing: Drawing,
    ) -> Vec<Result<Known, Unknown>> {
        let clusters = self.sheet().clusters();
        let Drawing { resamples, seed } = drawing;
        let resampling = match Resampling::new(self.rows(), clusters, resamples, seed) {
            Ok(resampling) => resampling,
            Err(why) => return estimates.iter().map(|_| Err(why.clone())).collect(),
        };
        let panels = &Panels::new(self, statistics.iter().copied());
        let mut terms = Vec::new();
        resampling.known(estimates, move |counts: Drawn<'_>, figures: &mut [f64]| {
            let values = panels.values(counts.into());
            for (statistic, figure) in statistics.iter().zip(figures) {
                terms.clear();
                let each = statistic.terms.iter();
                terms.extend(each.map(|term| panels.term(term, &values).unwrap_or(f64::NAN)));
                *figure = statistic.combine.plain(&terms);
            }
        })
    }

    /// What is wrong with the evidence itself is a fault at its row.
    fn refuse_defects(
        &self,
        panels: &Panels,
        values: &[Result<f64, Undefined>],
    ) -> Result<(), Fault> {
        for (value, slot) in values.iter().zip(&panels.slots) {
            if let Err(why) = value
                && let Some(place) = defect(why)
            {
                return Err(self.fault(why, place, slot));
            }
        }
        Ok(())
    }

    fn fault(&self, why: &Undefined, place: Wrong, slot: &Slot) -> Fault {
        let sheet = match (self, slot.of_baseline) {
            (Self::Paired(pair), true) => &pair.baseline,
            _ => self.sheet(),
        };
        let name = sheet.name();
        let place = match place {
            Wrong::Whole => name.to_owned(),
            Wrong::Row(row) => {
                let Location { row, line, .. } = sheet.location(row);
                let row = row.unwrap_or_default();
                let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
                format!("row {row}{line} of {name}")
            }
        };
        // The place that a metric tells counts from 0, and knows of no file.
        let why_there = why.to_string();
        let what = why_there
            .rsplit_once(" (row ")
            .map_or(&*why_there, |(what, _)| what);
        let fault = Fault::new(format!("{place}: {what}"));
        match why {
            Undefined::NotAProbability { .. } | Undefined::NotNormalized { .. } => fault.help(
                "log loss, Brier score and calibration need probabilities; metrics of the order, such as roc_auc, take any score",
            ),
            Undefined::Missing(_) => {
                fault.help("say under [predictions] which column holds it, or leave the metric out")
            }
            _ => fault,
        }
    }
}

/// The statistic's own value.
fn whole(statistic: &Statistic<'_>, terms: &[Result<f64, Undefined>]) -> Result<f64, Unknown> {
    let terms: Result<Vec<f64>, _> = terms.iter().copied().collect();
    statistic
        .combine
        .value(&terms.map_err(|why| why.to_string())?)
}

/// Where evidence is wrong.
#[derive(Clone, Copy)]
enum Wrong {
    /// In this row, from 0.
    Row(usize),
    /// As a whole.
    Whole,
}

/// Whether evidence itself is wrong where a metric has no value, and in which
/// row; else there is too little of it.
fn defect(why: &Undefined) -> Option<Wrong> {
    match why {
        Undefined::NotFinite { row, .. }
        | Undefined::NotAProbability { row, .. }
        | Undefined::NotNormalized { row, .. }
        | Undefined::Negative { row, .. } => Some(Wrong::Row(*row)),
        Undefined::Missing(_)
        | Undefined::Length { .. }
        | Undefined::UnknownClass { .. }
        | Undefined::Parameter
        | Undefined::UnevenQuery { .. }
        | Undefined::TooManyRows => Some(Wrong::Whole),
        _ => None,
    }
}

/// What is known of a metric that is as good, or as bad, as it can be, and so
/// is the same on all resamples: were it worse by some share of the examples,
/// so many would show it. The rarer class is what few examples are of.
fn at_the_end(metric: &Metric, of: &Predictions<'_>, value: f64, units: u64) -> Option<Known> {
    if metric.range() != (Some(0.0), Some(1.0)) || ![0.0, 1.0].contains(&value) {
        return None;
    }
    let rarer = of.labels.zip(of.positive).map(|(labels, positive)| {
        let positives = labels.iter().filter(|label| **label == positive).count();
        positives.min(labels.len() - positives) as u64
    });
    let of = rarer
        .filter(|_| of.queries.is_none())
        .map_or(units, |rarer| rarer.min(units));
    let hits = if value == 0.0 { 0 } else { of };
    (of > 0).then_some(Known::Share { hits, of })
}

/// Whether two models say the same of every example.
fn same(one: &Predictions<'_>, other: &Predictions<'_>) -> bool {
    one.predicted == other.predicted
        && one.scores == other.scores
        && one.forecasts == other.forecasts
        && one.probabilities == other.probabilities
}

/// What is known of a metric that did not change, for no prediction did. How
/// far it may be off is known of those within bounds.
fn unchanged(metric: &Metric, rows: usize) -> Known {
    match metric.range() {
        (Some(_), Some(_)) => Known::Same { of: rows as u64 },
        _ => Known::Point(0.0),
    }
}

/// A metric against one of a file, which is as it stands there but for its
/// own standard error.
fn against(one: Known, base: f64, error: Option<f64>, sign: f64, relative: bool) -> Known {
    let scale = match relative {
        true => sign / base.abs(),
        false => sign,
    };
    match (one.standard_error(), error) {
        (Some(own), Some(error)) => Known::Normal {
            value: (one.estimate() - base) * scale,
            error: own.hypot(error) * scale.abs(),
            of: one.units(),
        },
        _ => one.scaled(scale, -base * scale),
    }
}
