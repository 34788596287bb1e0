//! `JUnit` XML: one suite a tool, one case a check.

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};
use verdict::{Check, Outcome, Verdict};

use crate::wording::{expected, observed};
use crate::{Style, explain, plain};

/// How a check is told in the body of its case.
const BODY: Style = Style {
    width: 100,
    color: false,
    verbose: false,
};

/// The whole document. It has no identifiers and no time but the verdict's own.
pub(crate) fn render(verdict: &Verdict) -> String {
    let tool = plain(&verdict.predicate.tool.name);
    let mut suite = TestSuite::new(&*tool);
    suite.timestamp = verdict.predicate.run.time.parse().ok();
    suite.add_test_cases(
        verdict
            .predicate
            .checks
            .iter()
            .map(|check| case(check, &tool)),
    );
    let mut report = Report::new(&*tool);
    report.add_test_suite(suite);
    report.to_string().unwrap_or_default()
}

fn case(check: &Check, tool: &str) -> TestCase {
    let mut case = TestCase::new(plain(&check.name()), status(check));
    case.set_classname(tool);
    if check.outcome == Outcome::Warn {
        // JUnit knows no warning: a pass that has something to say.
        case.set_system_out(format!("warning: {}", body(check)));
    }
    let values = [("observed", observed(check)), ("expected", expected(check))];
    for (name, value) in values {
        case.add_properties(value.map(|value| Property::new(name, value)));
    }
    case
}

fn status(check: &Check) -> TestCaseStatus {
    let (kind, word) = match check.outcome {
        Outcome::Pass | Outcome::Warn => return TestCaseStatus::success(),
        Outcome::Fail => (NonSuccessKind::Failure, "fail"),
        Outcome::Inconclusive => (NonSuccessKind::Error, "inconclusive"),
    };
    let mut status = TestCaseStatus::non_success(kind);
    let message = check.cause.as_deref().unwrap_or(&check.title);
    status.set_type(word).set_message(plain(message));
    status.set_description(body(check));
    status
}

fn body(check: &Check) -> String {
    let title = plain(&check.title);
    std::iter::once(title)
        .chain(explain::details(check, BODY))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{hostile, verdict};

    const SHOWN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="validate-data" tests="4" skipped="0" failures="1" errors="1">
    <testsuite name="validate-data" tests="4" skipped="0" errors="1" failures="1" timestamp="2025-01-02T03:04:05.000+00:00">
        <testcase name="unique(id)" classname="validate-data"/>
        <testcase name="nulls(city)" classname="validate-data">
            <system-out>warning: city is seldom empty
    cause     7 % are empty</system-out>
        </testcase>
        <testcase name="mean(income)" classname="validate-data">
            <properties>
                <property name="observed" value="0.123457 (95 % interval 0.05 to 0.2)"/>
            </properties>
            <error message="the interval straddles the limit" type="inconclusive">the mean of income has not moved
    observed  0.123457 (95 % interval 0.05 to 0.2)
    cause     the interval straddles the limit</error>
        </testcase>
        <testcase name="range(age)" classname="validate-data">
            <properties>
                <property name="observed" value="2 values"/>
                <property name="expected" value="0 values"/>
            </properties>
            <failure message="2 of 1000 values are outside" type="fail">age is between 0 and 120
    observed  2 values
    expected  0 values
    cause     2 of 1000 values are outside
    where     data/people.csv:14:4 (row 13)
              row  line  value  note
               13    14     -3  below 0
               99   100    431
    help      check the unit of age</failure>
        </testcase>
    </testsuite>
</testsuites>
"#;

    #[test]
    fn a_case_a_check() {
        assert_eq!(render(&verdict()), SHOWN);
    }

    #[test]
    fn hostile_text_leaves_the_document_whole() {
        let text = render(&hostile());
        assert!(text.contains(r"\u{1b}[31m\r\n::set-output"), "{text}");
        assert!(!text.contains("]]>") && !text.contains("<img"), "{text}");
        let allowed = |c: char| c == '\n' || !(c.is_control() || c == '\u{ffff}');
        assert!(text.chars().all(allowed), "{text}");
        assert_eq!(text.matches("<testcase").count(), 2);
    }

    #[test]
    fn a_time_that_can_not_be_read_is_left_out() {
        let mut verdict = verdict();
        verdict.predicate.run.time = "yesterday".into();
        assert!(!render(&verdict).contains("timestamp"));
    }
}
