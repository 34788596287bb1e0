//! `type=pep440`: a tag out of the version of a Python package.

use verdict::Fault;

use super::entry::Entry;
use super::make::{Maker, Value, nothing};
use super::python::Python;
use super::subject::no_version;
use super::template::is_raw;

impl Maker<'_> {
    /// What is no plain release is named in full, whatever the pattern;
    /// `{{raw}}` alone keeps it as it is written.
    pub(super) fn pep440(&self, entry: &Entry) -> Result<Value, Fault> {
        let Some(subject) = self.version_subject(entry)? else {
            return Ok(nothing("the ref is no tag, and no value is given"));
        };
        let Some(version) = Python::read(&subject) else {
            let page = "https://peps.python.org/pep-0440";
            return Ok(no_version(&subject, "version by PEP 440", page));
        };
        let pattern = entry.get("pattern").unwrap_or_default();
        let text = match (version.is_release(), is_raw(pattern)) {
            (true, _) => {
                let names = self.templates.over(version.names());
                self.rendered_by(&names, entry, pattern)?
            }
            (false, true) => version.raw().to_owned(),
            (false, false) => version.normal(),
        };
        Ok(Ok((text, version.is_release())))
    }
}
