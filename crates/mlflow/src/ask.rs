//! Questions to a server, and what its refusals mean.

use serde_json::Value;
use verdict::{Fault, cut};
use web::{Answer, Method};

use crate::settings::{self, Get};

/// Where `MLflow`'s API is on a server.
const API: &str = "/api/2.0/mlflow/";

/// A tracking server, and the model registry that goes with it.
#[derive(Debug)]
pub struct Server {
    pub(crate) tracking: web::Server,
    pub(crate) registry: web::Server,
}

impl Server {
    /// The server that the environment names, by the variables of `MLflow`'s
    /// own client: `MLFLOW_TRACKING_URI`, `MLFLOW_REGISTRY_URI` where the
    /// registry is elsewhere, `MLFLOW_TRACKING_USERNAME` and
    /// `MLFLOW_TRACKING_PASSWORD`, or `MLFLOW_TRACKING_TOKEN`. `get` gives a
    /// variable's value.
    ///
    /// Fails where none is named or the name is of no web server, and for
    /// variables that ask for what is not supported.
    pub fn from_env(get: &dyn Fn(&str) -> Option<String>) -> Result<Self, Fault> {
        Self::of(None, get)
    }

    /// The server at an address, with the credentials of the environment.
    /// Fails as [`Server::from_env`].
    pub fn at(address: &str, get: &dyn Fn(&str) -> Option<String>) -> Result<Self, Fault> {
        Self::of(Some(address), get)
    }

    fn of(address: Option<&str>, get: Get) -> Result<Self, Fault> {
        let (tracking, registry) = settings::servers(address, get)?;
        Ok(Self { tracking, registry })
    }

    /// The tracking server's address, without what is secret in it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.tracking.name()
    }
}

/// Asks for what may not be there; `what` names it, for a refusal.
pub(crate) fn get(
    server: &web::Server,
    path: &str,
    query: &[(&str, &str)],
    what: &str,
) -> Result<Option<Answer>, Fault> {
    sorted(server, server.get(&format!("{API}{path}"), query)?, what)
}

/// Sends what may lead to nothing that is there.
pub(crate) fn post(
    server: &web::Server,
    path: &str,
    body: &Value,
    what: &str,
) -> Result<Option<Answer>, Fault> {
    let answer = server.send(Method::Post, &format!("{API}{path}"), body)?;
    sorted(server, answer, what)
}

/// An answer, or none where what was asked for is not there. Only `MLflow`
/// itself is believed in that: any web server has a page for what it lacks.
pub(crate) fn sorted(
    server: &web::Server,
    answer: Answer,
    what: &str,
) -> Result<Option<Answer>, Fault> {
    if answer.is_success() {
        return Ok(Some(answer));
    }
    let told = answer.json().ok();
    let code = told.as_ref().and_then(|told| text(told, "error_code"));
    match code.as_deref() {
        Some("RESOURCE_DOES_NOT_EXIST") => Ok(None),
        None if answer.is_missing() => Err(no_mlflow(server)),
        _ => Err(answer
            .refused(what)
            .help("check the name, and that the server is a recent one")),
    }
}

fn no_mlflow(server: &web::Server) -> Fault {
    Fault::new(format!(
        "{} is no MLflow server: it knows no {API}",
        server.name()
    ))
    .help("check MLFLOW_TRACKING_URI: the address of the server, and the path where it begins if it has one")
}

/// The fault of an answer that lacks what every `MLflow` server says.
pub(crate) fn odd(server: &web::Server, answer: &Answer, what: &str) -> Fault {
    let start = String::from_utf8_lossy(&answer.body);
    let start = start.split_whitespace().collect::<Vec<_>>().join(" ");
    Fault::new(format!(
        "{} gave no {what}, but: {}",
        server.name(),
        cut(&start)
    ))
    .help("check MLFLOW_TRACKING_URI, and that the server is one of MLflow")
}

/// A text of an object; numbers become texts, as protobuf's JSON may write
/// either.
pub(crate) fn text(object: &Value, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The objects of a list.
pub(crate) fn list<'a>(object: &'a Value, key: &str) -> &'a [Value] {
    object
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}
