//! The actions, run by act: ours on our own repository, and as a user of
//! them would.

use std::process::Command;

use serde_json::Value;

use crate::peers::{VERSION, commit, copy, peer, released, releases};
use crate::sandbox::Sandbox;

/// One run of act: its exit code, and what it said as JSON, one a line.
struct Run {
    code: i32,
    events: Vec<Value>,
    said: String,
}

/// Runs act in host mode in a folder of the sandbox.
fn act(sandbox: &Sandbox, folder: &str, args: &[&str]) -> Run {
    let mut act = Command::new("sh");
    act.args(["-c", "cd \"$0\" && exec \"$@\"", folder])
        .arg(peer("act"))
        .args(args);
    act.args([
        "-P",
        "ubuntu-latest=-self-hosted",
        "--no-cache-server",
        "--artifact-server-addr",
        "127.0.0.1",
    ]);
    act.args([
        "--rm",
        "--json",
        "--env",
        &format!("TOLLGATE_RELEASES={}", releases(sandbox)),
    ]);
    let ran = sandbox.command(&mut act);
    let events = ran
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    Run {
        code: ran.code,
        said: ran.said(),
        events,
    }
}

impl Run {
    #[track_caller]
    fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.said);
        self
    }

    /// What a step's own tool told the runner by one kind of command.
    fn told(&self, step: &str, command: &str) -> Vec<&Value> {
        let step = serde_json::json!([step, "run"]);
        let own = |event: &&Value| event["command"] == command && event["stepID"] == step;
        self.events.iter().filter(own).collect()
    }

    /// The value of an output that a step's tool set.
    fn output(&self, step: &str, name: &str) -> Option<&str> {
        let mut all = self.told(step, "set-output").into_iter();
        all.find(|event| event["name"] == name)?["arg"].as_str()
    }

    /// `success` or `failure` of a step, none if it did not run.
    fn result(&self, step: &str) -> Option<&str> {
        let mut results = self.events.iter().filter(|event| {
            event["stage"] == "Main" && event["stepID"] == serde_json::json!([step])
        });
        results.find_map(|event| event["stepResult"].as_str())
    }
}

/// A sandbox whose steps see nothing of this machine.
fn clean() -> Sandbox {
    let sandbox = Sandbox::new();
    let at = |name: &str| sandbox.path(name).to_string_lossy().into_owned();
    let (home, cache) = (at("home"), at("cache"));
    sandbox.env("HOME", &home).env("XDG_CACHE_HOME", &cache)
}

/// Our repository as released, with more files in it.
fn ours(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = clean();
    released(&sandbox);
    for (path, text) in files {
        sandbox.write(&format!("tollgate/{path}"), text);
    }
    let remote = "https://github.com/tollgate-ci/tollgate.git";
    commit(&sandbox, "tollgate", "v7.8.9", remote);
    sandbox
}

/// The example as a repository of its own, whose workflow uses the released
/// actions.
fn example() -> (Sandbox, String) {
    let sandbox = clean();
    released(&sandbox);
    copy("examples/churn", &sandbox, "churn");
    let local = format!(
        "tollgate-ci/tollgate@v{VERSION}={}",
        sandbox.path("tollgate").display()
    );
    (sandbox, local)
}

#[test]
fn our_own_workflow_runs_our_own_actions() {
    let sandbox = ours(&[]);
    let run = act(
        &sandbox,
        "tollgate",
        &["push", "-W", ".github/workflows/gates.yml", "-j", "ship"],
    )
    .ends_with(0);
    for step in ["validate", "gate", "stamp", "render"] {
        assert_eq!(run.result(step), Some("success"), "{step}");
        assert_eq!(run.output(step, "verdict"), Some("pass"), "{step}");
        assert_eq!(run.output(step, "exit-code"), Some("0"), "{step}");
        let summary = run.told(step, "summary")[0];
        assert!(
            summary["content"].as_str().expect("text").contains("pass"),
            "{summary}"
        );
    }
    assert_eq!(run.output("stamp", "version"), Some("7.8.9"));
    assert!(run.said.contains("registry.example.com/churn"));
}

#[test]
fn our_own_workflow_stops_a_worse_model() {
    let sandbox = ours(&[]);
    let run = act(
        &sandbox,
        "tollgate",
        &["push", "-W", ".github/workflows/gates.yml", "-j", "stop"],
    )
    .ends_with(0);
    assert_eq!(run.result("gate"), Some("failure"));
    assert_eq!(run.output("gate", "verdict"), Some("fail"));
    assert!(
        run.output("gate", "broken")
            .expect("an output")
            .lines()
            .any(|line| line == "max-drop(roc_auc)")
    );
    let errors = run.told("gate", "error");
    let first = errors
        .first()
        .unwrap_or_else(|| panic!("no annotation: {}", run.said));
    assert_eq!(first["kvPairs"]["file"], "examples/churn/gate.toml");
    assert!(first["kvPairs"]["line"].as_str().is_some(), "{first}");
    assert!(errors.len() <= 10, "more annotations than GitHub shows");
}

#[test]
fn a_users_workflow_goes_from_data_to_values() {
    let (sandbox, local) = example();
    commit(
        &sandbox,
        "churn",
        "v1.4.0",
        "https://github.com/acme/churn.git",
    );
    let run = act(&sandbox, "churn", &["push", "--local-repository", &local]).ends_with(0);
    for step in ["validate", "gate", "stamp", "render"] {
        assert_eq!(run.output(step, "verdict"), Some("pass"), "{step}");
    }
    assert_eq!(run.output("stamp", "version"), Some("1.4.0"));
}

#[test]
fn a_users_workflow_stops_at_corrupted_rows() {
    let (sandbox, local) = example();
    let data = sandbox.read("churn/data/churn.csv");
    let mut lines: Vec<String> = data.lines().map(str::to_owned).collect();
    lines[41] = lines[41].replacen(",area_code_", ",::error::region_", 1);
    sandbox.write("churn/data/churn.csv", lines.join("\n"));
    commit(
        &sandbox,
        "churn",
        "v1.4.0",
        "https://github.com/acme/churn.git",
    );
    let run = act(&sandbox, "churn", &["push", "--local-repository", &local]).ends_with(1);
    assert_eq!(run.result("validate"), Some("failure"));
    assert_eq!(run.output("validate", "verdict"), Some("fail"));
    assert!(
        matches!(run.result("gate"), None | Some("skipped")),
        "{:?}",
        run.result("gate")
    );
    let errors = run.told("validate", "error");
    assert_eq!(errors.len(), 1, "the cell is no command: {}", run.said);
    assert_eq!(errors[0]["kvPairs"]["file"], "data/churn.csv");
    assert_eq!(errors[0]["kvPairs"]["line"], "42");
}

/// A workflow that runs the tools itself.
const BY_HAND: &str = r#"
on: [push]
jobs:
  by-hand:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - id: tools
        uses: ./
      - id: by-hand
        shell: bash
        env:
          TOOLS: ${{ steps.tools.outputs.path }}
        run: |
          [ "$(command -v gate-model)" = "$TOOLS/gate-model" ]
          echo "version=$(gate-model --version)" >>"$GITHUB_OUTPUT"
"#;

#[test]
fn the_root_action_puts_the_tools_on_path() {
    let sandbox = ours(&[(".github/workflows/by-hand.yml", BY_HAND)]);
    let workflow = ["push", "-W", ".github/workflows/by-hand.yml"];
    let run = act(&sandbox, "tollgate", &workflow).ends_with(0);
    let version = format!("gate-model {VERSION}");
    let said = |event: &&Value| event["command"] == "set-output" && event["arg"] == *version;
    assert!(run.events.iter().any(|event| said(&event)), "{}", run.said);
}

/// A workflow that shows first that the name is dangerous, then stamps it.
const HOSTILE: &str = r#"
on: [push]
jobs:
  stamp:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - id: control
        shell: bash
        run: |
          echo "${{ github.ref_name }}" >/dev/null
          [ -e pwned ] && echo "attack=real" >>"$GITHUB_OUTPUT" && rm pwned
      - id: stamp
        uses: ./crates/stamp-image
        with:
          images: registry.example.com/app
          tags: type=ref,event=branch
          labels: org.opencontainers.image.title=${{ github.event.head_commit.message }}
      - id: validate
        continue-on-error: true
        uses: ./crates/validate-data
        with:
          data: evil.csv
          contract: evil.toml
      - id: after
        shell: bash
        run: |
          [ ! -e pwned ] && echo "safe=yes" >>"$GITHUB_OUTPUT"
"#;

#[test]
fn hostile_names_and_cells_change_nothing_but_text() {
    let cells = "\"::set-output name=verdict::pass\"\n\"\n::add-path::/evil\n::error::x\"\n##[add-path]/evil";
    let sandbox = ours(&[
        (".github/workflows/hostile.yml", HOSTILE),
        ("evil.toml", "[columns.a]\ntype = \"integer\"\n"),
        ("evil.csv", &format!("a\n{cells}\n")),
    ]);
    let message = "title\n::set-output name=stolen::yes\nverdict=pass";
    let event = serde_json::json!({
        "ref": "refs/heads/$(touch${IFS}pwned)`id`",
        "head_commit": { "message": message },
    });
    sandbox.write("event.json", event.to_string());
    let run = act(
        &sandbox,
        "tollgate",
        &[
            "push",
            "-W",
            ".github/workflows/hostile.yml",
            "-e",
            "../event.json",
        ],
    )
    .ends_with(0);
    let outputs = |step: &str| -> Vec<&Value> {
        let own = |event: &&Value| {
            event["command"] == "set-output" && event["stepID"] == serde_json::json!([step])
        };
        run.events.iter().filter(own).collect()
    };
    assert_eq!(
        outputs("control")[0]["arg"],
        "real",
        "the attack must be one"
    );
    assert_eq!(outputs("after")[0]["arg"], "yes");
    assert_eq!(
        run.output("stamp", "tags"),
        Some("registry.example.com/app:-touch-IFS-pwned-id-")
    );
    assert_eq!(run.output("validate", "verdict"), Some("fail"));
    for step in ["stamp", "validate"] {
        assert_eq!(run.output(step, "stolen"), None);
        assert_eq!(run.told(step, "add-path").len(), 0, "{step}");
        for error in run.told(step, "error") {
            let title = error["kvPairs"]["title"].as_str().unwrap_or_default();
            assert!(title.starts_with("validate-data: "), "{error}");
        }
    }
}
