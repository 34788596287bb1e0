//! `cargo xtask bench`: whole processes, ours and a peer in turn, as ratios.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::{demo, peers, shell};

/// Runs of each command that count.
const RUNS: usize = 41;

pub(crate) fn run(root: &Path) -> Result<()> {
    demo::build(root)?;
    let dir = tempfile::tempdir()?;
    let peers = peers::install(root)?;
    sizes(root)?;
    stamp(root, dir.path(), &peers.node)?;
    validate(root, dir.path(), &peers.duckdb)
}

fn sizes(root: &Path) -> Result<()> {
    say("binary | MB");
    for tool in tool::SECTIONS {
        let bytes = fs::metadata(root.join("target/release").join(tool))?.len();
        say(&format!("{tool} | {:.1}", bytes as f64 / 1e6));
    }
    Ok(())
}

/// `stamp-image` in a small repository. docker/metadata-action runs on Node,
/// so Node's own start is the least it can take.
fn stamp(root: &Path, scratch: &Path, node: &Path) -> Result<()> {
    let dir = scratch.join("repository");
    fs::create_dir_all(&dir)?;
    fs::write(dir.join("README"), "small\n")?;
    for args in [
        "init --quiet",
        "add .",
        "-c user.name=b -c user.email=b@example.com commit --quiet -m one",
        "tag v1.2.3",
    ] {
        shell::must(shell::command(&dir, "git").args(args.split(' ')))?;
    }
    let ours = || {
        let mut command = shell::command(&dir, root.join("target/release/stamp-image"));
        command.args([
            "--images",
            "registry.example.com/app",
            "--tags",
            "type=semver,pattern={{version}}\ntype=sha\ntype=ref,event=branch",
        ]);
        command
    };
    let peer = || {
        let mut command = shell::command(&dir, node);
        command.args(["-e", "0"]);
        command
    };
    compare("stamp-image", &ours, "node -e 0", &peer)
}

/// `validate-data` on the first 1,000 rows of the example, and the same
/// contract's ranges and nulls as one SQL query.
fn validate(root: &Path, scratch: &Path, duckdb: &Path) -> Result<()> {
    let example = root.join("examples/churn");
    let text = fs::read_to_string(example.join("data/churn.csv"))?;
    let rows: Vec<&str> = text.lines().take(1001).collect();
    fs::write(scratch.join("rows.csv"), rows.join("\n") + "\n")?;
    let contract = fs::read_to_string(example.join("contract.toml"))?;
    fs::write(scratch.join("contract.toml"), without_rows(&contract))?;
    let ours = || {
        let mut command = shell::command(scratch, root.join("target/release/validate-data"));
        command.args(["rows.csv", "--contract", "contract.toml"]);
        command
    };
    let peer = || {
        let mut command = shell::command(scratch, duckdb);
        command.args(["-c", "select count(*), count(distinct rownames), count(*) filter (where not regexp_full_match(state, '[A-Z]{2}')), count(*) filter (where total_day_minutes not between 0 and 1440), count(*) filter (where churn not in ('yes', 'no')) from 'rows.csv'"]);
        command
    };
    compare(
        "validate-data, 1,000 rows",
        &ours,
        "duckdb, 5 checks in one query",
        &peer,
    )
}

/// The contract without its row count, which is about the whole file.
fn without_rows(contract: &str) -> String {
    let mut keep = true;
    let lines = contract.lines().filter(|line| {
        if line.starts_with('[') {
            keep = *line != "[rows]";
        }
        keep
    });
    lines.fold(String::new(), |text, line| text + line + "\n")
}

/// Runs two commands in turn and prints their medians and the median ratio.
fn compare(
    name: &str,
    ours: &dyn Fn() -> Command,
    peer_name: &str,
    peer: &dyn Fn() -> Command,
) -> Result<()> {
    let mut times = [Vec::new(), Vec::new()];
    let mut ratios = Vec::new();
    for run in 0..=RUNS {
        let (a, b) = (time(ours())?, time(peer())?);
        // The first pair warms the caches.
        if run > 0 {
            times[0].push(a);
            times[1].push(b);
            ratios.push(a / b);
        }
    }
    let [a, b] = times.map(median);
    say(&format!(
        "{name}: {:.1} ms; {peer_name}: {:.1} ms; ratio {:.3} (medians of {RUNS} pairs)",
        a * 1e3,
        b * 1e3,
        median(ratios)
    ));
    Ok(())
}

fn time(mut command: Command) -> Result<f64> {
    command
        .env_remove("CI")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = command
        .status()
        .with_context(|| format!("can't start {command:?}"))?;
    ensure!(status.success(), "{status}: {command:?}");
    Ok(start.elapsed().as_secs_f64())
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

#[expect(clippy::print_stdout, reason = "a chore talks to the terminal")]
fn say(text: &str) {
    println!("{text}");
}
