//! Patterns of codes, and lengths of other texts.

use super::draft::{ENOUGH, Line, rule};
use super::outline::{Kind, Outline, Run};
use super::profile::Column;
use super::sketch::Few;

/// Fewest different texts whose outline is taken for a rule.
const DIFFERENT: usize = 20;

/// What there is to ask of texts.
pub(super) fn texts(column: &Column, sensitive: bool) -> Vec<Line> {
    let facts = &column.sketch.facts;
    let Some((_, longest)) = facts.texts.lengths.filter(|_| facts.values >= ENOUGH) else {
        return Vec::new();
    };
    if let Some(pattern) = pattern(column, sensitive) {
        let line = format!("pattern = {}", super::text::literal(&pattern));
        return vec![rule(line, "all are of this form")];
    }
    match longest {
        0 => Vec::new(),
        longest => vec![rule(format!("max-length = {}", roomy(longest)), "")],
    }
}

/// A power of two that has room for texts of twice the length.
fn roomy(longest: usize) -> usize {
    longest
        .saturating_mul(2)
        .max(16)
        .checked_next_power_of_two()
        .unwrap_or(longest)
}

/// The regular expression of codes; none of words and free text.
fn pattern(column: &Column, sensitive: bool) -> Option<String> {
    let texts = &column.sketch.facts.texts;
    let different = column.sketch.few.as_ref().map_or(usize::MAX, Few::count);
    if different < DIFFERENT {
        return None;
    }
    match &texts.outline {
        Outline::Runs(runs) if is_code(runs) => by_runs(runs, sensitive),
        Outline::Runs(_) | Outline::Different => by_characters(column),
        Outline::Nothing => None,
    }
}

/// Whether runs are those of a code: each letter has its place, and something
/// but a number is fixed.
fn is_code(runs: &[Run]) -> bool {
    let fixed = |run: &Run| run.shortest == run.longest;
    let letters = |run: &Run| matches!(run.kind, Kind::Capital | Kind::Small);
    runs.iter().all(|run| fixed(run) || !letters(run)) && runs.iter().any(fixed)
}

/// Run by run. Texts that are always the same stand for themselves; those of
/// persons are not shown.
fn by_runs(runs: &[Run], sensitive: bool) -> Option<String> {
    let one = |run: &Run| {
        let class = match (run.kind, &run.same) {
            (Kind::Digit, _) => "[0-9]".to_owned(),
            (Kind::Capital | Kind::Small, Some(_)) if sensitive => return None,
            (_, Some(same)) => return Some(escaped(same)),
            (Kind::Capital, None) => "[A-Z]".to_owned(),
            (Kind::Small, None) => "[a-z]".to_owned(),
            (Kind::Other(letter), None) => escaped(&letter.to_string()),
        };
        let grows = run.kind == Kind::Digit && !run.padded;
        Some(match (run.shortest, run.longest) {
            (1, 1) if !grows => class,
            (least, most) if least == most && !grows => format!("{class}{{{most}}}"),
            _ => format!("{class}+"),
        })
    };
    runs.iter().map(one).collect()
}

/// A text as a regular expression that means it, with no more escapes than
/// are needed.
fn escaped(text: &str) -> String {
    let letters = text.chars().flat_map(|letter| {
        let special = r"\.+*?()|[]{}^$".contains(letter);
        special.then_some('\\').into_iter().chain([letter])
    });
    letters.collect()
}

/// Letters and digits in any order, all of one length.
fn by_characters(column: &Column) -> Option<String> {
    let texts = &column.sketch.facts.texts;
    let (least, most) = texts.lengths?;
    let class = texts.letters.class()?;
    (least == most && most >= 6).then(|| format!("{class}{{{most}}}"))
}
