//! Where the baseline comes from.

use std::path::Path;

use ci::git::Git;
use metrics::Metrics;
use verdict::{Fault, Subject};

/// The baseline, or why there is none.
pub(crate) enum Baseline {
    /// Its metrics, and what they came from.
    Found(Metrics, Subject),
    /// Why there is none, in words.
    Missing(String),
}

impl Baseline {
    /// Reads a baseline: a file, or `git:REV:PATH`. A file that is not there
    /// is a first run, which the rules call inconclusive; all else that goes
    /// wrong is a fault.
    pub(crate) fn read(source: Option<&str>, dir: &Path) -> Result<Self, Fault> {
        let Some(source) = source else {
            return Ok(Self::Missing("no baseline was named".to_owned()));
        };
        let metrics = match source.strip_prefix("git:") {
            Some(spec) => from_git(spec, dir)?
                .map(|bytes| Metrics::from_bytes(source, &bytes, None))
                .transpose()?,
            None if !Path::new(source).exists() => None,
            None => Some(Metrics::open(Path::new(source), None)?),
        };
        Ok(match metrics {
            Some(metrics) => {
                let subject = metrics.subject();
                Self::Found(metrics, subject)
            }
            None => Self::Missing(format!("there is no baseline yet: no {source}")),
        })
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
