//! The rows that metrics are computed from.

use std::borrow::Cow;

use crate::matrix::Matrix;
use crate::need::Need;
use crate::undefined::Undefined;

/// What a model said about some rows and what was true, column by column.
///
/// Every column is as long as the others. Only what the metrics need has to be
/// there ([`Metric::needs`](crate::Metric::needs)).
#[derive(Clone, Copy, Debug, Default)]
pub struct Predictions<'a> {
    /// True class of each row.
    pub labels: Option<&'a [u32]>,
    /// Predicted class of each row.
    pub predicted: Option<&'a [u32]>,
    /// Class of each row that another model predicted.
    pub reference: Option<&'a [u32]>,
    /// Score of each row: the more, the likelier the positive class, or the
    /// earlier in its query. Log loss, Brier score and calibration error need
    /// the probability of the positive class here.
    pub scores: Option<&'a [f64]>,
    /// Probabilities of each row, one column a class, in the order of the classes.
    pub probabilities: Option<Matrix<'a>>,
    /// True number of each row: what is forecast, or how relevant an item is to its query.
    pub targets: Option<&'a [f64]>,
    /// Predicted number of each row.
    pub forecasts: Option<&'a [f64]>,
    /// Query of each row. Rows of a query may stand apart.
    pub queries: Option<&'a [u32]>,
    /// Group of each row, for fairness.
    pub groups: Option<&'a [u32]>,
    /// Sample weight of each row; without them every row weighs 1.
    pub weights: Option<&'a [f64]>,
    /// The positive class.
    pub positive: Option<u32>,
    /// What a row costs: true class down, predicted class across.
    pub costs: Option<Matrix<'a>>,
    /// How precise the probabilities were when the model said them.
    pub precision: Precision,
    /// What precision, recall and F are where their denominator is zero.
    pub zero_division: ZeroDivision,
}

/// Type of the numbers that a model gave as probabilities. scikit-learn keeps
/// log loss finite by clipping them at this type's machine epsilon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// 64 bits.
    #[default]
    Double,
    /// 32 bits.
    Single,
}

impl Precision {
    pub(crate) const fn epsilon(self) -> f64 {
        match self {
            Self::Double => f64::EPSILON,
            Self::Single => f32::EPSILON as f64,
        }
    }
}

/// What a precision, a recall or an F score is where its denominator is zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ZeroDivision {
    /// 0, as scikit-learn has it by default (with a warning).
    #[default]
    Zero,
    /// 1.
    One,
    /// No value; left out of averages over classes (scikit-learn's `np.nan`).
    Undefined,
}

impl<'a> Predictions<'a> {
    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        let classes = [
            self.labels,
            self.predicted,
            self.reference,
            self.queries,
            self.groups,
        ];
        let numbers = [self.targets, self.forecasts, self.scores, self.weights];
        let classes = classes.into_iter().flatten().map(<[u32]>::len);
        let numbers = numbers.into_iter().flatten().map(<[f64]>::len);
        let matrix = self.probabilities.iter().map(Matrix::rows);
        classes.chain(numbers).chain(matrix).next().unwrap_or(0)
    }

    pub(crate) fn labels(&self) -> Result<&'a [u32], Undefined> {
        self.column(Need::Labels, self.labels)
    }

    pub(crate) fn predicted(&self) -> Result<&'a [u32], Undefined> {
        self.column(Need::Predicted, self.predicted)
    }

    pub(crate) fn reference(&self) -> Result<&'a [u32], Undefined> {
        self.column(Need::Reference, self.reference)
    }

    pub(crate) fn queries(&self) -> Result<&'a [u32], Undefined> {
        self.column(Need::Queries, self.queries)
    }

    pub(crate) fn groups(&self) -> Result<&'a [u32], Undefined> {
        self.column(Need::Groups, self.groups)
    }

    pub(crate) fn targets(&self) -> Result<&'a [f64], Undefined> {
        finite(Need::Targets, self.column(Need::Targets, self.targets)?)
    }

    pub(crate) fn forecasts(&self) -> Result<&'a [f64], Undefined> {
        finite(
            Need::Forecasts,
            self.column(Need::Forecasts, self.forecasts)?,
        )
    }

    pub(crate) fn positive(&self) -> Result<u32, Undefined> {
        self.positive.ok_or(Undefined::Missing(Need::Positive))
    }

    pub(crate) fn costs(&self) -> Result<Matrix<'a>, Undefined> {
        let costs = self.costs.ok_or(Undefined::Missing(Need::Costs))?;
        finite(Need::Costs, costs.values())?;
        Ok(costs)
    }

    /// Sample weights: finite and not negative.
    pub(crate) fn weights(&self) -> Result<Option<&'a [f64]>, Undefined> {
        let Some(weights) = self.weights else {
            return Ok(None);
        };
        let weights = finite(Need::Weights, self.column(Need::Weights, Some(weights))?)?;
        not_negative(Need::Weights, weights)?;
        Ok(Some(weights))
    }

    /// Scores; else, of the probabilities of two classes, the positive one's.
    pub(crate) fn scores(&self) -> Result<Cow<'a, [f64]>, Undefined> {
        if self.scores.is_none()
            && let (Some(matrix), Some(positive)) = (self.probabilities, self.positive)
            && matrix.columns() == 2
        {
            self.same_length(Need::Probabilities, matrix.rows())?;
            finite(Need::Probabilities, matrix.values())?;
            let column = matrix.column(positive as usize).collect();
            return Ok(Cow::Owned(column));
        }
        let scores = self.column(Need::Scores, self.scores)?;
        finite(Need::Scores, scores).map(Cow::Borrowed)
    }

    /// Whether the label of each row is the positive class.
    pub(crate) fn truth(&self) -> Result<Vec<bool>, Undefined> {
        let positive = self.positive()?;
        let labels = self.labels()?;
        Ok(labels.iter().map(|label| *label == positive).collect())
    }

    /// Probabilities of every class, which have a column for every label.
    pub(crate) fn matrix(&self) -> Result<Matrix<'a>, Undefined> {
        let missing = Undefined::Missing(Need::Probabilities);
        let matrix = self.probabilities.ok_or(missing)?;
        self.same_length(Need::Probabilities, matrix.rows())?;
        finite(Need::Probabilities, matrix.values())?;
        known(self.labels()?, matrix.columns())?;
        Ok(matrix)
    }

    fn column<T>(&self, column: Need, values: Option<&'a [T]>) -> Result<&'a [T], Undefined> {
        let values = values.ok_or(Undefined::Missing(column))?;
        self.same_length(column, values.len())?;
        Ok(values)
    }

    const fn unequal(column: Need, expected: usize, found: usize) -> Undefined {
        Undefined::Length {
            column,
            expected,
            found,
        }
    }

    fn same_length(&self, column: Need, found: usize) -> Result<(), Undefined> {
        let expected = self.rows();
        match found == expected {
            true => Ok(()),
            false => Err(Self::unequal(column, expected, found)),
        }
    }
}

/// Refuses NaN and infinities.
fn finite(column: Need, values: &[f64]) -> Result<&[f64], Undefined> {
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(values),
        Some(row) => Err(Undefined::NotFinite { column, row }),
    }
}

/// Refuses numbers below zero.
pub(crate) fn not_negative(column: Need, values: &[f64]) -> Result<(), Undefined> {
    match values.iter().position(|value| *value < 0.0) {
        None => Ok(()),
        Some(row) => Err(Undefined::Negative { column, row }),
    }
}

/// Refuses classes beyond a number of classes.
pub(crate) fn known(classes: &[u32], count: usize) -> Result<(), Undefined> {
    match classes.iter().find(|class| **class as usize >= count) {
        None => Ok(()),
        Some(class) => Err(Undefined::UnknownClass { class: *class }),
    }
}

/// Refuses numbers outside of 0 to 1.
pub(crate) fn probabilities(values: &[f64]) -> Result<(), Undefined> {
    let outside = |value: &f64| !(0.0..=1.0).contains(value);
    match values.iter().position(outside) {
        None => Ok(()),
        Some(row) => Err(Undefined::NotAProbability {
            row,
            value: values[row],
        }),
    }
}
