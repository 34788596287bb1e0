//! Manifests: bytes with a digest, and what they lead to.

use serde_json::Value;
use verdict::{Fault, cut};

use crate::{Digest, MediaType, Platform};

/// Most manifests of an index, and most blobs of an image.
const MOST: usize = 4096;

/// A manifest, whose bytes have the digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// What it is.
    pub media_type: MediaType,
    /// The digest of its bytes.
    pub digest: Digest,
    /// The bytes as they came.
    pub bytes: Vec<u8>,
    document: Value,
}

/// A manifest that an index leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child {
    /// Its digest.
    pub digest: Digest,
    /// What it runs on, where the index says so.
    pub platform: Option<Platform>,
}

/// A blob that an image leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Blob {
    pub(crate) digest: Digest,
    /// Whether it is kept elsewhere, and no registry needs to have it.
    pub(crate) elsewhere: bool,
}

impl Manifest {
    /// A manifest of the bytes that a registry sent. Fails for bytes that could
    /// be read in two ways.
    pub(crate) fn read(
        media_type: MediaType,
        digest: Digest,
        bytes: Vec<u8>,
    ) -> Result<Self, String> {
        let document: Value =
            serde_json::from_slice(&bytes).map_err(|_| "a manifest that is not JSON".to_owned())?;
        if !document.is_object() {
            return Err("a manifest that is no JSON object".to_owned());
        }
        let named = document.get("mediaType").and_then(Value::as_str);
        if let Some(named) = named.filter(|named| *named != media_type.name()) {
            return Err(format!(
                "as {} a manifest that calls itself {}",
                media_type.name(),
                cut(named)
            ));
        }
        let wrong: &[&str] = match media_type.is_index() {
            true => &["config", "layers", "fsLayers"],
            false => &["manifests", "fsLayers"],
        };
        if let Some(key) = wrong.iter().find(|key| document.get(**key).is_some()) {
            return Err(format!("as {} a manifest with `{key}`", media_type.name()));
        }
        Ok(Self {
            media_type,
            digest,
            bytes,
            document,
        })
    }

    /// The manifests that an index leads to; none of an image.
    pub fn children(&self) -> Result<Vec<Child>, Fault> {
        let entries = self.list("manifests")?;
        let children = entries.iter().map(|entry| {
            Ok(Child {
                digest: self.digest_of(entry)?,
                platform: entry.get("platform").and_then(Platform::read),
            })
        });
        children.collect()
    }

    /// The configuration and the layers of an image; none of an index.
    pub(crate) fn blobs(&self) -> Result<Vec<Blob>, Fault> {
        let config = self
            .document
            .get("config")
            .filter(|_| !self.media_type.is_index());
        let layers = self.list("layers")?;
        let blobs = config.into_iter().chain(layers).map(|entry| {
            let urls = entry.get("urls").and_then(Value::as_array);
            Ok(Blob {
                digest: self.digest_of(entry)?,
                elsewhere: urls.is_some_and(|urls| !urls.is_empty()),
            })
        });
        blobs.collect()
    }

    /// The digest of an image's configuration.
    pub(crate) fn config(&self) -> Result<Digest, Fault> {
        match self.document.get("config") {
            Some(config) => self.digest_of(config),
            None => Err(self.broken("it names no configuration")),
        }
    }

    fn list(&self, key: &str) -> Result<&[Value], Fault> {
        match self.document.get(key) {
            None | Some(Value::Null) => Ok(&[]),
            Some(Value::Array(list)) if list.len() <= MOST => Ok(list),
            Some(Value::Array(_)) => Err(self.broken(&format!("it has more than {MOST} {key}"))),
            Some(_) => Err(self.broken(&format!("its `{key}` are no list"))),
        }
    }

    fn digest_of(&self, entry: &Value) -> Result<Digest, Fault> {
        let text = entry.get("digest").and_then(Value::as_str);
        let text = text.ok_or_else(|| self.broken("an entry of it has no digest"))?;
        Digest::parse(text).map_err(|fault| self.broken(&fault.message))
    }

    fn broken(&self, why: &str) -> Fault {
        Fault::new(format!("the manifest {} is broken: {why}", self.digest))
            .help("build and push the image again")
    }
}
