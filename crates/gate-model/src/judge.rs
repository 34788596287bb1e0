//! Evidence to judgement.

use std::path::Path;

use metrics::{Format, Metrics};
use report::{Exhibit, six_digits};
use tool::{Context, Judgement, Policy, read_policy};
use verdict::{Check, Fault, Outcome, Subject};

use crate::Args;
use crate::baseline::Baseline;
use crate::checks::Gated;
use crate::policy::{GatePolicy, refuse_nonsense};

pub(crate) fn judge(args: &Args, context: &Context) -> Result<Judgement, Fault> {
    let policy = read_policy::<GatePolicy>(policy_path(args)?)?;
    refuse_nonsense(&policy)?;
    let (candidates, subjects) = candidates(args)?;
    let source = args
        .baseline
        .as_deref()
        .or(policy.value.baseline.as_deref());
    let baseline = Baseline::read(source, &context.dir)?;
    let mut checks = Vec::new();
    let mut rows = Vec::new();
    for (name, gate) in policy.value.in_order() {
        let gate = gate.get_ref();
        let metric = gate.metric.as_deref().unwrap_or(name);
        let candidate = holder(&candidates, metric)?;
        let value = candidate.get(metric)?;
        let gated = Gated {
            policy: &policy,
            name,
            gate,
            metric,
            candidate,
            value,
            baseline: &baseline,
        };
        let own = gated.checks()?;
        rows.push(row(&gated, &own));
        checks.extend(own);
    }
    // The baseline was not judged: it belongs to the policy.
    let mut configuration = vec![policy.subject()];
    if let Baseline::Found(_, subject) = baseline {
        configuration.push(subject);
    }
    Ok(Judgement {
        outputs: vec![("broken", broken(&checks))],
        configuration,
        exhibits: vec![table(&policy, &candidates, rows)],
        checks,
        subjects,
        products: Vec::new(),
    })
}

fn policy_path(args: &Args) -> Result<&Path, Fault> {
    args.policy.as_deref().ok_or_else(|| {
        Fault::new("no policy was given")
            .help("name one with --policy FILE; it says which metrics must reach what")
    })
}

fn candidates(args: &Args) -> Result<(Vec<Metrics>, Vec<Subject>), Fault> {
    if args.metrics.is_empty() {
        return Err(Fault::new("no metrics were given")
            .help("name the candidate's metrics file, such as metrics.json"));
    }
    let mut all = Vec::new();
    let mut subjects = Vec::new();
    for path in &args.metrics {
        let metrics = Metrics::open(path, args.format()?)?;
        subjects.push(metrics.subject());
        all.push(metrics);
    }
    Ok((all, subjects))
}

/// The file that holds a metric; the first one if none does.
fn holder<'a>(candidates: &'a [Metrics], metric: &str) -> Result<&'a Metrics, Fault> {
    let mut holders = candidates.iter().filter(|metrics| metrics.has(metric));
    let first = holders.next();
    if let (Some(first), Some(second)) = (first, holders.next()) {
        let message = format!(
            "both {} and {} hold the metric `{metric}`",
            first.file(),
            second.file()
        );
        return Err(Fault::new(message).help("leave one out, or name the metric by its full path"));
    }
    first
        .or_else(|| candidates.first())
        .ok_or_else(|| Fault::new("no metrics were given"))
}

/// The checks that are not open, one a line.
fn broken(checks: &[Check]) -> String {
    let closed = checks.iter().filter(|check| !check.outcome.is_open());
    closed.map(Check::name).collect::<Vec<_>>().join("\n")
}

fn table(policy: &Policy<GatePolicy>, candidates: &[Metrics], rows: Vec<Vec<String>>) -> Exhibit {
    let name = policy.value.name.as_deref().unwrap_or("metrics");
    let formats = candidates.iter().map(Metrics::format);
    let told = formats.filter(|format| *format != Format::Tree);
    let told: Vec<&str> = told.map(Format::title).collect();
    let of = match told.is_empty() {
        true => String::new(),
        false => format!(" ({})", told.join(", ")),
    };
    Exhibit::Table {
        title: format!("{name}: candidate{of} and baseline"),
        header: [
            "metric",
            "baseline",
            "candidate",
            "change",
            "rules",
            "outcome",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows,
    }
}

fn row(gated: &Gated, checks: &[Check]) -> Vec<String> {
    let baseline = gated.base().ok().flatten();
    let cell = |number: Option<f64>| number.map_or_else(|| "–".to_owned(), six_digits);
    let change = gated.value.zip(baseline).map(|(value, base)| value - base);
    let rules = checks.iter().map(|check| {
        let limit = check.expected.as_ref().and_then(serde_json::Value::as_f64);
        format!("{} {}", check.id, cell(limit))
    });
    vec![
        gated.metric.to_owned(),
        cell(baseline),
        cell(gated.value),
        change.map_or_else(
            || "–".to_owned(),
            |change| {
                format!(
                    "{}{}",
                    if change > 0.0 { "+" } else { "" },
                    six_digits(change)
                )
            },
        ),
        rules.collect::<Vec<_>>().join(", "),
        Outcome::worst(checks.iter().map(|check| check.outcome))
            .word()
            .to_owned(),
    ]
}
