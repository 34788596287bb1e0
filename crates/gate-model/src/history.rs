//! The best that any run ever reached: a file with the metrics of many runs.

use std::path::Path;

use metrics::Metrics;
use tool::{read_text, shown};
use verdict::{Fault, Subject, sha256_of_bytes};

use crate::policy::Direction;

/// Metrics of many runs.
#[derive(Debug)]
pub(crate) struct History {
    runs: Vec<Metrics>,
    subject: Subject,
}

impl History {
    /// Reads runs: JSON Lines with the metrics of a run each, or a table (CSV,
    /// TSV) with a run a row.
    pub(crate) fn read(path: &Path) -> Result<Self, Fault> {
        let file = shown(path);
        let text = read_text(path)?;
        let lines: Vec<(usize, &str)> = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
            .collect();
        let runs = if text.trim_start().starts_with(['{', '[']) {
            let run =
                |(at, line): &(usize, &str)| Metrics::read(&format!("{file}:{}", at + 1), line);
            lines.iter().map(run).collect()
        } else {
            of_table(&file, &lines)
        };
        let runs: Vec<Metrics> = runs?;
        if runs.is_empty() {
            return Err(Fault::new(format!("{file} holds no run"))
                .help("write the metrics of a run a line, such as {\"roc_auc\": 0.91}"));
        }
        Ok(Self {
            runs,
            subject: Subject::new(&*file, sha256_of_bytes(text.as_bytes())),
        })
    }

    /// The file by name and digest.
    pub(crate) fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The run with the best value of a metric; none if no run has it.
    pub(crate) fn best(&self, metric: &str, direction: Direction) -> Option<&Metrics> {
        let value = |run: &&Metrics| run.get(metric).ok().flatten();
        let better = |a: &&Metrics, b: &&Metrics| {
            let (a, b) = (value(a), value(b));
            match direction {
                Direction::Higher => a.partial_cmp(&b),
                Direction::Lower => b.partial_cmp(&a),
            }
            .unwrap_or(std::cmp::Ordering::Equal)
        };
        self.runs
            .iter()
            .filter(|run| value(run).is_some())
            .max_by(better)
    }
}

/// A run a row, below a header.
fn of_table(file: &str, lines: &[(usize, &str)]) -> Result<Vec<Metrics>, Fault> {
    let (_, header) = lines.first().copied().unwrap_or_default();
    let end = if header.contains('\t') { "tsv" } else { "csv" };
    let run = |(at, row): &(usize, &str)| {
        let name = format!("{file}:{}.{end}", at + 1);
        Metrics::read(&name, &format!("{header}\n{row}\n"))
    };
    lines.iter().skip(1).map(run).collect()
}
