//! The words a user sees.

use std::path::PathBuf;

/// Options of `validate-data`.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Args {
    /// Tables to check: files, patterns, folders, addresses; `-` is standard input
    ///
    /// CSV (`.csv`, `.tsv`), JSON Lines (`.jsonl`, `.ndjson`), Parquet
    /// (`.parquet`, `.pq`) and Arrow (`.arrow`, `.arrows`, `.feather`, `.ipc`);
    /// the first two also with `.gz` or `.zst`. A file with another ending is
    /// told by its first bytes. A folder stands for the tables in it. Each file is checked by
    /// itself against the same contract.
    ///
    /// `s3://`, `gs://`, `az://`, `abfss://`, `https://` and `http://` are read
    /// from there, with the credentials of the usual variables (`AWS_…`,
    /// `GOOGLE_…`, `AZURE_…`). Of `region=eu/day=2026-01-01/x.csv` `region` and
    /// `day` are columns.
    #[arg(value_name = "DATA", value_delimiter = '\n')]
    pub data: Vec<PathBuf>,

    /// What the tables must look like
    ///
    /// Our TOML, or a contract of others as it is: Open Data Contract Standard,
    /// Frictionless (Table Schema and Data Package), JSON Schema, dbt
    /// properties, a suite of Great Expectations.
    #[arg(short, long, value_name = "FILE")]
    pub contract: Option<PathBuf>,

    /// Which table of the contract is meant, when it has several
    ///
    /// When not given, the one that has the data's own name, or the only one.
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,

    /// Fail on what a contract of others says and nobody judges
    #[arg(long)]
    pub strict: bool,

    /// How many of the broken cells are shown, a rule
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub samples: usize,

    /// What stands between the fields of a CSV file
    ///
    /// One character, or `tab`. It goes before the contract's own `delimiter`.
    /// Without either it is a tab in files named `.tsv`, and else whichever of
    /// comma, semicolon, tab and `|` the first records agree on.
    #[arg(long, value_name = "CHARACTER")]
    pub delimiter: Option<String>,

    /// Look only at these rules
    ///
    /// A rule (`range`), a column or the name of a rule, both (`range(age)`),
    /// or a tag. May be given several times.
    #[arg(long, value_name = "RULE", value_delimiter = '\n')]
    pub only: Vec<String>,

    /// Do not look at these rules; words as for `--only`
    #[arg(long, value_name = "RULE", value_delimiter = '\n')]
    pub skip: Vec<String>,

    /// Check only tables that are other than at this revision of git
    ///
    /// All of them when the contract is. Files of Git LFS and DVC are known by
    /// their digests.
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,

    /// The counts of rows of the runs before, for `max-change` of `[rows]`
    ///
    /// Each run adds the tables that were let through. One JSON object a line.
    #[arg(long, value_name = "FILE")]
    pub history: Option<PathBuf>,

    /// Keep verdicts in this folder, and take them from there
    ///
    /// A verdict is taken when the table, the contract and the options are the
    /// same, byte by byte. Contracts that ask for other files or for the time
    /// are judged anew each time.
    #[arg(long, value_name = "FOLDER", help_heading = "Means")]
    pub cache: Option<PathBuf>,

    /// Write the rows that break a rule to this file, as they stand
    ///
    /// Of every rule on cells and rows that is broken, and those that can't be
    /// read. Several tables: a folder.
    #[arg(long, value_name = "PATH", help_heading = "Rows")]
    pub quarantine: Option<PathBuf>,

    /// Write the other rows to this file, as they stand
    #[arg(long, value_name = "PATH", help_heading = "Rows")]
    pub keep: Option<PathBuf>,

    /// Let pass what this file lists of rows that break rules
    ///
    /// For data that were dirty before there was a gate: known breaches are
    /// accepted, new ones are not. Written by `--write-baseline`.
    #[arg(long, value_name = "FILE", help_heading = "Rows")]
    pub baseline: Option<PathBuf>,

    /// Write such a file of all rows that break rules now
    #[arg(long, value_name = "FILE", help_heading = "Rows")]
    pub write_baseline: Option<PathBuf>,

    /// Read the pages of Parquet files also where their footer proves a check
    #[arg(long, help_heading = "Means")]
    pub no_trust_statistics: bool,

    /// How many threads read a table; all cores when not given
    #[arg(long, value_name = "N", help_heading = "Means")]
    pub threads: Option<std::num::NonZeroU8>,

    /// How much memory comparing rows may take, such as `2GB`
    ///
    /// For `unique` and its like. What is more goes to temporary files. A
    /// quarter of the machine's memory when not given.
    #[arg(long, value_name = "SIZE", help_heading = "Means")]
    pub memory: Option<String>,
}
