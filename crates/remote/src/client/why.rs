//! What an error means, and what to do: in words that hold no secret. Errors
//! of others show addresses and answers, so that none of their own words is
//! passed on but the innermost, where that is a plain cause.

use std::error::Error as _;

use object_store::Error;
use object_store::client::{HttpError, HttpErrorKind};

use crate::{Address, Kind, Trouble};

/// How a status is told that a server answered with.
const STATUS: &str = "Server returned non-2xx status code: ";

/// Whether a server gives all of an object or nothing: it passes over the
/// range, or there is nothing to give a part of.
pub(super) fn is_without_ranges(error: &Error) -> bool {
    let all_the_same = chain(error).any(|text| {
        text.contains("Received non-partial response") || text.contains("Content-Range")
    });
    matches!(error, Error::NotSupported { .. }) || all_the_same || status(error) == Some(416)
}

/// An object is not what it was.
pub(super) fn changed(address: &Address) -> Trouble {
    Trouble {
        message: format!("{} changed while it was read", address.shown()),
        help: "run the gate when what writes the table is done".to_owned(),
    }
}

/// Less came than was announced.
pub(super) fn cut_off(name: &str) -> Trouble {
    Trouble {
        message: format!("{name} was cut off on its way here"),
        help: "run it again; if it stays so, look at the server or a proxy between".to_owned(),
    }
}

/// What happened to a request for what an address names.
pub(super) fn trouble(address: &Address, error: &Error) -> Trouble {
    let (cause, help) = match error {
        Error::Precondition { .. } => return changed(address),
        Error::NotFound { .. } => ("there is no such file".to_owned(), missing(address.kind())),
        Error::PermissionDenied { .. } => refused(address.kind(), 403),
        Error::Unauthenticated { .. } => refused(address.kind(), 401),
        Error::InvalidPath { .. } => {
            let help = "names of objects have no empty parts, `.` or `..`";
            ("its name is none of an object".to_owned(), help.to_owned())
        }
        other => match status(other) {
            Some(code) => answered(address.kind(), code),
            None => transport(address, other),
        },
    };
    Trouble {
        message: format!("can't read {}: {cause}", address.shown()),
        help,
    }
}

/// A server said no, with a code.
fn answered(kind: Kind, code: u16) -> (String, String) {
    match code {
        401 | 403 => refused(kind, code),
        404 => ("there is no such file".to_owned(), missing(kind)),
        412 => (
            "it changed while it was read".to_owned(),
            "run the gate when what writes the table is done".to_owned(),
        ),
        300..=399 => elsewhere(kind),
        429 => (
            "the server is asked too often (429), also after several tries".to_owned(),
            "run it again later".to_owned(),
        ),
        500.. => (
            format!("the server is in trouble ({code}), also after several tries"),
            "run it again later; if it stays so, ask who runs it".to_owned(),
        ),
        _ => (
            format!("the server answers with code {code}"),
            credentials(kind).to_owned(),
        ),
    }
}

fn refused(kind: Kind, code: u16) -> (String, String) {
    let cause = match code {
        401 => "the server wants to know who asks (401)",
        _ => "access is denied (403)",
    };
    (cause.to_owned(), credentials(kind).to_owned())
}

fn missing(kind: Kind) -> String {
    match kind {
        Kind::Http => "check the address",
        _ => "check bucket and name; a folder ends in `/`, and `*` stands for a part of a name",
    }
    .to_owned()
}

fn elsewhere(kind: Kind) -> (String, String) {
    let help = match kind {
        Kind::S3 => "set `AWS_REGION` to the region of the bucket",
        _ => "name the address that it leads to",
    };
    (
        "the server says that it is elsewhere".to_owned(),
        help.to_owned(),
    )
}

/// What says who asks.
fn credentials(kind: Kind) -> &'static str {
    match kind {
        Kind::S3 => {
            "check `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` and `AWS_REGION`; `AWS_SKIP_SIGNATURE=true` asks without a name, for public buckets"
        }
        Kind::Google => {
            "check `GOOGLE_APPLICATION_CREDENTIALS` or `GOOGLE_SERVICE_ACCOUNT`; `GOOGLE_SKIP_SIGNATURE=true` asks without a name, for public buckets"
        }
        Kind::Azure => {
            "check `AZURE_STORAGE_ACCOUNT_NAME` and `AZURE_STORAGE_ACCOUNT_KEY` or `AZURE_STORAGE_SAS_TOKEN`; `AZURE_SKIP_SIGNATURE=true` asks without a name, for public containers"
        }
        Kind::Http => "a signed address may be out of date: ask for a new one",
    }
}

/// No answer, or none that can be understood.
fn transport(address: &Address, error: &Error) -> (String, String) {
    let kind = kind(error);
    let innermost = chain(error).last().unwrap_or_default();
    // Some causes name the address, which may hold any of the words.
    let told: Vec<String> = chain(error).map(|text| without_addresses(&text)).collect();
    let says = |words: &[&str]| {
        told.iter()
            .any(|text| words.iter().any(|word| text.contains(word)))
    };
    if says(&["Received redirect without LOCATION"]) {
        return elsewhere(address.kind());
    }
    if says(&["dns error", "failed to lookup"]) {
        let host = match address.kind() {
            Kind::Http => "the address",
            _ => "the bucket's name and the endpoint",
        };
        let help = format!("check the server's name in {host}, and the network");
        return ("its server has no known address".to_owned(), help);
    }
    if says(&["certificate", "UnknownIssuer", "TLS", "tls"]) {
        let help =
            "certificates are those of the system; `SSL_CERT_FILE` names another file of them";
        return (
            format!("no trust in its server: {}", plain(&innermost)),
            help.to_owned(),
        );
    }
    if says(&["169.254.169.254", "metadata", "InstanceMetadata"]) {
        let cause = "nothing says who asks".to_owned();
        return (cause, credentials(address.kind()).to_owned());
    }
    if says(&[
        "end of file before message length",
        "error decoding response body",
    ]) {
        let trouble = cut_off("the answer");
        return (trouble.message, trouble.help);
    }
    if says(&["too many redirects", "URL scheme is not allowed"]) {
        return elsewhere(address.kind());
    }
    let help = match address.kind() {
        Kind::S3 => "check the network, and `AWS_ENDPOINT_URL` where that is set",
        _ => "check the network",
    };
    let cause = match kind {
        Some(HttpErrorKind::Timeout) => "its server does not answer in time".to_owned(),
        Some(HttpErrorKind::Connect) => format!("no way to its server: {}", plain(&innermost)),
        Some(_) => format!("the connection broke: {}", plain(&innermost)),
        None => return (plain(&innermost), credentials(address.kind()).to_owned()),
    };
    (cause, help.to_owned())
}

/// The code a server answered with.
fn status(error: &Error) -> Option<u16> {
    let told = chain(error).find_map(|text| {
        let (_, rest) = text.split_once(STATUS)?;
        rest.get(..3)?.parse().ok()
    });
    match error {
        Error::NotFound { .. } => Some(404),
        _ => told,
    }
}

fn kind(error: &Error) -> Option<HttpErrorKind> {
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(http) = cause.downcast_ref::<HttpError>() {
            return Some(http.kind());
        }
        next = cause.source();
    }
    None
}

/// What an error and its causes say, the innermost last.
fn chain(error: &Error) -> impl Iterator<Item = String> {
    let first: Option<&dyn std::error::Error> = Some(error);
    std::iter::successors(first, |error: &&dyn std::error::Error| (*error).source())
        .map(ToString::to_string)
}

/// The words of a text that are no addresses, but for that by which machines
/// are told who they are.
fn without_addresses(text: &str) -> String {
    let words = text.split_whitespace();
    let kept = words.filter(|word| !word.contains("://") || word.contains("169.254.169.254"));
    kept.collect::<Vec<_>>().join(" ")
}

/// Words of others, without what may hold a secret.
fn plain(text: &str) -> String {
    let text = text.split(" (os error").next().unwrap_or_default();
    let is_safe = !text.contains("://") && !text.contains('=') && !text.contains('?');
    match is_safe && !text.is_empty() {
        true => verdict::cut(text.lines().next().unwrap_or_default()).to_lowercase(),
        false => "it can't be asked as it is named".to_owned(),
    }
}
