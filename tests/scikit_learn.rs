//! Predictions of real models, made anew by scikit-learn: the whole tool against
//! scikit-learn's numbers and `SciPy`'s interval.

use std::process::Command;

use serde_json::{Map, Value};

use crate::peers::{peer, root};
use crate::sandbox::Sandbox;

/// What the models said, and what is expected of it.
fn predicted() -> (Sandbox, Value) {
    let sandbox = Sandbox::new();
    let mut python = Command::new(peer("ml-python"));
    python
        .arg(root().join("tests/scikit_learn/predict.py"))
        .arg(sandbox.dir());
    sandbox.command(&mut python).ends_with(0);
    let expected = serde_json::from_str(&sandbox.read("expected.json")).expect("JSON");
    (sandbox, expected)
}

fn numbers(of: &Value) -> &Map<String, Value> {
    of.as_object().expect("a map")
}

/// What was observed of each gate.
fn checks(sandbox: &Sandbox, options: &str) -> Vec<Value> {
    let line = format!("gate-model {options} --policy gate.toml --report verdict=v.json");
    let run = sandbox.run(&line);
    assert_ne!(run.code, 2, "{}", run.said());
    let verdict: Value = serde_json::from_str(&sandbox.read("v.json")).expect("JSON");
    verdict["predicate"]["checks"]
        .as_array()
        .expect("checks")
        .clone()
}

#[test]
fn every_number_is_scikit_learns() {
    let (sandbox, expected) = predicted();
    for (file, set) in [("candidate", "classes"), ("regression", "numbers")] {
        let expected = numbers(&expected[set]);
        let gates = expected.keys().map(|name| {
            let least = if name == "mcc" { -1 } else { 0 };
            format!("[gates.{name:?}]\nmetric = {name:?}\nmin = {least}\n")
        });
        sandbox.write("gate.toml", gates.collect::<Vec<_>>().join("\n"));
        for format in ["csv", "parquet"] {
            let checks = checks(&sandbox, &format!("--predictions {file}.{format}"));
            assert_eq!(checks.len(), expected.len());
            for check in checks {
                let name = check["target"].as_str().expect("a name");
                let theirs = expected[name].as_f64().expect("a number");
                let ours = check["observed"].as_f64().expect("a number");
                let apart = (ours - theirs).abs() / theirs.abs().max(1.0);
                assert!(
                    apart < 1e-12,
                    "{name} of {format}: {ours} instead of {theirs}"
                );
            }
        }
    }
}

/// Both draw, each in its own way: their ends differ by a small part of the
/// interval's length.
#[test]
fn the_interval_of_a_change_is_scipys() {
    let (sandbox, expected) = predicted();
    sandbox.write(
        "gate.toml",
        "resamples = 20000\n\n[gates.log_loss]\nmax-drop = 0.05\n",
    );
    let checks = checks(
        &sandbox,
        "--predictions candidate.parquet --baseline-predictions baseline.csv",
    );
    let end = |at: usize| expected["interval"][at].as_f64().expect("a number");
    let ours = |end: &str| checks[0]["interval"][end].as_f64().expect("a number");
    let length = end(1) - end(0);
    for (at, name) in [(0, "low"), (1, "high")] {
        let apart = (ours(name) - end(at)).abs() / length;
        assert!(
            apart < 0.03,
            "{name}: {} instead of {}",
            ours(name),
            end(at)
        );
    }
}
