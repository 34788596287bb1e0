//! What a person would want to see beside the checks.

use serde::Serialize;
use verdict::Outcome;

/// A table or a picture. In JSON, `kind` says which.
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
    /// Intervals on one axis, each with the limit it is held against.
    Intervals {
        /// What the intervals are of.
        title: String,
        /// One a line.
        estimates: Vec<Estimate>,
    },
    /// Lines between two axes, such as ROC curves. They need room: only the
    /// HTML report draws them.
    Curves {
        /// What the lines show.
        title: String,
        /// What the horizontal axis is.
        x: String,
        /// What the vertical axis is.
        y: String,
        /// The lines.
        curves: Vec<Curve>,
        /// Whether the line from the lower left to the upper right means
        /// something: chance in a ROC curve, perfect calibration.
        diagonal: bool,
    },
}

/// A number, how sure it is, and what it is held against, all in one unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// What was estimated.
    pub name: String,
    /// The number.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// What it is held against.
    pub limit: Option<f64>,
    /// What that came to.
    pub outcome: Outcome,
    /// A few words.
    pub note: String,
}

/// One line of [`Exhibit::Curves`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curve {
    /// What the line is of.
    pub name: String,
    /// Its points, from the left to the right.
    pub points: Vec<(f64, f64)>,
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
