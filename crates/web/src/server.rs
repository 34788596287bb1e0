//! A server, and questions to it.

use std::io::{Read as _, Write};
use std::net::Ipv4Addr;
use std::time::Duration;

use serde_json::Value;
use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, AsSendBody, Body, Error, RequestExt, http};
use verdict::{Fault, cut, public_address};

use crate::credentials::{Secret, authorization};
use crate::encode::encoded;
use crate::patience::{Patience, Tries};
use crate::trouble::{kind, may_repeat, out_of_order, unreachable};
use crate::{Answer, Credentials, Method, Request};

/// How long a file may take, once it has begun.
const FILE_TIME: Duration = Duration::from_mins(10);

/// Longest pause that a server may ask for.
const PAUSE_LIMIT: Duration = Duration::from_secs(20);

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

    /// The same server, unless what is said to it could be read on the way: for
    /// credentials that must not be. Fails for `http://` to another machine.
    pub fn only_encrypted(self) -> Result<Self, Fault> {
        let plain = self.address.strip_prefix("http://");
        if plain.is_none_or(is_this_machine) {
            return Ok(self);
        }
        let message = format!("{} is spoken to without encryption", self.name);
        Err(Fault::new(message).help(format!(
            "what {} holds could be read on the way: name the server by https://, or give no credentials",
            self.source
        )))
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
        let request = Request::new(Method::Get, path).query(query);
        self.answer(self.ask(&request, false)?, request.limit)
    }

    /// Sends JSON to a path, which begins with a slash.
    pub fn send(&self, method: Method, path: &str, body: &Value) -> Result<Answer, Fault> {
        let text = body.to_string();
        let request = Request::new(method, path).body("application/json", text.as_bytes());
        self.answer(self.ask(&request, false)?, request.limit)
    }

    /// Asks whatever a request says. The answer is of any status but those at
    /// which it is asked again: a refusal is for the caller to understand.
    pub fn request(&self, request: &Request) -> Result<Answer, Fault> {
        self.read(self.ask(request, false)?, request.limit)
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
        let request = Request::new(Method::Get, path).query(query);
        let mut response = self.ask(&request, true)?;
        if !response.status().is_success() {
            return self.answer(response, request.limit);
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
                return Ok(self.told(&response, Vec::new()));
            }
            into.write_all(&piece[..read])
                .map_err(|error| Fault::new(format!("can't write a download: {}", kind(&error))))?;
        }
    }

    /// Asks until there is an answer or patience ends. A file may take longer
    /// than a word.
    fn ask(&self, question: &Request, file: bool) -> Result<Response<Body>, Fault> {
        let own = match question.credentials {
            Some(credentials) => Some(authorization(credentials, &self.source)?),
            None => None,
        };
        let authorization = own.as_ref().unwrap_or(&self.authorization).as_ref();
        let mut tries = Tries::new(self.patience);
        loop {
            let answered = self.once(question, authorization, file, tries.left());
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

    fn once(
        &self,
        question: &Request,
        authorization: Option<&Secret>,
        file: bool,
        left: Duration,
    ) -> Result<Response<Body>, Error> {
        let (path, query) = (question.path, encoded(question.query));
        // A path that a server gave, such as the next page's, may hold a query.
        let query = match path.contains('?') {
            true => query.replacen('?', "&", 1),
            false => query,
        };
        let mut request = http::Request::builder()
            .method(question.method.name())
            .uri(format!("{}{path}{query}", self.address));
        if !file {
            request = request.header("accept", question.accept.join(", "));
        }
        if let Some(Secret(value)) = authorization {
            request = request.header("authorization", value);
        }
        let Some((media_type, body)) = question.body else {
            return self.run(request.body(())?, file, left);
        };
        let request = request.header("content-type", media_type);
        self.run(request.body(body)?, file, left)
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

    /// An answer to a question without surprises.
    fn answer(&self, response: Response<Body>, limit: u64) -> Result<Answer, Fault> {
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
        self.read(response, limit)
    }

    fn read(&self, mut response: Response<Body>, limit: u64) -> Result<Answer, Fault> {
        let body = response.body_mut().with_config().limit(limit).read_to_vec();
        let body = body.map_err(|error| unreachable(&self.name, &error))?;
        Ok(self.told(&response, body))
    }

    fn told(&self, response: &Response<Body>, body: Vec<u8>) -> Answer {
        Answer {
            status: response.status().as_u16(),
            body,
            server: self.name.clone(),
            headers: response.headers().clone(),
        }
    }
}

/// Whether the host of what stands behind `http://` is this machine itself.
fn is_this_machine(rest: &str) -> bool {
    let host = rest.split('/').next().unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, _)) if !host.ends_with(']') => name,
        _ => host,
    };
    let is_loopback = |name: &str| name.parse().is_ok_and(|it: Ipv4Addr| it.is_loopback());
    name.eq_ignore_ascii_case("localhost") || name == "[::1]" || is_loopback(name)
}

/// How long the server asks to wait, in seconds.
fn pause(response: &Response<Body>) -> Option<Duration> {
    let asked = response.headers().get("retry-after")?.to_str().ok()?;
    let seconds: u64 = asked.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(PAUSE_LIMIT))
}
