//! `cargo xtask bench`: whole processes, ours and a peer in turn, as ratios.

mod answers;
mod measure;
mod peers;
mod predictions;
mod suite;
mod transactions;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use clap::ValueEnum;

use crate::peers::Peers;
use crate::{demo, shell};
use measure::{Named, compare, heading, say};

/// How to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Rows of the large tables; the others follow
    #[arg(long, value_name = "N", default_value_t = 5_000_000)]
    rows: u64,

    /// Only these, in their usual order
    #[arg(long, value_name = "NAME")]
    only: Vec<Workload>,

    /// Measure the binaries of this folder, and build none
    #[arg(long, value_name = "DIR")]
    binaries: Option<PathBuf>,
}

/// What can be measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Workload {
    /// How large the binaries are
    Sizes,
    /// stamp-image in a small repository
    StampImage,
    /// Whether the peers of validate-data find the same breaches
    Agreement,
    /// validate-data on 1,000 rows
    Small,
    /// validate-data on CSV beside the engines
    Csv,
    /// The same rows as Parquet
    Parquet,
    /// A fifth of the rows beside Great Expectations
    GreatExpectations,
    /// A fifth of the rows, all of them, and four times as many
    Growth,
    /// gate-model on a fifth of as many predictions beside scikit-learn
    Predictions,
}

pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let bench = Bench {
        root,
        rows: options.rows,
        binaries: binaries(root, options)?,
        peers: crate::peers::install(root)?,
        // The tables are too large for the memory that may be behind /tmp.
        scratch: tempfile::tempdir_in(root.join("target"))?,
    };
    for workload in Workload::value_variants() {
        if options.only.is_empty() || options.only.contains(workload) {
            bench.run(*workload)?;
        }
    }
    Ok(())
}

/// The folder of the binaries that are measured.
fn binaries(root: &Path, options: &Options) -> Result<PathBuf> {
    if let Some(folder) = &options.binaries {
        return Ok(std::path::absolute(folder)?);
    }
    demo::build(root)?;
    Ok(root.join("target/release"))
}

/// Where everything is.
struct Bench<'a> {
    root: &'a Path,
    rows: u64,
    binaries: PathBuf,
    peers: Peers,
    scratch: tempfile::TempDir,
}

impl Bench<'_> {
    fn run(&self, workload: Workload) -> Result<()> {
        match workload {
            Workload::Sizes => self.sizes(),
            Workload::StampImage => self.stamp_image(),
            Workload::Agreement => self.agreement(),
            Workload::Small => self.small(),
            Workload::Csv => self.csv(),
            Workload::Parquet => self.parquet(),
            Workload::GreatExpectations => self.great_expectations(),
            Workload::Growth => self.growth(),
            Workload::Predictions => self.predictions(),
        }
    }

    fn sizes(&self) -> Result<()> {
        say("\nbinary, MB");
        for tool in tool::SECTIONS {
            let bytes = fs::metadata(self.binaries.join(tool))?.len();
            say(&format!("{tool:<15} {:.1}", bytes as f64 / 1e6));
        }
        Ok(())
    }

    /// docker/metadata-action runs on Node, so Node's own start is the least
    /// it can take; beside many tags stand the questions of git itself.
    fn stamp_image(&self) -> Result<()> {
        heading("stamp-image");
        let small = self.repository("repository")?;
        let mut node = shell::command(&small, &self.peers.node);
        node.args(["-e", "0"]);
        let mut ours = self.stamp(&small);
        compare("1 tag", 41, &mut ours, &mut Named("node -e 0", node))?;
        let many = self.repository("tags")?;
        many_tags(&many)?;
        let detach = ["checkout", "--quiet", "--detach"];
        shell::must(shell::command(&many, "git").args(detach))?;
        self.tagged(&many, "10,000 loose tags")?;
        shell::must(shell::command(&many, "git").args(["pack-refs", "--all"]))?;
        self.tagged(&many, "10,000 packed tags")
    }

    /// Beside what git takes to say which tags lead to the commit.
    fn tagged(&self, dir: &Path, workload: &str) -> Result<()> {
        for (name, args) in [
            ("git describe --tags", "describe --tags --exact-match"),
            (
                "git for-each-ref",
                "for-each-ref --points-at=HEAD refs/tags",
            ),
        ] {
            let mut git = shell::command(dir, "git");
            git.args(args.split(' '));
            compare(workload, 21, &mut self.stamp(dir), &mut Named(name, git))?;
        }
        Ok(())
    }

    fn stamp(&self, dir: &Path) -> Command {
        let mut ours = shell::command(dir, self.binaries.join("stamp-image"));
        ours.args([
            "--images",
            "registry.example.com/app",
            "--tags",
            "type=semver,pattern={{version}}\ntype=sha\ntype=ref,event=branch",
        ]);
        ours
    }

    /// A repository of two commits, the last one tagged.
    fn repository(&self, name: &str) -> Result<PathBuf> {
        let dir = self.scratch.path().join(name);
        fs::create_dir_all(&dir)?;
        let identity = "-c user.name=b -c user.email=b@example.com";
        for args in [
            "init --quiet",
            &format!("{identity} commit --quiet --allow-empty -m one"),
            &format!("{identity} commit --quiet --allow-empty -m two"),
            "tag v10000.0.0",
        ] {
            shell::must(shell::command(&dir, "git").args(args.split(' ')))?;
        }
        Ok(dir)
    }
}

/// Tags at the first of two commits, every fourth one annotated.
fn many_tags(dir: &Path) -> Result<()> {
    let annotated = r"for number in $(seq 0 4 9999); do
        printf 'tag v%s.0.0\nfrom HEAD~1\ntagger b <b@example.com> 1600000000 +0000\ndata 2\nv\n' $number
    done | git fast-import --quiet --force --date-format=raw";
    let light = r"for number in $(seq 0 9999); do
        test $((number % 4)) = 0 || echo create refs/tags/v$number.0.0 $(git rev-parse HEAD~1)
    done | git update-ref --stdin";
    for script in [annotated, light] {
        shell::must(shell::command(dir, "sh").args(["-c", script]))?;
    }
    Ok(())
}
