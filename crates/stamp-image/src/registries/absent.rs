//! What a build without registries says of them.

use tool::{Context, Judgement};
use verdict::{Fault, Subject};

use super::{PromoteArgs, ResolveArgs};

/// Whether an image is in its registry: this build can't say.
pub fn exists(_image: &str, _plain_http: &[String], _context: &Context) -> Result<bool, Fault> {
    Err(absent())
}

pub(crate) fn existing(
    _images: &[String],
    _plain_http: &[String],
    _context: &Context,
) -> Result<Vec<Option<String>>, Fault> {
    Err(absent())
}

pub(crate) fn resolve(_args: &ResolveArgs, _context: &Context) -> Result<Judgement, Fault> {
    Err(absent())
}

pub(crate) fn promote(_args: &PromoteArgs, _context: &Context) -> Result<Judgement, Fault> {
    Err(absent())
}

pub(crate) fn is_image(_args: &PromoteArgs, _subject: &Subject) -> bool {
    false
}

fn absent() -> Fault {
    Fault::new("this build of stamp-image asks no registries")
        .help("take a released binary, or build it with `--features registry`")
}
