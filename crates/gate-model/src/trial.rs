//! Statistics of some examples, and how sure they are.

use predictions::{Pair, Sheet, Slice};
use scores::{Draws, Predictions, Undefined};
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
    /// How often at least, for decisions as sure as they have to be.
    pub(crate) least: u32,
    /// What everything that is drawn follows from.
    pub(crate) seed: [u8; 32],
}

/// What an example is, where chance is the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A row.
    Examples,
    /// Rows that belong together.
    Clusters,
    /// The items of a query.
    Queries,
}

impl Unit {
    /// Its name, of many.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Examples => "examples",
            Self::Clusters => "clusters",
            Self::Queries => "queries",
        }
    }
}

/// A statistic that is asked for.
pub(crate) struct Asked<'a> {
    /// What.
    pub(crate) statistic: &'a Statistic<'a>,
    /// Whether chance is a part of the decision.
    pub(crate) by_chance: bool,
    /// The fewest examples that a group of it may have.
    pub(crate) fewest: u64,
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

    /// Which belong together: clusters, else the items of a query.
    pub(crate) fn clusters(self) -> Option<&'a [u32]> {
        let clusters = self.sheet().clusters();
        clusters.or_else(|| self.candidate(None).queries)
    }

    /// What is drawn.
    pub(crate) fn unit(self) -> Unit {
        match (self.sheet().clusters(), self.candidate(None).queries) {
            (Some(_), _) => Unit::Clusters,
            (None, Some(_)) => Unit::Queries,
            (None, None) => Unit::Examples,
        }
    }

    /// The smallest group of a column, by name and size.
    fn smallest_group(self, column: &str) -> Option<(String, u64)> {
        let codes = self.candidate(Some(column)).groups?;
        let names = self.sheet().groups(column);
        let mut sizes = vec![0; names.len()];
        for code in codes {
            *sizes.get_mut(*code as usize)? += 1;
        }
        let groups = names.into_iter().zip(sizes);
        groups
            .filter(|(_, size)| *size > 0)
            .min_by_key(|(_, size)| *size)
    }

    /// Parts of them.
    pub(crate) fn slices(self) -> &'a [Slice] {
        self.sheet().slices()
    }

    /// Measures statistics on these examples. Where no formula tells how sure
    /// one is, the examples are drawn anew, once for all of them.
    pub(crate) fn measure(
        &self,
        asked: &[Asked<'_>],
        drawing: Drawing,
    ) -> Result<Vec<Measured>, Fault> {
        let panels = Panels::new(self, asked.iter().map(|asked| asked.statistic));
        let values = panels.values(Draws::Once);
        self.refuse_defects(&panels, &values)?;
        let mut measured = Vec::new();
        let mut drawn = Vec::new();
        for (at, asked) in asked.iter().enumerate() {
            let statistic = asked.statistic;
            let terms: Vec<_> = panels.terms(at, &values).collect();
            let whole = whole(statistic, &terms);
            let whole = whole.and_then(|value| self.large_groups(asked).map(|()| value));
            let known = whole.and_then(|value| match asked.by_chance {
                false => Ok(Known::Point(value)),
                true => self.by_formula(statistic, value).unwrap_or_else(|| {
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
            let which: Vec<_> = drawn.iter().map(|(at, _)| asked[*at].statistic).collect();
            let estimates: Vec<f64> = drawn.iter().map(|(_, value)| *value).collect();
            let anew = self.draw(&which, &estimates, drawing);
            for ((at, value), known) in drawn.into_iter().zip(anew) {
                let statistic = asked[at].statistic;
                let known = known.map(|known| with_error_of_file(known, statistic));
                measured[at].known =
                    known.or_else(|why| self.at_the_end(statistic, value).ok_or(why));
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
                let plain = !relative && self.clusters().is_none();
                let known = plain.then(|| inference::change(&figure.metric, &one, &other));
                if let Some(Some(known)) = known {
                    return Some(known.map(|known| known.scaled(sign, 0.0)));
                }
                (value == 0.0 && same(&one, &other)).then(|| self.unchanged(figure, relative))
            }
            (
                [Term::Candidate(figure), Term::Given { value: base, .. }],
                Combine::Change { sign, relative },
            ) => {
                let scale = match relative {
                    true => sign / base.abs(),
                    false => sign,
                };
                let one = self.of_one(figure)?;
                let change = one.map(|one| one.scaled(scale, -base * scale));
                Some(change.map(|known| with_error_of_file(known, statistic)))
            }
            _ => None,
        }
    }

    fn of_one(&self, figure: &Figure) -> Option<Result<Known, Unknown>> {
        let plain = self.clusters().is_none();
        plain.then(|| inference::value(&figure.metric, &self.candidate(figure.by.as_deref())))?
    }

    /// What is known of a metric that is as good, or as bad, as it can be, and
    /// so is the same on all resamples: were it worse by some share of the
    /// examples, so many would show it.
    fn at_the_end(self, statistic: &Statistic<'_>, value: f64) -> Option<Known> {
        let ([Term::Candidate(figure)], Combine::Only) = (&statistic.terms[..], statistic.combine)
        else {
            return None;
        };
        let bounded = figure.metric.range() == (Some(0.0), Some(1.0));
        let of = self.telling(figure);
        let hits = if value <= 0.0 { 0 } else { of };
        let at_the_end = value <= 0.0 || value >= 1.0;
        (bounded && at_the_end && of > 0).then_some(Known::Share { hits, of })
    }

    /// What is known of a metric that did not change, for no prediction did. How
    /// far it may be off is known of those within bounds.
    fn unchanged(self, figure: &Figure, relative: bool) -> Result<Known, Unknown> {
        let of = self.telling(figure);
        if let (Some(_), Some(_)) = figure.metric.range() {
            let same = Known::Same { of };
            let base = self.base_of(figure);
            return match (relative, base) {
                (false, _) => Ok(same),
                (true, Some(base)) if base != 0.0 => Ok(same.scaled(1.0 / base.abs(), 0.0)),
                (true, _) => Err("it has no value".to_owned()),
            };
        }
        match of < LEAST {
            true => Err(format!(
                "both models say the same of all {of} examples, and below {LEAST} that tells nothing"
            )),
            false => Ok(Known::Point(0.0)),
        }
    }

    /// The baseline's metric.
    fn base_of(self, figure: &Figure) -> Option<f64> {
        let baseline = self.baseline(figure.by.as_deref())?;
        figure
            .metric
            .prepare(&baseline)
            .ok()?
            .value(Draws::Once)
            .ok()
    }

    /// How many examples tell something of a metric: clusters and queries count
    /// once, and of two classes the rarer one counts.
    fn telling(self, figure: &Figure) -> u64 {
        let units = self.units();
        let of = self.candidate(figure.by.as_deref());
        let rarer = of.labels.zip(of.positive).map(|(labels, positive)| {
            let positives = labels.iter().filter(|label| **label == positive).count();
            positives.min(labels.len() - positives) as u64
        });
        let rarer = rarer.filter(|_| of.queries.is_none());
        let group = figure
            .by
            .as_deref()
            .and_then(|column| self.smallest_group(column));
        let least = rarer.map_or(units, |rarer| rarer.min(units));
        group.map_or(least, |(_, size)| least.min(size))
    }

    /// Whether all groups of a fairness metric are large enough to be judged.
    fn large_groups(self, asked: &Asked<'_>) -> Result<(), Unknown> {
        for term in &asked.statistic.terms {
            if let Term::Candidate(Figure { by: Some(by), .. }) = term
                && let Some((name, size)) = self.smallest_group(by)
                && size < asked.fewest
            {
                let examples = if size == 1 { "example" } else { "examples" };
                return Err(format!(
                    "group `{}` of `{by}` has {size} {examples}, fewer than {}",
                    verdict::cut(&name),
                    asked.fewest
                ));
            }
        }
        Ok(())
    }

    /// How many examples there are, or clusters of them.
    fn units(&self) -> u64 {
        let clusters = self.clusters();
        let count = clusters.map(|clusters| clusters.iter().max().map_or(0, |most| most + 1));
        count.map_or(self.rows() as u64, u64::from)
    }

    fn draw(
        &self,
        statistics: &[&Statistic<'_>],
        estimates: &[f64],
        drawing: Drawing,
    ) -> Vec<Result<Known, Unknown>> {
        let clusters = self.clusters();
        let Drawing {
            resamples, seed, ..
        } = drawing;
        let resampling = match Resampling::new(self.rows(), clusters, resamples, seed) {
            Ok(resampling) => resampling,
            Err(why) => return estimates.iter().map(|_| Err(why.clone())).collect(),
        };
        let panels = &Panels::new(self, statistics.iter().copied());
        let mut terms = Vec::new();
        resampling.known(estimates, move |counts: Drawn<'_>, figures: &mut [f64]| {
            let values = panels.values(counts.into());
            for (at, (statistic, figure)) in statistics.iter().zip(figures).enumerate() {
                terms.clear();
                terms.extend(
                    panels
                        .terms(at, &values)
                        .map(|value| value.unwrap_or(f64::NAN)),
                );
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

/// The fewest examples of which it tells something that both models say the same.
const LEAST: u64 = 30;

/// Whether two models say the same of every example.
fn same(one: &Predictions<'_>, other: &Predictions<'_>) -> bool {
    one.predicted == other.predicted
        && one.scores == other.scores
        && one.forecasts == other.forecasts
        && one.probabilities == other.probabilities
}

/// A change against a number of a file, which is off by its own standard error
/// besides.
fn with_error_of_file(known: Known, statistic: &Statistic<'_>) -> Known {
    let (
        [
            Term::Candidate(_),
            Term::Given {
                value: base,
                error: Some(error),
            },
        ],
        Combine::Change { sign, relative },
    ) = (&statistic.terms[..], statistic.combine)
    else {
        return known;
    };
    let value = known.estimate();
    let error = match relative {
        false => *error,
        // How much the change changes with what it is a fraction of.
        true => error * (base + sign * value * base.abs()).abs() / (base * base),
    };
    match known.standard_error() {
        Some(own) => Known::Normal {
            value,
            error: own.hypot(error),
            of: known.units(),
        },
        None => known,
    }
}
