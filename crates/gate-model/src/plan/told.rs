//! A plan in words, and for machines.

use report::{grouped, six_digits};
use serde::Serialize;

use super::assumed::Assumed;
use super::clauses::OfClause;
use super::goal::Line;

/// A whole plan.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Plan {
    pub(super) assumed: Assumed,
    /// The number of examples that was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) examples: Option<u64>,
    pub(super) sizes: Vec<Line>,
    pub(super) margins: Vec<Line>,
    pub(super) conditions: Vec<OfClause>,
    #[serde(skip)]
    pub(super) terms: Vec<String>,
}

impl Plan {
    /// As pretty JSON.
    pub(super) fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// As tables for a terminal.
    pub(super) fn text(&self) -> String {
        let mut blocks = Vec::new();
        if !self.sizes.is_empty() {
            let rows = self.sizes.iter().map(|line| {
                let examples = line.examples.map(grouped);
                let examples = examples.unwrap_or_else(|| "none up to a billion".to_owned());
                [line.question.clone(), examples, line.by.to_owned()]
            });
            blocks.push(table(["to show that", "examples", "by"], rows.collect()));
        }
        if let Some(examples) = self.examples.filter(|_| !self.margins.is_empty()) {
            let rows = self.margins.iter().map(|line| {
                let margin = line.margin.map_or_else(|| "none".to_owned(), six_digits);
                [line.question.clone(), margin, line.by.to_owned()]
            });
            let head = match examples {
                1 => "1 example shows that".to_owned(),
                examples => format!("{} examples show that", grouped(examples)),
            };
            blocks.push(table([&head, "margin", "by"], rows.collect()));
        }
        if !self.conditions.is_empty() {
            blocks.push(self.of_conditions());
        }
        blocks.push(self.assumptions());
        blocks.join("\n")
    }

    fn of_conditions(&self) -> String {
        let rows = self.conditions.iter().flat_map(|clause| {
            let sizes = clause.sizes.iter().enumerate();
            let sizes = sizes.map(|(at, size)| {
                let name = match at {
                    0 => clause.clause.clone(),
                    _ => String::new(),
                };
                let labels = match size.labels {
                    0 => "no labels".to_owned(),
                    labels if labels == size.examples => "all with labels".to_owned(),
                    labels => format!("{} with labels", grouped(labels)),
                };
                [
                    name,
                    grouped(size.examples),
                    format!("{}, {labels}", size.by),
                ]
            });
            let least = clause.tolerance.map(|tolerance| {
                let examples = self.examples.map_or_else(String::new, grouped);
                let what = format!("  with {examples} the tolerance is ±");
                [what, six_digits(tolerance), String::new()]
            });
            sizes.chain(least)
        });
        table(["the clause", "examples", "by"], rows.collect())
    }

    fn assumptions(&self) -> String {
        let it = &self.assumed;
        let [
            accuracy,
            candidate,
            discordance,
            confidence,
            power,
            auc,
            positive,
        ] = [
            it.accuracy,
            it.accuracy + it.difference,
            it.discordance,
            it.confidence,
            it.power,
            it.auc,
            it.prevalence,
        ]
        .map(six_digits);
        let mut lines = vec![
            "assumed".to_owned(),
            format!("  accuracy {accuracy} of the baseline, {candidate} of the candidate"),
            format!("  on {discordance} of the examples only one of the two is right"),
            "  both models predict the same examples, which are drawn independently".to_owned(),
        ];
        if !(self.sizes.is_empty() && self.margins.is_empty()) {
            lines.push(format!("  AUC {auc}, {positive} of the examples positive"));
            lines.push(format!(
                "  confidence {confidence} of each decision: two-sided for a difference and ±, \
                 else one-sided"
            ));
            lines.push(format!("  power {power}: what is so is shown that often"));
        }
        if !self.conditions.is_empty() {
            lines.push(format!(
                "  d = {discordance} where a condition sets no limit to it"
            ));
        }
        lines.extend(self.terms.iter().map(|terms| format!("  {terms}")));
        lines.push(String::new());
        lines.join("\n")
    }
}

/// A table of a text, a number and a text.
fn table(header: [&str; 3], rows: Vec<[String; 3]>) -> String {
    let rows: Vec<[String; 3]> = std::iter::once(header.map(str::to_owned))
        .chain(rows)
        .collect();
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or_default()
    };
    let (first, second) = (width(0), width(1));
    let lines = rows.iter().map(|[a, b, c]| {
        let line = format!("{a:first$}  {b:>second$}  {c}");
        format!("{}\n", line.trim_end())
    });
    lines.collect()
}
