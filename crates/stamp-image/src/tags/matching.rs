//! `type=match`: a tag out of a part of the git tag's name, or of a value.

use verdict::{Fault, cut};

use super::entry::Entry;
use super::make::{Maker, Value, nothing};
use super::pattern::Form;
use super::subject::doubtful;

impl Maker<'_> {
    /// The group of the pattern that is asked for; the whole match by default.
    pub(super) fn matching(&self, entry: &Entry) -> Result<Value, Fault> {
        let Some(subject) = self.subject(entry)? else {
            return Ok(nothing("the ref is no tag, and no value is given"));
        };
        let pattern = entry.get("pattern").unwrap_or_default();
        let read = self.pattern(entry, Form::WithFlags, pattern)?;
        let Some(groups) = self.groups(entry, pattern, &read, &subject)? else {
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
}
