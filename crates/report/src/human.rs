//! Text for a terminal: the outcome first, then what needs a look.

use unicode_width::UnicodeWidthStr;
use verdict::{Check, Outcome};

use crate::drawing::{bordered, diff_lines, histograms};
use crate::explain::{INDENT, details};
use crate::layout::{cut, pad, wrap};
use crate::paint::{ink_of, ink_of_diff};
use crate::plain::{no_commands, plain};
use crate::wording::{self, name, symbol, tally};
use crate::{Distribution, Estimate, Exhibit, Report, Style, intervals};

/// Most passing checks that are listed; more are only counted.
const PASSING_LISTED: usize = 12;

/// The whole report.
pub(crate) fn render(report: &Report<'_>, style: Style) -> String {
    let style = Style {
        width: style.width.max(40),
        ..style
    };
    let mut blocks = vec![vec![headline(report, style)]];
    for check in wording::troubled(report.verdict) {
        let mut block = head(check, style);
        block.extend(details(check, style));
        blocks.push(block);
    }
    blocks.push(passing(&wording::passed(report.verdict), style));
    blocks.extend(report.exhibits.iter().map(|exhibit| draw(exhibit, style)));
    blocks.retain(|block| !block.is_empty());
    let blocks: Vec<String> = blocks.iter().map(|block| block.join("\n")).collect();
    no_commands(&format!("{}\n", blocks.join("\n\n")))
}

fn headline(report: &Report<'_>, style: Style) -> String {
    let outcome = report.verdict.outcome();
    let word = format!("{} {}", symbol(outcome), outcome.word());
    format!(
        "{}  {}  {}",
        style.bold(&plain(&report.verdict.predicate.tool.name)),
        style.paint(ink_of(outcome), &word),
        style.dim(&tally(report.verdict)),
    )
}

/// The check's sign, name and title; the title below where there is no room.
fn head(check: &Check, style: Style) -> Vec<String> {
    let (name, title) = (cut(&name(check), style.width - 2), plain(&check.title));
    let sign = style.paint(ink_of(check.outcome), symbol(check.outcome));
    let first = format!("{sign} {}", style.bold(&name));
    if name.width() + title.width() + INDENT <= style.width {
        return vec![format!("{first}  {title}")];
    }
    let title = wrap(&title, style.width - INDENT);
    let title = title.iter().map(|line| format!("{:INDENT$}{line}", ""));
    std::iter::once(first).chain(title).collect()
}

fn passing(checks: &[&Check], style: Style) -> Vec<String> {
    let sign = style.paint(ink_of(Outcome::Pass), symbol(Outcome::Pass));
    if checks.len() > PASSING_LISTED && !style.verbose {
        return vec![format!("{sign} {} checks passed", checks.len())];
    }
    let names: Vec<String> = checks
        .iter()
        .map(|check| cut(&name(check), style.width / 2))
        .collect();
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let room = style.width.saturating_sub(width + INDENT);
    checks
        .iter()
        .zip(&names)
        .map(|(check, name)| {
            let title = cut(&plain(&check.title), room);
            format!("{sign} {}  {}", pad(name, width), style.dim(&title))
        })
        .collect()
}

fn draw(exhibit: &Exhibit, style: Style) -> Vec<String> {
    let (title, body) = match exhibit {
        Exhibit::Table {
            title,
            header,
            rows,
        } => (title, bordered(header, rows, style.width)),
        Exhibit::Distributions { title, columns } => (title, distributions(columns, style)),
        Exhibit::Diff { title, text } => (title, diff(text, style)),
        Exhibit::Intervals { title, estimates } => (title, intervals(estimates, style)),
        Exhibit::Curves { .. } => return Vec::new(),
    };
    let title = wrap(&plain(title), style.width);
    title
        .iter()
        .map(|line| style.bold(line))
        .chain(body)
        .collect()
}

fn distributions(columns: &[Distribution], style: Style) -> Vec<String> {
    let rows = histograms(columns).into_iter();
    rows.map(|(name, bars, note)| {
        let room = style.width.saturating_sub(name.width() + bars.width() + 6);
        let line = format!("  {name}  {bars}  {}", style.dim(&cut(&note, room)));
        line.trim_end().to_owned()
    })
    .collect()
}

fn intervals(estimates: &[Estimate], style: Style) -> Vec<String> {
    let lines = intervals::lines(estimates, style.width.saturating_sub(INDENT));
    let lines = lines.iter().map(|line| format!("  {line}"));
    lines.map(|line| line.trim_end().to_owned()).collect()
}

fn diff(text: &str, style: Style) -> Vec<String> {
    let lines = diff_lines(text).into_iter();
    lines
        .map(|line| style.paint(ink_of_diff(&line), &line))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use verdict::{Run, Tool, Verdict};

    use super::*;
    use crate::example::{exhibits, hostile, hostile_exhibits, verdict};

    const PLAIN: Style = Style {
        width: 80,
        color: false,
        verbose: false,
    };

    const SHOWN: &str = "\
validate-data  ✗ fail  4 checks: 1 passed, 1 warned, 1 undecided, 1 failed

✗ range(age)  age is between 0 and 120
    observed  2 values
    expected  0 values
    cause     2 of 1000 values are outside
    where     data/people.csv:14:4 (row 13)
              row  line  value  note
               13    14     -3  below 0
               99   100    431
    help      check the unit of age

? mean(income)  the mean of income has not moved
    observed  0.123457 (95 % interval 0.05 to 0.2)
    cause     the interval straddles the limit

! nulls(city)  city is seldom empty
    cause     7 % are empty

✓ unique(id)  id is unique

metrics
╭────────┬───────╮
│ metric │ value │
├────────┼───────┤
│ auc    │  0.91 │
│ loss   │    12 │
╰────────┴───────╯

columns
  age  ▁ █  0 to 97

values.yaml
--- a
+++ b
@@ -1 +1 @@
-tag: 1
+tag: 2
";

    #[test]
    fn a_report_reads_from_the_worst_to_the_best() {
        let (verdict, exhibits) = (verdict(), exhibits());
        let report = Report {
            verdict: &verdict,
            exhibits: &exhibits,
        };
        assert_eq!(render(&report, PLAIN), SHOWN);
    }

    #[test]
    fn colour_adds_nothing_but_escapes() {
        let (verdict, exhibits) = (verdict(), exhibits());
        let report = Report {
            verdict: &verdict,
            exhibits: &exhibits,
        };
        let colored = render(
            &report,
            Style {
                color: true,
                ..PLAIN
            },
        );
        assert!(colored.contains("\u{1b}[31;1m✗ fail\u{1b}[0m"), "{colored}");
        assert!(colored.contains("\u{1b}[32m+tag: 2\u{1b}[0m"), "{colored}");
        let mut parts = colored.split('\u{1b}');
        let mut bare = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            bare.push_str(part.split_once('m').expect("an escape ends in m").1);
        }
        assert_eq!(bare, SHOWN);
    }

    #[test]
    fn hostile_text_gives_no_command() {
        let (verdict, exhibits) = (hostile(), hostile_exhibits());
        let report = Report {
            verdict: &verdict,
            exhibits: &exhibits,
        };
        for width in [0, 41, 70, 200] {
            let text = render(
                &report,
                Style {
                    width,
                    color: false,
                    verbose: false,
                },
            );
            assert!(
                !text.contains(|c: char| c.is_control() && c != '\n'),
                "{text}"
            );
            assert!(!text.contains("##["), "{text}");
            assert!(
                !text.lines().any(|line| line.trim_start().starts_with("::")),
                "{text}"
            );
        }
    }

    #[test]
    fn many_passing_checks_are_only_counted() {
        let tool = Tool {
            name: "t".into(),
            version: "1".into(),
        };
        let of = |count| {
            let checks = vec![Check::pass("a", "a"); count];
            let verdict = Verdict::new(tool.clone(), Run::default(), vec![], checks);
            render(
                &Report {
                    verdict: &verdict,
                    exhibits: &[],
                },
                PLAIN,
            )
        };
        assert_eq!(
            of(13),
            "t  ✓ pass  13 checks: 13 passed\n\n✓ 13 checks passed\n"
        );
        assert_eq!(of(12).lines().count(), 14);
    }

    proptest! {
        #[test]
        fn a_report_keeps_to_its_width(text in "[ -~]{0,200}", width in 40usize..120) {
            let check = Check::pass("a", &*text).on(&*text).help(&*text).broken(&*text);
            let tool = Tool { name: "t".into(), version: "1".into() };
            let verdict = Verdict::new(tool, Run::default(), vec![], vec![check]);
            let shown = render(&Report { verdict: &verdict, exhibits: &[] }, Style { width, color: false, verbose: false });
            for line in shown.lines() {
                prop_assert!(line.width() <= width, "{}", line);
            }
        }
    }
}
