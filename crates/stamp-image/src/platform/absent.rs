//! What a build without requests says of them.

use ci::Api;
use serde_json::Value;
use verdict::Fault;

use crate::args::Token;

/// What the API answers: this build does not ask.
pub(super) fn ask(_api: &Api, _token: &Token, _path: &str) -> Result<Value, Fault> {
    Err(
        Fault::new("there is a token, but this build of stamp-image sends no requests").help(
            "take a released binary, or build it with `--features registry`; or give the facts by `--facts`, and no token",
        ),
    )
}
