//! CSV and TSV: one row of named columns; rows of a name and a value; or, with
//! a column of steps, the last value of every other column.

use csv::{ReaderBuilder, StringRecord, Trim};
use verdict::{Fault, Place};

use crate::found::{Entry, Found};
use crate::metric::Metric;
use crate::node::{self, MOST, Value};
use crate::text::Text;

const NAMES: [&str; 3] = ["metric", "name", "key"];
const VALUES: [&str; 3] = ["value", "score", "numbervalue"];
const STEPS: [&str; 4] = ["step", "_step", "iteration", "epoch"];
const ERRORS: [&str; 4] = ["stderr", "standard_error", "std_err", "se"];
const LOWS: [&str; 5] = ["lower", "low", "ci_lower", "ci_low", "lower_value"];
const HIGHS: [&str; 5] = ["upper", "high", "ci_upper", "ci_high", "upper_value"];
const SIZES: [&str; 5] = ["n", "support", "samples", "n_samples", "count"];

pub(crate) fn read(source: &Text, found: &mut Found) -> Result<(), Fault> {
    let first = source.text.lines().next().unwrap_or_default();
    let delimiter = [b'\t', b';', b',']
        .into_iter()
        .find(|byte| first.as_bytes().contains(byte));
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .trim(Trim::All)
        .from_reader(source.text.as_bytes());
    let header = reader
        .headers()
        .map_err(|error| wrong(source, &error))?
        .clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        rows.push(record.map_err(|error| wrong(source, &error))?);
        if rows.len().saturating_mul(header.len()) > MOST {
            return Err(Fault::new(format!(
                "{}: more than {MOST} cells",
                source.file
            )));
        }
    }
    refuse_twins(source, &header)?;
    // The first word that is a column, not the first column that is a word: a
    // step says more than an epoch.
    let column = |words: &[&str]| {
        let at = |word: &&str| {
            header
                .iter()
                .position(|name| name.eq_ignore_ascii_case(word))
        };
        words.iter().find_map(at)
    };
    match (column(&NAMES), column(&VALUES), column(&STEPS)) {
        (Some(name), Some(value), _) => {
            let other = Columns {
                error: column(&ERRORS),
                low: column(&LOWS),
                high: column(&HIGHS),
                n: column(&SIZES),
                unit: column(&["unit", "format"]),
                step: column(&STEPS),
            };
            named(source, &rows, (name, value), &other, found);
            Ok(())
        }
        (_, _, Some(step)) if rows.len() > 1 || header.len() == 2 => {
            last(source, &header, &rows, step, found);
            Ok(())
        }
        _ => one(source, &header, &rows, found),
    }
}

/// What a row of a name and a value may have beside them, by column.
struct Columns {
    error: Option<usize>,
    low: Option<usize>,
    high: Option<usize>,
    n: Option<usize>,
    unit: Option<usize>,
    step: Option<usize>,
}

fn named(
    source: &Text,
    rows: &[StringRecord],
    (name, value): (usize, usize),
    columns: &Columns,
    found: &mut Found,
) {
    for row in rows {
        let mut entry = entry(source, row, row.get(value).unwrap_or_default());
        if let Entry::Number(metric) = &mut entry {
            let number = |column: Option<usize>| number(row.get(column?)?);
            metric.standard_error = number(columns.error);
            metric.interval = number(columns.low).zip(number(columns.high));
            metric.n = number(columns.n).and_then(node::count);
            metric.step = number(columns.step).and_then(node::step);
            let unit = columns.unit.and_then(|column| row.get(column));
            metric.unit = unit.filter(|unit| !unit.is_empty()).map(str::to_owned);
        }
        found.put(row.get(name).unwrap_or_default(), entry);
    }
}

/// The last cell that is not empty, of every column but the steps'.
fn last(
    source: &Text,
    header: &StringRecord,
    rows: &[StringRecord],
    step: usize,
    found: &mut Found,
) {
    let at = |row: &StringRecord| row.get(step).and_then(number).and_then(node::step);
    // Loggers write in order, but for runs that were taken up again.
    let mut order: Vec<_> = rows.iter().collect();
    order.sort_by_key(|row| at(row));
    for (column, name) in header
        .iter()
        .enumerate()
        .filter(|(column, _)| *column != step)
    {
        let filled = |row: &&&StringRecord| row.get(column).is_some_and(|cell| !cell.is_empty());
        let Some(row) = order.iter().rev().find(filled) else {
            continue;
        };
        let mut entry = entry(source, row, row.get(column).unwrap_or_default());
        if let Entry::Number(metric) = &mut entry {
            metric.step = at(row);
        }
        found.put(name, entry);
    }
}

fn one(
    source: &Text,
    header: &StringRecord,
    rows: &[StringRecord],
    found: &mut Found,
) -> Result<(), Fault> {
    let [row] = rows else {
        let message = format!("{} rows, of which none is named", rows.len());
        return Err(source
            .fault(None, message)
            .help("write one row of named columns, rows of `name,value`, or a column `step`"));
    };
    for (name, cell) in header.iter().zip(row) {
        found.put(name, entry(source, row, cell));
    }
    Ok(())
}

fn refuse_twins(source: &Text, header: &StringRecord) -> Result<(), Fault> {
    let mut seen = std::collections::HashSet::new();
    match header.iter().find(|name| !seen.insert(*name)) {
        None => Ok(()),
        Some(name) => {
            let message = format!("two columns are called `{}`", verdict::cut(name));
            Err(source.fault(Some(1), message))
        }
    }
}

fn entry(source: &Text, row: &StringRecord, cell: &str) -> Entry {
    let location = source.location(row.position().map(csv::Position::line));
    match number(cell) {
        Some(value) => Entry::Number(Metric::new(value, location)),
        None => Entry::Other(verdict::cut(cell), location),
    }
}

fn number(cell: &str) -> Option<f64> {
    match node::Node::text(cell).leaf()?.value {
        Value::Number(number) => Some(number),
        _ if cell.starts_with(|c: char| c.is_ascii_alphabetic()) => None,
        _ => cell.parse().ok(),
    }
}

fn wrong(source: &Text, error: &csv::Error) -> Fault {
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!("{len} cells where the header has {expected_len}")
        }
        _ => "not a table".to_owned(),
    };
    match error.position() {
        Some(at) => {
            let line = usize::try_from(at.line()).unwrap_or(1);
            Fault::new(message).at(Place::at_line(source.file, source.text, line, 1))
        }
        None => source.fault(None, message),
    }
}
