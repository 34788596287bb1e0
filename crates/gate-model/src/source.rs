//! Where evidence comes from: files, git revisions, runs of an `MLflow` server.

use std::path::{Path, PathBuf};

use ci::git::Git;
use metrics::{Format, Metrics};
use mlflow::{Artifact, Found, Lookup, Server, Source};
use tool::Context;
use verdict::{Fault, Subject};

/// What a name leads to.
pub(crate) enum Sourced<T> {
    /// It is there.
    Found(T),
    /// It is not there yet, and why, in words.
    Missing(String),
}

impl<T> Sourced<T> {
    /// What has to be there, by its name.
    pub(crate) fn needed(self, source: &str) -> Result<T, Fault> {
        let why = match self {
            Self::Found(found) => return Ok(found),
            Self::Missing(why) if why == missing(source) => "it is not there".to_owned(),
            Self::Missing(why) => why,
        };
        Err(Fault::new(format!(
            "can't read {}: {why}",
            verdict::cut(source)
        )))
    }
}

/// What is not there, in words.
pub(crate) fn missing(source: &str) -> String {
    format!("no {source}")
}

/// Metrics: of a file or a folder, of `git:REV:PATH`, or those that a run
/// logged, or logged in a file.
pub(crate) fn metrics(
    source: &str,
    format: Option<Format>,
    context: &Context,
) -> Result<Sourced<(Metrics, Subject)>, Fault> {
    let with_subject = |metrics: Metrics| {
        let subject = metrics.subject();
        (metrics, subject)
    };
    if let Some(parsed) = Source::parse(source)? {
        return logged(&parsed, format, context);
    }
    refuse_unknown(source, &["git:"])?;
    let metrics = if let Some(spec) = source.strip_prefix("git:") {
        let bytes = from_git(spec, &context.dir)?;
        let read = bytes.map(|bytes| Metrics::from_bytes(source, &bytes, format));
        read.transpose()?
    } else if source == "-" || Path::new(source).exists() {
        Some(Metrics::open(Path::new(source), format)?)
    } else {
        None
    };
    Ok(match metrics {
        Some(metrics) => Sourced::Found(with_subject(metrics)),
        None => Sourced::Missing(missing(source)),
    })
}

/// Predictions: a file, which is gone with this where it was downloaded.
pub(crate) struct File {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// What it is, where its path does not tell.
    pub(crate) subject: Option<Subject>,
    /// Keeps what was downloaded.
    _kept: Option<Artifact>,
}

/// A file of predictions, or one that a run logged.
pub(crate) fn predictions(source: &str, context: &Context) -> Result<Sourced<File>, Fault> {
    let Some(parsed) = Source::parse(source)? else {
        refuse_unknown(source, &[])?;
        let path = PathBuf::from(source);
        return Ok(match source == "-" || path.exists() {
            true => Sourced::Found(File {
                path,
                subject: None,
                _kept: None,
            }),
            false => Sourced::Missing(missing(source)),
        });
    };
    let Some(file) = &parsed.file else {
        return Err(
            Fault::new(format!("{source} names no file of predictions")).help(format!(
                "add the path that the run logged it at: {source}#predictions.csv"
            )),
        );
    };
    let (server, found) = match run(&parsed, context)? {
        Sourced::Found(found) => found,
        Sourced::Missing(why) => return Ok(Sourced::Missing(why)),
    };
    Ok(match server.artifact(&found.run, file)? {
        None => Sourced::Missing(format!("the run has no file `{file}`")),
        Some(artifact) => Sourced::Found(File {
            path: artifact.path().to_owned(),
            subject: Some(artifact.subject()),
            _kept: Some(artifact),
        }),
    })
}

fn run(source: &Source, context: &Context) -> Result<Sourced<(Server, Box<Found>)>, Fault> {
    let server = Server::from_env(&|name| context.env.own(name))?;
    Ok(match server.find(source)? {
        Lookup::Found(found) => Sourced::Found((server, found)),
        Lookup::Missing(why) => Sourced::Missing(why),
    })
}

/// The metrics that a run logged, or those in a file that it logged.
fn logged(
    source: &Source,
    format: Option<Format>,
    context: &Context,
) -> Result<Sourced<(Metrics, Subject)>, Fault> {
    let (server, found) = match run(source, context)? {
        Sourced::Found(found) => found,
        Sourced::Missing(why) => return Ok(Sourced::Missing(why)),
    };
    let Some(path) = &source.file else {
        let subject = found.subject();
        return Ok(Sourced::Found((found.metrics, subject)));
    };
    let Some(file) = server.artifact(&found.run, path)? else {
        return Ok(Sourced::Missing(format!("the run has no file `{path}`")));
    };
    let bytes = std::fs::read(file.path()).map_err(|error| Fault::io("read", file.path(), &error));
    let metrics = Metrics::from_bytes(file.name(), &bytes?, format)?;
    Ok(Sourced::Found((metrics, file.subject())))
}

/// A name that is no path and that nobody knows is a mistake, not a file that
/// is not there yet.
fn refuse_unknown(source: &str, known: &[&str]) -> Result<(), Fault> {
    let there = source == "-" || Path::new(source).exists();
    if there || known.iter().any(|prefix| source.starts_with(prefix)) {
        return Ok(());
    }
    if source.trim().is_empty() {
        return Err(Fault::new("an empty name where a file is needed")
            .help("a variable that is not set makes one"));
    }
    let scheme = source.split_once(':').map(|(scheme, _)| scheme);
    let is_word =
        |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '+');
    match scheme.filter(|scheme| is_word(scheme)) {
        None => Ok(()),
        Some(scheme) => Err(Fault::new(format!(
            "`{}` is not understood: nothing is known of `{}:` here",
            verdict::cut(source),
            verdict::cut(scheme)
        ))
        .help("a baseline is a file, git:REV:PATH (metrics), best:FILE (metrics), models:/NAME@ALIAS, models:/NAME/VERSION or runs:/RUN_ID")),
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
