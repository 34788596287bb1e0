//! Where a value is: `image.tag`, `hosts[0].name`, `annotations.example\.com/team`.

use std::fmt::{self, Write as _};

use verdict::Fault;

/// One step into a map or a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Step {
    /// A key of a map.
    Key(String),
    /// An entry of a list, counted from 0.
    Index(usize),
}

/// Where a value is: at least one step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ValuePath(pub(crate) Vec<Step>);

/// Deepest path that is taken; YAML is read to a depth of 64.
const DEEPEST: usize = 64;

impl ValuePath {
    /// Reads a whole path.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        match split(text)? {
            (path, None) => Ok(path),
            (_, Some(_)) => Err(malformed(
                text,
                "has a `=`; write `\\=` where a key holds one",
            )),
        }
    }

    /// The path without its last step, and that step.
    pub(crate) fn parent_and_last(&self) -> (&[Step], &Step) {
        // A path has at least one step: `split` sees to it.
        static NOTHING: Step = Step::Index(0);
        match self.0.split_last() {
            Some((last, parent)) => (parent, last),
            None => (&[], &NOTHING),
        }
    }
}

impl fmt::Display for ValuePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.0))
    }
}

/// Steps as a user writes them; `the top of the file` when there are none.
pub(crate) fn shown(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Key(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                for letter in key.chars() {
                    if matches!(letter, '.' | '[' | '=' | '\\') {
                        text.push('\\');
                    }
                    text.push(letter);
                }
            }
            Step::Index(index) => {
                let _ = write!(text, "[{index}]");
            }
        }
    }
    if text.is_empty() {
        "the top of the file".clone_into(&mut text);
    }
    text
}

/// Reads `PATH=VALUE`, as `option` takes it.
pub(crate) fn assignment(option: &str, text: &str) -> Result<(ValuePath, String), Fault> {
    match split(text)? {
        (path, Some(value)) if option == "--set" && is_helms_list(value) => Err(Fault::new(
            format!("--set {path} has another assignment after a comma"),
        )
        .help("write one --set for each")
        .help("a value that holds commas and `=` itself goes by --set-string")),
        (path, Some(value)) => Ok((path, value.to_owned())),
        (path, None) => Err(
            Fault::new(format!("{option} {path} has no value")).help(format!(
                "write {option} {path}=VALUE; nothing after the `=` is the empty string"
            )),
        ),
    }
}

/// Whether a value goes on as Helm's `--set a=1,b=2` does.
fn is_helms_list(value: &str) -> bool {
    let name = |c: char| c.is_ascii_alphanumeric() || "._-[]".contains(c);
    value.split(',').skip(1).any(|part| {
        part.split_once('=')
            .is_some_and(|(path, _)| !path.is_empty() && path.chars().all(name))
    })
}

/// The path before the first bare `=`, and what comes after it.
fn split(text: &str) -> Result<(ValuePath, Option<&str>), Fault> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        if let Some(after) = rest.strip_prefix('[') {
            let (index, after) = index(text, after)?;
            steps.push(Step::Index(index));
            rest = after;
        } else {
            let (key, after) = key(text, rest)?;
            steps.push(Step::Key(key));
            rest = after;
        }
        if steps.len() > DEEPEST {
            return Err(malformed(text, "is deeper than 64 steps"));
        }
        rest = match rest.chars().next() {
            None => return Ok((ValuePath(steps), None)),
            Some('=') => return Ok((ValuePath(steps), Some(&rest[1..]))),
            Some('.') => &rest[1..],
            Some('[') => rest,
            Some(_) => return Err(malformed(text, "has something after a `]`")),
        };
    }
}

/// The key at the start of `rest`, without its escapes, and what follows.
fn key<'a>(whole: &str, rest: &'a str) -> Result<(String, &'a str), Fault> {
    let mut key = String::new();
    let mut letters = rest.char_indices();
    let end = loop {
        match letters.next() {
            None => break rest.len(),
            Some((at, '.' | '=' | '[')) => break at,
            Some((_, '\\')) => match letters.next() {
                Some((_, letter)) => key.push(letter),
                None => return Err(malformed(whole, "ends in a `\\`")),
            },
            Some((_, letter)) => key.push(letter),
        }
    };
    if key.is_empty() {
        return Err(malformed(whole, "has an empty step"));
    }
    Ok((key, &rest[end..]))
}

/// The number at the start of `rest` and what follows its `]`.
fn index<'a>(whole: &str, rest: &'a str) -> Result<(usize, &'a str), Fault> {
    let parsed = rest
        .split_once(']')
        .and_then(|(digits, after)| Some((digits.parse().ok()?, after)));
    parsed.ok_or_else(|| malformed(whole, "has a `[` without a number and a `]`"))
}

fn malformed(text: &str, why: &str) -> Fault {
    let start: String = text.chars().take(80).collect();
    Fault::new(format!("the path of `{start}` {why}"))
        .help("a path is like `image.tag` or `hosts[0].name`; `\\.` is a dot within a key")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_and_show_alike() {
        for text in [
            "a",
            "image.tag",
            "hosts[0].name",
            "a\\.b.c",
            "m[1][2]",
            "x\\=y",
            "a\\\\b",
        ] {
            let path = ValuePath::parse(text).expect(text);
            assert_eq!(path.to_string(), text);
        }
        let path = ValuePath::parse("a\\.b[3].c").expect("a path");
        let steps = [
            Step::Key("a.b".into()),
            Step::Index(3),
            Step::Key("c".into()),
        ];
        assert_eq!(path.0, steps);
    }

    #[test]
    fn helms_list_of_assignments_is_refused() {
        assert!(assignment("--set", "a=1,b.c=2").is_err());
        assert!(assignment("--set", "a=1,2").is_ok());
        assert!(assignment("--set", "a=x, y = z").is_ok());
        assert!(assignment("--set-string", "a=1,b=2").is_ok());
    }

    #[test]
    fn an_assignment_ends_its_path_at_the_first_bare_equals_sign() {
        let (path, value) = assignment("--set", "a\\=b.c=d=e").expect("an assignment");
        assert_eq!(
            (path.to_string().as_str(), value.as_str()),
            ("a\\=b.c", "d=e")
        );
        let (_, value) = assignment("--set", "a=").expect("an assignment");
        assert_eq!(value, "");
    }

    #[test]
    fn malformed_paths_are_faults() {
        for text in [
            "", ".", "a.", "a..b", "a[", "a[x]", "a[0", "a[0]b", "a\\", "=v", "a[-1]",
        ] {
            assert!(assignment("--set", text).is_err(), "{text}");
            assert!(ValuePath::parse(text).is_err(), "{text}");
        }
        assert!(assignment("--set", "a.b").is_err());
        assert!(ValuePath::parse(&"a.".repeat(100)).is_err());
    }
}
