//! Labels and annotations: the eight that OCI names, and the user's own.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::Timestamp;
use verdict::Fault;

use crate::change::Change;
use crate::tags::list::{Block, Item};
use crate::tags::template::{BadTemplate, Templates};

/// A label: key and value.
pub(crate) type Label = (String, String);

/// The labels of a change, sorted by key; and the lines of the user that are
/// none.
pub(crate) fn labels(
    block: &Block,
    change: &Change,
    version: &str,
    templates: &Templates,
) -> Result<(Vec<Label>, Vec<Item>), Fault> {
    let mut labels = base(change, version);
    let mut dropped = Vec::new();
    for item in block.items()? {
        let line = templates
            .render(&item.text)
            .map_err(|BadTemplate { message, help }| block.fault(&item, "", message).help(help))?;
        match line.split_once('=') {
            None => dropped.push(item),
            Some((key, value)) => {
                labels.insert(key.to_owned(), value.to_owned());
            }
        }
    }
    let mut labels: Vec<Label> = labels.into_iter().collect();
    labels.sort_by(|(a, _), (b, _)| in_english(a, b));
    Ok((labels, dropped))
}

/// The labels of the OCI image specification, and those of verdicts that are
/// asked for. Facts that are missing are empty, never left out.
fn base(change: &Change, version: &str) -> BTreeMap<String, String> {
    let repository = &change.repository;
    let fact = |fact: &Option<String>| fact.clone().unwrap_or_default();
    let labels = [
        ("title", fact(&repository.name)),
        ("description", fact(&repository.description)),
        ("url", fact(&repository.url)),
        ("source", fact(&repository.url)),
        ("version", version.to_owned()),
        ("created", iso(change.created)),
        ("revision", change.commit.clone()),
        ("licenses", fact(&repository.license)),
    ];
    let named = |(name, value)| (format!("org.opencontainers.image.{name}"), value);
    let evidence = change.evidence.iter().cloned();
    labels.into_iter().map(named).chain(evidence).collect()
}

/// A moment as JavaScript's `toISOString` writes it.
fn iso(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// The value of a label in JSON: up to its first line break.
pub(crate) fn first_line(value: &str) -> &str {
    value
        .split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .next()
        .unwrap_or_default()
}

/// The order of keys in English, as JavaScript's `localeCompare` has it: by
/// letter without regard to case, and lower case first among equals.
///
/// The ranks of ASCII are those of ICU 78, compared over 1.5 million pairs;
/// other characters come after them, by code point.
fn in_english(a: &str, b: &str) -> Ordering {
    let ranks = |text: &str| -> Vec<u32> { text.chars().filter_map(rank).collect() };
    let cases = |text: &str| -> Vec<bool> { text.chars().map(char::is_uppercase).collect() };
    ranks(a)
        .cmp(&ranks(b))
        .then_with(|| cases(a).cmp(&cases(b)))
}

/// The rank of a character; none for control characters, which don't count.
fn rank(c: char) -> Option<u32> {
    const MARKS: &str = "\t\n\u{b}\u{c}\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
    if let Some(at) = MARKS.find(c) {
        return u32::try_from(at).ok();
    }
    let after_marks = 64;
    match c {
        _ if c.is_control() => None,
        '0'..='9' => Some(after_marks + u32::from(c) - u32::from('0')),
        _ if c.is_ascii_alphabetic() => {
            Some(after_marks + 10 + u32::from(c.to_ascii_lowercase()) - u32::from('a'))
        }
        _ => Some(1000 + u32::from(c.to_lowercase().next().unwrap_or(c))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::change::tests::change;
    use crate::tags::template::Escape;

    fn keys_and_values(lines: &str) -> Vec<Label> {
        let change = change("push", "refs/heads/feat=1");
        let block = Block::new("--labels", &[lines.to_owned()]);
        let templates = Templates::of_change(&change, Escape::Html);
        let (labels, _) = labels(&block, &change, "1.2", &templates).expect("labels");
        labels
    }

    #[test]
    fn missing_facts_are_empty_and_the_users_lines_win() {
        let labels = keys_and_values("a=\nA=1\na=b=c\norg.opencontainers.image.title=T\nnone");
        let text: Vec<String> = labels
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        assert_eq!(
            text,
            [
                "a=b=c",
                "A=1",
                "org.opencontainers.image.created=2020-01-10T00:30:00.000Z",
                "org.opencontainers.image.description=",
                "org.opencontainers.image.licenses=",
                "org.opencontainers.image.revision=860c1904a1ce19322e91ac35af1ab07466440c37",
                "org.opencontainers.image.source=",
                "org.opencontainers.image.title=T",
                "org.opencontainers.image.url=",
                "org.opencontainers.image.version=1.2",
            ]
        );
    }

    #[test]
    fn templates_in_labels_are_escaped_and_cut_before_that() {
        let labels = keys_and_values("a={{branch}}\nb={{{branch}}}");
        assert_eq!(labels[0].1, "feat&#x3D;1");
        assert_eq!(labels[1].1, "feat=1");
    }

    #[test]
    fn keys_are_sorted_as_english() {
        // As `keys.sort((a, b) => a.localeCompare(b))` sorts them in Node.js 20.
        let sorted = [
            "_a", "-a", "a", "A", "a.b", "a/b", "a1", "aa", "Ab", "ab.c", "B", "z",
        ];
        let mut keys = sorted.to_vec();
        keys.reverse();
        keys.sort_by(|a, b| in_english(a, b));
        assert_eq!(keys, sorted);
    }

    #[test]
    fn json_keeps_the_first_line_only() {
        assert_eq!(first_line("two\nlines"), "two");
        assert_eq!(first_line(""), "");
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in "[ -~]{0,6}", b in "[ -~]{0,6}", c in "[ -~]{0,6}") {
            prop_assert_eq!(in_english(&a, &b), in_english(&b, &a).reverse());
            prop_assert_eq!(in_english(&a, &b) == Ordering::Equal, a == b);
            if in_english(&a, &b).is_le() && in_english(&b, &c).is_le() {
                prop_assert!(in_english(&a, &c).is_le());
            }
        }
    }
}
