//! Programs that make and copy images read what `stamp-image` prints for them:
//! Debian's buildah, skopeo and umoci, with a real registry.

use std::process::Command;

use serde_json::Value;

use crate::outputs::{BRANCHES, LABELS, of_branch};
use crate::registry::{Registry, images, program, sha256};
use crate::sandbox::{Ran, Sandbox, binary};

/// Runs a script whose `$0` is `stamp-image`, with arguments.
fn bash(sandbox: &Sandbox, script: &str, arguments: &[&str]) -> Ran {
    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", script, binary("stamp-image")]);
    sandbox.command(bash.args(arguments)).ends_with(0)
}

fn inspect(sandbox: &Sandbox, image: &str) -> Value {
    let line = format!("skopeo inspect --tls-verify=false docker://{image}");
    serde_json::from_str(&program(sandbox, &line)).expect("JSON")
}

/// What is printed for podman is for buildah too: podman builds by it.
#[test]
fn buildah_gives_an_image_every_label_and_annotation() {
    // It refuses `${…}` in a label where that is no substitution of its own.
    let labels = LABELS.lines().filter(|line| !line.starts_with("template="));
    let labels: Vec<&str> = labels.collect();
    let sandbox = of_branch(BRANCHES[0])
        .env("TOLLGATE_STAMP_IMAGE_LABELS", &labels.join("\n"))
        .file("Dockerfile", "FROM scratch\nCOPY payload /\n")
        .file("payload", "weights\n");
    let home = sandbox.path("home").to_string_lossy().into_owned();
    let sandbox = sandbox.env("HOME", &home);
    let registry = Registry::start(&sandbox, false);
    let app = format!("{}/team/app", registry.host);
    let build = r#"mapfile -t args < <("$0" --images "$1" --tags type=raw,value=1.2 --print podman)
        buildah() { command buildah --storage-driver vfs --root "$PWD/root" --runroot "$PWD/run" "$@"; }
        buildah build --isolation chroot "${args[@]}" .
        buildah push --tls-verify=false "$1:1.2""#;
    bash(&sandbox, build, &[&app]);
    let json = sandbox.run(&format!(
        "stamp-image --images {app} --tags type=raw,value=1.2 --print json"
    ));
    let stamp: Value = serde_json::from_str(&json.stdout).expect("JSON");
    let image = format!("{app}:1.2");
    let found = inspect(&sandbox, &image);
    let labels = stamp["labels"].as_object().expect("labels");
    assert_eq!(labels["branch"], BRANCHES[0]);
    for (key, value) in labels {
        assert_eq!(&found["Labels"][key], value, "{key}");
    }
    let raw = format!("skopeo inspect --raw --tls-verify=false docker://{image}");
    let manifest: Value = serde_json::from_str(&program(&sandbox, &raw)).expect("JSON");
    for line in stamp["annotations"].as_array().expect("annotations") {
        let line = line.as_str().expect("a text");
        let line = line.strip_prefix("manifest:").expect("a level");
        let (key, value) = line.split_once('=').expect("a value");
        assert_eq!(manifest["annotations"][key], value, "{key}");
    }
    assert!(!sandbox.path("pwned").exists());
}

#[test]
fn skopeo_copies_an_image_to_every_tag() {
    let sandbox = images().repository();
    let registry = Registry::start(&sandbox, false);
    let app = format!("{}/team/app", registry.host);
    let copy = r#""$0" --images "$1" --tags type=sha --tags type=raw,value=1.2 --print skopeo --print0 > args
        xargs -0 -n 1 skopeo copy --quiet --insecure-policy --all --dest-tls-verify=false oci:images:all < args"#;
    bash(&sandbox, copy, &[&app]);
    let tags = bash(&sandbox, r#""$0" --tags type=sha --quiet"#, &[]).stdout;
    for tag in [tags.trim(), "1.2"] {
        let found = inspect(&sandbox, &format!("{app}:{tag}"));
        let names = found["RepoTags"].as_array().expect("tags");
        assert!(names.iter().any(|name| name == tag), "{names:?}");
    }
}

/// Labels of a verdict on an image that umoci makes: read back from the
/// registry, they name the very bytes of the verdict, the data and the policy.
#[test]
fn labels_tie_an_image_to_its_verdicts() {
    let sandbox = images()
        .file("good.csv", crate::sandbox::GOOD)
        .file("contract.toml", crate::sandbox::CONTRACT)
        .repository();
    let registry = Registry::start(&sandbox, false);
    let app = format!("{}/team/app:1", registry.host);
    sandbox
        .run("validate-data good.csv -c contract.toml --report verdict=v.json")
        .ends_with(0);
    let label = r#"mapfile -d '' -t labels < <("$0" --tags type=raw,value=1 --print labels --print0 \
            --label-verdicts --require v.json --labels 'say=it'\''s "two words", $(touch pwned)' --quiet)
        umoci config --image images:amd64 "${labels[@]/#/--config.label=}"
        skopeo copy --quiet --insecure-policy --dest-tls-verify=false oci:images:amd64 "docker://$1""#;
    bash(&sandbox, label, &[&app]);
    let labels = inspect(&sandbox, &app)["Labels"].clone();
    let ours = |key: &str| labels[format!("io.github.tollgate-ci.validate-data.{key}")].clone();
    assert_eq!(ours("outcome"), "pass");
    assert_eq!(
        ours("digest"),
        format!("sha256:{}", sha256(&sandbox, "v.json"))
    );
    let contract = sha256(&sandbox, "contract.toml");
    assert_eq!(ours("policy"), format!("sha256:{contract}"));
    let data = sha256(&sandbox, "good.csv");
    assert_eq!(ours("subject.1"), format!("good.csv@sha256:{data}"));
    assert_eq!(labels["say"], "it's \"two words\", $(touch pwned)");
    assert!(!sandbox.path("pwned").exists());
}
