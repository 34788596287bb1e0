//! What a server asks for before it answers.

use std::fmt;

use ureq::http;
use verdict::Fault;

use crate::encode::base64;

/// What a server asks for before it answers. No message and no `Debug` shows it.
#[derive(Clone, Default, PartialEq, Eq)]
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

/// A header that is not shown.
pub(crate) struct Secret(pub(crate) http::HeaderValue);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// The header that holds credentials. `source` says in words where they come
/// from.
pub(crate) fn authorization(
    credentials: &Credentials,
    source: &str,
) -> Result<Option<Secret>, Fault> {
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
