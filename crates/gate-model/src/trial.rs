//! Statistics of some examples, and how sure they are.

mod bounds;
mod defects;

use scores::{Draws, Predictions, Undefined};
use verdict::Fault;

use crate::examples::Examples;
use crate::inference::{self, Drawn, Known, Resampling, Unknown};
use crate::panels::Panels;
use crate::statistic::{Combine, Figure, Statistic, Term};

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

impl Examples<'_> {
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
}

/// The statistic's own value.
fn whole(statistic: &Statistic<'_>, terms: &[Result<f64, Undefined>]) -> Result<f64, Unknown> {
    let terms: Result<Vec<f64>, _> = terms.iter().copied().collect();
    statistic
        .combine
        .value(&terms.map_err(|why| why.to_string())?)
}

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
