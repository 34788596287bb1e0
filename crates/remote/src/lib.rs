//! The way to tables that are not on this disk: bytes out of S3, Google Cloud
//! Storage, Azure and web servers, a range at a time.
//!
//! [`Address`] tells what lies elsewhere, and how it may be shown: what is
//! secret in an address is in no message. [`open`] asks for its first bytes,
//! [`Object`] for any others, [`list`] for what is there. All of them wait;
//! that requests run side by side stays within `client`.
//!
//! Credentials and endpoints come from the usual variables (`AWS_…`,
//! `GOOGLE_…`, `AZURE_…`). Without the feature `client` every address is a
//! fault that says so.

mod address;
mod trouble;

#[cfg(not(feature = "client"))]
mod absent;
#[cfg(feature = "client")]
mod client;

#[cfg(not(feature = "client"))]
pub use absent::{Object, list, open};
pub use address::{Address, Kind};
#[cfg(feature = "client")]
pub use client::{Object, list, open};
pub use trouble::Trouble;

/// What an address turned out to be.
#[derive(Debug)]
pub enum Opened {
    /// Any of its bytes can be asked for.
    Ranges(Object),
    /// The server gives all or nothing: its content, once.
    Whole(Whole),
}

/// The content of an address, once, from its beginning.
pub struct Whole(Box<dyn std::io::Read + Send>);

impl std::io::Read for Whole {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

impl std::fmt::Debug for Whole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Whole")
    }
}
