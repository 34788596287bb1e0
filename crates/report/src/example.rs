//! A small verdict, and a hostile one, for the tests of every format.

use verdict::{Check, Interval, Location, Run, Sample, Severity, Subject, Tool, Verdict};

use crate::{Distribution, Exhibit};

/// What a hostile column name or value may look like.
pub(crate) const HOSTILE: &str = "a|b]]>\u{0}\u{1b}[31m\r\n::set-output name=x::y\n##[command]z \
    `x` <img src=x> @team #12 https://evil.example www.evil.example [l](javascript:x) **b** \\ \u{202e}\u{ffff}";

fn tool() -> Tool {
    Tool {
        name: "validate-data".into(),
        version: "0.1.0".into(),
    }
}

fn run() -> Run {
    Run {
        time: "2025-01-02T03:04:05Z".into(),
        ..Run::default()
    }
}

fn sample(row: u64, value: &str, note: Option<&str>) -> Sample {
    Sample {
        row: Some(row),
        line: Some(row + 1),
        value: value.into(),
        note: note.map(str::to_owned),
    }
}

/// One check of each outcome.
pub(crate) fn verdict() -> Verdict {
    let place = Location {
        column: Some(4),
        row: Some(13),
        ..Location::line("data/people.csv", 14)
    };
    let mut range = Check::pass("range", "age is between 0 and 120")
        .on("age")
        .observed(2)
        .expected(0)
        .help("check the unit of age")
        .at(place)
        .broken("2 of 1000 values are outside");
    range.unit = Some("values".into());
    range.samples = vec![sample(13, "-3", Some("below 0")), sample(99, "431", None)];
    let mut drift = Check::pass("mean", "the mean of income has not moved")
        .on("income")
        .observed(0.123_456_789)
        .undecided("the interval straddles the limit");
    drift.interval = Some(Interval {
        low: 0.05,
        high: 0.2,
        confidence: 0.95,
    });
    let nulls = Check::pass("nulls", "city is seldom empty")
        .on("city")
        .severity(Severity::Warning)
        .broken("7 % are empty");
    let checks = vec![
        Check::pass("unique", "id is unique").on("id"),
        nulls,
        drift,
        range,
    ];
    let mut verdict = Verdict::new(
        tool(),
        run(),
        vec![Subject::new("data/people.csv", "aa")],
        checks,
    );
    verdict.predicate.configuration = vec![Subject::new("contracts/people.toml", "bb")];
    verdict
}

/// One failing check whose every text is hostile.
pub(crate) fn hostile() -> Verdict {
    let mut check = Check::pass("range", HOSTILE)
        .on(HOSTILE)
        .observed(HOSTILE)
        .expected(HOSTILE)
        .help(HOSTILE)
        .at(Location::line(HOSTILE, 0))
        .broken(HOSTILE);
    check.unit = Some(HOSTILE.into());
    check.samples = vec![sample(1, HOSTILE, Some(HOSTILE))];
    let passing = Check::pass("unique", HOSTILE).on(HOSTILE);
    Verdict::new(tool(), run(), vec![], vec![check, passing])
}

/// One exhibit of each kind.
pub(crate) fn exhibits() -> Vec<Exhibit> {
    let texts = |cells: &[&str]| cells.iter().map(|&cell| cell.to_owned()).collect();
    vec![
        Exhibit::Table {
            title: "metrics".into(),
            header: texts(&["metric", "value"]),
            rows: vec![texts(&["auc", "0.91"]), texts(&["loss", "12"])],
        },
        Exhibit::Distributions {
            title: "columns".into(),
            columns: vec![Distribution {
                name: "age".into(),
                bins: vec![1, 0, 9],
                note: "0 to 97".into(),
            }],
        },
        Exhibit::Diff {
            title: "values.yaml".into(),
            text: "--- a\n+++ b\n@@ -1 +1 @@\n-tag: 1\n+tag: 2\n".into(),
        },
    ]
}

/// One exhibit of each kind whose every text is hostile.
pub(crate) fn hostile_exhibits() -> Vec<Exhibit> {
    let text = || HOSTILE.to_owned();
    vec![
        Exhibit::Table {
            title: text(),
            header: vec![text(), text()],
            rows: vec![vec![text(), text()]],
        },
        Exhibit::Distributions {
            title: text(),
            columns: vec![Distribution {
                name: text(),
                bins: vec![1],
                note: text(),
            }],
        },
        Exhibit::Diff {
            title: text(),
            text: format!("```\n-{HOSTILE}\n+````x\n"),
        },
    ]
}
