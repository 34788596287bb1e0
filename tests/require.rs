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
