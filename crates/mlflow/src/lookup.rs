//! From a source to a run and its metrics.

use metrics::{Format, Metrics};
use serde_json::{Value, json};
use verdict::{Fault, Subject, cut, sha256_of_bytes};

use crate::ask::{get, list, odd, post, text};
use crate::{Origin, Server, Source};

/// What a source led to.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// A run.
    Found(Box<Found>),
    /// Nothing yet, and why, in words: no alias, no version, no run. A first
    /// run finds it so.
    Missing(String),
}

/// A run, and how it was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The run's id.
    pub run: String,
    /// The run's name, which need not be unique.
    pub run_name: Option<String>,
    /// The model version that led to it.
    pub version: Option<u64>,
    /// What it logged; `metrics.run()` has its parameters and its status. The
    /// file's name, which faults show, is [`Found::name`].
    pub metrics: Metrics,
}

impl Found {
    /// The source and what it led to:
    /// `mlflow:models:/churn@champion (version 7, run ab12…)`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.metrics.file()
    }

    /// The run as evidence: its name, and a digest of its id and of the last
    /// value of each metric by name. What a person may edit afterwards (names,
    /// tags, a note) is not in it, so that the digest is the same however the
    /// run is found.
    #[must_use]
    pub fn subject(&self) -> Subject {
        let mut text = format!("run\0{}\n", self.run);
        for (name, metric) in self.metrics.numbers() {
            let step = metric.step.unwrap_or(0);
            text.push_str(&format!("{name}\0{:?}\0{step}\n", metric.value));
        }
        Subject::new(self.name(), sha256_of_bytes(text.as_bytes()))
    }
}

impl Server {
    /// Finds the run of a source, and reads its metrics.
    pub fn find(&self, source: &Source) -> Result<Lookup, Fault> {
        match &source.origin {
            Origin::Run(id) => {
                let run = self.run(id, &named(source, None, id))?;
                Ok(run.map_or_else(
                    || Lookup::Missing(format!("there is no run `{id}`")),
                    |metrics| found(id, None, metrics),
                ))
            }
            Origin::Version(model, number) => self.of_version(source, model, *number),
            Origin::Alias(model, alias) => match self.alias(model, alias)? {
                Some(number) => self.of_version(source, model, number),
                None => Ok(Lookup::Missing(format!(
                    "no version of a model `{}` has the alias `{}`",
                    cut(model),
                    cut(alias)
                ))),
            },
            Origin::Experiment(name) => self.of_experiment(source, name),
        }
    }

    fn of_version(&self, source: &Source, model: &str, number: u64) -> Result<Lookup, Fault> {
        let Some(version) = self.version(model, number)? else {
            return Ok(Lookup::Missing(format!(
                "there is no version {number} of a model `{}`",
                cut(model)
            )));
        };
        let run = version.run()?;
        let metrics = self.run(run, &named(source, Some(number), run))?;
        let metrics = metrics.ok_or_else(|| {
            let told = format!(
                "version {number} of the model `{}` names the run `{}`, which {} does not have",
                cut(model),
                cut(run),
                self.tracking.name()
            );
            Fault::new(told).help(
                "the run was deleted, or the registry goes with another tracking server: check MLFLOW_TRACKING_URI and MLFLOW_REGISTRY_URI",
            )
        })?;
        Ok(found(run, Some(number), metrics))
    }

    fn of_experiment(&self, source: &Source, name: &str) -> Result<Lookup, Fault> {
        let what = format!("the experiment `{}`", cut(name));
        let query = [("experiment_name", name)];
        let answer = get(&self.tracking, "experiments/get-by-name", &query, &what)?;
        let Some(answer) = answer else {
            let why = format!("there is no experiment `{}`", cut(name));
            return Ok(Lookup::Missing(why));
        };
        let told = answer.json()?;
        let experiment = told.get("experiment").unwrap_or(&Value::Null);
        let id = text(experiment, "experiment_id")
            .ok_or_else(|| odd(&self.tracking, &answer, "experiment"))?;
        let question = json!({
            "experiment_ids": [id],
            "filter": "attributes.status = 'FINISHED'",
            "order_by": ["attributes.end_time DESC", "attributes.start_time DESC"],
            "max_results": 1,
        });
        let answer = post(&self.tracking, "runs/search", &question, &what)?;
        let runs = answer.map(|answer| answer.json()).transpose()?;
        let runs = runs.as_ref().map_or(&[][..], |runs| list(runs, "runs"));
        let Some(id) = runs
            .first()
            .and_then(|run| text(run.get("info")?, "run_id"))
        else {
            let why = format!("no run of the experiment `{}` has finished", cut(name));
            return Ok(Lookup::Missing(why));
        };
        let metrics = self.run(&id, &named(source, None, &id))?;
        let metrics = metrics.ok_or_else(|| {
            Fault::new(format!("the run `{}` is gone again", cut(&id))).help("run it once more")
        })?;
        Ok(found(&id, None, metrics))
    }

    /// A run's metrics under a name; none if there is no such run, or none any
    /// more.
    fn run(&self, id: &str, name: &str) -> Result<Option<Metrics>, Fault> {
        let what = format!("the run `{}`", cut(id));
        let answer = get(&self.tracking, "runs/get", &[("run_id", id)], &what)?;
        let Some(answer) = answer else {
            return Ok(None);
        };
        let odd = || odd(&self.tracking, &answer, "run");
        let body = std::str::from_utf8(&answer.body).map_err(|_| odd())?;
        if !body.trim_start().starts_with('{') {
            return Err(odd());
        }
        // What is no JSON may still be read: Python may write a bare NaN.
        if let Ok(told) = answer.json() {
            let info = told.get("run").and_then(|run| run.get("info"));
            let info = info.unwrap_or(&Value::Null);
            if text(info, "run_id").as_deref() != Some(id) {
                return Err(odd());
            }
            if text(info, "lifecycle_stage").as_deref() == Some("deleted") {
                return Ok(None);
            }
        }
        let metrics = Metrics::read_as(name, body, Some(Format::MlflowApi))?;
        let own = metrics.run().and_then(|run| run.id.as_deref());
        match own == Some(id) {
            true => Ok(Some(metrics)),
            false => Err(odd()),
        }
    }
}

fn found(run: &str, version: Option<u64>, metrics: Metrics) -> Lookup {
    Lookup::Found(Box::new(Found {
        run: run.to_owned(),
        run_name: metrics.run().and_then(|run| run.name.clone()),
        version,
        metrics,
    }))
}

/// How evidence names a run: what was asked for, and what that was.
fn named(source: &Source, version: Option<u64>, run: &str) -> String {
    let source = Source {
        file: None,
        ..source.clone()
    };
    match version {
        Some(version) => format!("{source} (version {version}, run {run})"),
        None => format!("{source} (run {run})"),
    }
}
