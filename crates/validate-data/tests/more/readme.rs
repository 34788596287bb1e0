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
    let rows = rules.lines().filter_map(|line| {
        let (rule, rest) = line.strip_prefix("| `")?.split_once('`')?;
        Some((rule.to_owned(), linked(rest)))
    });
    rows.collect()
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
    for (rule, cases) in &rules {
        let mut outcomes = Vec::new();
        for name in cases {
            let judgements = judgements(&case(name)).into_iter().flatten();
            let checks = judgements.flat_map(|judgement| judgement.checks);
            let checks = checks.filter(|check| check.id == *rule);
            outcomes.extend(checks.map(|check| check.outcome));
        }
        let broken = |outcome: &Outcome| matches!(outcome, Outcome::Warn | Outcome::Fail);
        assert!(outcomes.contains(&Outcome::Pass), "{rule} never holds");
        assert!(outcomes.iter().any(broken), "{rule} is never broken");
    }
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
        let named = [format!("`{word}`"), format!("`{word} = "), format!("`[{word}]`")];
        let quoted = format!("\"{word}\"");
        let named = named.iter().chain([&quoted]).any(|named| readme.contains(named));
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
    assert!(readme.contains(&format!("`{}`", command.trim())), "{command}");
}
