//! What a user writes to name a value: steps, entries of lists by a value in
//! them, JSON Pointers, and the document that is meant.

use std::fmt;

use verdict::{Fault, cut, did_you_mean};

use super::{Step, ValuePath, shown};
use crate::document::Selector;
use crate::leaf::Leaf;
use crate::tree::Tree;

/// Deepest path that is taken; YAML is read to a depth of 64.
const DEEPEST: usize = 64;

/// One part of what a user writes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// `tag` or `[0]`.
    Step(Step),
    /// `[name=app]`: the entry of a list whose `name` is `app`.
    Where(String, String),
    /// `/0` of a JSON Pointer: an index or a key, as the file has it.
    Token(String),
}

/// Where a value is, in the words of a user. What it leads to depends on the
/// file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Query {
    /// The documents that are meant; none: the one that has the value.
    pub(crate) documents: Option<Selector>,
    parts: Vec<Part>,
}

impl Query {
    /// Reads a whole path.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        match split(text)? {
            (query, None) => Ok(query),
            (_, Some(_)) => Err(malformed(
                text,
                "has a `=`; write `\\=` where a key holds one",
            )),
        }
    }

    /// The path, where no file is needed to know it.
    pub(crate) fn plain(&self) -> Result<ValuePath, Fault> {
        let steps = self.parts.iter().map(|part| match part {
            Part::Step(step) => Ok(step.clone()),
            Part::Token(token) => Ok(Step::Key(token.clone())),
            Part::Where(..) => Err(Fault::new(format!("{self} names an entry of a list"))
                .help("a fact is named by the keys of maps, and by numbers: `hosts[0].name`")),
        });
        match &self.documents {
            None => Ok(ValuePath(steps.collect::<Result<_, _>>()?)),
            Some(_) => Err(Fault::new(format!("{self} names a document"))
                .help("a fact is named by its path alone")),
        }
    }

    /// How many of its steps lead somewhere in a document.
    pub(crate) fn reach(&self, tree: &Tree) -> usize {
        let leads = |count: &usize| {
            let path = self.first(*count).within(tree);
            path.is_ok_and(|path| tree.get(&path.0).is_some())
        };
        (0..=self.parts.len()).rev().find(leads).unwrap_or(0)
    }

    /// The key that a document has and that may be meant by the first step that
    /// leads nowhere.
    pub(crate) fn near_key(&self, tree: &Tree) -> Option<String> {
        let reach = self.reach(tree);
        let here = self.first(reach).within(tree).ok()?;
        let (Part::Step(Step::Key(key)) | Part::Token(key)) = self.parts.get(reach)? else {
            return None;
        };
        match tree.get(&here.0)? {
            Tree::Map(map) => did_you_mean(key, map.keys().map(String::as_str)).map(cut),
            _ => None,
        }
    }

    fn first(&self, count: usize) -> Self {
        Self {
            documents: None,
            parts: self.parts[..count].to_vec(),
        }
    }

    /// The path in a document. The last of its steps may lead to nothing.
    pub(crate) fn within(&self, tree: &Tree) -> Result<ValuePath, Fault> {
        let mut here = Some(tree);
        let mut steps: Vec<Step> = Vec::new();
        for part in &self.parts {
            let step = match (part, here) {
                (Part::Step(step), _) => step.clone(),
                (Part::Where(key, value), Some(Tree::List(list))) => {
                    Step::Index(entry(list, key, value, &steps)?)
                }
                (Part::Where(..), _) => {
                    let fault = Fault::new(format!("{} is no list", shown(&steps)));
                    return Err(fault.help(format!("{self} looks for an entry there")));
                }
                (Part::Token(token), Some(Tree::List(_))) => {
                    Step::Index(index(token).ok_or_else(|| {
                        let here = shown(&steps);
                        Fault::new(format!("{here} is a list, and `{}` no number", cut(token)))
                    })?)
                }
                (Part::Token(token), _) => Step::Key(token.clone()),
            };
            here = here.and_then(|tree| tree.get(std::slice::from_ref(&step)));
            steps.push(step);
        }
        Ok(ValuePath(steps))
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(documents) = &self.documents {
            write!(f, "{documents}:")?;
        }
        for (at, part) in self.parts.iter().enumerate() {
            match part {
                Part::Step(step @ Step::Key(_)) if at > 0 => {
                    write!(f, ".{}", shown(std::slice::from_ref(step)))?;
                }
                Part::Step(step) => f.write_str(&shown(std::slice::from_ref(step)))?,
                Part::Where(key, value) => write!(f, "[{key}={value}]")?,
                Part::Token(token) => {
                    write!(f, "/{}", token.replace('~', "~0").replace('/', "~1"))?;
                }
            }
        }
        Ok(())
    }
}

/// The number of an entry in a JSON Pointer: digits without a leading zero.
fn index(token: &str) -> Option<usize> {
    let is_plain = token.bytes().all(|byte| byte.is_ascii_digit())
        && (token == "0" || !token.starts_with('0'));
    token.parse().ok().filter(|_| is_plain)
}

/// Whether a value is what a user wrote for it. A number with a point is
/// known by what it is: `1.10` and `1.1` are one.
fn is_written(leaf: &Leaf, value: &str) -> bool {
    match leaf {
        Leaf::Text(text) => text == value,
        Leaf::Float(number) => value.parse() == Ok(*number),
        leaf => leaf.to_string() == value,
    }
}

/// The one entry of a list whose key has a value.
fn entry(list: &[Tree], key: &str, value: &str, here: &[Step]) -> Result<usize, Fault> {
    let step = [Step::Key(key.to_owned())];
    let said: Vec<Option<&Leaf>> = list
        .iter()
        .map(|entry| match entry.get(&step) {
            Some(Tree::Leaf(leaf)) => Some(leaf),
            _ => None,
        })
        .collect();
    let is_it = |&at: &usize| said[at].is_some_and(|leaf| is_written(leaf, value));
    let mut found = (0..said.len()).filter(is_it);
    let (first, second) = (found.next(), found.next());
    let list = shown(here);
    let what = format!("{} `{}`", cut(key), cut(value));
    match (first, second) {
        (Some(first), None) => Ok(first),
        (Some(first), Some(second)) => Err(Fault::new(format!(
            "two entries of {list} have the {what}: [{first}] and [{second}]"
        ))
        .help("name the entry by its number")),
        (None, _) => {
            let fault = Fault::new(format!("no entry of {list} has the {what}"));
            let names: Vec<String> = said.iter().flatten().map(ToString::to_string).collect();
            Err(
                match did_you_mean(value, names.iter().map(String::as_str)) {
                    Some(near) => fault.help(format!("did you mean `[{key}={}]`?", cut(near))),
                    None => {
                        fault.help("an entry that is not there is not added: write it by hand once")
                    }
                },
            )
        }
    }
}

/// Reads `PATH=VALUE`, as `option` takes it.
pub(crate) fn assignment(option: &str, text: &str) -> Result<(Query, String), Fault> {
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
fn split(text: &str) -> Result<(Query, Option<&str>), Fault> {
    let (documents, rest) = Selector::before(text);
    let (parts, value) = match rest.strip_prefix('/') {
        Some(pointer) => tokens(text, pointer)?,
        None => steps(text, rest)?,
    };
    match parts.len() {
        0..=DEEPEST => Ok((Query { documents, parts }, value)),
        _ => Err(malformed(text, "is deeper than 64 steps")),
    }
}

/// The tokens of a JSON Pointer without its first `/` (RFC 6901).
fn tokens<'a>(whole: &str, pointer: &'a str) -> Result<(Vec<Part>, Option<&'a str>), Fault> {
    let (pointer, value) = match pointer.split_once('=') {
        Some((pointer, value)) => (pointer, Some(value)),
        None => (pointer, None),
    };
    if pointer.split('/').any(str::is_empty) {
        return Err(malformed(whole, "has an empty step"));
    }
    let token = |token: &str| Part::Token(token.replace("~1", "/").replace("~0", "~"));
    Ok((pointer.split('/').map(token).collect(), value))
}

fn steps<'a>(whole: &str, text: &'a str) -> Result<(Vec<Part>, Option<&'a str>), Fault> {
    let mut parts = Vec::new();
    let mut rest = text;
    while parts.len() <= DEEPEST {
        if let Some(after) = rest.strip_prefix('[') {
            let (part, after) = bracket(whole, after)?;
            parts.push(part);
            rest = after;
        } else {
            let (key, after) = key(whole, rest, &['.', '=', '['])?;
            parts.push(Part::Step(Step::Key(key)));
            rest = after;
        }
        rest = match rest.chars().next() {
            None => return Ok((parts, None)),
            Some('=') => return Ok((parts, Some(&rest[1..]))),
            Some('.') => &rest[1..],
            Some('[') => rest,
            Some(_) => return Err(malformed(whole, "has something after a `]`")),
        };
    }
    Err(malformed(whole, "is deeper than 64 steps"))
}

/// What stands between `[` and `]`: a number, or a key and its value.
fn bracket<'a>(whole: &str, rest: &'a str) -> Result<(Part, &'a str), Fault> {
    if rest.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        let parsed = rest
            .split_once(']')
            .and_then(|(digits, after)| Some((digits.parse().ok()?, after)));
        let (index, after) =
            parsed.ok_or_else(|| malformed(whole, "has a `[` without a number and a `]`"))?;
        return Ok((Part::Step(Step::Index(index)), after));
    }
    let wanted = "has a `[` without a number, or a `key=value`, and a `]`";
    let (key_of, after) = key(whole, rest, &['=', ']'])?;
    let after = after
        .strip_prefix('=')
        .ok_or_else(|| malformed(whole, wanted))?;
    let (value, after) = key(whole, after, &[']'])?;
    let after = after
        .strip_prefix(']')
        .ok_or_else(|| malformed(whole, wanted))?;
    Ok((Part::Where(key_of, value), after))
}

/// The key at the start of `rest`, without its escapes, and what follows it
/// from one of the `ends` on.
fn key<'a>(whole: &str, rest: &'a str, ends: &[char]) -> Result<(String, &'a str), Fault> {
    let mut key = String::new();
    let mut letters = rest.char_indices();
    let end = loop {
        match letters.next() {
            None => break rest.len(),
            Some((at, letter)) if ends.contains(&letter) => break at,
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

fn malformed(text: &str, why: &str) -> Fault {
    Fault::new(format!("the path of `{}` {why}", cut(text))).help(
        "a path is like `image.tag`, `hosts[0].name`, `containers[name=app].image` or `/image/tag`; `\\.` is a dot within a key",
    )
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
        for text in [
            "spec.containers[name=app].image",
            "/spec/containers/0/image",
            "Deployment/web:spec.replicas",
            "Deployment/*:/spec/replicas",
        ] {
            assert_eq!(Query::parse(text).expect(text).to_string(), text);
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
            "a[x=y", "a[x=]", "/", "/a//b", "", ".", "a.", "a..b", "a[", "a[x]", "a[0", "a[0]b",
            "a\\", "=v", "a[-1]",
        ] {
            assert!(assignment("--set", text).is_err(), "{text}");
            assert!(ValuePath::parse(text).is_err(), "{text}");
        }
        assert!(assignment("--set", "a.b").is_err());
        assert!(ValuePath::parse(&"a.".repeat(100)).is_err());
    }

    fn within(text: &str, query: &str) -> Result<String, String> {
        let tree = crate::yaml::read("f", text).expect("YAML");
        let path = Query::parse(query).expect(query).within(&tree);
        path.map(|path| path.to_string())
            .map_err(|fault| fault.message)
    }

    #[test]
    fn an_entry_is_named_by_what_is_in_it() {
        let text = "c:\n- {name: app, port: 80}\n- {name: web, port: 81}\n- {name: web}\n- x\n";
        assert_eq!(within(text, "c[name=app].port").as_deref(), Ok("c[0].port"));
        assert_eq!(within(text, "c[port=81].name").as_deref(), Ok("c[1].name"));
        assert_eq!(within(text, "/c/1/name").as_deref(), Ok("c[1].name"));
        assert_eq!(within(text, "/c/0/new").as_deref(), Ok("c[0].new"));
        let text = "c: [{ver: 1.10, x: 0}, {ver: 1.2, x: 0}, {ver: '1.10.0', x: 0}]";
        assert_eq!(within(text, "c[ver=1.10].x").as_deref(), Ok("c[0].x"));
        assert_eq!(within(text, "c[ver=1.10.0].x").as_deref(), Ok("c[2].x"));
        let text = "c:\n- {name: app, port: 80}\n- {name: web, port: 81}\n- {name: web}\n- x\n";
        for (query, why) in [
            (
                "c[name=web].port",
                "two entries of c have the name `web`: [1] and [2]",
            ),
            ("c[name=ap].port", "no entry of c has the name `ap`"),
            ("c[0][a=b]", "c[0] is no list"),
            ("/c/x", "c is a list, and `x` no number"),
            ("/c/01", "c is a list, and `01` no number"),
            ("/c/+1", "c is a list, and `+1` no number"),
        ] {
            assert_eq!(within(text, query).expect_err(query), why);
        }
    }
}
