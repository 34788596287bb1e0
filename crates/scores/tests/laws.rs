//! What holds of every metric, whatever the rows.

use proptest::prelude::*;
use tollgate_scores::{
    CalibrationPoint, Draws, Matrix, Metric, Need, Panel, Predictions, Undefined,
    calibration_curve, precision_recall_curve, roc_curve,
};

/// A row of everything: class, predicted class, score in tenths, target, error, group, draws.
type Row = (u32, u32, u32, i32, i32, u32, u32);

/// Rows as columns.
#[derive(Clone, Debug, Default)]
struct Columns {
    labels: Vec<u32>,
    predicted: Vec<u32>,
    scores: Vec<f64>,
    targets: Vec<f64>,
    forecasts: Vec<f64>,
    groups: Vec<u32>,
    probabilities: Vec<f64>,
}

const COSTS: [f64; 9] = [0.0, 1.0, 2.0, 5.0, -1.0, 3.0, 1.0, 1.0, 0.0];

fn columns<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Columns {
    let mut columns = Columns::default();
    for (label, predicted, tenths, target, error, group, _) in rows {
        let score = f64::from(*tenths) / 10.0;
        let rest = (1.0 - score) / 4.0;
        columns.labels.push(*label);
        columns.predicted.push(*predicted);
        columns.scores.push(score);
        columns.targets.push(f64::from(*target) + 0.5);
        columns.forecasts.push(f64::from(target + error) / 2.0);
        columns.groups.push(*group);
        columns.probabilities.extend([rest, score, 3.0 * rest]);
    }
    columns
}

impl Columns {
    fn predictions(&self) -> Predictions<'_> {
        Predictions {
            labels: Some(&self.labels),
            predicted: Some(&self.predicted),
            reference: Some(&self.groups),
            scores: Some(&self.scores),
            probabilities: Matrix::new(&self.probabilities, 3),
            targets: Some(&self.targets),
            forecasts: Some(&self.forecasts),
            groups: Some(&self.groups),
            positive: Some(1),
            costs: Matrix::new(&COSTS, 3),
            ..Predictions::default()
        }
    }
}

/// One of each, but for those of queries.
const METRICS: [&str; 46] = [
    "accuracy",
    "balanced_accuracy",
    "precision",
    "precision_macro",
    "recall_weighted",
    "f1_micro",
    "f1_macro",
    "f2",
    "mcc",
    "kappa",
    "specificity",
    "fpr",
    "fnr",
    "selection_rate",
    "roc_auc",
    "roc_auc_ovr",
    "roc_auc_ovr_weighted",
    "roc_auc_ovo",
    "roc_auc_ovo_weighted",
    "pr_auc",
    "pr_auc_macro",
    "pr_auc_weighted",
    "log_loss",
    "brier",
    "ece@7",
    "top_k_accuracy_at_1",
    "ks",
    "precision_at_20_percent",
    "recall_at_0.3",
    "lift_at_0.5",
    "recall_at_50_precision",
    "precision_at_50_recall",
    "mae",
    "mse",
    "rmse",
    "median_absolute_error",
    "mape",
    "max_error",
    "r2",
    "explained_variance",
    "pinball@0.9",
    "cost",
    "churn",
    "demographic_parity_ratio",
    "demographic_parity_difference",
    "equalized_odds_difference",
];

fn metrics() -> Vec<Metric> {
    METRICS
        .map(|name| Metric::parse(name).expect(name))
        .to_vec()
}

fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let row = (
        0..3_u32,
        0..3_u32,
        0..=10_u32,
        -4..5_i32,
        -6..7_i32,
        0..3_u32,
        0..4_u32,
    );
    prop::collection::vec(row, 0..most)
}

/// More rows than one block holds, out of a few.
fn long() -> impl Strategy<Value = Vec<Row>> {
    (rows(60), 1000..2500_usize).prop_map(|(rows, most)| {
        let several = rows
            .iter()
            .cycle()
            .enumerate()
            .take(if rows.is_empty() { 0 } else { most });
        let shifted = several.map(|(at, row)| {
            let mut row = *row;
            row.6 = [0, 1, 1, 2, 3, 0, 1][at % 7];
            row
        });
        shifted.collect()
    })
}

type Values = Vec<Result<f64, Undefined>>;

/// The same values, up to rounding; the same metrics have none.
fn same(left: &Values, right: &Values) -> Result<(), TestCaseError> {
    for ((name, left), right) in METRICS.iter().zip(left).zip(right) {
        match (left, right) {
            (Ok(left), Ok(right)) => {
                let near = (left - right).abs() <= 1e-12 * left.abs().max(1.0);
                prop_assert!(near, "{}: {} and {}", name, left, right);
            }
            (Err(_), Err(_)) => {}
            _ => prop_assert!(false, "{}: {:?} and {:?}", name, left, right),
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn bytes_and_words_are_the_same(rows in long()) {
        let words: Vec<u32> = rows.iter().map(|row| row.6).collect();
        let bytes: Vec<u8> = words.iter().map(|count| u8::try_from(*count).expect("small")).collect();
        let panel = Panel::prepare(&metrics(), &columns(&rows).predictions());
        prop_assert_eq!(panel.values(&words[..]), panel.values(&bytes[..]));
    }

    /// As below, over more rows than are looked at together.
    #[test]
    fn draws_of_many_rows_are_repetitions(rows in long()) {
        let counts: Vec<u32> = rows.iter().map(|row| row.6).collect();
        let repeated = rows.iter().flat_map(|row| vec![row; row.6 as usize]);
        let drawn = Panel::prepare(&metrics(), &columns(&rows).predictions()).values(&counts[..]);
        let stood = Panel::prepare(&metrics(), &columns(repeated).predictions()).values(Draws::Once);
        same(&drawn, &stood)?;
    }
}

proptest! {
    /// A row drawn twice is as if it stood there twice; one not drawn, as if it did not.
    #[test]
    fn draws_are_repetitions(rows in rows(40)) {
        let counts: Vec<u32> = rows.iter().map(|row| row.6).collect();
        let repeated = rows.iter().flat_map(|row| vec![row; row.6 as usize]);
        let drawn = Panel::prepare(&metrics(), &columns(&rows).predictions()).values(&counts[..]);
        let stood = Panel::prepare(&metrics(), &columns(repeated).predictions()).values(Draws::Once);
        same(&drawn, &stood)?;
    }

    /// Sample weights that are whole numbers are draws, but for what weighs
    /// nothing: a class of such rows is still a class.
    #[test]
    fn weights_are_draws(rows in rows(40)) {
        let counts: Vec<u32> = rows.iter().map(|row| row.6 + 1).collect();
        let weights: Vec<f64> = counts.iter().copied().map(f64::from).collect();
        let columns = columns(&rows);
        let weighted = Predictions { weights: Some(&weights), ..columns.predictions() };
        let drawn = Panel::prepare(&metrics(), &columns.predictions()).values(&counts[..]);
        same(&Panel::prepare(&metrics(), &weighted).values(Draws::Once), &drawn)?;
    }

    #[test]
    fn the_order_of_rows_does_not_matter(rows in rows(40)) {
        let forwards = columns(&rows);
        let backwards = columns(rows.iter().rev());
        let values = |columns: &Columns| Panel::prepare(&metrics(), &columns.predictions()).values(Draws::Once);
        same(&values(&forwards), &values(&backwards))?;
    }

    #[test]
    fn values_are_within_their_range(rows in rows(40)) {
        let values = Panel::prepare(&metrics(), &columns(&rows).predictions()).values(Draws::Once);
        for (metric, value) in metrics().iter().zip(values) {
            let Ok(value) = value else { continue };
            let (low, high) = metric.range();
            prop_assert!(low.is_none_or(|low| value >= low - 1e-12), "{}: {}", metric, value);
            prop_assert!(high.is_none_or(|high| value <= high + 1e-12), "{}: {}", metric, value);
        }
    }

    /// Scores turned around turn the area around.
    #[test]
    fn reversed_scores_have_the_rest_of_the_area(rows in rows(40)) {
        let columns = columns(&rows);
        let reversed: Vec<f64> = columns.scores.iter().map(|score| -score).collect();
        let around = Predictions { scores: Some(&reversed), ..columns.predictions() };
        let area = |predictions: &Predictions<'_>| Metric::RocAuc.prepare(predictions).and_then(|auc| auc.value(Draws::Once));
        match (area(&columns.predictions()), area(&around)) {
            (Ok(one), Ok(other)) => prop_assert!((one + other - 1.0).abs() < 1e-12),
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    /// The area by its definition: how often a positive is above a negative.
    #[test]
    fn the_area_is_the_share_of_pairs_in_order(rows in rows(40)) {
        let columns = columns(&rows);
        let scored: Vec<(u32, f64)> = columns.labels.iter().copied().zip(columns.scores.iter().copied()).collect();
        let (mut won, mut pairs) = (0.0, 0.0);
        for (_, positive) in scored.iter().filter(|row| row.0 == 1) {
            for (_, negative) in scored.iter().filter(|row| row.0 != 1) {
                won += if positive > negative { 1.0 } else if positive < negative { 0.0 } else { 0.5 };
                pairs += 1.0;
            }
        }
        let area = Metric::RocAuc.prepare(&columns.predictions()).and_then(|auc| auc.value(Draws::Once));
        if pairs > 0.0 {
            prop_assert!((area.expect("both classes") - won / pairs).abs() < 1e-12);
        } else {
            prop_assert!(area.is_err());
        }
    }

    /// Thinned curves keep both ends and rise.
    #[test]
    fn curves_are_thin_and_whole(rows in rows(60), most in 2..20_usize) {
        let columns = columns(&rows);
        let predictions = columns.predictions();
        if let Ok(curve) = roc_curve(&predictions, Draws::Once, most) {
            prop_assert!(curve.len() <= most);
            let ends = [curve[0], curve[curve.len() - 1]].map(|point| (point.false_positive, point.true_positive));
            prop_assert_eq!(ends, [(0.0, 0.0), (1.0, 1.0)]);
            prop_assert!(curve.is_sorted_by(|a, b| a.threshold > b.threshold));
        }
        if let Ok(curve) = precision_recall_curve(&predictions, Draws::Once, most) {
            prop_assert!(curve.len() <= most);
            prop_assert_eq!(curve[curve.len() - 1].recall.to_bits(), 1.0_f64.to_bits());
            prop_assert!(curve.is_sorted_by(|a, b| a.recall <= b.recall));
        }
    }

    /// The calibration error is the mean distance of the curve to the diagonal.
    #[test]
    fn the_calibration_error_is_that_of_the_curve(rows in rows(60), bins in 1..12_u32) {
        let columns = columns(&rows);
        let predictions = columns.predictions();
        let error = Metric::parse(&format!("ece@{bins}")).expect("a metric").prepare(&predictions);
        let error = error.and_then(|error| error.value(Draws::Once));
        let curve = calibration_curve(&predictions, bins, tollgate_scores::Binning::EqualWidth, Draws::Once);
        prop_assert_eq!(error.is_ok(), curve.is_ok());
        if let (Ok(error), Ok(curve)) = (error, curve) {
            let gap = |point: &CalibrationPoint| point.weight * (point.predicted - point.observed).abs();
            let weight: f64 = curve.iter().map(|point| point.weight).sum();
            prop_assert!((error - curve.iter().map(gap).sum::<f64>() / weight).abs() < 1e-12);
        }
    }

    /// Names read what they wrote, and no text breaks them.
    #[test]
    fn names_are_read_back(text in "[a-z0-9_@.% -]{0,30}") {
        for name in METRICS.into_iter().map(String::from).chain([text]) {
            if let Some(metric) = Metric::parse(&name) {
                prop_assert_eq!(Metric::parse(&metric.to_string()), Some(metric), "{}", name);
            }
        }
    }
}

#[test]
fn every_name_is_a_metric_or_wants_a_number() {
    for name in Metric::names() {
        let with_number = Metric::parse(&format!("{name}@3"));
        assert!(Metric::parse(name).or(with_number).is_some(), "{name}");
    }
}

#[test]
fn what_is_missing_is_named() {
    let labels = Predictions {
        labels: Some(&[0, 1]),
        ..Predictions::default()
    };
    let missing = |name: &str, predictions: &Predictions<'_>| {
        Metric::parse(name).expect(name).prepare(predictions).err()
    };
    assert_eq!(
        missing("f1_macro", &labels),
        Some(Undefined::Missing(Need::Predicted))
    );
    let predicted = Predictions {
        predicted: Some(&[0, 1]),
        ..labels
    };
    assert_eq!(
        missing("f1", &predicted),
        Some(Undefined::Missing(Need::Positive))
    );
    assert_eq!(missing("f1_macro", &predicted), None);
    let scored = Predictions {
        positive: Some(1),
        scores: Some(&[0.5, 1.5]),
        ..predicted
    };
    assert_eq!(missing("roc_auc", &scored), None);
    let outside = Some(Undefined::NotAProbability { row: 1, value: 1.5 });
    assert_eq!(missing("brier", &scored), outside);
    assert_eq!(missing("ece", &scored), outside);
    let short = Predictions {
        scores: Some(&[0.5]),
        ..scored
    };
    let length = Undefined::Length {
        column: Need::Scores,
        expected: 2,
        found: 1,
    };
    assert_eq!(missing("roc_auc", &short), Some(length));
    let nan = Predictions {
        scores: Some(&[0.5, f64::NAN]),
        ..scored
    };
    let column = Need::Scores;
    assert_eq!(
        missing("roc_auc", &nan),
        Some(Undefined::NotFinite { column, row: 1 })
    );
    let weights = Predictions {
        weights: Some(&[1.0, -1.0]),
        ..scored
    };
    let column = Need::Weights;
    assert_eq!(
        missing("roc_auc", &weights),
        Some(Undefined::Negative { column, row: 1 })
    );
}

#[test]
fn rows_of_a_query_are_drawn_together() {
    let predictions = Predictions {
        queries: Some(&[7, 8, 7]),
        scores: Some(&[0.5, 0.5, 0.9]),
        targets: Some(&[1.0, 1.0, 0.0]),
        ..Predictions::default()
    };
    let mrr = Metric::parse("mrr")
        .expect("a metric")
        .prepare(&predictions)
        .expect("whole");
    assert_eq!(mrr.value(Draws::Once), Ok(0.75));
    assert_eq!(mrr.value(&[3_u8, 1, 3][..]), Ok(0.625));
    assert_eq!(
        mrr.value(&[3_u8, 1, 0][..]),
        Err(Undefined::UnevenQuery { query: 7 })
    );
}

#[test]
fn all_rows_of_one_group_or_class_say_so() {
    let predictions = Predictions {
        labels: Some(&[1, 1, 1]),
        predicted: Some(&[1, 0, 1]),
        groups: Some(&[4, 4, 4]),
        scores: Some(&[0.1, 0.2, 0.3]),
        positive: Some(1),
        ..Predictions::default()
    };
    let cause = |name: &str, draws: &[u8]| {
        let prepared = Metric::parse(name).expect(name).prepare(&predictions);
        prepared.and_then(|prepared| prepared.value(draws))
    };
    assert_eq!(
        cause("demographic_parity_ratio", &[1, 1, 1]),
        Err(Undefined::OneGroup)
    );
    assert_eq!(cause("roc_auc", &[1, 1, 1]), Err(Undefined::OneClass));
    assert_eq!(cause("fpr", &[1, 1, 1]), Err(Undefined::NoNegatives));
    assert_eq!(cause("roc_auc", &[0, 0, 0]), Err(Undefined::Empty));
    assert_eq!(cause("accuracy", &[0, 0, 0]), Err(Undefined::Empty));
    let length = Undefined::Length {
        column: Need::Draws,
        expected: 3,
        found: 2,
    };
    assert_eq!(cause("accuracy", &[1, 1]), Err(length));
}
