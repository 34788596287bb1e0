//! Patterns of entries: JavaScript's regular expressions, searched for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use regress::{Flags, Match, Regex};

/// A pattern and what its flags ask for beyond the engine.
pub(crate) struct Pattern {
    regex: Regex,
    /// Flag `g`: the groups are all the matches.
    every: bool,
    /// Flag `y`: a match begins where the last one ended.
    sticky: bool,
}

/// The patterns that were read, so that each is read once.
#[derive(Default)]
pub(crate) struct Patterns(RefCell<BTreeMap<(Form, String), Rc<Pattern>>>);

/// How a pattern is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// As it stands.
    Plain,
    /// As it stands, or as `/PATTERN/FLAGS`.
    WithFlags,
}

impl Patterns {
    /// A pattern; else why it can't be read.
    pub(crate) fn read(&self, form: Form, text: &str) -> Result<Rc<Pattern>, String> {
        let key = (form, text.to_owned());
        if let Some(pattern) = self.0.borrow().get(&key) {
            return Ok(Rc::clone(pattern));
        }
        let pattern = Rc::new(match form {
            Form::Plain => Pattern::plain(text)?,
            Form::WithFlags => Pattern::with_flags(text)?,
        });
        self.0.borrow_mut().insert(key, Rc::clone(&pattern));
        Ok(pattern)
    }
}

/// The groups of a match, the whole of it first; none for a group that took no
/// part in it.
pub(crate) type Groups = Vec<Option<String>>;

impl Pattern {
    /// A pattern as it stands, or in the form `/PATTERN/FLAGS`; else why it
    /// can't be read.
    pub(crate) fn with_flags(text: &str) -> Result<Self, String> {
        let delimited = text
            .strip_prefix('/')
            .and_then(|rest| rest.rsplit_once('/'));
        match delimited.filter(|(inner, _)| !inner.is_empty() && !text.contains('\n')) {
            Some((inner, flags)) => Self::new(inner, flags),
            None => Self::new(text, ""),
        }
    }

    /// A pattern as it stands.
    pub(crate) fn plain(text: &str) -> Result<Self, String> {
        Self::new(text, "")
    }

    fn new(text: &str, flags: &str) -> Result<Self, String> {
        let known = flags
            .chars()
            .all(|flag| "dgimsuvy".contains(flag) && flags.matches(flag).count() == 1);
        if !known || (flags.contains('u') && flags.contains('v')) {
            return Err(format!("`{flags}` are no flags of a regular expression"));
        }
        // Flags that the engine does not know (d, g, y) are passed over by it.
        let regex = Regex::with_flags(text, Flags::from(flags))
            .map_err(|error| error.to_string().to_lowercase())?;
        Ok(Self {
            regex,
            every: flags.contains('g'),
            sticky: flags.contains('y'),
        })
    }

    /// The groups of the first match in a text.
    pub(crate) fn groups(&self, text: &str) -> Option<Groups> {
        let whole = |found: &Match| text.get(found.range()).map(str::to_owned);
        if self.every {
            let found: Groups = self.matches(text).map(|found| whole(&found)).collect();
            return Some(found).filter(|found| !found.is_empty());
        }
        let found = self.matches(text).next()?;
        let groups = found
            .groups()
            .map(|range| text.get(range?).map(str::to_owned));
        Some(groups.collect())
    }

    fn matches<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Match> + 'a {
        let mut end = 0;
        self.regex.find_iter(text).take_while(move |found| {
            let goes_on = !self.sticky || found.start() == end;
            end = found.end();
            goes_on
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_as_node_gives_them() {
        // As `"…".match(…)` answers in Node.js 20.
        type Groups<'a> = Option<&'a [Option<&'a str>]>;
        let cases: &[(&str, &str, Groups)] = &[
            (r"\d.\d", "v2.0.8", Some(&[Some("2.0")])),
            (r"v(\d+)(x)?", "v12", Some(&[Some("v12"), Some("12"), None])),
            (r"/^V(.*)/i", "v1", Some(&[Some("v1"), Some("1")])),
            (r"/\d/g", "v1.2.3", Some(&[Some("1"), Some("2"), Some("3")])),
            (r"/\d/y", "v1", None),
            (r"/\d/gy", "12.3", Some(&[Some("1"), Some("2")])),
            (r"(?<=-)\w+", "a-bc", Some(&[Some("bc")])),
            (r"^\d+$", "1a", None),
            ("//", "a//", Some(&[Some("//")])),
        ];
        for (pattern, text, expected) in cases {
            let groups = Pattern::with_flags(pattern).expect(pattern).groups(text);
            let expected =
                expected.map(|groups| groups.iter().map(|g| g.map(str::to_owned)).collect());
            assert_eq!(groups, expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn what_javascript_refuses_is_refused() {
        for pattern in ["(\\d{1", "/a/x", "/a/gg", "/a/uv", "*"] {
            assert!(Pattern::with_flags(pattern).is_err(), "{pattern}");
        }
        assert!(Pattern::plain("/a/x").is_ok());
    }
}
