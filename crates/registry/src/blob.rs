//! Blobs: the configuration and the layers of an image.

use verdict::Fault;
use web::{Method, Request};

use crate::client::{Purpose, Registry};
use crate::transfer::{LIMIT, scope};
use crate::{Digest, Manifest, Platform, Reference};

impl Registry {
    /// What an image runs on, as its configuration says.
    pub(crate) fn platform(
        &self,
        reference: &Reference,
        manifest: &Manifest,
    ) -> Result<Platform, Fault> {
        let digest = manifest.config()?;
        let bytes = self.blob(reference, &digest)?;
        let config = serde_json::from_slice(&bytes).ok();
        config.as_ref().and_then(Platform::read).ok_or_else(|| {
            Fault::new(format!("{reference} does not say which platform it is for"))
                .help("leave `--platform` out")
        })
    }

    /// The bytes of a small blob, which have its digest.
    fn blob(&self, reference: &Reference, digest: &Digest) -> Result<Vec<u8>, Fault> {
        let repository = &reference.path;
        let path = format!("/v2/{repository}/blobs/{digest}");
        let accept = ["application/json", "application/octet-stream"];
        let request = Request::new(Method::Get, &path)
            .accept(&accept)
            .limit(LIMIT);
        let what = format!("give the configuration of {reference}");
        let purpose = Purpose {
            what: &what,
            path: repository,
            scopes: &scope(repository, "pull"),
        };
        let answer = self.ask(&request, &purpose)?;
        if answer.is_missing() {
            return Err(crate::refusal::refused(&self.host, &what, &answer, true));
        }
        match digest.same_of(&answer.body) == *digest {
            true => Ok(answer.body),
            false => Err(Fault::new(format!(
                "{} sends another configuration of {reference} than its manifest names",
                self.host
            ))
            .help("don't use the image; a cache or a proxy on the way may be broken")),
        }
    }

    /// Lets a repository have a blob of another one.
    pub(crate) fn mount(&self, digest: &Digest, from: &str, to: &str) -> Result<(), Fault> {
        let what = format!("mount {digest} of {from} in {to}");
        let mut scopes = scope(to, "pull,push");
        scopes.extend(scope(from, "pull"));
        let purpose = Purpose {
            what: &what,
            path: to,
            scopes: &scopes,
        };
        let path = format!("/v2/{to}/blobs/{digest}");
        let there = self.ask(&Request::new(Method::Head, &path).limit(LIMIT), &purpose)?;
        if there.is_success() {
            return Ok(());
        }
        let path = format!("/v2/{to}/blobs/uploads/");
        let text = digest.to_string();
        let query = [("mount", &*text), ("from", from)];
        let request = Request::new(Method::Post, &path)
            .query(&query)
            .body("application/octet-stream", b"");
        let answer = self.ask(&request.limit(LIMIT), &purpose)?;
        if answer.status == 201 {
            return Ok(());
        }
        if answer.is_missing() {
            return Err(crate::refusal::refused(&self.host, &what, &answer, true));
        }
        if let Some(upload) = answer
            .header("location")
            .and_then(|text| self.own_path(text))
        {
            // It would end by itself; a registry that refuses this loses nothing.
            let cancel = Request::new(Method::Delete, &upload).limit(LIMIT);
            let _ = self.ask(&cancel, &purpose);
        }
        Err(Fault::new(format!(
            "{} does not mount blobs of {from} in {to} (status {})",
            self.host, answer.status
        ))
        .help("copy the image once with a tool that moves its layers (`skopeo copy --all`), then promote it there"))
    }

    /// The path of an address that a registry gave, if it is its own. It may
    /// end with a query. Behind a proxy a registry takes itself for one without
    /// encryption: only the path is taken from it.
    pub(crate) fn own_path(&self, address: &str) -> Option<String> {
        let host = |text: &'_ str| text.split_once("://").map(|(_, rest)| rest.to_owned());
        let own = host(self.server.name()).unwrap_or_default();
        let path = match host(address) {
            Some(rest) => rest.strip_prefix(&own)?.to_owned(),
            None => address.to_owned(),
        };
        let own = path.starts_with("/v2/") && path.bytes().all(|byte| byte.is_ascii_graphic());
        (own && !path.contains('#')).then_some(path)
    }
}
