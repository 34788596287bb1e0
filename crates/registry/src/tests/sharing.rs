//! Other tags, and other repositories, for what is there already.

use super::*;

/// The index of two images, of which one has a layer that is kept elsewhere.
fn index() -> (Value, Value) {
    let mut child = image(&["c", "layer", "far"]);
    child["layers"][1]["urls"] = json!(["https://far.example"]);
    let entry = json!({"digest": digest(&child.to_string()).to_string()});
    (json!({"manifests": [entry]}), child)
}

/// A registry with an index at `a:1`. Blobs are mounted with this answer.
fn serving(mount: u16) -> Fake {
    let (index, child) = index();
    Fake::new(move |asked| {
        let line = asked.lines().next().unwrap_or_default();
        if line.starts_with("HEAD /v2/b/blobs/") {
            let there = line.contains(&digest("c").to_string());
            reply(if there { 200 } else { 404 }, &[], "")
        } else if line.starts_with("POST") {
            reply(mount, &["location: /v2/b/blobs/uploads/7?state=x"], "")
        } else if line.starts_with("PUT") {
            reply(201, &[], "")
        } else if line.starts_with("DELETE") {
            reply(204, &[], "")
        } else if line.contains("sha256:") {
            manifest(MediaType::OciManifest, &child)
        } else {
            manifest(MediaType::OciIndex, &index)
        }
    })
}

#[test]
fn an_index_goes_to_another_repository_by_mounts_alone() {
    let fake = serving(201);
    let (registry, from, to) = (fake.registry(), fake.image("a:1"), fake.image("b:2"));
    let found = registry
        .manifest(&from)
        .expect("an answer")
        .expect("an index");
    registry.share(&found, &from, &to).expect("shared");
    registry.put(&to, &found).expect("put");
    let (config, layer) = (digest("c"), digest("layer"));
    let child = digest(&index().1.to_string());
    let mount = format!("mount=sha256%3A{}&from=a", layer.hex());
    assert_eq!(
        fake.lines(),
        [
            "GET /v2/a/manifests/1".to_owned(),
            format!("GET /v2/a/manifests/{child}"),
            format!("HEAD /v2/b/blobs/{config}"),
            format!("HEAD /v2/b/blobs/{layer}"),
            format!("POST /v2/b/blobs/uploads/?{mount}"),
            format!("PUT /v2/b/manifests/{child}"),
            "PUT /v2/b/manifests/2".to_owned(),
        ]
    );
    let put = fake.asked().pop().expect("asked");
    assert!(
        put.contains("content-type: application/vnd.oci.image.index.v1+json"),
        "{put}"
    );
    assert!(put.ends_with(&index().0.to_string()), "{put}");
}

#[test]
fn a_registry_that_mounts_nothing_is_told_and_tidied() {
    let fake = serving(202);
    let (registry, from, to) = (fake.registry(), fake.image("a:1"), fake.image("b:2"));
    let found = registry
        .manifest(&from)
        .expect("an answer")
        .expect("an index");
    let fault = registry.share(&found, &from, &to).expect_err("a fault");
    assert!(
        fault
            .message
            .ends_with("does not mount blobs of a in b (status 202)"),
        "{fault}"
    );
    let last = fake.lines().pop();
    assert_eq!(
        last.as_deref(),
        Some("DELETE /v2/b/blobs/uploads/7?state=x")
    );
    // Within a repository nothing needs to be mounted.
    registry
        .share(&found, &from, &fake.image("a:2"))
        .expect("nothing to do");
}

#[test]
fn a_put_is_held_against_what_was_sent() {
    let answer = manifest(MediaType::OciManifest, &image(&["c"]));
    let fake = Fake::new(move |asked| match asked.starts_with("PUT") {
        true => reply(
            201,
            &[&format!("docker-content-digest: {}", digest("other"))],
            "",
        ),
        false => answer.clone(),
    });
    let (registry, at) = (fake.registry(), fake.image("a:1"));
    let found = registry
        .manifest(&at)
        .expect("an answer")
        .expect("a manifest");
    let fault = registry
        .put(&fake.image("a:2"), &found)
        .expect_err("a fault");
    assert!(fault.message.contains("does not tell the truth"), "{fault}");
}

#[test]
fn an_index_without_an_end_has_one() {
    // An index that leads to itself can't be made; one that a registry makes up
    // is found out by its digest.
    let fake = Fake::new(|_| {
        let entry = json!({"digest": digest("child").to_string()});
        manifest(MediaType::OciIndex, &json!({"manifests": [entry]}))
    });
    let (registry, from, to) = (fake.registry(), fake.image("a:1"), fake.image("b:2"));
    let found = registry
        .manifest(&from)
        .expect("an answer")
        .expect("an index");
    assert!(registry.share(&found, &from, &to).is_err());
}
