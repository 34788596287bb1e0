//! Files that the tools themselves made, beside what the tools' own
//! interfaces say of them (`data/make.py`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tollgate_metrics::Metrics;

/// The fixtures; those that were just made where `TOLLGATE_FIXTURES` says so.
fn data() -> PathBuf {
    std::env::var_os("TOLLGATE_FIXTURES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data"),
        PathBuf::from,
    )
}

fn expected() -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string(data().join("expected.json")).expect("there");
    serde_json::from_str(&text).expect("JSON")
}

fn open(fixture: &str) -> Metrics {
    Metrics::open(&data().join(fixture), None).unwrap_or_else(|fault| panic!("{fixture}: {fault}"))
}

fn number(value: &Value) -> f64 {
    match value.as_str() {
        Some(word) => word.parse().expect("a number"),
        None => value.as_f64().expect("a number"),
    }
}

#[test]
fn every_fixture_says_what_its_tool_says() {
    let expected = expected();
    assert!(expected.len() >= 15, "{} fixtures", expected.len());
    for (fixture, said) in &expected {
        let read = open(fixture);
        let ours: BTreeMap<_, _> = read
            .numbers()
            .map(|(name, metric)| (name.to_owned(), metric.value))
            .collect();
        let theirs: BTreeMap<_, _> = said["metrics"]
            .as_object()
            .expect("a map")
            .iter()
            .map(|(name, value)| (name.clone(), number(value)))
            .collect();
        let differ = |name: &&String| match (ours.get(*name), theirs.get(*name)) {
            (Some(a), Some(b)) => a.to_bits() != b.to_bits() && !(a.is_nan() && b.is_nan()),
            _ => true,
        };
        let wrong: Vec<_> = ours.keys().chain(theirs.keys()).filter(differ).collect();
        assert!(
            wrong.is_empty(),
            "{fixture} ({}): {wrong:?}\n{ours:?}\n{theirs:?}",
            read.format()
        );
    }
}

#[test]
fn every_fixture_says_how_many_and_how_sure() {
    let mut seen = 0;
    for (fixture, said) in &expected() {
        let read = open(fixture);
        let metric = |name: &str| {
            let metric = read.metric(name).expect(name);
            metric.unwrap_or_else(|| panic!("{fixture}: no {name}"))
        };
        for (name, n) in said["n"].as_object().into_iter().flatten() {
            assert_eq!(metric(name).n, n.as_u64(), "{fixture}: {name}");
            assert!(metric(name).share, "{fixture}: {name}");
            seen += 1;
        }
        for (name, error) in said["standard_error"].as_object().into_iter().flatten() {
            let ours = metric(name).standard_error;
            assert_eq!(ours, error.as_f64(), "{fixture}: {name}");
            seen += 1;
        }
        if let Some(run) = said["run"].as_object() {
            let ours = read.run().expect("has a run");
            assert_eq!(ours.id.as_deref(), run["id"].as_str(), "{fixture}");
            assert_eq!(ours.name.as_deref(), run["name"].as_str(), "{fixture}");
            assert_eq!(ours.status.as_deref(), run["status"].as_str(), "{fixture}");
            seen += 1;
        }
    }
    assert!(seen >= 12, "{seen}");
}

#[test]
fn every_format_of_a_tool_is_found_out() {
    for (fixture, format) in [
        ("dvc/dvclive/metrics.json", "tree"),
        ("dvc/dvclive/plots/metrics/accuracy.tsv", "table"),
        ("dvc/dvclive", "tree"),
        ("huggingface/README.md", "model-index"),
        ("kfp/executor_output.json", "kfp-v2"),
        ("kfp/mlpipeline-metrics.json", "kfp-v1"),
        ("kfp/mlpipeline-metrics.tgz", "kfp-v1"),
        ("lm_eval", "lm-eval"),
        ("mlflow/run", "mlflow-run"),
        ("mlflow/runs-get.json", "mlflow-api"),
        ("prometheus/metrics.prom", "openmetrics"),
        ("prometheus/openmetrics.txt", "openmetrics"),
        ("pytest/junit.xml", "junit"),
        ("sklearn/report.json", "classification-report"),
        ("wandb", "wandb-log"),
    ] {
        let read = open(fixture);
        assert_eq!(read.format().word(), format, "{fixture}");
        let named = Metrics::open(&data().join(fixture), Some(read.format())).expect(fixture);
        assert!(named.names().eq(read.names()), "{fixture}");
        assert_eq!(named.subject(), read.subject());
    }
}

#[test]
fn a_run_keeps_its_parameters_and_a_value_its_step_and_line() {
    let run = open("mlflow/run");
    let about = run.run().expect("has a run");
    assert_eq!(about.params["model/depth"], "6");
    assert_eq!(about.tags["team"], "growth");
    let accuracy = run.metric("accuracy").expect("finite").expect("there");
    assert_eq!(accuracy.step, Some(2));
    assert_eq!(accuracy.location.line, Some(2));
    assert!(
        accuracy
            .location
            .file
            .ends_with("mlflow/run/metrics/accuracy")
    );
    let fault = run.get("auc").expect_err("NaN");
    assert!(fault.to_string().contains("metrics/auc"), "{fault}");
    let log = open("wandb/run-tollgate.wandb");
    let about = log.run().expect("has a run");
    assert_eq!(about.params["net.depth"], "6");
    assert_eq!(
        log.metric("loss").expect("finite").expect("there").step,
        Some(2)
    );
    assert_eq!(log.get("gone"), Ok(None));
}

#[test]
fn names_as_they_stand_go_as_well() {
    let lm = open("lm_eval");
    assert_eq!(lm.get("parity.acc,none"), lm.get("parity.acc"));
    assert!(lm.has("parity.acc,none") && lm.has("words.exact_match,strict-match"));
}
