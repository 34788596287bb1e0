//! gate-model on predictions, as a user runs it: formats, order and machine make
//! no difference, and what comes from outside stays what it is.

use std::fmt::Write as _;

use serde_json::Value;

use crate::sandbox::Sandbox;

/// Examples, two models' scores of them, and a column with hostile names.
fn rows() -> Vec<(String, &'static str, [f64; 2], &'static str)> {
    let mut state = 1_u64;
    let mut uniform = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 40) as f64 / f64::from(1 << 24)
    };
    let regions = ["north", "south, \"old\"", "::error::<b>|`x`\u{1b}[31m"];
    (0..400)
        .map(|at| {
            let positive = uniform() < 0.4;
            let own = uniform() + if positive { 0.7 } else { 0.0 };
            let scores = [0, 1].map(|_| (own + uniform()) / 2.7);
            let label = if positive { "yes" } else { "no" };
            (format!("c{at}"), label, scores, regions[at % 3])
        })
        .collect()
}

fn csv(model: usize, reversed: bool) -> String {
    let mut rows = rows();
    if reversed {
        rows.reverse();
    }
    let mut text = "id,label,score,region\n".to_owned();
    for (id, label, scores, region) in rows {
        let region = region.replace('"', "\"\"");
        let _ = writeln!(text, "{id},{label},{:.4},\"{region}\"", scores[model]);
    }
    text
}

fn json_lines(model: usize) -> String {
    let mut text = String::new();
    for (id, label, scores, region) in rows() {
        let score: f64 = format!("{:.4}", scores[model]).parse().expect("a number");
        let row = serde_json::json!({"id": id, "label": label, "score": score, "region": region});
        let _ = writeln!(text, "{row}");
    }
    text
}

const POLICY: &str = "[gates.accuracy]\nmax-drop = 0.1\nslices = [\"region\"]\n\n\
                      [gates.f1]\nmax-drop = 0.1\n\n[gates.log_loss]\nmax = 0.9\n";

fn sandbox() -> Sandbox {
    Sandbox::new()
        .file("gate.toml", POLICY)
        .file("baseline.csv", csv(0, false))
        .file("candidate.csv", csv(1, false))
}

/// The checks of a run, without the places in files.
fn checks(sandbox: &Sandbox, candidate: &str, baseline: &str) -> Vec<Value> {
    let run = sandbox.run(&format!(
        "gate-model --predictions {candidate} --baseline-predictions {baseline} --policy gate.toml --report verdict=v.json"
    ));
    assert_ne!(run.code, 2, "{}", run.said());
    let verdict: Value = serde_json::from_str(&sandbox.read("v.json")).expect("JSON");
    verdict["predicate"]["checks"]
        .as_array()
        .expect("checks")
        .clone()
}

#[test]
fn the_same_evidence_gives_the_same_bytes() {
    let sandbox = sandbox();
    let one = checks(&sandbox, "candidate.csv", "baseline.csv");
    let first = sandbox.read("v.json");
    let again = checks(&sandbox, "candidate.csv", "baseline.csv");
    assert_eq!((one, first), (again, sandbox.read("v.json")));
}

/// Drawing follows from the evidence's digests, so that intervals that are drawn
/// differ by their seed; what a formula tells does not.
#[test]
fn the_format_and_the_order_of_rows_make_no_difference() {
    let sandbox = sandbox()
        .file("reversed.csv", csv(0, true))
        .file("candidate.jsonl", json_lines(1));
    let by_formula = |check: &Value| {
        check["target"]
            .as_str()
            .is_some_and(|of| of.starts_with("accuracy"))
    };
    let mut one = checks(&sandbox, "candidate.csv", "baseline.csv");
    let mut other = checks(&sandbox, "candidate.jsonl", "reversed.csv");
    for list in [&mut one, &mut other] {
        list.retain(by_formula);
        assert_eq!(list.len(), 2);
    }
    assert_eq!(one, other);
}

#[test]
fn estimates_that_are_drawn_are_the_same_in_every_format() {
    let sandbox = sandbox().file("candidate.jsonl", json_lines(1));
    let observed = |list: Vec<Value>| -> Vec<Value> {
        list.into_iter()
            .map(|check| check["observed"].clone())
            .collect()
    };
    let one = observed(checks(&sandbox, "candidate.csv", "baseline.csv"));
    assert_eq!(
        one,
        observed(checks(&sandbox, "candidate.jsonl", "baseline.csv"))
    );
}

#[test]
fn names_of_slices_stay_what_they_are() {
    let sandbox = sandbox();
    let run = sandbox.run(
        "gate-model --predictions candidate.csv --baseline-predictions baseline.csv --policy gate.toml \
         --report html=r.html --report markdown=r.md",
    );
    assert!(!run.said().contains('\u{1b}'), "{}", run.said());
    assert!(!run.said().lines().any(|line| line.starts_with("::error")));
    assert!(!sandbox.read("r.html").contains("<b>|"));
    let markdown = sandbox.read("r.md");
    let outside_of_code = markdown.split("```").step_by(2);
    assert!(!outside_of_code.collect::<String>().contains("<b>"));
    assert!(
        run.said().contains("::error"),
        "the slice is named: {}",
        run.said()
    );
}

#[test]
fn predictions_come_from_standard_input() {
    let sandbox = sandbox();
    let mut command = std::process::Command::new("sh");
    command.args([
        "-c",
        &format!(
            "{} --predictions - --policy one.toml < candidate.csv",
            crate::sandbox::binary("gate-model")
        ),
    ]);
    sandbox.write("one.toml", "[gates.accuracy]\nmin = 0.5\n");
    let run = sandbox.command(&mut command);
    assert_eq!(run.code, 0, "{}", run.said());
}

#[test]
fn a_ledger_that_was_touched_is_refused() {
    let sandbox = sandbox();
    let line = "gate-model --predictions candidate.csv --baseline-predictions baseline.csv --policy gate.toml --ledger l.jsonl";
    sandbox.run(line);
    let kept = sandbox.read("l.jsonl");
    assert_eq!(kept.lines().count(), 1);
    sandbox.run(line);
    assert_eq!(
        sandbox.read("l.jsonl"),
        kept,
        "the same evidence is no further use"
    );
    sandbox.write(
        "l.jsonl",
        kept.replace("\"pass\"", "\"fail\"")
            .replace("\"inconclusive\"", "\"pass\""),
    );
    let run = sandbox.run(line).ends_with(2);
    assert!(run.said().contains("l.jsonl:1"), "{}", run.said());
}
