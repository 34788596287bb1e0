//! A server, and questions to it.

use std::fmt;
use std::io;
use std::time::Duration;

use serde_json::Value;
use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, AsSendBody, Body, Error, RequestExt, http};
use verdict::{Fault, cut, public_address};

use crate::Answer;
use crate::patience::{Patience, Tries};

/// Most bytes of an answer.
const BODY_LIMIT: u64 = 64 << 20;

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
    const fn is_idempotent(self) -> bool {
        matches!(self, Self::Get | Self::Put | Self::Delete)
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
        self.ask(Method::Get, path, query, None)
    }

    /// Sends JSON to a path, which begins with a slash.
    pub fn send(&self, method: Method, path: &str, body: &Value) -> Result<Answer, Fault> {
        self.ask(method, path, &[], Some(body))
    }

    fn ask(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Answer, Fault> {
        let mut tries = Tries::new(self.patience);
        loop {
            let answered = self.once(method, path, query, body, tries.left());
            let (trouble, asked) = match answered {
                Ok(response) => {
                    let status = response.status().as_u16();
                    let busy = matches!(status, 429 | 502 | 503 | 504)
                        || (status == 500 && method.is_idempotent());
                    if !busy {
                        return self.answer(response);
                    }
                    (self.busy(status), pause(&response))
                }
                Err(error) if may_repeat(method, &error) => (self.unreachable(&error), None),
                Err(error) => return Err(self.unreachable(&error)),
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
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
        left: Duration,
    ) -> Result<Response<Body>, Error> {
        let mut request = http::Request::builder()
            .method(method.name())
            .uri(format!("{}{path}{}", self.address, encoded(query)))
            .header("accept", "application/json");
        if let Some(Secret(value)) = &self.authorization {
            request = request.header("authorization", value);
        }
        let Some(body) = body else {
            return self.run(request.body(())?, left);
        };
        let request = request.header("content-type", "application/json");
        self.run(request.body(body.to_string())?, left)
    }

    fn run(
        &self,
        request: http::Request<impl AsSendBody>,
        left: Duration,
    ) -> Result<Response<Body>, Error> {
        let request = request.with_agent(&self.agent).configure();
        request.timeout_global(Some(left)).run()
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
            .map_err(|error| self.unreachable(&error))?;
        Ok(Answer {
            status,
            body,
            server: self.name.clone(),
        })
    }

    fn busy(&self, status: u16) -> Fault {
        let message = match status {
            429 => format!("{} has been asked too often (status 429)", self.name),
            status => format!("{} is out of order (status {status})", self.name),
        };
        Fault::new(message).help("try again later")
    }

    /// The errors of the library show addresses with all that is in them.
    fn unreachable(&self, error: &Error) -> Fault {
        let name = &self.name;
        let (message, help) = match error {
            Error::HostNotFound => (
                format!("there is no host {name}"),
                "check the address, and that this machine may look up names",
            ),
            Error::Timeout(_) => (
                format!("{name} did not answer in time"),
                "check that the server is up, and that this machine may reach it",
            ),
            Error::BodyExceedsLimit(_) => (
                format!("{name} answered with more than 64 MiB"),
                "check the address",
            ),
            Error::TooManyRedirects => (
                format!("{name} sends from one address to the next"),
                "check the address",
            ),
            Error::Io(error) => (
                format!("can't reach {name}: {}", kind(error)),
                "check that the server is up, and that this machine may reach it",
            ),
            Error::Rustls(_) | Error::Tls(_) => (
                format!("can't trust {name}: its certificate is not accepted"),
                "add its authority to those that this machine trusts (SSL_CERT_FILE)",
            ),
            _ => (
                format!("{name} does not answer as a web server does"),
                "check the address and its port",
            ),
        };
        Fault::new(message).help(help)
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

/// Base64 with padding (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let mut word = 0;
        for at in 0..3 {
            word = word << 8 | u32::from(three.get(at).copied().unwrap_or(0));
        }
        for at in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * at)) as usize & 63];
            text.push(if at <= three.len() {
                letter as char
            } else {
                '='
            });
        }
    }
    text
}

/// A query as it stands in an address.
fn encoded(query: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (at, (name, value)) in query.iter().enumerate() {
        text.push(if at == 0 { '?' } else { '&' });
        text.push_str(&percent(name));
        text.push('=');
        text.push_str(&percent(value));
    }
    text
}

/// Every byte but letters, digits and `-._~` as `%XX` (RFC 3986).
fn percent(text: &str) -> String {
    let mut safe = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                safe.push(byte as char);
            }
            _ => safe.push_str(&format!("%{byte:02X}")),
        }
    }
    safe
}

/// How long the server asks to wait, in seconds.
fn pause(response: &Response<Body>) -> Option<Duration> {
    let asked = response.headers().get("retry-after")?.to_str().ok()?;
    let seconds: u64 = asked.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(PAUSE_LIMIT))
}

/// Whether a request that failed may be sent again: one that changes something
/// only if it never arrived.
fn may_repeat(method: Method, error: &Error) -> bool {
    let refused =
        matches!(error, Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused);
    match error {
        _ if refused => true,
        Error::Io(_) | Error::Timeout(_) | Error::ConnectionFailed => method.is_idempotent(),
        _ => false,
    }
}

/// An error of a connection in words.
fn kind(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "nothing listens there".to_owned(),
        io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof => {
            "it ended the connection".to_owned()
        }
        kind => kind.to_string(),
    }
}
