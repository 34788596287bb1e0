//! Named numbers out of metrics files: JSON, YAML and TOML.
//!
//! Nested keys become dotted paths (`test.roc_auc`), list items their index
//! (`confusion.0.1`), as DVC reads them. Python writes `NaN` and `Infinity`
//! into JSON, and some tools write them as strings: both are read as what
//! they mean, so that whoever needs a finite number can say which is not.

mod json;
mod node;

use std::collections::BTreeMap;

use verdict::{Fault, Location, Place, did_you_mean};

/// Named numbers of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    file: String,
    text: String,
    leaves: BTreeMap<String, Leaf>,
}

/// What stands at a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Leaf {
    /// A number, perhaps NaN or infinite.
    Number(f64),
    /// Something else, as text.
    Other(String),
}

impl Metrics {
    /// Reads metrics; the format follows from the file's name: `.json`,
    /// `.toml`, and YAML for all others.
    pub fn read(file: &str, text: &str) -> Result<Self, Fault> {
        let root = if has_extension(file, "json") {
            json::read(file, text)
        } else if has_extension(file, "toml") {
            toml::from_str(text).map_err(|error: toml::de::Error| {
                let span = error.span().unwrap_or_default();
                broken("TOML", error.message()).at(Place::in_text(file, text, span))
            })
        } else {
            let options = serde_saphyr::options! {
                non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::PassThrough,
            };
            serde_saphyr::from_str_with_options(text, options)
                .map_err(|error| yaml_fault(file, text, &error))
        }?;
        let mut leaves = BTreeMap::new();
        root.flatten(String::new(), &mut leaves).map_err(|path| {
            Fault::new(format!("{file} has two values at `{path}`"))
                .help("a nested key and a key with dots make the same path: rename one")
        })?;
        // A file that is one bare word or empty is no map; one bare number is.
        leaves.retain(|path, leaf| !path.is_empty() || matches!(leaf, Leaf::Number(_)));
        if leaves.is_empty() {
            let fault = Fault::new(format!("{file} holds no metrics"));
            return Err(fault.help("write a map of names to numbers, such as {\"roc_auc\": 0.91}"));
        }
        Ok(Self {
            file: file.to_owned(),
            text: text.to_owned(),
            leaves,
        })
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// A finite number; none if the file has no such metric. What is there
    /// but is no finite number is a fault at its place.
    pub fn get(&self, name: &str) -> Result<Option<f64>, Fault> {
        match self.leaves.get(name) {
            None => Ok(None),
            Some(Leaf::Number(number)) if number.is_finite() => Ok(Some(*number)),
            Some(leaf) => Err(self.not_finite(name, leaf)),
        }
    }

    /// All paths, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.leaves.keys().map(String::as_str)
    }

    /// The name that was meant by one that is not there: near in spelling, or
    /// the same under another path.
    #[must_use]
    pub fn near(&self, name: &str) -> Option<&str> {
        let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
        let twin = self.names().find(|path| last(path) == last(name));
        twin.or_else(|| did_you_mean(name, self.names()))
    }

    /// Where a metric stands: its line where only one line can be meant.
    #[must_use]
    pub fn location(&self, name: &str) -> Location {
        match self.line(name) {
            Some((index, _)) => Location::line(&*self.file, index as u64 + 1),
            None => Location::file(&*self.file),
        }
    }

    /// The only line that sets the last key of a path.
    fn line(&self, name: &str) -> Option<(usize, &str)> {
        let key = name.rsplit('.').next()?;
        let sets = |line: &str| {
            let line = line.trim_start_matches([' ', '\t', '{', '-']);
            let line = line.trim_start_matches(['"', '\'']);
            let rest = line.strip_prefix(key);
            rest.is_some_and(|rest| {
                rest.trim_start_matches(['"', '\'', ' '])
                    .starts_with([':', '='])
            })
        };
        let mut lines = self.text.lines().enumerate().filter(|(_, line)| sets(line));
        let only = lines.next()?;
        lines.next().is_none().then_some(only)
    }

    fn not_finite(&self, name: &str, leaf: &Leaf) -> Fault {
        let what = match leaf {
            Leaf::Number(number) if number.is_nan() => "NaN".to_owned(),
            Leaf::Number(_) => "infinite".to_owned(),
            Leaf::Other(text) => format!("not a number: {text}"),
        };
        let fault = Fault::new(format!("metric `{name}` is {what}")).help(
            "look at how the metric is computed: an empty test set or one class only makes NaN",
        );
        let Some((index, line)) = self.line(name) else {
            return Fault {
                message: format!("{}: {}", self.file, fault.message),
                ..fault
            };
        };
        let column = line.chars().take_while(|c| c.is_whitespace()).count() + 1;
        let width = line.trim().chars().count();
        fault.at(Place::in_line(&*self.file, index + 1, column, width, line))
    }
}

fn has_extension(file: &str, extension: &str) -> bool {
    let path = std::path::Path::new(file);
    path.extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

fn broken(format: &str, message: &str) -> Fault {
    Fault::new(format!(
        "not {format}: {}",
        message.lines().next().unwrap_or_default()
    ))
    .help("the format follows from the file's name: .json, .toml, else YAML")
}

fn yaml_fault(file: &str, text: &str, error: &serde_saphyr::Error) -> Fault {
    let message = error.without_snippet().to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let fault = broken("YAML", message);
    match error.location() {
        Some(at) => {
            let (line, column) = (at.line(), at.column());
            let number = |n| usize::try_from(n).unwrap_or(1);
            fault.at(Place::at_line(file, text, number(line), number(column)))
        }
        None => Fault {
            message: format!("{file}: {}", fault.message),
            ..fault
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str, text: &str) -> Metrics {
        Metrics::read(file, text).expect("good metrics")
    }

    #[test]
    fn three_formats_say_the_same() {
        let json = read(
            "m.json",
            r#"{"auc": 0.9, "test": {"rows": 10}, "cm": [[1, 2]]}"#,
        );
        let yaml = read("m.yaml", "auc: 0.9\ntest:\n  rows: 10\ncm: [[1, 2]]\n");
        let toml = read("m.toml", "auc = 0.9\ncm = [[1, 2]]\n[test]\nrows = 10\n");
        for metrics in [&json, &yaml, &toml] {
            assert_eq!(metrics.leaves, json.leaves);
            assert_eq!(metrics.get("test.rows"), Ok(Some(10.0)));
            assert_eq!(metrics.get("cm.0.1"), Ok(Some(2.0)));
            assert_eq!(metrics.get("nothing"), Ok(None));
        }
    }

    #[test]
    fn a_number_that_is_none_is_a_fault_at_its_line() {
        let texts = [
            ("m.json", "{\n  \"auc\": NaN\n}"),
            ("m.json", "{\n  \"auc\": \"NaN\"\n}"),
            ("m.json", "{\n  \"auc\": -Infinity\n}"),
            ("m.yaml", "# metrics\nauc: .nan\n"),
            ("m.toml", "# metrics\nauc = inf\n"),
            ("m.json", "{\n  \"auc\": \"high\"\n}"),
            ("m.json", "{\n  \"auc\": true\n}"),
            ("m.json", "{\n  \"auc\": null\n}"),
        ];
        for (file, text) in texts {
            let fault = read(file, text).get("auc").expect_err(text);
            assert_eq!(fault.place.as_ref().map(|p| p.line), Some(2), "{fault}");
        }
    }

    #[test]
    fn a_broken_file_is_a_fault_at_its_place() {
        for (file, text, line) in [
            ("m.json", "{\n\"a\": 1,\n}", 3),
            ("m.json", "{\n\"a\": 1,\n\"a\": 2}", 3),
            ("m.yaml", "a: 1\nb: [1\n", 2),
            ("m.yaml", "a: 1\na: 2\n", 2),
            ("m.toml", "a = 1\nb = \n", 2),
        ] {
            let fault = Metrics::read(file, text).expect_err(text);
            let place = fault.place.as_ref().expect("has a place");
            assert!(place.line >= line && place.line <= line + 1, "{fault}");
        }
        assert!(Metrics::read("m.json", r#"{"a": {"b": 0.1}, "a.b": 0.9}"#).is_err());
        assert!(Metrics::read("m.json", r#"{"": {"b": 0.1}, "b": 0.9}"#).is_err());
        assert!(Metrics::read("m.json", "").is_err());
        assert!(Metrics::read("m.yaml", "").is_err());
        assert!(Metrics::read("m.json", "{}").is_err());
        assert!(Metrics::read("m.json", &"[".repeat(100_000)).is_err());
        assert!(Metrics::read("m.yaml", &"[".repeat(100_000)).is_err());
        assert!(Metrics::read("m.toml", &format!("a = {}", "[".repeat(100_000))).is_err());
    }

    #[test]
    fn the_name_that_was_meant() {
        let metrics = read("m.json", r#"{"test": {"roc_auc": 0.9}, "loss": 1}"#);
        assert_eq!(metrics.near("roc_auc"), Some("test.roc_auc"));
        assert_eq!(metrics.near("lsos"), Some("loss"));
        assert_eq!(metrics.near("elephants"), None);
    }
}
