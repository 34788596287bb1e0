//! A page that stands by itself: no script, no font, nothing from elsewhere.

mod svg;

use verdict::{Check, Outcome, Subject, Verdict};

use crate::drawing::{diff_lines, is_numeric};
use crate::explain::sample_table;
use crate::layout::cut;
use crate::plain::plain_line;
use crate::wording::{expected, location, name, observed, passed, symbol, tally, troubled};
use crate::{Distribution, Exhibit, Report, plain};

/// Most rows of a table, checks of a kind and lines of a diff.
const SHOWN: usize = 5000;

/// Most samples of a check.
const SAMPLES_SHOWN: usize = 100;

/// Longest text, in columns.
const TEXT_SHOWN: usize = 2000;

/// The whole page.
pub(crate) fn render(report: &Report<'_>) -> String {
    let verdict = report.verdict;
    let outcome = verdict.outcome();
    let tool = text(&verdict.predicate.tool.name);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{tool}: {word}</title>\n<style>\n{}</style>\n</head>\n<body>\n\
         <header class=\"{word}\">\n<h1>{} {tool}: {word}</h1>\n<p>{}</p>\n</header>\n<main>\n",
        include_str!("html/style.css"),
        symbol(outcome),
        text(&tally(verdict)),
        word = outcome.word(),
    );
    for check in troubled(verdict).iter().take(SHOWN) {
        page.push_str(&article(check));
    }
    page.push_str(&passing(&passed(verdict)));
    for exhibit in report.exhibits {
        page.push_str(&section(exhibit));
    }
    page.push_str("</main>\n");
    page.push_str(&footer(verdict));
    page + "</body>\n</html>\n"
}

/// Text from outside: cut, and as HTML that shows it and nothing else.
fn text(text: &str) -> String {
    escape(&cut(&plain(text), TEXT_SHOWN))
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(character),
        }
    }
    safe
}

/// What did not pass, with all there is to say of it.
fn article(check: &Check) -> String {
    let mut lines = String::new();
    let mut say = |label: &str, said: Option<String>| {
        if let Some(said) = said {
            lines.push_str(&format!("<dt>{label}</dt><dd>{}</dd>\n", text(&said)));
        }
    };
    say("observed", observed(check));
    say("expected", expected(check));
    say("cause", check.cause.clone());
    for place in check.locations.iter().take(3) {
        say("where", Some(location(place)));
    }
    say("help", check.help.clone());
    let shown = &check.samples[..check.samples.len().min(SAMPLES_SHOWN)];
    let samples = if shown.is_empty() {
        String::new()
    } else {
        let (header, rows) = sample_table(shown);
        table(&header, &rows) + &more(check.samples.len(), SAMPLES_SHOWN)
    };
    format!(
        "<article class=\"{}\">\n<h2>{} {}</h2>\n<p>{}</p>\n<dl>\n{lines}</dl>\n{samples}</article>\n",
        check.outcome.word(),
        symbol(check.outcome),
        text(&name(check)),
        text(&check.title),
    )
}

fn passing(checks: &[&Check]) -> String {
    if checks.is_empty() {
        return String::new();
    }
    let header = ["check", "rule", "observed", "expected"].map(str::to_owned);
    let rows = checks.iter().take(SHOWN).map(|check| {
        vec![
            name(check),
            check.title.clone(),
            observed(check).unwrap_or_default(),
            expected(check).unwrap_or_default(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    format!(
        "<details><summary>{} {} passed</summary>\n{}{}</details>\n",
        symbol(Outcome::Pass),
        checks.len(),
        table(&header, &rows),
        more(checks.len(), SHOWN),
    )
}

/// A paragraph that counts what is not shown.
fn more(total: usize, shown: usize) -> String {
    match total > shown {
        true => format!("<p>and {} more</p>\n", total - shown),
        false => String::new(),
    }
}

/// A table whose columns of numbers stand to the right.
fn table(header: &[String], rows: &[Vec<String>]) -> String {
    let numeric: Vec<bool> = (0..header.len()).map(|at| is_numeric(rows, at)).collect();
    let class = |at: usize| match numeric.get(at) {
        Some(true) => " class=\"number\"",
        _ => "",
    };
    let line = |cells: &[String], tag: &str| -> String {
        let cells = cells.iter().enumerate();
        let cells = cells.map(|(at, cell)| format!("<{tag}{}>{}</{tag}>", class(at), text(cell)));
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let body: String = rows.iter().map(|row| line(row, "td")).collect();
    let head = line(header, "th");
    format!(
        "<div class=\"wide\"><table>\n<thead>{head}</thead>\n<tbody>{body}</tbody>\n</table></div>\n"
    )
}

fn section(exhibit: &Exhibit) -> String {
    let (title, body) = match exhibit {
        Exhibit::Table {
            title,
            header,
            rows,
        } => {
            let shown = &rows[..rows.len().min(SHOWN)];
            (title, table(header, shown) + &more(rows.len(), SHOWN))
        }
        Exhibit::Distributions { title, columns } => (title, distributions(columns)),
        Exhibit::Diff { title, text } => (title, diff(text)),
        Exhibit::Intervals { title, estimates } => {
            let shown = &estimates[..estimates.len().min(SHOWN)];
            (title, svg::intervals(shown) + &more(estimates.len(), SHOWN))
        }
        Exhibit::Curves {
            title,
            x,
            y,
            curves,
            diagonal,
        } => (title, svg::curves([x, y], curves, *diagonal)),
    };
    format!("<section>\n<h2>{}</h2>\n{body}</section>\n", text(title))
}

fn distributions(columns: &[Distribution]) -> String {
    let shown = columns.iter().take(SHOWN);
    let rows = shown.map(|column| {
        let (name, bars, note) = (
            text(&column.name),
            svg::bars(&column.bins),
            text(&column.note),
        );
        format!("<tr><th>{name}</th><td>{bars}</td><td>{note}</td></tr>\n")
    });
    let rows: String = rows.collect();
    format!("<div class=\"wide\"><table>\n{rows}</table></div>\n") + &more(columns.len(), SHOWN)
}

fn diff(text: &str) -> String {
    let lines = diff_lines(text);
    let shown = lines.iter().take(SHOWN).map(|line| {
        let class = match line.as_bytes() {
            [b'+', ..] => "plus",
            [b'-', ..] => "minus",
            [b'@', ..] => "place",
            _ => "same",
        };
        let line = escape(&cut(&plain_line(line), TEXT_SHOWN));
        format!("<span class=\"{class}\">{line}</span>\n")
    });
    let shown: String = shown.collect();
    format!("<pre>{shown}</pre>\n{}", more(lines.len(), SHOWN))
}

/// What was judged, by what and where.
fn footer(verdict: &Verdict) -> String {
    let (tool, run) = (&verdict.predicate.tool, &verdict.predicate.run);
    let mut rows = vec![vec![
        "tool".to_owned(),
        format!("{} {}", tool.name, tool.version),
    ]];
    let mut say = |label: &str, said: Option<String>| {
        rows.extend(said.map(|said| vec![label.to_owned(), said]));
    };
    let digest = |subject: &Subject| {
        let digests = subject.digest.iter();
        let digests = digests.map(|(kind, digest)| format!(" {kind}:{digest}"));
        format!("{}{}", subject.name, digests.collect::<String>())
    };
    for subject in verdict.subject.iter().take(SHOWN) {
        say("judged", Some(digest(subject)));
    }
    for subject in verdict.predicate.configuration.iter().take(SHOWN) {
        say("policy", Some(digest(subject)));
    }
    say("commit", run.commit.clone());
    say("run", run.url.clone());
    say("time", Some(run.time.clone()));
    let rows = rows
        .iter()
        .map(|row| format!("<dt>{}</dt><dd>{}</dd>\n", text(&row[0]), text(&row[1])));
    format!("<footer><dl>\n{}</dl></footer>\n", rows.collect::<String>())
}

#[cfg(test)]
mod tests;
