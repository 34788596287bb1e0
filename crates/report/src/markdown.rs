//! Markdown for a job summary or a comment on a change.
//!
//! What did not pass stands in a table, everything longer is folded away.
//! Lists are limited, because a comment has room for 65,536 characters.

mod escape;

pub use escape::{escape, fence, table};

use verdict::{Check, Outcome};

use crate::drawing::{diff_lines, histograms, is_numeric};
use crate::explain::sample_table;
use crate::layout::cut;
use crate::wording::{expected, location, name, observed, passed, tally, troubled};
use crate::{Exhibit, Report, intervals, plain};

/// Most checks in the table of those that did not pass, most of them with
/// samples, and most that passed.
const CHECKS_SHOWN: usize = 100;
const FOLDED_SHOWN: usize = 20;
const PASSING_SHOWN: usize = 200;

/// Most samples of a check, rows of a table and lines of a diff.
const SAMPLES_SHOWN: usize = 20;
const ROWS_SHOWN: usize = 200;
const LINES_SHOWN: usize = 500;

/// Width of a picture of characters, in columns.
const WIDTH: usize = 100;

/// Widest text of a cell and widest line of a diff, in columns.
const TEXT_SHOWN: usize = 300;
const LINE_SHOWN: usize = 1000;

/// The whole report.
pub(crate) fn render(report: &Report<'_>) -> String {
    let (troubled, passed) = (troubled(report.verdict), passed(report.verdict));
    let mut blocks = vec![heading(report), format!("{}\n", tally(report.verdict))];
    if !troubled.is_empty() {
        blocks.push(overview(&troubled));
    }
    let long = troubled
        .iter()
        .filter(|c| !c.samples.is_empty() || c.help.is_some());
    blocks.extend(long.take(FOLDED_SHOWN).map(|check| folded_check(check)));
    if !passed.is_empty() {
        blocks.push(folded_passing(&passed));
    }
    blocks.extend(report.exhibits.iter().map(exhibit));
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n")
}

fn heading(report: &Report<'_>) -> String {
    let outcome = report.verdict.outcome();
    let tool = text(&report.verdict.predicate.tool.name);
    format!("## {} {tool}: {}\n", emoji(outcome), outcome.word())
}

const fn emoji(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "✅",
        Outcome::Warn => "⚠️",
        Outcome::Inconclusive => "❔",
        Outcome::Fail => "❌",
    }
}

/// Text from outside, cut and escaped.
fn text(text: &str) -> String {
    escape(&brief(text))
}

fn brief(text: &str) -> String {
    cut(&plain(text), TEXT_SHOWN)
}

fn overview(checks: &[&Check]) -> String {
    let header = [
        "", "check", "rule", "observed", "expected", "cause", "where",
    ];
    let row = |check: &&Check| {
        vec![
            emoji(check.outcome).to_owned(),
            name(check),
            brief(&check.title),
            observed(check).unwrap_or_default(),
            expected(check).unwrap_or_default(),
            check.cause.as_deref().map(brief).unwrap_or_default(),
            check
                .locations
                .first()
                .map(|place| brief(&location(place)))
                .unwrap_or_default(),
        ]
    };
    let rows: Vec<Vec<String>> = checks.iter().take(CHECKS_SHOWN).map(row).collect();
    let table = table(&header.map(str::to_owned), &[], &rows);
    table + &more(checks.len(), CHECKS_SHOWN)
}

/// A paragraph that counts what is not shown.
fn more(total: usize, shown: usize) -> String {
    if total > shown {
        format!("\n_and {} more_\n", total - shown)
    } else {
        String::new()
    }
}

fn folded(summary: &str, body: &str) -> String {
    // The blank line is what makes Markdown of the body.
    format!("<details><summary>{summary}</summary>\n\n{body}\n</details>\n")
}

fn folded_check(check: &Check) -> String {
    let mut parts = Vec::new();
    if !check.samples.is_empty() {
        let shown = check.samples.len().min(SAMPLES_SHOWN);
        let (header, rows) = sample_table(&check.samples[..shown]);
        parts.push(data_table(&header, &rows) + &more(check.samples.len(), SAMPLES_SHOWN));
    }
    parts.extend(
        check
            .help
            .iter()
            .map(|help| format!("Help: {}\n", text(help))),
    );
    let summary = format!("{} {}", emoji(check.outcome), escape(&name(check)));
    folded(&summary, &parts.join("\n"))
}

fn folded_passing(checks: &[&Check]) -> String {
    let line = |check: &&Check| format!("- {}: {}\n", escape(&name(check)), text(&check.title));
    let lines: String = checks.iter().take(PASSING_SHOWN).map(line).collect();
    let summary = format!("{} {} passed", emoji(Outcome::Pass), checks.len());
    folded(&summary, &(lines + &more(checks.len(), PASSING_SHOWN)))
}

/// A table whose columns of numbers stand to the right.
fn data_table(header: &[String], rows: &[Vec<String>]) -> String {
    let numeric: Vec<bool> = (0..header.len()).map(|at| is_numeric(rows, at)).collect();
    let briefly = |cells: &[String]| -> Vec<String> { cells.iter().map(|c| brief(c)).collect() };
    let rows: Vec<Vec<String>> = rows.iter().map(|row| briefly(row)).collect();
    table(&briefly(header), &numeric, &rows)
}

fn exhibit(exhibit: &Exhibit) -> String {
    let (title, body) = match exhibit {
        Exhibit::Table {
            title,
            header,
            rows,
        } => {
            let shown = &rows[..rows.len().min(ROWS_SHOWN)];
            (
                title,
                data_table(header, shown) + &more(rows.len(), ROWS_SHOWN),
            )
        }
        Exhibit::Distributions { title, columns } => {
            let shown = &columns[..columns.len().min(ROWS_SHOWN)];
            let rows = histograms(shown).into_iter();
            let lines = rows.map(|(name, bars, note)| format!("{name}  {bars}  {note}"));
            let block = fence("text", &lines.collect::<Vec<_>>());
            (title, block + &more(columns.len(), ROWS_SHOWN))
        }
        Exhibit::Diff { title, text } => {
            let lines = diff_lines(text);
            let shown = lines
                .iter()
                .take(LINES_SHOWN)
                .map(|line| cut(line, LINE_SHOWN));
            let block = fence("diff", &shown.collect::<Vec<_>>());
            (title, block + &more(lines.len(), LINES_SHOWN))
        }
        Exhibit::Intervals { title, estimates } => {
            let shown = &estimates[..estimates.len().min(ROWS_SHOWN)];
            let block = fence("text", &intervals::lines(shown, WIDTH));
            (title, block + &more(estimates.len(), ROWS_SHOWN))
        }
        Exhibit::Curves { .. } => return String::new(),
    };
    format!("### {}\n\n{body}", text(title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{exhibits, hostile, hostile_exhibits, verdict};

    const SHOWN: &str = r"## ❌ validate-data: fail

4 checks: 1 passed, 1 warned, 1 undecided, 1 failed

|  | check | rule | observed | expected | cause | where |
| --- | --- | --- | --- | --- | --- | --- |
| ❌ | range(age) | age is between 0 and 120 | 2 values | 0 values | 2 of 1000 values are outside | data/people.csv:14:4 (row 13) |
| ❔ | mean(income) | the mean of income has not moved | 0.123457 (95 % interval 0.05 to 0.2) |  | the interval straddles the limit |  |
| ⚠️ | nulls(city) | city is seldom empty |  |  | 7 % are empty |  |

<details><summary>❌ range(age)</summary>

| row | line | value | note |
| ---: | ---: | ---: | --- |
| 13 | 14 | -3 | below 0 |
| 99 | 100 | 431 |  |

Help: check the unit of age

</details>

<details><summary>✅ 1 passed</summary>

- unique(id): id is unique

</details>

### metrics

| metric | value |
| --- | ---: |
| auc | 0.91 |
| loss | 12 |

### columns

```text
age  ▁ █  0 to 97
```

### values.yaml

```diff
--- a
+++ b
@@ -1 +1 @@
-tag: 1
+tag: 2
```
";

    #[test]
    fn a_report_is_a_table_and_folds() {
        let (verdict, exhibits) = (verdict(), exhibits());
        let report = Report {
            verdict: &verdict,
            exhibits: &exhibits,
        };
        assert_eq!(render(&report), SHOWN);
    }

    #[test]
    fn hostile_text_stays_text() {
        let (verdict, exhibits) = (hostile(), hostile_exhibits());
        let text = render(&Report {
            verdict: &verdict,
            exhibits: &exhibits,
        });
        assert!(text.contains("\n`````diff\n```\n"), "{text}");
        // Code blocks show what they hold; everything else must be escaped.
        let prose = text.split("```text").next().expect("a start");
        let own = ["<details>", "</details>", "<summary>", "</summary>"];
        let prose = own
            .iter()
            .fold(prose.to_owned(), |text, tag| text.replace(tag, ""));
        assert!(
            !prose.contains(['<', '>', '@', '`', '[', '\\', '\u{1b}']),
            "{prose}"
        );
        assert!(!prose.contains("://") && !prose.contains("www."), "{prose}");
        assert!(
            !text.contains(|c: char| c.is_control() && c != '\n'),
            "{text}"
        );
    }

    #[test]
    fn long_lists_are_counted() {
        let mut verdict = verdict();
        let failed = verdict.predicate.checks[3].clone();
        verdict.predicate.checks = vec![failed; CHECKS_SHOWN + 7];
        let text = render(&Report {
            verdict: &verdict,
            exhibits: &[],
        });
        assert!(text.contains("\n_and 7 more_\n"), "{text}");
        assert_eq!(text.matches("<details>").count(), FOLDED_SHOWN);
    }
}
