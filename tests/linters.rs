//! Every action, workflow, template and report, in the hands of the tools
//! that know their formats.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::peers::{copy, peer, root};
use crate::sandbox::{Ran, Sandbox};

const TOOLS: [&str; 4] = [
    "validate-data",
    "gate-model",
    "stamp-image",
    "render-values",
];

/// The project as git sees it, in a repository of its own.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    let home = sandbox.path("home").to_string_lossy().into_owned();
    let sandbox = sandbox.env("HOME", &home);
    copy(".", &sandbox, ".");
    sandbox.repository()
}

fn lint(sandbox: &Sandbox, name: &str, args: &[&str]) -> Ran {
    sandbox.command(Command::new(peer(name)).args(args))
}

fn workflows(sandbox: &Sandbox) -> Vec<String> {
    let files = sandbox.files().into_iter();
    files
        .filter(|file| file.contains(".github/workflows/"))
        .collect()
}

#[test]
fn actions_and_workflows_follow_their_schemas() {
    let sandbox = project();
    let mut actions: Vec<String> = TOOLS
        .map(|tool| format!("crates/{tool}/action.yml"))
        .to_vec();
    actions.push("action.yml".to_owned());
    let workflows = workflows(&sandbox);
    assert!(workflows.len() >= 3, "{workflows:?}");
    for (schema, files) in [
        ("vendor.github-actions", &actions),
        ("vendor.github-workflows", &workflows),
    ] {
        let mut args = vec!["--builtin-schema", schema];
        args.extend(files.iter().map(String::as_str));
        lint(&sandbox, "check-jsonschema", &args).ends_with(0);
    }
    // The test can fail.
    sandbox.write(
        "bad.yml",
        sandbox.read("action.yml").replace("shell:", "shel:"),
    );
    lint(
        &sandbox,
        "check-jsonschema",
        &["--builtin-schema", "vendor.github-actions", "bad.yml"],
    )
    .ends_with(1);
}

#[test]
fn templates_and_pipelines_follow_gitlabs_schema() {
    let sandbox = project();
    let mut files = vec!["examples/churn/.gitlab-ci.yml".to_owned()];
    for tool in TOOLS {
        // The schema knows no file of two documents.
        let text = sandbox.read(&format!("templates/{tool}/template.yml"));
        let (spec, job) = text.split_once("\n---\n").expect("two documents");
        assert!(spec.contains("spec:\n  inputs:"));
        let name = format!("{tool}.yml");
        sandbox.write(&name, job);
        files.push(name);
    }
    let mut args = vec![
        "--builtin-schema",
        "vendor.gitlab-ci",
        "--data-transform",
        "gitlab-ci",
    ];
    args.extend(files.iter().map(String::as_str));
    lint(&sandbox, "check-jsonschema", &args).ends_with(0);
}

#[test]
fn the_security_linter_finds_nothing() {
    let sandbox = project();
    // act knows no `$/` paths yet, so our workflow keeps to `./`.
    sandbox.write(
        "zizmor.yml",
        "rules:\n  self-repository:\n    disable: true\n",
    );
    let args = [
        "--offline",
        "--quiet",
        "--no-progress",
        "--strict-collection",
        "--persona",
        "pedantic",
        "--config",
        "zizmor.yml",
    ];
    let own = [&args[..], &[".github", "action.yml", "crates"]].concat();
    lint(&sandbox, "zizmor", &own).ends_with(0);
    // The test can fail.
    sandbox.write("bad/action.yml", "name: x\ndescription: x\ninputs: {a: {description: a}}\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: echo ${{ inputs.a }}\n");
    assert_ne!(
        lint(&sandbox, "zizmor", &[&args[..], &["bad"]].concat()).code,
        0
    );
}

#[test]
fn the_workflow_linter_finds_nothing() {
    let sandbox = project();
    let workflows = workflows(&sandbox);
    let mut args = vec!["-no-color", "-shellcheck=", "-pyflakes="];
    args.extend(workflows.iter().map(String::as_str));
    lint(&sandbox, "actionlint", &args).ends_with(0);
    // It checks our actions' inputs, so an input that is gone is found.
    let bad = sandbox
        .read(".github/workflows/gates.yml")
        .replace("policy: gate.toml", "polcy: gate.toml");
    sandbox.write(".github/workflows/bad.yml", bad);
    let ran = lint(
        &sandbox,
        "actionlint",
        &[
            "-no-color",
            "-shellcheck=",
            "-pyflakes=",
            ".github/workflows/bad.yml",
        ],
    );
    ran.ends_with(1).says("polcy");
}

#[test]
fn the_hooks_follow_pre_commits_schema() {
    let sandbox = project();
    lint(
        &sandbox,
        "pre-commit",
        &["validate-manifest", ".pre-commit-hooks.yaml"],
    )
    .ends_with(0);
}

#[test]
fn the_schemas_are_schemas() {
    let schemas: Vec<PathBuf> = fs::read_dir(root().join("schemas"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    assert!(schemas.len() >= 4);
    let sandbox = Sandbox::new();
    let mut command = Command::new(peer("check-jsonschema"));
    sandbox
        .command(command.arg("--check-metaschema").args(schemas))
        .ends_with(0);
}

/// Runs that break a rule, can't decide, and pass.
const LINES: [&str; 3] = [
    "validate-data bad.csv -c contract.toml",
    "gate-model worse.json --policy gate.toml",
    "gate-model better.json --policy gate.toml --baseline none.json",
];

#[test]
fn sarif_reports_are_valid() {
    let sandbox = Sandbox::full().env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
    let home = sandbox.path("home").to_string_lossy().into_owned();
    let sandbox = sandbox.env("HOME", &home);
    for line in LINES {
        sandbox.run(&format!("{line} --report sarif=r.sarif"));
        let ran = lint(&sandbox, "sarif", &["validate", "r.sarif"]).ends_with(0);
        assert!(!ran.said().contains("error "), "{}", ran.said());
    }
    let bad = sandbox
        .read("r.sarif")
        .replace("\"2.1.0\"", "\"9\"")
        .replace("ruleId", "rule");
    sandbox.write("r.sarif", bad);
    lint(&sandbox, "sarif", &["validate", "r.sarif"]).says("error ");
}

#[test]
fn junit_reports_are_read() {
    let sandbox = Sandbox::full();
    for (line, code) in LINES.into_iter().zip([1, 1, 1]) {
        sandbox.run(&format!("{line} --report junit=r.xml"));
        // The reader's own exit code says whether a test failed.
        lint(&sandbox, "junitparser", &["verify", "r.xml"]).ends_with(code);
    }
    sandbox
        .run("gate-model better.json --policy gate.toml --report junit=r.xml")
        .ends_with(0);
    lint(&sandbox, "junitparser", &["verify", "r.xml"]).ends_with(0);
}
