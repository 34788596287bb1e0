//! Manifests from and to a registry.

use verdict::{Fault, cut};
use web::{Answer, Method, Request};

use crate::client::{Purpose, Registry};
use crate::{Digest, Manifest, MediaType, Platform, Reference};

/// Most bytes of a manifest, as registries hold to it.
pub(crate) const LIMIT: u64 = 4 << 20;

/// What names the digest of an answer.
const DIGEST: &str = "docker-content-digest";

/// What a token must be good for.
pub(crate) fn scope(path: &str, actions: &str) -> Vec<String> {
    vec![format!("repository:{path}:{actions}")]
}

impl Registry {
    /// The digest that a reference leads to, by the word of the registry. None:
    /// there is no such tag or digest.
    pub fn digest(&self, reference: &Reference) -> Result<Option<Digest>, Fault> {
        let answer = self.manifests(Method::Head, reference)?;
        if answer.is_missing() {
            return Ok(None);
        }
        match self.named(&answer, reference)? {
            Some(named) => Ok(Some(named)),
            // Some registries name it only beside the bytes, or not at all.
            None => Ok(self.manifest(reference)?.map(|manifest| manifest.digest)),
        }
    }

    /// Whether a reference leads to anything.
    pub fn exists(&self, reference: &Reference) -> Result<bool, Fault> {
        let answer = self.manifests(Method::Head, reference)?;
        self.named(&answer, reference)?;
        Ok(answer.is_success())
    }

    /// The manifest that a reference leads to. None: there is no such tag or
    /// digest. Its bytes have the digest that was asked for, and that which the
    /// registry names.
    pub fn manifest(&self, reference: &Reference) -> Result<Option<Manifest>, Fault> {
        let answer = self.manifests(Method::Get, reference)?;
        if answer.is_missing() {
            return Ok(None);
        }
        let named = self.named(&answer, reference)?;
        let digest = match reference.digest.as_ref().or(named.as_ref()) {
            Some(expected) => {
                let found = expected.same_of(&answer.body);
                if found != *expected {
                    return Err(self.lies(reference, expected, &found));
                }
                found
            }
            None => Digest::of(&answer.body),
        };
        let kind = answer.header("content-type").unwrap_or_default();
        let media_type = MediaType::named(kind).ok_or_else(|| self.odd(reference, kind))?;
        let read = Manifest::read(media_type, digest, answer.body);
        read.map(Some).map_err(|why| {
            Fault::new(format!("{} sends {why} for {reference}", self.host))
                .help("build and push the image again")
        })
    }

    /// Lets a tag or a digest of a repository lead to a manifest. The registry
    /// must have what the manifest leads to.
    pub fn put(&self, to: &Reference, manifest: &Manifest) -> Result<(), Fault> {
        let path = format!("/v2/{}/manifests/{}", to.path, to.target());
        let request = Request::new(Method::Put, &path)
            .body(manifest.media_type.name(), &manifest.bytes)
            .limit(LIMIT);
        let what = format!("take a manifest as {to}");
        let purpose = Purpose {
            what: &what,
            path: &to.path,
            scopes: &scope(&to.path, "pull,push"),
        };
        let answer = self.ask(&request, &purpose)?;
        if answer.is_missing() {
            return Err(crate::refusal::refused(&self.host, &what, &answer, true));
        }
        let target = to.with_digest(&manifest.digest);
        self.named(&answer, &target).map(|_| ())
    }

    /// The digest of the image for a platform: of the index's entry, or of the
    /// image itself if it is for that platform.
    pub fn select(
        &self,
        reference: &Reference,
        manifest: &Manifest,
        platform: &Platform,
    ) -> Result<Digest, Fault> {
        if !manifest.media_type.is_index() {
            let own = self.platform(reference, manifest)?;
            return match own == *platform {
                true => Ok(manifest.digest.clone()),
                false => Err(none_for(reference, platform, &[own.to_string()])),
            };
        }
        let children = manifest.children()?;
        let fitting = children
            .iter()
            .find(|child| child.platform.as_ref() == Some(platform));
        fitting.map(|child| child.digest.clone()).ok_or_else(|| {
            let known = children.iter().filter_map(|child| child.platform.as_ref());
            let known = known
                .map(Platform::to_string)
                .filter(|name| name != "unknown/unknown");
            none_for(reference, platform, &known.collect::<Vec<_>>())
        })
    }

    fn manifests(&self, method: Method, reference: &Reference) -> Result<Answer, Fault> {
        let path = format!("/v2/{}/manifests/{}", reference.path, reference.target());
        let request = Request::new(method, &path)
            .accept(&MediaType::NAMES)
            .limit(LIMIT);
        let purpose = Purpose {
            what: &format!("tell of {reference}"),
            path: &reference.path,
            scopes: &scope(&reference.path, "pull"),
        };
        self.ask(&request, &purpose)
    }

    /// The digest that an answer names, which must be the one asked for.
    fn named(&self, answer: &Answer, reference: &Reference) -> Result<Option<Digest>, Fault> {
        let Some(text) = answer.header(DIGEST).filter(|_| answer.is_success()) else {
            return Ok(None);
        };
        let named = Digest::parse(text).map_err(|_| {
            Fault::new(format!(
                "{} names a digest that is none: `{}`",
                self.host,
                cut(text)
            ))
            .help("check that it is a registry that answers there")
        })?;
        match &reference.digest {
            Some(asked) if asked.algorithm() == named.algorithm() && *asked != named => {
                Err(self.lies(reference, asked, &named))
            }
            _ => Ok(Some(named)),
        }
    }

    fn lies(&self, reference: &Reference, expected: &Digest, found: &Digest) -> Fault {
        Fault::new(format!(
            "{} does not tell the truth about {reference}: it should be {expected}, and is {found}",
            self.host
        ))
        .help("don't use the image; a cache or a proxy on the way may be broken, or somebody changes what passes")
    }

    fn odd(&self, reference: &Reference, kind: &str) -> Fault {
        let fault = Fault::new(format!(
            "{} sends {reference} as `{}`, which is no manifest that is known here",
            self.host,
            cut(kind)
        ));
        fault.help(match kind.contains("manifest.v1") {
            true => "it is of Docker's old schema 1: build and push the image again",
            false => "check that it is a registry that answers there, and that this is an image",
        })
    }
}

fn none_for(reference: &Reference, platform: &Platform, known: &[String]) -> Fault {
    let fault = Fault::new(format!("{reference} has no image for {platform}"));
    match known {
        [] => fault.help("it names no platform at all"),
        known => fault.help(format!("it has {}", cut(&known.join(", ")))),
    }
}
