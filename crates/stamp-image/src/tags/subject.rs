//! What versions and parts are taken from: a git tag's name, or a value that
//! is given.

use std::sync::Arc;

use verdict::{Fault, cut};

use super::entry::Entry;
use super::make::{Made, Maker, Value};
use super::pattern::{Form, Groups, Pattern};

impl Maker<'_> {
    /// What a version is read from: the subject, or the first group of `match`
    /// in it.
    pub(super) fn version_subject(&self, entry: &Entry) -> Result<Option<String>, Fault> {
        let part = self.version_part(entry)?;
        Ok(part.map(|(part, _)| part))
    }

    /// The same, and whether `match` found it.
    pub(super) fn version_part(&self, entry: &Entry) -> Result<Option<(String, bool)>, Fault> {
        let Some(subject) = self.subject(entry)? else {
            return Ok(None);
        };
        let Some(wanted) = entry.filled("match") else {
            return Ok(Some((subject.replace('/', "-"), false)));
        };
        let pattern = self.pattern(entry, Form::Plain, wanted)?;
        let groups = self.groups(entry, wanted, &pattern, &subject)?;
        let is_found = groups.is_some();
        let part = match groups {
            None => subject,
            Some(groups) => groups.into_iter().nth(1).flatten().ok_or_else(|| {
                let fault = self
                    .block
                    .fault(&entry.item, wanted, "the match has no group 1");
                fault.help("put the version in parentheses: `\"match=v(.*)$\"`")
            })?,
        };
        Ok(Some((part.replace('/', "-"), is_found)))
    }

    /// The value that is given, else the name of the git tag.
    pub(super) fn subject(&self, entry: &Entry) -> Result<Option<String>, Fault> {
        if entry.filled("value").is_some() {
            return self.render(entry, "value").map(Some);
        }
        self.need_ref(entry)?;
        Ok(self.change.tag().map(str::to_owned))
    }

    /// What a pattern that is written as `text` finds, or a fault where that
    /// takes too long.
    pub(super) fn groups(
        &self,
        entry: &Entry,
        text: &str,
        pattern: &Arc<Pattern>,
        subject: &str,
    ) -> Result<Option<Groups>, Fault> {
        self.patterns.groups(pattern, subject).map_err(|_| {
            let message = format!("the pattern is not done with `{}` in time", cut(subject));
            self.block.fault(&entry.item, text, message).help(
                "a pattern such as `(a+)+` tries again and again: let no repeated part hold another one",
            )
        })
    }

    /// A pattern that was read, or the fault at its place.
    pub(super) fn pattern(
        &self,
        entry: &Entry,
        form: Form,
        text: &str,
    ) -> Result<Arc<Pattern>, Fault> {
        self.patterns.read(form, text).map_err(|error| {
            let message = format!("the pattern is no regular expression: {}", cut(&error));
            self.block.fault(&entry.item, text, message).help(
                "a pattern with a comma is quoted twice: `\"type=match,\"\"pattern=\\d{1,3}\"\"\"`",
            )
        })
    }
}

/// No tag, and the user should look at it.
pub(super) fn doubtful(cause: String, help: &str) -> Value {
    Err(Made::Doubtful {
        cause,
        help: help.to_owned(),
    })
}

/// No tag, because the subject is no version.
pub(super) fn no_version(subject: &str, what: &str, page: &str) -> Value {
    doubtful(
        format!("`{}` is no {what}", cut(subject)),
        &format!("see {page}; `\"match=v(.*)$\"` picks the version out of a longer tag"),
    )
}
