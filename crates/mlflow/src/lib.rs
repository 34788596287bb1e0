//! An `MLflow` tracking server and its model registry, over REST: the metrics
//! of a run that a [`Source`] names, files that it logged, versions of a model
//! and their aliases.
//!
//! Names and ids travel in queries and JSON bodies alone, encoded, so that none
//! of them leads to another endpoint. What is not there yet is no fault: see
//! [`Lookup::Missing`].

mod artifact;
mod ask;
mod lookup;
mod registry;
mod settings;
mod source;

pub use artifact::Artifact;
pub use ask::Server;
pub use lookup::{Found, Lookup};
pub use registry::Version;
pub use source::{Origin, Source};

#[cfg(test)]
mod tests;
