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
            cargo.env(
                format!("PEER_{}", name.to_uppercase().replace('-', "_")),
                path,
            );
        }
        shell::must(&mut cargo)
    })?;
    step("demo", || demo::run(root))
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
