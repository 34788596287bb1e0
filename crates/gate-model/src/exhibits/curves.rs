//! ROC and calibration curves of candidate and baseline.

use predictions::Sheet;
use report::{Curve, Exhibit};
use scores::{Binning, Draws, calibration_curve, roc_curve};

use crate::evidence::Evidence;
use crate::examples::Examples;

/// Points of a curve that is drawn.
const POINTS: usize = 200;

/// Bins of a calibration curve that is drawn.
const BINS: u32 = 10;

/// ROC and calibration curves of candidate and baseline, where there are scores
/// of two classes.
pub(super) fn curves(evidence: &Evidence) -> Vec<Exhibit> {
    let Some(sheet) = &evidence.predictions else {
        return Vec::new();
    };
    let mut models: Vec<(&str, &Sheet)> = vec![("candidate", sheet)];
    let pairs = evidence
        .pairs
        .iter()
        .filter_map(|other| other.pair.as_ref().ok());
    models.extend(pairs.map(|pair| ("baseline", &pair.baseline)));
    let each = |points: fn(&Sheet) -> Option<Points>| -> Vec<Curve> {
        let curve = |(name, sheet): &(&str, &Sheet)| {
            Some(Curve {
                name: (*name).to_owned(),
                points: points(sheet)?,
            })
        };
        models.iter().filter_map(curve).collect()
    };
    let drawn = [
        (
            "ROC curve",
            "false positive rate",
            "true positive rate",
            each(roc),
        ),
        (
            "calibration",
            "predicted probability",
            "observed share",
            each(calibration),
        ),
    ];
    drawn
        .into_iter()
        .filter(|(.., curves)| !curves.is_empty())
        .map(|(title, x, y, curves)| Exhibit::Curves {
            title: title.to_owned(),
            x: x.to_owned(),
            y: y.to_owned(),
            curves,
            diagonal: true,
        })
        .collect()
}

/// Of a curve, from the left to the right.
type Points = Vec<(f64, f64)>;

fn roc(sheet: &Sheet) -> Option<Points> {
    let points = roc_curve(&Examples::Alone(sheet).candidate(None), Draws::Once, POINTS).ok()?;
    let pair = |point: &scores::RocPoint| (point.false_positive, point.true_positive);
    Some(points.iter().map(pair).collect())
}

fn calibration(sheet: &Sheet) -> Option<Points> {
    let predictions = Examples::Alone(sheet).candidate(None);
    let points = calibration_curve(&predictions, BINS, Binning::EqualWidth, Draws::Once).ok()?;
    let pair = |point: &scores::CalibrationPoint| (point.predicted, point.observed);
    Some(points.iter().map(pair).collect())
}
