//! What `stamp-image` prints for other programs, as a real shell hands it to
//! them: what went in comes out, and nothing of it is carried out.

use std::process::Command;

use serde_json::{Value, json};

use crate::sandbox::{Ran, Sandbox, binary};

/// Names that git takes for a branch and a shell for a command.
pub(crate) const BRANCHES: [&str; 3] = [
    "$(touch${IFS}pwned)",
    "`touch${IFS}pwned`;touch${IFS}pwned;&|<>",
    "é\";touch${IFS}pwned;'=/%0A",
];

/// Values that mean something to shells, to other readers of arguments, and to
/// Terraform.
pub(crate) const LABELS: &str = r#"
branch={{{branch}}}
command=`touch pwned`; touch pwned && $(touch pwned)
equals==a=b=
quotes=it's "quoted" \"twice\"
backslash=\n\t\0 %s%n \
option=-x --label=other=1
template=${path.module} %{if true}
glob=* ? [a] {a,b} ~ #
blanks=two  blanks	and a tab
empty=
"#;

/// A repository at a branch, with an image, tags and labels in the environment.
pub(crate) fn of_branch(branch: &str) -> Sandbox {
    let sandbox = Sandbox::new()
        .repository()
        .env("TOLLGATE_STAMP_IMAGE_IMAGES", "registry.example.com/a/b")
        .env(
            "TOLLGATE_STAMP_IMAGE_TAGS",
            "type=ref,event=branch\ntype=sha",
        )
        .env("TOLLGATE_STAMP_IMAGE_LABELS", LABELS)
        .env("TOLLGATE_STAMP_IMAGE_ANNOTATIONS", LABELS);
    sandbox.git(&["checkout", "--quiet", "-b", branch]);
    sandbox
}

/// Runs a script whose `$0` is `stamp-image`.
fn bash(sandbox: &Sandbox, script: &str) -> Ran {
    let mut bash = Command::new("bash");
    let ran = sandbox.command(bash.args(["-c", script, binary("stamp-image")]));
    assert!(!sandbox.path("pwned").exists(), "{script}");
    ran
}

/// The arguments of `docker build` that a stamp in JSON stands for.
fn arguments(stamp: &Value) -> Vec<String> {
    let texts = |list: &Value| -> Vec<String> {
        let list = list.as_array().expect("a list").iter();
        list.map(|item| item.as_str().expect("a text").to_owned())
            .collect()
    };
    let labels = stamp["labels"].as_object().expect("labels").iter();
    let labels = labels.map(|(key, value)| format!("{key}={}", value.as_str().expect("a text")));
    let tags = texts(&stamp["tags"]).into_iter();
    let annotations = texts(&stamp["annotations"]).into_iter();
    tags.map(|tag| format!("--tag={tag}"))
        .chain(labels.map(|label| format!("--label={label}")))
        .chain(annotations.map(|line| format!("--annotation={line}")))
        .collect()
}

/// Every way to read arguments that the README names.
const READERS: [&str; 5] = [
    r#"mapfile -t args < <("$0" --print docker) && printf '%s\0' "${args[@]}""#,
    r#""$0" --print docker > args && mapfile -t args < args && printf '%s\0' "${args[@]}""#,
    r#""$0" --print docker | xargs -d '\n' printf '%s\0'"#,
    r#"mapfile -d '' -t args < <("$0" --print docker --print0) && printf '%s\0' "${args[@]}""#,
    r#""$0" --print docker --print0 > args && xargs -0 printf '%s\0' < args"#,
];

#[test]
fn arguments_are_had_back_and_nothing_is_carried_out() {
    for branch in BRANCHES {
        let sandbox = of_branch(branch);
        let json = sandbox.run("stamp-image --print json").ends_with(0).stdout;
        let stamp: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(stamp["labels"]["branch"], branch);
        assert_eq!(stamp["labels"]["equals"], "=a=b=");
        let expected = arguments(&stamp);
        assert_eq!(expected.len(), 2 + 18 + 18);
        for script in READERS {
            let ran = bash(&sandbox, script).ends_with(0);
            let read: Vec<&str> = ran.stdout.split_terminator('\0').collect();
            assert_eq!(read, expected, "{script}");
        }
    }
}

#[test]
fn a_line_break_takes_nul() {
    let sandbox = of_branch("topic").env("TOLLGATE_STAMP_IMAGE_LABELS", "\"a=one\n--tag=two\"");
    for form in ["docker", "podman", "kaniko"] {
        let ran = sandbox.run(&format!("stamp-image --print {form}"));
        let ran = ran
            .ends_with(2)
            .says("`--label=a=one` holds a line break")
            .says("`--print0`");
        assert_eq!(ran.stdout, "");
    }
    for script in &READERS[3..] {
        let ran = bash(&sandbox, script).ends_with(0);
        let label = "--label=a=one\n--tag=two";
        assert!(ran.stdout.split('\0').any(|item| item == label), "{script}");
        assert!(!ran.stdout.split('\0').any(|item| item == "--tag=two"));
    }
    // The form of docker/metadata-action stays as it is.
    let ran = sandbox.run("stamp-image --print labels").ends_with(0);
    assert!(
        ran.stdout.starts_with("a=one\n--tag=two\n"),
        "{}",
        ran.stdout
    );
    sandbox
        .run("stamp-image --print tfvars --print0")
        .ends_with(2)
        .says("is one text");
}

#[test]
fn whole_references_want_an_image() {
    let sandbox = of_branch("topic").env("TOLLGATE_STAMP_IMAGE_IMAGES", "name=a/b,enable=false");
    for form in ["docker", "podman", "kaniko", "skopeo"] {
        let ran = sandbox
            .run(&format!("stamp-image --print {form}"))
            .ends_with(2);
        assert_eq!(ran.says("no image is named").stdout, "");
    }
    let tfvars = sandbox
        .run("stamp-image --print tfvars")
        .ends_with(0)
        .stdout;
    let tfvars: Value = serde_json::from_str(&tfvars).expect("JSON");
    assert_eq!(tfvars.get("image"), None);
    assert_eq!(tfvars["image_tag"], "topic");
}

/// Asks as the data source `external` does: by the contract of its provider
/// (`internal/provider/data_source.go`), the query is a JSON object of texts on
/// standard input, and the answer one on standard output.
fn external(sandbox: &Sandbox, query: &str, options: &str) -> Ran {
    let script = format!("printf %s '{query}' | \"$0\" --print terraform-external {options}");
    bash(sandbox, &script)
}

#[test]
fn terraform_asks_and_is_answered_in_texts() {
    let sandbox = of_branch(BRANCHES[0]);
    let ran = external(&sandbox, "{}", "").ends_with(0);
    let answer: serde_json::Map<String, Value> =
        serde_json::from_str(&ran.stdout).expect("an object");
    assert!(answer.values().all(Value::is_string), "{answer:?}");
    assert_eq!(
        answer["image"],
        "registry.example.com/a/b:-touch-IFS-pwned-"
    );
    let labels: Value =
        serde_json::from_str(answer["image_labels"].as_str().expect("a text")).expect("JSON");
    assert_eq!(labels["branch"], BRANCHES[0]);
    assert_eq!(labels["template"], "${path.module} %{if true}");

    // What is not given may come in the query.
    let sandbox = Sandbox::new().repository();
    let query = r#"{"images":"a/b","tags":"type=raw,value=x\ntype=raw,value=y"}"#;
    let ran = external(&sandbox, query, "").ends_with(0);
    let answer: Value = serde_json::from_str(&ran.stdout).expect("an object");
    assert_eq!(answer["image"], "a/b:x");
    assert_eq!(answer["image_tags"], json!(["a/b:x", "a/b:y"]).to_string());
    for (query, options, why) in [
        (r#"{"image":"a/b"}"#, "", "did you mean `images`?"),
        (r#"{"images":"a/b"}"#, "--images c/d", "is given twice"),
        ("[1]", "", "no JSON object"),
    ] {
        let ran = external(&sandbox, query, options).ends_with(2).says(why);
        assert_eq!(ran.stdout, "");
    }
    let ran = sandbox.run("stamp-image --images a/b --print terraform-external");
    assert!(
        ran.ends_with(0)
            .stdout
            .starts_with("{\"image\":\"a/b:main\"")
    );
}

#[test]
fn dotenv_loses_nothing_in_silence() {
    let sandbox = of_branch("topic");
    let ran = sandbox.run("stamp-image --dotenv o.env").ends_with(0);
    // One of the labels holds a tab.
    let ran = ran.says("warning: output `labels` was left out of the dotenv file: it holds tabs");
    assert!(
        !ran.said().contains("`json` was left out"),
        "{}",
        ran.stderr
    );
    let json = sandbox.run("stamp-image --print json").stdout;
    let stamp: Value = serde_json::from_str(&json).expect("JSON");
    let text = sandbox.read("o.env");
    let line = |name: &str| {
        let mut lines = text.lines();
        lines.find_map(|line| line.strip_prefix(&format!("STAMP_IMAGE_{name}=")))
    };
    assert_eq!(line("LABELS"), None);
    let tags: Vec<&str> = line("TAGS").expect("tags").split('\t').collect();
    assert_eq!(json!(tags), stamp["tags"]);
    let json = line("JSON").expect("json").replace("$$", "$");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["labels"], stamp["labels"]);
    assert!(text.len() < 5120 && text.lines().count() <= 20);
}
