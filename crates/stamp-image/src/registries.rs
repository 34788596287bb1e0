//! Images in registries: what a tag leads to, and another tag for a digest that
//! was tested. Only with the feature `registry`: the rest of the tool sends
//! nothing.

mod args;

#[cfg(not(feature = "registry"))]
mod absent;
#[cfg(feature = "registry")]
mod access;
#[cfg(feature = "registry")]
mod exists;
#[cfg(feature = "registry")]
mod judged;
#[cfg(feature = "registry")]
mod promote;
#[cfg(feature = "registry")]
mod resolve;

pub(crate) use args::{PromoteArgs, ResolveArgs};

#[cfg(not(feature = "registry"))]
pub use absent::exists;
#[cfg(not(feature = "registry"))]
pub(crate) use absent::{existing, is_image, promote, resolve};
#[cfg(feature = "registry")]
pub use access::exists;
#[cfg(feature = "registry")]
pub(crate) use {exists::existing, judged::is_image, promote::promote, resolve::resolve};
