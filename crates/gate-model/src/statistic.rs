//! Numbers made of metrics: a metric itself, how it changed, a formula.

use scores::Metric;

use crate::formula::Formula;

/// A metric that is computed from predictions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    /// The metric.
    pub(crate) metric: Metric,
    /// The column with the groups of a fairness metric.
    pub(crate) by: Option<String>,
}

/// A number that a statistic is made of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Term {
    /// Of the candidate's predictions.
    Candidate(Figure),
    /// Of the baseline's predictions.
    Baseline(Figure),
    /// Of a metrics file, as it stands there.
    Given {
        /// The number.
        value: f64,
        /// Its standard error, where that is known.
        error: Option<f64>,
    },
}

/// How the numbers are put together.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Combine<'a> {
    /// The first is all.
    Only,
    /// The first less the second.
    Change {
        /// 1, or −1 for the second less the first.
        sign: f64,
        /// As a fraction of the second's absolute value.
        relative: bool,
    },
    /// A formula's metrics in their order.
    Formula(&'a Formula),
}

/// A number made of metrics.
#[derive(Clone, Debug)]
pub(crate) struct Statistic<'a> {
    /// What it is made of.
    pub(crate) terms: Vec<Term>,
    /// And how.
    pub(crate) combine: Combine<'a>,
}

impl Combine<'_> {
    /// The number; in a few words why there is none.
    pub(crate) fn value(&self, terms: &[f64]) -> Result<f64, String> {
        let none = || "it has no value".to_owned();
        match self {
            Self::Only => terms.first().copied().ok_or_else(none),
            Self::Change { sign, relative } => {
                let [one, other] = *terms else {
                    return Err(none());
                };
                let change = sign * (one - other);
                match relative {
                    false => Ok(change),
                    true if other == 0.0 => {
                        Err("the baseline is 0, and a fraction of 0 means nothing".to_owned())
                    }
                    true => Ok(change / other.abs()),
                }
            }
            Self::Formula(formula) => formula.value(terms),
        }
    }

    /// The same without words, and NaN where there is none.
    pub(crate) fn plain(&self, terms: &[f64]) -> f64 {
        match (self, terms) {
            (Self::Only, [value, ..]) => *value,
            (Self::Change { sign, relative }, [one, other]) => {
                let of = if *relative { other.abs() } else { 1.0 };
                sign * (one - other) / of
            }
            (Self::Formula(formula), terms) => formula.value(terms).unwrap_or(f64::NAN),
            _ => f64::NAN,
        }
    }
}

impl Statistic<'_> {
    /// Whether it takes the baseline's predictions.
    pub(crate) fn needs_pair(&self) -> bool {
        self.terms.iter().any(|term| match term {
            Term::Baseline(_) => true,
            Term::Candidate(figure) => figure.metric.needs().contains(&scores::Need::Reference),
            Term::Given { .. } => false,
        })
    }

    /// Whether it takes numbers of files, which are of all examples.
    pub(crate) fn holds_given(&self) -> bool {
        let given = |term: &Term| matches!(term, Term::Given { .. });
        self.terms.iter().any(given)
    }

    /// Whether it takes any predictions.
    pub(crate) fn needs_predictions(&self) -> bool {
        let given = |term: &Term| matches!(term, Term::Given { .. });
        !self.terms.iter().all(given)
    }
}
