//! The same numbers as scikit-learn and Fairlearn. What they said stands in
//! `data/*.json`, written by `data/make.py`, with their versions.

use serde_json::Value;
use tollgate_scores::{Draws, Matrix, Metric, Panel, Predictions};

/// Columns of a case.
#[derive(Default)]
struct Case {
    name: String,
    labels: Option<Vec<u32>>,
    predicted: Option<Vec<u32>>,
    reference: Option<Vec<u32>>,
    groups: Option<Vec<u32>>,
    queries: Option<Vec<u32>>,
    scores: Option<Vec<f64>>,
    targets: Option<Vec<f64>>,
    forecasts: Option<Vec<f64>>,
    weights: Option<Vec<f64>>,
    probabilities: Option<(Vec<f64>, usize)>,
    draws: Option<Vec<u32>>,
    values: Vec<(String, Option<f64>)>,
}

/// As in `make.py`.
const COSTS: [f64; 16] = [
    0.0, 1.0, 2.5, 7.0, 10.0, -1.0, 3.0, 7.0, 0.25, 4.0, -0.5, 7.0, 1.0, 1.0, 1.0, 0.0,
];

fn classes(value: &Value) -> Option<Vec<u32>> {
    let class = |value: &Value| u32::try_from(value.as_u64().expect("a class")).expect("small");
    Some(value.as_array()?.iter().map(class).collect())
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    let number = |value: &Value| value.as_f64().expect("a number");
    Some(value.as_array()?.iter().map(number).collect())
}

fn rows(value: &Value) -> Option<(Vec<f64>, usize)> {
    let rows: Vec<Vec<f64>> = value.as_array()?.iter().filter_map(numbers).collect();
    Some((rows.concat(), rows.first()?.len()))
}

fn cases(name: &str, text: &str) -> Vec<Case> {
    let document: Value = serde_json::from_str(text).expect("a fixture");
    let cases = document["cases"].as_array().expect("cases");
    let case = |(number, case): (usize, &Value)| {
        let columns = &case["columns"];
        let values = case["values"].as_object().expect("values");
        Case {
            name: format!("{name} {number}"),
            labels: classes(&columns["labels"]),
            predicted: classes(&columns["predicted"]),
            reference: classes(&columns["reference"]),
            groups: classes(&columns["groups"]),
            queries: classes(&columns["queries"]),
            scores: numbers(&columns["scores"]),
            targets: numbers(&columns["targets"]),
            forecasts: numbers(&columns["forecasts"]),
            weights: numbers(&columns["weights"]),
            probabilities: rows(&columns["probabilities"]),
            draws: classes(&case["draws"]),
            values: values
                .iter()
                .map(|(name, value)| (name.clone(), value.as_f64()))
                .collect(),
        }
    };
    cases.iter().enumerate().map(case).collect()
}

impl Case {
    fn predictions(&self) -> Predictions<'_> {
        let matrix = self.probabilities.as_ref();
        Predictions {
            labels: self.labels.as_deref(),
            predicted: self.predicted.as_deref(),
            reference: self.reference.as_deref(),
            groups: self.groups.as_deref(),
            queries: self.queries.as_deref(),
            scores: self.scores.as_deref(),
            targets: self.targets.as_deref(),
            forecasts: self.forecasts.as_deref(),
            weights: self.weights.as_deref(),
            probabilities: matrix.and_then(|(values, columns)| Matrix::new(values, *columns)),
            costs: Matrix::new(&COSTS, 4),
            positive: Some(1),
            ..Predictions::default()
        }
    }

    /// What is not the same as the library's, in words.
    fn differences(&self) -> Vec<String> {
        let parse = |name: &String| Metric::parse(name).unwrap_or_else(|| panic!("{name}"));
        let metrics: Vec<Metric> = self.values.iter().map(|(name, _)| parse(name)).collect();
        let predictions = self.predictions();
        let draws = Draws::from(self.draws.as_deref());
        let found = Panel::prepare(&metrics, &predictions).values(draws);
        let mut differences = Vec::new();
        for (((name, expected), metric), found) in self.values.iter().zip(metrics).zip(found) {
            let alone = metric.prepare(&predictions);
            let alone = alone.and_then(|prepared| prepared.value(draws));
            assert_eq!(
                alone, found,
                "{name} alone and among others in {}",
                self.name
            );
            let same = match (expected, found) {
                (Some(expected), Ok(found)) => {
                    (expected - found).abs() <= 1e-12 * expected.abs().max(1.0)
                }
                (None, Err(_)) => true,
                _ => false,
            };
            if !same {
                differences.push(format!(
                    "{}: {name} {found:?} is not {expected:?}",
                    self.name
                ));
            }
        }
        differences
    }
}

#[test]
fn every_number_is_that_of_the_library() {
    let files = [
        ("classes", include_str!("data/classes.json")),
        ("scores", include_str!("data/scores.json")),
        ("matrices", include_str!("data/matrices.json")),
        ("numbers", include_str!("data/numbers.json")),
        ("queries", include_str!("data/queries.json")),
        ("groups", include_str!("data/groups.json")),
    ];
    let cases: Vec<Case> = files
        .iter()
        .flat_map(|(name, text)| cases(name, text))
        .collect();
    let compared: usize = cases.iter().map(|case| case.values.len()).sum();
    let differences: Vec<String> = cases.iter().flat_map(Case::differences).collect();
    assert!(
        differences.is_empty(),
        "of {compared}:\n{}",
        differences.join("\n")
    );
    assert!(compared > 2500, "only {compared} numbers");
}
