//! What a person would ask of a column.

use super::candidates::Kind;
use super::missing::Missing;
use super::profile::{Column, Profile};
use super::reading::Reads;
use super::sketch::Few;
use super::{bounds, pattern, seen, text, values};

/// What a person would ask of a column, and what is still to be found out.
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) lines: Vec<Line>,
    /// Whether it may be a key; for the table, or just one among others.
    pub(super) key: Option<Key>,
    /// Dates, or points in time.
    pub(super) when: Option<Kind>,
}

/// What may be a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// Named like the key of the table itself.
    Plain,
    /// The first column.
    First,
    /// Named like a key, and too dense for that its values differ by chance.
    Named,
    /// Named like a key, perhaps of another table.
    Perhaps,
}

/// A line of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A comment.
    Said(String),
    /// A rule, and a few words on it.
    Rule(String, String),
    /// A rule to think about, and a few words on it.
    Idea(String, String),
}

/// A rule.
pub(super) fn rule(rule: impl Into<String>, note: impl Into<String>) -> Line {
    Line::Rule(rule.into(), note.into())
}

/// Fewest values from which anything but a type is concluded.
pub(super) const ENOUGH: u64 = 20;

/// Fewest values from which the greatest tells how great others are.
pub(super) const MANY: u64 = 100;

/// What a person would ask of one of the columns of a profile.
pub(super) fn draft(at: usize, column: &Column, profile: &Profile, missing: &Missing) -> Draft {
    let sensitive = is_sensitive(column);
    let mut lines = vec![Line::Said(seen::seen(column, sensitive))];
    lines.extend(reads(column));
    lines.extend(missing.own(column).map(|list| {
        rule(
            format!("missing = {}", text::list(list)),
            "other words are values here",
        )
    }));
    if column.parts.len() < profile.tables.len() {
        let note = format!(
            "in {} of {} tables",
            column.parts.len(),
            profile.tables.len()
        );
        lines.push(rule("optional = true", note));
    }
    if sensitive {
        lines.push(rule(
            "sensitive = true",
            "it seems to tell of persons: masked everywhere",
        ));
    }
    lines.extend(nulls(column));
    lines.extend(what(column, sensitive));
    Draft {
        name: column.name.clone(),
        lines,
        key: key(at, column),
        when: column.reads.kind().and_then(when),
    }
}

/// How the values are read.
fn reads(column: &Column) -> Vec<Line> {
    let mut lines: Vec<Line> = column
        .reads
        .keys()
        .lines()
        .map(|key| rule(key, ""))
        .collect();
    match column.reads {
        Reads::Unclear(two, _) => {
            lines.push(Line::Said(
                "dates, but the values do not tell the day from the month; one of".to_owned(),
            ));
            for candidate in two {
                lines.push(Line::Idea(
                    candidate.keys.replace('\n', ", "),
                    String::new(),
                ));
            }
        }
        Reads::Anyhow => {
            lines.push(Line::Said(
                "no type: there are values of several kinds".to_owned(),
            ));
        }
        Reads::Nothing | Reads::As(..) => {}
    }
    lines
}

/// What there is to ask of the values.
fn what(column: &Column, sensitive: bool) -> Vec<Line> {
    let mut values = values::values(column, sensitive);
    if values::ask(&values) {
        return values;
    }
    let others = match column.reads.kind() {
        None | Some(Kind::Boolean | Kind::Time | Kind::Text(_)) => Vec::new(),
        Some(Kind::Plain) => pattern::texts(column, sensitive),
        Some(Kind::Date | Kind::Datetime | Kind::Since1970) => bounds::of_times(column),
        Some(_) => bounds::of_numbers(column, sensitive),
    };
    values.extend(others);
    values
}

/// How many nulls there may be.
fn nulls(column: &Column) -> Option<Line> {
    let (rows, fraction) = (column.rows(), column.null_fraction());
    if rows == 0 || column.nulls() == 0 {
        return None;
    }
    if column.sketch.facts.values == 0 {
        return Some(rule("nullable = true", "no value was seen"));
    }
    let error = (fraction * (1.0 - fraction) / rows as f64).sqrt();
    let likely = (fraction * 1.5).max(fraction + 3.0 * error);
    let steps = [0.01, 0.05, 0.1, 0.2, 0.5];
    Some(match steps.into_iter().find(|step| *step >= likely) {
        Some(step) => rule(format!("max-null-fraction = {step}"), ""),
        None => rule("nullable = true", ""),
    })
}

/// Whether it tells of persons: by its name, or by what its values are.
fn is_sensitive(column: &Column) -> bool {
    use super::candidates::Special::{Email, Ip};
    match column.reads.kind() {
        Some(Kind::Text(Email | Ip)) => true,
        Some(Kind::Plain | Kind::Text(_)) => column.words.is_personal(),
        Some(Kind::Date | Kind::Datetime) => column.words.is_birth(),
        // A number of five digits or more may be one of a person.
        Some(Kind::Integer) => {
            let long = column
                .sketch
                .facts
                .texts
                .lengths
                .is_some_and(|(least, _)| least >= 5);
            column.words.is_personal() && long
        }
        _ => false,
    }
}

/// Whether no value of it may come twice.
fn key(at: usize, column: &Column) -> Option<Key> {
    let values = column.sketch.facts.values;
    let repeats = column.sketch.few.as_ref().is_some_and(Few::repeats);
    let is_key = matches!(
        column.reads.kind(),
        Some(Kind::Integer | Kind::Plain | Kind::Text(_))
    );
    if repeats || !is_key || values == 0 || column.nulls() > 0 {
        return None;
    }
    match () {
        () if column.words.is_plain_id() => Some(Key::Plain),
        () if at == 0 && column.words.is_id() => Some(Key::First),
        () if at == 0
            && values >= MANY
            && (column.reads.is_text() || bounds::are_dense(column)) =>
        {
            Some(Key::First)
        }
        () if !column.words.is_id() || values < ENOUGH => None,
        () if bounds::are_dense(column) => Some(Key::Named),
        () => Some(Key::Perhaps),
    }
}

fn when(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::Date => Some(kind),
        Kind::Datetime | Kind::Since1970 => Some(Kind::Datetime),
        _ => None,
    }
}
