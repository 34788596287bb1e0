//! Names of metrics.

use std::fmt;

use crate::calibration::Binning;
use crate::catalogue::{FAMILIES, Kind, NAMES};
use crate::fscore::Average;
use crate::metric::Metric;
use crate::top::Cut;

/// A number after a name.
#[derive(Clone, Copy)]
enum Amount {
    Count(u32),
    Share(f64),
}

impl Metric {
    /// The metric of a name; nothing where no metric has it.
    ///
    /// Names are scikit-learn's (its scorers' and its functions'), and usual
    /// short ones (`auc`, `mcc`, `rmse`). Capitals, spaces and hyphens are as
    /// small letters and underscores. Averages over classes follow a name:
    /// `f1_macro`, `precision_weighted`, `f0.5_micro`. Parameters follow `_at_`
    /// or `@`: `ndcg_at_10`, `hit_rate@5`, `top_k_accuracy_at_3`,
    /// `precision_at_100` (rows), `lift_at_10_percent` (or `lift@10%`,
    /// `lift@0.1`), `pinball@0.9`, `ece@15` (bins), `recall_at_90_precision`
    /// (recall where precision is at least 90 percent), `precision_at_80_recall`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace(['-', ' '], "_");
        let name = name.replace('@', "_at_").replace('%', "_percent");
        let fixed = NAMES
            .iter()
            .find(|(names, _)| names.contains(&name.as_str()));
        if let Some((_, metric)) = fixed {
            return Some(*metric);
        }
        if let Some(metric) = averaged(&name) {
            return Some(metric);
        }
        let (base, amount) = match name.split_once("_at_") {
            Some((base, amount)) => (base, Some(amount)),
            None => (name.as_str(), None),
        };
        let family = FAMILIES.iter().find(|(names, ..)| names.contains(&base));
        let (_, kind, default) = family?;
        match amount {
            Some(amount) => kind.at(amount),
            None => kind.plain(*default),
        }
    }

    /// Names of metrics, each once, to find the nearest one to a wrong name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let averaged = ["precision", "recall", "f1"];
        let fixed = NAMES.iter().flat_map(|(names, _)| names.iter().copied());
        let families = FAMILIES
            .iter()
            .flat_map(|(names, ..)| names.iter().copied());
        let families = families.filter(move |name| !averaged.contains(name));
        let suffixed = [
            "precision_macro",
            "precision_micro",
            "precision_weighted",
            "recall_macro",
            "recall_micro",
            "recall_weighted",
            "f1_macro",
            "f1_micro",
            "f1_weighted",
        ];
        fixed.chain(families).chain(averaged).chain(suffixed)
    }
}

/// Precision, recall and F with their averages.
fn averaged(name: &str) -> Option<Metric> {
    let endings = [
        ("_macro", Average::Macro),
        ("_micro", Average::Micro),
        ("_weighted", Average::Weighted),
        ("_binary", Average::Binary),
    ];
    let ending =
        |(suffix, average): (&str, Average)| name.strip_suffix(suffix).map(|base| (base, average));
    let found = endings.into_iter().find_map(ending);
    let (base, average) = found.unwrap_or((name, Average::Binary));
    match base {
        "precision" | "positive_predictive_value" | "ppv" => Some(Metric::Precision(average)),
        "recall" | "sensitivity" | "true_positive_rate" | "tpr" => Some(Metric::Recall(average)),
        _ => {
            let beta = base.strip_prefix('f')?;
            let beta = beta.strip_suffix("_score").unwrap_or(beta);
            let beta = number(&beta.replace('_', "."))?;
            (beta > 0.0).then_some(Metric::F { beta, average })
        }
    }
}

impl Kind {
    /// Without a parameter.
    fn plain(self, default: Option<f64>) -> Option<Metric> {
        match (self, default) {
            (Self::Ndcg, _) => Some(Metric::Ndcg(None)),
            (Self::ReciprocalRank, _) => Some(Metric::ReciprocalRank(None)),
            (Self::AveragePrecision, _) => Some(Metric::MeanAveragePrecision(None)),
            (Self::TopAccuracy, _) => Some(Metric::TopAccuracy { k: 2 }),
            (Self::Pinball, Some(level)) => Some(Metric::Pinball(level)),
            (Self::Calibration(binning), _) => Some(Metric::CalibrationError { bins: 10, binning }),
            _ => None,
        }
    }

    fn at(self, text: &str) -> Option<Metric> {
        match self {
            Self::Precision if let Some(level) = text.strip_suffix("_recall") => {
                return level_of(level).map(Metric::PrecisionAtRecall);
            }
            Self::Recall if let Some(level) = text.strip_suffix("_precision") => {
                return level_of(level).map(Metric::RecallAtPrecision);
            }
            _ => {}
        }
        let amount = Amount::of(text)?;
        let cut = match amount {
            Amount::Count(rows) => Cut::Rows(rows),
            Amount::Share(share) => Cut::Share(share),
        };
        match (self, amount) {
            (Self::Precision, _) => Some(Metric::PrecisionAt(cut)),
            (Self::Recall, _) => Some(Metric::RecallAt(cut)),
            (Self::Lift, _) => Some(Metric::LiftAt(cut)),
            (Self::Pinball, Amount::Share(level)) => Some(Metric::Pinball(level)),
            (Self::Ndcg, Amount::Count(k)) => Some(Metric::Ndcg(Some(k))),
            (Self::ReciprocalRank, Amount::Count(k)) => Some(Metric::ReciprocalRank(Some(k))),
            (Self::HitRate, Amount::Count(k)) => Some(Metric::HitRate(k)),
            (Self::AveragePrecision, Amount::Count(k)) => {
                Some(Metric::MeanAveragePrecision(Some(k)))
            }
            (Self::TopAccuracy, Amount::Count(k)) => Some(Metric::TopAccuracy { k }),
            (Self::Calibration(binning), Amount::Count(bins)) => {
                Some(Metric::CalibrationError { bins, binning })
            }
            _ => None,
        }
    }
}

impl Amount {
    /// A count (`10`), a share (`0.1`) or percents (`10_percent`).
    fn of(text: &str) -> Option<Self> {
        if let Some(percents) = text.strip_suffix("_percent") {
            let share = number(percents)? / 100.0;
            return (0.0..=1.0).contains(&share).then_some(Self::Share(share));
        }
        if text.contains('.') {
            let share = number(text)?;
            return (0.0..=1.0).contains(&share).then_some(Self::Share(share));
        }
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let count: u32 = digits.then(|| text.parse().ok()).flatten()?;
        (count > 0).then_some(Self::Count(count))
    }
}

/// A level in percents (`90`, `99.5`), or up to 1 with a point (`0.9`).
fn level_of(text: &str) -> Option<f64> {
    let text = text.strip_suffix("_percent").unwrap_or(text);
    let level = number(text)?;
    let level = if text.contains('.') && level <= 1.0 {
        level
    } else {
        level / 100.0
    };
    (0.0..=1.0).contains(&level).then_some(level)
}

/// Digits, maybe with a point among them.
fn number(text: &str) -> Option<f64> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.then(|| text.parse().ok()).flatten()
}

/// Percents without the rounding of the multiplication.
fn percents(share: f64) -> f64 {
    (share * 1e12).round() / 1e10
}

impl fmt::Display for Average {
    /// What follows the metric's name: nothing for one class.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Binary => "",
            Self::Macro => "_macro",
            Self::Micro => "_micro",
            Self::Weighted => "_weighted",
        })
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows(rows) => write!(f, "_at_{rows}"),
            Self::Share(share) => write!(f, "_at_{}_percent", percents(*share)),
        }
    }
}

impl fmt::Display for Metric {
    /// The metric's own name, which [`Metric::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = |k: &Option<u32>| k.map_or(String::new(), |k| format!("_at_{k}"));
        match self {
            Self::Precision(average) => write!(f, "precision{average}"),
            Self::Recall(average) => write!(f, "recall{average}"),
            Self::F { beta, average } => write!(f, "f{beta}{average}"),
            Self::PrecisionAt(cut) => write!(f, "precision{cut}"),
            Self::RecallAt(cut) => write!(f, "recall{cut}"),
            Self::LiftAt(cut) => write!(f, "lift{cut}"),
            Self::RecallAtPrecision(level) => {
                write!(f, "recall_at_{}_precision", percents(*level))
            }
            Self::PrecisionAtRecall(level) => {
                write!(f, "precision_at_{}_recall", percents(*level))
            }
            Self::Ndcg(k) => write!(f, "ndcg{}", first(k)),
            Self::ReciprocalRank(k) => write!(f, "mrr{}", first(k)),
            Self::MeanAveragePrecision(k) => write!(f, "map{}", first(k)),
            Self::HitRate(k) => write!(f, "hit_rate_at_{k}"),
            Self::TopAccuracy { k } => write!(f, "top_k_accuracy_at_{k}"),
            Self::Pinball(level) => {
                write!(f, "mean_pinball_loss_at_{}_percent", percents(*level))
            }
            Self::CalibrationError { bins, binning } => {
                let mass = if *binning == Binning::EqualMass {
                    "_equal_mass"
                } else {
                    ""
                };
                write!(f, "expected_calibration_error{mass}_at_{bins}")
            }
            fixed => {
                let found = NAMES.iter().find(|(_, metric)| metric == fixed);
                f.write_str(found.map_or("metric", |(names, _)| names[0]))
            }
        }
    }
}
