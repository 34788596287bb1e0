//! Patterns of entries: JavaScript's regular expressions, searched for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use regress::{Flags, Match, Regex};

/// A pattern and what its flags ask for beyond the engine.
pub(crate) struct Pattern {
    regex: Regex,
    /// Flag `g`: the groups are all the matches.
    every: bool,
    /// Flag `y`: a match begins where the last one ended.
    sticky: bool,
}

/// Bytes of the stack of a thread that searches, as the main thread has them.
const STACK: usize = 8 << 20;

/// The patterns that were read, so that each is read once.
#[derive(Default)]
pub(crate) struct Patterns {
    read: RefCell<BTreeMap<(Form, String), Arc<Pattern>>>,
    /// How long a search may take; none where somebody else looks to that.
    limit: Option<Duration>,
}

/// A search took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfTime;

/// How a pattern is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// As it stands.
    Plain,
    /// As it stands, or as `/PATTERN/FLAGS`.
    WithFlags,
}

impl Patterns {
    /// None yet, and no search may take longer.
    pub(crate) fn in_time(limit: Duration) -> Self {
        Self {
            limit: Some(limit),
            ..Self::default()
        }
    }

    /// The groups of the first match of a pattern in a text. Where there is a
    /// limit, the search is left behind on a thread of its own when that is
    /// over.
    pub(crate) fn groups(
        &self,
        pattern: &Arc<Pattern>,
        text: &str,
    ) -> Result<Option<Groups>, OutOfTime> {
        let Some(limit) = self.limit else {
            return Ok(pattern.groups(text));
        };
        let (tell, told) = mpsc::channel();
        let (theirs, owned) = (Arc::clone(pattern), text.to_owned());
        let search = move || {
            // Nobody may be there to hear it any more.
            let _ = tell.send(theirs.groups(&owned));
        };
        match thread::Builder::new().stack_size(STACK).spawn(search) {
            Ok(_) => told.recv_timeout(limit).map_err(|_| OutOfTime),
            Err(_) => Ok(pattern.groups(text)),
        }
    }

    /// A pattern; else why it can't be read.
    pub(crate) fn read(&self, form: Form, text: &str) -> Result<Arc<Pattern>, String> {
        let key = (form, text.to_owned());
        if let Some(pattern) = self.read.borrow().get(&key) {
            return Ok(Arc::clone(pattern));
        }
        let pattern = Arc::new(match form {
            Form::Plain => Pattern::plain(text)?,
            Form::WithFlags => Pattern::with_flags(text)?,
        });
        self.read.borrow_mut().insert(key, Arc::clone(&pattern));
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
    fn a_search_ends_in_time() {
        // It takes about 2^26 steps, and comes to an end.
        let slow = format!("{}!", "a".repeat(26));
        let patterns = Patterns::in_time(Duration::from_millis(50));
        let pattern = patterns.read(Form::Plain, "^(a+)+$").expect("a pattern");
        assert_eq!(patterns.groups(&pattern, &slow), Err(OutOfTime));
        let found = patterns.groups(&pattern, "aa").expect("in time");
        assert_eq!(found.map(|groups| groups.len()), Some(2));
    }

    #[test]
    fn what_javascript_refuses_is_refused() {
        for pattern in ["(\\d{1", "/a/x", "/a/gg", "/a/uv", "*"] {
            assert!(Pattern::with_flags(pattern).is_err(), "{pattern}");
        }
        assert!(Pattern::plain("/a/x").is_ok());
    }
}
