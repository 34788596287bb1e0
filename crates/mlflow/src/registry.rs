//! Versions of a model, and the aliases that lead to them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use verdict::{Fault, cut};

use crate::Server;
use crate::ask::{get, list, odd, post, text};
use crate::source::{is_model, is_word};

/// A version of a registered model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The model's name.
    pub model: String,
    /// The version's number, from 1.
    pub number: u64,
    /// The run that made it; none when it was registered without one.
    pub run: Option<String>,
    /// `READY`, `PENDING_REGISTRATION` or `FAILED_REGISTRATION`.
    pub status: Option<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

impl Version {
    /// The run that made it; a fault when it was registered without one.
    pub fn run(&self) -> Result<&str, Fault> {
        self.run.as_deref().ok_or_else(|| {
            let (model, number) = (cut(&self.model), self.number);
            Fault::new(format!(
                "version {number} of the model `{model}` names no run"
            ))
            .help("register models from the run that made them (`runs:/RUN_ID/…`, or `run_id`)")
        })
    }
}

impl Server {
    /// A version of a model; none if the registry has no such one.
    pub fn version(&self, model: &str, number: u64) -> Result<Option<Version>, Fault> {
        refuse_name(model)?;
        let what = format!("version {number} of the model `{}`", cut(model));
        let wanted = number.to_string();
        let query = [("name", model), ("version", wanted.as_str())];
        let answer = get(&self.registry, "model-versions/get", &query, &what)?;
        let Some(answer) = answer else {
            return Ok(None);
        };
        let told = answer.json()?;
        let version = told.get("model_version").unwrap_or(&Value::Null);
        if text(version, "version") != Some(wanted) {
            return Err(odd(&self.registry, &answer, "model version"));
        }
        let tag = |tag: &Value| Some((text(tag, "key")?, text(tag, "value").unwrap_or_default()));
        Ok(Some(Version {
            model: model.to_owned(),
            number,
            run: text(version, "run_id"),
            status: text(version, "status"),
            tags: list(version, "tags").iter().filter_map(tag).collect(),
        }))
    }

    /// The number of the version that an alias leads to; none if there is no
    /// such alias, or no such model.
    pub fn alias(&self, model: &str, alias: &str) -> Result<Option<u64>, Fault> {
        refuse_name(model)?;
        // MLflow's own endpoint for an alias has no code for one that is
        // missing, but words.
        let what = format!("the model `{}`", cut(model));
        let query = [("name", model)];
        let answer = get(&self.registry, "registered-models/get", &query, &what)?;
        let Some(answer) = answer else {
            return Ok(None);
        };
        let told = answer.json()?;
        let Some(found) = told.get("registered_model") else {
            return Err(odd(&self.registry, &answer, "registered model"));
        };
        let mut aliases = list(found, "aliases").iter();
        let Some(own) = aliases.find(|own| text(own, "alias").as_deref() == Some(alias)) else {
            return Ok(None);
        };
        let number = text(own, "version").and_then(|number| number.parse().ok());
        number
            .map(Some)
            .ok_or_else(|| odd(&self.registry, &answer, "version behind an alias"))
    }

    /// Lets an alias lead to a version, wherever it led before: the registry
    /// can't be asked to do so only if it still led there.
    pub fn set_alias(&self, model: &str, alias: &str, number: u64) -> Result<(), Fault> {
        refuse_name(model)?;
        if !is_word(alias) {
            return Err(Fault::new(format!("`{}` can't be an alias", cut(alias)))
                .help("an alias is made of letters, digits, `_` and `-`"));
        }
        let what = format!("the alias `{alias}` of the model `{}`", cut(model));
        let body = json!({"name": model, "alias": alias, "version": number.to_string()});
        match post(&self.registry, "registered-models/alias", &body, &what)? {
            Some(_) => Ok(()),
            None => Err(Fault::new(format!(
                "the model `{}` has no version {number}",
                cut(model)
            ))),
        }
    }
}

fn refuse_name(model: &str) -> Result<(), Fault> {
    match is_model(model) {
        true => Ok(()),
        false => Err(
            Fault::new(format!("`{}` can't be the name of a model", cut(model)))
                .help("name it as the registry does; names hold no `/`, `:` or line breaks"),
        ),
    }
}
