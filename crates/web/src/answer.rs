//! What a server answers.

use serde_json::Value;
use ureq::http::HeaderMap;
use verdict::{Fault, cut};

/// What a server answered: its status and its body.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status: of the 200s, or one of the 400s by which the server
    /// speaks about the question (400, 404, 409, 422). Of [`crate::Server::request`]
    /// it may be any other as well.
    pub status: u16,
    /// The body, whatever it is.
    pub body: Vec<u8>,
    /// Who answered, without credentials.
    pub(crate) server: String,
    pub(crate) headers: HeaderMap,
}

impl Answer {
    /// Whether the server did what it was asked for.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether what was asked for is not there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.status == 404
    }

    /// The first value of a header, where it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).next()
    }

    /// Every value of a header that is text.
    pub fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        let values = self.headers.get_all(name).into_iter();
        values.filter_map(|value| value.to_str().ok())
    }

    /// The body as JSON.
    pub fn json(&self) -> Result<Value, Fault> {
        serde_json::from_slice(&self.body).map_err(|_| {
            let start = String::from_utf8_lossy(&self.body);
            let message = format!("{} answered with no JSON: {}", self.server, cut(&start));
            Fault::new(message).help("check the address: a sign-in page answers like this")
        })
    }

    /// The fault of a question that the server refused.
    #[must_use]
    pub fn refused(&self, what: &str) -> Fault {
        let said = match self.json() {
            Ok(Value::Object(fields)) => {
                let told = ["message", "error", "detail", "error_code"];
                let told = told
                    .iter()
                    .find_map(|key| fields.get(*key)?.as_str().map(cut));
                told.map_or_else(String::new, |told| format!(": {told}"))
            }
            _ => String::new(),
        };
        Fault::new(format!(
            "{} refused {what} with status {}{said}",
            self.server, self.status
        ))
    }
}
