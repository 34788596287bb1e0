//! Turning a verdict or a fault into what a CI system is told.

use ci::{Annotation, Level, Notice};
use verdict::{Check, Fault, Outcome, Severity, Verdict};

use crate::output::token;

/// Places annotated for one check.
const PLACES_PER_CHECK: usize = 5;

/// What the CI system is told of a verdict.
pub(crate) fn notice(
    verdict: &Verdict,
    outputs: Vec<(String, String)>,
    variables: Vec<(String, String)>,
    summary: String,
) -> Notice {
    let mut first = Vec::new();
    let mut more = Vec::new();
    for check in verdict.worst_first() {
        if check.outcome != Outcome::Pass {
            let mut all = annotations(verdict, check).into_iter();
            first.extend(all.next());
            more.extend(all);
        }
    }
    // Every broken rule is seen once before any is seen twice.
    first.append(&mut more);
    Notice {
        annotations: first,
        outputs,
        variables,
        summary,
        token: token(),
    }
}

/// What the CI system is told when no verdict was reached.
pub(crate) fn fault_notice(tool: &str, fault: &Fault) -> Notice {
    let place = fault.place.as_ref();
    let mut message = report::plain(&fault.message);
    for help in &fault.help {
        message.push_str(&format!("\nhelp: {}", report::plain(help)));
    }
    Notice {
        annotations: vec![Annotation {
            level: Level::Error,
            title: format!("{tool}: could not judge"),
            message,
            file: place.map(|place| place.file.clone()),
            line: place.map(|place| place.line as u64),
            column: place.map(|place| place.column as u64),
        }],
        outputs: vec![
            ("verdict".to_owned(), String::new()),
            ("exit-code".to_owned(), "2".to_owned()),
        ],
        variables: Vec::new(),
        summary: format!(
            "## ❌ {tool}: could not judge\n\n{}\n",
            report::markdown::escape(&fault.to_string())
        ),
        token: token(),
    }
}

/// What an open gate lets through is only a warning.
fn annotations(verdict: &Verdict, check: &Check) -> Vec<Annotation> {
    let tool = &verdict.predicate.tool.name;
    let level = match check.severity {
        Severity::Error if !verdict.predicate.open => Level::Error,
        _ => Level::Warning,
    };
    let one =
        |file: Option<&str>, line: Option<u64>, column: Option<u64>, message: String| Annotation {
            level,
            title: format!("{tool}: {}", report::plain(&check.name())),
            message,
            file: file.map(str::to_owned),
            line,
            column,
        };
    if check.locations.is_empty() {
        return vec![one(None, None, None, message(check, None))];
    }
    // The first place may be followed by its like; the policy's own line, which
    // comes last, says nothing new.
    let first = &check.locations[0].file;
    let same = check.locations.iter().filter(|place| place.file == *first);
    let places = same.take(PLACES_PER_CHECK).enumerate();
    places
        .map(|(index, place)| {
            let message = message(check, check.samples.get(index).map(|s| s.value.as_str()));
            one(Some(&place.file), place.line, place.column, message)
        })
        .collect()
}

fn message(check: &Check, value: Option<&str>) -> String {
    let mut lines = vec![format!("broken: {}", report::plain(&check.title))];
    if check.outcome == Outcome::Inconclusive {
        lines = vec![format!("undecided: {}", report::plain(&check.title))];
    }
    if let Some(value) = value {
        lines.push(format!("value: {}", report::plain(value)));
    }
    lines.extend(check.cause.as_deref().map(report::plain));
    lines.extend(
        check
            .help
            .as_deref()
            .map(|help| format!("help: {}", report::plain(help))),
    );
    report::no_commands(&lines.join("\n"))
}
