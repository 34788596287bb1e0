use tool::Policy;
use verdict::Severity;

use super::*;
use crate::ledger::Holdout;

#[derive(serde::Deserialize)]
struct Whole {
    #[serde(default)]
    holdout: Holdout,
}

fn policy(text: &str) -> Policy<Whole> {
    Policy {
        value: toml::from_str(text).expect(text),
        file: "gate.toml".to_owned(),
        text: text.to_owned(),
    }
}

fn decision(candidate: &str) -> Decision {
    Decision {
        holdout: sha256_of_bytes(b"test set"),
        policy: sha256_of_bytes(b"policy"),
        candidate: sha256_of_bytes(candidate.as_bytes()),
        baseline: None,
    }
}

struct Kept {
    folder: tempfile::TempDir,
}

impl Kept {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("gate.ledger.jsonl")
    }

    fn open(&self) -> Ledger {
        Ledger::open(&self.path()).expect("a ledger")
    }

    /// Takes decisions, each in a run of its own.
    fn take(&self, candidates: &[&str], outcome: Outcome, confidence: f64) {
        for candidate in candidates {
            let mut ledger = self.open();
            let taken = ledger.append(&decision(candidate), outcome, confidence, 1_767_225_600);
            taken.expect("written");
        }
    }
}

#[test]
fn a_decision_is_one_line() {
    let kept = Kept::new();
    kept.take(&["a"], Outcome::Pass, 0.95);
    let text = std::fs::read_to_string(kept.path()).expect("written");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let keys: Vec<&String> = value.as_object().expect("an object").keys().collect();
    assert_eq!(
        keys,
        [
            "version",
            "time",
            "holdout",
            "policy",
            "candidate",
            "baseline",
            "outcome",
            "confidence",
            "previous",
            "digest"
        ]
    );
    assert_eq!(value["time"], "2026-01-01T00:00:00Z");
    assert_eq!(value["outcome"], "pass");
    assert_eq!(
        kept.open().head(),
        sha256_of_bytes(text.trim_end().as_bytes())
    );
}

#[test]
fn decisions_count_by_their_test_set() {
    let kept = Kept::new();
    kept.take(&["a", "b"], Outcome::Fail, 0.95);
    kept.take(&["c"], Outcome::Pass, 0.95);
    let ledger = kept.open();
    let uses = ledger.uses(&decision("d"), Adaptivity::None);
    assert_eq!((uses.count, uses.passed), (3, true));
    assert!((uses.risk - 0.15).abs() < 1e-12, "{}", uses.risk);
    // One model, then one of two, then one of four.
    let uses = ledger.uses(&decision("d"), Adaptivity::Full);
    assert!((uses.risk - 0.35).abs() < 1e-12, "{}", uses.risk);
    let other = Decision {
        holdout: sha256_of_bytes(b"another"),
        ..decision("d")
    };
    assert_eq!(ledger.uses(&other, Adaptivity::None), Uses::default());
}

#[test]
fn the_same_again_is_no_new_use() {
    let kept = Kept::new();
    kept.take(&["a", "b", "a", "b", "a"], Outcome::Fail, 0.95);
    let mut ledger = kept.open();
    assert_eq!(ledger.uses(&decision("c"), Adaptivity::None).count, 2);
    assert_eq!(ledger.uses(&decision("b"), Adaptivity::None).count, 1);
    assert!(ledger.replayed(&decision("a")).is_some());
    let stricter = Decision {
        policy: sha256_of_bytes(b"stricter"),
        ..decision("a")
    };
    assert_eq!(ledger.replayed(&stricter), None);
    // What comes to something else is worth a line.
    ledger
        .append(&decision("a"), Outcome::Pass, 0.95, 0)
        .expect("written");
    assert_eq!(ledger.uses(&decision("c"), Adaptivity::None).count, 3);
}

#[test]
fn two_runs_lose_no_decision() {
    let kept = Kept::new();
    std::thread::scope(|scope| {
        for name in ["a", "b", "c", "d"] {
            let kept = &kept;
            scope.spawn(move || kept.take(&[name], Outcome::Fail, 0.95));
        }
    });
    assert_eq!(kept.open().uses(&decision("e"), Adaptivity::None).count, 4);
}

#[test]
fn a_ledger_that_was_cut_is_found_by_its_head() {
    let kept = Kept::new();
    kept.take(&["a", "b"], Outcome::Fail, 0.95);
    let (two, text) = (
        kept.open().head(),
        std::fs::read_to_string(kept.path()).expect("read"),
    );
    kept.take(&["c"], Outcome::Fail, 0.95);
    let three = kept.open().head();
    for head in [&two, &three, &two.to_uppercase(), &sha256_of_bytes(b"")] {
        kept.open().refuse_shorter_than(head).expect("grown since");
    }
    std::fs::write(kept.path(), text).expect("cut");
    let fault = kept.open().refuse_shorter_than(&three).expect_err("cut");
    let told = format!("has 2 lines and none of the digest {}…", &three[..12]);
    assert!(fault.message.ends_with(&told), "{}", fault.message);
    assert!(fault.help[0].starts_with("its last lines were cut off"));
    let fault = kept.open().refuse_shorter_than("abc").expect_err("short");
    assert_eq!(fault.message, "`abc` is no digest of a ledger");
}

#[test]
fn what_was_touched_is_not_opened() {
    let kept = Kept::new();
    kept.take(&["a", "b"], Outcome::Fail, 0.95);
    let text = std::fs::read_to_string(kept.path()).expect("read");
    std::fs::write(kept.path(), text.replacen("fail", "pass", 1)).expect("written");
    let fault = Ledger::open(&kept.path()).expect_err("touched");
    assert_eq!(fault.place.expect("a place").line, 1);
    let fault = Ledger::open(Path::new("-")).expect_err("no file");
    assert_eq!(fault.message, "a ledger can't be standard input");
}

#[test]
fn a_budget_shares_the_error() {
    for (text, level, expected) in [
        ("", 0.95, 0.95),
        ("[holdout]\nuses = 1", 0.95, 0.95),
        ("[holdout]\nuses = 32", 0.95, 1.0 - 0.05 / 32.0),
        (
            "[holdout]\nuses = 32\nadaptivity = 'first-change'",
            0.95,
            1.0 - 0.05 / 32.0,
        ),
        (
            "[holdout]\nuses = 4\nadaptivity = 'full'",
            0.9,
            1.0 - 0.1 / 16.0,
        ),
    ] {
        let policy = policy(text);
        let found = policy.value.holdout.confidence(level, &policy).expect(text);
        assert!((found - expected).abs() < 1e-15, "{text}: {found}");
    }
}

#[test]
fn a_budget_that_no_test_can_keep_is_refused() {
    let policy = policy("[holdout]\nuses = 60\nadaptivity = 'full'");
    let fault = policy
        .value
        .holdout
        .confidence(0.95, &policy)
        .expect_err("too many");
    assert_eq!(
        fault.to_string(),
        "gate.toml:2:8: 60 uses (adaptivity `full`) leave each decision an error rate of \
         4.3e-20, which no test can show"
    );
    assert_eq!(fault.help[0], "the least is 1e-12: allow fewer uses");
    let none = super::tests::policy("[holdout]\nuses = 0");
    let fault = none
        .value
        .holdout
        .confidence(0.95, &none)
        .expect_err("none");
    assert_eq!(fault.message, "`uses` must be at least 1");
    let negative = toml::from_str::<Whole>("[holdout]\nuses = -1");
    assert!(negative.is_err());
}

#[test]
fn a_spent_budget_admits_no_decision_but_those_taken() {
    let kept = Kept::new();
    let policy = policy("[holdout]\nuses = 2");
    let holdout = &policy.value.holdout;
    kept.take(&["a", "b"], Outcome::Fail, 0.975);
    let ledger = kept.open();
    let fault = holdout
        .admit(&ledger.uses(&decision("c"), Adaptivity::None), &policy)
        .expect_err("spent");
    assert_eq!(
        fault.to_string(),
        "gate.toml:2:8: this test set has decided 2 times, as often as it may"
    );
    assert!(fault.help[0].starts_with("take a new test set"));
    for taken in ["a", "b"] {
        let uses = ledger.uses(&decision(taken), Adaptivity::None);
        holdout.admit(&uses, &policy).expect("taken before");
    }
}

#[test]
fn the_first_pass_ends_the_budget() {
    let kept = Kept::new();
    let policy = policy("[holdout]\nuses = 9\nadaptivity = 'first-change'");
    kept.take(&["a"], Outcome::Fail, 0.99);
    let admitted = |ledger: &Ledger, candidate: &str| {
        let uses = ledger.uses(&decision(candidate), Adaptivity::FirstChange);
        policy.value.holdout.admit(&uses, &policy)
    };
    admitted(&kept.open(), "b").expect("no pass yet");
    kept.take(&["b"], Outcome::Pass, 0.99);
    admitted(&kept.open(), "b").expect("taken before");
    let fault = admitted(&kept.open(), "c").expect_err("passed");
    assert!(
        fault
            .message
            .starts_with("a model has passed on this test set")
    );
}

#[test]
fn the_report_says_how_often_and_how_surely() {
    let kept = Kept::new();
    let (counted, budget) = (policy(""), policy("[holdout]\nuses = 4"));
    kept.take(&["a"], Outcome::Fail, 0.95);
    let check = |policy: &Policy<Whole>, candidate: &str| {
        let holdout = &policy.value.holdout;
        kept.open()
            .check(&decision(candidate), holdout, 0.95, policy)
    };
    kept.take(&["b"], Outcome::Pass, 0.95);
    let found = check(&counted, "b");
    assert_eq!(found.outcome, Outcome::Pass);
    assert_eq!(
        found.title,
        "this test set has decided 2 times, and no budget says how often it may: the chance \
         that at least one of the decisions was wrong is up to 0.1"
    );
    let found = check(&budget, "b");
    assert_eq!(
        (found.outcome, found.severity),
        (Outcome::Warn, Severity::Warning)
    );
    assert_eq!(
        found.cause.as_deref(),
        Some(
            "the chance that at least one of the decisions was wrong is up to 0.1; \
             the policy asks for 0.05, but earlier decisions were less sure"
        )
    );

    let fresh = Kept::new();
    fresh.take(&["a", "b", "c", "d"], Outcome::Fail, 0.9875);
    let found = fresh
        .open()
        .check(&decision("d"), &budget.value.holdout, 0.95, &budget);
    assert_eq!(found.outcome, Outcome::Pass);
    assert_eq!(
        found.title,
        "this test set has decided 4 of 4 times, each with confidence 0.9875 \
         so that all are right together"
    );
    let report::Exhibit::Table { rows, .. } = fresh.open().exhibit(&decision("d").holdout) else {
        panic!("a table");
    };
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[3][4], "fail");
}

proptest::proptest! {
    /// Whatever is decided within a budget, all of it is as sure as asked.
    #[test]
    fn a_whole_budget_is_as_sure_as_asked(uses in 1..30_u32, level in 0.5..0.999_f64, full: bool) {
        let word = if full { "full" } else { "none" };
        let policy = policy(&format!("[holdout]\nuses = {uses}\nadaptivity = '{word}'"));
        let holdout = &policy.value.holdout;
        let each = holdout.confidence(level, &policy).expect("enough");
        let mut spent = Uses::default();
        for _ in 0..uses {
            proptest::prop_assert!(holdout.admit(&spent, &policy).is_ok());
            spent.add(Outcome::Fail, each, holdout.adaptivity);
        }
        proptest::prop_assert!(holdout.admit(&spent, &policy).is_err());
        proptest::prop_assert!(spent.risk <= (1.0 - level) * (1.0 + 1e-3), "{}", spent.risk);
    }
}
