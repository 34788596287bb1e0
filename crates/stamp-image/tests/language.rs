//! The stamps of docker/metadata-action's own tests (commit dc802804,
//! Apache-2.0): the facts of its cases, in a form of our own. What its parsers
//! are tested with stands beside ours, in the unit tests.

use std::path::{Path, PathBuf};

use ci::System;
use serde_json::{Map, Value, json};
use tollgate_stamp_image::{Args, StampImage};
use tool::{Context, Judgement, Product, Tool as _};

/// 2020-01-10T00:30:00Z.
const NOW: i64 = 1_578_616_200;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/language")
        .join(name)
}

fn read(name: &str) -> Value {
    let text = std::fs::read_to_string(data(name)).expect(name);
    serde_json::from_str(&text).expect(name)
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

/// The environment of a change, as GitHub has it.
fn context(case: &Value, change: &Value, folder: &Path) -> Context {
    let event = data(&format!("events/{}.json", text(&case["change"])));
    let event = event.display().to_string();
    let mut env = vec![("GITHUB_EVENT_PATH".to_owned(), event)];
    for (key, name) in [
        ("event", "GITHUB_EVENT_NAME"),
        ("ref", "GITHUB_REF"),
        ("commit", "GITHUB_SHA"),
    ] {
        env.extend(change.get(key).map(|value| (name.to_owned(), text(value))));
    }
    let own = case["environment"].as_object().into_iter().flatten();
    env.extend(own.map(|(name, value)| (name.clone(), text(value))));
    Context {
        env: env.into_iter().collect(),
        system: System::GitHub,
        dir: folder.to_owned(),
        now: NOW,
        digests: false,
        verdicts: Vec::new(),
        required: Vec::new(),
        progress: tool::Progress::default(),
    }
}

fn args(case: &Value) -> Args {
    Args {
        images: texts(&case["images"]),
        tags: texts(&case["tags"]),
        flavor: texts(&case["flavor"]),
        labels: texts(&case["labels"]),
        annotations: texts(&case["annotations"]),
        sep_tags: case.get("sep-tags").map(text),
        bake_target: case.get("bake-target").map(text),
        bake_dir: Some(PathBuf::from("bake")),
        facts: Some(data("facts.json")),
        ..Args::default()
    }
}

fn output(judgement: &Judgement, name: &str) -> String {
    let mut outputs = judgement.outputs.iter();
    let found = outputs.find(|(output, _)| *output == name);
    found.map(|(_, value)| value.clone()).expect(name)
}

/// The bake file that an output names.
fn bake_file(judgement: &Judgement, name: &str) -> String {
    let path = PathBuf::from(output(judgement, name));
    let mut files = judgement
        .products
        .iter()
        .filter_map(|product| match product {
            Product::File(file, text) if *file == path => Some(text.clone()),
            _ => None,
        });
    files.next().expect(name)
}

/// The eight labels that every stamp has, where a case tells of no others.
fn labels(wanted: &Value) -> Vec<String> {
    if wanted.get("labels").is_some() {
        return texts(&wanted["labels"]);
    }
    let own = |name: &str, value: &str| format!("org.opencontainers.image.{name}={value}");
    vec![
        own("created", "2020-01-10T00:30:00.000Z"),
        own("description", "This your first repo!"),
        own("licenses", "MIT"),
        own("revision", &text(&wanted["revision"])),
        own("source", "https://github.com/octocat/Hello-World"),
        own("title", "Hello-World"),
        own("url", "https://github.com/octocat/Hello-World"),
        own("version", &text(&wanted["version"])),
    ]
}

/// What a stamp holds of what a case asks for, by the case's names.
fn asked_for(judgement: &Judgement, wanted: &Map<String, Value>) -> Value {
    let value = |name: &String| match name.as_str() {
        "version" => json!(output(judgement, "version")),
        "tags" => json!(output(judgement, "tags").lines().collect::<Vec<_>>()),
        "tags-joined" => json!(output(judgement, "tags")),
        "json" => serde_json::from_str(&output(judgement, "json")).expect("JSON"),
        file if file.starts_with("bake-file") => {
            serde_json::from_str(&bake_file(judgement, file)).expect("JSON")
        }
        // Compared with the labels as a whole.
        _ => wanted[name].clone(),
    };
    let values = wanted.keys().map(|name| (name.clone(), value(name)));
    Value::Object(values.collect())
}

/// Where a stamp is another one than a case wants.
fn differences(judgement: &Judgement, wanted: &Value) -> Vec<String> {
    let names = wanted.as_object().expect("what is wanted");
    let made = asked_for(judgement, names);
    // As text, so that the order of keys counts.
    let mut pairs = vec![(wanted.to_string(), made.to_string())];
    if names.contains_key("revision") {
        let labels = labels(wanted);
        let annotations = match names.get("annotations") {
            Some(own) => texts(own),
            None => labels.clone(),
        };
        let at_level = |line: &String| format!("manifest:{line}");
        let annotations: Vec<String> = annotations.iter().map(at_level).collect();
        pairs.push((labels.join("\n"), output(judgement, "labels")));
        pairs.push((annotations.join("\n"), output(judgement, "annotations")));
    }
    pairs.retain(|(wanted, made)| wanted != made);
    let told = |(wanted, made)| format!("wanted {wanted}\nmade   {made}");
    pairs.into_iter().map(told).collect()
}

#[test]
fn stamps_as_the_original() {
    let folder = tempfile::tempdir().expect("a folder");
    let changes = read("changes.json");
    let stamps = read("stamps.json");
    let stamps = stamps.as_array().expect("cases");
    let mut wrong = Vec::new();
    for case in stamps {
        let change = &changes[text(&case["change"])];
        let context = context(case, change, folder.path());
        let told = match StampImage::judge(&args(case), &context) {
            Ok(judgement) => differences(&judgement, &case["gives"]),
            Err(fault) => vec![fault.to_string()],
        };
        wrong.extend(told.into_iter().map(|it| format!("{}: {it}", case["case"])));
    }
    assert_eq!(stamps.len(), 131);
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
