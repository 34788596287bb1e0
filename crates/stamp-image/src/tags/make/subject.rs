//! Tags out of a subject: a git tag's name, or a value that is given.

use verdict::{Fault, cut};

use super::super::entry::Entry;
use super::super::pattern::Pattern;
use super::super::python::Python;
use super::super::semantic::Semantic;
use super::super::template::{Templates, is_raw};
use super::{Made, Maker, Value, nothing};

impl Maker<'_> {
    pub(super) fn matching(&self, entry: &Entry) -> Result<Result<Value, Made>, Fault> {
        let Some(subject) = self.subject(entry)? else {
            return Ok(nothing("the ref is no tag, and no value is given"));
        };
        let pattern = entry.get("pattern").unwrap_or_default();
        let read = self.pattern(entry, Pattern::with_flags(pattern), pattern)?;
        let Some(groups) = read.groups(&subject) else {
            return Ok(doubtful(
                format!("`{}` is not matched by the pattern", cut(&subject)),
                "correct the pattern, or switch the entry off where it does not apply: `enable={{…}}`",
            ));
        };
        // A group is asked for by its plain number: `01` names none.
        let group = entry.get("group").unwrap_or("0");
        let at = group
            .parse()
            .ok()
            .filter(|at: &usize| at.to_string() == group);
        let found = at.and_then(|at| groups.into_iter().nth(at).flatten());
        Ok(match found {
            Some(text) => Ok((text, true)),
            None => doubtful(
                format!(
                    "the match in `{}` has no group `{}`",
                    cut(&subject),
                    cut(group)
                ),
                "groups are counted from 1; 0 is the whole match; a group within `?` may take no part",
            ),
        })
    }

    pub(super) fn semver(&self, entry: &Entry) -> Result<Result<Value, Made>, Fault> {
        let Some(subject) = self.version_subject(entry)? else {
            return Ok(nothing("the ref is no tag, and no value is given"));
        };
        let Some(version) = Semantic::read(&subject) else {
            return Ok(no_version(
                &subject,
                "semantic version",
                "https://semver.org",
            ));
        };
        let pattern = entry.get("pattern").unwrap_or_default();
        let pattern = match version.is_prerelease() && !is_raw(pattern) {
            true => "{{version}}",
            false => pattern,
        };
        let text = self.rendered_by(&Templates::over(version.names()), entry, pattern)?;
        Ok(Ok((text, !version.is_prerelease())))
    }

    pub(super) fn pep440(&self, entry: &Entry) -> Result<Result<Value, Made>, Fault> {
        let Some(subject) = self.version_subject(entry)? else {
            return Ok(nothing("the ref is no tag, and no value is given"));
        };
        let Some(version) = Python::read(&subject) else {
            return Ok(no_version(
                &subject,
                "version by PEP 440",
                "https://peps.python.org/pep-0440",
            ));
        };
        let pattern = entry.get("pattern").unwrap_or_default();
        let text = match (version.is_release(), is_raw(pattern)) {
            (true, _) => self.rendered_by(&Templates::over(version.names()), entry, pattern)?,
            (false, true) => version.raw().to_owned(),
            (false, false) => version.normal(),
        };
        Ok(Ok((text, version.is_release())))
    }

    /// What a version is read from: the subject, or the first group of `match`
    /// in it.
    fn version_subject(&self, entry: &Entry) -> Result<Option<String>, Fault> {
        let Some(subject) = self.subject(entry)? else {
            return Ok(None);
        };
        let Some(wanted) = entry.filled("match") else {
            return Ok(Some(subject.replace('/', "-")));
        };
        let pattern = self.pattern(entry, Pattern::plain(wanted), wanted)?;
        let part = match pattern.groups(&subject) {
            None => subject,
            Some(groups) => groups.into_iter().nth(1).flatten().ok_or_else(|| {
                let fault = self
                    .block
                    .fault(&entry.item, wanted, "the match has no group 1");
                fault.help("put the version in parentheses: `\"match=v(.*)$\"`")
            })?,
        };
        Ok(Some(part.replace('/', "-")))
    }

    /// The value that is given, else the name of the git tag.
    fn subject(&self, entry: &Entry) -> Result<Option<String>, Fault> {
        if entry.filled("value").is_some() {
            return self.render(entry, "value").map(Some);
        }
        self.need_ref(entry)?;
        Ok(self.change.tag().map(str::to_owned))
    }

    fn pattern(
        &self,
        entry: &Entry,
        pattern: Result<Pattern, String>,
        text: &str,
    ) -> Result<Pattern, Fault> {
        pattern.map_err(|error| {
            let message = format!("the pattern is no regular expression: {}", cut(&error));
            self.block.fault(&entry.item, text, message).help(
                "a pattern with a comma is quoted twice: `\"type=match,\"\"pattern=\\d{1,3}\"\"\"`",
            )
        })
    }
}

fn doubtful(cause: String, help: &str) -> Result<Value, Made> {
    Err(Made::Doubtful {
        cause,
        help: help.to_owned(),
    })
}

fn no_version(subject: &str, what: &str, page: &str) -> Result<Value, Made> {
    doubtful(
        format!("`{}` is no {what}", cut(subject)),
        &format!("see {page}; `\"match=v(.*)$\"` picks the version out of a longer tag"),
    )
}
