//! `--exists`: what is in the registries already.

use ::registry::Reference;
use tool::Context;
use verdict::Fault;

use super::access::Access;

/// The digests of images, such as `ghcr.io/owner/app:1.2`, in their order; none
/// of one that is not in its registry.
///
/// A registry that does not answer, or not to this user, is a fault: nothing is
/// known then.
pub(crate) fn existing(
    images: &[String],
    plain_http: &[String],
    context: &Context,
) -> Result<Vec<Option<String>>, Fault> {
    // A name that is none is told before anything is asked.
    let images = images.iter().map(|image| Reference::parse(image));
    let images = images.collect::<Result<Vec<_>, _>>()?;
    let mut access = Access::new(plain_http, context);
    let digests = images.iter().map(|image| {
        let digest = access.open(image)?.digest(image)?;
        Ok(digest.map(|digest| digest.to_string()))
    });
    digests.collect()
}
