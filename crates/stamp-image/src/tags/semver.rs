//! `type=semver`: a tag out of a semantic version.

use verdict::Fault;

use super::entry::Entry;
use super::make::{Maker, Value, nothing};
use super::semantic::Semantic;
use super::subject::no_version;
use super::template::is_raw;

impl Maker<'_> {
    /// A prerelease is named in full, whatever the pattern; `{{raw}}` alone
    /// keeps it as it is written.
    pub(super) fn semver(&self, entry: &Entry) -> Result<Value, Fault> {
        let Some(subject) = self.version_subject(entry)? else {
            return Ok(nothing("the ref is no tag, and no value is given"));
        };
        let Some(version) = Semantic::read(&subject) else {
            let page = "https://semver.org";
            return Ok(no_version(&subject, "semantic version", page));
        };
        let pattern = entry.get("pattern").unwrap_or_default();
        let pattern = match version.is_prerelease() && !is_raw(pattern) {
            true => "{{version}}",
            false => pattern,
        };
        let names = self.templates.over(version.names());
        let text = self.rendered_by(&names, entry, pattern)?;
        Ok(Ok((text, !version.is_prerelease())))
    }
}
