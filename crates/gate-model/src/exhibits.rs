//! What a person would want to see: the rules and what they came to, the
//! slices, the intervals, the curves.

use metrics::{Format, Metrics};
use predictions::Sheet;
use report::{Curve, Estimate, Exhibit, grouped, six_digits};
use scores::{Binning, Draws, calibration_curve, roc_curve};
use tool::Policy;
use verdict::{Outcome, Severity};

use crate::evidence::Evidence;
use crate::finding::{Finding, both_ends};
use crate::inference::{Side, Test};
use crate::policy::GatePolicy;
use crate::rules::{Rule, What};
use crate::trial::Examples;
use crate::weighing::Weighed;

/// Slices that are shown, the worst first.
const SLICES: usize = 50;

/// Slices whose intervals are drawn.
const DRAWN: usize = 20;

/// Points of a curve that is drawn.
const POINTS: usize = 200;

/// Bins of a calibration curve that is drawn.
const BINS: u32 = 10;

/// All of it.
pub(crate) fn exhibits(
    policy: &Policy<GatePolicy>,
    rules: &[Rule<'_>],
    weighed: &Weighed,
    evidence: &Evidence,
) -> Vec<Exhibit> {
    let (slices, whole): (Vec<_>, Vec<_>) = weighed
        .findings
        .iter()
        .partition(|finding| finding.slice.is_some());
    let mut exhibits = Vec::new();
    if !whole.is_empty() {
        exhibits.push(Exhibit::Table {
            title: title(policy, evidence),
            header: header(&whole),
            rows: whole
                .iter()
                .map(|finding| row(rules, finding, by_chance(&whole)))
                .collect(),
        });
    }
    let slices = worst_first(slices);
    exhibits.extend(sliced(rules, &slices, &weighed.small));
    let (changes, values): (Vec<_>, Vec<_>) = whole
        .iter()
        .partition(|finding| matches!(rules[finding.rule].what, What::Change { .. }));
    exhibits.extend(intervals(rules, "changes", &changes));
    exhibits.extend(intervals(rules, "values", &values));
    let worst = &slices[..slices.len().min(DRAWN)];
    exhibits.extend(intervals(rules, "slices, the worst first,", worst));
    exhibits.extend(curves(evidence));
    exhibits
}

fn title(policy: &Policy<GatePolicy>, evidence: &Evidence) -> String {
    let name = policy.value.name.as_deref().unwrap_or("metrics");
    let formats = evidence.metrics.iter().map(Metrics::format);
    let mut told: Vec<String> = formats
        .filter(|format| *format != Format::Tree)
        .map(|format| format.title().to_owned())
        .collect();
    if let Some(sheet) = &evidence.predictions {
        told.push(format!("{} predictions", grouped(sheet.rows() as u64)));
    }
    match told.is_empty() {
        true => format!("{name}: candidate and baseline"),
        false => format!("{name}: candidate ({}) and baseline", told.join(", ")),
    }
}

/// Whether chance was a part of any decision.
fn by_chance(findings: &[&Finding]) -> bool {
    let mut tests = findings.iter().filter_map(|finding| finding.test());
    tests.any(|test| !test.is_by_points())
}

fn header(findings: &[&Finding]) -> Vec<String> {
    let mut header = vec!["gate", "baseline", "candidate", "change"];
    if by_chance(findings) {
        header.extend(["interval", "by"]);
    }
    header.extend(["rule", "outcome"]);
    header.into_iter().map(str::to_owned).collect()
}

fn row(rules: &[Rule<'_>], finding: &Finding, by_chance: bool) -> Vec<String> {
    let rule = &rules[finding.rule];
    let mut row = vec![name(rule, &finding.target(rule))];
    row.extend(numbers(rule, finding));
    if by_chance {
        row.extend([interval(rule, finding), method(finding).to_owned()]);
    }
    row.extend([limit(rule), outcome(rule, finding).word().to_owned()]);
    row
}

/// The baseline's number, the candidate's, and the change.
fn numbers(rule: &Rule<'_>, finding: &Finding) -> [String; 3] {
    let number = |number: Option<f64>| number.map_or_else(nothing, |number| digits(number, 5));
    let alone = || finding.test().map(|test| test.known.estimate());
    let candidate = finding
        .value
        .or_else(|| alone().filter(|_| !rule.compares()));
    let change = finding.value.zip(finding.base);
    let change = change.map(|(value, base)| value - base);
    [
        number(finding.base),
        number(candidate),
        change.map_or_else(nothing, signed),
    ]
}

fn nothing() -> String {
    "–".to_owned()
}

/// The rule's word and its limit.
fn limit(rule: &Rule<'_>) -> String {
    match &rule.what {
        What::Formula(_) => rule.title.clone(),
        _ => format!("{} {}", rule.id, six_digits(rule.limit)),
    }
}

/// The gate, and its metric where that has another name.
fn name(rule: &Rule<'_>, target: &str) -> String {
    match &rule.what {
        What::Value(metric) | What::Change { metric, .. } if *metric != rule.name => {
            format!("{target}: {metric}")
        }
        _ => target.to_owned(),
    }
}

/// What it came to, as its severity has it.
fn outcome(rule: &Rule<'_>, finding: &Finding) -> Outcome {
    match (finding.outcome(), rule.gate.severity()) {
        (Outcome::Pass, _) => Outcome::Pass,
        (_, Severity::Warning) => Outcome::Warn,
        (outcome, Severity::Error) => outcome,
    }
}

/// A percentage that is not said to be 100 where it is less.
fn percent(share: f64) -> String {
    match six_digits(share).as_str() {
        "100" => format!("100 - {}", digits(100.0 - share, 2)),
        shown => shown.to_owned(),
    }
}

fn signed(change: f64) -> String {
    let sign = if change > 0.0 { "+" } else { "" };
    format!("{sign}{}", digits(change, 4))
}

/// A number with so many digits that say something.
fn digits(number: f64, count: usize) -> String {
    let rounded = format!("{number:.*e}", count - 1).parse::<f64>();
    six_digits(rounded.unwrap_or(number))
}

/// The interval of the metric, or of its change from baseline to candidate.
fn interval(rule: &Rule<'_>, finding: &Finding) -> String {
    let known = finding.test().and_then(Test::interval);
    let Some(interval) = known else {
        return nothing();
    };
    let (low, high, sign) = match rule.what {
        What::Change { sign, .. } if sign < 0.0 => {
            (-interval.high, -interval.low, signed as fn(f64) -> String)
        }
        What::Change { .. } => (interval.low, interval.high, signed as fn(f64) -> String),
        _ => (
            interval.low,
            interval.high,
            (|end| digits(end, 4)) as fn(f64) -> String,
        ),
    };
    let of = match rule.what {
        What::Change { relative: true, .. } => ", relative",
        _ => "",
    };
    format!("{} to {}{of}", sign(low), sign(high))
}

/// By what it was found how sure the number is.
fn method(finding: &Finding) -> &'static str {
    match finding.test() {
        None => "–",
        Some(test) if test.is_by_points() => "as it is",
        Some(test) => test.known.method(),
    }
}

/// Slices, the worst first: by what they came to, then by how far they are from
/// their limit.
fn worst_first(mut slices: Vec<&Finding>) -> Vec<&Finding> {
    let room = |finding: &Finding| {
        finding.test().map_or(f64::NEG_INFINITY, |test| {
            let apart = test.known.estimate() - test.limit;
            match test.side {
                Side::AtLeast => apart,
                Side::AtMost => -apart,
            }
        })
    };
    slices.sort_by(|a, b| {
        let outcomes = b.outcome().cmp(&a.outcome());
        outcomes.then_with(|| room(a).total_cmp(&room(b)))
    });
    slices
}

fn sliced(rules: &[Rule<'_>], slices: &[&Finding], small: &[String]) -> Option<Exhibit> {
    if slices.is_empty() && small.is_empty() {
        return None;
    }
    let header = [
        "slice",
        "examples",
        "baseline",
        "candidate",
        "change",
        "interval",
        "rule",
        "outcome",
    ];
    let shown = slices.iter().take(SLICES).map(|finding| {
        let rule = &rules[finding.rule];
        let mut row = vec![
            finding.slice.clone().unwrap_or_default(),
            finding.examples.map_or_else(nothing, grouped),
        ];
        row.extend(numbers(rule, finding));
        let gate = name(rule, &format!("{}{}", rule.name, finding.versus()));
        row.extend([
            interval(rule, finding),
            format!("{gate} {}", limit(rule)),
            outcome(rule, finding).word().to_owned(),
        ]);
        row
    });
    let more = match slices.len().saturating_sub(SLICES) {
        0 => String::new(),
        more => format!(", {more} more not shown"),
    };
    let few = match small {
        [] => String::new(),
        [one] => format!("; not judged for too few examples: {one}"),
        [first, ..] => format!(
            "; {} not judged for too few examples, such as {first}",
            small.len()
        ),
    };
    Some(Exhibit::Table {
        title: format!("slices, the worst first{more}{few}"),
        rows: shown.collect(),
        header: header.map(str::to_owned).to_vec(),
    })
}

/// What is held against limits, with its interval.
fn intervals(rules: &[Rule<'_>], what: &str, findings: &[&Finding]) -> Option<Exhibit> {
    let mut confidence = None;
    let estimates: Vec<Estimate> = findings
        .iter()
        .filter_map(|finding| {
            let test = finding.test()?;
            let interval = test.interval()?;
            confidence = confidence.or(test.confidence);
            let rule = &rules[finding.rule];
            let count = finding.examples.map_or_else(String::new, |count| {
                format!(", {} examples", grouped(count))
            });
            Some(Estimate {
                name: format!("{} {}", name(rule, &finding.target(rule)), rule.id),
                value: test.known.estimate(),
                low: interval.low,
                high: interval.high,
                limit: Some(test.limit),
                outcome: outcome(rule, finding),
                note: format!("{}{count}", test.known.method()),
            })
        })
        .collect();
    let sure = 100.0 * both_ends(confidence?);
    Some(Exhibit::Intervals {
        title: format!(
            "{what} against their limits, with intervals of {} %, each end {} % sure",
            percent(sure),
            percent(50.0 + sure / 2.0)
        ),
        estimates,
    })
}

/// ROC and calibration curves of candidate and baseline, where there are scores
/// of two classes.
fn curves(evidence: &Evidence) -> Vec<Exhibit> {
    let Some(sheet) = &evidence.predictions else {
        return Vec::new();
    };
    let mut models: Vec<(&str, &Sheet)> = vec![("candidate", sheet)];
    let pairs = evidence
        .pairs
        .iter()
        .filter_map(|other| other.pair.as_ref().ok());
    models.extend(pairs.map(|pair| ("baseline", &pair.baseline)));
    let each = |points: fn(&Sheet) -> Option<Points>| -> Vec<Curve> {
        let curve = |(name, sheet): &(&str, &Sheet)| {
            Some(Curve {
                name: (*name).to_owned(),
                points: points(sheet)?,
            })
        };
        models.iter().filter_map(curve).collect()
    };
    let drawn = [
        (
            "ROC curve",
            "false positive rate",
            "true positive rate",
            each(roc),
        ),
        (
            "calibration",
            "predicted probability",
            "observed share",
            each(calibration),
        ),
    ];
    drawn
        .into_iter()
        .filter(|(.., curves)| !curves.is_empty())
        .map(|(title, x, y, curves)| Exhibit::Curves {
            title: title.to_owned(),
            x: x.to_owned(),
            y: y.to_owned(),
            curves,
            diagonal: true,
        })
        .collect()
}

/// Of a curve, from the left to the right.
type Points = Vec<(f64, f64)>;

fn roc(sheet: &Sheet) -> Option<Points> {
    let points = roc_curve(&Examples::Alone(sheet).candidate(None), Draws::Once, POINTS).ok()?;
    let pair = |point: &scores::RocPoint| (point.false_positive, point.true_positive);
    Some(points.iter().map(pair).collect())
}

fn calibration(sheet: &Sheet) -> Option<Points> {
    let predictions = Examples::Alone(sheet).candidate(None);
    let points = calibration_curve(&predictions, BINS, Binning::EqualWidth, Draws::Once).ok()?;
    let pair = |point: &scores::CalibrationPoint| (point.predicted, point.observed);
    Some(points.iter().map(pair).collect())
}
