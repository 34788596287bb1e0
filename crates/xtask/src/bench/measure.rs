//! How long a process takes, and how much memory: ours and a peer's in turn.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

/// A peer: what it is called, and how it is run.
pub(crate) struct Named(pub(crate) &'static str, pub(crate) Command);

/// What the runs of one program came to.
struct Cost {
    /// Seconds of each run.
    seconds: Vec<f64>,
    /// The most memory it had at once, in bytes.
    peak: f64,
}

impl Cost {
    /// The costs of a first run, which also warms the caches and is not timed.
    fn of(command: &mut Command) -> Result<Self> {
        Ok(Self {
            seconds: Vec::new(),
            peak: peak(command)?,
        })
    }

    fn run(&mut self, command: &mut Command) -> Result<()> {
        self.seconds.push(time(command)?);
        Ok(())
    }

    fn wall(&self) -> f64 {
        median(self.seconds.clone())
    }
}

/// Prints a title and what the columns are.
pub(crate) fn heading(tool: &str) {
    say(&format!(
        "\n{:<22} {:>4} {tool:>15} {:>9}   {:<20} {:>9} {:>9} {:>7} {:>7}",
        "", "runs", "memory", "peer", "wall", "memory", "ratio", "memory"
    ));
}

/// Runs two commands in turn, and prints the medians of their times, their
/// most memory, and how we compare with the peer: the median of the ratios of
/// the pairs, and the ratio of the memories.
pub(crate) fn compare(
    workload: &str,
    runs: usize,
    ours: &mut Command,
    Named(name, peer): &mut Named,
) -> Result<()> {
    let (mut a, mut b) = (Cost::of(ours)?, Cost::of(peer)?);
    for _ in 0..runs {
        a.run(ours)?;
        b.run(peer)?;
    }
    let ratios = a.seconds.iter().zip(&b.seconds).map(|(a, b)| a / b);
    say(&format!(
        "{workload:<22} {runs:>4} {:>15} {:>9}   {name:<20} {:>9} {:>9} {:>7.3} {:>7.3}",
        duration(a.wall()),
        megabytes(a.peak),
        duration(b.wall()),
        megabytes(b.peak),
        median(ratios.collect()),
        a.peak / b.peak
    ));
    Ok(())
}

/// How often a peer repeats its work in two commands, and how often it would
/// have to.
#[derive(Clone, Copy)]
pub(crate) struct Growth {
    /// In the two commands.
    pub(crate) times: [u32; 2],
    /// In all.
    pub(crate) all: u32,
}

/// Runs our command and two of a peer in turn, which repeat their work less
/// often than ours does, and prints the medians, and how we compare with what
/// the peer's would take: what two commands took is a line to that.
pub(crate) fn grown(
    workload: &str,
    runs: usize,
    ours: &mut Command,
    name: &str,
    peers: &mut [Command; 2],
    growth: Growth,
) -> Result<()> {
    let mut own = Cost::of(ours)?;
    let [few, more] = peers;
    let mut costs = [Cost::of(few)?, Cost::of(more)?];
    for _ in 0..runs {
        own.run(ours)?;
        costs[0].run(few)?;
        costs[1].run(more)?;
    }
    let [few, more] = &costs;
    let [first, second] = growth.times.map(f64::from);
    let each = (more.wall() - few.wall()) / (second - first);
    let all = few.wall() + each * (f64::from(growth.all) - first);
    say(&format!(
        "{workload:<22} {runs:>4} {:>15} {:>9}   {name:<20} {:>9} {:>9} {:>7.5} {:>7.3}",
        duration(own.wall()),
        megabytes(own.peak),
        duration(all),
        megabytes(more.peak),
        own.wall() / all,
        own.peak / more.peak
    ));
    say(&format!(
        "  {name} took {} for {first}, {} for {second}: {} each, and so {} for {}",
        duration(few.wall()),
        duration(more.wall()),
        duration(each),
        duration(all),
        growth.all
    ));
    Ok(())
}

/// Runs one command several times, and prints what it took, and what for each
/// of its `rows`.
pub(crate) fn alone(workload: &str, runs: usize, ours: &mut Command, rows: u64) -> Result<()> {
    let mut cost = Cost::of(ours)?;
    for _ in 0..runs {
        cost.run(ours)?;
    }
    say(&format!(
        "{workload:<22} {runs:>4} {:>15} {:>9}   {:.0} ns a row",
        duration(cost.wall()),
        megabytes(cost.peak),
        cost.wall() * 1e9 / rows as f64
    ));
    Ok(())
}

/// Seconds from start to end.
fn time(command: &mut Command) -> Result<f64> {
    quiet(command);
    let start = Instant::now();
    let status = command
        .status()
        .with_context(|| format!("can't start {command:?}"))?;
    let seconds = start.elapsed().as_secs_f64();
    ensure!(status.success(), "{status}: {command:?}");
    Ok(seconds)
}

/// The most memory that a command had at once, in bytes, as GNU time says it.
/// This run also shows what goes wrong; those that are timed write nowhere.
/// A wait of our own would need `unsafe`, and would count our own memory,
/// which a new process has before it becomes another program.
fn peak(command: &Command) -> Result<f64> {
    let said = tempfile::NamedTempFile::new()?;
    let mut time = Command::new("time");
    time.args(["--format", "%M", "--output"]).arg(said.path());
    time.arg(command.get_program()).args(command.get_args());
    if let Some(dir) = command.get_current_dir() {
        time.current_dir(dir);
    }
    let ran = quiet(&mut time)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .context("can't start GNU time: install the package `time`")?;
    ensure!(
        ran.status.success(),
        "{}: {command:?}\n{}{}",
        ran.status,
        String::from_utf8_lossy(&ran.stdout),
        String::from_utf8_lossy(&ran.stderr)
    );
    let kibibytes = fs::read_to_string(said.path())?;
    let kibibytes: f64 = kibibytes.trim().parse().context("from GNU time")?;
    Ok(kibibytes * 1024.0)
}

/// A command that writes nowhere and sees no CI system.
fn quiet(command: &mut Command) -> &mut Command {
    command
        .env_remove("CI")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

fn duration(seconds: f64) -> String {
    if seconds < 1.0 {
        format!("{:.1} ms", seconds * 1e3)
    } else {
        format!("{seconds:.2} s")
    }
}

fn megabytes(bytes: f64) -> String {
    format!("{:.0} MB", bytes / 1e6)
}

#[expect(clippy::print_stdout, reason = "a chore talks to the terminal")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}
