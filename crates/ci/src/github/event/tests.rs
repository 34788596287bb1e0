use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};
use verdict::Fault;

use crate::{Env, Facts, MergeQueue, System};

/// The facts of an event, with its payload in a file.
fn told(event: &str, reference: &str, payload: &[u8]) -> Result<Facts, Fault> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), payload).expect("written");
    let path = file.path().display().to_string();
    let env: Env = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_EVENT_NAME", event),
        ("GITHUB_REF", reference),
        ("GITHUB_SHA", "merged"),
        ("GITHUB_EVENT_PATH", &path),
    ]
    .into_iter()
    .collect();
    System::GitHub.facts(&env, Path::new("."))
}

fn facts(event: &str, reference: &str, payload: &Value) -> Facts {
    told(event, reference, payload.to_string().as_bytes()).expect("facts")
}

fn pull_request(head: &Value) -> Facts {
    let payload = json!({
        "number": 7,
        "pull_request": {
            "head": { "sha": "head", "ref": "fix/1", "repo": head },
            "base": { "ref": "main", "repo": { "full_name": "owner/app" } },
        },
    });
    facts("pull_request", "refs/pull/7/merge", &payload)
}

#[test]
fn a_pull_request_has_a_head_and_may_come_from_a_fork() {
    let own = pull_request(&json!({ "full_name": "owner/app", "fork": true }));
    assert_eq!(own.head_commit.as_deref(), Some("head"));
    assert_eq!(own.head_branch.as_deref(), Some("fix/1"));
    assert_eq!(own.base_branch.as_deref(), Some("main"));
    assert_eq!(own.commit.as_deref(), Some("merged"));
    assert_eq!(own.from_fork, Some(false));
    let fork = pull_request(&json!({ "full_name": "other/app" }));
    assert_eq!(fork.from_fork, Some(true));
    assert_eq!(pull_request(&Value::Null).from_fork, Some(true));
    assert_eq!(pull_request(&json!({})).from_fork, None);
}

#[test]
fn a_merge_queue_says_whose_turn_it_is() {
    let payload = json!({
        "merge_group": {
            "head_sha": "merged",
            "head_ref": "refs/heads/gh-readonly-queue/release/pr-1/pr-42-0123abcd",
            "base_ref": "refs/heads/release/pr-1",
        },
    });
    let name = "refs/heads/gh-readonly-queue/release/pr-1/pr-42-0123abcd";
    let expected = Some(MergeQueue {
        pull_request: "42".to_owned(),
        base_branch: "release/pr-1".to_owned(),
    });
    let told = facts("merge_group", name, &payload);
    assert_eq!(told.merge_queue, expected);
    // The bytes stay those of a branch, as docker/metadata-action has it.
    assert_eq!(told.reference.as_deref(), Some(name));
    // The name alone tells it, too, where it ends in a whole commit.
    assert_eq!(
        facts("merge_group", name, &Value::Null).merge_queue,
        expected
    );
    assert_eq!(facts("push", name, &Value::Null).merge_queue, None);
    let whole = name.replace("0123abcd", &"0123abcd".repeat(5));
    assert_eq!(facts("push", &whole, &Value::Null).merge_queue, expected);
    assert_eq!(facts("create", &whole, &Value::Null).merge_queue, None);
    for none in [
        "refs/heads/main",
        "refs/heads/gh-readonly-queue/main",
        "refs/heads/gh-readonly-queue/main/pr-x-0123",
        "refs/heads/gh-readonly-queue/main/pr--0123",
        "refs/heads/gh-readonly-queue/main/pr-7",
        "refs/tags/gh-readonly-queue/main/pr-7-0123",
    ] {
        assert_eq!(
            facts("merge_group", none, &Value::Null).merge_queue,
            None,
            "{none}"
        );
    }
}

#[test]
fn what_the_payload_says_to_be_none_is_known() {
    let payload = json!({ "repository": { "name": "app", "description": null, "license": null } });
    let repository = facts("push", "refs/heads/main", &payload).repository;
    assert_eq!(repository.description.as_deref(), Some(""));
    assert_eq!(repository.license.as_deref(), Some(""));
    let payload = json!({ "repository": { "licenses": ["MIT", "Apache-2.0"] } });
    let repository = facts("push", "refs/heads/main", &payload).repository;
    assert_eq!(repository.license.as_deref(), Some("MIT"));
    assert_eq!(repository.description, None);
}

#[test]
fn a_payload_that_is_none_is_told_at_its_place() {
    let deep = "[".repeat(100_000);
    for (payload, expected) in [
        ("{\"a\":\n  x}", "not JSON"),
        (&deep, "not JSON"),
        ("\u{0}", "not JSON"),
    ] {
        let fault = told("push", "refs/heads/main", payload.as_bytes()).expect_err("a fault");
        assert!(fault.message.contains(expected), "{fault}");
        assert!(fault.place.is_some());
    }
    assert!(told("push", "refs/heads/main", b"{\"a\": \"\xff\"}").is_err());
    assert!(told("push", "refs/heads/main", b" \n").is_ok());
}

#[test]
fn a_payload_has_a_limit() {
    let mut payload = vec![b' '; 32 << 20];
    payload[0] = b'{';
    *payload.last_mut().expect("bytes") = b'}';
    assert!(told("push", "refs/heads/main", &payload).is_ok());
    payload.push(b' ');
    let fault = told("push", "refs/heads/main", &payload).expect_err("a fault");
    assert!(fault.message.ends_with("is larger than 32 MiB"), "{fault}");
}

#[test]
fn a_ref_with_a_line_break_is_none() {
    for name in [
        "refs/heads/a\nb",
        "refs/heads/a\0",
        "refs/tags/v1\r",
        "refs/heads/\u{7f}",
    ] {
        let fault = told("push", name, b"{}").expect_err("a fault");
        assert!(
            fault.message.starts_with("not the name of a ref: `refs/"),
            "{fault}"
        );
        assert!(!fault.message.contains(['\n', '\0', '\r']), "{fault}");
    }
    let event = told("push\nx", "refs/heads/main", b"{}").expect_err("a fault");
    assert!(event.message.starts_with("not an event"), "{event}");
    let payload = json!({ "pull_request": { "head": { "sha": "a\nb" } } });
    let payload = payload.to_string();
    assert!(told("pull_request", "refs/pull/7/merge", payload.as_bytes()).is_err());
    let payload = json!({ "pull_request": { "head": { "ref": "a\nb" } } });
    let payload = payload.to_string();
    assert!(told("pull_request", "refs/pull/7/merge", payload.as_bytes()).is_err());
}

/// Whatever may stand where facts are read.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "refs/(heads|tags|pull)/[a-z0-9/\n-]{0,12}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("number"),
        Just("pull_request"),
        Just("head"),
        Just("base"),
        Just("repo"),
        Just("ref"),
        Just("sha"),
        Just("full_name"),
        Just("merge_group"),
        Just("base_ref"),
        Just("repository"),
        Just("license"),
        Just("licenses"),
        Just("description"),
        Just("default_branch"),
    ];
    leaf.prop_recursive(5, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6).prop_map(|pairs| {
                let pairs = pairs
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value));
                Value::Object(pairs.collect())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn no_payload_breaks_it_and_no_ref_breaks_a_line(
        payload in any_value(),
        event in prop_oneof![
            Just("push"), Just("pull_request"), Just("pull_request_target"), Just("merge_group"),
        ],
        reference in "(refs/(heads|tags|pull)/)?(gh-readonly-queue/)?[a-z0-9/-]{0,8}(pr-[0-9]{0,3}-[a-f0-9]{0,4})?",
    ) {
        if let Ok(facts) = told(event, &reference, payload.to_string().as_bytes()) {
            let names = [facts.reference.as_deref(), facts.head_branch.as_deref(), facts.base_branch.as_deref()];
            for name in names.into_iter().flatten() {
                prop_assert!(!name.contains(['\n', '\r', '\0']));
            }
            if let Some(queue) = facts.merge_queue {
                prop_assert!(queue.pull_request.bytes().all(|byte| byte.is_ascii_digit()));
            }
        }
    }

    #[test]
    fn no_bytes_break_it(payload in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = told("push", "refs/heads/main", &payload);
    }
}
