//! A question to a platform's API.

use ci::Api;
use serde_json::Value;
use verdict::Fault;
use web::{Credentials, Method, Request, Server};

use crate::args::Token;

/// Most bytes of an answer: one on a repository has a few thousand.
const ANSWER_LIMIT: u64 = 4 << 20;

/// Where the token comes from, for help.
const SOURCE: &str = "the variable TOLLGATE_STAMP_IMAGE_TOKEN, or `--token`";

/// What the API answers to a path: a JSON object.
pub(super) fn ask(api: &Api, token: &Token, path: &str) -> Result<Value, Fault> {
    let server = Server::new(&api.address, &credentials(token), SOURCE)?.only_encrypted()?;
    let request = Request::new(Method::Get, path).limit(ANSWER_LIMIT);
    let answer = server.request(&request)?;
    let name = server.name();
    let used_up = answer.header("x-ratelimit-remaining") == Some("0");
    match answer.status {
        200..=299 => {}
        403 if used_up => {
            return Err(Fault::new(format!(
                "{name} has been asked too often with this token (status 403)"
            ))
            .help("try again later, or give the facts by `--facts`"));
        }
        status @ (401 | 403) => {
            return Err(
                Fault::new(format!("{name} refused this token (status {status})"))
                    .help(format!("give one that may read the repository by {SOURCE}")),
            );
        }
        404 => {
            return Err(
                Fault::new(format!("{name} knows nothing of {path} (status 404)"))
                    .help("the token may have to be one that may read the repository"),
            );
        }
        _ => return Err(answer.refused(path)),
    }
    let told = answer.json()?;
    match told.is_object() {
        true => Ok(told),
        false => Err(Fault::new(format!("{name} answered {path} with no object"))
            .help("check the address of the API that the CI system names")),
    }
}

/// A token as the platforms take it. Those of Bitbucket that belong to a user
/// are `USER:TOKEN`.
fn credentials(token: &Token) -> Credentials {
    match token.secret().split_once(':') {
        Some((user, password)) => Credentials::Basic(user.to_owned(), password.to_owned()),
        None => Credentials::Bearer(token.secret().to_owned()),
    }
}
