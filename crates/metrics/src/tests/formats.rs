//! Formats whose files people write by hand, and what no fixture shows.

use super::*;

#[test]
fn bencher_has_a_range_and_goes_by_its_path_too() {
    let text = r#"{"bench::a": {"latency": {"value": 88.0, "lower_value": 87.5, "upper_value": 89}},
        "b": {"throughput": {"value": 5e3}}}"#;
    let read = read("bmf.json", text);
    assert_eq!(read.format(), Format::Bencher);
    let latency = metric(&read, "bench::a.latency");
    assert_eq!(
        (latency.value, latency.interval),
        (88.0, Some((87.5, 89.0)))
    );
    assert_eq!(read.get("b.throughput.value"), Ok(Some(5000.0)));
    assert_eq!(read.get("b.throughput"), Ok(Some(5000.0)));
}

#[test]
fn benchmark_action_has_units_and_ranges_in_words() {
    let text = r#"[{"name": "Parse/1 kB", "unit": "ns/iter", "value": 120, "range": "± 6"},
        {"name": "share", "unit": "%", "value": "43.0", "range": "10%"},
        {"name": "broken", "unit": "s", "value": "slow"}]"#;
    let read = read("output.json", text);
    assert_eq!(read.format(), Format::BenchmarkAction);
    let parse = metric(&read, "Parse/1 kB");
    assert_eq!(parse.unit.as_deref(), Some("ns/iter"));
    assert_eq!(parse.interval, Some((114.0, 126.0)));
    let (low, high) = metric(&read, "share").interval.expect("has one");
    assert!((low - 38.7).abs() < 1e-12 && (high - 47.3).abs() < 1e-12);
    assert_eq!(
        read.get("broken")
            .expect_err("text")
            .place
            .expect("place")
            .line,
        3
    );
}

#[test]
fn sagemaker_has_deviations_of_which_some_are_nan() {
    let text = r#"{"version": 0.0, "dataset": {"item_count": 500},
        "binary_classification_metrics": {
          "confusion_matrix": {"0": {"0": 10, "1": 2}},
          "accuracy": {"value": 0.9, "standard_deviation": "NaN"},
          "auc": {"value": 0.95, "standard_deviation": 0.01},
          "f1": {"value": "NaN", "standard_deviation": "NaN"}}}"#;
    let read = read("evaluation.json", text);
    assert_eq!(read.format(), Format::SageMaker);
    let accuracy = metric(&read, "binary_classification_metrics.accuracy");
    assert_eq!(
        (accuracy.standard_error, accuracy.n, accuracy.share),
        (None, Some(500), true)
    );
    let auc = metric(&read, "binary_classification_metrics.auc.value");
    assert_eq!((auc.standard_error, auc.share), (Some(0.01), false));
    assert_eq!(
        read.get("binary_classification_metrics.confusion_matrix.0.1"),
        Ok(Some(2.0))
    );
    let fault = read
        .get("binary_classification_metrics.f1")
        .expect_err("NaN");
    assert_eq!(fault.place.expect("place").line, 6);
    // A pipeline's own evaluation.json may be plain.
    let plain = super::read(
        "evaluation.json",
        r#"{"regression_metrics": {"mse": {"value": 4.5}}}"#,
    );
    assert_eq!(plain.get("regression_metrics.mse"), Ok(Some(4.5)));
}

#[test]
fn nemo_has_intervals() {
    let text = r#"{"benchmark": {"name": "gsm8k", "samples": 200, "scores":
        {"accuracy": {"value": 0.8, "ci_lower": 0.74, "ci_upper": 0.85}}}}"#;
    let read = read("eval-gsm8k.json", text);
    assert_eq!(read.format(), Format::Nemo);
    assert_eq!(metric(&read, "gsm8k.accuracy").interval, Some((0.74, 0.85)));
}

#[test]
fn a_trainer_says_on_how_many_examples() {
    let text = r#"{"epoch": 3.0, "eval_accuracy": 0.91, "eval_balanced_accuracy": 0.9,
        "eval_loss": 0.4, "eval_runtime": 1.5, "eval_samples": 872,
        "eval_samples_per_second": 581.3, "train_loss": 0.5}"#;
    let read = read("out/all_results.json", text);
    assert_eq!(read.format(), Format::TrainerResults);
    let of = |name| (metric(&read, name).n, metric(&read, name).share);
    assert_eq!(of("eval_accuracy"), (Some(872), true));
    assert_eq!(of("eval_balanced_accuracy"), (Some(872), false));
    assert_eq!(of("eval_loss"), (Some(872), false));
    assert_eq!(of("eval_runtime"), (None, false));
    assert_eq!(of("train_loss"), (None, false));
}

#[test]
fn a_trainers_state_says_the_last_of_every_key() {
    let text = r#"{"best_metric": 0.3, "global_step": 20, "log_history": [
        {"loss": 0.9, "step": 10}, {"eval_loss": 0.5, "step": 10},
        {"loss": 0.4, "step": 20}]}"#;
    let read = read("trainer_state.json", text);
    assert_eq!(read.format(), Format::TrainerState);
    assert_eq!(
        (metric(&read, "loss").value, metric(&read, "loss").step),
        (0.4, Some(20))
    );
    assert_eq!(metric(&read, "eval_loss").step, Some(10));
    assert_eq!(read.get("best_metric"), Ok(Some(0.3)));
}

#[test]
fn results_of_a_repository_go_by_dataset_and_task() {
    let text =
        "- dataset:\n    id: cais/hle\n    task_id: default\n  value: 20.9\n  date: '2026-01-15'\n";
    let read = read("repo/.eval_results/hle.yaml", text);
    assert_eq!(read.format(), Format::EvalResults);
    assert_eq!(read.get("cais/hle.default"), Ok(Some(20.9)));
    assert_eq!(metric(&read, "cais/hle.default").location.line, Some(4));
}

#[test]
fn old_results_of_lm_eval_have_bare_keys() {
    let text = r#"{"results": {"hellaswag": {"acc": 0.5, "acc_stderr": 0.01}}, "versions": {"hellaswag": 0}}"#;
    let read = read("results.json", text);
    assert_eq!(read.format(), Format::LmEval);
    assert_eq!(metric(&read, "hellaswag.acc").standard_error, Some(0.01));
    assert!(!read.has("hellaswag.acc_stderr"));
}

#[test]
fn a_summary_of_wandb_leaves_out_its_own_and_media() {
    let text = r#"{"_step": 9, "_timestamp": 1.5, "_runtime": 3, "_wandb": {"runtime": 3},
        "val": {"acc": 0.5}, "a/b": "NaN", "img": {"_type": "image-file", "width": 9}}"#;
    let read = read("wandb-summary.json", text);
    assert_eq!(read.format(), Format::WandbSummary);
    assert!(read.names().eq(["a/b", "val.acc"]));
    assert_eq!(metric(&read, "val.acc").step, Some(9));
    assert!(read.get("a/b").is_err());
}

#[test]
fn samples_go_by_their_labels_in_any_order() {
    let text = "# TYPE loss_seconds gauge\n# UNIT loss_seconds seconds\n\
        loss_seconds{set=\"te,st}\",model=\"a\"} 0.25 1700000000\nup 1 # {id=\"x\"} 3\nbad NaN\n# EOF\n";
    let read = read("metrics.txt", text);
    assert_eq!(read.format(), Format::OpenMetrics);
    assert_eq!(
        read.get("loss_seconds{model=\"a\",set=\"te,st}\"}"),
        Ok(Some(0.25))
    );
    let written = metric(&read, "loss_seconds{set=\"te,st}\",model=\"a\"}");
    assert_eq!(
        (written.unit.as_deref(), written.location.line),
        (Some("seconds"), Some(3))
    );
    assert_eq!(
        read.get("bad").expect_err("NaN").place.expect("place").line,
        5
    );
    assert_eq!(
        super::read("m.txt", "auc 0.5\nloss{a=\"b\"} 1e3\n").format(),
        Format::OpenMetrics
    );
    for (text, line) in [
        ("# TYPE a gauge\na 1\na x\n", 3),
        ("# TYPE a gauge\n# EOF\na 1\n", 3),
    ] {
        let fault = Metrics::read("m.prom", text).expect_err(text);
        assert_eq!(fault.place.expect("place").line, line, "{text}");
    }
    let two = Metrics::read("m.prom", "a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 2\n");
    assert!(two.is_err());
}

#[test]
fn tables_of_three_kinds() {
    let named = read(
        "m.csv",
        "metric,value,stderr,n,unit\nauc,0.9,0.01,100,\nloss,NaN,,,nats\n",
    );
    assert_eq!(named.format(), Format::Table);
    let auc = metric(&named, "auc");
    assert_eq!(
        (auc.standard_error, auc.n, auc.location.line),
        (Some(0.01), Some(100), Some(2))
    );
    assert_eq!(
        named
            .get("loss")
            .expect_err("NaN")
            .place
            .expect("place")
            .line,
        3
    );
    let one = read("m.tsv", "auc\tloss\n0.9\t0.25\n");
    assert_eq!(one.get("loss"), Ok(Some(0.25)));
    let steps = read(
        "m.csv",
        "epoch,step,train_loss,val_acc\n0,1,0.9,\n0,3,,0.75\n0,2,0.5,0.7\n",
    );
    assert_eq!(steps.get("val_acc"), Ok(Some(0.75)));
    assert_eq!(metric(&steps, "train_loss").step, Some(2));
    assert_eq!(
        read("<stdin>", "auc,loss\n0.9,0.25\n").format(),
        Format::Table
    );
    for (text, line) in [("a,a\n1,2\n", 1), ("a,b\n1,2,3\n", 2)] {
        let fault = Metrics::read("m.csv", text).expect_err(text);
        assert_eq!(fault.place.expect("place").line, line);
    }
    assert!(Metrics::read("m.csv", "a,b\n1,2\n3,4\n").is_err());
}

#[test]
fn junit_counts_cases_before_attributes() {
    let text = r#"<?xml version="1.0"?><testsuites>
        <testsuite name="a &amp; b" tests="9" failures="9" time="1,000.5">
          <testcase/><testcase><failure/></testcase><testcase><skipped/></testcase>
        </testsuite>
        <testsuite name="c" tests="4" errors="1" skipped="1" time="2"/></testsuites>"#;
    let read = read("report.xml", text);
    assert_eq!(read.get("tests"), Ok(Some(7.0)));
    assert_eq!(read.get("time"), Ok(Some(1002.5)));
    let rate = metric(&read, "pass_rate");
    assert_eq!((rate.value, rate.n, rate.share), (0.6, None, false));
    assert_eq!(metric(&read, "a & b.failures").location.line, Some(2));
    assert_eq!(read.get("c.pass_rate"), Ok(Some(2.0 / 3.0)));
}

#[test]
fn a_model_card_says_its_lines_and_refuses_contradictions() {
    let card = |second: &str| {
        format!(
            "---\nmodel-index:\n- name: m\n  results:\n  - task: {{type: t}}\n    dataset: {{type: glue, config: sst2}}\n    metrics:\n    - type: accuracy\n      value: 0.9\n    - type: accuracy\n      value: {second}\n---\n# m\n"
        )
    };
    let same = read("README.md", &card("0.9"));
    assert_eq!(metric(&same, "glue/sst2.accuracy").location.line, Some(9));
    assert!(Metrics::read("README.md", &card("0.8")).is_err());
    assert!(Metrics::read("README.md", "# no metrics\n").is_err());
}

#[test]
fn a_format_that_was_named_is_taken_at_its_word() {
    let text = r#"{"a": {"b": {"value": 1}}}"#;
    let tree = Metrics::read_as("m.json", text, Some(Format::Tree)).expect("a tree");
    assert!(tree.names().eq(["a.b.value"]));
    let fault = Metrics::read_as("m.json", text, Some(Format::KfpV1)).expect_err("is none");
    assert!(fault.help[0].contains("Kubeflow"), "{fault:?}");
    assert!(Metrics::read_as("m", text, Some(Format::WandbLog)).is_err());
}

fn metric<'a>(read: &'a Metrics, name: &str) -> &'a Metric {
    read.metric(name)
        .expect("finite")
        .unwrap_or_else(|| panic!("no {name}"))
}
