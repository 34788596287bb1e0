//! Where the baseline comes from.

use std::path::Path;

use ci::git::Git;
use metrics::Metrics;
use tool::read_text;
use verdict::{Fault, Subject, sha256_of_bytes};

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
        let text = match source.strip_prefix("git:") {
            Some(spec) => from_git(spec, dir)?,
            None if !Path::new(source).exists() => None,
            None => Some(read_text(Path::new(source))?),
        };
        let Some(text) = text else {
            return Ok(Self::Missing(format!(
                "there is no baseline yet: no {source}"
            )));
        };
        let subject = Subject::new(source, sha256_of_bytes(text.as_bytes()));
        Ok(Self::Found(Metrics::read(source, &text)?, subject))
    }
}

/// The text of `REV:PATH`; none if the revision has no such file.
fn from_git(spec: &str, dir: &Path) -> Result<Option<String>, Fault> {
    let (revision, path) = spec.split_once(':').ok_or_else(|| {
        Fault::new(format!("not a git baseline: git:{spec}"))
            .help("write git:REV:PATH, such as git:origin/main:metrics.json")
    })?;
    let Some(bytes) = Git::discover(dir)?.show(revision, path)? else {
        return Ok(None);
    };
    String::from_utf8(bytes).map(Some).map_err(|_| {
        Fault::new(format!("git:{spec} is not UTF-8 text"))
            .help("a baseline is a metrics file, not a model")
    })
}
