//! References of images, as Docker reads them.
//!
//! The grammar and the rules of what is taken for a host are those of
//! <https://github.com/distribution/reference>.

use std::fmt;

use verdict::{Fault, cut};

use crate::Digest;

/// Whose images are named without a host.
const DEFAULT_HOST: &str = "docker.io";

/// Longest path of a repository, in characters.
const PATH_LIMIT: usize = 255;

/// Longest tag, in characters.
const TAG_LIMIT: usize = 128;

/// A reference of an image: `HOST/PATH:TAG@DIGEST`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The registry's host, and its port where one was given.
    pub host: String,
    /// The repository within the registry.
    pub path: String,
    /// The tag; none where only a digest was given, `latest` where neither was.
    pub tag: Option<String>,
    /// The digest, which counts where a tag is there too.
    pub digest: Option<Digest>,
}

impl Reference {
    /// Reads a reference: `alpine` is `docker.io/library/alpine:latest`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = |why: String| {
            Fault::new(format!("not the name of an image: `{}`: {why}", cut(text)))
                .help("write it as HOST/NAME:TAG or HOST/NAME@sha256:DIGEST")
        };
        if let Some((scheme, rest)) = text.split_once("://") {
            let help = format!("leave out `{}://`, and name `{}`", cut(scheme), cut(rest));
            return Err(
                Fault::new(format!("not the name of an image: `{}`", cut(text))).help(help),
            );
        }
        if text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(fault("a digest without a name is none".to_owned()));
        }
        let (host, rest) = host(text);
        let (rest, digest) = match rest.split_once('@') {
            Some((rest, digest)) => (rest, Some(Digest::parse(digest)?)),
            None => (rest, None),
        };
        let (path, tag) = match rest.split_once(':') {
            Some((path, tag)) => (path, Some(tag)),
            None => (rest, None),
        };
        if !is_host(host) {
            return Err(fault(format!("`{}` is no host", cut(host))));
        }
        let path = match host == DEFAULT_HOST && !path.contains('/') {
            true => format!("library/{path}"),
            false => path.to_owned(),
        };
        check_path(&path).map_err(fault)?;
        let tag = match (tag, &digest) {
            (Some(tag), _) => Some(check_tag(tag)?.to_owned()),
            (None, Some(_)) => None,
            (None, None) => Some("latest".to_owned()),
        };
        Ok(Self {
            host: host.to_owned(),
            path,
            tag,
            digest,
        })
    }

    /// The repository with its registry, without tag and digest.
    #[must_use]
    pub fn repository(&self) -> String {
        format!("{}/{}", self.host, self.path)
    }

    /// What leads to the manifest: the digest where there is one, else the tag.
    #[must_use]
    pub fn target(&self) -> String {
        match (&self.digest, &self.tag) {
            (Some(digest), _) => digest.to_string(),
            (None, Some(tag)) => tag.clone(),
            (None, None) => "latest".to_owned(),
        }
    }

    /// The same repository, by a tag.
    #[must_use]
    pub fn with_tag(&self, tag: &str) -> Self {
        Self {
            tag: Some(tag.to_owned()),
            digest: None,
            ..self.clone()
        }
    }

    /// The same repository, by a digest.
    #[must_use]
    pub fn with_digest(&self, digest: &Digest) -> Self {
        Self {
            tag: None,
            digest: Some(digest.clone()),
            ..self.clone()
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.host, self.path)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        match &self.digest {
            Some(digest) => write!(f, "@{digest}"),
            None => Ok(()),
        }
    }
}

/// The host of a reference, and what stands behind it.
fn host(text: &str) -> (&str, &str) {
    match text.split_once('/') {
        Some(("index.docker.io", rest)) => (DEFAULT_HOST, rest),
        Some((first, rest))
            if first == "localhost"
                || first.contains(['.', ':'])
                || first.contains(char::is_uppercase) =>
        {
            (first, rest)
        }
        _ => (DEFAULT_HOST, text),
    }
}

/// Whether a text is a host name, an IPv4 address, or an IPv6 address in
/// brackets, with or without a port.
fn is_host(text: &str) -> bool {
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) if !text.ends_with(']') => (name, Some(port)),
        _ => (text, None),
    };
    if let Some(port) = port
        && (port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return false;
    }
    if let Some(address) = name
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let digit = |byte: u8| byte.is_ascii_hexdigit() || byte == b':';
        return !address.is_empty() && address.bytes().all(digit);
    }
    name.split('.').all(|label| {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty()
            && label.bytes().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

/// Says why a path is none that a repository may have.
fn check_path(path: &str) -> Result<(), String> {
    if path.chars().any(char::is_uppercase) {
        return Err("the repository must be in lower case".to_owned());
    }
    if path.len() > PATH_LIMIT {
        return Err(format!(
            "the repository has more than {PATH_LIMIT} characters"
        ));
    }
    match path.split('/').find(|part| !is_part(part)) {
        Some("") => Err("a part of the repository is empty".to_owned()),
        Some(part) => Err(format!("`{}` can't be a part of a repository", cut(part))),
        None => Ok(()),
    }
}

/// Whether a text is letters and digits in lower case, parted by one `.`, one
/// or two `_`, or any number of `-`.
fn is_part(text: &str) -> bool {
    let is_word = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9');
    let ends = |byte: Option<&u8>| byte.is_some_and(|byte| is_word(*byte));
    let bytes = text.as_bytes();
    let mut separators = bytes
        .split(|byte| is_word(*byte))
        .filter(|separator| !separator.is_empty());
    ends(bytes.first())
        && ends(bytes.last())
        && separators.all(|separator| {
            matches!(separator, b"." | b"_" | b"__") || separator.iter().all(|byte| *byte == b'-')
        })
}

/// A tag, if it is one that registries take: at most 128 letters, digits, `_`,
/// `.` and `-`, of which the last two don't come first.
pub fn check_tag(tag: &str) -> Result<&str, Fault> {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let good = tag
        .bytes()
        .all(|byte| word(byte) || matches!(byte, b'.' | b'-'));
    let starts = tag.bytes().next().is_some_and(word);
    if good && starts && tag.len() <= TAG_LIMIT {
        return Ok(tag);
    }
    Err(Fault::new(format!("not a tag: `{}`", cut(tag))).help(
        "a tag has at most 128 letters, digits, `_`, `.` and `-`, and begins with none of the last two",
    ))
}

#[cfg(test)]
mod tests;
