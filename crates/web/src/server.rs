//! A server, and questions to it.

use std::fmt;
use std::io::{Read as _, Write};
use std::time::Duration;

use serde_json::Value;
use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, AsSendBody, Body, Error, RequestExt, http};
use verdict::{Fault, cut, public_address};

use crate::Answer;
use crate::encode::{base64, encoded};
use crate::patience::{Patience, Tries};
use crate::trouble::{kind, may_repeat, out_of_order, unreachable};

/// Most bytes of an answer.
const BODY_LIMIT: u64 = 64 << 20;

/// How long a file may take, once it has begun.
const FILE_TIME: Duration = Duration::from_mins(10);

/// Longest pause that a server may ask for.
const PAUSE_LIMIT: Duration = Duration::from_secs(20);

/// What a server asks for before it answers. No message and no `Debug` shows it.
#[derive(Clone, Default)]
pub enum Credentials {
    /// Nothing.
    #[default]
    None,
    /// A token (RFC 6750).
    Bearer(String),
    /// A name and a password (RFC 7617).
    Basic(String, String),
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Bearer(_) => "a token",
            Self::Basic(..) => "a name and a password",
        })
    }
}

/// What is to be done with what a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Tell it.
    Get,
    /// Make or do something.
    Post,
    /// Put this in its place.
    Put,
    /// Change a part of it.
    Patch,
    /// Take it away.
    Delete,
}

impl Method {
    const fn name(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Post => http::Method::POST,
            Self::Put => http::Method::PUT,
            Self::Patch => http::Method::PATCH,
            Self::Delete => http::Method::DELETE,
        }
    }

    /// Whether doing it twice is the same as doing it once.
    pub(crate) const fn is_idempotent(self) -> bool {
        matches!(self, Self::Get | Self::Put | Self::Delete)
    }
}

/// What is asked of a server.
#[derive(Clone, Copy)]
struct Question<'a> {
    method: Method,
    path: &'a str,
    query: &'a [(&'a str, &'a str)],
    body: Option<&'a Value>,
    /// Whether the answer is a file, which may take longer than a word.
    file: bool,
}

impl<'a> Question<'a> {
    const fn get(path: &'a str, query: &'a [(&'a str, &'a str)]) -> Self {
        Self {
            method: Method::Get,
            path,
            query,
            body: None,
            file: false,
        }
    }
}

/// A server: its address, and what it asks for.
///
/// A request is tried four times within a minute, when the connection fails
/// or the server is busy (429, 502, 503, 504, and 500 where asking twice does
/// no harm), with growing pauses or those that the server asks for.
#[derive(Debug)]
pub struct Server {
    agent: Agent,
    /// Without a slash at its end.
    address: String,
    /// The address without what is secret in it.
    name: String,
    authorization: Option<Secret>,
    /// Where the credentials come from, for help.
    source: String,
    patience: Patience,
}

struct Secret(http::HeaderValue);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl Server {
    /// A server at an address such as `https://host/path`. `source` says in
    /// words where credentials come from, such as "the environment variable
    /// `MLFLOW_TRACKING_TOKEN`".
    ///
    /// Fails for an address that is none, and for credentials with line breaks.
    pub fn new(address: &str, credentials: &Credentials, source: &str) -> Result<Self, Fault> {
        let address = address.trim_end_matches('/');
        let public = public_address(address);
        let name = cut(&public);
        let known = address.starts_with("http://") || address.starts_with("https://");
        if !known || address.contains(char::is_whitespace) || address.contains(['?', '#']) {
            return Err(Fault::new(format!("not the address of a server: {name}"))
                .help("write it as https://HOST or https://HOST/PATH"));
        }
        if public != address {
            return Err(
                Fault::new(format!("there are credentials in the address {name}"))
                    .help(format!("leave them out, and give them by {source}")),
            );
        }
        let roots = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .tls_config(roots.build())
            .timeout_connect(Some(Duration::from_secs(10)))
            .max_redirects(5)
            .user_agent(concat!("tollgate/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self {
            agent: config.new_agent(),
            address: address.to_owned(),
            name,
            authorization: authorization(credentials, source)?,
            source: source.to_owned(),
            patience: Patience::USUAL,
        })
    }

    /// The same with less patience.
    #[cfg(test)]
    pub(crate) fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// The address without what is secret in it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks for what is at a path, which begins with a slash.
    pub fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Fault> {
        self.answer(self.ask(Question::get(path, query))?)
    }

    /// Sends JSON to a path, which begins with a slash.
    pub fn send(&self, method: Method, path: &str, body: &Value) -> Result<Answer, Fault> {
        let question = Question {
            method,
            body: Some(body),
            ..Question::get(path, &[])
        };
        self.answer(self.ask(question)?)
    }

    /// Asks for a file of at most `limit` bytes, and writes it: into memory
    /// comes a piece at a time. The answer's body is empty then; else it is
    /// what the server says in the file's place. Where a file breaks off, a
    /// part of it was written: it is not asked for again.
    pub fn download(
        &self,
        path: &str,
        query: &[(&str, &str)],
        limit: u64,
        into: &mut dyn Write,
    ) -> Result<Answer, Fault> {
        let question = Question {
            file: true,
            ..Question::get(path, query)
        };
        let mut response = self.ask(question)?;
        if !response.status().is_success() {
            return self.answer(response);
        }
        let mut file = response.body_mut().with_config().limit(u64::MAX).reader();
        let mut piece = vec![0; 1 << 16];
        let mut written = 0;
        loop {
            let read = file.read(&mut piece);
            let read = read.map_err(|error| unreachable(&self.name, &Error::Io(error)))?;
            written += read as u64;
            if written > limit {
                let mib = limit >> 20;
                return Err(Fault::new(format!(
                    "{} sends a file of more than {mib} MiB",
                    self.name
                )));
            }
            if read == 0 {
                return Ok(self.told(response.status().as_u16(), Vec::new()));
            }
            into.write_all(&piece[..read])
                .map_err(|error| Fault::new(format!("can't write a download: {}", kind(&error))))?;
        }
    }

    /// Asks until there is an answer or patience ends.
    fn ask(&self, question: Question) -> Result<Response<Body>, Fault> {
        let mut tries = Tries::new(self.patience);
        loop {
            let answered = self.once(question, tries.left());
            let (trouble, asked) = match answered {
                Ok(response) => {
                    let status = response.status().as_u16();
                    let busy = matches!(status, 429 | 502 | 503 | 504)
                        || (status == 500 && question.method.is_idempotent());
                    if !busy {
                        return Ok(response);
                    }
                    (out_of_order(&self.name, status), pause(&response))
                }
                Err(error) if may_repeat(question.method, &error) => {
                    (unreachable(&self.name, &error), None)
                }
                Err(error) => return Err(unreachable(&self.name, &error)),
            };
            if !tries.wait(asked) {
                let times = match tries.made {
                    1 => String::new(),
                    made => format!(", after {made} tries"),
                };
                let message = format!("{}{times}", trouble.message);
                return Err(Fault { message, ..trouble });
            }
        }
    }

    fn once(&self, question: Question, left: Duration) -> Result<Response<Body>, Error> {
        let (path, query) = (question.path, encoded(question.query));
        let mut request = http::Request::builder()
            .method(question.method.name())
            .uri(format!("{}{path}{query}", self.address));
        if !question.file {
            request = request.header("accept", "application/json");
        }
        if let Some(Secret(value)) = &self.authorization {
            request = request.header("authorization", value);
        }
        let Some(body) = question.body else {
            return self.run(request.body(())?, question.file, left);
        };
        let request = request.header("content-type", "application/json");
        self.run(request.body(body.to_string())?, question.file, left)
    }

    fn run(
        &self,
        request: http::Request<impl AsSendBody>,
        file: bool,
        left: Duration,
    ) -> Result<Response<Body>, Error> {
        let request = request.with_agent(&self.agent).configure();
        match file {
            true => request
                .timeout_recv_response(Some(left))
                .timeout_recv_body(Some(FILE_TIME))
                .run(),
            false => request.timeout_global(Some(left)).run(),
        }
    }

    fn answer(&self, mut response: Response<Body>) -> Result<Answer, Fault> {
        let status = response.status().as_u16();
        if matches!(status, 401 | 403) {
            let why = match (status, &self.authorization) {
                (403, Some(_)) => "with these credentials",
                (_, Some(_)) => "because it does not know these credentials",
                (_, None) => "without credentials",
            };
            let message = format!("{} refused to answer {why} (status {status})", self.name);
            return Err(Fault::new(message).help(format!("give valid ones by {}", self.source)));
        }
        if !(200..300).contains(&status) && !matches!(status, 400 | 404 | 409 | 422) {
            return Err(
                Fault::new(format!("{} answered with status {status}", self.name))
                    .help("check the address and what the server logs"),
            );
        }
        let read = response.body_mut().with_config().limit(BODY_LIMIT);
        let body = read
            .read_to_vec()
            .map_err(|error| unreachable(&self.name, &error))?;
        Ok(self.told(status, body))
    }

    fn told(&self, status: u16, body: Vec<u8>) -> Answer {
        Answer {
            status,
            body,
            server: self.name.clone(),
        }
    }
}

fn authorization(credentials: &Credentials, source: &str) -> Result<Option<Secret>, Fault> {
    let text = match credentials {
        Credentials::None => return Ok(None),
        Credentials::Bearer(token) => format!("Bearer {token}"),
        Credentials::Basic(user, password) => {
            format!("Basic {}", base64(format!("{user}:{password}").as_bytes()))
        }
    };
    let mut value = http::HeaderValue::from_str(&text).map_err(|_| {
        Fault::new(format!("the credentials of {source} are none"))
            .help("they must not hold line breaks or control characters")
    })?;
    value.set_sensitive(true);
    Ok(Some(Secret(value)))
}

/// How long the server asks to wait, in seconds.
fn pause(response: &Response<Body>) -> Option<Duration> {
    let asked = response.headers().get("retry-after")?.to_str().ok()?;
    let seconds: u64 = asked.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(PAUSE_LIMIT))
}
