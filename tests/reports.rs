//! Every report against its schema.

use std::path::Path;

use serde_json::{Value, json};

use crate::sandbox::Sandbox;

/// A run with a broken rule, and one that passes, in every format.
const LINES: [&str; 4] = [
    "validate-data bad.csv -c contract.toml",
    "validate-data good.csv -c contract.toml",
    "gate-model worse.json --policy gate.toml",
    "gate-model better.json --policy gate.toml --baseline none.json",
];

fn schema(name: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("schemas").join(name)).expect(name);
    serde_json::from_str(&text).expect("JSON")
}

#[track_caller]
fn valid(schema: &Value, instance: &Value) {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(instance)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:?}\n{instance:#}");
}

#[test]
fn verdicts_follow_the_schema() {
    let sandbox = Sandbox::full();
    let schema = schema("verdict.schema.json");
    for line in LINES {
        sandbox.run(&format!("{line} --report verdict=v.json --fail-on never"));
        let verdict: Value = serde_json::from_str(&sandbox.read("v.json")).expect("JSON");
        valid(&schema, &verdict);
        assert_eq!(verdict["_type"], "https://in-toto.io/Statement/v1");
    }
    // The test can fail.
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(!validator.is_valid(&json!({ "_type": "x" })));
}

#[test]
fn policies_of_the_example_follow_their_schemas() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (file, name) in [
        ("contract.toml", "contract.schema.json"),
        ("gate.toml", "gate.schema.json"),
        ("tollgate.toml", "tollgate.schema.json"),
    ] {
        let text = std::fs::read_to_string(root.join("examples/churn").join(file)).expect(file);
        let value: Value = toml::from_str(&text).expect("TOML");
        valid(&schema(name), &value);
    }
}

#[test]
fn code_quality_is_what_gitlab_reads() {
    // From GitLab's documentation of the format; it publishes no schema.
    let schema = json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": { "type": "string", "minLength": 1 },
                "check_name": { "type": "string", "minLength": 1 },
                "fingerprint": { "type": "string", "minLength": 32 },
                "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": { "type": "string", "pattern": "^[^/]" },
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": { "begin": { "type": "integer", "minimum": 1 } }
                        }
                    }
                }
            }
        }
    });
    let sandbox = Sandbox::full();
    for line in LINES {
        sandbox.run(&format!("{line} --report code-quality=q.json"));
        let report: Value = serde_json::from_str(&sandbox.read("q.json")).expect("JSON");
        valid(&schema, &report);
        let items = report.as_array().expect("a list");
        let mut prints: Vec<&str> = items
            .iter()
            .filter_map(|i| i["fingerprint"].as_str())
            .collect();
        prints.sort_unstable();
        prints.dedup();
        assert_eq!(prints.len(), items.len(), "fingerprints repeat");
        assert_eq!(items.is_empty(), line.contains("good.csv"));
    }
}

#[test]
fn a_fingerprint_stays_when_lines_move() {
    let sandbox = Sandbox::full().file("moved.csv", "id,age\n7,7\n8,8\n1,34\n2,-5\n2,19\n");
    let prints = |data: &str| -> Vec<String> {
        std::fs::copy(sandbox.path(data), sandbox.path("data.csv")).expect("copied");
        sandbox
            .run("validate-data data.csv -c contract.toml --report code-quality=q.json")
            .ends_with(1);
        let report: Value = serde_json::from_str(&sandbox.read("q.json")).expect("JSON");
        let items = report.as_array().expect("a list").iter();
        items.map(|item| item["fingerprint"].to_string()).collect()
    };
    assert_eq!(prints("bad.csv"), prints("moved.csv"));
}

#[test]
fn several_reports_in_one_run() {
    let sandbox = Sandbox::full();
    let formats = [
        "human",
        "verdict",
        "json",
        "markdown",
        "junit",
        "sarif",
        "code-quality",
    ];
    let mut args = vec!["bad.csv".to_owned(), "--contract=contract.toml".to_owned()];
    args.extend(formats.map(|format| format!("--report={format}=out/{format}")));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let ran = sandbox.tool("validate-data", &args).ends_with(1);
    assert!(
        ran.stdout.contains("validate-data"),
        "the terminal still gets the human report"
    );
    for format in formats {
        let text = sandbox.read(&format!("out/{format}"));
        assert!(text.contains("range"), "{format}: {text}");
        assert!(!text.contains('\u{1b}'), "{format} has escapes");
    }
    let json = sandbox
        .run("validate-data bad.csv -c contract.toml --report json")
        .ends_with(1);
    let value: Value = serde_json::from_str(&json.stdout).expect("only JSON on standard output");
    assert_eq!(value["verdict"]["predicate"]["outcome"], "fail");
    sandbox
        .run("validate-data good.csv -c contract.toml --quiet")
        .ends_with(0)
        .said()
        .is_empty()
        .then_some(())
        .expect("quiet");
}

#[test]
fn a_dotenv_file_for_later_jobs() {
    let sandbox = Sandbox::full();
    sandbox
        .run("gate-model worse.json --policy gate.toml --dotenv out/o.env")
        .ends_with(1);
    let text = sandbox.read("out/o.env");
    assert_eq!(
        text,
        "GATE_MODEL_VERDICT=fail\nGATE_MODEL_EXIT_CODE=1\nGATE_MODEL_BROKEN=min(auc)\tmax-drop(auc)\nGATE_MODEL_BLESSED=false\n"
    );
}

#[test]
fn exit_codes_bend_as_asked() {
    let sandbox = Sandbox::full();
    let undecided = "gate-model better.json --policy gate.toml --baseline none.json";
    sandbox.run(undecided).ends_with(3);
    sandbox
        .run(&format!("{undecided} --on-inconclusive pass"))
        .ends_with(0);
    sandbox
        .run(&format!(
            "{undecided} --on-inconclusive warn --fail-on warning"
        ))
        .ends_with(1);
    sandbox
        .run(&format!("{undecided} --on-inconclusive fail"))
        .ends_with(1);
    sandbox
        .run("gate-model worse.json --policy gate.toml --fail-on never")
        .ends_with(0);
}

#[test]
fn standard_output_holds_one_thing() {
    let sandbox = Sandbox::full();
    let crowded = "standard output can't hold both";
    let edit = "render-values values.yaml --set image.tag=2 --output -";
    sandbox
        .run(&format!("{edit} --report json"))
        .ends_with(2)
        .says(crowded);
    sandbox
        .run("validate-data good.csv -c contract.toml --report json --report sarif")
        .ends_with(2)
        .says(crowded);
    let ran = sandbox.run(&format!("{edit} --report human")).ends_with(0);
    assert!(ran.stdout.starts_with("image:") && ran.stderr.starts_with("render-values"));
    // A closed gate leaves it empty: nothing is taken for the result.
    let ran = sandbox
        .run("render-values values.yaml --set image.tag=2 --check")
        .ends_with(1);
    assert_eq!(ran.stdout, "");
}

#[test]
fn a_report_overwrites_neither_another_nor_its_evidence() {
    let sandbox = Sandbox::full();
    let line = "gate-model better.json --policy gate.toml";
    sandbox
        .run(&format!("{line} --report junit=x --report sarif=x"))
        .ends_with(2)
        .says("one file");
    for path in ["better.json", "./gate.toml"] {
        let before = sandbox.read(path);
        sandbox
            .run(&format!("{line} --report verdict={path}"))
            .ends_with(2)
            .says("would overwrite");
        assert_eq!(sandbox.read(path), before);
    }
}

#[test]
fn paths_for_ci_start_at_the_checkouts_root() {
    let sandbox = Sandbox::new();
    let root = sandbox.dir().to_string_lossy().into_owned();
    let sandbox = Sandbox::full().env("GITLAB_CI", "true");
    sandbox.write("sub/bad.csv", sandbox.read("bad.csv"));
    let own = sandbox.dir().to_string_lossy().into_owned();
    let sandbox = sandbox.env("CI_PROJECT_DIR", &own);
    let mut command = std::process::Command::new("sh");
    let script = "cd sub && exec \"$0\" bad.csv -c ../contract.toml --report code-quality=q.json";
    command.args(["-c", script, crate::sandbox::binary("validate-data")]);
    sandbox.command(&mut command).ends_with(1);
    let report: Value = serde_json::from_str(&sandbox.read("sub/q.json")).expect("JSON");
    assert_eq!(report[0]["location"]["path"], "sub/bad.csv");
    // Outside of the checkout a path stays as it is.
    let sandbox = sandbox.env("CI_PROJECT_DIR", &root);
    sandbox.command(&mut command).ends_with(1);
    let report: Value = serde_json::from_str(&sandbox.read("sub/q.json")).expect("JSON");
    assert_eq!(report[0]["location"]["path"], "bad.csv");
}
