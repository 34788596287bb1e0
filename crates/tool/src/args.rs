//! The options of every tool.

use std::path::PathBuf;

use clap::{Args, ColorChoice, ValueEnum};

/// The options of every tool.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every tool")]
pub struct Shared {
    /// Write a report: FORMAT to standard output, or FORMAT=PATH to a file
    ///
    /// Formats: human, verdict, json, markdown, html, junit, sarif, code-quality.
    /// May be given several times. A format without a path takes the place of
    /// the human report on the terminal.
    #[arg(long, value_name = "FORMAT[=PATH]", value_delimiter = '\n')]
    pub report: Vec<String>,

    /// Which broken rules close the gate (exit code 1)
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub fail_on: FailOn,

    /// What an undecided run counts as, instead of exit code 3
    #[arg(long, value_name = "OUTCOME")]
    pub on_inconclusive: Option<OnInconclusive>,

    /// Go on only if this verdict file is open and still holds
    ///
    /// Its gate must have been open, and what it judged, and the policy it judged
    /// by, must have the same digests now. May be given several times.
    #[arg(long, value_name = "VERDICT", value_delimiter = '\n')]
    pub require: Vec<PathBuf>,

    /// Write the outputs as a dotenv file, such as GitLab's dotenv report
    ///
    /// In GitLab's form of it: the lines of a value are parted by tabs, and `$`
    /// is doubled. What GitLab would refuse is left out, and said.
    #[arg(long, value_name = "PATH")]
    pub dotenv: Option<PathBuf>,

    /// Read options from this file instead of tollgate.toml
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Say where each option's value comes from, and stop
    #[arg(long)]
    pub explain: bool,

    /// Say nothing when the gate is open
    #[arg(long, short)]
    pub quiet: bool,

    /// List every check, also where many passed
    #[arg(long, short)]
    pub verbose: bool,

    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

/// Which broken rules close the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Rules of severity `error`
    Error,
    /// Rules of severity `warning` too
    Warning,
    /// None: the run only reports, and its verdict opens nothing
    Never,
}

/// What an undecided run counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnInconclusive {
    /// The gate is open
    Pass,
    /// The gate is open unless warnings close it
    Warn,
    /// The gate is closed
    Fail,
}
