//! Facts: what templates and `--set-fact` may speak of.

mod files;

use serde_json::{Map, Value, json};
use verdict::{Fault, Subject, Verdict, cut, did_you_mean};

use crate::leaf::Leaf;
use crate::path::{Step, ValuePath, shown};

/// The name under which the verdicts stand. No file may take it: a template
/// that asks for a verdict must get a checked one.
const VERDICTS: &str = "verdicts";

/// How many known names a fault lists.
const NAMES_LISTED: usize = 8;

/// Facts, and the files they came from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// The facts by name.
    pub(crate) names: Map<String, Value>,
    /// The files by name and digest.
    pub(crate) files: Vec<Subject>,
}

impl Facts {
    /// Reads `FILE` and `NAME=FILE` entries from left to right. Maps merge,
    /// all else is replaced by what comes later.
    pub(crate) fn read(entries: &[String]) -> Result<Self, Fault> {
        let mut facts = Self::default();
        for entry in entries {
            let (name, file) = match entry.split_once('=') {
                Some((name, file)) if !name.contains('/') => (Some(name), file),
                _ => (None, &**entry),
            };
            let (value, digest) = files::read_file(file)?;
            let found = match (name, value) {
                (Some(name), value) => Map::from_iter([(name.to_owned(), value)]),
                (None, Value::Object(map)) => map,
                (None, _) => {
                    return Err(Fault::new(format!("{file} holds no map of facts"))
                        .help(format!("give it a name: --facts NAME={file}")));
                }
            };
            merge(&mut facts.names, found);
            facts.files.push(Subject::new(file, digest));
        }
        if facts.names.contains_key(VERDICTS) {
            Err(Fault::new("a file of facts holds the name `verdicts`")
                .help("verdicts come by --require, which checks them; rename the fact"))
        } else {
            Ok(facts)
        }
    }

    /// Adds what `--set` gives in render mode.
    pub(crate) fn set(&mut self, path: &ValuePath, value: &Leaf) -> Result<(), Fault> {
        if path.0.first() == Some(&Step::Key(VERDICTS.to_owned())) {
            return Err(Fault::new(format!("{path} can't be set"))
                .help("verdicts come by --require, which checks them"));
        }
        let mut found = value.to_fact();
        for step in path.0.iter().rev() {
            match step {
                Step::Key(key) => found = json!({ key: found }),
                Step::Index(_) => {
                    return Err(Fault::new(format!("{path} names an entry of a list"))
                        .help("a fact is set by the keys of maps only; give lists by --facts"));
                }
            }
        }
        if let Value::Object(found) = found {
            merge(&mut self.names, found);
        }
        Ok(())
    }

    /// Adds the verdicts under `verdicts.<tool>`; of several by one tool the
    /// last. Their time stays out: the same evidence gives the same bytes.
    pub(crate) fn add_verdicts(&mut self, verdicts: &[Verdict]) {
        let mut by_tool = Map::new();
        for verdict in verdicts {
            let predicate = &verdict.predicate;
            let mut fact = json!({
                "outcome": predicate.outcome.word(),
                "result": predicate.result,
                "tool": predicate.tool.name,
                "version": predicate.tool.version,
            });
            if let Some(commit) = &predicate.run.commit {
                fact["commit"] = json!(commit);
            }
            by_tool.insert(predicate.tool.name.clone(), fact);
        }
        if !by_tool.is_empty() {
            self.names
                .insert(VERDICTS.to_owned(), Value::Object(by_tool));
        }
    }

    /// The fact at a path, which must be a single value.
    pub(crate) fn leaf(&self, path: &ValuePath) -> Result<Leaf, Fault> {
        let mut here: Option<&Value> = None;
        for (depth, step) in path.0.iter().enumerate() {
            let found = match (here, step) {
                (None, Step::Key(key)) => self.names.get(key),
                (Some(Value::Object(map)), Step::Key(key)) => map.get(key),
                (Some(Value::Array(list)), Step::Index(index)) => list.get(*index),
                _ => None,
            };
            here = match found {
                Some(found) => Some(found),
                None => return Err(self.unknown(&path.0[..=depth])),
            };
        }
        here.and_then(Leaf::of_json).ok_or_else(|| {
            Fault::new(format!(
                "the fact {path} is a map or a list, not a single value"
            ))
            .help(format!(
                "name a value in it, such as `{path}.name` or `{path}[0]`"
            ))
        })
    }

    /// The fault of a fact that is not there: its last step is the unknown one.
    pub(crate) fn unknown(&self, steps: &[Step]) -> Fault {
        let fault = Fault::new(format!("there is no fact `{}`", cut(&shown(steps))));
        let (Some(Step::Key(key)), parent) =
            (steps.last(), &steps[..steps.len().saturating_sub(1)])
        else {
            return fault;
        };
        let names = self.names_in(parent);
        let near = did_you_mean(key, names.iter().map(String::as_str));
        match near {
            Some(near) => {
                let mut meant = parent.to_vec();
                meant.push(Step::Key(near.to_owned()));
                fault.help(format!("did you mean `{}`?", cut(&shown(&meant))))
            }
            None => fault.help(known(&names, parent)),
        }
    }

    /// Whether there is a fact at a path of keys.
    pub(crate) fn has(&self, steps: &[Step]) -> bool {
        let Some((Step::Key(last), parent)) = steps.split_last() else {
            return false;
        };
        self.names_in(parent).contains(last)
    }

    /// The names below a path.
    fn names_in(&self, steps: &[Step]) -> Vec<String> {
        let mut map = Some(&self.names);
        for step in steps {
            map = match (map, step) {
                (Some(map), Step::Key(key)) => map.get(key).and_then(Value::as_object),
                _ => None,
            };
        }
        map.map(|map| map.keys().cloned().collect())
            .unwrap_or_default()
    }
}

/// A sentence on the names that there are.
fn known(names: &[String], parent: &[Step]) -> String {
    let listed: Vec<String> = names
        .iter()
        .take(NAMES_LISTED)
        .map(|name| format!("`{}`", cut(name)))
        .collect();
    match (names.len(), parent.is_empty()) {
        (0, true) => "there are no facts: give them by --facts FILE or --set NAME=VALUE".to_owned(),
        (0, false) => format!("`{}` has no names below it", cut(&shown(parent))),
        (count, _) if count > NAMES_LISTED => format!(
            "known are {} and {} more",
            listed.join(", "),
            count - NAMES_LISTED
        ),
        _ => format!("known are {}", listed.join(", ")),
    }
}

/// Adds facts to facts. Maps merge, all else is replaced.
fn merge(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(old)), Value::Object(new)) => merge(old, new),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn path(text: &str) -> ValuePath {
        ValuePath::parse(text).expect(text)
    }

    fn facts(files: &[(&str, &str)], entries: &[&str]) -> Result<Facts, Fault> {
        let dir = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            fs::write(dir.path().join(name), text).expect("written");
        }
        let with_dir = |entry: &&str| match entry.split_once('=') {
            Some((name, file)) => format!("{name}={}", dir.path().join(file).display()),
            None => dir.path().join(entry).display().to_string(),
        };
        Facts::read(&entries.iter().map(with_dir).collect::<Vec<_>>())
    }

    #[test]
    fn files_merge_from_left_to_right() {
        let files = [
            (
                "a.json",
                r#"{"image": {"tag": "v1", "name": "app"}, "n": [1]}"#,
            ),
            ("b.yaml", "image:\n  tag: v2\nn: 2\n"),
            (
                "c.toml",
                "released = 2024-05-01\n[image]\ndigest = 'sha256:0'\n",
            ),
        ];
        let facts = facts(&files, &["a.json", "b.yaml", "s=c.toml"]).expect("facts");
        assert_eq!(facts.leaf(&path("image.tag")), Ok(Leaf::Text("v2".into())));
        assert_eq!(
            facts.leaf(&path("image.name")),
            Ok(Leaf::Text("app".into()))
        );
        assert_eq!(facts.leaf(&path("n")), Ok(Leaf::Int(2)));
        assert_eq!(
            facts.leaf(&path("s.image.digest")),
            Ok(Leaf::Text("sha256:0".into()))
        );
        assert_eq!(
            facts.leaf(&path("s.released")),
            Ok(Leaf::Text("2024-05-01".into()))
        );
        assert_eq!(facts.files.len(), 3);
    }

    #[test]
    fn a_value_set_later_wins_over_a_map() {
        let mut facts = Facts::default();
        facts.set(&path("a.b"), &Leaf::Int(1)).expect("set");
        facts.set(&path("a.c"), &Leaf::Int(2)).expect("set");
        assert_eq!(facts.leaf(&path("a.b")), Ok(Leaf::Int(1)));
        facts.set(&path("a"), &Leaf::Text("x".into())).expect("set");
        assert_eq!(facts.leaf(&path("a")), Ok(Leaf::Text("x".into())));
    }

    #[test]
    fn an_unknown_fact_names_its_neighbours() {
        let facts = facts(
            &[("a.json", r#"{"stamp": {"version": "1", "tags": ["x"]}}"#)],
            &["a.json"],
        )
        .expect("facts");
        let help = |text: &str| facts.leaf(&path(text)).expect_err(text).help.concat();
        assert_eq!(help("stamp.versoin"), "did you mean `stamp.version`?");
        assert_eq!(help("stmp.version"), "did you mean `stamp`?");
        assert_eq!(help("stamp.x"), "known are `version`, `tags`");
        assert!(help("stamp.version.x").contains("has no names below it"));
        assert!(help("stamp.tags").contains("`stamp.tags[0]`"));
        assert_eq!(
            facts.leaf(&path("stamp.tags[0]")),
            Ok(Leaf::Text("x".into()))
        );
    }

    #[test]
    fn verdicts_can_not_be_faked() {
        assert!(facts(&[("a.json", r#"{"verdicts": {}}"#)], &["a.json"]).is_err());
        assert!(facts(&[("a.json", "{}")], &["verdicts=a.json"]).is_err());
        assert!(
            Facts::default()
                .set(&path("verdicts.x.outcome"), &Leaf::Null)
                .is_err()
        );
    }

    #[test]
    fn bad_files_are_faults_with_places() {
        for (name, text) in [
            ("a.json", "{\n  x}"),
            ("a.yaml", "a: 1\nb: [\n"),
            ("a.toml", "a = 1\nb = \n"),
        ] {
            let fault = facts(&[(name, text)], &[name]).expect_err(name);
            assert!(fault.place.is_some_and(|place| place.line >= 2), "{name}");
        }
        assert!(facts(&[("a.txt", "")], &["a.txt"]).is_err());
        assert!(facts(&[("a.json", "[1]")], &["a.json"]).is_err());
        assert!(facts(&[], &["no.json"]).is_err());
    }
}
