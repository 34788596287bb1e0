//! One check in lines of plain text: what was seen, why, where, what to do.

use verdict::{Check, Sample};

use crate::drawing::borderless;
use crate::layout::{pad, wrap};
use crate::wording::{expected, location, observed};
use crate::{Style, plain};

/// Most samples and places shown of a check.
const SAMPLES_SHOWN: usize = 10;
const PLACES_SHOWN: usize = 3;

/// Blanks before what belongs to a check, and the width of its labels.
pub(crate) const INDENT: usize = 4;
const LABEL: usize = 10;

/// Everything else there is to say of a check, indented.
pub(crate) fn details(check: &Check, style: Style) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |label: &str, text: Option<String>| {
        lines.extend(
            text.into_iter()
                .flat_map(|text| labelled(label, &text, style)),
        );
    };
    say("observed", observed(check));
    say("expected", expected(check));
    say("cause", check.cause.as_deref().map(plain));
    for (index, place) in check.locations.iter().take(PLACES_SHOWN).enumerate() {
        say(if index == 0 { "where" } else { "" }, Some(location(place)));
    }
    say("", more(check.locations.len(), PLACES_SHOWN));
    lines.extend(samples(&check.samples, style));
    lines.extend(
        check
            .help
            .iter()
            .flat_map(|help| labelled("help", &plain(help), style)),
    );
    lines
}

fn labelled(label: &str, text: &str, style: Style) -> Vec<String> {
    let room = style.width.saturating_sub(INDENT + LABEL);
    let label = style.dim(&pad(label, LABEL));
    let lines = wrap(text, room).into_iter().enumerate();
    lines
        .map(|(index, line)| match index {
            0 => format!("{:INDENT$}{label}{line}", ""),
            _ => format!("{:1$}{line}", "", INDENT + LABEL),
        })
        .collect()
}

fn more(total: usize, shown: usize) -> Option<String> {
    (total > shown).then(|| format!("and {} more", total - shown))
}

fn samples(samples: &[Sample], style: Style) -> Vec<String> {
    if samples.is_empty() {
        return Vec::new();
    }
    let (header, rows) = sample_table(&samples[..samples.len().min(SAMPLES_SHOWN)]);
    // A borderless table begins with a blank of its own.
    let margin = INDENT + LABEL - 1;
    let mut lines = borderless(&header, &rows, style.width.saturating_sub(margin));
    if let Some(header) = lines.first_mut() {
        *header = style.dim(header);
    }
    lines.extend(more(samples.len(), SAMPLES_SHOWN).map(|text| format!(" {text}")));
    lines
        .iter()
        .map(|line| format!("{:margin$}{line}", ""))
        .collect()
}

/// Samples as a table, without the columns that none of them fills.
pub(crate) fn sample_table(samples: &[Sample]) -> (Vec<String>, Vec<Vec<String>>) {
    type Field = fn(&Sample) -> Option<String>;
    let columns: [(&str, Field); 4] = [
        ("row", |sample| sample.row.map(|row| row.to_string())),
        ("line", |sample| sample.line.map(|line| line.to_string())),
        ("value", |sample| Some(sample.value.clone())),
        ("note", |sample| sample.note.clone()),
    ];
    let filled = columns
        .into_iter()
        .filter(|(_, field)| samples.iter().any(|sample| field(sample).is_some()));
    let (header, fields): (Vec<&str>, Vec<Field>) = filled.unzip();
    let row = |sample| {
        fields
            .iter()
            .map(|field| field(sample).unwrap_or_default())
            .collect()
    };
    let header = header.into_iter().map(str::to_owned).collect();
    (header, samples.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::verdict;

    const PLAIN: Style = Style {
        width: 80,
        color: false,
        verbose: false,
    };

    #[test]
    fn long_lists_of_a_check_are_counted() {
        let mut check = verdict().predicate.checks[3].clone();
        check.locations = vec![check.locations[0].clone(); 5];
        check.samples = vec![check.samples[0].clone(); 12];
        let lines = details(&check, PLAIN);
        assert_eq!(
            lines
                .iter()
                .filter(|line| line.ends_with("and 2 more"))
                .count(),
            2
        );
        assert_eq!(
            lines.iter().filter(|line| line.contains("below 0")).count(),
            SAMPLES_SHOWN
        );
    }

    #[test]
    fn long_text_hangs_below_its_label() {
        let check = Check::pass("a", "a").broken("one two three ".repeat(3));
        let narrow = Style { width: 40, ..PLAIN };
        let lines = [
            "    cause     one two three one two",
            "              three one two three",
        ];
        assert_eq!(details(&check, narrow), lines);
    }
}
