//! Random inputs of `stamp-image`: we make what the packages make that
//! docker/metadata-action is built of. `language/original.js` makes the inputs
//! and puts the packages together; it says of each input what is to come of it.

use std::process::Command;

use serde_json::Value;

use crate::peers::{peer, root};
use crate::sandbox::{Ran, Sandbox};

/// How many inputs.
const CASES: &str = "600";

/// Where the random numbers begin.
const SEED: &str = "20200110";

/// The inputs, and what is to come of each.
fn cases() -> Vec<Value> {
    // The packages stand beside gitlab-ci-local, in one folder of npm's.
    let program = peer("gitlab-ci-local");
    let packages = program.ancestors().nth(3).expect("node_modules");
    let mut node = Command::new(peer("node"));
    node.arg(root().join("tests/language/original.js"))
        .args([SEED, CASES]);
    let sandbox = Sandbox::new().env("NODE_PATH", &packages.display().to_string());
    let ran = sandbox.command(&mut node).ends_with(0);
    serde_json::from_str(&ran.stdout).expect("JSON")
}

fn text<'a>(case: &'a Value, pointer: &str) -> &'a str {
    case.pointer(pointer)
        .and_then(Value::as_str)
        .expect(pointer)
}

/// One of the things that a stamp holds.
fn stamped(case: &Value, print: &str) -> Ran {
    let sandbox = Sandbox::new()
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_EVENT_PATH", "event.json")
        .env("GITHUB_EVENT_NAME", text(case, "/event"))
        .env("GITHUB_REF", text(case, "/ref"))
        .env("GITHUB_SHA", text(case, "/sha"))
        .env("SOURCE_DATE_EPOCH", &case["now"].to_string())
        .file("event.json", case["payload"].to_string());
    let blocks = ["images", "tags", "flavor", "labels"];
    let given = blocks.map(|name| format!("--{name}={}", text(case, &format!("/inputs/{name}"))));
    let mut args = vec!["--quiet", "--print", print];
    args.extend(given.iter().map(String::as_str));
    sandbox.tool("stamp-image", &args)
}

/// Where a stamp is another one than it should be.
fn difference(case: &Value) -> Option<String> {
    let wants = &case["wants"];
    if wants.get("refused").is_some() {
        let ran = stamped(case, "tag-names");
        return (ran.code != 2).then(|| ran.said());
    }
    for print in ["tags", "tag-names", "labels"] {
        let ran = stamped(case, print);
        let wanted = text(wants, &format!("/{print}"));
        if ran.code != 0 || ran.stdout.trim_end_matches('\n') != wanted {
            return Some(ran.said());
        }
    }
    None
}

#[test]
fn random_inputs_make_what_the_original_makes() {
    let cases = cases();
    let refused = cases
        .iter()
        .filter(|case| case["wants"].get("refused").is_some());
    let refused = refused.count();
    assert!(
        refused > 0 && refused < cases.len() / 2,
        "{refused} are refused"
    );
    let told = |case: &Value| difference(case).map(|said| format!("{case}\n{said}"));
    let wrong: Vec<String> = cases.iter().filter_map(told).collect();
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}
