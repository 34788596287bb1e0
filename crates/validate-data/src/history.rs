//! `[rows] max-change`: the count of rows against those of runs before.
//!
//! The history is a file of one JSON object a line: table, rows, time. A run
//! adds a line for each table whose own checks let it through, so that a bad
//! count never becomes the measure.

use std::path::Path;

use contract::Contract;
use serde::{Deserialize, Serialize};
use tool::{NewFile, Policy};
use verdict::{Check, Fault, Location, Severity};

use crate::words::{counted, grouped};

/// One run.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Run {
    table: String,
    rows: u64,
    time: String,
}

/// The runs before.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    runs: Vec<Run>,
    new: Vec<Run>,
}

/// How many of the latest runs count.
const LATEST: usize = 30;

/// With fewer, nothing can be said.
const FEWEST: usize = 3;

impl History {
    /// The history of a file; none yet, where there is no file.
    pub(crate) fn read(path: &Path) -> Result<Self, Fault> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = tool::read_text(path)?;
        let runs = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty());
        let runs = runs.map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| {
                let place = verdict::Place::in_line(tool::shown(path), at + 1, 1, 1, line);
                Fault::new(format!("no line of a history: {error}"))
                    .at(place)
                    .help("one line is {\"table\": \"…\", \"rows\": 1, \"time\": \"…\"}")
            })
        });
        Ok(Self {
            runs: runs.collect::<Result<_, _>>()?,
            new: Vec::new(),
        })
    }

    /// The check of a table's count; none where the contract asks for none.
    pub(crate) fn check(&self, policy: &Policy<Contract>, table: &str, rows: u64) -> Option<Check> {
        let change = policy.value.rows.max_change.as_ref()?;
        let most = *change.get_ref();
        let counts = self.runs.iter().rev().filter(|run| run.table == table);
        let mut counts: Vec<u64> = counts.take(LATEST).map(|run| run.rows).collect();
        counts.sort_unstable();
        let title = format!("the count of rows is within {most} of the median of its history");
        let check = Check::pass("row-count-change", title)
            .severity(policy.value.rows.severity)
            .observed(rows);
        if counts.len() < FEWEST {
            let cause = format!(
                "{} in the history, and {FEWEST} are needed",
                counted(counts.len() as u64, "run")
            );
            let check = check.severity(Severity::Warning).undecided(cause);
            return Some(check.at(policy.location(change.span())).help(
                "give `--history FILE` with a file that is kept from run to run: each run adds itself",
            ));
        }
        let (low, high) = (counts[(counts.len() - 1) / 2], counts[counts.len() / 2]);
        let median = low.midpoint(high);
        let check = check.expected(median);
        let off = (rows as f64 - median as f64).abs() / (median as f64).max(1.0);
        if off <= most {
            return Some(check);
        }
        let cause = format!(
            "{} instead of about {}: {:.0} % off",
            counted(rows, "row"),
            grouped(median),
            off * 100.0
        );
        Some(
            check
                .broken(cause)
                .at(Location::file(table))
                .at(policy.location(change.span())),
        )
    }

    /// Takes a run in.
    pub(crate) fn add(&mut self, table: &str, rows: u64, now: i64) {
        let time = jiff::Timestamp::from_second(now).unwrap_or_default();
        self.new.push(Run {
            table: table.to_owned(),
            rows,
            time: time.to_string(),
        });
    }

    /// Writes the history with the runs that were taken in.
    pub(crate) fn write(&self, path: &Path) -> Result<(), Fault> {
        if self.new.is_empty() {
            return Ok(());
        }
        let runs = self.runs.iter().chain(&self.new);
        let lines = runs.map(|run| serde_json::to_string(run).unwrap_or_default() + "\n");
        NewFile::whole(path, &lines.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use verdict::Outcome;

    #[test]
    fn a_count_is_held_against_the_median() {
        let text = "[rows]\nmax-change = 0.2\n";
        let policy = Policy {
            value: toml::from_str(text).expect("a contract"),
            file: "c.toml".to_owned(),
            text: text.to_owned(),
        };
        let mut history = History::default();
        let outcome = |history: &History, rows| {
            let check = history.check(&policy, "t.csv", rows).expect("a check");
            check.outcome
        };
        assert_eq!(outcome(&history, 100), Outcome::Warn);
        for rows in [100, 90, 110, 5000] {
            history.add("t.csv", rows, 0);
            history.add("other.csv", 1, 0);
        }
        history.runs = std::mem::take(&mut history.new);
        let outcomes = [83, 84, 126, 127].map(|rows| outcome(&history, rows));
        assert_eq!(
            outcomes,
            [Outcome::Fail, Outcome::Pass, Outcome::Pass, Outcome::Fail]
        );
    }
}
