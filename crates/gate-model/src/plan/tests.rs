use clap::Parser;
use proptest::prelude::*;
use serde_json::Value;

use super::*;

#[derive(clap::Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

fn args(words: &str) -> Args {
    let words = words.split_whitespace();
    Line::parse_from(std::iter::once("plan").chain(words)).args
}

fn text(args: &Args) -> Result<String, Fault> {
    let products = run(args)?;
    match &products[..] {
        [Product::Stdout(text)] => Ok(text.clone()),
        other => panic!("{other:?}"),
    }
}

fn json(words: &str) -> Value {
    let mut args = args(words);
    args.format = Format::Json;
    serde_json::from_str(&text(&args).expect(words)).expect("JSON")
}

fn numbers(plan: &Value, list: &str, key: &str) -> Vec<Option<f64>> {
    let lines = plan[list].as_array().expect("a list").iter();
    lines.map(|line| line[key].as_f64()).collect()
}

/// Python, `SciPy` 1.17.1 and statsmodels 0.15.0: the power of Tango's test
/// over `binom.pmf` of all outcomes; Connor's and Hanley and Mc Neil's formulas;
/// `binom.sf` of the least count whose Wilson bound is at the limit; half of
/// `proportion_confint(round(.9 n), n, .05, "wilson")`.
#[test]
fn sizes_agree_with_python() {
    for (words, expected) in [
        ("--margin 0.05", [269.0, 312.0, 294.0, 141.0, 330.0]),
        ("--margin 0.01", [6203.0, 7847.0, 5962.0, 3461.0, 6690.0]),
        ("--margin 0.02", [1565.0, 1960.0, 1586.0, 869.0, 1773.0]),
    ] {
        let found = numbers(&json(words), "sizes", "examples");
        assert_eq!(found, expected.map(Some), "{words}");
    }
}

/// Likewise, solved for the margin by halving.
#[test]
fn margins_agree_with_python() {
    let found = numbers(&json("--examples 5000"), "margins", "margin");
    let expected = [
        0.011_141_839_950_232_68,
        0.012_526_116_022_251_009,
        0.010_904_509_549_084_195,
        0.008_317_900_796_437_35,
        0.011_623_137_002_678_644,
    ];
    for (found, expected) in found.iter().zip(expected) {
        let found = found.expect("some");
        assert!((found - expected).abs() < 2e-9, "{found} and {expected}");
    }
}

/// The sizes of the paper (see the conditions' own tests): 267,385 and 641,684
/// by Hoeffding's, 29K by Bennett's inequality.
#[test]
fn conditions_have_their_sizes() {
    let mut args = args("--adaptivity none --discordance 0.08 --format json");
    args.condition = vec![
        "n - o > 0.02 +/- 0.01".to_owned(),
        "d < 0.1 +/- 0.01 /\\ n - o > 0.02 +/- 0.01".to_owned(),
    ];
    let plan: Value = serde_json::from_str(&text(&args).expect("a plan")).expect("JSON");
    let sizes = |clause: usize| {
        let sizes = plan["conditions"][clause]["sizes"]
            .as_array()
            .expect("a list");
        let of = |size: &Value| {
            (
                size["by"].clone(),
                size["examples"].clone(),
                size["labels"].clone(),
            )
        };
        sizes.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(
        sizes(0),
        [
            ("Bennett".into(), 29_048.into(), 2905.into()),
            ("Hoeffding".into(), 267_385.into(), 267_385.into()),
        ]
    );
    assert_eq!(
        sizes(1),
        [
            ("binomial".into(), 19_101.into(), 0.into()),
            ("Hoeffding".into(), 66_847.into(), 0.into()),
        ]
    );
    assert_eq!(sizes(2)[0], ("Bennett".into(), 29_048.into(), 2905.into()));
    // Nothing else was asked for.
    assert_eq!(plan["sizes"], Value::Array(vec![]));
}

#[test]
fn a_tolerance_takes_as_many_as_it_was_found_for() {
    let mut args = args("--examples 29048 --adaptivity none");
    args.condition = vec!["d < 0.1 +/- 0.01 and n - o > 0.02 +/- 0.01".to_owned()];
    let planned = Planned::read(&args).expect("read");
    let assumed = Assumed::of(&args, None).expect("possible");
    let clauses = planned.asked[0].clauses(args.examples, &assumed);
    let found = clauses[1].tolerance.expect("some");
    assert!((found - 0.01).abs() < 1e-6, "{found}");
    let shown = text(&args).expect("a plan");
    assert!(
        shown.contains("  with 29,048 the tolerance is ±"),
        "{shown}"
    );
}

#[test]
fn what_cannot_be_is_refused() {
    for (words, message, help) in [
        (
            "--margin 0",
            "a margin is above 0 and below 1, not 0",
            "0.01",
        ),
        (
            "--margin 1",
            "a margin is above 0 and below 1, not 1",
            "0.01",
        ),
        (
            "--margin NaN",
            "a margin is above 0 and below 1, not NaN",
            "0.01",
        ),
        (
            "--margin 0.01 --difference -0.02",
            "a candidate that is worse by 0.02 can't be shown to be worse by less than 0.01",
            "larger --margin",
        ),
        (
            "--confidence 0.5",
            "a confidence is above 0.5 and below 1, not 0.5",
            "0.95",
        ),
        (
            "--power 0.4",
            "--power is above 0.5 and below 1, not 0.4",
            "",
        ),
        (
            "--accuracy 1",
            "--accuracy is above 0 and below 1, not 1",
            "",
        ),
        ("--auc 0.5", "--auc is above 0.5 and below 1, not 0.5", ""),
        (
            "--prevalence 0",
            "--prevalence is above 0 and below 1, not 0",
            "",
        ),
        (
            "--accuracy 0.99 --discordance 0.1",
            "models of accuracy 0.99 and 0.99 can't differ on 0.1 of the examples",
            "from 0 to 0.02",
        ),
        (
            "--accuracy 0.99 --difference 0.02",
            "the candidate's accuracy would be 1.01 with --accuracy 0.99 and --difference 0.02",
            "",
        ),
        (
            "--reliability 1",
            "--reliability is at least 0 and below 1, not 1",
            "0.9999",
        ),
        (
            "--examples 18446744073709551615",
            "--examples is from 1 to a billion, not 18446744073709551615",
            "",
        ),
        ("--steps 0", "--steps must be at least 1", ""),
        ("--condition m>1+/-0.1", "unknown variable `m`", "accuracy"),
        (
            "--condition n>0.995+/-0.01",
            "no model keeps this: n is 1 at best",
            "room",
        ),
        (
            "--policy no.toml",
            "can't read no.toml: no such file or directory",
            "path",
        ),
    ] {
        let fault = text(&args(words)).expect_err(words);
        assert_eq!(fault.message, message, "{words}");
        assert!(
            fault.help.join("\n").contains(help),
            "{words}: {:?}",
            fault.help
        );
    }
    let fault = text(&args("--condition n-m>0.1+/-0.1")).expect_err("unknown");
    assert!(
        fault.to_string().starts_with("--condition:1:3: "),
        "{fault}"
    );
}

#[test]
fn a_policy_gives_its_margins_and_conditions() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("gate.toml");
    let planned = |text: &str| {
        std::fs::write(&path, text).expect("written");
        let mut args = args("--format json");
        args.policy = Some(path.clone());
        super::tests::text(&args).map(|text| serde_json::from_str::<Value>(&text).expect("JSON"))
    };
    let plan = planned(
        "confidence = 0.9\n[gates.accuracy]\nmin = 0.8\nmax-drop = 0.02\n[gates.loss]\nmax = 1\n\
         [holdout]\nuses = 2\n[[conditions]]\ncondition = 'd < 0.1 +/- 0.01'\n",
    )
    .expect("a plan");
    // Half of the error each: as sure as one decision at 0.95.
    assert_eq!(plan["assumed"]["confidence"], 0.95);
    assert_eq!(numbers(&plan, "sizes", "examples"), [Some(1565.0)]);
    assert_eq!(
        plan["sizes"][0]["question"],
        "gate accuracy: the candidate is not worse by 0.02 or more"
    );
    assert_eq!(plan["conditions"][0]["clause"], "d < 0.1 ± 0.01");
    let fault = planned("[gates.a]\nmin = 0.1\n").expect_err("nothing to plan");
    assert!(
        fault
            .message
            .ends_with("of a share of examples (accuracy, recall, specificity), and no conditions")
    );
    let fault = planned("[[conditions]]\ncondition = 'x > 1 +/- 0.1'\n").expect_err("unknown");
    assert_eq!(
        fault.place.map(|place| (place.line, place.column)),
        Some((2, 14))
    );
}

#[test]
fn a_margin_alone_teaches() {
    let shown = text(&args("")).expect("a plan");
    assert_eq!(shown, text(&args("--margin 0.01")).expect("a plan"));
    assert!(
        shown.contains("the candidate is not worse by 0.01 or more"),
        "{shown}"
    );
    assert!(
        shown.contains("on 0.1 of the examples only one of the two is right"),
        "{shown}"
    );
}

#[test]
fn what_nothing_shows_is_said() {
    let shown = text(&args("--margin 0.5")).expect("a plan");
    assert!(
        shown.contains("a difference of 0.5 in accuracy is not by chance  none up to a billion"),
        "{shown}"
    );
    let shown = text(&args("--examples 1")).expect("a plan");
    assert!(shown.starts_with("1 example shows that"), "{shown}");
    assert!(
        shown.contains("an AUC of 0.9 is at least any limit"),
        "{shown}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// There and back: a margin's size shows that margin, and one less does not
    /// show a smaller one by much.
    #[test]
    fn sizes_and_margins_fit(margin in 0.02..0.2_f64, accuracy in 0.6..0.95_f64) {
        let mut args = args("");
        args.accuracy = accuracy;
        let assumed = Assumed::of(&args, None).expect("possible");
        for goal in Goal::all(margin) {
            let Some(examples) = goal.size(&assumed).examples else { continue };
            let found = goal.margin(examples, &assumed).margin.expect("some");
            prop_assert!(found <= margin + 2e-9, "{goal:?}: {found}");
            prop_assert!(found >= margin * 0.7, "{goal:?}: {found}");
        }
    }

    #[test]
    fn nothing_breaks_a_plan(
        margin in prop::num::f64::ANY, accuracy in prop::num::f64::ANY,
        difference in prop::num::f64::ANY, power in 0.0..1.0_f64,
    ) {
        let mut args = args("");
        (args.accuracy, args.difference, args.power) = (accuracy, difference, power);
        args.margin = Some(margin);
        if let Ok(text) = text(&args) {
            prop_assert!(!text.contains("NaN"), "{text}");
        }
    }
}
