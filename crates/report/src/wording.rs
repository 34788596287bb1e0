//! Verdicts and checks in words that several formats share.

use serde_json::{Number, Value};
use verdict::{Check, Interval, Location, Outcome, Verdict};

use crate::layout::cut;
use crate::plain;

/// Widest value that is shown, in columns.
const VALUE_SHOWN: usize = 200;

/// Widest name of a check that is shown, in columns.
const NAME_SHOWN: usize = 80;

/// The sign of an outcome.
pub(crate) const fn symbol(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "✓",
        Outcome::Warn => "!",
        Outcome::Inconclusive => "?",
        Outcome::Fail => "✗",
    }
}

/// "12 checks: 10 passed, 1 warned, 1 failed".
pub(crate) fn tally(verdict: &Verdict) -> String {
    let total = verdict.predicate.checks.len();
    let parts: Vec<String> = [
        (Outcome::Pass, "passed"),
        (Outcome::Warn, "warned"),
        (Outcome::Inconclusive, "undecided"),
        (Outcome::Fail, "failed"),
    ]
    .into_iter()
    .map(|(outcome, word)| (verdict.count(outcome), word))
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    match total {
        0 => "no checks".to_owned(),
        1 => format!("1 check: {}", parts.join(", ")),
        _ => format!("{total} checks: {}", parts.join(", ")),
    }
}

/// The checks that did not pass, the worst first.
pub(crate) fn troubled(verdict: &Verdict) -> Vec<&Check> {
    let mut checks = verdict.worst_first();
    checks.retain(|check| check.outcome != Outcome::Pass);
    checks
}

/// The checks that passed.
pub(crate) fn passed(verdict: &Verdict) -> Vec<&Check> {
    let checks = verdict.predicate.checks.iter();
    checks
        .filter(|check| check.outcome == Outcome::Pass)
        .collect()
}

/// The check's name, safe and not too wide.
pub(crate) fn name(check: &Check) -> String {
    cut(&plain(&check.name()), NAME_SHOWN)
}

/// What is wrong with a check in one line: its title and its cause.
pub(crate) fn sentence(check: &Check) -> String {
    match &check.cause {
        Some(cause) => plain(&format!("{}: {cause}", check.title)),
        None => plain(&check.title),
    }
}

/// What was seen, with its unit and interval.
pub(crate) fn observed(check: &Check) -> Option<String> {
    let value = check.observed.as_ref()?;
    let interval = check.interval.map_or_else(String::new, interval);
    Some(format!(
        "{}{interval}",
        measure(check, value, check.expected.as_ref())
    ))
}

/// What the rule asks for, with its unit.
pub(crate) fn expected(check: &Check) -> Option<String> {
    let value = check.expected.as_ref()?;
    Some(measure(check, value, check.observed.as_ref()))
}

/// A value with its unit; in full where it would look the same as its
/// counterpart that it differs from.
fn measure(check: &Check, value: &Value, counterpart: Option<&Value>) -> String {
    let alike = counterpart.is_some_and(|other| other != value && short(other) == short(value));
    let text = if alike { full(value) } else { short(value) };
    match &check.unit {
        Some(unit) => format!("{text} {}", cut(&plain(unit), VALUE_SHOWN)),
        None => text,
    }
}

fn full(value: &Value) -> String {
    let text = match value {
        Value::String(text) => plain(text),
        other => plain(&other.to_string()),
    };
    cut(&text, VALUE_SHOWN)
}

fn short(value: &Value) -> String {
    match value {
        Value::Number(number) if number.is_f64() => rounded(number),
        other => full(other),
    }
}

fn rounded(number: &Number) -> String {
    number
        .as_f64()
        .map_or_else(|| number.to_string(), six_digits)
}

/// A number as a person reads it: to six significant digits, without zeros at
/// its end.
#[must_use]
pub fn six_digits(number: f64) -> String {
    let magnitude = number.abs().log10().floor();
    if !(-5.0..15.0).contains(&magnitude) {
        return format!("{number}");
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within 0 to 10"
    )]
    let decimals = (5.0 - magnitude).max(0.0) as usize;
    let text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A count with its thousands set apart: 12,345.
#[must_use]
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn interval(interval: Interval) -> String {
    let (low, high) = (six_digits(interval.low), six_digits(interval.high));
    let percent = six_digits(interval.confidence * 100.0);
    format!(" ({percent} % interval {low} to {high})")
}

/// `file:line:column`, with the row where there is one.
pub(crate) fn location(location: &Location) -> String {
    let mut text = plain(&location.file);
    if let Some(line) = location.line {
        text = format!("{text}:{line}");
        if let Some(column) = location.column {
            text = format!("{text}:{column}");
        }
    }
    match location.row {
        Some(row) => format!("{text} (row {row})"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use verdict::{Run, Tool};

    use super::*;

    #[test]
    fn numbers_are_short_but_never_hide_a_difference() {
        let check = Check::pass("a", "a").observed(0.123_456_789).expected(0.5);
        assert_eq!(observed(&check).as_deref(), Some("0.123457"));
        let close = Check::pass("a", "a").observed(0.849_999_99).expected(0.85);
        assert_eq!(observed(&close).as_deref(), Some("0.84999999"));
        assert_eq!(expected(&close).as_deref(), Some("0.85"));
        assert_eq!(
            observed(&Check::pass("a", "a").observed(1000)).as_deref(),
            Some("1000")
        );
        assert_eq!(six_digits(1_234_567.89), "1234568");
        assert_eq!(six_digits(0.0), "0");
        assert_eq!(six_digits(1.5e-9), "0.0000000015");
        assert_eq!(six_digits(f64::NAN), "NaN");
    }

    #[test]
    fn thousands_are_set_apart() {
        let shown = [0, 999, 1000, 12_345, 1_234_567].map(grouped);
        assert_eq!(shown, ["0", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn an_observation_has_its_unit_and_interval() {
        let mut check = Check::pass("a", "a").observed(0.81);
        check.unit = Some("s".into());
        check.interval = Some(Interval {
            low: 0.7,
            high: 0.9,
            confidence: 0.95,
        });
        assert_eq!(
            observed(&check).as_deref(),
            Some("0.81 s (95 % interval 0.7 to 0.9)")
        );
    }

    #[test]
    fn a_tally_counts_what_there_is() {
        let tool = Tool {
            name: "t".into(),
            version: "1".into(),
        };
        let of = |checks| tally(&Verdict::new(tool.clone(), Run::default(), vec![], checks));
        let pass = Check::pass("a", "a");
        assert_eq!(of(vec![]), "no checks");
        assert_eq!(of(vec![pass.clone()]), "1 check: 1 passed");
        let both = vec![pass.clone().undecided("x"), pass];
        assert_eq!(of(both), "2 checks: 1 passed, 1 undecided");
    }

    #[test]
    fn a_location_can_be_clicked() {
        let mut place = Location::line("a\n.csv", 3);
        assert_eq!(location(&place), r"a\n.csv:3");
        place.column = Some(7);
        place.row = Some(2);
        assert_eq!(location(&place), r"a\n.csv:3:7 (row 2)");
    }
}
