//! `stamp-image resolve`: from tags to digests.

use std::collections::BTreeSet;

use ::registry::{Digest, Platform, Reference, Registry};
use report::Exhibit;
use tool::{Context, Judgement, Product};
use verdict::{Check, Fault};

use super::ResolveArgs;
use super::access::{Access, not_there, subject};

/// What an image was found to be.
struct Found {
    image: Reference,
    digest: Digest,
    /// What the digest is of, for a person.
    of: String,
}

pub(crate) fn resolve(args: &ResolveArgs, context: &Context) -> Result<Judgement, Fault> {
    let platform = args.platform.as_deref().map(Platform::parse).transpose()?;
    // A name that is none is told before anything is asked.
    let images = args.images.iter().map(|image| Reference::parse(image));
    let images = images.collect::<Result<Vec<_>, _>>()?;
    let mut access = Access::new(&args.plain_http, context);
    let found = images.into_iter().map(|image| {
        let registry = access.open(&image)?;
        find(registry, image, platform.as_ref())
    });
    let found = found.collect::<Result<Vec<_>, Fault>>()?;
    let lines = found
        .iter()
        .map(|found| found.image.with_digest(&found.digest).to_string());
    let lines = lines.collect::<Vec<_>>().join("\n");
    let mut seen = BTreeSet::new();
    let once = found.iter().filter(|found| seen.insert(&found.image));
    Ok(Judgement {
        checks: once.map(check).collect(),
        subjects: found
            .iter()
            .map(|found| subject(&found.image.to_string(), &found.digest))
            .collect(),
        exhibits: vec![exhibit(&found)],
        outputs: vec![("resolved", lines.clone())],
        products: vec![Product::Stdout(format!("{lines}\n"))],
        ..Judgement::default()
    })
}

fn find(
    registry: &Registry,
    image: Reference,
    platform: Option<&Platform>,
) -> Result<Found, Fault> {
    let manifest = registry.manifest(&image)?;
    let manifest = manifest.ok_or_else(|| not_there(registry, &image))?;
    let (digest, of) = match platform {
        Some(platform) => {
            let digest = registry.select(&image, &manifest, platform)?;
            (digest, platform.to_string())
        }
        None if manifest.media_type.is_index() => (manifest.digest, "all platforms".to_owned()),
        None => (manifest.digest, "the image".to_owned()),
    };
    Ok(Found { image, digest, of })
}

fn check(found: &Found) -> Check {
    Check::pass("resolved", format!("{} leads to a digest", found.image))
        .on(found.image.to_string())
        .observed(found.digest.to_string())
}

fn exhibit(found: &[Found]) -> Exhibit {
    let row = |found: &Found| {
        vec![
            found.image.to_string(),
            found.of.clone(),
            found.digest.short(),
        ]
    };
    Exhibit::Table {
        title: "What the images are".to_owned(),
        header: ["image", "of", "digest"].map(str::to_owned).to_vec(),
        rows: found.iter().map(row).collect(),
    }
}
