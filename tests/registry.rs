//! A real registry, Debian's `docker-registry`, with images that umoci makes
//! and skopeo brings: digests of tags, other tags for them, and logins.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::sandbox::{Ran, Sandbox};

const SECRET: &str = "s3cret-pass";

/// `me` with the secret, by bcrypt, which is all that the registry takes.
const HTPASSWD: &str = "me:$2y$05$K7h61n0rdBckB.4/Kca00OnJ5eXMv1aw6PY0e1uGihE/0EcSvQOHu\n";

/// A registry with a store of its own, which may want a login.
pub(crate) struct Registry {
    process: Child,
    pub(crate) host: String,
}

impl Registry {
    pub(crate) fn start(sandbox: &Sandbox, login: bool) -> Self {
        let port = {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
            listener.local_addr().expect("an address").port()
        };
        let host = format!("127.0.0.1:{port}");
        let store = sandbox.path("store");
        let passwords = sandbox.path("htpasswd");
        sandbox.write("htpasswd", HTPASSWD);
        let auth = match login {
            true => json!({"htpasswd": {"realm": "test", "path": passwords}}),
            false => json!({}),
        };
        // JSON is YAML.
        let config = json!({
            "version": "0.1",
            "log": {"level": "error"},
            "storage": {"filesystem": {"rootdirectory": store}},
            "http": {"addr": host},
            "auth": auth,
        });
        sandbox.write("registry.yml", config.to_string());
        let mut command = Command::new("docker-registry");
        command.arg("serve").arg(sandbox.path("registry.yml"));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let process = command
            .spawn()
            .expect("docker-registry starts: run `cargo xtask test`");
        let began = Instant::now();
        while TcpStream::connect(&host).is_err() {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "it does not answer"
            );
            sleep(Duration::from_millis(50));
        }
        Self { process, host }
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A sandbox with images of two platforms and an index of both, in a layout.
pub(crate) fn images() -> Sandbox {
    let sandbox = Sandbox::new().file("payload", "weights\n");
    let home = sandbox.path("home").to_string_lossy().into_owned();
    let sandbox = sandbox.env("HOME", &home);
    program(&sandbox, "umoci init --layout images");
    for platform in ["amd64", "arm64"] {
        let image = format!("--image images:{platform}");
        program(&sandbox, &format!("umoci new {image}"));
        program(
            &sandbox,
            &format!("umoci insert --rootless {image} payload /{platform}"),
        );
        program(
            &sandbox,
            &format!("umoci config {image} --os linux --architecture {platform}"),
        );
    }
    add_index(&sandbox);
    sandbox
}

/// Adds an index of the images in the layout, as `all`.
fn add_index(sandbox: &Sandbox) {
    let mut layout: Value = serde_json::from_str(&sandbox.read("images/index.json")).expect("JSON");
    let entries = layout["manifests"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| {
            let mut entry = entry.clone();
            let name = entry["annotations"]["org.opencontainers.image.ref.name"].clone();
            entry["platform"] = json!({"os": "linux", "architecture": name});
            entry
                .as_object_mut()
                .expect("an object")
                .remove("annotations");
            entry
        });
    let kind = "application/vnd.oci.image.index.v1+json";
    let entries: Vec<Value> = entries.collect();
    let index = json!({"schemaVersion": 2, "mediaType": kind, "manifests": entries}).to_string();
    sandbox.write("all.json", &index);
    let digest = sha256(sandbox, "all.json");
    sandbox.write(&format!("images/blobs/sha256/{digest}"), &index);
    let named = json!({
        "mediaType": kind,
        "digest": format!("sha256:{digest}"),
        "size": index.len(),
        "annotations": {"org.opencontainers.image.ref.name": "all"},
    });
    layout["manifests"]
        .as_array_mut()
        .expect("a list")
        .push(named);
    sandbox.write("images/index.json", layout.to_string());
}

pub(crate) fn program(sandbox: &Sandbox, line: &str) -> String {
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().expect("a program"));
    sandbox.command(command.args(words)).ends_with(0).stdout
}

pub(crate) fn sha256(sandbox: &Sandbox, file: &str) -> String {
    let sum = program(sandbox, &format!("sha256sum {file}"));
    sum.split(' ').next().expect("a digest").to_owned()
}

fn push(sandbox: &Sandbox, image: &str, to: &str, options: &str) {
    let line = format!(
        "skopeo copy --quiet --insecure-policy --all --dest-tls-verify=false {options} oci:images:{image} docker://{to}"
    );
    program(sandbox, &line);
}

/// The digest of what skopeo gets.
fn digest(sandbox: &Sandbox, image: &str) -> String {
    let raw = program(
        sandbox,
        &format!("skopeo inspect --raw --tls-verify=false docker://{image}"),
    );
    sandbox.write("raw", raw);
    format!("sha256:{}", sha256(sandbox, "raw"))
}

/// Runs a tool, which shows no secret.
fn run(sandbox: &Sandbox, line: &str) -> Ran {
    let ran = sandbox.run(line);
    assert!(!ran.said().contains(SECRET), "{}", ran.said());
    ran
}

fn resolve(sandbox: &Sandbox, line: &str) -> String {
    let ran = run(sandbox, &format!("stamp-image resolve {line}")).ends_with(0);
    ran.stdout.trim().to_owned()
}

#[test]
fn a_tag_leads_to_a_digest_of_the_whole_and_of_a_platform() {
    let sandbox = images();
    let registry = Registry::start(&sandbox, false);
    let app = format!("{}/team/app", registry.host);
    push(&sandbox, "all", &format!("{app}:1"), "");
    push(&sandbox, "amd64", &format!("{app}:amd64"), "");

    let (index, single) = (
        digest(&sandbox, &format!("{app}:1")),
        digest(&sandbox, &format!("{app}:amd64")),
    );
    assert_eq!(
        resolve(&sandbox, &format!("{app}:1")),
        format!("{app}@{index}")
    );
    assert_eq!(
        resolve(&sandbox, &format!("{app}:1 {app}:amd64 {app}@{single}")),
        format!("{app}@{index}\n{app}@{single}\n{app}@{single}")
    );
    for image in ["1", "amd64"] {
        let found = resolve(&sandbox, &format!("{app}:{image} --platform linux/amd64"));
        assert_eq!(found, format!("{app}@{single}"));
    }
    for (line, why) in [
        (
            format!("{app}:1 --platform linux/s390x"),
            "it has linux/amd64, linux/arm64",
        ),
        (
            format!("{app}:amd64 --platform linux/arm64"),
            "it has linux/amd64",
        ),
        (format!("{app}:amd46"), "did you mean"),
        (format!("{app}:none"), "there is no image"),
        (format!("{}/none", registry.host), "no tags are known of it"),
        (
            format!("{app}@sha256:{}", "0".repeat(64)),
            "check the digest",
        ),
        (format!("http://{app}"), "leave out `http://`"),
    ] {
        run(&sandbox, &format!("stamp-image resolve {line}"))
            .ends_with(2)
            .says(why);
    }
}

#[test]
fn a_tested_digest_gets_other_tags() {
    let sandbox = images();
    let registry = Registry::start(&sandbox, false);
    let app = format!("{}/team/app", registry.host);
    push(&sandbox, "amd64", &format!("{app}:old"), "");
    push(&sandbox, "all", &format!("{app}:new"), "");
    let (old, new) = (
        digest(&sandbox, &format!("{app}:old")),
        digest(&sandbox, &format!("{app}:new")),
    );
    let promote = |rest: &str| {
        let line = format!("stamp-image promote {rest} --report human --report verdict=v.json");
        run(&sandbox, &line).in_a_row()
    };

    // First a tag that was not there, then another digest in its place.
    promote(&format!("{app}@{old} --tag prod"))
        .ends_with(0)
        .says(&format!("prod none {} set, and read back", &old[..19]));
    assert_eq!(digest(&sandbox, &format!("{app}:prod")), old);
    promote(&format!("{app}@{new} --tag prod --dry-run"))
        .ends_with(0)
        .says("nothing: a dry run");
    assert_eq!(digest(&sandbox, &format!("{app}:prod")), old);
    let ran = promote(&format!("{app}@{new} --tag prod --tag 1.0"));
    let ran = ran.ends_with(0).says(&format!(
        "prod {} {} set, and read back",
        &old[..19],
        &new[..19]
    ));
    assert_eq!(ran.stdout, format!("{app}:prod@{new} {app}:1.0@{new}"));
    let verdict: Value = serde_json::from_str(&sandbox.read("v.json")).expect("JSON");
    let before = &verdict["predicate"]["checks"][1];
    assert_eq!(before["id"], "previous-digest");
    assert_eq!(before["observed"], old);
    assert_eq!(digest(&sandbox, &format!("{app}:prod")), new);
    promote(&format!("{app}@{new} --tag prod"))
        .ends_with(0)
        .says("nothing: it was so");

    // Another repository of the registry has all of it without a push.
    let there = format!("{}/prod/app", registry.host);
    promote(&format!("{app}@{new} --to {there} --tag 1.0")).ends_with(0);
    assert_eq!(digest(&sandbox, &format!("{there}:1.0")), new);
    let pull = format!(
        "skopeo copy --quiet --insecure-policy --all --src-tls-verify=false docker://{there}:1.0 oci:pulled:all"
    );
    program(&sandbox, &pull);

    for (line, why) in [
        (format!("{app}:new --tag prod"), "names no digest"),
        (
            format!("{app}@sha256:{} --tag prod", "0".repeat(64)),
            "there is no image",
        ),
        (format!("{app}@{new} --tag .x"), "not a tag"),
        (
            format!("{app}@{new} --tag x --to other.example/app"),
            "is another registry",
        ),
    ] {
        promote(&line).ends_with(2).says(why);
    }
}

#[test]
fn only_what_was_judged_is_promoted() {
    let sandbox = images();
    let registry = Registry::start(&sandbox, false);
    let app = format!("{}/team/app", registry.host);
    push(&sandbox, "amd64", &format!("{app}:one"), "");
    push(&sandbox, "arm64", &format!("{app}:two"), "");
    let (one, two) = (
        digest(&sandbox, &format!("{app}:one")),
        digest(&sandbox, &format!("{app}:two")),
    );
    resolve(&sandbox, &format!("{app}:one --report verdict=one.json"));
    let promote = |digest: &str, rest: &str| {
        let line = format!("stamp-image promote {app}@{digest} --tag prod {rest}");
        run(&sandbox, &line).in_a_row()
    };
    promote(&two, "--require one.json")
        .ends_with(1)
        .says(&format!("judged {one}"));
    assert!(run(&sandbox, &format!("stamp-image resolve {app}:prod")).code == 2);
    promote(&one, "--require one.json --report verdict=promoted.json").ends_with(0);
    assert_eq!(digest(&sandbox, &format!("{app}:prod")), one);
    let verdict: Value = serde_json::from_str(&sandbox.read("promoted.json")).expect("JSON");
    assert_eq!(
        verdict["subject"][0]["digest"]["sha256"],
        one["sha256:".len()..]
    );
    assert_eq!(verdict["predicate"]["requires"][0]["name"], "one.json");

    // A verdict of something else says nothing of an image.
    sandbox.write("good.csv", "id\n1\n");
    sandbox.write("contract.toml", "[columns.id]\ntype = \"integer\"\n");
    run(
        &sandbox,
        "validate-data good.csv --contract contract.toml --report verdict=data.json",
    )
    .ends_with(0);
    promote(&two, "--require data.json")
        .ends_with(1)
        .says("none of the required verdicts judged this image");
    promote(&one, "--require data.json --require one.json").ends_with(0);
}

#[test]
fn a_login_is_taken_from_where_docker_keeps_it() {
    let sandbox = images();
    let registry = Registry::start(&sandbox, true);
    let app = format!("{}/team/app", registry.host);
    push(
        &sandbox,
        "amd64",
        &format!("{app}:1"),
        &format!("--dest-creds me:{SECRET}"),
    );
    let resolve = |sandbox: &Sandbox| run(sandbox, &format!("stamp-image resolve {app}:1"));
    resolve(&sandbox)
        .ends_with(2)
        .says("without credentials (status 401")
        .says("docker login");

    // What skopeo's login writes, in podman's and in Docker's place.
    let login = |file: &str, secret: &str| {
        let mut skopeo = Command::new("skopeo");
        skopeo.args([
            "login",
            "--tls-verify=false",
            "--username",
            "me",
            "--password",
            secret,
        ]);
        skopeo
            .arg("--authfile")
            .arg(sandbox.path(file))
            .arg(&registry.host);
        sandbox.command(&mut skopeo).ends_with(0);
    };
    login("home/.docker/config.json", SECRET);
    resolve(&sandbox).ends_with(0);
    fs::remove_file(sandbox.path("home/.docker/config.json")).expect("removed");
    login("home/.config/containers/auth.json", SECRET);
    resolve(&sandbox).ends_with(0);
    fs::remove_file(sandbox.path("home/.config/containers/auth.json")).expect("removed");

    // base64 of me:wrong.
    let wrong = json!({"auths": {&registry.host: {"auth": "bWU6d3Jvbmc="}}});
    sandbox.write("docker/config.json", wrong.to_string());
    let docker = sandbox.path("docker").to_string_lossy().into_owned();
    let sandbox = sandbox.env("DOCKER_CONFIG", &docker);
    resolve(&sandbox)
        .ends_with(2)
        .says("does not take these credentials");

    // A helper that is a script, asked by the registry's name.
    let script = format!(
        "#!/bin/sh\nread host\n[ \"$1 $host\" = \"get {}\" ] || exit 1\necho '{{\"Username\": \"me\", \"Secret\": \"{SECRET}\"}}'\n",
        registry.host
    );
    sandbox.write("bin/docker-credential-script", script);
    let helper = sandbox.path("bin/docker-credential-script");
    fs::set_permissions(&helper, fs::Permissions::from_mode(0o755)).expect("set");
    let bin = sandbox.path("bin").to_string_lossy().into_owned();
    let sandbox = sandbox.env("PATH", &format!("{bin}:/usr/bin:/bin"));
    sandbox.write("docker/config.json", "{\"credsStore\": \"script\"}");
    let found = resolve(&sandbox).ends_with(0).stdout;
    let image = found.trim();
    run(&sandbox, &format!("stamp-image promote {image} --tag prod")).ends_with(0);
    run(
        &sandbox,
        &format!(
            "stamp-image promote {image} --tag 1 --to {}/other/app",
            registry.host
        ),
    )
    .ends_with(0);
    sandbox.write("docker/config.json", "{\"credsStore\": \"none\"}");
    resolve(&sandbox)
        .ends_with(2)
        .says("`docker-credential-none` is not on the PATH");
}

#[test]
fn a_store_that_was_changed_is_found_out_and_a_registry_that_is_down_is_told() {
    let sandbox = images();
    let registry = Registry::start(&sandbox, false);
    let app = format!("{}/team/app", registry.host);
    push(&sandbox, "amd64", &format!("{app}:1"), "");
    let image = resolve(&sandbox, &format!("{app}:1"));
    let hex = image.rsplit(':').next().expect("a digest");
    let blob = format!(
        "store/docker/registry/v2/blobs/sha256/{}/{hex}/data",
        &hex[..2]
    );
    let bytes = sandbox.read(&blob);
    sandbox.write(&blob, format!("{bytes} "));
    for line in [
        format!("resolve {app}:1"),
        format!("resolve {image}"),
        format!("promote {image} --tag prod"),
    ] {
        run(&sandbox, &format!("stamp-image {line}"))
            .ends_with(2)
            .says("does not tell the truth");
    }
    drop(registry);
    run(&sandbox, &format!("stamp-image resolve {app}:1"))
        .ends_with(2)
        .says("nothing listens there, after 4 tries");
}

/// Runs `stamp-image --exists`, and says what became of its two outputs.
fn exists(sandbox: &Sandbox, line: &str) -> (Ran, String, String) {
    let line = format!("stamp-image --exists --dotenv out.env --report human {line}");
    let ran = run(sandbox, &line);
    let text = match ran.code {
        0 => sandbox.read("out.env"),
        _ => String::new(),
    };
    let output = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_default().to_owned()
    };
    let (exists, digests) = (
        output("STAMP_IMAGE_EXISTS="),
        output("STAMP_IMAGE_EXISTING_DIGEST="),
    );
    (ran.in_a_row(), exists, digests)
}

#[test]
fn a_build_of_what_is_there_can_be_skipped() {
    let sandbox = images().repository();
    let registry = Registry::start(&sandbox, true);
    let app = format!("{}/team/app", registry.host);
    let web = format!("{}/team/web", registry.host);
    let line = format!("--images {app} --tags type=content,paths=payload --tags type=raw,value=1");
    let tag = run(
        &sandbox,
        "stamp-image --tags type=content,paths=payload --quiet",
    );
    let tag = tag.ends_with(0).stdout.trim().to_owned();

    // Nobody who may not look is told that nothing is there.
    let (ran, ..) = exists(&sandbox, &line);
    ran.ends_with(2).says("without credentials (status 401");
    // base64 of me and the secret.
    let known = json!({"auths": {&registry.host: {"auth": "bWU6czNjcmV0LXBhc3M="}}});
    sandbox.write("docker/config.json", known.to_string());
    let docker = sandbox.path("docker").to_string_lossy().into_owned();
    let sandbox = sandbox.env("DOCKER_CONFIG", &docker);

    let (ran, there, digests) = exists(&sandbox, &line);
    ran.ends_with(0)
        .says("is not in its registry: it must be built");
    assert_eq!((&*there, &*digests), ("false", ""));
    let login = format!("--dest-creds me:{SECRET}");
    push(&sandbox, "amd64", &format!("{app}:1"), &login);
    let (_, there, _) = exists(&sandbox, &line);
    assert_eq!(there, "false", "the first tag of content decides");
    push(&sandbox, "all", &format!("{app}:{tag}"), &login);
    let found = resolve(&sandbox, &format!("{app}:{tag}"));
    let digest = found.split_once('@').expect("a digest").1;
    let (ran, there, digests) = exists(&sandbox, &line);
    ran.ends_with(0)
        .says("is in its registry: the build can be skipped");
    assert_eq!(there, "true");
    assert_eq!(digests, format!("{app}:{tag}@{digest}"));

    // Every image must have it; without a tag of content the version decides.
    let (_, there, digests) = exists(&sandbox, &format!("{line} --images {web}"));
    assert_eq!((&*there, digests.split(' ').count()), ("false", 1));
    let by_version = |tag: &str| exists(&sandbox, &format!("--images {app} --tags {tag}"));
    assert_eq!(by_version("type=raw,value=1").1, "true");
    assert_eq!(by_version("type=raw,value=2").1, "false");

    // A change of the content is another image.
    sandbox.write("payload", "other weights\n");
    assert_eq!(exists(&sandbox, &line).1, "false");
    drop(registry);
    let (ran, ..) = exists(&sandbox, &line);
    ran.ends_with(2).says("nothing listens there");
}
