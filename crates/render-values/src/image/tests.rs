use super::*;

const DIGEST: &str = "sha256:3f2b0a9e4d1c5b6a7f8e9d0c1b2a3f4e5d6c7b8a9f0e1d2c3b4a5f6e7d8c9b0a";

fn written(text: &str, image: &str) -> Result<Vec<String>, String> {
    let tree = crate::yaml::read("f", text).expect("YAML");
    let image = Image::read(&image.replace("DIGEST", DIGEST)).expect(image);
    let written = image.write("f", &tree).map_err(|fault| fault.message)?;
    let edits = written.edits.iter().map(|(path, leaf)| {
        format!(
            "{path}={}",
            leaf.text().unwrap_or_default().replace(DIGEST, "DIGEST")
        )
    });
    let left_out = written
        .left_out
        .iter()
        .map(|(path, why)| format!("{path}: {why}"));
    Ok(edits.chain(left_out).collect())
}

#[test]
fn each_layout_is_kept() {
    let cases: [(&str, &str, &[&str]); 21] = [
        (
            "image: {repository: h/a, tag: v1}",
            "h/a:v2",
            &["image.tag=v2"],
        ),
        (
            "image: {registry: h, repository: o/a, tag: v1}",
            "h/o/a:v2",
            &["image.tag=v2"],
        ),
        ("image: {repository: h/a}", "h/a:v2", &["image.tag=v2"]),
        (
            "image: {repository: h/a, tag: v1, digest: ''}",
            "h/a:v2@DIGEST",
            &["image.tag=v2", "image.digest=DIGEST"],
        ),
        (
            "image: {repository: h/a, tag: v1@sha256:0}",
            "h/a:v2@DIGEST",
            &["image.tag=v2@DIGEST"],
        ),
        (
            "image: {repository: h/a, tag: v1}",
            "h/a:v2@DIGEST",
            &["image.tag=v2", "image: there is no `digest` beside the tag"],
        ),
        (
            "spec: [{image: 'h:5000/a:v1'}, {image: h:5000/b:v1}, {initImage: h:5000/a}]",
            "h:5000/a:v2",
            &["spec[0].image=h:5000/a:v2", "spec[2].initImage=h:5000/a:v2"],
        ),
        (
            "images: [{name: app, newName: h/a, newTag: v1}, {name: h/a, newTag: v1}]",
            "h/a:v2@DIGEST",
            &[
                "images[0].newTag=v2",
                "images[0].digest=DIGEST",
                "images[1].newTag=v2",
                "images[1].digest=DIGEST",
            ],
        ),
        (
            "kustomize: {images: ['h/a:v1', 'x=h/a:v1', h/b]}",
            "h/a:v2",
            &["kustomize.images[0]=h/a:v2", "kustomize.images[1]=x=h/a:v2"],
        ),
        (
            "image: docker.io/library/redis:7",
            "redis:8",
            &["image=docker.io/library/redis:8"],
        ),
        (
            "kustomize: {images: ['x=docker.io/library/redis:7', 'y=h/b']}",
            "redis:8",
            &["kustomize.images[0]=x=docker.io/library/redis:8"],
        ),
        // A digest alone leaves the tag.
        (
            "image: h/a:v1@sha256:0",
            "h/a@DIGEST",
            &["image=h/a:v1@DIGEST"],
        ),
        (
            "image: {repository: h/a, tag: v1@sha256:0}",
            "h/a@DIGEST",
            &["image.tag=v1@DIGEST"],
        ),
        // A key without a value is a place.
        (
            "image:\n  repository: h/a\n  tag: v1\n  digest:\n",
            "h/a:v2@DIGEST",
            &["image.tag=v2", "image.digest=DIGEST"],
        ),
        // Entries of a list of images that is no kustomization's.
        ("images: [{name: h/a}]", "h/a:v2", &[]),
        ("images: [{name: h/a, tag: v1}]", "h/a:v2", &[]),
        (
            "kind: Kustomization\nimages: [{name: h/a}, {name: h/a, tag: v1}]",
            "h/a:v2",
            &["images[0].newTag=v2"],
        ),
        (
            "source: {kustomize: {images: [{name: h/a}]}}",
            "h/a:v2",
            &["source.kustomize.images[0].newTag=v2"],
        ),
        ("image: index.acme.io/a:v1", "acme.io/a:v2", &[]),
        ("image: {repository: h/b, tag: v1}", "h/a:v2", &[]),
        ("note: h/a:v1", "h/a:v2", &[]),
    ];
    for (text, image, expected) in cases {
        assert_eq!(written(text, image).expect(text), expected, "{text}");
    }
}

#[test]
fn a_digest_is_never_left_behind() {
    for text in [
        "image: {repository: h/a, tag: v1, digest: 'sha256:0'}",
        "image: {repository: h/a, tag: v1@sha256:0}",
        "images: [{name: h/a, digest: 'sha256:0'}]",
        "image: h/a:v1@sha256:0",
        "kustomize: {images: ['x=h/a:v1@sha256:0']}",
    ] {
        let why = written(text, "h/a:v2").expect_err(text);
        assert!(why.contains("digest"), "{why}");
    }
}

#[test]
fn a_template_is_not_written_over() {
    for text in [
        "image: {repository: h/a, tag: '{{ .Chart.AppVersion }}'}",
        "image: 'h/a:{{ tag }}'",
    ] {
        let why = written(text, "h/a:v2").expect_err(text);
        assert!(why.contains("is a template"), "{why}");
    }
}

#[test]
fn a_digest_without_a_place_and_a_tag_is_refused() {
    let why = written("image: {repository: h/a, tag: v1}", "h/a@DIGEST").expect_err("no place");
    assert!(why.starts_with("image has no `digest`"), "{why}");
}

#[test]
fn what_is_no_image_is_refused() {
    for text in ["", "h/a", ":v1", "h/a:v1@sha256:0", "h/a: v1", "@sha256:0"] {
        assert!(Image::read(text).is_err(), "{text}");
    }
    let tree = crate::yaml::read("f", "image: {repository: h/app, tag: v1}").expect("YAML");
    let fault = Image::read("h/ap:v2")
        .expect("an image")
        .missing("f", [&tree].into_iter());
    assert!(fault.help.concat().contains("h/app"), "{fault:?}");
}
