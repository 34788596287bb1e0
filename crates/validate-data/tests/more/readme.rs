//! The README names every rule with its case, and every key of the contract.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use tollgate_validate_data::Contract;
use verdict::Outcome;

use crate::{case, folders, judgements};

/// How a link to a case begins.
const CASES: &str = "](tests/cases/";

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    fs::read_to_string(path).expect("the README")
}

/// The rules of the README's table, and the cases that it links beside each.
fn rules() -> BTreeMap<String, Vec<String>> {
    let readme = readme();
    let (_, rules) = readme.split_once("\n## Rules\n").expect("the rules");
    let (rules, _) = rules.split_once("\n## ").expect("another section");
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in rules.lines() {
        let rule = line
            .strip_prefix("| `")
            .and_then(|line| line.split_once('`'));
        if let Some((rule, rest)) = rule {
            all.entry(rule.to_owned()).or_default().extend(linked(rest));
        }
    }
    all
}

/// The cases that a text links.
fn linked(text: &str) -> Vec<String> {
    let pieces = text.split(CASES).skip(1);
    let names = pieces.filter_map(|piece| piece.split_once([')', '/', '#']));
    names.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_rule_has_a_case_that_shows_it_holding_and_breaking() {
    let rules = rules();
    assert!(rules.len() >= 50, "{} rules", rules.len());
    let mut wrong = Vec::new();
    for (rule, cases) in &rules {
        let mut outcomes = Vec::new();
        for name in cases {
            if let Ok(said) = fs::read_to_string(case(name).join("transcript")) {
                outcomes.extend(told(&said, rule));
                continue;
            }
            for judgement in judgements(&case(name)).into_iter().flatten() {
                let checks = judgement.checks.iter();
                let of_rule: Vec<_> = checks.filter(|check| check.id == *rule).collect();
                // Some rules are listed only where they are broken.
                if of_rule.is_empty() {
                    outcomes.push(Outcome::Pass);
                }
                outcomes.extend(of_rule.iter().map(|check| check.outcome));
            }
        }
        let broken = |outcome: &Outcome| matches!(outcome, Outcome::Warn | Outcome::Fail);
        if !outcomes.contains(&Outcome::Pass) {
            wrong.push(format!("{rule} never holds"));
        }
        if !outcomes.iter().any(broken) {
            wrong.push(format!("{rule} is never broken"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join(", "));
}

/// What a transcript says of a rule.
fn told(transcript: &str, rule: &str) -> Vec<Outcome> {
    let marks = [
        ("✓", Outcome::Pass),
        ("✗", Outcome::Fail),
        ("!", Outcome::Warn),
    ];
    let is_there = |(mark, _): &(&str, Outcome)| transcript.contains(&format!("\n{mark} {rule} "));
    let marks = marks.into_iter().filter(is_there);
    marks.map(|(_, outcome)| outcome).collect()
}

#[test]
fn every_rule_that_a_case_shows_is_in_the_table() {
    let rules = rules();
    for folder in folders() {
        for judgement in judgements(&folder).into_iter().flatten() {
            for check in judgement.checks {
                // What is not judged is no rule.
                let known = rules.contains_key(&check.id) || check.id == "judged";
                assert!(known, "{}: {}", folder.display(), check.id);
            }
        }
    }
}

#[test]
fn every_case_that_is_linked_is_there() {
    let cases = linked(&readme());
    assert!(cases.len() >= 60, "{} links", cases.len());
    for name in cases {
        assert!(case(&name).is_dir(), "{name}");
    }
}

#[test]
fn every_key_and_word_of_the_contract_is_named() {
    let schema = schemars::schema_for!(Contract);
    let mut words = BTreeSet::new();
    collect(schema.as_value(), &mut words);
    assert!(words.len() >= 100, "{} words", words.len());
    let readme = readme();
    for word in words {
        let named = [
            format!("`{word}`"),
            format!("`{word} = "),
            format!("`[{word}]`"),
        ];
        let quoted = format!("\"{word}\"");
        let named = named
            .iter()
            .chain([&quoted])
            .any(|named| readme.contains(named));
        assert!(named, "{word}");
    }
}

/// The keys of a JSON Schema, and the words that it takes for values.
fn collect(schema: &Value, words: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("properties", Value::Object(properties)) => {
                        words.extend(properties.keys().cloned());
                    }
                    ("const", Value::String(word)) => {
                        words.insert(word.clone());
                    }
                    ("enum", Value::Array(list)) => {
                        let list = list.iter().filter_map(Value::as_str);
                        words.extend(list.map(str::to_owned));
                    }
                    _ => {}
                }
                collect(value, words);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, words)),
        _ => {}
    }
}

#[test]
fn the_example_by_hand_is_what_the_tool_says() {
    let (readme, folder) = (readme(), case("by-hand"));
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect(name);
    for (language, file) in [("csv", "customers.csv"), ("toml", "contract.toml")] {
        let block = format!("```{language}\n{}```\n", read(file));
        assert!(readme.contains(&block), "{file}");
    }
    let (_, said) = readme.split_once("```text\n").expect("what is said");
    let (said, _) = said.split_once("\n```").expect("its end");
    let transcript = read("transcript");
    assert!(transcript.contains(said), "{transcript}");
    let command = read("command");
    assert!(
        readme.contains(&format!("`{}`", command.trim())),
        "{command}"
    );
}
