//! `cargo xtask demo`: the churn example from end to end, and two runs that
//! must be stopped.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use walkdir::WalkDir;

use crate::shell::{self, Ran};

pub(crate) fn run(root: &Path) -> Result<()> {
    say("Building the tools (once)");
    build(root)?;
    let demo = Demo::new(root)?;
    demo.good_run()?;
    demo.corrupted_rows()?;
    demo.worse_model()?;
    demo.where_things_lie();
    Ok(())
}

/// Builds the release binaries.
pub(crate) fn build(root: &Path) -> Result<()> {
    let mut cargo = shell::command(root, env!("CARGO"));
    cargo.args([
        "build",
        "--release",
        "--locked",
        "--bins",
        "--package",
        "tollgate",
    ]);
    shell::must(&mut cargo)
}

/// The example in a scratch repository.
struct Demo {
    bin: PathBuf,
    dir: PathBuf,
}

impl Demo {
    fn new(root: &Path) -> Result<Self> {
        let dir = root.join("target/demo/churn");
        if dir.exists() {
            fs::remove_dir_all(&dir).context("can't clear the old demo")?;
        }
        copy(&root.join("examples/churn"), &dir)?;
        let demo = Self {
            bin: root.join("target/release"),
            dir,
        };
        demo.git(&["init", "--quiet", "--initial-branch", "main"])?;
        demo.git(&["add", "--all"])?;
        demo.git(&[
            "commit",
            "--quiet",
            "--message",
            "Retrain on the data of November",
        ])?;
        demo.git(&["tag", "v1.4.0"])?;
        demo.git(&["checkout", "--quiet", "v1.4.0"])?;
        Ok(demo)
    }

    fn good_run(&self) -> Result<()> {
        say("A data commit on its way to Helm values: validate, gate, stamp, render");
        for tool in [
            "validate-data",
            "gate-model",
            "stamp-image",
            "render-values",
        ] {
            self.tool(tool, &[], 0)?;
        }
        say("deploy/values.yaml, for the chart");
        show(&fs::read_to_string(self.dir.join("deploy/values.yaml"))?);
        say("The next release: the same file, edited in place; only the lines that must change do");
        let values = "chart/values.yaml";
        self.tool(
            "render-values",
            &[
                values,
                "--template=",
                "--output",
                values,
                "--set=image.tag=1.4.0",
                "--facts=stamp=reports/stamp-image/stamp.json",
            ],
            0,
        )?;
        self.git(&["--no-pager", "diff", "--unified=1", "--", values])
    }

    fn corrupted_rows(&self) -> Result<()> {
        say("Corrupted rows: validate-data must stop this run");
        let data = self.dir.join("data/churn.csv");
        let good = fs::read_to_string(&data)?;
        let mut lines: Vec<String> = good.lines().map(str::to_owned).collect();
        lines[41] = lines[41].replacen(",area_code_", ",region_", 1);
        let twin = lines[106].clone();
        lines[107] = twin;
        let mut cells: Vec<&str> = lines[203].split(',').collect();
        cells[7] = "-12.5";
        lines[203] = cells.join(",");
        fs::write(&data, lines.join("\n") + "\n")?;
        self.tool("validate-data", &[], 1)?;
        say("… and gate-model, which builds on its verdict, refuses to go on");
        self.tool("gate-model", &[], 1)?;
        fs::write(&data, good)?;
        Ok(())
    }

    fn worse_model(&self) -> Result<()> {
        say("A worse model, though its accuracy is higher: gate-model must stop this run");
        self.quiet("validate-data")?;
        self.tool("gate-model", &["models/worse/metrics.json"], 1)?;
        say("… and no values are written for it");
        let before = fs::read(self.dir.join("deploy/values.yaml"))?;
        self.tool("render-values", &[], 1)?;
        ensure!(
            before == fs::read(self.dir.join("deploy/values.yaml"))?,
            "values were written"
        );
        // The last word in the folder is the good run's.
        for tool in ["validate-data", "gate-model", "render-values"] {
            self.quiet(tool)?;
        }
        Ok(())
    }

    fn where_things_lie(&self) {
        say("Everything lies here");
        for path in [
            "reports",
            "deploy/values.yaml",
            "data",
            "contract.toml",
            "gate.toml",
            "tollgate.toml",
        ] {
            show(&format!("{}\n", self.dir.join(path).display()));
        }
    }

    /// Runs a tool, shows what it says, and holds it to an exit code.
    fn tool(&self, name: &str, args: &[&str], expected: i32) -> Result<()> {
        show(&format!("\n$ {name} {}\n", args.join(" ")));
        let ran = self.ran(name, args)?;
        show(&ran.stdout);
        show(&ran.stderr);
        show(&format!("[exit code {}]\n", ran.code));
        ensure!(
            ran.code == expected,
            "{name} ended with {} instead of {expected}",
            ran.code
        );
        Ok(())
    }

    fn quiet(&self, name: &str) -> Result<()> {
        let ran = self.ran(name, &[])?;
        ensure!(
            ran.code == 0,
            "{name} ended with {}\n{}{}",
            ran.code,
            ran.stdout,
            ran.stderr
        );
        Ok(())
    }

    fn ran(&self, name: &str, args: &[&str]) -> Result<Ran> {
        let mut command = shell::command(&self.dir, self.bin.join(name));
        command.args(args).env_clear().env("TERM", "xterm-256color");
        if std::io::IsTerminal::is_terminal(&std::io::stdout()) {
            command.env("CLICOLOR_FORCE", "1");
        }
        shell::run(&mut command)
    }

    fn git(&self, args: &[&str]) -> Result<()> {
        let mut git = shell::command(&self.dir, "git");
        git.args([
            "-c",
            "user.name=Demo",
            "-c",
            "user.email=demo@example.com",
            "-c",
            "commit.gpgsign=false",
        ]);
        // The same commit every time, so that two demos can be compared.
        git.env("GIT_AUTHOR_DATE", "2026-11-23T12:00:00Z")
            .env("GIT_COMMITTER_DATE", "2026-11-23T12:00:00Z");
        shell::must(git.args(args))
    }
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in WalkDir::new(from) {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)?;
        } else {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("can't copy to {}", target.display()))?;
        }
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a chore talks to the terminal")]
fn say(text: &str) {
    println!("\n== {text}");
}

#[expect(clippy::print_stdout, reason = "a chore talks to the terminal")]
fn show(text: &str) {
    print!("{text}");
}
