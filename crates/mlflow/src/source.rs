//! How a user names a run: `models:/churn@champion`, `runs:/ID`, …

use std::fmt;

use verdict::{Fault, cut};

/// How a run, or a file that it logged, is named.
///
/// `models:/NAME/VERSION`, `models:/NAME@ALIAS` and `runs:/RUN_ID` as `MLflow`
/// writes them, with or without `mlflow:` before them; `mlflow:run:RUN_ID`;
/// `mlflow:experiment:NAME` for the run that finished last. A file of the run
/// stands behind `#`, or behind the id: `models:/churn@champion#predictions.csv`,
/// `runs:/RUN_ID/predictions.parquet`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What leads to the run.
    pub origin: Origin,
    /// The path of a file that the run logged, when one is meant.
    pub file: Option<String>,
}

/// What leads to a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Its id.
    Run(String),
    /// The version of a model that it made.
    Version(String, u64),
    /// The alias of such a version.
    Alias(String, String),
    /// Its experiment, by name: the run that finished last.
    Experiment(String),
}

const HELP: &str = "write models:/NAME@ALIAS, models:/NAME/VERSION, runs:/RUN_ID or mlflow:experiment:NAME, and a file of the run behind `#`";

impl Source {
    /// Reads a name; none if it is of something other than `MLflow`, such as a
    /// file.
    pub fn parse(text: &str) -> Result<Option<Self>, Fault> {
        let (name, prefixed) = match text.strip_prefix("mlflow:") {
            Some(name) => (name, true),
            None => (text, false),
        };
        let plain = name.starts_with("models:/") || name.starts_with("runs:/");
        if !prefixed && !plain {
            return Ok(None);
        }
        let fault = |what: &str| Fault::new(format!("{what}: {}", cut(text))).help(HELP);
        if text.chars().any(char::is_control) {
            return Err(fault("a name must not hold control characters"));
        }
        let (name, mut file) = match name.split_once('#') {
            Some((name, file)) => (name, Some(file)),
            None => (name, None),
        };
        let origin = if let Some(model) = name.strip_prefix("models:/") {
            of_model(model).map_err(fault)?
        } else if let Some(run) = name.strip_prefix("runs:/") {
            let (run, path) = match run.split_once('/') {
                Some((run, path)) => (run, Some(path)),
                None => (run, None),
            };
            if file.is_some() && path.is_some() {
                return Err(fault("two files are named"));
            }
            file = file.or(path);
            Origin::Run(run.to_owned())
        } else if let Some(run) = name.strip_prefix("run:") {
            Origin::Run(run.to_owned())
        } else if let Some(experiment) = name.strip_prefix("experiment:") {
            Origin::Experiment(experiment.to_owned())
        } else {
            return Err(fault("not the name of a run or a model version of MLflow"));
        };
        refuse_nonsense(&origin, file).map_err(fault)?;
        Ok(Some(Self {
            origin,
            file: file.map(str::to_owned),
        }))
    }
}

fn of_model(text: &str) -> Result<Origin, &'static str> {
    if let Some((name, version)) = text.split_once('/') {
        let number = version.parse().ok().filter(|number| *number > 0);
        // Stages are going away, and `latest` is whatever was registered last.
        let number = number
            .ok_or("a model is named by the number of a version or by an alias, not by a stage")?;
        return Ok(Origin::Version(name.to_owned(), number));
    }
    match text.rsplit_once('@') {
        Some((name, alias)) => Ok(Origin::Alias(name.to_owned(), alias.to_owned())),
        None => Err("neither a version nor an alias of the model is named"),
    }
}

fn refuse_nonsense(origin: &Origin, file: Option<&str>) -> Result<(), &'static str> {
    match origin {
        Origin::Run(id) if !is_word(id) => return Err("not the id of a run"),
        Origin::Version(name, _) | Origin::Alias(name, _) if !is_model(name) => {
            return Err("not the name of a model");
        }
        Origin::Alias(_, alias) if !is_word(alias) => return Err("not an alias"),
        Origin::Experiment(name) if name.is_empty() => return Err("no experiment is named"),
        _ => {}
    }
    let stray = |part: &str| matches!(part, "" | "." | "..");
    match file {
        Some(file) if file.contains('\\') || file.split('/').any(stray) => {
            Err("not the path of a file of a run")
        }
        _ => Ok(()),
    }
}

/// Whether a text can be an id or an alias: letters, digits, `_` and `-`.
pub(crate) fn is_word(text: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    (1..=256).contains(&text.len()) && text.chars().all(known)
}

/// Whether `MLflow` takes a text for the name of a model.
pub(crate) fn is_model(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(['/', ':']) && !text.contains(char::is_control)
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.origin {
            Origin::Run(id) => write!(f, "mlflow:runs:/{id}")?,
            Origin::Version(name, number) => write!(f, "mlflow:models:/{name}/{number}")?,
            Origin::Alias(name, alias) => write!(f, "mlflow:models:/{name}@{alias}")?,
            Origin::Experiment(name) => write!(f, "mlflow:experiment:{name}")?,
        }
        self.file
            .as_ref()
            .map_or(Ok(()), |file| write!(f, "#{file}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<String> {
        let source = Source::parse(text).expect(text)?;
        let again = Source::parse(&source.to_string()).expect("its own name");
        assert_eq!(again.as_ref(), Some(&source), "{text}");
        Some(source.to_string())
    }

    #[test]
    fn names_are_known_by_how_mlflow_writes_them() {
        for (text, name) in [
            ("models:/churn@champion", "mlflow:models:/churn@champion"),
            ("mlflow:models:/a@b@c", "mlflow:models:/a@b@c"),
            ("mlflow:models:/my model/7", "mlflow:models:/my model/7"),
            ("runs:/ab12", "mlflow:runs:/ab12"),
            ("mlflow:run:ab12", "mlflow:runs:/ab12"),
            ("runs:/ab12/a/p.csv", "mlflow:runs:/ab12#a/p.csv"),
            ("mlflow:experiment:a: b/c", "mlflow:experiment:a: b/c"),
            ("models:/m/1#p.parquet", "mlflow:models:/m/1#p.parquet"),
        ] {
            assert_eq!(parsed(text).as_deref(), Some(name), "{text}");
        }
        for text in ["metrics.json", "git:main:m.json", "run:ab", "models/x", "-"] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for text in [
            "mlflow:",
            "mlflow:metrics.json",
            "models:/churn",
            "models:/churn/Production",
            "models:/churn/latest",
            "models:/churn/0",
            "models:/churn/-1",
            "models:/a/b/7",
            "models:/@x",
            "models:/churn@",
            "models:/churn@a/b",
            "models:/ch:urn@a",
            "models://profile@host/churn@a",
            "runs:/",
            "runs:/../7",
            "runs:/a?x=1",
            "runs:/ab/../../etc/passwd",
            "runs:/ab//etc/passwd",
            "runs:/ab/a\\b",
            "runs:/ab/a#b",
            "runs:/ab#",
            "mlflow:run:a b",
            "mlflow:experiment:",
            "mlflow:experiment:a\nb",
        ] {
            let fault = Source::parse(text).expect_err(text);
            assert!(!fault.help.is_empty(), "{text}");
        }
    }
}
