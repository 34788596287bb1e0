//! The suite of 31 checks on a table of payments, by `validate-data` and by
//! its peers: `benches/validate-data`.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::Bench;
use super::answers::{self, Answers};
use super::measure::{Named, alone, compare, heading, say};
use super::peers::python;
use super::transactions::{self, Rows};
use crate::shell;

/// Where the suite lies.
const FOLDER: &str = "benches/validate-data";

/// Rows of the table with faults on which all must agree.
const FAULTY_ROWS: u64 = 20_000;

/// How many findings an engine must share with `DuckDB`.
const SHARED: usize = 30;

impl Bench<'_> {
    /// Every peer has to find what `DuckDB`'s command line finds in a table
    /// with faults. That we do is a test of its own: `tests/duckdb.rs`.
    pub(super) fn agreement(&self) -> Result<()> {
        let dir = self.table(Rows::Faulty, FAULTY_ROWS)?;
        let expected = found(&mut self.duckdb(&dir, &["checked.sql", "suite.sql"])?)?;
        say("");
        for Named(name, mut command) in [
            self.duckdb_library(&dir, &["checked.sql", "suite.sql"])?,
            self.polars(&dir, "csv", &["--checked"])?,
            self.datafusion(&dir, &["--checked"])?,
            self.great_expectations_on(&dir, FAULTY_ROWS, &["--checked"])?,
        ] {
            let shared = agree(&expected, &found(&mut command)?).context(name)?;
            say(&format!("{name}: {shared} findings are DuckDB's"));
        }
        fs::remove_dir_all(dir)?;
        Ok(())
    }

    pub(super) fn small(&self) -> Result<()> {
        let dir = self.table(Rows::Good, 1_000)?;
        let peer = self.duckdb(&dir, &["typed.sql", "suite.sql"])?;
        heading("validate-data");
        let mut ours = self.ours(&dir, "csv");
        compare("1000 rows, CSV", 41, &mut ours, &mut Named("DuckDB", peer))
    }

    pub(super) fn csv(&self) -> Result<()> {
        let dir = self.table(Rows::Good, self.rows)?;
        let peers = [
            self.polars(&dir, "csv", &[])?,
            self.duckdb_library(&dir, &["typed.sql", "suite.sql"])?,
            self.datafusion(&dir, &[])?,
        ];
        heading("validate-data");
        for mut peer in peers {
            let workload = format!("{} rows, CSV", self.rows);
            compare(&workload, 5, &mut self.ours(&dir, "csv"), &mut peer)?;
        }
        Ok(())
    }

    pub(super) fn parquet(&self) -> Result<()> {
        let dir = self.table(Rows::Good, self.rows)?;
        shell::must(&mut self.duckdb(&dir, &["typed.sql", "to-parquet.sql"])?)?;
        let peers = [
            self.polars(&dir, "parquet", &[])?,
            self.duckdb_library(&dir, &["parquet.sql", "suite.sql"])?,
        ];
        heading("validate-data");
        for mut peer in peers {
            let workload = format!("{} rows, Parquet", self.rows);
            compare(&workload, 5, &mut self.ours(&dir, "parquet"), &mut peer)?;
        }
        Ok(())
    }

    pub(super) fn great_expectations(&self) -> Result<()> {
        let rows = self.rows / 5;
        let dir = self.table(Rows::Good, rows)?;
        let mut peer = self.great_expectations_on(&dir, rows, &[])?;
        heading("validate-data");
        let workload = format!("{rows} rows, CSV");
        compare(&workload, 3, &mut self.ours(&dir, "csv"), &mut peer)
    }

    pub(super) fn growth(&self) -> Result<()> {
        heading("validate-data");
        for rows in [self.rows / 5, self.rows, self.rows * 4] {
            let dir = self.table(Rows::Good, rows)?;
            let workload = format!("{rows} rows, CSV");
            alone(&workload, 5, &mut self.ours(&dir, "csv"), rows)?;
            fs::remove_dir_all(dir)?;
        }
        Ok(())
    }

    /// A folder with a table of so many rows and its contract.
    fn table(&self, rows: Rows, count: u64) -> Result<PathBuf> {
        let dir = self.scratch.path().join(format!("{rows:?}-{count}"));
        if dir.exists() {
            return Ok(dir);
        }
        fs::create_dir(&dir)?;
        let contract = fs::read_to_string(self.root.join(FOLDER).join("contract.toml"))?;
        let (least, most) = (count * 9 / 10, count * 11 / 10);
        let contract = format!("{contract}\n[rows]\nmin = {least}\nmax = {most}\n");
        fs::write(dir.join("contract.toml"), contract)?;
        let mut out = BufWriter::new(File::create(dir.join("transactions.csv"))?);
        transactions::write(rows, count, &mut out)?;
        out.flush()?;
        Ok(dir)
    }

    fn ours(&self, dir: &Path, extension: &str) -> Command {
        let mut command = shell::command(dir, self.binaries.join("validate-data"));
        command.arg(format!("transactions.{extension}"));
        command.args(["--contract", "contract.toml"]);
        command
    }

    /// `DuckDB`'s command line on files of SQL, one after another.
    fn duckdb(&self, dir: &Path, files: &[&str]) -> Result<Command> {
        let mut sql = String::new();
        for file in self.sql(files) {
            sql += &fs::read_to_string(file)?;
        }
        let mut command = shell::command(dir, &self.peers.duckdb);
        command.args(["-json", "-c", &sql]);
        Ok(command)
    }

    fn duckdb_library(&self, dir: &Path, files: &[&str]) -> Result<Named> {
        let mut command = self.script("with_duckdb.py", dir)?;
        command.args(self.sql(files));
        Ok(Named("DuckDB", command))
    }

    fn polars(&self, dir: &Path, extension: &str, options: &[&str]) -> Result<Named> {
        let mut command = self.script("with_polars.py", dir)?;
        command
            .arg(format!("transactions.{extension}"))
            .args(options);
        Ok(Named("Polars", command))
    }

    fn datafusion(&self, dir: &Path, options: &[&str]) -> Result<Named> {
        let mut command = self.script("with_datafusion.py", dir)?;
        command.arg("transactions.csv").args(options);
        Ok(Named("DataFusion", command))
    }

    fn great_expectations_on(&self, dir: &Path, rows: u64, options: &[&str]) -> Result<Named> {
        let mut command = self.script("with_great_expectations.py", dir)?;
        command.args(["transactions.csv", &rows.to_string()]);
        command.args(options);
        Ok(Named("Great Expectations", command))
    }

    fn script(&self, name: &str, dir: &Path) -> Result<Command> {
        let mut command = shell::command(dir, python(self.root)?);
        command.arg(self.root.join(FOLDER).join("python").join(name));
        Ok(command)
    }

    fn sql(&self, files: &[&str]) -> impl Iterator<Item = PathBuf> {
        let folder = self.root.join(FOLDER).join("duckdb");
        files.iter().map(move |file| folder.join(file))
    }
}

/// What a command finds.
fn found(command: &mut Command) -> Result<Answers> {
    let ran = shell::run(command.env("PYTHONDONTWRITEBYTECODE", "1"))?;
    ensure!(
        ran.code == 0,
        "{command:?} ended with {}:\n{}",
        ran.code,
        ran.stderr
    );
    answers::read(&ran.stdout).with_context(|| format!("{command:?} said:\n{}", ran.stdout))
}

/// How many findings two have in common, if they are the same.
fn agree(expected: &Answers, found: &Answers) -> Result<usize> {
    let mut shared = 0;
    for (name, value) in found {
        if let Some(expected) = expected.get(name) {
            ensure!(
                answers::same(expected, value),
                "{name}: {value}, and {expected}"
            );
            shared += 1;
        }
    }
    ensure!(shared >= SHARED, "they share {shared} findings only");
    Ok(shared)
}
