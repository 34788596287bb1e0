//! What else it can be told to do: propose a contract, turn one into ours,
//! compare two.

use std::path::{Path, PathBuf};

use contract::diff::{Breaking, Party, Strictness};
use table::{CsvOptions, Table};
use tool::{Context, Done, Judgement, Policy, Product};
use verdict::{Check, Fault, Severity, cut};

use crate::args::Args;
use crate::load::{self, Loaded};
use crate::{init, judge, plan};

/// What else `validate-data` can be told to do.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum Command {
    /// Propose a contract from a profile of tables, as commented TOML
    ///
    /// Bounds are such as a person would choose, with room beyond what was
    /// seen: read them, and change what you know better.
    Init {
        /// Tables to look at: files, patterns, folders; all of them keep the
        /// contract
        #[arg(value_name = "DATA", required = true)]
        data: Vec<PathBuf>,
        /// Look at so many rows of each table instead of all
        #[arg(long, value_name = "N")]
        rows: Option<u64>,
        /// What stands between the fields of a CSV file: one character, or
        /// `tab`
        #[arg(long, value_name = "CHARACTER")]
        delimiter: Option<String>,
        /// Write it to this file instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Turn a contract of others into our TOML
    ///
    /// Open Data Contract Standard, Frictionless (Table Schema and Data
    /// Package), JSON Schema, dbt properties, and suites of Great
    /// Expectations. What has no words of ours is listed at the head.
    Convert {
        /// The contract
        #[arg(value_name = "CONTRACT")]
        contract: PathBuf,
        /// Which of its tables, when it has several
        #[arg(long, value_name = "NAME")]
        table: Option<String>,
        /// Write it to this file instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Say which changes from one contract to another are breaking
    ///
    /// A looser contract breaks those who read the data, a stricter one those
    /// who write them. With data, it also says which rows change their
    /// verdict.
    Diff {
        /// The contract as it was
        #[arg(value_name = "OLD")]
        old: PathBuf,
        /// The contract as it is to be
        #[arg(value_name = "NEW")]
        new: PathBuf,
        /// Whose breaking changes close the gate
        #[arg(long = "for", value_name = "PARTY", default_value = "readers")]
        party: For,
        /// Which of their tables, when they have several
        #[arg(long, value_name = "NAME")]
        table: Option<String>,
        /// Tables to judge by both
        #[arg(long, value_name = "DATA")]
        data: Vec<PathBuf>,
    },
}

/// Who relies on a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum For {
    /// Those who read the data: they break on less being promised
    Readers,
    /// Those who write the data: they break on more being asked
    Writers,
    /// Both
    Both,
}

/// Does what it was told.
pub(crate) fn run(command: &Command, context: &Context) -> Result<Done, Fault> {
    match command {
        Command::Init {
            data,
            rows,
            delimiter,
            output,
        } => {
            let delimiter = delimiter.as_deref().map(plan::delimiter_of_option);
            let options = CsvOptions {
                delimiter: delimiter.transpose()?,
                ..CsvOptions::default()
            };
            let data = crate::data::expand(data)?;
            let tables = data.iter().map(|path| Table::open(path, options));
            let tables: Vec<Table> = tables.collect::<Result<_, _>>()?;
            let means = init::Means {
                rows: *rows,
                ..init::Means::default()
            };
            Ok(made(init::propose(&tables, &means)?, output.as_deref()))
        }
        Command::Convert {
            contract,
            table,
            output,
        } => {
            let loaded = load::contract(contract, table.as_deref(), None)?;
            let origin = match loaded.format {
                Some(format) => format!("{}, {format}", loaded.policy.file),
                None => loaded.policy.file.clone(),
            };
            let text = contract::to_toml(&loaded.policy.value, &loaded.not_judged, &origin);
            Ok(made(text, output.as_deref()))
        }
        Command::Diff {
            old,
            new,
            party,
            table,
            data,
        } => {
            let old = load::contract(old, table.as_deref(), None)?;
            let new = load::contract(new, table.as_deref(), None)?;
            diff(&old, &new, *party, data, context).map(Done::Judged)
        }
    }
}

fn made(text: String, output: Option<&Path>) -> Done {
    let product = match output {
        Some(path) if path != Path::new("-") => Product::File(path.to_owned(), text),
        _ => Product::Stdout(text),
    };
    Done::Made(vec![product])
}

fn diff(
    old: &Loaded,
    new: &Loaded,
    party: For,
    data: &[PathBuf],
    context: &Context,
) -> Result<Judgement, Fault> {
    let changes = contract::diff::diff(&old.policy.value, &new.policy.value);
    let mut checks: Vec<Check> = Vec::new();
    for change in &changes {
        let parties: &[Party] = match party {
            For::Readers => &[Party::Consumers],
            For::Writers => &[Party::Producers],
            For::Both => &[Party::Consumers, Party::Producers],
        };
        let breaking = parties
            .iter()
            .any(|party| change.breaks(*party) == Breaking::Breaking);
        let word = match change.strictness {
            Strictness::Same => "the same",
            Strictness::Stricter => "stricter",
            Strictness::Looser => "looser",
            Strictness::Different => "different",
        };
        let check = Check::pass("compatible", cut(&change.what))
            .on(cut(&change.path))
            .observed(word);
        let check = match breaking {
            true => check.broken(format!("the contract is {word} here")),
            false => check,
        };
        let old = change.old.clone().map(|span| old.policy.location(span));
        let new = change.new.clone().map(|span| new.policy.location(span));
        checks.push(new.into_iter().chain(old).fold(check, Check::at));
    }
    if changes.is_empty() {
        checks.push(Check::pass("compatible", "both contracts ask the same"));
    }
    let breaking = checks
        .iter()
        .filter(|check| !check.outcome.is_open())
        .count();
    // Rows that change their verdict by what breaks nobody are told, no more.
    let severity = match breaking {
        0 => Severity::Warning,
        _ => Severity::Error,
    };
    checks.extend(by_data(&old.policy, &new.policy, data, severity, context)?);
    Ok(Judgement {
        checks,
        configuration: vec![old.policy.subject(), new.policy.subject()],
        outputs: vec![("breaches", breaking.to_string())],
        ..Judgement::default()
    })
}

/// Which rows change their verdict.
fn by_data(
    old: &Policy<contract::Contract>,
    new: &Policy<contract::Contract>,
    data: &[PathBuf],
    severity: Severity,
    context: &Context,
) -> Result<Vec<Check>, Fault> {
    let args = Args::default();
    let mut checks = Vec::new();
    for path in data {
        let before = judge::offenders(&args, old, path, context)?;
        let after = judge::offenders(&args, new, path, context)?;
        checks.push(judge::changed(path, &before, &after, severity));
    }
    Ok(checks)
}
