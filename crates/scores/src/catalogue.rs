//! Which names there are.

use crate::calibration::Binning;
use crate::duels::Duel;
use crate::fscore::Average;
use crate::metric::Metric;

/// Names without a parameter: the metric's own first, then other ones.
pub(crate) const NAMES: &[(&[&str], Metric)] = &[
    (&["accuracy", "acc"], Metric::Accuracy),
    (&["balanced_accuracy"], Metric::BalancedAccuracy),
    (
        &["matthews_corrcoef", "mcc", "matthews_correlation"],
        Metric::Matthews,
    ),
    (&["cohen_kappa", "kappa"], Metric::CohenKappa),
    (
        &["specificity", "true_negative_rate", "tnr"],
        Metric::Specificity,
    ),
    (
        &["false_positive_rate", "fpr", "fall_out"],
        Metric::FalsePositiveRate,
    ),
    (
        &["false_negative_rate", "fnr", "miss_rate"],
        Metric::FalseNegativeRate,
    ),
    (&["selection_rate"], Metric::SelectionRate),
    (&["roc_auc", "auc", "auroc"], Metric::RocAuc),
    (
        &["roc_auc_ovr", "roc_auc_ovr_macro"],
        Metric::RocAucOf(Duel::RestMacro),
    ),
    (
        &["roc_auc_ovr_weighted"],
        Metric::RocAucOf(Duel::RestWeighted),
    ),
    (
        &["roc_auc_ovo", "roc_auc_ovo_macro"],
        Metric::RocAucOf(Duel::PairMacro),
    ),
    (
        &["roc_auc_ovo_weighted"],
        Metric::RocAucOf(Duel::PairWeighted),
    ),
    (
        &["average_precision", "pr_auc", "auprc", "ap"],
        Metric::AveragePrecision(Average::Binary),
    ),
    (
        &["average_precision_macro", "pr_auc_macro"],
        Metric::AveragePrecision(Average::Macro),
    ),
    (
        &["average_precision_weighted", "pr_auc_weighted"],
        Metric::AveragePrecision(Average::Weighted),
    ),
    (&["log_loss", "cross_entropy", "logloss"], Metric::LogLoss),
    (&["brier_score_loss", "brier", "brier_score"], Metric::Brier),
    (
        &["ks", "ks_statistic", "kolmogorov_smirnov"],
        Metric::KolmogorovSmirnov,
    ),
    (&["mean_absolute_error", "mae"], Metric::AbsoluteError),
    (&["mean_squared_error", "mse"], Metric::SquaredError),
    (
        &["root_mean_squared_error", "rmse"],
        Metric::RootSquaredError,
    ),
    (
        &["median_absolute_error", "medae"],
        Metric::MedianAbsoluteError,
    ),
    (
        &["mean_absolute_percentage_error", "mape"],
        Metric::PercentageError,
    ),
    (&["max_error"], Metric::MaxError),
    (&["r2", "r2_score", "r_squared"], Metric::R2),
    (
        &["explained_variance", "explained_variance_score"],
        Metric::ExplainedVariance,
    ),
    (&["cost", "business_cost", "mean_cost"], Metric::Cost),
    (&["churn", "prediction_churn"], Metric::Churn),
    (
        &[
            "demographic_parity_difference",
            "statistical_parity_difference",
        ],
        Metric::DemographicParityDifference,
    ),
    (
        &[
            "demographic_parity_ratio",
            "disparate_impact",
            "four_fifths",
        ],
        Metric::DemographicParityRatio,
    ),
    (
        &["equalized_odds_difference", "equalised_odds_difference"],
        Metric::EqualizedOddsDifference,
    ),
    (
        &["equalized_odds_ratio", "equalised_odds_ratio"],
        Metric::EqualizedOddsRatio,
    ),
];

/// Names that take a parameter after `_at_`, with what they are without one.
pub(crate) const FAMILIES: &[(&[&str], Kind, Option<f64>)] = &[
    (&["precision"], Kind::Precision, None),
    (&["recall"], Kind::Recall, None),
    (&["lift"], Kind::Lift, None),
    (&["ndcg"], Kind::Ndcg, None),
    (&["mrr", "mean_reciprocal_rank"], Kind::ReciprocalRank, None),
    (&["hit_rate", "hit_ratio"], Kind::HitRate, None),
    (
        &["map", "mean_average_precision"],
        Kind::AveragePrecision,
        None,
    ),
    (
        &["top_k_accuracy", "top_accuracy"],
        Kind::TopAccuracy,
        Some(2.0),
    ),
    (
        &[
            "mean_pinball_loss",
            "pinball",
            "pinball_loss",
            "quantile_loss",
        ],
        Kind::Pinball,
        Some(0.5),
    ),
    (
        &["expected_calibration_error", "ece"],
        Kind::Calibration(Binning::EqualWidth),
        Some(10.0),
    ),
    (
        &["expected_calibration_error_equal_mass", "ece_equal_mass"],
        Kind::Calibration(Binning::EqualMass),
        Some(10.0),
    ),
];

/// What a name with a parameter is of.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Precision,
    Recall,
    Lift,
    Ndcg,
    ReciprocalRank,
    HitRate,
    AveragePrecision,
    TopAccuracy,
    Pinball,
    Calibration(Binning),
}
