//! The values that the example renders, in Helm's own hands.

use std::process::Command;

use crate::peers::{commit, copy, peer, release};
use crate::sandbox::{Ran, Sandbox};

/// The example, run up to its values.
fn rendered() -> Sandbox {
    let sandbox = Sandbox::new();
    let path = format!("{}:/usr/bin:/bin", release().display());
    let home = sandbox.path("home").to_string_lossy().into_owned();
    let sandbox = sandbox.env("PATH", &path).env("HOME", &home);
    copy("examples/churn", &sandbox, "churn");
    commit(
        &sandbox,
        "churn",
        "v1.4.0",
        "https://github.com/acme/churn.git",
    );
    sandbox.git(&["-C", "churn", "checkout", "--quiet", "v1.4.0"]);
    let script = "cd churn && validate-data && gate-model && stamp-image && render-values";
    sandbox
        .command(Command::new("sh").args(["-e", "-c", script]))
        .ends_with(0);
    sandbox
}

fn helm(sandbox: &Sandbox, args: &[&str]) -> Ran {
    sandbox.command(Command::new(peer("helm")).args(args))
}

#[test]
fn helm_takes_the_rendered_values() {
    let sandbox = rendered();
    let with = ["--values", "churn/deploy/values.yaml"];
    helm(
        &sandbox,
        &[&["lint", "--strict", "churn/chart"][..], &with].concat(),
    )
    .ends_with(0);
    let manifests = helm(
        &sandbox,
        &[&["template", "release", "churn/chart"][..], &with].concat(),
    )
    .ends_with(0);
    assert!(
        manifests
            .stdout
            .contains("image: \"registry.example.com/churn:1.4.0\"")
            || manifests
                .stdout
                .contains("image: registry.example.com/churn:1.4.0"),
        "{}",
        manifests.stdout
    );
}

#[test]
fn helm_takes_values_that_were_edited_in_place() {
    let sandbox = rendered();
    let before = sandbox.read("churn/chart/values.yaml");
    let edit = "cd churn && render-values chart/values.yaml --config /dev/null --set image.tag=2.0.0 --set replicas=3";
    sandbox
        .command(Command::new("sh").args(["-c", edit]))
        .ends_with(0);
    let after = sandbox.read("churn/chart/values.yaml");
    let changed = before
        .lines()
        .zip(after.lines())
        .filter(|(a, b)| a != b)
        .count();
    assert_eq!(
        (changed, before.lines().count()),
        (2, after.lines().count()),
        "{after}"
    );
    helm(&sandbox, &["lint", "--strict", "churn/chart"]).ends_with(0);
    helm(&sandbox, &["template", "release", "churn/chart"])
        .ends_with(0)
        .says("churn:2.0.0")
        .says("replicas: 3");
}

#[test]
fn the_charts_schema_refuses_a_failed_model() {
    let sandbox = rendered();
    let values = sandbox.read("churn/deploy/values.yaml");
    let failed = values.replace("verdict: \"pass\"", "verdict: \"fail\"");
    assert_ne!(values, failed);
    sandbox.write("churn/deploy/values.yaml", failed);
    let ran = helm(
        &sandbox,
        &[
            "template",
            "release",
            "churn/chart",
            "--values",
            "churn/deploy/values.yaml",
        ],
    );
    assert_ne!(ran.code, 0, "{}", ran.said());
    ran.says("verdict");
}
