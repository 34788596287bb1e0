//! Why a registry did not do what it was asked for, in words.

use serde_json::Value;
use verdict::{Fault, cut};
use web::Answer;

/// The fault of a question that a registry refused. `what` is what it was asked
/// for, such as "tell of a/b:1".
pub(crate) fn refused(host: &str, what: &str, answer: &Answer, known: bool) -> Fault {
    let status = answer.status;
    let said = said(answer);
    let login = format!("log in with `docker login {host}`, as somebody who may do so");
    match (status, known) {
        (401, true) => Fault::new(format!(
            "{host} refused to {what}: it does not take these credentials (status 401{said})"
        ))
        .help(login),
        (401 | 403, false) => Fault::new(format!(
            "{host} refused to {what} without credentials (status {status}{said})"
        ))
        .help(format!("check the name, and {login}")),
        (403, true) => Fault::new(format!(
            "{host} refused to {what} with these credentials (status 403{said})"
        ))
        .help(format!("check the name, and {login}")),
        (404, _) => Fault::new(format!("{host} can't {what} (status 404{said})"))
            .help("check the name: the repository is not there"),
        _ => Fault::new(format!("{host} refused to {what} (status {status}{said})"))
            .help("check the name, and what the registry logs"),
    }
}

/// The first error that a registry tells, behind a comma.
fn said(answer: &Answer) -> String {
    let told: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let first = told.as_ref().and_then(|told| told.pointer("/errors/0"));
    let text = |key: &str| first.and_then(|first| first.get(key)?.as_str()).map(cut);
    match (text("code"), text("message")) {
        (Some(code), Some(message)) => format!(", {code}: {message}"),
        (Some(only), None) | (None, Some(only)) => format!(", {only}"),
        (None, None) => String::new(),
    }
}
