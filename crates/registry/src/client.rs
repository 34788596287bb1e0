//! A registry, and what it asks for before it answers.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::net::Ipv4Addr;

use verdict::{Fault, cut};
use web::{Answer, Credentials, Request, Server};

use crate::Keychain;
use crate::challenge::Challenge;
use crate::refusal::refused;
use crate::settings::Login;
use crate::token::Asked;

/// A registry. Nothing is asked of it, and no login looked for, before the
/// first question.
pub struct Registry {
    pub(crate) host: String,
    plain: bool,
    pub(crate) server: Server,
    keychain: Keychain,
    /// What was found to be taken, by what it is good for, and whether
    /// somebody's login is behind it.
    taken: RefCell<BTreeMap<String, (Credentials, bool)>>,
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

/// What a question is for.
pub(crate) struct Purpose<'a> {
    /// In words behind "refused to", such as "tell of a/b:1".
    pub(crate) what: &'a str,
    /// The repository whose login is to be taken.
    pub(crate) path: &'a str,
    /// What a token for it must be good for, such as `repository:a/b:pull`.
    pub(crate) scopes: &'a [String],
}

impl Registry {
    /// The registry of a host, as a [`crate::Reference`] holds it. It is spoken
    /// to by HTTPS, but for this machine itself and the hosts in `plain`.
    pub fn new(host: &str, keychain: &Keychain, plain: &[String]) -> Result<Self, Fault> {
        let plain = is_this_machine(host) || plain.iter().any(|known| known == host);
        let name = match host {
            "docker.io" => "registry-1.docker.io",
            host => host,
        };
        let scheme = if plain { "http" } else { "https" };
        let address = format!("{scheme}://{name}");
        let source = format!("`docker login {host}`");
        Ok(Self {
            host: host.to_owned(),
            plain,
            server: Server::new(&address, &Credentials::None, &source)?,
            keychain: keychain.clone(),
            taken: RefCell::default(),
        })
    }

    /// The host, as it was given.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Asks, and answers the registry's challenge where it has one. The answer
    /// is a success, or says that there is no such thing (404).
    pub(crate) fn ask(&self, request: &Request, purpose: &Purpose) -> Result<Answer, Fault> {
        let key = purpose.scopes.join(" ");
        let taken = self.taken.borrow().get(&key).cloned();
        let (mut answer, mut known) = match &taken {
            Some((taken, known)) => (self.server.request(&request.credentials(taken))?, *known),
            None => (self.server.request(request)?, false),
        };
        if answer.status == 401 {
            let login = self.keychain.login(&self.host, purpose.path)?;
            known = login.is_some();
            if let Some(credentials) = self.credentials(&answer, login.as_ref(), purpose)? {
                answer = self.server.request(&request.credentials(&credentials))?;
                self.taken.borrow_mut().insert(key, (credentials, known));
            }
        }
        match answer.is_success() || answer.is_missing() {
            true => Ok(answer),
            false => Err(refused(&self.host, purpose.what, &answer, known)),
        }
    }

    /// What answers the challenge of a registry. None: nothing that is known.
    fn credentials(
        &self,
        answer: &Answer,
        login: Option<&Login>,
        purpose: &Purpose,
    ) -> Result<Option<Credentials>, Fault> {
        let challenges: Vec<Challenge> = answer
            .headers("www-authenticate")
            .flat_map(Challenge::read)
            .collect();
        let of = |scheme: &str| challenges.iter().find(|known| known.scheme == scheme);
        if let Some(challenge) = of("bearer") {
            if let Some(Login::Bearer(token)) = login {
                return Ok(Some(Credentials::Bearer(token.clone())));
            }
            let asked = Asked {
                host: &self.host,
                plain: self.plain,
                challenge,
                scopes: purpose.scopes,
                login,
            };
            return asked.token().map(Some);
        }
        if of("basic").is_some() {
            return Ok(match login {
                Some(Login::Basic(user, secret)) => {
                    Some(Credentials::Basic(user.clone(), secret.clone()))
                }
                Some(Login::Bearer(token)) => Some(Credentials::Bearer(token.clone())),
                Some(Login::Identity(_)) | None => None,
            });
        }
        match challenges.first() {
            Some(other) => Err(Fault::new(format!(
                "{} asks for credentials in a way that is not known here: {}",
                self.host,
                cut(&other.scheme)
            ))
            .help("known are `Basic` and `Bearer`")),
            None => Ok(None),
        }
    }
}

/// Whether a host, with or without a port, is this machine itself.
fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, _)) if !host.ends_with(']') => name,
        _ => host,
    };
    name == "localhost"
        || name == "[::1]"
        || name
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn only_this_machine_goes_without_encryption() {
        for host in [
            "localhost",
            "localhost:5000",
            "127.0.0.1:80",
            "127.1.2.3",
            "[::1]",
            "[::1]:1",
        ] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in [
            "localhost.example",
            "10.0.0.1:5000",
            "127.0.0.1.example",
            "[::2]:1",
            "docker.io",
        ] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
