//! The change at hand, by whoever tells of it.

use serde_json::json;

use super::*;

/// A change at 2020-01-10T00:30:00Z in a repository of the default branch
/// `main`.
pub(crate) fn change(event: &str, reference: &str) -> Change {
    let now = Timestamp::from_second(1_578_616_200).expect("in range");
    Change {
        event: event.to_owned(),
        reference: reference.to_owned(),
        commit: "860c1904a1ce19322e91ac35af1ab07466440c37".to_owned(),
        short: SHORT_COMMIT,
        base: String::new(),
        default_branch: Some("main".to_owned()),
        event_default_branch: None,
        repository: Repository::default(),
        now,
        committed: now,
        created: now,
        levels: vec!["manifest".to_owned()],
        from_git: false,
        evidence: Vec::new(),
        head_branch: String::new(),
        from_fork: false,
        merge_queue: None,
        own_names: true,
        remarks: Vec::new(),
        contents: Contents::default(),
    }
}

pub(crate) fn context(env: &[(&str, &str)]) -> Context {
    Context {
        env: env.iter().copied().collect(),
        system: System::GitHub,
        dir: std::env::temp_dir(),
        now: 1_578_616_200,
        digests: true,
        verdicts: Vec::new(),
        required: Vec::new(),
        progress: tool::Progress::default(),
    }
}

#[test]
fn some_events_are_always_about_the_default_branch() {
    assert!(change("push", "refs/heads/main").is_default_branch());
    assert!(!change("push", "refs/heads/dev").is_default_branch());
    assert!(!change("pull_request", "refs/pull/7/merge").is_default_branch());
    for event in ["create", "discussion_comment", "issues", "schedule"] {
        assert!(
            change(event, "refs/heads/dev").is_default_branch(),
            "{event}"
        );
        assert!(!change(event, "").is_default_branch(), "{event}");
    }
    assert!(!change("issue_comment", "refs/heads/dev").is_default_branch());
}

#[test]
fn the_short_commit_is_cut_as_javascript_cuts() {
    for (said, expected) in [
        ("0", 0),
        ("7.9", 7),
        ("-3", 0),
        ("0x10", 16),
        ("Infinity", 1000),
    ] {
        let context = context(&[("DOCKER_METADATA_SHORT_SHA_LENGTH", said)]);
        assert_eq!(short(&context).expect(said), expected, "{said}");
    }
    assert_eq!(short(&context(&[])).expect("the default"), 7);
    let bad = short(&context(&[("DOCKER_METADATA_SHORT_SHA_LENGTH", "x")]));
    assert!(bad.is_err());
}

#[test]
fn the_event_knows_when_the_commit_was_made() {
    let payload = json!({
        "commits": [{ "id": "b", "timestamp": "2022-04-19T11:27:24+02:00" }],
        "head_commit": { "id": "c", "timestamp": "2022-04-19T11:27:25+02:00" },
    });
    let facts = Facts {
        payload,
        commit: Some("d".to_owned()),
        commit_date: Some("2022-04-19T11:27:26+02:00".to_owned()),
        ..Facts::default()
    };
    let seconds =
        |commit| committed(&facts, commit, false, &context(&[])).map(Timestamp::as_second);
    assert_eq!(seconds("b"), Some(1_650_360_444));
    assert_eq!(seconds("c"), Some(1_650_360_445));
    // As GitLab tells it, of the commit that it names.
    assert_eq!(seconds("d"), Some(1_650_360_446));
    assert_eq!(seconds("a"), None);
}

/// The change of a run with a payload and a file of facts.
fn with_facts(
    facts: &Value,
    source: Option<Source>,
    context: &mut Context,
) -> Result<Change, Fault> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("facts.json");
    std::fs::write(&file, facts.to_string()).expect("written");
    folder.path().clone_into(&mut context.dir);
    let args = Args {
        facts: Some(file),
        context: source,
        ..Args::default()
    };
    Change::at_hand(&args, context)
}

#[test]
fn facts_that_are_given_stand_before_the_event() {
    let payload = tempfile::NamedTempFile::new().expect("a file");
    let told = json!({
        "repository": { "default_branch": "main", "description": "two\nlines" },
        "base_ref": "refs/heads/main",
    });
    std::fs::write(payload.path(), told.to_string()).expect("written");
    let path = payload.path().display().to_string();
    let env = [
        ("GITHUB_EVENT_PATH", path.as_str()),
        ("GITHUB_REF", "refs/heads/trunk"),
    ];
    let with = |facts: Value| with_facts(&facts, None, &mut context(&env)).expect("a change");
    let own = with(json!({}));
    assert!(!own.is_default_branch());
    assert_eq!(own.base, "");
    // As docker/metadata-action has it.
    assert_eq!(own.repository.description.as_deref(), Some("two\nlines"));
    assert!(with(json!({ "default-branch": "trunk" })).is_default_branch());
    assert_eq!(with(json!({ "base-branch": "next" })).base, "next");
    // What the event says of its own ref is not said of another one.
    assert_eq!(with(json!({ "ref": "refs/tags/v1" })).base, "");
    let given = with(json!({ "description": "two\n\nlines", "name": "a\u{7}b" }));
    assert_eq!(given.repository.description.as_deref(), Some("two lines"));
    assert_eq!(given.repository.name.as_deref(), Some("a b"));
}

#[test]
fn facts_that_are_given_break_no_line() {
    for key in [
        "ref",
        "commit",
        "event",
        "base-branch",
        "head-branch",
        "head-commit",
        "default-branch",
    ] {
        let fault = with_facts(&json!({ key: "a\nb" }), None, &mut context(&[]));
        let fault = fault.expect_err(key);
        assert!(fault.message.ends_with(r"`a\nb`"), "{fault}");
    }
}

#[test]
fn ref_and_commit_need_no_repository() {
    let facts = json!({ "ref": "refs/tags/v1", "commit": "0a" });
    for system in [System::GitHub, System::Plain] {
        let mut context = context(&[("GITHUB_REPOSITORY", "owner/app")]);
        context.system = system;
        let change = with_facts(&facts, Some(Source::Git), &mut context).expect("a change");
        assert_eq!((change.tag(), &*change.commit), (Some("v1"), "0a"));
    }
    let mut context = context(&[]);
    let fault = with_facts(&json!({ "commit": "0a" }), Some(Source::Git), &mut context);
    assert!(fault.is_err());
}
