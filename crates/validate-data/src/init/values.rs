//! Lists of all values, where these are few.

use super::candidates::{Kind, Special};
use super::draft::{Line, rule};
use super::profile::Column;
use super::sketch::Few;
use super::text;
use crate::words::grouped;

/// Most values of a list.
const MOST: usize = 20;

/// How often each of them was seen, at least.
const OFTEN: u64 = 5;

/// Longest value of a list, in characters.
const LONGEST: usize = 100;

/// The list of values of a column; nothing where there should be none.
pub(super) fn values(column: &Column, sensitive: bool) -> Vec<Line> {
    let facts = &column.sketch.facts;
    let Some(few) = column.sketch.few.as_ref().filter(|_| !sensitive) else {
        return Vec::new();
    };
    let count = few.count();
    let listed = match column.reads.kind() {
        Some(Kind::Plain | Kind::Text(Special::Country | Special::Currency)) => texts(few),
        Some(Kind::Integer) => integers(few, column.words.is_class()),
        _ => None,
    };
    let Some(listed) = listed.filter(|_| (2..=MOST).contains(&count)) else {
        return Vec::new();
    };
    if facts.values < 10 * count as u64 {
        return Vec::new();
    }
    let often = listed.iter().all(|value| value.count >= OFTEN);
    match column.reads.kind() {
        // Its form says as much, and lets others in.
        Some(Kind::Text(_)) => vec![idea(&listed, "if there may be no other")],
        _ if often => vec![list(&listed)],
        _ => vec![idea(
            &listed,
            "if there are no others: some were seen but a few times",
        )],
    }
}

/// Whether lines ask something.
pub(super) fn ask(lines: &[Line]) -> bool {
    lines.iter().any(|line| matches!(line, Line::Rule(..)))
}

/// A value of a list.
struct Listed {
    /// As TOML.
    toml: String,
    count: u64,
}

fn texts(few: &Few) -> Option<Vec<Listed>> {
    let fits = |text: &str| !text.is_empty() && text.chars().count() <= LONGEST;
    if !few.integers.is_empty() || !few.texts.keys().all(|text| fits(text)) {
        return None;
    }
    let mut texts: Vec<_> = few.texts.iter().collect();
    texts.sort();
    let listed = texts.into_iter().map(|(value, count)| Listed {
        toml: text::quoted(value),
        count: *count,
    });
    Some(listed.collect())
}

/// Whole numbers that stand for no and yes, or for classes by their name; a
/// count of things would have others tomorrow.
fn integers(few: &Few, is_class: bool) -> Option<Vec<Listed>> {
    let texts = few.texts.iter();
    let mut numbers: Vec<(i128, u64)> = texts
        .map(|(text, count)| Some((text.parse().ok()?, *count)))
        .collect::<Option<_>>()?;
    numbers.extend(few.integers.iter().map(|(x, count)| (*x, *count)));
    numbers.sort_unstable();
    let two = numbers.iter().map(|(x, _)| *x).eq([0, 1]);
    let alike = numbers.is_sorted_by(|one, other| one.0 < other.0);
    let small = numbers.iter().all(|(x, _)| i64::try_from(*x).is_ok());
    let listed = numbers.iter().map(|(x, count)| Listed {
        toml: x.to_string(),
        count: *count,
    });
    ((two || is_class) && alike && small).then(|| listed.collect())
}

fn counts(listed: &[Listed]) -> String {
    let counts = listed.iter().map(|value| grouped(value.count));
    counts.collect::<Vec<_>>().join(" · ")
}

/// On one line where it fits, else each on its own with its count.
fn list(listed: &[Listed]) -> Line {
    let line = format!("values = [{}]", joined(listed));
    if line.chars().count() <= 60 && listed.len() <= 6 {
        return rule(line, format!("seen: {}", counts(listed)));
    }
    let mut lines = "values = [\n".to_owned();
    for value in listed {
        lines.push_str(&format!("    {}, # {}\n", value.toml, grouped(value.count)));
    }
    rule(lines + "]", "")
}

fn idea(listed: &[Listed], note: &str) -> Line {
    Line::Idea(format!("values = [{}]", joined(listed)), note.to_owned())
}

fn joined(listed: &[Listed]) -> String {
    let values: Vec<&str> = listed.iter().map(|value| value.toml.as_str()).collect();
    values.join(", ")
}
