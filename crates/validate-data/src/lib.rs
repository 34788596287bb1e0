//! `validate-data`: tables against a data contract.
//!
//! Reads CSV, JSON Lines, Parquet and Arrow once, row by row, and says of every rule of the
//! contract whether it holds, and where not: which row, which line, which
//! value. Everything that is wrong is said in one run.

mod args;
mod baseline;
mod cache;
mod checks;
mod choice;
mod commands;
mod data;
mod figure;
mod history;
mod init;
mod judge;
mod load;
mod pass;
mod plan;
mod profile;
mod quarantine;
mod read;
mod seen;
mod shape;
mod value;
mod words;

pub use args::Args;
pub use commands::{Command, For};
pub use contract::Contract;

use tool::{Context, Done, Example, Judgement, Output, Spec, Tool};
use verdict::Fault;

/// Tables against a data contract.
pub struct ValidateData;

impl Tool for ValidateData {
    type Args = Args;
    type Command = Command;

    const SPEC: Spec = Spec {
        name: "validate-data",
        about: "Check tables (CSV, Parquet, Arrow) against a data contract: which rule, which row, which value",
        version: env!("CARGO_PKG_VERSION"),
        outputs: &[
            Output {
                name: "rows",
                about: "how many rows were read, over all files",
            },
            Output {
                name: "breaches",
                about: "how often a cell breaks a rule, over all files",
            },
        ],
        prints: false,
        examples: &[
            Example {
                about: "Check every file by itself",
                command: "validate-data data/*.parquet --contract contracts/customers.toml",
            },
            Example {
                about: "Check what another program writes",
                command: "export-customers | validate-data - --contract contracts/customers.toml",
            },
        ],
        branding: ("check-square", "green"),
        pre_commit: Some((r"\.(csv|tsv|parquet|pq|arrow|arrows|feather)$", true)),
    };

    fn judge(args: &Args, context: &Context) -> Result<Judgement, Fault> {
        judge::judge(args, context)
    }

    fn command(command: &Command, context: &Context) -> Result<Done, Fault> {
        commands::run(command, context)
    }
}
