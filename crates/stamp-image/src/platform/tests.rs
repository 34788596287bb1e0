//! Against a server of our own that answers in the shape of the real ones.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread::{JoinHandle, spawn};

use ci::{Facts, Repository};
use serde_json::json;
use tool::Context;
use verdict::{Check, Fault, Outcome};

use super::{Known, complete};
use crate::args::Args;
use crate::change::tests::context;

const COMMIT: &str = "860c1904a1ce19322e91ac35af1ab07466440c37";

/// A server that gives one answer after the other, and says what it was asked.
fn serve(answers: Vec<(&'static str, String)>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let served = spawn(move || {
        let mut asked = Vec::new();
        for (head, body) in answers {
            let (mut stream, _) = listener.accept().expect("a connection");
            let reader = BufReader::new(stream.try_clone().expect("a stream"));
            let lines = reader.lines().map(|line| line.expect("a line"));
            let lines: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            asked.push(lines.join("\n"));
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
            stream.write_all(answer.as_bytes()).expect("written");
        }
        asked
    });
    (address, served)
}

fn github(address: &str) -> Context {
    context(&[
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_API_URL", address),
        ("GITHUB_REPOSITORY", "owner/app"),
    ])
}

/// On GitHub, before anything of the payload is known.
fn known() -> Known {
    let repository = Repository {
        name: Some("app".to_owned()),
        url: Some("https://github.com/owner/app".to_owned()),
        ..Repository::default()
    };
    Known {
        facts: Facts {
            repository,
            ..Facts::default()
        },
        committed: Some(jiff::Timestamp::UNIX_EPOCH),
    }
}

fn args(strict: bool) -> Args {
    Args {
        token: Some("s3cret".into()),
        strict,
        ..Args::default()
    }
}

fn asked(known: &mut Known, context: &Context) -> Result<Vec<Check>, Fault> {
    complete(known, COMMIT, &args(false), context)
}

/// What GitHub answers, without what is not read.
fn repository() -> (&'static str, String) {
    let body = json!({
        "id": 1, "name": "renamed", "full_name": "owner/renamed", "private": false,
        "html_url": "https://github.com/owner/renamed", "description": "Scores transactions",
        "default_branch": "trunk",
        "license": { "key": "mit", "name": "MIT License", "spdx_id": "MIT", "node_id": "x" },
    });
    (
        "200 OK\r\ncontent-type: application/json; charset=utf-8",
        body.to_string(),
    )
}

#[test]
fn what_is_missing_is_asked_for_once_and_what_is_known_stays() {
    let (address, served) = serve(vec![repository()]);
    let mut known = known();
    let checks = asked(&mut known, &github(&address)).expect("asked");
    let facts = &known.facts;
    assert_eq!(facts.repository.name.as_deref(), Some("app"));
    assert_eq!(
        facts.repository.description.as_deref(),
        Some("Scores transactions")
    );
    assert_eq!(facts.repository.license.as_deref(), Some("MIT"));
    assert_eq!(facts.default_branch.as_deref(), Some("trunk"));
    assert_eq!(checks[0].outcome, Outcome::Pass);
    let title = "the platform told description, license, default-branch";
    assert_eq!(checks[0].title, title);
    let asked = served.join().expect("asked");
    assert!(
        asked[0].starts_with("GET /repos/owner/app HTTP/1.1"),
        "{}",
        asked[0]
    );
    assert!(
        asked[0].contains("uthorization: Bearer s3cret"),
        "{}",
        asked[0]
    );
}

#[test]
fn the_date_of_a_commit_is_asked_for_where_nobody_knows_it() {
    let commit = json!({
        "sha": COMMIT, "author": { "date": "2020-01-01T00:00:00Z" },
        "committer": { "name": "a", "date": "2020-01-10T00:30:00Z" },
    });
    let (address, served) = serve(vec![repository(), ("200 OK", commit.to_string())]);
    let mut known = known();
    known.committed = None;
    asked(&mut known, &github(&address)).expect("asked");
    let committed = known.committed.expect("a date");
    assert_eq!(committed.as_second(), 1_578_616_200);
    let asked = served.join().expect("asked");
    let path = format!("GET /repos/owner/app/git/commits/{COMMIT} ");
    assert!(asked[1].starts_with(&path), "{}", asked[1]);
}

#[test]
fn nothing_is_asked_without_a_token_or_a_need() {
    // Nobody listens there.
    let context = github("http://127.0.0.1:1");
    let mut lacking = known();
    let silent = complete(&mut lacking, COMMIT, &Args::default(), &context);
    assert_eq!(silent.expect("nothing").len(), 0);
    let mut full = known();
    full.facts.default_branch = Some("main".to_owned());
    // Known to have none.
    full.facts.repository.description = Some(String::new());
    full.facts.repository.license = Some(String::new());
    assert_eq!(asked(&mut full, &context).expect("nothing").len(), 0);
}

#[test]
fn gitlab_is_asked_for_the_license_too() {
    let body = json!({
        "id": 7, "path": "app", "web_url": "https://gitlab.example.com/owner/app",
        "description": null, "default_branch": "main",
        "license": { "key": "apache-2.0", "name": "Apache License 2.0", "nickname": null },
    });
    let (address, served) = serve(vec![("200 OK", body.to_string())]);
    let mut context = context(&[
        ("GITLAB_CI", "true"),
        ("CI_API_V4_URL", &format!("{address}/api/v4")),
        ("CI_PROJECT_ID", "7"),
    ]);
    context.system = ci::System::GitLab;
    let mut known = known();
    asked(&mut known, &context).expect("asked");
    assert_eq!(
        known.facts.repository.license.as_deref(),
        Some("Apache-2.0")
    );
    assert_eq!(known.facts.repository.description.as_deref(), Some(""));
    let asked = served.join().expect("asked");
    assert!(
        asked[0].starts_with("GET /api/v4/projects/7?license=true "),
        "{}",
        asked[0]
    );
}

#[test]
fn an_api_without_an_answer_is_a_warning_and_by_strict_a_fault() {
    for (answer, body, cause) in [
        ("401 Who", "{}", "refused this token (status 401)"),
        ("403 No", "{}", "refused this token (status 403)"),
        (
            "403 No\r\nx-ratelimit-remaining: 0",
            "{\"message\": \"API rate limit exceeded\"}",
            "has been asked too often with this token",
        ),
        (
            "404 None",
            "{}",
            "knows nothing of /repos/owner/app (status 404)",
        ),
        (
            "418 Tea",
            "{\"message\": \"x\"}",
            "refused /repos/owner/app with status 418: x",
        ),
        ("200 OK", "<html>", "answered with no JSON"),
        ("200 OK", "[]", "answered /repos/owner/app with no object"),
    ] {
        let again = || vec![(answer, body.to_owned())];
        let (address, served) = serve(again());
        let mut facts = known();
        let checks = asked(&mut facts, &github(&address)).expect("a warning");
        served.join().expect("asked");
        assert_eq!(checks[0].outcome, Outcome::Warn, "{answer}");
        let said = format!("{:?}", checks[0]);
        assert!(said.contains(cause), "{said}");
        assert!(!said.contains("s3cret"), "{said}");
        assert_eq!(facts.facts.default_branch, None);
        let (address, served) = serve(again());
        let fault = complete(&mut known(), COMMIT, &args(true), &github(&address));
        let fault = fault.expect_err("a fault");
        assert!(fault.message.contains(cause), "{fault}");
        served.join().expect("asked");
    }
}

#[test]
fn answers_of_other_types_leave_facts_unknown() {
    let body = json!({ "name": 1, "description": {}, "license": "MIT", "default_branch": [] });
    let (address, served) = serve(vec![("200 OK", body.to_string())]);
    let mut known = known();
    let checks = asked(&mut known, &github(&address)).expect("asked");
    served.join().expect("asked");
    assert_eq!(known.facts.repository.license, None);
    let title = "the platform told nothing of description, license, default-branch";
    assert_eq!(checks[0].title, title);
}

#[test]
fn a_system_without_an_api_is_told() {
    let mut context = context(&[("JENKINS_URL", "x")]);
    context.system = ci::System::Jenkins;
    let checks = asked(&mut known(), &context).expect("a warning");
    assert_eq!(checks[0].outcome, Outcome::Warn);
    let fault = complete(&mut known(), COMMIT, &args(true), &context).expect_err("a fault");
    assert!(fault.message.contains("no platform"), "{fault}");
}

#[test]
fn a_token_is_shown_nowhere() {
    assert!(!format!("{:?}", args(false)).contains("s3cret"));
    let mut odd = args(true);
    odd.token = Some("s3\ncret".into());
    let fault = complete(&mut known(), COMMIT, &odd, &github("http://127.0.0.1:1"));
    let fault = fault.expect_err("a fault");
    assert!(!format!("{fault:?}").contains("cret\""), "{fault:?}");
    assert!(!fault.message.contains("s3"), "{fault}");
}

#[test]
fn a_token_goes_to_another_machine_encrypted_alone() {
    let fault = complete(
        &mut known(),
        COMMIT,
        &args(true),
        &github("http://host.invalid"),
    );
    let fault = fault.expect_err("a fault");
    assert_eq!(
        fault.message,
        "http://host.invalid is spoken to without encryption"
    );
}

#[test]
fn an_empty_token_is_none() {
    for text in ["", " \n"] {
        let args = Args {
            token: Some(text.into()),
            strict: true,
            ..Args::default()
        };
        // Nobody listens there.
        let context = github("http://127.0.0.1:1");
        let checks = complete(&mut known(), COMMIT, &args, &context).expect("nothing");
        assert!(checks.is_empty());
    }
}

#[test]
fn what_the_platform_tells_is_one_line() {
    let body = json!({ "html_url": "https://h/o/app", "description": "two\n::error::lines", "license": null });
    let (address, _served) = serve(vec![("200 OK", body.to_string())]);
    let mut known = known();
    asked(&mut known, &github(&address)).expect("asked");
    let told = known.facts.repository.description;
    assert_eq!(told.as_deref(), Some("two ::error::lines"));
}
