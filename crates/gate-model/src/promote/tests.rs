//! Promotions against a registry that somebody else may change between two
//! questions.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread::spawn;

use ci::{Env, System};
use tool::{Context, Judgement, Progress};
use verdict::{Check, Fault, Outcome, Run, Severity, Subject, Tool, Verdict};

use super::{Args, is_of_mlflow, run};

/// A registry with version 7 of a model, of run ab12.
struct Registry {
    address: String,
    /// Where the alias leads when it is asked for, question by question; the
    /// last answer stays.
    alias: Arc<Mutex<VecDeque<Option<u64>>>>,
    posted: Arc<Mutex<Vec<String>>>,
}

impl Registry {
    fn new(auc: f64, alias: &[Option<u64>]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let alias = Arc::new(Mutex::new(alias.iter().copied().collect::<VecDeque<_>>()));
        let posted = Arc::new(Mutex::new(Vec::new()));
        let (leads, log) = (Arc::clone(&alias), Arc::clone(&posted));
        spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
                let (mut first, mut length) = (String::new(), 0);
                reader.read_line(&mut first).expect("a line");
                loop {
                    let mut line = String::new();
                    reader.read_line(&mut line).expect("a line");
                    if let Some(given) = line.to_lowercase().strip_prefix("content-length:") {
                        length = given.trim().parse().expect("a length");
                    }
                    if line.trim().is_empty() {
                        break;
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).expect("a body");
                let path = first.split(['?', ' ']).nth(1).unwrap_or_default();
                let body = String::from_utf8_lossy(&body).into_owned();
                if path.ends_with("registered-models/alias") {
                    log.lock().expect("a log").push(body);
                }
                let answer = answer(path, auc, &leads);
                let length = answer.len();
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
                );
                let _ = stream.write_all((head + &answer).as_bytes());
            }
        });
        Self {
            address,
            alias,
            posted,
        }
    }

    fn promote(&self, verdict: &Verdict, options: &[&str]) -> Result<Judgement, Fault> {
        run(&args(&self.address, options), &context(verdict))
    }

    /// How often the alias was set.
    fn times_set(&self) -> usize {
        self.posted.lock().expect("a log").len()
    }
}

fn answer(path: &str, auc: f64, leads: &Mutex<VecDeque<Option<u64>>>) -> String {
    match path.trim_start_matches("/api/2.0/mlflow/") {
        "model-versions/get" => {
            r#"{"model_version": {"version": "7", "run_id": "ab12", "status": "READY"}}"#.to_owned()
        }
        "runs/get" => format!(
            r#"{{"run": {{"info": {{"run_id": "ab12"}}, "data": {{"metrics": [{{"key": "auc", "value": {auc}}}]}}}}}}"#
        ),
        "registered-models/get" => {
            let mut leads = leads.lock().expect("aliases");
            let now = match leads.len() {
                1 => leads[0],
                _ => leads.pop_front().flatten(),
            };
            let now = now.map_or_else(String::new, |now| {
                format!(r#"{{"alias": "champion", "version": "{now}"}}"#)
            });
            format!(r#"{{"registered_model": {{"aliases": [{now}]}}}}"#)
        }
        _ => "{}".to_owned(),
    }
}

fn args(server: &str, options: &[&str]) -> Args {
    Args {
        verdict: "verdict.json".into(),
        model: "churn".to_owned(),
        version: "7".to_owned(),
        alias: "champion".to_owned(),
        server: Some(server.to_owned()),
        git_tag: false,
        allow_warnings: options.contains(&"--allow-warnings"),
        trust_version: options.contains(&"--trust-version"),
        dry_run: options.contains(&"--dry-run"),
    }
}

fn context(verdict: &Verdict) -> Context {
    Context {
        env: Env::default(),
        system: System::Plain,
        dir: std::env::temp_dir(),
        now: 0,
        digests: true,
        verdicts: vec![verdict.clone()],
        required: Vec::new(),
        progress: Progress::default(),
    }
}

/// A verdict on run ab12 with an AUC of 0.9, as `gate-model` would name it.
fn verdict(check: Check, baseline: Option<&str>) -> Verdict {
    let digest = verdict::sha256_of_bytes(b"run\0ab12\nauc\x000.9\x000\n");
    let subject = Subject::new("mlflow:runs:/ab12 (run ab12)", digest);
    assert!(is_of_mlflow(&subject));
    let tool = Tool {
        name: "gate-model".to_owned(),
        version: "1".to_owned(),
    };
    let mut verdict = Verdict::new(tool, Run::default(), vec![subject], vec![check]);
    let baseline = baseline.map(|name| Subject::new(name, "00"));
    verdict.predicate.configuration.extend(baseline);
    verdict
}

fn passed() -> Verdict {
    verdict(Check::pass("min", "x"), None)
}

/// The worst check and its cause.
fn worst(judgement: &Judgement) -> (Outcome, String) {
    let worst = judgement.checks.iter().max_by_key(|check| check.outcome);
    let worst = worst.expect("a check");
    (worst.outcome, worst.cause.clone().unwrap_or_default())
}

#[test]
fn the_run_that_was_judged_is_the_one_behind_the_version() {
    let registry = Registry::new(0.9, &[Some(3), Some(3), Some(7)]);
    let judgement = registry.promote(&passed(), &[]).expect("judged");
    assert_eq!(worst(&judgement), (Outcome::Pass, String::new()));
    let outputs = [
        ("promoted", "models:/churn@champion".to_owned()),
        ("previous-version", "3".to_owned()),
    ];
    assert_eq!(judgement.outputs, outputs);
    assert_eq!(judgement.subjects, passed().subject);
    let set = registry.posted.lock().expect("a log").join("");
    assert_eq!(set, r#"{"name":"churn","alias":"champion","version":"7"}"#);
}

#[test]
fn a_run_with_other_metrics_is_not_what_was_judged() {
    let registry = Registry::new(0.91, &[Some(3)]);
    let judgement = registry.promote(&passed(), &[]).expect("judged");
    let (outcome, cause) = worst(&judgement);
    assert_eq!(outcome, Outcome::Fail);
    assert!(cause.contains("with the metrics it has now"), "{cause}");
    assert_eq!(registry.times_set(), 0);
    let trusted = registry.promote(&passed(), &["--trust-version", "--dry-run"]);
    assert_eq!(worst(&trusted.expect("judged")).0, Outcome::Warn);
}

#[test]
fn who_else_sets_the_alias_is_found_out() {
    for (answers, to, times) in [
        (&[Some(3), Some(5)][..], "version 5", 0),
        (&[Some(3), Some(3), Some(5)], "version 5", 1),
        (&[None, None, None], "no version", 1),
    ] {
        let registry = Registry::new(0.9, answers);
        let judgement = registry.promote(&passed(), &[]).expect("judged");
        let (outcome, cause) = worst(&judgement);
        assert_eq!(outcome, Outcome::Fail);
        assert!(
            cause.contains(&format!("meanwhile: it leads to {to}")),
            "{cause}"
        );
        assert_eq!(registry.times_set(), times);
        assert_eq!(
            judgement
                .outputs
                .iter()
                .find(|(name, _)| *name == "promoted"),
            None
        );
        assert_eq!(registry.alias.lock().expect("aliases").len(), 1);
    }
}

#[test]
fn a_comparison_with_a_former_champion_does_not_count() {
    let against = |version: u64| {
        let baseline = format!("mlflow:models:/churn@champion (version {version}, run cd34)");
        verdict(Check::pass("max-drop", "x"), Some(&baseline))
    };
    let registry = Registry::new(0.9, &[Some(3)]);
    let stale = registry.promote(&against(2), &[]).expect("judged");
    assert!(
        worst(&stale)
            .1
            .contains("another one took its place: version 3")
    );
    let current = registry
        .promote(&against(3), &["--dry-run"])
        .expect("judged");
    assert_eq!(worst(&current).0, Outcome::Pass);
    assert_eq!(registry.times_set(), 0);
    let gone = Registry::new(0.9, &[None]);
    let gone = gone.promote(&against(2), &[]).expect("judged");
    assert!(worst(&gone).1.contains("the alias is gone"));
    // Once it leads there, saying so again is no error.
    let again = Registry::new(0.9, &[Some(7)]);
    let judgement = again.promote(&against(3), &[]).expect("judged");
    assert_eq!((worst(&judgement).0, again.times_set()), (Outcome::Pass, 0));
}

#[test]
fn only_a_verdict_that_passed_lets_a_model_ship() {
    let registry = Registry::new(0.9, &[Some(3)]);
    let warning = Check::pass("min", "x")
        .severity(Severity::Warning)
        .broken("low");
    let said = |verdict: &Verdict, options: &[&str]| {
        let judgement = registry.promote(verdict, options).expect("judged");
        worst(&judgement).1
    };
    let warned = verdict(warning, None);
    assert_eq!(said(&warned, &["--dry-run"]), "it warns");
    assert_eq!(said(&warned, &["--dry-run", "--allow-warnings"]), "");
    let undecided = verdict(Check::pass("min", "x").undecided("few"), None);
    assert!(said(&undecided, &["--allow-warnings"]).contains("inconclusive"));
    let mut other = passed();
    other.predicate.tool.name = "validate-data".to_owned();
    assert!(said(&other, &[]).contains("looks at no model"));
    assert_eq!(registry.times_set(), 0);
}

#[test]
fn what_is_no_version_is_a_fault() {
    let registry = Registry::new(0.9, &[Some(3)]);
    for (version, said) in [("1.2.3", "--git-tag"), ("0", "from 1"), ("", "from 1")] {
        let mut args = args(&registry.address, &[]);
        args.version = version.to_owned();
        let fault = run(&args, &context(&passed())).expect_err(version);
        assert!(fault.help.join(" ").contains(said), "{fault}");
    }
    let mut none = context(&passed());
    none.verdicts.clear();
    run(&args(&registry.address, &[]), &none).expect_err("no verdict");
}
