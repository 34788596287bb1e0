//! Why a metric has no value.

use std::fmt;

use crate::need::Need;

/// Why a metric has no value for these rows. Never NaN in its place.
///
/// Displayed as a lower-case fragment without a full stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Undefined {
    /// The metric needs a column that is not there.
    Missing(Need),
    /// A column is longer or shorter than the others.
    Length {
        /// The column.
        column: Need,
        /// Rows of the predictions.
        expected: usize,
        /// Rows of the column.
        found: usize,
    },
    /// NaN or an infinity stands in a column.
    NotFinite {
        /// The column.
        column: Need,
        /// Its first such row, from 0.
        row: usize,
    },
    /// A probability is outside of 0 to 1.
    NotAProbability {
        /// The first such row, from 0.
        row: usize,
        /// What stands there.
        value: f64,
    },
    /// The probabilities of a row do not sum to 1, by more than 0.01.
    NotNormalized {
        /// The first such row, from 0.
        row: usize,
        /// Their sum.
        sum: f64,
    },
    /// A sample weight or a relevance is below zero.
    Negative {
        /// The column.
        column: Need,
        /// The first such row, from 0.
        row: usize,
    },
    /// A label or a predicted class has no column among the probabilities, or
    /// no place in the costs.
    UnknownClass {
        /// The class.
        class: u32,
    },
    /// A target is zero, so that no percentage of it can be had: scikit-learn
    /// divides by 2.2e-16 instead.
    ZeroTarget {
        /// The first such row, from 0.
        row: usize,
    },
    /// The metric's own parameter is outside of what it may be.
    Parameter,
    /// There are no rows, or all weights are zero.
    Empty,
    /// All rows are of one class.
    OneClass,
    /// No row is of the positive class.
    NoPositives,
    /// Every row is of the positive class.
    NoNegatives,
    /// No row is of this class.
    NoRowsOfClass {
        /// The class.
        class: u32,
    },
    /// A quotient has a zero below, and [`ZeroDivision::Undefined`] asked to be told.
    ///
    /// [`ZeroDivision::Undefined`]: crate::ZeroDivision::Undefined
    ZeroDivision,
    /// The targets are all the same.
    ZeroVariance,
    /// All rows are of one group: there is nothing to compare.
    OneGroup,
    /// A group has no rows of the positive class, so no true positive rate.
    NoPositivesInGroup {
        /// The group.
        group: u32,
    },
    /// A group has no rows of another class, so no false positive rate.
    NoNegativesInGroup {
        /// The group.
        group: u32,
    },
    /// The largest rate of all groups is zero: no ratio to it.
    ZeroRate,
    /// The rows of a query have different weights, or were drawn differently often.
    UnevenQuery {
        /// The query.
        query: u32,
    },
    /// More than 2^30 rows.
    TooManyRows,
    /// The value is beyond the range of floating-point numbers.
    Overflow,
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(need) => write!(f, "there are no {need}"),
            Self::Length {
                column,
                expected,
                found,
            } => write!(f, "there are {found} {column} for {expected} rows"),
            Self::NotFinite { column, row } => {
                write!(f, "NaN or an infinity among the {column} (row {row})")
            }
            Self::NotAProbability { row, value } => {
                write!(f, "{value} is no probability (row {row})")
            }
            Self::NotNormalized { row, sum } => {
                write!(f, "probabilities sum to {sum} instead of 1 (row {row})")
            }
            Self::Negative { column, row } => {
                write!(f, "a negative number among the {column} (row {row})")
            }
            Self::UnknownClass { class } => {
                write!(f, "class {class} has no place among the given classes")
            }
            Self::ZeroTarget { row } => write!(f, "no percentage of a target of zero (row {row})"),
            Self::NoRowsOfClass { class } => write!(f, "no rows of class {class}"),
            Self::NoPositivesInGroup { group } => {
                write!(f, "no rows of the positive class in group {group}")
            }
            Self::NoNegativesInGroup { group } => {
                write!(f, "no rows of another class in group {group}")
            }
            Self::UnevenQuery { query } => write!(f, "rows of query {query} weigh differently"),
            plain => f.write_str(plain.text()),
        }
    }
}

impl Undefined {
    /// Text of the causes that have nothing more to tell.
    const fn text(self) -> &'static str {
        match self {
            Self::Empty => "there are no rows with a weight",
            Self::OneClass => "all rows are of one class",
            Self::NoPositives => "no rows of the positive class",
            Self::NoNegatives => "all rows are of the positive class",
            Self::ZeroDivision => "division by zero",
            Self::ZeroVariance => "all targets are the same",
            Self::OneGroup => "all rows are of one group",
            Self::ZeroRate => "the largest rate of all groups is zero",
            Self::TooManyRows => "more than 2^30 rows",
            Self::Overflow => "beyond the range of floating-point numbers",
            _ => "the metric's parameter is out of range",
        }
    }
}

impl std::error::Error for Undefined {}
