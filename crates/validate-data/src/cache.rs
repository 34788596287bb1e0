//! `--cache`: verdicts kept by the content of table, contract and options.
//!
//! A verdict is taken from the folder only when the table is the same byte by
//! byte, and so are the contract, the options that bear on it and the version
//! of the tool. Whoever can write to the folder can write verdicts: keep it
//! where only the pipeline itself can.

use std::path::{Path, PathBuf};

use contract::Contract;
use serde::{Deserialize, Serialize};
use tool::{NewFile, Policy};
use verdict::{Check, Fault, Subject, sha256_of_bytes};

use crate::args::Args;

/// A folder of verdicts, for one contract and one set of options.
pub(crate) struct Cache {
    folder: PathBuf,
    /// What all verdicts of the run have in common.
    key: String,
}

/// What is kept of a table.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Kept {
    pub(crate) rows: u64,
    pub(crate) breaches: u64,
    pub(crate) checks: Vec<Check>,
}

impl Cache {
    /// None: no folder is given, or the verdict depends on more than table,
    /// contract and options. `first`: the first table, whose name may choose
    /// one of a foreign contract's; `several`: whether checks are named by their
    /// tables, too.
    pub(crate) fn of(
        args: &Args,
        policy: &Policy<Contract>,
        first: Option<&Path>,
        several: bool,
    ) -> Option<Self> {
        let folder = args.cache.clone()?;
        let writes = args.quarantine.is_some() || args.keep.is_some();
        let known = args.baseline.is_some() || args.write_baseline.is_some();
        if writes || known || args.history.is_some() || !stands_alone(policy) {
            return None;
        }
        let parts = [
            env!("CARGO_PKG_VERSION").to_owned(),
            policy.file.clone(),
            policy.text.clone(),
            format!("{:?} {first:?}", args.table),
            format!("{:?}", args.no_trust_statistics),
            format!("{:?}", args.samples),
            format!("{:?}", args.delimiter),
            format!("{:?}", args.only),
            format!("{:?}", args.skip),
            several.to_string(),
        ];
        let key = parts.map(|part| format!("{}:{part}", part.len())).concat();
        Some(Self { folder, key })
    }

    fn path(&self, subject: &Subject) -> PathBuf {
        let key = format!("{}{:?}", self.key, subject);
        self.folder.join(sha256_of_bytes(key.as_bytes()) + ".json")
    }

    /// What is kept of a table. What can't be read is not there.
    pub(crate) fn get(&self, subject: &Subject) -> Option<Kept> {
        let text = std::fs::read_to_string(self.path(subject)).ok()?;
        serde_json::from_str(&text).ok()
    }

    pub(crate) fn put(&self, subject: &Subject, kept: &Kept) -> Result<(), Fault> {
        let text = serde_json::to_string(kept).map_err(|error| {
            let message = format!("can't keep a verdict in {}: {error}", self.folder.display());
            Fault::new(message)
        })?;
        NewFile::whole(&self.path(subject), &text)
    }
}

/// Whether a contract asks for nothing beside the table: no other file, and
/// not for the time of the run.
fn stands_alone(policy: &Policy<Contract>) -> bool {
    let contract = &policy.value;
    let columns = contract.columns.values();
    let all = columns.flat_map(|column| {
        let entries = column.rules.iter().map(contract::Spanned::get_ref);
        std::iter::once(column).chain(entries)
    });
    let rules = || contract.rules.iter().map(contract::Spanned::get_ref);
    let timeless = |text: &str| {
        let text = text.to_lowercase();
        !text.contains("now") && !text.contains("current") && !text.contains("today")
    };
    let expressions = rules().flat_map(|rule| [&rule.expression, &rule.condition, &rule.aggregate]);
    let expressions = expressions.flatten().all(|text| timeless(text.get_ref()));
    let others = rules().any(|rule| rule.references.is_some() || rule.equals.is_some());
    let aged = all.clone().any(|column| column.max_age.is_some());
    let mut conditions = all.filter_map(|column| column.condition.as_ref());
    expressions && !others && !aged && conditions.all(|text| timeless(text.get_ref()))
}

/// Whether a path is standard input, which has no content that stays.
pub(crate) fn is_passing(path: &Path) -> bool {
    path == Path::new("-")
}
