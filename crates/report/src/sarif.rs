//! SARIF 2.1.0, for code scanning: one result a check that is not a pass.

use std::collections::BTreeMap;

use serde::Serialize;
use verdict::{Check, Location, Outcome, Verdict};

use crate::json::pretty;
use crate::place::{fingerprint, places, relative};
use crate::wording::{sentence, troubled};

/// Most results that code scanning takes of a run.
const RESULTS: usize = 25_000;

/// Most further places named of a result.
const RELATED: usize = 100;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<LeftOut>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    information_uri: &'static str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: Vec<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place>,
    partial_fingerprints: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    physical_location: Physical,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u64>,
}

/// How many results the limit left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LeftOut {
    results_left_out: usize,
}

/// The log of one run, the worst results first.
pub(crate) fn render(verdict: &Verdict) -> String {
    let checks = troubled(verdict);
    let left_out = checks.len().saturating_sub(RESULTS);
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for check in checks.iter().take(RESULTS) {
        rules.insert(&check.id, 0);
    }
    for (index, place) in rules.values_mut().enumerate() {
        *place = index;
    }
    let results = checks.iter().take(RESULTS);
    pretty(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: tool(verdict, rules.keys().copied()),
            column_kind: "unicodeCodePoints",
            results: results
                .map(|check| result(check, verdict, &rules))
                .collect(),
            properties: (left_out > 0).then_some(LeftOut {
                results_left_out: left_out,
            }),
        }],
    })
}

fn tool<'a>(verdict: &'a Verdict, rules: impl Iterator<Item = &'a str>) -> Tool<'a> {
    let rule = |id: &'a str| Rule {
        id,
        // The title of a check speaks of one target, its id of all of them.
        short_description: message(&id.replace('-', " ")),
    };
    Tool {
        driver: Driver {
            name: &verdict.predicate.tool.name,
            version: &verdict.predicate.tool.version,
            information_uri: env!("CARGO_PKG_REPOSITORY"),
            rules: rules.map(rule).collect(),
        },
    }
}

fn result<'a>(
    check: &'a Check,
    verdict: &Verdict,
    rules: &BTreeMap<&str, usize>,
) -> SarifResult<'a> {
    let mut locations: Vec<Place> = places(check, verdict)
        .iter()
        .take(1 + RELATED)
        .map(place)
        .collect();
    let related_locations = locations.split_off(locations.len().min(1));
    let id = fingerprint(&verdict.predicate.tool.name, check, None);
    SarifResult {
        rule_id: &check.id,
        rule_index: rules.get(check.id.as_str()).copied().unwrap_or(0),
        level: if check.outcome == Outcome::Fail {
            "error"
        } else {
            "warning"
        },
        message: message(&sentence(check)),
        locations,
        related_locations,
        partial_fingerprints: BTreeMap::from([("tollgate/v1", id)]),
    }
}

/// A message of plain text. SARIF doubles literal braces, which otherwise
/// hold arguments, and takes `[a](b)` for a link.
fn message(text: &str) -> Message {
    let text = text.replace('{', "{{").replace('}', "}}");
    Message {
        text: text.replace("](", "] ("),
    }
}

fn place(location: &Location) -> Place {
    Place {
        physical_location: Physical {
            artifact_location: Artifact {
                uri: uri(&location.file),
            },
            region: location.line.map(|line| Region {
                start_line: line.max(1),
                start_column: location.column.map(|column| column.max(1)),
            }),
        },
    }
}

/// A path as a relative reference; an absolute one as a `file:` address.
fn uri(file: &str) -> String {
    use std::fmt::Write as _;
    let path = relative(file);
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use verdict::Severity;

    use super::*;
    use crate::example::{hostile, verdict};

    fn parsed(verdict: &Verdict) -> Value {
        serde_json::from_str(&render(verdict)).expect("own JSON")
    }

    #[test]
    fn every_check_that_is_not_a_pass_is_a_result() {
        let log = parsed(&verdict());
        assert_eq!(log["version"], "2.1.0");
        let driver = &log["runs"][0]["tool"]["driver"];
        assert_eq!(driver["name"], "validate-data");
        assert_eq!(
            driver["rules"][0],
            json!({"id": "mean", "shortDescription": {"text": "mean"}})
        );
        let results = log["runs"][0]["results"].as_array().expect("an array");
        assert_eq!(results.len(), 3);
        let first = json!({
            "ruleId": "range",
            "ruleIndex": 2,
            "level": "error",
            "message": {"text": "age is between 0 and 120: 2 of 1000 values are outside"},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": "data/people.csv"},
                "region": {"startLine": 14, "startColumn": 4},
            }}],
            // SHA-256 of `["validate-data","range","age",null]`, by sha256sum.
            "partialFingerprints": {"tollgate/v1": "9f295d0227d6f4aeb456df1cc0e41300a75cb2a1bc93114f511cced6a7f7247b"},
        });
        assert_eq!(results[0], first);
        assert_eq!(results[1]["level"], "warning");
        let place =
            json!([{"physicalLocation": {"artifactLocation": {"uri": "contracts/people.toml"}}}]);
        assert_eq!(results[2]["locations"], place);
    }

    #[test]
    fn hostile_text_makes_no_link_and_no_control() {
        let result = &parsed(&hostile())["runs"][0]["results"][0];
        let text = result["message"]["text"].as_str().expect("text");
        assert!(
            !text.contains("](") && !text.contains(char::is_control),
            "{text}"
        );
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["region"]["startLine"], 1);
        let uri = place["artifactLocation"]["uri"].as_str().expect("text");
        assert!(
            uri.starts_with("a%7Cb%5D%5D%3E%00%1B%5B31m%0D%0A%3A%3Aset-output"),
            "{uri}"
        );
    }

    #[test]
    fn a_path_becomes_a_reference() {
        assert_eq!(uri("./my data/ä:b.csv"), "my%20data/%C3%A4%3Ab.csv");
        assert_eq!(uri("/a/b"), "file:///a/b");
    }

    #[test]
    fn results_are_limited_and_the_worst_stay() {
        let mut verdict = verdict();
        let warning = Check::pass("w", "w")
            .severity(Severity::Warning)
            .broken("w");
        verdict
            .predicate
            .checks
            .splice(0..0, vec![warning; RESULTS]);
        let run = &parsed(&verdict)["runs"][0];
        assert_eq!(run["results"].as_array().expect("an array").len(), RESULTS);
        assert_eq!(run["results"][0]["ruleId"], "range");
        assert_eq!(run["properties"]["resultsLeftOut"], 3);
    }
}
