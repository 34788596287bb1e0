//! `--facts`: facts of the change and its repository, given by hand.

use std::path::Path;

use ci::{Facts, Repository};
use jiff::Timestamp;
use serde_json::{Map, Value};
use verdict::{Fault, Place, cut, did_you_mean};

/// The keys of a file of facts.
const KEYS: [&str; 12] = [
    "event",
    "ref",
    "commit",
    "commit-date",
    "base-branch",
    "head-commit",
    "head-branch",
    "default-branch",
    "name",
    "url",
    "description",
    "license",
];

/// Facts that are given by hand: each stands before what the CI system or git
/// says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Given(Map<String, Value>);

impl Given {
    /// Reads a file of facts: a JSON object of our keys, or what GitHub's API
    /// answers on a repository, as it is.
    pub(crate) fn read(path: &Path) -> Result<Self, Fault> {
        let text = tool::read_text(path)?;
        let shown = path.display().to_string();
        let read: Result<Value, _> = serde_json::from_str(&text);
        let facts = match read {
            Ok(Value::Object(facts)) => facts,
            Ok(_) => return Err(no_object(&shown, &text, 1, 1)),
            Err(error) => return Err(no_object(&shown, &text, error.line(), error.column())),
        };
        if facts.contains_key("html_url") {
            return Ok(Self(from_api(&facts)));
        }
        for (key, value) in &facts {
            if !KEYS.contains(&key.as_str()) {
                return Err(unknown(&shown, &text, key));
            }
            if !(value.is_string() || value.is_null()) {
                let fault = Fault::new(format!("the fact `{key}` is no text"));
                return Err(fault.at(place(&shown, &text, key)));
            }
        }
        let given = Self(facts);
        if given.get("commit-date").is_some() && given.commit_date().is_none() {
            let fault = Fault::new("`commit-date` is no moment")
                .at(place(&shown, &text, "commit-date"))
                .help("write it as `2020-01-10T00:30:00Z`, with its offset");
            return Err(fault);
        }
        Ok(given)
    }

    /// A fact that is given.
    pub(crate) fn get(&self, key: &str) -> Option<String> {
        self.0.get(key)?.as_str().map(str::to_owned)
    }

    /// Whether ref and commit are given, so that no repository has to be there.
    pub(crate) fn is_enough(&self) -> bool {
        self.get("ref").is_some() && self.get("commit").is_some()
    }

    /// Facts with these before them.
    pub(crate) fn before(&self, facts: Facts) -> Facts {
        let facts = match self.get("ref") {
            // What the event tells of its own ref is not said of another one.
            Some(reference) => Facts {
                reference: Some(reference),
                head_commit: None,
                head_branch: None,
                from_fork: None,
                merge_queue: None,
                base_branch: None,
                ..facts
            },
            None => facts,
        };
        let over = |key, told: Option<String>| self.get(key).or(told);
        let given = self.repository();
        let told = facts.repository;
        Facts {
            event: self.get("event").unwrap_or(facts.event),
            base_branch: over("base-branch", facts.base_branch),
            head_commit: over("head-commit", facts.head_commit),
            head_branch: over("head-branch", facts.head_branch),
            default_branch: over("default-branch", facts.default_branch),
            repository: Repository {
                name: given.name.or(told.name),
                url: given.url.or(told.url),
                description: given.description.or(told.description),
                license: given.license.or(told.license),
            },
            ..facts
        }
    }

    /// What is given of the repository, each in one line.
    fn repository(&self) -> Repository {
        let repository = Repository {
            name: self.get("name"),
            url: self.get("url"),
            description: self.get("description"),
            license: self.get("license"),
        };
        repository.folded()
    }

    /// When the commit was made.
    pub(crate) fn commit_date(&self) -> Option<Timestamp> {
        self.get("commit-date")?.parse().ok()
    }
}

/// The facts in what GitHub's API answers on a repository.
fn from_api(answer: &Map<String, Value>) -> Map<String, Value> {
    let license = answer.get("license").and_then(|it| it.get("spdx_id"));
    let facts = [
        ("name", answer.get("name")),
        ("url", answer.get("html_url")),
        ("description", answer.get("description")),
        ("license", license),
        ("default-branch", answer.get("default_branch")),
    ];
    // What is null there has no value, and nobody else knows better.
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => Value::String(text.clone()),
        _ => Value::String(String::new()),
    };
    facts
        .into_iter()
        .map(|(key, value)| (key.to_owned(), text(value)))
        .collect()
}

fn no_object(shown: &str, text: &str, line: usize, column: usize) -> Fault {
    Fault::new("the facts are no JSON object")
        .at(Place::at_line(shown, text, line, column))
        .help("write `{\"description\": \"…\", \"default-branch\": \"main\"}`, or save what GitHub's API answers on the repository")
}

fn unknown(shown: &str, text: &str, key: &str) -> Fault {
    let fault = Fault::new(format!("`{}` is no fact that is known", cut(key)));
    let fault = fault.at(place(shown, text, key));
    match did_you_mean(key, KEYS) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help(format!("the facts are {}", KEYS.join(", "))),
    }
}

fn place(shown: &str, text: &str, key: &str) -> Place {
    let quoted = format!("\"{key}\"");
    let at = text.find(&quoted).unwrap_or(0);
    let end = (at + quoted.len()).min(text.len());
    Place::in_text(shown, text, at..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Given, Fault> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("facts.json");
        std::fs::write(&path, text).expect("written");
        Given::read(&path).map_err(|fault| Fault {
            place: fault.place.map(|place| {
                Box::new(Place {
                    file: "facts.json".to_owned(),
                    ..*place
                })
            }),
            ..fault
        })
    }

    #[test]
    fn by_our_keys() {
        let given = read("{\"license\": \"MIT\", \"commit-date\": \"2020-01-10T01:30:00+01:00\"}")
            .expect("facts");
        assert_eq!(given.get("license").as_deref(), Some("MIT"));
        assert_eq!(given.get("url"), None);
        let date = given.commit_date().expect("a date");
        assert_eq!(date.as_second(), 1_578_616_200);
    }

    #[test]
    fn as_the_api_answers() {
        let given = read(
            "{\"id\": 1, \"name\": \"app\", \"html_url\": \"https://h/o/app\", \"description\": null,
              \"license\": {\"spdx_id\": \"MIT\"}, \"default_branch\": \"trunk\"}",
        )
        .expect("facts");
        assert_eq!(given.get("default-branch").as_deref(), Some("trunk"));
        assert_eq!(given.get("description").as_deref(), Some(""));
        assert_eq!(given.get("license").as_deref(), Some("MIT"));
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        for (text, expected) in [
            ("", "facts.json:1:1: the facts are no JSON object"),
            ("[]", "facts.json:1:1: the facts are no JSON object"),
            (
                "{\n  \"licence\": \"MIT\"}",
                "facts.json:2:3: `licence` is no fact that is known",
            ),
            (
                "{\"name\": 1}",
                "facts.json:1:2: the fact `name` is no text",
            ),
            (
                "{\"commit-date\": \"today\"}",
                "facts.json:1:2: `commit-date` is no moment",
            ),
        ] {
            assert_eq!(read(text).expect_err(text).to_string(), expected);
        }
    }
}
