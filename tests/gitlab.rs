//! The GitLab components, run by gitlab-ci-local in the example's pipeline.

use std::process::Command;

use crate::peers::{VERSION, commit, copy, peer, release};
use crate::sandbox::{Ran, Sandbox};

/// A job after the gates, which reads what they left.
const LATER: &str = "
later:
  stage: release
  needs: [gate-model, stamp-image]
  script:
    - echo \"verdict $GATE_MODEL_VERDICT version $STAMP_IMAGE_VERSION\"
    - for tag in $STAMP_IMAGE_TAGS; do echo \"tag $tag\"; done
    - echo \"labels $(printf '%s' \"$STAMP_IMAGE_LABELS\" | tr '\\t' '\\n' | grep -c .)\"
    - grep -c '<testcase' reports/gate-model/junit.xml
    - grep '\"result\"' reports/gate-model/verdict.json
";

/// The example beside a server's copy of the components, tagged as released.
fn example() -> Sandbox {
    let sandbox = Sandbox::new();
    copy(".", &sandbox, "server/tollgate-ci/tollgate");
    commit(
        &sandbox,
        "server/tollgate-ci/tollgate",
        VERSION,
        "git@gitlab.com:tollgate-ci/tollgate.git",
    );
    sandbox.git(&[
        "clone",
        "--quiet",
        "--bare",
        "server/tollgate-ci/tollgate",
        "server/tollgate-ci/tollgate.git",
    ]);
    copy("examples/churn", &sandbox, "churn");
    let pipeline = sandbox.read("churn/.gitlab-ci.yml");
    sandbox.write("churn/.gitlab-ci.yml", pipeline + LATER);
    let server = format!("url.file://{}/.insteadOf", sandbox.path("server").display());
    let home = sandbox.path("home").to_string_lossy().into_owned();
    std::fs::create_dir_all(&home).expect("made");
    let mut git = Command::new("git");
    git.args(["config", "--global", &server, "ssh://git@gitlab.com:22/"]);
    assert!(
        git.env("HOME", &home)
            .status()
            .expect("git starts")
            .success()
    );
    sandbox
        .env("HOME", &home)
        .env("PATH", &format!("{}:/usr/bin:/bin", release().display()))
}

fn pipeline(sandbox: &Sandbox) -> Ran {
    commit(sandbox, "churn", "v1.4.0", "git@gitlab.com:acme/churn.git");
    let mut gitlab = Command::new("sh");
    gitlab
        .args(["-c", "cd churn && exec \"$@\"", "sh"])
        .arg(peer("node"))
        .arg(peer("gitlab-ci-local"));
    gitlab.args([
        "--shell-isolation",
        "--no-artifacts-to-source",
        "--force-shell-executor",
    ]);
    gitlab.args([
        "--variable",
        "GITLAB_CI=true",
        "--ignore-predefined-vars",
        "GITLAB_CI",
    ]);
    sandbox.command(&mut gitlab)
}

#[test]
fn a_pipeline_of_components_goes_from_data_to_values() {
    let sandbox = example();
    let ran = pipeline(&sandbox).ends_with(0);
    for job in [
        "validate-data",
        "gate-model",
        "stamp-image",
        "render-values",
        "later",
    ] {
        assert!(
            ran.said().contains(&format!("PASS  {job}")),
            "{job}\n{}",
            ran.said()
        );
    }
    let ran = ran
        .says("> verdict pass version main")
        .says("> tag registry.example.com/churn:main")
        .says("> labels 8")
        .says("\"result\": \"PASSED\"");
    let counts = ran.said().lines().any(|line| {
        let count = line
            .strip_prefix("later")
            .and_then(|line| line.trim().strip_prefix('>'));
        count.is_some_and(|count| count.trim().parse::<u32>().is_ok_and(|count| count > 0))
    });
    assert!(counts, "the JUnit report was not there: {}", ran.said());
    let values = sandbox.read("churn/.gitlab-ci-local/artifacts/render-values/deploy/values.yaml");
    assert!(values.contains("tag: \"main\""), "{values}");
}

#[test]
fn a_pipeline_stops_at_a_worse_model() {
    let sandbox = example();
    let worse = sandbox.read("churn/models/worse/metrics.json");
    sandbox.write("churn/models/candidate/metrics.json", worse);
    let ran = pipeline(&sandbox)
        .ends_with(1)
        .says("FAIL  gate-model")
        .says("PASS  validate-data");
    assert!(
        !ran.said().contains("PASS  render-values"),
        "{}",
        ran.said()
    );
    let report =
        sandbox.read("churn/.gitlab-ci-local/artifacts/gate-model/reports/gate-model/junit.xml");
    assert!(report.contains("<failure"), "{report}");
}
