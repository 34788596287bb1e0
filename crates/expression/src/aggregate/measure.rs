//! What an aggregate says of its values.

use crate::kind::Kind;

/// What an aggregate says of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// How many there are.
    Count,
    /// How many are true.
    CountTrue,
    /// How many differ.
    Distinct,
    Sum,
    Mean,
    Least,
    Most,
    /// Whether all are true.
    All,
    /// Whether one is true.
    Some,
    Variance(Of),
    Deviation(Of),
}

/// What the values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// Some of those that are meant: divided by one less than their number.
    Sample,
    /// All of those that are meant.
    Population,
}

/// The names of all aggregates.
pub(crate) const NAMES: [&str; 18] = [
    "count",
    "count_if",
    "countif",
    "sum",
    "avg",
    "mean",
    "min",
    "max",
    "bool_and",
    "every",
    "bool_or",
    "variance",
    "var_samp",
    "var_pop",
    "stddev",
    "stddev_samp",
    "stddev_pop",
    "std",
];

/// Whether a function of that name, in lower case, is an aggregate.
pub(crate) fn is_aggregate(name: &str) -> bool {
    NAMES.contains(&name)
}

impl Measure {
    /// By its name, in lower case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "count" => Self::Count,
            "count_if" | "countif" => Self::CountTrue,
            "sum" => Self::Sum,
            "avg" | "mean" => Self::Mean,
            "min" => Self::Least,
            "max" => Self::Most,
            "bool_and" | "every" => Self::All,
            "bool_or" => Self::Some,
            "variance" | "var_samp" => Self::Variance(Of::Sample),
            "var_pop" => Self::Variance(Of::Population),
            "stddev" | "stddev_samp" | "std" => Self::Deviation(Of::Sample),
            "stddev_pop" => Self::Deviation(Of::Population),
            _ => return None,
        })
    }

    /// The kind that its values must have, if any.
    pub(crate) fn takes(self) -> Option<Kind> {
        match self {
            Self::Count | Self::Distinct | Self::Least | Self::Most => None,
            Self::CountTrue | Self::All | Self::Some => Some(Kind::Boolean),
            Self::Sum | Self::Mean | Self::Variance(_) | Self::Deviation(_) => Some(Kind::Number),
        }
    }

    /// What it is, of values of a kind.
    pub(crate) fn gives(self, values: Kind) -> Kind {
        match self {
            Self::Count | Self::CountTrue | Self::Distinct => Kind::Integer,
            Self::Sum | Self::Least | Self::Most => values,
            Self::All | Self::Some => Kind::Boolean,
            Self::Mean | Self::Variance(_) | Self::Deviation(_) => Kind::Number,
        }
    }
}
