//! Docker's `config.json`, and what other tools write in its language.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use verdict::Fault;

/// How somebody is known to a registry. No message and no `Debug` shows it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Login {
    /// A name and a password.
    Basic(String, String),
    /// A token that is good for other tokens.
    Identity(String),
    /// A token for the registry itself.
    Bearer(String),
}

impl Login {
    /// A name and a secret, as helpers and configurations hold them.
    pub(crate) fn of(user: &str, secret: &str) -> Option<Self> {
        match (user, secret) {
            (_, "") => None,
            ("<token>", token) => Some(Self::Identity(token.to_owned())),
            (user, secret) => Some(Self::Basic(user.to_owned(), secret.to_owned())),
        }
    }
}

/// What a configuration says of logins.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    /// Logins by what they are for: a host, or a host and a path.
    auths: BTreeMap<String, Value>,
    /// Helpers by host.
    helpers: BTreeMap<String, String>,
    /// The helper of all other hosts.
    store: Option<String>,
}

impl Settings {
    /// Reads a configuration. `name` says in words where it is from.
    pub(crate) fn read(text: &str, name: &str) -> Result<Self, Fault> {
        let fault = |why: &str| {
            Fault::new(format!("{name} {why}"))
                .help("it must be as `docker login` writes it; log in again to have it written")
        };
        let value: Value = serde_json::from_str(text).map_err(|_| fault("is not JSON"))?;
        let fields = value
            .as_object()
            .ok_or_else(|| fault("is no JSON object"))?;
        let map = |key: &str| match fields.get(key) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Object(map)) => Ok(map.clone().into_iter().collect()),
            Some(_) => Err(fault(&format!("holds a `{key}` that is no object"))),
        };
        let helpers = map("credHelpers")?.into_iter();
        let helpers = helpers.filter_map(|(key, value)| Some((key, value.as_str()?.to_owned())));
        let store = fields.get("credsStore").and_then(Value::as_str);
        Ok(Self {
            auths: map("auths")?
                .into_iter()
                .map(|(key, value)| (bare(&key), value))
                .collect(),
            helpers: helpers.collect(),
            store: store.filter(|store| !store.is_empty()).map(str::to_owned),
        })
    }

    /// The helper that knows a registry by one of these names.
    pub(crate) fn helper(&self, names: &[&str]) -> Option<&str> {
        let own = names.iter().find_map(|name| self.helpers.get(*name));
        let helper = own.or(self.store.as_ref()).map(String::as_str);
        helper.filter(|helper| !helper.is_empty())
    }

    /// The login for a registry by one of these names, or for the part of it
    /// that a repository is in: the nearest one.
    pub(crate) fn login(&self, names: &[&str], path: &str) -> Result<Option<Login>, Fault> {
        for name in names {
            let mut part = format!("{}/{path}", bare(name));
            loop {
                if let Some(value) = self.auths.get(&part) {
                    return login(value).map_err(|why| {
                        Fault::new(format!("the credentials of {part} are none: {why}"))
                            .help(format!("log in again with `docker login {name}`"))
                    });
                }
                match part.rfind('/') {
                    Some(end) => part.truncate(end),
                    None => break,
                }
            }
        }
        Ok(None)
    }
}

/// What a login is for, without what Docker writes around a host: `https://`
/// and the version of the protocol.
fn bare(key: &str) -> String {
    if let Some((_, rest)) = key.split_once("://") {
        return rest.split('/').next().unwrap_or_default().to_owned();
    }
    let key = key.trim_end_matches('/');
    let version = key.strip_suffix("/v1").or_else(|| key.strip_suffix("/v2"));
    version.unwrap_or(key).to_owned()
}

/// The login of an entry; none where it is empty, since a helper keeps it.
fn login(entry: &Value) -> Result<Option<Login>, &'static str> {
    let text = |key: &str| {
        entry
            .get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    if let Some(token) = text("identitytoken") {
        return Ok(Some(Login::Identity(token.to_owned())));
    }
    if let Some(token) = text("registrytoken") {
        return Ok(Some(Login::Bearer(token.to_owned())));
    }
    let Some(auth) = text("auth") else {
        let (user, secret) = (text("username"), text("password"));
        return Ok(Login::of(
            user.unwrap_or_default(),
            secret.unwrap_or_default(),
        ));
    };
    let bytes = STANDARD
        .decode(auth.trim())
        .map_err(|_| "`auth` is no base64")?;
    let both = String::from_utf8(bytes).map_err(|_| "`auth` holds what is no text")?;
    let (user, secret) = both.split_once(':').ok_or("`auth` holds no colon")?;
    Ok(Login::of(user, secret.trim_end_matches('\0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basic(user: &str, secret: &str) -> Login {
        Login::Basic(user.to_owned(), secret.to_owned())
    }

    #[test]
    fn logins_are_found_by_host_and_path() {
        let text = r#"{
            "auths": {
                "https://index.docker.io/v1/": {"auth": "bWU6YTpi"},
                "h:5000": {"auth": "aG9zdDpz"},
                "h:5000/team": {"username": "team", "password": "t"},
                "http://old.example/v1/": {"identitytoken": "id"},
                "token.example": {"registrytoken": "r"},
                "empty.example": {},
                "bad.example": {"auth": "!"}
            },
            "credHelpers": {"aws.example": "ecr-login", "none.example": ""},
            "credsStore": "desktop"
        }"#;
        let read = Settings::read(text, "x").expect("settings");
        let hub = ["https://index.docker.io/v1/", "docker.io"];
        assert!(read.login(&hub, "library/a").expect("hub") == Some(basic("me", "a:b")));
        assert!(read.login(&["h:5000"], "a").expect("host") == Some(basic("host", "s")));
        assert!(read.login(&["h:5000"], "team/a").expect("path") == Some(basic("team", "t")));
        assert!(read.login(&["h:5000"], "teams").expect("host") == Some(basic("host", "s")));
        assert!(read.login(&["h"], "a").expect("other port").is_none());
        let old = read.login(&["old.example"], "a").expect("old");
        assert!(old == Some(Login::Identity("id".to_owned())));
        let token = read.login(&["token.example"], "a").expect("token");
        assert!(token == Some(Login::Bearer("r".to_owned())));
        assert!(
            read.login(&["empty.example"], "a")
                .expect("empty")
                .is_none()
        );
        assert!(read.login(&["bad.example"], "a").is_err());
        assert_eq!(read.helper(&["aws.example"]), Some("ecr-login"));
        assert_eq!(read.helper(&["h:5000"]), Some("desktop"));
        assert_eq!(read.helper(&["none.example"]), None);
    }

    #[test]
    fn a_broken_configuration_is_told_and_not_shown() {
        for text in [
            "",
            "{\"auths\": \"s3cret\"",
            "[\"s3cret\"]",
            "{\"auths\": \"s3cret\"}",
        ] {
            let fault = Settings::read(text, "the file x").err().expect("a fault");
            assert!(fault.message.starts_with("the file x"), "{fault}");
            assert!(!fault.message.contains("s3cret"), "{fault}");
        }
        assert!(Settings::read("{}", "x").is_ok());
    }
}
