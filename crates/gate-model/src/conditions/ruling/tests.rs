use stats::paired::Paired;
use tool::Policy;
use verdict::Outcome;

use super::*;
use crate::conditions::Condition;

#[derive(serde::Deserialize)]
struct Whole {
    conditions: Vec<Condition>,
}

fn read(text: &str) -> Result<Ready, verdict::Fault> {
    let value: Whole = toml::from_str(text).expect(text);
    let policy = Policy {
        value,
        file: "gate.toml".to_owned(),
        text: text.to_owned(),
    };
    policy.value.conditions[0].read(&policy, 1)
}

fn ready(rest: &str) -> Ready {
    read(&format!("[[conditions]]\n{rest}\n")).expect(rest)
}

/// So many examples, of which both models are right on most.
fn evidence(count: u64, baseline_only: u64, candidate_only: u64, changed: u64) -> Evidence {
    let discordant = baseline_only + candidate_only;
    let neither = count / 10;
    let pairs = Paired {
        both: count - neither - discordant,
        baseline_only,
        candidate_only,
        neither,
    };
    Evidence::labelled(pairs, changed)
}

const PATTERN: &str =
    "condition = 'n - o > 0.02 +/- 0.01 /\\ d < 0.1 +/- 0.01'\nadaptivity = 'none'";

/// The size for `d`: `SciPy` 1.17.1, `brentq` of `betainc(n * .91, n * .09 + 1,
/// .9) - 1e-4 / 64` has 19100.17.
#[test]
fn a_condition_is_true_false_or_unknown() {
    let ready = ready(PATTERN);
    for (wins, changed, outcome, cause) in [
        (1600, 2000, Outcome::Pass, None),
        (
            1000,
            2000,
            Outcome::Fail,
            Some(
                "n - o = 0.025, within 0.02 ± 0.01: it can't be told, \
                 which counts as broken (`fp-free`)",
            ),
        ),
        (
            200,
            2000,
            Outcome::Fail,
            Some("n - o = 0.005, beyond 0.02 ± 0.01"),
        ),
        (
            1600,
            6000,
            Outcome::Fail,
            Some("d = 0.15, beyond 0.1 ± 0.01"),
        ),
    ] {
        let found = ready.judge(&evidence(40_000, 0, wins, changed), &Uses::default());
        assert_eq!(found.check.outcome, outcome, "{wins}");
        assert_eq!(found.check.cause.as_deref(), cause, "{wins}");
    }
    let found = ready.judge(&evidence(40_000, 100, 1700, 2000), &Uses::default());
    let check = found.check;
    assert_eq!(check.name(), "condition(1)");
    assert_eq!(
        check.title,
        "n - o > 0.02 ± 0.01 and d < 0.1 ± 0.01, with reliability 0.9999 for 32 models"
    );
    assert_eq!(
        check.observed,
        Some("n - o = 0.04, d = 0.05 (n = 0.8975, o = 0.8575)".into())
    );
    assert_eq!(check.locations[0].line, Some(2));
    assert_eq!(check.samples[0].value, "n - o = 0.04 ± 0.01");
    assert_eq!(
        check.samples[0].note.as_deref(),
        Some("true: needs 29,048 examples (Bennett, 10 % changed at most)")
    );
    assert_eq!(
        found.rows[1],
        [
            "d < 0.1 ± 0.01",
            "d = 0.05",
            "true",
            "19,101",
            "40,000",
            "binomial"
        ]
    );
}

#[test]
fn unknown_passes_where_no_model_may_be_turned_away() {
    let free = ready(&format!("{PATTERN}\nmode = 'fn-free'"));
    let found = free.judge(&evidence(80_000, 0, 2000, 4000), &Uses::default());
    assert_eq!(found.check.outcome, Outcome::Pass);
    assert_eq!(found.rows[0][2], "unknown, so let pass");
    let found = free.judge(&evidence(80_000, 0, 400, 4000), &Uses::default());
    assert_eq!(found.check.outcome, Outcome::Fail);
}

#[test]
fn too_few_examples_decide_nothing() {
    let ready = ready(PATTERN);
    let found = ready.judge(&evidence(1000, 0, 50, 50), &Uses::default());
    assert_eq!(found.check.outcome, Outcome::Inconclusive);
    assert_eq!(
        found.check.cause.as_deref(),
        Some(
            "n - o > 0.02 ± 0.01 needs 29,048 examples (Bennett, 10 % changed at most), \
             there are 1,000"
        )
    );
    assert_eq!(
        found.check.help.as_deref(),
        Some(
            "label more examples, allow a larger tolerance, or use the test set less often \
             than 32 times: `gate-model plan --condition` shows what each costs"
        )
    );
    // Predictions need no labels, and a false clause needs no other.
    let mut unlabelled = evidence(1000, 0, 50, 50);
    unlabelled.predictions = 40_000;
    unlabelled.changed = 8000;
    let found = ready.judge(&unlabelled, &Uses::default());
    assert_eq!(
        found.check.cause.as_deref(),
        Some("d = 0.2, beyond 0.1 ± 0.01")
    );
    assert_eq!(ready.needs(None), Some([29_048, 19_101]));
}

#[test]
fn no_examples_at_all_decide_nothing() {
    let found = ready(PATTERN).judge(&Evidence::labelled(Paired::default(), 0), &Uses::default());
    assert_eq!(found.check.outcome, Outcome::Inconclusive);
    assert_eq!(found.rows[0][1], "n - o is not known");
}

#[test]
fn a_warning_only_warns() {
    let soft = ready(&format!("{PATTERN}\nseverity = 'warning'"));
    let found = soft.judge(&evidence(40_000, 0, 200, 2000), &Uses::default());
    assert_eq!(found.check.outcome, Outcome::Warn);
}

#[test]
fn a_test_set_that_is_spent_decides_nothing() {
    let fine = evidence(40_000, 0, 1600, 2000);
    let used = |count, passed| Uses {
        count,
        passed,
        risk: 0.0,
    };
    let found = ready(PATTERN).judge(&fine, &used(31, true));
    assert_eq!(found.check.outcome, Outcome::Pass);
    let found = ready(PATTERN).judge(&fine, &used(32, false));
    assert_eq!(
        found.check.cause.as_deref(),
        Some("this test set has decided 32 times, as often as it may")
    );
    let first = ready(&PATTERN.replace("none", "hybrid"));
    let found = first.judge(&fine, &used(1, true));
    assert_eq!(
        found.check.cause.as_deref(),
        Some("a model has passed on this test set, which ends its use (`first-change`)")
    );
}

#[test]
fn mistakes_of_a_policy_point_into_it() {
    for (rest, told, column) in [
        (
            "condition = \"n - o > 0.02 +/- 0.01 /\\\\ m < 1 +/- 0.1\"",
            "unknown variable `m`",
            40,
        ),
        (
            "condition = 'new > 0.9 +/- 0.01'",
            "unknown variable `new`",
            14,
        ),
        (
            "condition = 'n > 0.9'",
            "can only be held against a limit with a tolerance",
            20,
        ),
        (
            "condition = 'n > 0.995 +/- 0.01'",
            "no model keeps this: n is 1 at best",
            14,
        ),
        (
            "condition = 'd < 0.1 +/- 0.01'\nreliability = 1",
            "`reliability` must be at least 0 and below 1",
            15,
        ),
        (
            "condition = 'd < 0.1 +/- 0.01'\nsteps = 0",
            "`steps` must be at least 1",
            9,
        ),
    ] {
        let fault = read(&format!("[[conditions]]\n{rest}\n")).expect_err(rest);
        assert!(fault.message.contains(told), "{}", fault.message);
        let place = fault.place.expect("a place");
        assert_eq!(place.column, column, "{rest}");
    }
}
