//! Files that the tools themselves made (`data/make.py`).

#[path = "fixtures/agreement.rs"]
mod agreement;

use std::path::{Path, PathBuf};

use metrics::Metrics;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

fn open(fixture: &str) -> Metrics {
    Metrics::open(&data().join(fixture), None).unwrap_or_else(|fault| panic!("{fixture}: {fault}"))
}

#[test]
fn every_fixture_says_what_its_tool_says() {
    agreement::of_values(&data());
    agreement::of_the_rest(&data());
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
