//! The metrics there are.

use crate::calibration::Binning;
use crate::duels::Duel;
use crate::fscore::Average;
use crate::need::Need;
use crate::top::Cut;

/// A metric of predictions.
///
/// As scikit-learn computes it where scikit-learn has it, except that there is
/// no value ([`Undefined`](crate::Undefined)) where scikit-learn warns and gives
/// NaN, 1 or a number of its own for rows that do not decide. What stays 0 as
/// in scikit-learn: precision, recall and F without a denominator
/// ([`ZeroDivision`](crate::ZeroDivision)) and Matthews' correlation of a
/// single class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Metric {
    /// Share of rows that were predicted as they are.
    Accuracy,
    /// Mean recall of the classes that have rows.
    BalancedAccuracy,
    /// Share of a class among rows that were predicted as such.
    Precision(Average),
    /// Share of a class's rows that were predicted as such.
    Recall(Average),
    /// Weighted harmonic mean of precision and recall.
    F {
        /// How much more recall counts than precision; above 0.
        beta: f64,
        /// Over which classes.
        average: Average,
    },
    /// Matthews' correlation coefficient.
    Matthews,
    /// Cohen's kappa.
    CohenKappa,
    /// Share of the negatives that were not predicted as positive.
    Specificity,
    /// Share of the negatives that were predicted as positive.
    FalsePositiveRate,
    /// Share of the positives that were not predicted as positive.
    FalseNegativeRate,
    /// Share of rows that were predicted as positive.
    SelectionRate,
    /// Area under the ROC curve of two classes.
    RocAuc,
    /// Area under the ROC curve of many classes.
    RocAucOf(Duel),
    /// Average precision: area under the precision-recall curve, by steps. Of
    /// the positive class, or of each class against the rest. No micro average.
    AveragePrecision(Average),
    /// Mean log loss.
    LogLoss,
    /// Mean squared distance of probabilities to what was true.
    Brier,
    /// Expected calibration error.
    CalibrationError {
        /// How many bins.
        bins: u32,
        /// How they are parted.
        binning: Binning,
    },
    /// Share of rows whose class is among the k likeliest.
    TopAccuracy {
        /// How many.
        k: u32,
    },
    /// Largest lead of the true positive rate over the false positive rate.
    KolmogorovSmirnov,
    /// Share of positives among the rows with the highest scores.
    PrecisionAt(Cut),
    /// Share of the positives that are among the rows with the highest scores.
    RecallAt(Cut),
    /// How many times more positives are among the rows with the highest scores.
    LiftAt(Cut),
    /// The highest recall at a precision of at least this.
    RecallAtPrecision(f64),
    /// The highest precision at a recall of at least this.
    PrecisionAtRecall(f64),
    /// Mean absolute error.
    AbsoluteError,
    /// Mean squared error.
    SquaredError,
    /// Root of the mean squared error.
    RootSquaredError,
    /// Median absolute error.
    MedianAbsoluteError,
    /// Mean absolute error as a share of the target.
    PercentageError,
    /// Largest absolute error.
    MaxError,
    /// Coefficient of determination.
    R2,
    /// Explained variance.
    ExplainedVariance,
    /// Mean pinball loss of this quantile.
    Pinball(f64),
    /// Normalized discounted cumulative gain of the first k.
    Ndcg(Option<u32>),
    /// Mean reciprocal rank of the first relevant item.
    ReciprocalRank(Option<u32>),
    /// Share of queries with a relevant item among the first k.
    HitRate(u32),
    /// Mean over queries of the average precision.
    MeanAveragePrecision(Option<u32>),
    /// Mean cost of a row by a matrix of costs.
    Cost,
    /// Share of rows whose predicted class is another one than another model's.
    Churn,
    /// Largest less smallest selection rate of groups.
    DemographicParityDifference,
    /// Smallest by largest selection rate of groups.
    DemographicParityRatio,
    /// The larger of the differences of true and false positive rates of groups.
    EqualizedOddsDifference,
    /// The smaller of the ratios of true and false positive rates of groups.
    EqualizedOddsRatio,
}

/// Which way a metric is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The more the better.
    Higher,
    /// The less the better.
    Lower,
}

/// How a metric is computed from rows: what one walk over them finds for many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// From the confusion matrix.
    Confusion,
    /// From the rates of each group.
    Groups,
    /// From the curve of rows by score.
    Ranking,
    /// From rows by the probability of each class.
    Duels,
    /// The mean of a number a row.
    Mean,
    /// From bins of probabilities.
    Bins,
    /// From sums of squares.
    Variance,
    /// From rows by their error.
    Errors,
    /// The mean of a number a query.
    Queries,
}

impl Metric {
    /// Which way it is better; nothing where that depends on what is wanted.
    #[must_use]
    pub const fn direction(&self) -> Option<Direction> {
        match self {
            Self::SelectionRate => None,
            Self::FalsePositiveRate
            | Self::FalseNegativeRate
            | Self::LogLoss
            | Self::Brier
            | Self::CalibrationError { .. }
            | Self::AbsoluteError
            | Self::SquaredError
            | Self::RootSquaredError
            | Self::MedianAbsoluteError
            | Self::PercentageError
            | Self::MaxError
            | Self::Pinball(_)
            | Self::Cost
            | Self::Churn
            | Self::DemographicParityDifference
            | Self::EqualizedOddsDifference => Some(Direction::Lower),
            _ => Some(Direction::Higher),
        }
    }

    /// Smallest and largest possible value, where there is one.
    #[must_use]
    pub const fn range(&self) -> (Option<f64>, Option<f64>) {
        match self {
            Self::Matthews | Self::CohenKappa => (Some(-1.0), Some(1.0)),
            Self::R2 | Self::ExplainedVariance => (None, Some(1.0)),
            Self::Cost => (None, None),
            // Over many classes: squares of all of them.
            Self::Brier => (Some(0.0), Some(2.0)),
            Self::LogLoss
            | Self::LiftAt(_)
            | Self::AbsoluteError
            | Self::SquaredError
            | Self::RootSquaredError
            | Self::MedianAbsoluteError
            | Self::PercentageError
            | Self::MaxError
            | Self::Pinball(_) => (Some(0.0), None),
            _ => (Some(0.0), Some(1.0)),
        }
    }

    /// What has to be there to compute it.
    #[must_use]
    pub const fn needs(&self) -> &'static [Need] {
        match self {
            Self::Precision(Average::Binary)
            | Self::Recall(Average::Binary)
            | Self::F {
                average: Average::Binary,
                ..
            }
            | Self::Specificity
            | Self::FalsePositiveRate
            | Self::FalseNegativeRate
            | Self::SelectionRate => &[Need::Labels, Need::Predicted, Need::Positive],
            Self::Accuracy
            | Self::BalancedAccuracy
            | Self::Precision(_)
            | Self::Recall(_)
            | Self::F { .. }
            | Self::Matthews
            | Self::CohenKappa => &[Need::Labels, Need::Predicted],
            Self::RocAucOf(_) | Self::TopAccuracy { .. } => &[Need::Labels, Need::Probabilities],
            Self::AveragePrecision(average) => match average {
                Average::Binary => &[Need::Labels, Need::Positive, Need::Scores],
                _ => &[Need::Labels, Need::Probabilities],
            },
            Self::LogLoss | Self::Brier | Self::CalibrationError { .. } => {
                &[Need::Labels, Need::ScoresOrProbabilities]
            }
            Self::RocAuc
            | Self::KolmogorovSmirnov
            | Self::PrecisionAt(_)
            | Self::RecallAt(_)
            | Self::LiftAt(_)
            | Self::RecallAtPrecision(_)
            | Self::PrecisionAtRecall(_) => &[Need::Labels, Need::Positive, Need::Scores],
            Self::AbsoluteError
            | Self::SquaredError
            | Self::RootSquaredError
            | Self::MedianAbsoluteError
            | Self::PercentageError
            | Self::MaxError
            | Self::R2
            | Self::ExplainedVariance
            | Self::Pinball(_) => &[Need::Targets, Need::Forecasts],
            Self::Ndcg(_)
            | Self::ReciprocalRank(_)
            | Self::HitRate(_)
            | Self::MeanAveragePrecision(_) => &[Need::Queries, Need::Scores, Need::Relevance],
            Self::Cost => &[Need::Labels, Need::Predicted, Need::Costs],
            Self::Churn => &[Need::Predicted, Need::Reference],
            Self::DemographicParityDifference
            | Self::DemographicParityRatio
            | Self::EqualizedOddsDifference
            | Self::EqualizedOddsRatio => {
                &[Need::Labels, Need::Predicted, Need::Positive, Need::Groups]
            }
        }
    }

    /// How it is computed.
    #[must_use]
    pub const fn family(&self) -> Family {
        match self {
            Self::Accuracy
            | Self::BalancedAccuracy
            | Self::Precision(_)
            | Self::Recall(_)
            | Self::F { .. }
            | Self::Matthews
            | Self::CohenKappa
            | Self::Specificity
            | Self::FalsePositiveRate
            | Self::FalseNegativeRate
            | Self::SelectionRate => Family::Confusion,
            Self::DemographicParityDifference
            | Self::DemographicParityRatio
            | Self::EqualizedOddsDifference
            | Self::EqualizedOddsRatio => Family::Groups,
            Self::RocAuc
            | Self::AveragePrecision(_)
            | Self::KolmogorovSmirnov
            | Self::PrecisionAt(_)
            | Self::RecallAt(_)
            | Self::LiftAt(_)
            | Self::RecallAtPrecision(_)
            | Self::PrecisionAtRecall(_) => Family::Ranking,
            Self::RocAucOf(_) => Family::Duels,
            Self::LogLoss
            | Self::Brier
            | Self::TopAccuracy { .. }
            | Self::AbsoluteError
            | Self::SquaredError
            | Self::RootSquaredError
            | Self::PercentageError
            | Self::Pinball(_)
            | Self::Cost
            | Self::Churn => Family::Mean,
            Self::CalibrationError { .. } => Family::Bins,
            Self::R2 | Self::ExplainedVariance => Family::Variance,
            Self::MedianAbsoluteError | Self::MaxError => Family::Errors,
            Self::Ndcg(_)
            | Self::ReciprocalRank(_)
            | Self::HitRate(_)
            | Self::MeanAveragePrecision(_) => Family::Queries,
        }
    }
}
