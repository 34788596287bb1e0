//! Registries, each opened once.

use std::collections::BTreeMap;

use ::registry::{Digest, Keychain, Reference, Registry};
use tool::Context;
use verdict::{Digests, Fault, Subject, did_you_mean};

/// Most tags among which one is looked for that was meant.
const TAGS: usize = 2000;

/// Whether an image, such as `ghcr.io/owner/app:1.2`, is in its registry. The
/// registries in `plain_http` are spoken to without encryption.
///
/// A registry that does not answer, or not to this user, is a fault: nothing is
/// known then.
pub fn exists(image: &str, plain_http: &[String], context: &Context) -> Result<bool, Fault> {
    let image = Reference::parse(image)?;
    Access::new(plain_http, context)
        .open(&image)?
        .exists(&image)
}

/// Registries that were opened.
pub(super) struct Access<'a> {
    keychain: Keychain,
    plain_http: &'a [String],
    open: BTreeMap<String, Registry>,
}

impl<'a> Access<'a> {
    pub(super) fn new(plain_http: &'a [String], context: &Context) -> Self {
        Self {
            keychain: Keychain::of(&|name| context.env.own(name)),
            plain_http,
            open: BTreeMap::new(),
        }
    }

    /// The registry of an image.
    pub(super) fn open(&mut self, image: &Reference) -> Result<&Registry, Fault> {
        if !self.open.contains_key(&image.host) {
            let registry = Registry::new(&image.host, &self.keychain, self.plain_http)?;
            self.open.insert(image.host.clone(), registry);
        }
        self.open.get(&image.host).ok_or_else(|| missing(image))
    }
}

/// The fault of an image that is not there, with the tag that was meant.
pub(super) fn not_there(registry: &Registry, image: &Reference) -> Fault {
    let fault = missing(image);
    let Some(tag) = image.tag.as_deref().filter(|_| image.digest.is_none()) else {
        return fault.help("check the digest; it may have been deleted");
    };
    // Only a hint hangs on it.
    let tags = registry.tags(image, TAGS).ok().flatten();
    let tags = tags.unwrap_or_default();
    match did_you_mean(tag, tags.iter().map(String::as_str)) {
        Some(near) => fault.help(format!("did you mean `{}`?", image.with_tag(near))),
        None if tags.is_empty() => fault.help("check the name: no tags are known of it"),
        None => fault.help("check the tag"),
    }
}

fn missing(image: &Reference) -> Fault {
    Fault::new(format!("there is no image {image}"))
}

/// The scheme of images, as skopeo and the like have it: by it a verdict says
/// that its subject is no file.
pub(super) const SCHEME: &str = "docker://";

/// An image as a subject of a verdict.
pub(super) fn subject(name: &str, digest: &Digest) -> Subject {
    let digest = (digest.algorithm().to_owned(), digest.hex().to_owned());
    Subject {
        name: format!("{SCHEME}{name}"),
        digest: Digests::from([digest]),
    }
}
