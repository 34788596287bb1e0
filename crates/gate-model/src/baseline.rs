//! Where the baseline comes from.

use std::path::Path;

use ci::git::Git;
use metrics::Metrics;
use tool::Context;
use verdict::{Fault, Subject};

use crate::history::History;
use crate::policy::Direction;

/// One that the candidate is compared with.
pub(crate) struct Baseline {
    /// What names it.
    pub(crate) name: String,
    kind: Kind,
}

enum Kind {
    /// Its metrics.
    Found(Box<Metrics>),
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
    /// Reads a baseline: a file, `git:REV:PATH`, or `best:FILE` for the best of
    /// many runs. A file that is not there is a first run, which the rules call
    /// inconclusive; all else that goes wrong is a fault.
    pub(crate) fn read(source: &str, context: &Context) -> Result<Self, Fault> {
        let missing = || Kind::Missing(format!("there is no baseline yet: no {source}"));
        let found = |metrics| Kind::Found(Box::new(metrics));
        let kind = if let Some(spec) = source.strip_prefix("git:") {
            let bytes = from_git(spec, &context.dir)?;
            let metrics = bytes.map(|bytes| Metrics::from_bytes(source, &bytes, None));
            metrics.transpose()?.map_or_else(missing, found)
        } else if let Some(file) = source.strip_prefix("best:") {
            match Path::new(file).exists() {
                true => Kind::Best(History::read(Path::new(file))?),
                false => missing(),
            }
        } else if Path::new(source).exists() {
            found(Metrics::open(Path::new(source), None)?)
        } else {
            missing()
        };
        Ok(Self {
            name: source.to_owned(),
            kind,
        })
    }

    /// What it came from, where it is there.
    pub(crate) fn subject(&self) -> Option<Subject> {
        match &self.kind {
            Kind::Found(metrics) => Some(metrics.subject()),
            Kind::Best(history) => Some(history.subject().clone()),
            Kind::Missing(_) => None,
        }
    }

    /// The metrics that hold a metric; of a history those of the run that was
    /// best at it.
    pub(crate) fn holder(&self, metric: &str, better: Direction) -> Result<&Metrics, Absent> {
        match &self.kind {
            Kind::Found(metrics) if metrics.has(metric) => Ok(metrics),
            Kind::Best(history) => history.best(metric, better).ok_or(Absent::Metric),
            Kind::Found(_) => Err(Absent::Metric),
            Kind::Missing(why) => Err(Absent::Baseline(why.clone())),
        }
    }
}

/// The bytes of `REV:PATH`; none if the revision has no such file.
fn from_git(spec: &str, dir: &Path) -> Result<Option<Vec<u8>>, Fault> {
    let (revision, path) = spec.split_once(':').ok_or_else(|| {
        Fault::new(format!("not a git baseline: git:{spec}"))
            .help("write git:REV:PATH, such as git:origin/main:metrics.json")
    })?;
    Git::discover(dir)?.show(revision, path)
}
