//! `type=schedule`: a tag of scheduled runs.

use verdict::Fault;

use super::entry::Entry;
use super::make::{Maker, Value, nothing};

impl Maker<'_> {
    /// Its pattern knows the dates, and nothing else.
    pub(super) fn schedule(&self, entry: &Entry) -> Result<Value, Fault> {
        if !self.change.event.contains("schedule") {
            return Ok(nothing("the run was not started by a schedule"));
        }
        let pattern = entry.get("pattern").unwrap_or("nightly");
        let dates = self.templates.with_dates_alone(self.change);
        let text = self.rendered_by(&dates, entry, pattern)?;
        Ok(Ok((text, false)))
    }
}
