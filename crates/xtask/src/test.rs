//! `cargo xtask test`: everything, against real components.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;

use crate::{demo, peers, shell};

pub(crate) fn run(root: &Path) -> Result<()> {
    step("formatting", || cargo(root, &["fmt", "--all", "--check"]))?;
    step("lints", || {
        cargo(
            root,
            &[
                "clippy",
                "--locked",
                "--workspace",
                "--all-targets",
                "--all-features",
                "--",
                "--deny",
                "warnings",
            ],
        )
    })?;
    step("hermetic tests", || {
        cargo(root, &["test", "--locked", "--workspace", "--quiet"])
    })?;
    step("release binaries", || demo::build(root))?;
    let peers = step("real components", || peers::install(root))?;
    step("tests against real components", || {
        let mut cargo = shell::command(root, env!("CARGO"));
        cargo.args([
            "test",
            "--locked",
            "--package",
            "tollgate",
            "--features",
            "peers",
        ]);
        for (name, path) in peers.all() {
            cargo.env(variable(name), path);
        }
        shell::must(&mut cargo)
    })?;
    step("demo", || demo::run(root))
}

/// Installs the components, and prints the variables by which the tests find
/// them, so that one of those can be run alone.
#[expect(clippy::print_stdout, reason = "a chore talks to the terminal")]
pub(crate) fn peers(root: &Path) -> Result<()> {
    for (name, path) in peers::install(root)?.all() {
        println!("export {}='{}'", variable(name), path.display());
    }
    Ok(())
}

/// The variable that says where a component is.
fn variable(name: &str) -> String {
    format!("PEER_{}", name.to_uppercase().replace('-', "_"))
}

fn cargo(root: &Path, args: &[&str]) -> Result<()> {
    shell::must(shell::command(root, env!("CARGO")).args(args))
}

#[expect(clippy::print_stderr, reason = "a chore talks to the terminal")]
fn step<T>(name: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("\n== {name}");
    let start = Instant::now();
    let done = run()?;
    eprintln!("== {name}: {} s", start.elapsed().as_secs());
    Ok(done)
}
