//! The words a user sees.

use std::path::PathBuf;

/// Options of `validate-data`.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Args {
    /// Tables to check; `-` is standard input
    ///
    /// CSV (`.csv`, `.tsv`) and Parquet (`.parquet`, `.pq`); a file with
    /// another ending is Parquet when it begins like it, else CSV. Each file
    /// is checked by itself against the same contract.
    #[arg(value_name = "DATA", value_delimiter = '\n')]
    pub data: Vec<PathBuf>,

    /// What the tables must look like (TOML)
    #[arg(short, long, value_name = "FILE")]
    pub contract: Option<PathBuf>,

    /// How many of the broken cells are shown, a rule
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub samples: usize,

    /// What stands between the fields of a CSV file
    ///
    /// One character, or `tab`. It goes before the contract's own `delimiter`.
    /// Without either it is a comma, and a tab in files named `.tsv`.
    #[arg(long, value_name = "CHARACTER")]
    pub delimiter: Option<String>,
}
