//! Tokens for a registry, from the server that it names
//! (<https://distribution.github.io/distribution/spec/auth/token/>).

use std::collections::BTreeSet;

use verdict::{Fault, cut};
use web::{Credentials, Method, Request, Server, form};

use crate::challenge::Challenge;
use crate::settings::Login;

/// Most bytes of an answer with a token.
const LIMIT: u64 = 1 << 20;

/// Asks for a token that is good for what is wanted.
pub(crate) struct Asked<'a> {
    /// The registry.
    pub(crate) host: &'a str,
    /// Whether the registry itself is spoken to without encryption.
    pub(crate) plain: bool,
    pub(crate) challenge: &'a Challenge,
    /// What the token is to be good for, such as `repository:a/b:pull`.
    pub(crate) scopes: &'a [String],
    pub(crate) login: Option<&'a Login>,
}

impl Asked<'_> {
    pub(crate) fn token(&self) -> Result<Credentials, Fault> {
        let (server, path) = self.realm()?;
        let scopes = self.scopes();
        let service = self.challenge.get("service").unwrap_or_default();
        let answer = match self.login {
            Some(Login::Identity(token)) => {
                let scope = scopes.join(" ");
                let fields = [
                    ("grant_type", "refresh_token"),
                    ("service", service),
                    ("scope", &scope),
                    ("client_id", "tollgate"),
                    ("refresh_token", token),
                ];
                let body = form(&fields);
                let request = Request::new(Method::Post, &path)
                    .body("application/x-www-form-urlencoded", body.as_bytes());
                server.request(&request.limit(LIMIT))?
            }
            login => {
                let credentials = match login {
                    Some(Login::Basic(user, secret)) => {
                        Credentials::Basic(user.clone(), secret.clone())
                    }
                    _ => Credentials::None,
                };
                let mut query = vec![("service", service)];
                query.extend(scopes.iter().map(|scope| ("scope", &**scope)));
                let request = Request::new(Method::Get, &path).query(&query);
                server.request(&request.credentials(&credentials).limit(LIMIT))?
            }
        };
        let name = server.name();
        if !answer.is_success() {
            return Err(self.refused(name, answer.status));
        }
        let value = answer.json()?;
        let text = |key: &str| value.get(key)?.as_str().filter(|text| !text.is_empty());
        match text("token").or_else(|| text("access_token")) {
            Some(token) => Ok(Credentials::Bearer(token.to_owned())),
            None => Err(
                Fault::new(format!("{name} answered without a token")).help(format!(
                    "it is where {} sends for one; try again later",
                    self.host
                )),
            ),
        }
    }

    /// The server that gives tokens, and the path there.
    fn realm(&self) -> Result<(Server, String), Fault> {
        let realm = self.challenge.get("realm").unwrap_or_default();
        let fault = |why: &str| {
            let shown = cut(&verdict::public_address(realm));
            Fault::new(format!(
                "{} sends for a token to `{shown}`: {why}",
                self.host
            ))
            .help("ask who runs the registry")
        };
        let (scheme, rest) = realm.split_once("://").unwrap_or(("", realm));
        match scheme.to_ascii_lowercase().as_str() {
            "https" => {}
            "http" if self.plain => {}
            "http" => return Err(fault("credentials would go there without encryption")),
            _ => return Err(fault("that is no address")),
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if path.contains('#') || path.chars().any(|letter| !letter.is_ascii_graphic()) {
            return Err(fault("that is no address"));
        }
        let path = match path.starts_with('/') {
            true => path.to_owned(),
            false => format!("/{path}"),
        };
        let address = format!("{}://{authority}", scheme.to_ascii_lowercase());
        let source = format!("the login of {}", self.host);
        Ok((Server::new(&address, &Credentials::None, &source)?, path))
    }

    /// What is wanted, and what the registry says that it takes.
    fn scopes(&self) -> Vec<String> {
        let told = self.challenge.get("scope").unwrap_or_default();
        let own = self.scopes.iter().map(String::as_str);
        let mut seen = BTreeSet::new();
        let all = own.chain(told.split_whitespace());
        all.filter(|scope| seen.insert(*scope))
            .map(str::to_owned)
            .collect()
    }

    fn refused(&self, name: &str, status: u16) -> Fault {
        let host = self.host;
        let (why, help) = match (status, self.login) {
            (400 | 401 | 403, Some(_)) => (
                "does not take the credentials",
                format!("log in again with `docker login {host}`"),
            ),
            (400 | 401 | 403, None) => (
                "gives no token without credentials",
                format!("log in with `docker login {host}`"),
            ),
            _ => ("gives no token", "try again later".to_owned()),
        };
        Fault::new(format!("{name} {why} for {host} (status {status})")).help(help)
    }
}
