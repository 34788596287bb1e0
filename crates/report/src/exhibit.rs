//! What a person would want to see beside the checks.

use serde::Serialize;

/// A table, distributions or a diff. In JSON, `kind` says which.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Exhibit {
    /// Rows under a header; all rows as long as the header.
    Table {
        /// What the table shows.
        title: String,
        /// Column names.
        header: Vec<String>,
        /// Cells.
        rows: Vec<Vec<String>>,
    },
    /// A small histogram for each of several columns.
    Distributions {
        /// What the histograms show.
        title: String,
        /// One histogram a column.
        columns: Vec<Distribution>,
    },
    /// A unified diff.
    Diff {
        /// What was changed.
        title: String,
        /// The diff's text.
        text: String,
    },
}

/// One column's histogram and a few words on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Distribution {
    /// The column.
    pub name: String,
    /// Counts of equal-width bins from the lowest to the highest value; empty
    /// for a column without numbers.
    pub bins: Vec<u64>,
    /// A few words: type, nulls, range or number of distinct values.
    pub note: String,
}
