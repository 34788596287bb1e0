//! Manifests, and registries that don't tell the truth about them.

use super::*;

#[test]
fn a_tag_leads_to_the_digest_of_its_bytes() {
    for media_type in MediaType::ALL {
        let document = match media_type.is_index() {
            true => json!({"manifests": [], "mediaType": media_type.name()}),
            false => image(&["c"]),
        };
        let answer = manifest(media_type, &document);
        let fake = Fake::new(move |_| answer.clone());
        let found = fake.registry().manifest(&fake.image("a/b:1"));
        let found = found.expect("an answer").expect("a manifest");
        assert_eq!(found.media_type, media_type);
        assert_eq!(found.digest, digest(&document.to_string()));
        let asked = &fake.asked()[0];
        assert!(asked.starts_with("GET /v2/a/b/manifests/1 "), "{asked}");
        for kind in MediaType::ALL {
            assert!(asked.contains(kind.name()), "{asked}");
        }
    }
}

#[test]
fn a_registry_that_lies_is_found_out() {
    let document = image(&["c"]).to_string();
    let kind = format!("content-type: {}", MediaType::OciManifest.name());
    let header = |digest: &Digest| format!("docker-content-digest: {digest}");
    let (right, wrong) = (digest(&document), digest("other"));
    // By tag: the header is not that of the bytes. By digest: neither is.
    for (reference, named) in [
        ("a:1".to_owned(), &wrong),
        (format!("a@{wrong}"), &right),
        (format!("a@{wrong}"), &wrong),
    ] {
        let answer = reply(200, &[&kind, &header(named)], &document);
        let fake = Fake::new(move |_| answer.clone());
        let fault = fake
            .registry()
            .manifest(&fake.image(&reference))
            .expect_err(&reference);
        assert!(fault.message.contains("does not tell the truth"), "{fault}");
    }
    let answer = reply(200, &[&kind, &header(&right)], "");
    let fake = Fake::new(move |_| answer.clone());
    let image = fake.image(&format!("a@{wrong}"));
    assert!(fake.registry().exists(&image).is_err());
    assert!(fake.registry().digest(&image).is_err());
    let answer = reply(200, &[&kind, "docker-content-digest: none"], &document);
    let fake = Fake::new(move |_| answer.clone());
    let fault = fake
        .registry()
        .digest(&fake.image("a"))
        .expect_err("a fault");
    assert!(
        fault.message.contains("names a digest that is none"),
        "{fault}"
    );
}

#[test]
fn without_the_header_the_bytes_say_the_digest() {
    let document = image(&["c"]).to_string();
    let kind = format!(
        "content-type: {}; charset=utf-8",
        MediaType::OciManifest.name()
    );
    let answer = reply(200, &[&kind], &document);
    let fake = Fake::new(move |asked| match asked.starts_with("HEAD") {
        true => reply(200, &[&kind], ""),
        false => answer.clone(),
    });
    let found = fake.registry().digest(&fake.image("a")).expect("an answer");
    assert_eq!(found, Some(digest(&document)));
    let other = fake.image(&format!("a@{}", digest("other")));
    assert!(fake.registry().manifest(&other).is_err());
}

#[test]
fn what_is_no_manifest_is_told() {
    let oci = MediaType::OciManifest.name();
    let index = MediaType::OciIndex.name();
    for (kind, body, why) in [
        (
            "application/vnd.docker.distribution.manifest.v1+prettyjws",
            "{}",
            "no manifest that is known here",
        ),
        ("text/html", "<html>", "`text/html`"),
        (oci, "<html>", "not JSON"),
        (oci, "[]", "no JSON object"),
        (oci, "{\"manifests\": []}", "with `manifests`"),
        (index, "{\"layers\": []}", "with `layers`"),
        (oci, "{\"mediaType\": \"text/x\"}", "calls itself text/x"),
    ] {
        let answer = reply(200, &[&format!("content-type: {kind}")], body);
        let fake = Fake::new(move |_| answer.clone());
        let fault = fake.registry().manifest(&fake.image("a")).expect_err(why);
        assert!(said(&fault).contains(why), "{fault}");
    }
}

#[test]
fn a_manifest_has_a_limit() {
    let huge = format!("{{\"a\": \"{}\"}}", "x".repeat(5 << 20));
    let answer = reply(
        200,
        &["content-type: application/vnd.oci.image.index.v1+json"],
        &huge,
    );
    let fake = Fake::new(move |_| answer.clone());
    let fault = fake
        .registry()
        .manifest(&fake.image("a"))
        .expect_err("a fault");
    assert!(fault.message.contains("more than 4 MiB"), "{fault}");
}

#[test]
fn an_index_has_an_image_for_a_platform() {
    let entry = |name: &str, os: &str, architecture: &str, variant: &str| {
        let platform = json!({"os": os, "architecture": architecture, "variant": variant});
        json!({"digest": digest(name).to_string(), "platform": platform})
    };
    let document = json!({"manifests": [
        entry("proof", "unknown", "unknown", ""),
        entry("amd", "linux", "amd64", ""),
        entry("arm", "linux", "arm64", "v8"),
        entry("old", "linux", "arm", "v6"),
    ]});
    let answer = manifest(MediaType::DockerList, &document);
    let fake = Fake::new(move |_| answer.clone());
    let (registry, image) = (fake.registry(), fake.image("a"));
    let index = registry
        .manifest(&image)
        .expect("an answer")
        .expect("an index");
    let select = |platform: &str| {
        let platform = Platform::parse(platform).expect("a platform");
        registry.select(&image, &index, &platform)
    };
    assert_eq!(select("linux/x86_64").expect("amd64"), digest("amd"));
    assert_eq!(select("linux/arm64").expect("arm64"), digest("arm"));
    assert_eq!(select("linux/arm/v6").expect("arm"), digest("old"));
    let fault = select("linux/arm/v7").expect_err("a fault");
    assert!(
        said(&fault).ends_with("it has linux/amd64, linux/arm64, linux/arm/v6"),
        "{}",
        said(&fault)
    );
}

#[test]
fn a_single_image_is_for_the_platform_of_its_configuration() {
    let config = json!({"os": "linux", "architecture": "amd64"}).to_string();
    for (body, right) in [
        (config.clone(), true),
        (config.replace("amd64", "arm64"), false),
    ] {
        let document = image(&[&config]);
        let fake = Fake::new(move |asked| match asked.contains("/blobs/") {
            true => reply(200, &[], &body),
            false => manifest(MediaType::OciManifest, &document),
        });
        let (registry, reference) = (fake.registry(), fake.image("a"));
        let found = registry
            .manifest(&reference)
            .expect("an answer")
            .expect("a manifest");
        let select = |platform: &str| {
            let platform = Platform::parse(platform).expect("a platform");
            registry.select(&reference, &found, &platform)
        };
        if right {
            assert_eq!(select("linux/amd64").expect("itself"), found.digest);
        }
        let fault = said(&select("linux/arm64").expect_err("a fault"));
        let why = if right {
            "it has linux/amd64"
        } else {
            "another configuration"
        };
        assert!(fault.contains(why), "{fault}");
    }
}
