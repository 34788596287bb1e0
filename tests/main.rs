//! End to end: the binaries as a user runs them. `cargo test` runs the
//! hermetic part; `cargo xtask test` turns on the feature `peers`, and with it
//! the tests against real components, one file each.

mod bad_input;
mod cases;
mod configuration;
mod gate_model;
mod hostile;
mod outputs;
mod partitions;
mod reports;
mod require;
mod sandbox;
mod sensitive;

#[cfg(feature = "peers")]
mod act;
#[cfg(feature = "peers")]
mod agreement;
#[cfg(feature = "peers")]
mod arrow;
#[cfg(feature = "peers")]
mod builders;
#[cfg(feature = "peers")]
mod duckdb;
#[cfg(feature = "peers")]
mod gitlab;
#[cfg(feature = "peers")]
mod gto;
#[cfg(feature = "peers")]
mod helm;
#[cfg(feature = "peers")]
mod install;
#[cfg(feature = "peers")]
mod language;
#[cfg(feature = "peers")]
mod linters;
#[cfg(feature = "peers")]
mod metrics;
#[cfg(feature = "peers")]
mod mlflow;
#[cfg(feature = "peers")]
mod peers;
#[cfg(feature = "peers")]
mod registry;
#[cfg(feature = "peers")]
mod remote;
#[cfg(feature = "peers")]
mod rows_of_parquet;
#[cfg(feature = "peers")]
mod scikit_learn;
