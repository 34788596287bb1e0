//! What went wrong on the way, in words.

use std::io;

use ureq::Error;
use verdict::Fault;

use crate::Method;

/// A server that asks to come back later.
pub(crate) fn out_of_order(name: &str, status: u16) -> Fault {
    let message = match status {
        429 => format!("{name} has been asked too often (status 429)"),
        status => format!("{name} is out of order (status {status})"),
    };
    Fault::new(message).help("try again later")
}

/// A server that did not answer. The errors of the library show addresses with all that is in them.
pub(crate) fn unreachable(name: &str, error: &Error) -> Fault {
    let (message, help) = match error {
        Error::HostNotFound => (
            format!("there is no host {name}"),
            "check the address, and that this machine may look up names",
        ),
        Error::Timeout(_) => (
            format!("{name} did not answer in time"),
            "check that the server is up, and that this machine may reach it",
        ),
        Error::BodyExceedsLimit(limit) => (
            format!("{name} answered with more than {}", size(*limit)),
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

/// A number of bytes for a reader.
fn size(bytes: u64) -> String {
    match bytes >> 20 {
        0 => format!("{bytes} bytes"),
        mib => format!("{mib} MiB"),
    }
}

/// Whether a request that failed may be sent again: one that changes something
/// only if it never arrived.
pub(crate) fn may_repeat(method: Method, error: &Error) -> bool {
    let refused =
        matches!(error, Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused);
    match error {
        _ if refused => true,
        Error::Io(_) | Error::Timeout(_) | Error::ConnectionFailed => method.is_idempotent(),
        _ => false,
    }
}

/// An error of a connection in words.
pub(crate) fn kind(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "nothing listens there".to_owned(),
        io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof => {
            "it ended the connection".to_owned()
        }
        kind => kind.to_string(),
    }
}
