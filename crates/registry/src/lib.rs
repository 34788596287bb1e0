//! Container registries, over the OCI distribution API: what a tag leads to,
//! whether an image is there, and another tag for what is there already.
//!
//! A [`Reference`] is read as Docker reads one. A [`Registry`] answers for the
//! bytes that it hands out: their digest is that which was asked for, and that
//! which the server names. Credentials come from Docker's own configuration
//! ([`Keychain`]); none is asked for and none is shown.

mod blob;
mod challenge;
mod client;
mod copy;
mod digest;
mod helper;
mod keychain;
mod manifest;
mod media;
mod platform;
mod reference;
mod refusal;
mod settings;
mod tags;
mod token;
mod transfer;

pub use client::Registry;
pub use digest::Digest;
pub use keychain::Keychain;
pub use manifest::{Child, Manifest};
pub use media::MediaType;
pub use platform::Platform;
pub use reference::{Reference, check_tag};

#[cfg(test)]
mod tests;
