//! An image for another repository of the same registry: nothing is moved, the
//! registry mounts what it has.

use verdict::Fault;

use crate::client::Registry;
use crate::{Manifest, Reference};

/// How deep indexes may lead to indexes.
const DEPTH: u32 = 4;

impl Registry {
    /// Lets a repository have what a manifest of another one leads to, so that
    /// the manifest can be [`Registry::put`] there.
    pub fn share(
        &self,
        manifest: &Manifest,
        from: &Reference,
        to: &Reference,
    ) -> Result<(), Fault> {
        match from.path == to.path {
            true => Ok(()),
            false => self.share_below(manifest, from, to, DEPTH),
        }
    }

    fn share_below(
        &self,
        manifest: &Manifest,
        from: &Reference,
        to: &Reference,
        depth: u32,
    ) -> Result<(), Fault> {
        for blob in manifest.blobs()? {
            if !blob.elsewhere {
                self.mount(&blob.digest, &from.path, &to.path)?;
            }
        }
        let children = manifest.children()?;
        if depth == 0 && !children.is_empty() {
            return Err(Fault::new(format!(
                "{} leads from index to index more than {DEPTH} times",
                from.with_digest(&manifest.digest)
            )));
        }
        for child in children {
            let there = from.with_digest(&child.digest);
            let found = self.manifest(&there)?.ok_or_else(|| {
                Fault::new(format!("an index leads to {there}, which is not there"))
                    .help("push the image of every platform, or the index again")
            })?;
            self.share_below(&found, from, to, depth - 1)?;
            self.put(&to.with_digest(&child.digest), &found)?;
        }
        Ok(())
    }
}
