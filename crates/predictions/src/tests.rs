mod faults;
mod laws;
mod pairs;
mod reading;
mod written;

use scores::Need;
use table::{CsvOptions, Table};
use verdict::Fault;

use crate::binding::Party;
use crate::read::read;
use crate::{Classes, Columns, Sheet, Wanted};

/// Columns as a policy has them.
fn columns(text: &str) -> Columns {
    toml::from_str(text).expect("columns")
}

fn needs(needs: &[Need]) -> Wanted {
    Wanted {
        needs: needs.to_vec(),
        ..Wanted::default()
    }
}

/// Labels and predicted classes.
fn accuracy() -> Wanted {
    needs(&[Need::Labels, Need::Predicted])
}

/// Labels and scores of two classes.
fn auc() -> Wanted {
    needs(&[Need::Labels, Need::Scores, Need::Positive])
}

fn open(name: &str, bytes: &[u8]) -> Table {
    Table::from_bytes(name, bytes.to_vec(), CsvOptions::default()).expect("a table")
}

fn try_with(
    (name, bytes): (&str, &[u8]),
    columns: &Columns,
    wanted: &Wanted,
    classes: &mut Classes,
    party: Party,
) -> Result<Sheet, Fault> {
    read(open(name, bytes), columns, wanted, classes, party)
}

fn try_csv(text: &str, policy: &str, wanted: &Wanted) -> Result<Sheet, Fault> {
    let file = ("x.csv", text.as_bytes());
    let mut classes = Classes::default();
    try_with(
        file,
        &columns(policy),
        wanted,
        &mut classes,
        Party::Candidate,
    )
}

/// A CSV file that is read.
fn csv(text: &str, policy: &str, wanted: &Wanted) -> Sheet {
    try_csv(text, policy, wanted).expect("a sheet")
}

/// The fault of a CSV file: its message, then its hints.
fn fault(text: &str, policy: &str, wanted: &Wanted) -> Vec<String> {
    told(try_csv(text, policy, wanted).expect_err("a fault"))
}

fn told(fault: Fault) -> Vec<String> {
    assert!(!fault.help.is_empty(), "{fault} has no help");
    [vec![fault.message], fault.help].concat()
}
