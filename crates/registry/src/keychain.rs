//! Where logins are looked for.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use verdict::Fault;

use crate::helper;
use crate::settings::{Login, Settings};

/// Variables that say where logins are.
const VARIABLES: [&str; 8] = [
    "DOCKER_AUTH_CONFIG",
    "DOCKER_CONFIG",
    "HOME",
    "PATH",
    "REGISTRY_AUTH_FILE",
    "USERPROFILE",
    "XDG_CONFIG_HOME",
    "XDG_RUNTIME_DIR",
];

/// Largest configuration, in bytes.
const LIMIT: u64 = 1 << 20;

/// Logins as `docker login` and `podman login` leave them.
///
/// They are looked for in the text of the variable `DOCKER_AUTH_CONFIG`; then
/// in the file that `REGISTRY_AUTH_FILE` names or the `config.json` below
/// `DOCKER_CONFIG`, where one is set; else in `~/.docker/config.json` and in
/// podman's `auth.json`. The first that knows the registry counts.
#[derive(Clone, Default)]
pub struct Keychain {
    variables: BTreeMap<&'static str, String>,
}

impl fmt::Debug for Keychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("logins")
    }
}

impl Keychain {
    /// The keychain of an environment, whose variables `get` tells.
    #[must_use]
    pub fn of(get: &dyn Fn(&str) -> Option<String>) -> Self {
        let known = VARIABLES
            .into_iter()
            .filter_map(|name| Some((name, get(name)?)));
        Self {
            variables: known.collect(),
        }
    }

    /// The login for a repository of a registry. None: nobody knows one.
    pub(crate) fn login(&self, host: &str, path: &str) -> Result<Option<Login>, Fault> {
        let names = names(host);
        if let Some(text) = self.get("DOCKER_AUTH_CONFIG") {
            let settings = Settings::read(text, "the variable `DOCKER_AUTH_CONFIG`")?;
            if let Some(login) = self.ask(&settings, &names, path)? {
                return Ok(Some(login));
            }
        }
        for file in self.files() {
            let name = file.display().to_string();
            let Some(text) = read(&file)? else { continue };
            if text.trim().is_empty() {
                continue;
            }
            let settings = Settings::read(&text, &name)?;
            if let Some(login) = self.ask(&settings, &names, path)? {
                return Ok(Some(login));
            }
        }
        Ok(None)
    }

    fn ask(&self, settings: &Settings, names: &[&str], path: &str) -> Result<Option<Login>, Fault> {
        if let (Some(helper), Some(name)) = (settings.helper(names), names.first()) {
            let folders = self.get("PATH").unwrap_or_default();
            if let Some(login) = helper::ask(helper, name, folders)? {
                return Ok(Some(login));
            }
        }
        settings.login(names, path)
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// The files that may hold logins, the most wanted first.
    fn files(&self) -> Vec<PathBuf> {
        let below = |name: &str, rest: &str| Some(Path::new(self.get(name)?).join(rest));
        if let Some(file) = self.get("REGISTRY_AUTH_FILE") {
            return vec![PathBuf::from(file)];
        }
        if let Some(file) = below("DOCKER_CONFIG", "config.json") {
            return vec![file];
        }
        [
            below("HOME", ".docker/config.json"),
            below("USERPROFILE", ".docker/config.json"),
            below("XDG_RUNTIME_DIR", "containers/auth.json"),
            below("XDG_CONFIG_HOME", "containers/auth.json"),
            below("HOME", ".config/containers/auth.json"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The names by which configurations know a registry, the usual one first.
fn names(host: &str) -> Vec<&str> {
    match host {
        "docker.io" => vec![
            "https://index.docker.io/v1/",
            "docker.io",
            "registry-1.docker.io",
        ],
        host => vec![host],
    }
}

/// The text of a file; none where there is none.
fn read(path: &Path) -> Result<Option<String>, Fault> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) if bytes.len() as u64 > LIMIT => Err(Fault::new(format!(
            "{} is larger than 1 MiB",
            path.display()
        ))),
        Ok(_) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Fault::new(format!("{} is not UTF-8 text", path.display()))),
        },
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(Fault::io("read", path, &error)),
    }
}

#[cfg(test)]
mod tests;
