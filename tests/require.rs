//! `--require`: a chain of verdicts that can't be cheated.

use serde_json::Value;

use crate::sandbox::{GOOD, Sandbox};

const VALIDATE: &str = "validate-data good.csv -c contract.toml --report verdict=v.json";
const GATE: &str =
    "gate-model better.json --policy gate.toml --require v.json --report verdict=g.json";

#[test]
fn a_chain_grows_by_digests() {
    let sandbox = Sandbox::full();
    sandbox.run(VALIDATE).ends_with(0);
    sandbox.run(GATE).ends_with(0);
    let gate: Value = serde_json::from_str(&sandbox.read("g.json")).expect("JSON");
    let required = &gate["predicate"]["requires"][0];
    assert_eq!(required["tool"], "validate-data");
    assert_eq!(required["name"], "v.json");
    let ran = sandbox.run("render-values values.yaml --set image.tag=2.0 --require g.json");
    ran.ends_with(0);
    assert_eq!(
        sandbox.read("values.yaml"),
        "image:\n  tag: \"2.0\" # the release\nreplicas: 2\n"
    );
}

#[test]
fn a_verdict_that_did_not_pass_stops_the_next_tool() {
    let sandbox = Sandbox::full();
    sandbox
        .run("gate-model worse.json --policy gate.toml --report verdict=g.json")
        .ends_with(1);
    let ran = sandbox.run("render-values values.yaml --set image.tag=2.0 --require g.json");
    ran.ends_with(1)
        .says("required-verdict")
        .says("its outcome is fail");
    assert!(
        sandbox.read("values.yaml").contains("\"1.0\""),
        "values were written"
    );
}

#[test]
fn a_verdict_on_other_data_does_not_count() {
    let sandbox = Sandbox::full();
    sandbox.run(VALIDATE).ends_with(0);
    sandbox.write("good.csv", GOOD.replace("51", "52"));
    sandbox
        .run(GATE)
        .ends_with(1)
        .says("`good.csv` has changed since it was judged");
    std::fs::remove_file(sandbox.path("good.csv")).expect("removed");
    sandbox.run(GATE).ends_with(1).says("which is not here");
}

#[test]
fn a_stamp_of_another_commit_does_not_count() {
    let sandbox = Sandbox::full();
    sandbox
        .run("stamp-image --images a/b --report verdict=s.json")
        .ends_with(0);
    let render = "render-values values.yaml --set image.tag=2.0 --require s.json";
    sandbox.run(render).ends_with(0);
    sandbox.git(&["commit", "--quiet", "--allow-empty", "--message", "two"]);
    sandbox.run(render).ends_with(1).says("it judged commit");
}

#[test]
fn what_lies_elsewhere_is_not_looked_at_again_and_that_is_said() {
    let sandbox = Sandbox::full();
    sandbox.run(VALIDATE).ends_with(0);
    let moved = sandbox.read("v.json").replace(
        "\"name\": \"good.csv\"",
        "\"name\": \"s3://bucket/good.csv\"",
    );
    sandbox.write("v.json", moved);
    let ran = sandbox.run(GATE);
    ran.ends_with(0)
        .says("it judged `s3://bucket/good.csv`, which lies elsewhere");
    sandbox
        .run(&format!("{GATE} --fail-on warning"))
        .ends_with(1);
}

#[test]
fn what_is_no_verdict_is_an_error() {
    let sandbox = Sandbox::full().file("v.json", "{}").file("b.json", "{");
    sandbox
        .run(GATE)
        .ends_with(2)
        .says("v.json is not a verdict");
    sandbox
        .run("stamp-image --require b.json")
        .ends_with(2)
        .says("b.json:1:");
    sandbox
        .run("stamp-image --require none.json")
        .ends_with(2)
        .says("can't read none.json");
}

#[test]
fn a_verdict_is_the_same_bytes_for_the_same_evidence() {
    let sandbox = Sandbox::full();
    sandbox.run(VALIDATE).ends_with(0);
    let first = sandbox.read("v.json");
    sandbox.run(VALIDATE).ends_with(0);
    assert_eq!(first, sandbox.read("v.json"));
    let later = Sandbox::full().env("SOURCE_DATE_EPOCH", "1700000001");
    later.run(VALIDATE).ends_with(0);
    let changed: Vec<(String, String)> = first
        .lines()
        .zip(later.read("v.json").lines())
        .filter(|(a, b)| a != b)
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect();
    assert_eq!(changed.len(), 1, "only the time may differ: {changed:?}");
    assert!(changed[0].0.contains("\"time\""));
}

#[test]
fn a_closed_gate_opens_nothing_and_an_opened_one_does() {
    let sandbox = Sandbox::full().file(
        "gate.toml",
        "[gates.auc]\nmin = 0.99\nseverity = \"warning\"\n",
    );
    let gate = "gate-model better.json --policy gate.toml --report verdict=g.json";
    let render = "render-values values.yaml --set image.tag=3 --require g.json --output -";
    sandbox.run(gate).ends_with(0);
    sandbox.run(render).ends_with(0);
    sandbox
        .run(&format!("{gate} --fail-on warning"))
        .ends_with(1);
    sandbox.run(render).ends_with(1).says("the gate was closed");
    sandbox.write("gate.toml", "[gates.auc]\nmax-drop = 0.1\n");
    sandbox.run(gate).ends_with(3);
    sandbox.run(render).ends_with(1);
    sandbox
        .run(&format!("{gate} --on-inconclusive pass"))
        .ends_with(0);
    sandbox.run(render).ends_with(0);
    sandbox.write("gate.toml", "[gates.auc]\nmin = 0.99\n");
    sandbox.run(&format!("{gate} --fail-on never")).ends_with(0);
    sandbox.run(render).ends_with(1);
    sandbox
        .run(&format!("{render} --fail-on never"))
        .ends_with(1);
}

#[test]
fn a_verdict_by_another_policy_does_not_count() {
    let sandbox = Sandbox::full();
    sandbox.run(VALIDATE).ends_with(0);
    sandbox.write("contract.toml", "[columns.id]\ntype = \"string\"\n");
    sandbox
        .run(GATE)
        .ends_with(1)
        .says("`contract.toml` has changed");
}

#[test]
fn a_baseline_from_git_keeps_the_chain() {
    let sandbox = Sandbox::full();
    let gate = "gate-model better.json --policy gate.toml --baseline git:v1.2.3:./baseline.json --report verdict=g.json";
    sandbox.run(gate).ends_with(0);
    sandbox
        .run("render-values values.yaml --set image.tag=3 --require g.json")
        .ends_with(0);
}

#[test]
fn a_stale_verdict_is_not_left_behind() {
    let sandbox = Sandbox::full();
    sandbox.run(VALIDATE).ends_with(0);
    sandbox.write("contract.toml", "[");
    sandbox.run(VALIDATE).ends_with(2);
    assert!(!sandbox.path("v.json").exists());
    // However the run came to fail.
    let sandbox = Sandbox::full();
    sandbox.run(VALIDATE).ends_with(0);
    sandbox
        .run(&format!("{VALIDATE} --require none.json"))
        .ends_with(2);
    assert!(!sandbox.path("v.json").exists());
}

#[test]
fn a_forged_verdict_does_not_count() {
    let sandbox = Sandbox::full();
    sandbox
        .run("gate-model worse.json --policy gate.toml --report verdict=v.json")
        .ends_with(1);
    let forged = sandbox
        .read("v.json")
        .replace("\"open\": false", "\"open\": true");
    let forged = forged.replacen("\"outcome\": \"fail\"", "\"outcome\": \"pass\"", 1);
    sandbox.write("v.json", forged);
    sandbox
        .run(GATE)
        .ends_with(1)
        .says("does not follow from its checks");
}

#[test]
fn a_subject_that_is_no_file_is_not_read() {
    let sandbox = Sandbox::full();
    sandbox.run(VALIDATE).ends_with(0);
    sandbox.write(
        "v.json",
        sandbox.read("v.json").replace("good.csv", "/dev/zero"),
    );
    sandbox.run(GATE).ends_with(1).says("which is not here");
}

#[test]
fn a_command_that_builds_on_a_closed_verdict_does_nothing() {
    let sandbox = Sandbox::full();
    sandbox
        .run("gate-model worse.json --policy gate.toml --report verdict=g.json")
        .ends_with(1);
    // Nothing listens there: to ask would be a fault.
    let promote = "gate-model promote g.json --model m --version 1 --alias a --server http://127.0.0.1:1 --report verdict=p.json";
    sandbox
        .run(promote)
        .ends_with(1)
        .says("its outcome is fail");
    let promoted: Value = serde_json::from_str(&sandbox.read("p.json")).expect("JSON");
    assert_eq!(promoted["predicate"]["requires"][0]["name"], "g.json");
    sandbox
        .run("gate-model better.json --policy gate.toml --report verdict=g.json")
        .ends_with(0);
    sandbox
        .run(promote)
        .ends_with(2)
        .says("nothing listens there");
    assert!(
        !sandbox.path("p.json").exists(),
        "a verdict of before is left"
    );
    let other = format!("{promote} --require v.json");
    sandbox
        .run(VALIDATE.replace("good", "bad").as_str())
        .ends_with(1);
    sandbox
        .run(&other)
        .ends_with(1)
        .says("required-verdict(v.json)");
}
