//! What the candidate is compared with.

use std::path::Path;

use metrics::Metrics;
use tool::Context;
use verdict::{Fault, Subject};

use crate::history::History;
use crate::policy::Direction;
use crate::source::{self, Sourced, missing};

/// One that the candidate is compared with.
pub(crate) struct Baseline {
    /// What names it.
    pub(crate) name: String,
    kind: Kind,
}

enum Kind {
    /// Its metrics.
    Found(Box<Metrics>, Subject),
    /// Of many runs each metric's best.
    Best(History),
    /// There is none, and why, in words.
    Missing(String),
}

/// Why a baseline has no such metric.
pub(crate) enum Absent {
    /// There is no baseline, in words.
    Baseline(String),
    /// There is one, and it has no such metric.
    Metric,
}

impl Baseline {
    /// Reads a baseline: `best:FILE` for the best of many runs, else what any
    /// [`source`] names. One that is not there is a first run, which the rules
    /// call inconclusive; all else that goes wrong is a fault.
    pub(crate) fn read(source: &str, context: &Context) -> Result<Self, Fault> {
        let kind = match source.strip_prefix("best:") {
            Some(file) if Path::new(file).exists() => Kind::Best(History::read(Path::new(file))?),
            Some(file) => Kind::Missing(missing(file)),
            None => match source::metrics(source, None, context)? {
                Sourced::Found((metrics, subject)) => Kind::Found(Box::new(metrics), subject),
                Sourced::Missing(why) => Kind::Missing(why),
            },
        };
        Ok(Self {
            name: source.to_owned(),
            kind,
        })
    }

    /// What it came from, where it is there.
    pub(crate) fn subject(&self) -> Option<Subject> {
        match &self.kind {
            Kind::Found(_, subject) => Some(subject.clone()),
            Kind::Best(history) => Some(history.subject().clone()),
            Kind::Missing(_) => None,
        }
    }

    /// The metrics that hold a metric; of a history those of the run that was
    /// best at it.
    pub(crate) fn holder(&self, metric: &str, better: Direction) -> Result<&Metrics, Absent> {
        match &self.kind {
            Kind::Found(metrics, _) if metrics.has(metric) => Ok(metrics),
            Kind::Best(history) => history.best(metric, better).ok_or(Absent::Metric),
            Kind::Found(..) => Err(Absent::Metric),
            Kind::Missing(why) => Err(Absent::Baseline(why.clone())),
        }
    }
}
