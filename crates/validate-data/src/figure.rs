//! Figures of a column, and the limits they are held against.

use contract::ColumnType;
use stats::{Interpolation, MomentOrder};

use crate::checks::CellRule;
use crate::checks::range::{Range, order};
use crate::value::{Number, Value};

/// A figure of all values of a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Figure {
    Least,
    Greatest,
    Mean,
    Sum,
    Variance,
    StandardDeviation,
    Skewness,
    Kurtosis,
    Median,
    /// Its level within 0 to 1, as the contract writes it, and which value it
    /// is between two.
    Quantile(f64, String, Interpolation),
    Distinct,
    DistinctFraction,
    Entropy,
    /// Every one of these comes at least once, as the contract writes them.
    Required(Vec<Owned>, Vec<String>),
    /// The most common value is one of these.
    MostCommon(MostCommon),
    /// The time from the latest value to now in seconds.
    Age,
}

/// The most common value is one of these.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MostCommon {
    pub(crate) values: Vec<Owned>,
    /// As the contract writes them.
    pub(crate) shown: Vec<String>,
    /// Whether one of several that are equally common will do.
    pub(crate) ties: bool,
}

/// A value that keeps its text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Owned {
    Text(Box<str>),
    Other(Value<'static>),
}

impl Owned {
    pub(crate) fn of(value: Value<'_>) -> Self {
        match value {
            Value::Text(text) => Self::Text(text.into()),
            Value::Number(x) => Self::Other(Value::Number(x)),
            Value::Boolean(x) => Self::Other(Value::Boolean(x)),
            Value::Day(x) => Self::Other(Value::Day(x)),
            Value::Time(x) => Self::Other(Value::Time(x)),
            Value::Moment(x) => Self::Other(Value::Moment(x)),
            Value::NotFinite(x) => Self::Other(Value::NotFinite(x)),
            Value::Opaque => Self::Other(Value::Opaque),
            Value::Unread => Self::Other(Value::Unread),
        }
    }

    pub(crate) fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Other(value) => *value,
        }
    }
}

/// What is gathered for a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Need {
    Extremes,
    Moments(MomentOrder),
    Numbers,
    Keys,
    Required,
}

impl Figure {
    /// The rule's name.
    pub(crate) const fn id(&self) -> &'static str {
        match self {
            Self::Least => "least",
            Self::Greatest => "greatest",
            Self::Mean => "mean",
            Self::Sum => "sum",
            Self::Variance => "variance",
            Self::StandardDeviation => "standard-deviation",
            Self::Skewness => "skewness",
            Self::Kurtosis => "kurtosis",
            Self::Median => "median",
            Self::Quantile(..) => "quantile",
            Self::Distinct => "distinct",
            Self::DistinctFraction => "distinct-fraction",
            Self::Entropy => "entropy",
            Self::Required(..) => "required-values",
            Self::MostCommon(..) => "most-common",
            Self::Age => "max-age",
        }
    }

    /// Its name in a sentence, of a column.
    pub(crate) fn words(&self, column: &str) -> String {
        match self {
            Self::Least => format!("the least value of {column}"),
            Self::Greatest => format!("the greatest value of {column}"),
            Self::Mean => format!("the mean of {column}"),
            Self::Sum => format!("the sum of {column}"),
            Self::Variance => format!("the variance of {column}"),
            Self::StandardDeviation => format!("the standard deviation of {column}"),
            Self::Skewness => format!("the skewness of {column}"),
            Self::Kurtosis => format!("the excess kurtosis of {column}"),
            Self::Median => format!("the median of {column}"),
            Self::Quantile(_, level, _) => format!("the {level} quantile of {column}"),
            Self::Distinct => format!("the number of different values of {column}"),
            Self::DistinctFraction => format!("the part of different values of {column}"),
            Self::Entropy => format!("the entropy of {column} in nats"),
            Self::Required(..) => column.to_owned(),
            Self::MostCommon(..) => format!("the most common value of {column}"),
            Self::Age => format!("the age of the latest {column}"),
        }
    }

    /// What is gathered for it.
    pub(crate) const fn need(&self) -> Need {
        match self {
            Self::Least | Self::Greatest | Self::Age => Need::Extremes,
            Self::Mean | Self::Sum | Self::Variance | Self::StandardDeviation => {
                Need::Moments(MomentOrder::Second)
            }
            Self::Skewness | Self::Kurtosis => Need::Moments(MomentOrder::Fourth),
            Self::Median | Self::Quantile(..) => Need::Numbers,
            Self::Distinct | Self::DistinctFraction | Self::Entropy | Self::MostCommon(..) => {
                Need::Keys
            }
            Self::Required(..) => Need::Required,
        }
    }

    /// Whether it is a number made of numbers.
    pub(crate) const fn is_arithmetic(&self) -> bool {
        matches!(self.need(), Need::Moments(_) | Need::Numbers)
    }

    /// The type of the limits it is held against; none for the column's own.
    pub(crate) const fn limits(&self) -> Option<ColumnType> {
        match self {
            Self::Least | Self::Greatest => None,
            _ => Some(ColumnType::Number),
        }
    }
}

/// What a figure is held against.
pub(crate) struct Limits {
    pub(crate) range: Range,
    /// A value that it may not have, and as the contract writes it.
    pub(crate) not: Option<(Value<'static>, String)>,
    /// Two values that it may not lie between, both included, and as the
    /// contract writes them.
    pub(crate) not_between: Option<([Value<'static>; 2], String)>,
}

impl Limits {
    /// Both included.
    pub(crate) fn between(low: Number, high: Number) -> Self {
        let end = |x: Number| crate::checks::range::End {
            at: Value::Number(x),
            closed: true,
            shown: x.to_string(),
        };
        Self {
            range: Range {
                low: Some(end(low)),
                high: Some(end(high)),
            },
            ..Self::NONE
        }
    }

    pub(crate) fn at_most(x: Number, shown: String) -> Self {
        let high = crate::checks::range::End {
            at: Value::Number(x),
            closed: true,
            shown,
        };
        Self {
            range: Range {
                low: None,
                high: Some(high),
            },
            not: None,
            not_between: None,
        }
    }

    pub(crate) const NONE: Self = Self {
        range: Range {
            low: None,
            high: None,
        },
        not: None,
        not_between: None,
    };

    /// Whether a figure keeps them.
    pub(crate) fn hold(&self, figure: &Value<'_>) -> bool {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let is = |other: &Value<'_>, wanted: &[std::cmp::Ordering]| {
            order(figure, other).is_some_and(|order| wanted.contains(&order))
        };
        let not = self.not.as_ref().is_some_and(|(not, _)| is(not, &[Equal]));
        let between = self
            .not_between
            .as_ref()
            .is_some_and(|([low, high], _)| is(low, &[Equal, Greater]) && is(high, &[Equal, Less]));
        !not && !between && !self.range.is_off(figure)
    }

    /// What they ask, as the end of a sentence: "is between 1 and 2".
    pub(crate) fn words(&self) -> String {
        let mut words = Vec::new();
        if self.range.low.is_some() || self.range.high.is_some() {
            words.push(format!("is {}", self.range.asks().1));
        }
        words.extend(
            self.not
                .as_ref()
                .map(|(_, shown)| format!("is not {shown}")),
        );
        let between = self.not_between.as_ref();
        words.extend(between.map(|(_, shown)| format!("is not between {shown}")));
        words.join(" and ")
    }
}
