//! Tollgate's chores: `cargo xtask generate | demo | test | peers | bench`.

mod bench;
mod demo;
mod generate;
mod peers;
mod shell;
mod test;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};

/// Tollgate's chores
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Make every file that follows from the tools' options and types
    Generate {
        /// Change nothing; print what differs, and fail if anything does
        #[arg(long)]
        check: bool,
    },
    /// Run the churn example from end to end in a scratch repository
    Demo,
    /// Install the real components and run every test
    Test,
    /// Install the real components alone, and print where they are
    Peers,
    /// Measure the tools, and their peers beside them
    Bench(bench::Options),
}

fn main() -> anyhow::Result<()> {
    let root = root();
    match Args::parse().chore {
        Chore::Generate { check } => generate::run(&root, check),
        Chore::Demo => demo::run(&root),
        Chore::Test => test::run(&root),
        Chore::Peers => test::peers(&root),
        Chore::Bench(options) => bench::run(&root, &options),
    }
}

/// The root of the workspace.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}
