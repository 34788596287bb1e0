//! gate-model beside scikit-learn and `NumPy`: a million predictions of two
//! models, twelve metrics, 2,000 paired resamples.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Bench;
use super::measure::{Growth, grown, heading};
use crate::shell;

const FOLDER: &str = "benches/gate-model";

/// How many resamples the policy asks for: the tool's own default.
const RESAMPLES: u32 = 2000;

/// How many the peer is timed with. What one takes follows from the two.
const TIMED: [u32; 2] = [2, 8];

impl Bench<'_> {
    /// The peer would take hours: it is timed with few resamples, and what the
    /// others take follows.
    pub(super) fn predictions(&self) -> Result<()> {
        let rows = self.rows / 5;
        let dir = self.scratch.path().join("predictions");
        fs::create_dir_all(&dir)?;
        write(&dir.join("baseline.csv"), rows, 1)?;
        write(&dir.join("candidate.csv"), rows, 2)?;
        let mut ours = shell::command(&dir, self.binaries.join("gate-model"));
        ours.args(["--predictions", "candidate.csv"])
            .args(["--baseline-predictions", "baseline.csv", "--policy"])
            .arg(self.file("gate.toml"))
            .args(["--fail-on", "never", "--on-inconclusive", "pass"]);
        let mut peers = TIMED.map(|resamples| {
            let mut python = shell::command(&dir, &self.peers.ml_python);
            python
                .arg(self.file("scikit_learn.py"))
                .arg(resamples.to_string());
            python
        });
        heading("gate-model");
        let workload = format!("{rows} predictions");
        let growth = Growth {
            times: TIMED,
            all: RESAMPLES,
        };
        grown(&workload, 3, &mut ours, "scikit-learn", &mut peers, growth)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.root.join(FOLDER).join(name)
    }
}

/// Examples, one in four of them positive, and what one of two models says of
/// them: the same on every machine.
fn write(path: &Path, rows: u64, model: u64) -> Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "id,label,score")?;
    for row in 0..rows {
        let own = mixed(row);
        let label = u64::from(own.is_multiple_of(4));
        // The mean of what both models see and of what this one does.
        let seen = mixed(own) % 10_000 + mixed(own ^ model) % 10_000;
        let score = (seen + label * 9000) as f64 / 29_000.0;
        writeln!(out, "{row},{label},{score:.6}")?;
    }
    out.flush()?;
    Ok(())
}

/// A number that has nothing more to do with the one given (splitmix64).
const fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
